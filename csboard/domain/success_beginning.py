"""The beginning of a case: filled with what is known of the inquiry and its conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csboard.domain.answering import without_prefixes
from csboard.domain.knowledge import SuccessFields
from csboard.domain.records import Direction, Inquiry, Message
from csboard.domain.sorting import STRANGER
from csboard.domain.successes import LIMITS


def beginning(
    inquiry: Inquiry,
    messages: Sequence[Message],
    reply: Message | None,
    own_words: Callable[[str], str],
) -> SuccessFields:
    """What stands in a new case; `own_words` gives a mail's text without what it quotes.

    Before is what the customer wrote first, after what they wrote last since the reply.
    """
    written = [one for one in messages if one.direction is Direction.IN and one.flag != STRANGER]
    after = [one for one in written if reply is not None and one.at > reply.at]
    subject = without_prefixes(inquiry.subject).strip()
    fields = {
        "title": subject,
        "situation": subject,
        "fact": inquiry.fact,
        "emotion": inquiry.emotion,
        "policy": inquiry.policy,
        "passage": own_words(reply.text) if reply else "",
        "was": own_words(written[0].text) if written else "",
        "became": own_words(after[-1].text) if after else "",
        "why": "",
    }
    short = {name: text.strip()[: LIMITS[name]] for name, text in fields.items()}
    return SuccessFields(**short, tags=inquiry.tags)
