"""Does a reply need a colleague's approval, has it one, and what else holds it.

What is held because the conversation moved on, because a colleague asked for a change or was to
review it first, goes out when a person says so (`anyway`); what the team's rule asks for does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.holes import as_they_stand, in_one_line, own_holes
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Direction, Inquiry, Member, Message
from csboard.domain.replies import Draft, Revision, Verdict, VerdictWord, Words
from csboard.domain.reply_settings import ALWAYS, LEARNING, TAG, URGENCY
from csboard.domain.reviewing import Standing, standing
from csboard.domain.settings import TeamSettings
from csboard.domain.template_parsing import unfilled
from csboard.domain.vocabulary import by_dimension
from csboard.errors import Held
from csboard.i18n import _, ago
from csboard.named import NamedTuple
from csboard.text import fold


class Matter(NamedTuple):
    """A draft with all that can hold it."""

    draft: Draft
    inquiry: Inquiry
    settings: TeamSettings
    members: Mapping[str, Member]
    revisions: tuple[Revision, ...]
    """Of the draft, oldest first."""
    verdicts: tuple[Verdict, ...]
    """On the draft, those that stand, oldest first."""
    messages: tuple[Message, ...]
    """Of the conversation; older ones than the draft's `seen` may be missing."""
    reviewer: str | None = None
    """Login of whom the owner meant to ask for a review when they took the inquiry."""


def needs_approval(matter: Matter) -> bool:
    """Whether the team's rule asks for an approval before this reply goes out."""
    return any(_is_met(condition, matter) for condition in matter.settings.approval_for)


def _is_met(condition: str, matter: Matter) -> bool:
    if condition == ALWAYS:
        return True
    if condition == LEARNING:
        logins = {matter.draft.author, matter.draft.writer}
        return any(matter.members[login].learning for login in logins)
    if condition.startswith(URGENCY):
        return matter.inquiry.urgency == condition.removeprefix(URGENCY)
    vocabulary = matter.settings.vocabulary
    wanted = condition.removeprefix(TAG)
    return any(
        fold(vocabulary.current(dimension, wanted)) == fold(vocabulary.current(dimension, word))
        for dimension, word in by_dimension(matter.inquiry.tags)
    )


def approval_of(matter: Matter) -> Verdict | None:
    """The latest approval that counts for exactly these words."""
    return _latest(matter, _standing(matter).approved_by, VerdictWord.APPROVE)


def change_of(matter: Matter) -> Verdict | None:
    """The latest "please change" that still stands against these words."""
    return _latest(matter, _standing(matter).change_asked_by, VerdictWord.CHANGE)


def _standing(matter: Matter) -> Standing:
    return standing(matter.draft, matter.revisions, matter.verdicts, (), 0)


def _latest(matter: Matter, logins: tuple[str, ...], word: VerdictWord) -> Verdict | None:
    given = (one for one in reversed(matter.verdicts) if one.word is word)
    return next((one for one in given if one.login in logins), None)


def held(matter: Matter, login: str, seen: int, now: datetime) -> Held | None:
    """What holds the reply from going out for `login`, who has seen messages up to `seen`.

    The first of: something is to be filled in, a colleague writes in it, it lacks the approval it
    needs, a colleague asked for a change or was to review it, something looks as if it were to be
    filled in, the conversation moved on. Those a person may override come last.
    """
    for look in _LOOKS:
        hold = look(matter, login, seen, now)
        if hold is not None:
            return hold
    return None


def _unfilled(matter: Matter, login: str, seen: int, now: datetime) -> Held | None:
    return hole_in(matter.draft.words, matter.inquiry.number)


def _perhaps_unfilled(matter: Matter, login: str, seen: int, now: datetime) -> Held | None:
    """What stands in the customer's quoted words, or as a template is written, may be meant so."""
    text = matter.draft.words.text
    found = (*as_they_stand(text), *unfilled(text))
    if not found:
        return None
    told = _("In the reply to #{number} this looks as if it were to be filled in: {what}.")
    return Held("hole", told.format(number=matter.inquiry.number, what=in_one_line(found)))


def hole_in(words: Words, number: int) -> Held | None:
    """What holds a reply in which something is to be filled in; nobody may let it go."""
    found = own_holes(f"{words.subject}\n{words.text}")
    if not found:
        return None
    told = _("In the reply to #{number} is something to fill in: {what}. Write it, or take it out.")
    return Held("hole", told.format(number=number, what=in_one_line(found)), may_anyway=False)


def _written_in(matter: Matter, login: str, seen: int, now: datetime) -> Held | None:
    pen = matter.draft.writer_at(now)
    if pen is None or pen.login == login:
        return None
    return Held(
        "pen",
        _("{name} is writing in the reply to #{number}: it waits until they are done.").format(
            name=in_a_sentence(pen.login, matter.members), number=matter.inquiry.number
        ),
    )


def _unapproved(matter: Matter, login: str, seen: int, now: datetime) -> Held | None:
    if not needs_approval(matter):
        return None
    number = matter.inquiry.number
    change = change_of(matter)
    if change is not None:
        return Held("change", _asked_for_change(change, matter, now), may_anyway=False)
    if approval_of(matter) is None:
        return Held(
            "unapproved",
            _(
                "The reply to #{number} needs a colleague's approval first: ask for a review."
            ).format(number=number),
            may_anyway=False,
        )
    return None


def _to_be_changed(matter: Matter, login: str, seen: int, now: datetime) -> Held | None:
    change = change_of(matter)
    return None if change is None else Held("change", _asked_for_change(change, matter, now))


def _unreviewed(matter: Matter, login: str, seen: int, now: datetime) -> Held | None:
    """Whoever was to review it has said nothing yet, and nobody else approves it."""
    asked = matter.reviewer
    if asked is None or asked == login or approval_of(matter) is not None:
        return None
    if any(one.login == asked for one in matter.verdicts):
        return None
    return Held(
        "unreviewed",
        _("{name} was to review the reply to #{number} and hasn't yet: ask for the review.").format(
            name=in_a_sentence(asked, matter.members), number=matter.inquiry.number
        ),
    )


def _asked_for_change(change: Verdict, matter: Matter, now: datetime) -> str:
    return _("{name} asked for a change of the reply to #{number} {ago}.").format(
        name=in_a_sentence(change.login, matter.members),
        number=matter.inquiry.number,
        ago=ago((now - change.at).total_seconds()),
    )


def _moved_on(matter: Matter, login: str, seen: int, now: datetime) -> Held | None:
    for message in reversed(matter.messages):
        if message.id > seen and _counts(message, login):
            return _moved(message, matter, now)
    approval = approval_of(matter) if needs_approval(matter) else None
    newer = customer_since(matter.messages, approval.at) if approval else None
    return _moved(newer, matter, now) if newer else None


def _counts(message: Message, login: str) -> bool:
    """A word of the customer's or of a colleague's; no machine's, and not one's own note."""
    if message.direction is Direction.NOTE:
        return message.author != login
    return message.direction in (Direction.IN, Direction.OUT)


def customer_since(messages: tuple[Message, ...], moment: datetime) -> Message | None:
    """The customer's latest message after a moment."""
    for message in reversed(messages):
        if message.direction is Direction.IN and message.at > moment:
            return message
    return None


def _moved(message: Message, matter: Matter, now: datetime) -> Held:
    words = {
        Direction.IN: _("The customer of #{number} has written since you looked ({ago}): read it."),
        Direction.OUT: _("{name} has sent a reply to #{number} since you looked ({ago}): read it."),
        Direction.NOTE: _("{name} has noted something on #{number} since you looked ({ago})."),
    }[message.direction]
    return Held(
        "moved",
        words.format(
            number=matter.inquiry.number,
            name=in_a_sentence(message.author or "", matter.members),
            ago=ago((now - message.at).total_seconds()),
        ),
    )


_LOOKS = (
    _unfilled,
    _unapproved,
    _written_in,
    _to_be_changed,
    _unreviewed,
    _perhaps_unfilled,
    _moved_on,
)
