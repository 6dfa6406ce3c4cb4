"""The beginning of a reply: to whom, about what, from which of our addresses, and the first text.

Pure: the same message, settings and writer give the same beginning, in the customer's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from csboard.domain.draft_states import Around
from csboard.domain.letters import Address
from csboard.domain.people import name_of
from csboard.domain.records import Channel, Direction, Inquiry, Member, Message
from csboard.domain.replies import Recipients, Words
from csboard.domain.settings import TeamSettings
from csboard.domain.sorting import STRANGER
from csboard.i18n import LANGUAGES, N_, format_time, in_every_language
from csboard.named import NamedTuple
from csboard.text import fold_address

MAX_QUOTED = 20_000
"""Characters of the customer's message that a new draft repeats."""

_ANSWERED = re.compile(
    r"\s*(?:(?:re|aw|sv|antw|返信|回复|回覆|答复|答覆)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]"
    r"|[\[［]CS[#＃]\d{1,9}[\]］])\s*",
    re.IGNORECASE,
)
"""One sign before a subject that it was answered, or our own tag for the inquiry's number."""

_JAPANESE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")

_WROTE = N_("On {when}, {name} wrote:")
_LEFT_OUT = N_("(the rest is left out)")


class Answered(NamedTuple):
    """The message that a reply answers, and who takes part in the conversation."""

    message: Message
    around: Around = Around()


def latest_of_customer(messages: Iterable[Message]) -> Message | None:
    """The message that a reply answers when none is named: what the customer wrote last.

    Somebody's who holds one of our Message-IDs without having taken part is none of theirs.
    """
    written = [one for one in messages if one.direction is Direction.IN and one.flag != STRANGER]
    return written[-1] if written else None


def beginning(
    inquiry: Inquiry,
    answered: Answered | None,
    settings: TeamSettings,
    writer: Member,
    now: datetime,
    *,
    to_all: bool = False,
) -> Words:
    """What stands in a new draft; with `answered` None, and after a call, nothing is quoted."""
    return Words(
        recipients=_recipients(inquiry, answered, settings, to_all),
        subject=_subject(inquiry, answered),
        text=_text(None if _was_told(inquiry, answered) else answered, settings, writer, now),
        sender=_sender(answered, settings),
    )


def _was_told(inquiry: Inquiry, answered: Answered | None) -> bool:
    """Whether a colleague wrote down what is answered: those words are none of the customer's."""
    by_voice = inquiry.channel in (Channel.PHONE, Channel.COUNTER)
    return by_voice and answered is not None and answered.message.receipt_id is None


def without_prefixes(subject: str) -> str:
    """A subject without the signs before it that it was answered, however many."""
    while found := _ANSWERED.match(subject):
        subject = subject[found.end() :]
    return subject.strip()


def tagged(subject: str, number: int) -> str:
    """A subject that carries the inquiry's number home when the reply is sent by hand."""
    return f"[CS#{number}] {subject}".strip()


def language_of(text: str) -> str:
    """`ja` for text with Japanese letters, else `en`."""
    return "ja" if _JAPANESE.search(text) else "en"


def own_addresses(settings: TeamSettings) -> frozenset[str]:
    """The team's mailboxes, folded."""
    return frozenset(map(fold_address, settings.own_addresses))


def _recipients(
    inquiry: Inquiry, answered: Answered | None, settings: TeamSettings, to_all: bool
) -> Recipients:
    own = own_addresses(settings)
    customer = Address(inquiry.customer.name, inquiry.customer.email)
    whom = [customer]
    if answered is not None:
        message = answered.message
        whom.insert(0, Address(message.sender_name, message.sender_email))
    to = tuple(one for one in whom if one.email and fold_address(one.email) not in own)[:1]
    if answered is None or not to_all:
        return Recipients(to)
    left_out = own | {fold_address(one.email) for one in to}
    people = dict.fromkeys(answered.around.people)
    cc = tuple(Address("", one) for one in people if fold_address(one) not in left_out)
    return Recipients(to, cc)


def _sender(answered: Answered | None, settings: TeamSettings) -> str:
    """The mailbox that the customer wrote to, as the team spells it; else the team's first."""
    mailbox = fold_address(answered.around.mailbox) if answered else ""
    for own in settings.own_addresses:
        if fold_address(own) == mailbox:
            return own
    return next(iter(settings.own_addresses), "")


def _subject(inquiry: Inquiry, answered: Answered | None) -> str:
    if answered is None:
        return inquiry.subject
    about = without_prefixes(answered.message.subject) or without_prefixes(inquiry.subject)
    return f"Re: {about}".strip()


def _text(answered: Answered | None, settings: TeamSettings, writer: Member, now: datetime) -> str:
    """An empty first block is where the answer goes; the customer's words may stand above it."""
    signed = signature(settings, writer)
    ending = [signed] if signed else []
    if answered is None or settings.quoting == "none" or not answered.message.text.strip():
        blocks = ["", *ending]
    else:
        quote = _quote(answered.message, settings, now)
        blocks = ["", *ending, quote] if settings.quoting == "below" else [quote, "", *ending]
    text = "\n\n".join(blocks)
    return f"{text}\n" if blocks[-1] else text


def signature(settings: TeamSettings, writer: Member) -> str:
    """What ends a new draft, with names put in; braces that mean nothing stay."""
    name = name_of(writer.login, {writer.login: writer})
    signed = settings.signature.replace("{team}", settings.name).replace("{name}", name)
    return signed.strip("\n")


def _quote(message: Message, settings: TeamSettings, now: datetime) -> str:
    """The customer's words, each line behind a mark, under a line that says whose they are."""
    words = message.text.strip("\n")
    language = language_of(words)
    name = message.sender_name or message.sender_email
    when = format_time(message.at, settings.zone, language, now=now)
    wrote = _in(language, _WROTE).format(when=when, name=name)
    lines = [_marked(line.rstrip()) for line in _shortened(words, language).split("\n")]
    return "\n".join((wrote, *lines))


def _marked(line: str) -> str:
    return f">{line}" if line.startswith(">") or not line else f"> {line}"


def _shortened(words: str, language: str) -> str:
    """At the end of a line where there is one."""
    if len(words) <= MAX_QUOTED:
        return words
    cut = words[:MAX_QUOTED]
    whole_lines = cut.rpartition("\n")[0] or cut
    return f"{whole_lines}\n{_in(language, _LEFT_OUT)}"


def _in(language: str, message: str) -> str:
    return in_every_language(message)[LANGUAGES.index(language)]
