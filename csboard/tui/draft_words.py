"""How a reply stands, in the words of the draft screen, the inquiry and the cards. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from csboard.domain.people import name_of
from csboard.domain.recipients import written
from csboard.domain.records import Direction, Inquiry, Member, Message
from csboard.domain.replies import (
    Ask,
    Draft,
    OutboxEntry,
    OutboxState,
    ReplyView,
)
from csboard.domain.reviewing import standing
from csboard.domain.sending import state_in_words
from csboard.i18n import _, ngettext
from csboard.tui.conversation import size_text
from csboard.tui.times import Times
from csboard.tui.widgets.canvas import Run

WAITS = (OutboxState.QUEUED, OutboxState.CLAIMED)


def pieces_of(
    view: ReplyView, draft: Draft, session: str, now: datetime, times: Times
) -> list[Run]:
    """How a draft stands, the most urgent first: for the second line of its screen."""
    members = view.members
    pieces: list[Run] = []
    if told := pen_text(draft, session, now, members):
        pieces.append((told, "pen"))
    if (entry := entry_of(view, draft)) is not None and entry.state is not OutboxState.STOPPED:
        pieces.append((entry_text(entry, times), _entry_role(entry)))
    if newer_than(view.messages, draft.seen):
        pieces.append((_("the customer has written since"), "alarm"))
    pieces += verdict_pieces(view, draft)
    if open_ones := open_comments(view, draft):
        told = ngettext("{n} open comment", "{n} open comments", open_ones)
        pieces.append((told.format(n=open_ones), "mark"))
    pieces += [(ask_text(ask, members), "meta") for ask in view.asks if ask.draft_id == draft.id]
    pieces.append((_("{name}'s reply").format(name=name_of(draft.author, members)), "meta"))
    return pieces


def pen_text(draft: Draft, session: str, now: datetime, members: Mapping[str, Member]) -> str:
    """Who else writes in it at this moment; empty when nobody does."""
    pen = draft.writer_at(now)
    if pen is None or pen.session == session:
        return ""
    return _("{name} is writing").format(name=_("{name}").format(name=name_of(pen.login, members)))


def verdict_pieces(view: ReplyView, draft: Draft) -> list[Run]:
    """Who has approved it as it stands, and who asks for a change."""
    stands = standing(draft, view.revisions, view.verdicts, view.asks, 0)
    pieces: list[Run] = []
    if stands.change_asked_by:
        told = _("change asked by {names}")
        pieces.append((told.format(names=_names(stands.change_asked_by, view)), "alarm"))
    if stands.approved_by:
        told = _("approved by {names}")
        pieces.append((told.format(names=_names(stands.approved_by, view)), "good"))
    return pieces


def _names(logins: Iterable[str], view: ReplyView) -> str:
    return _(", ").join(name_of(login, view.members) for login in logins)


def open_comments(view: ReplyView, draft: Draft) -> int:
    """How many comments on a draft are not settled yet."""
    return sum(
        one.draft_id == draft.id and one.parent is None and one.resolved_at is None
        for one in view.comments
    )


def ask_text(ask: Ask, members: Mapping[str, Member]) -> str:
    if ask.of is not None:
        return _("review asked of {name}").format(name=name_of(ask.of, members))
    if ask.topic:
        return _("review asked of who knows {topic}").format(topic=ask.topic)
    return _("review asked of anybody")


def entry_of(view: ReplyView, draft: Draft) -> OutboxEntry | None:
    return next((one for one in view.outbox if one.draft_id == draft.id), None)


def entry_text(entry: OutboxEntry, times: Times) -> str:
    """How a sending stands."""
    if entry.state is OutboxState.QUEUED:
        if entry.not_before > times.now:
            return _("goes out at {when}").format(when=times.moment(entry.not_before))
        return _("waits to go out")
    return state_in_words(entry.state)


def _entry_role(entry: OutboxEntry) -> str:
    loud = (OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.BOUNCED)
    return "alarm" if entry.state in loud else "pen"


def newer_than(messages: Sequence[Message], seen: int) -> bool:
    """Whether the customer has written something newer than what was seen."""
    return any(one.id > seen and one.direction is Direction.IN for one in messages)


def envelope_of(draft: Draft) -> list[tuple[str, str, str]]:
    """To whom, about what, with what: label, value and role of each line."""
    words = draft.words
    to = written(words.recipients.to)
    rows = [(_("To"), to or _("nobody yet"), "value" if to else "alarm")]
    if words.recipients.cc:
        rows.append((_("Cc"), written(words.recipients.cc), "value"))
    subject = words.subject
    rows.append((_("Subject"), subject or _("none yet"), "value" if subject else "alarm"))
    if draft.files:
        told = ", ".join(f"{file.name} ({size_text(file.size)})" for file in draft.files)
        rows.append((_("Files"), told, "value"))
    return rows


def known_briefly(inquiry: Inquiry) -> list[tuple[str, str, str]]:
    """The same in a line each."""
    return [(label, " ".join(text.split()), role) for label, text, role in known_of(inquiry)]


def known_of(inquiry: Inquiry) -> list[tuple[str, str, str]]:
    """What is written down of the inquiry that a reply goes by: labels and roles as above."""
    known = (
        (_("Policy"), inquiry.policy),
        (_("Fact"), inquiry.fact),
        (_("Emotion"), inquiry.emotion),
    )
    return [(label, text, "value") for label, text in known if text]
