"""Whether a draft can change, and who writes in it at this moment.

One person writes at a time, at one of their boards. Whoever is silent for `PEN_REST` seconds has
laid the pen down. Anybody may take it from somebody; nothing that was saved is lost by that.
"""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType

from csboard.domain.decisions import Decision, EventDraft, Quiet, Thing, Update
from csboard.domain.draft_commands import HoldPen, TakePen
from csboard.domain.draft_states import DraftState
from csboard.domain.records import Member
from csboard.domain.replies import OutboxState, Pen
from csboard.domain.revisions import as_revision
from csboard.errors import Conflict, Refused
from csboard.i18n import _, ago

FREE = MappingProxyType({"pen_id": None, "pen_session": "", "pen_at": None})
"""The values of a draft in which nobody writes."""

ON_ITS_WAY = (OutboxState.QUEUED, OutboxState.CLAIMED, OutboxState.HANDING, OutboxState.UNKNOWN)
"""States of a sending in which its draft doesn't change."""


def held(member: Member, session: str, now: datetime) -> dict[str, object]:
    """The values of a draft in which that member writes at that board of theirs."""
    return {"pen_id": member.id, "pen_session": session, "pen_at": now}


def hold(state: DraftState, command: HoldPen, now: datetime) -> Quiet:
    """Take a free pen or keep one's own; Conflict (`pen`) when another has it."""
    draft = state.draft
    if command.leave:
        is_own = draft.pen is not None and _is_theirs(draft.pen, state, command.session)
        return Quiet((Update(Thing.DRAFT, draft.id, FREE),) if is_own else ())
    refuse_unless_open(state, now)
    refuse_anothers(state, command.session, now)
    values = held(state.actor, command.session, now)
    return Quiet((Update(Thing.DRAFT, draft.id, values),))


def take(state: DraftState, command: TakePen, now: datetime) -> Decision:
    """Take the pen, from whoever has it; the words as they are become a revision."""
    draft = state.draft
    refuse_unless_open(state, now)
    if draft.pen is not None and _is_theirs(draft.pen, state, command.session):
        raise Refused(
            "yours", _("You have the pen of the reply to #{number}.").format(number=state.number)
        )
    kept = as_revision(draft, state.revisions, state.members, now)
    values = held(state.actor, command.session, now)
    detail = {
        "draft": draft.id,
        "from": draft.pen.login if draft.pen else "",
        "revision": kept.id,
        "digest": kept.digest,
    }
    return Decision(
        (*kept.changes, Update(Thing.DRAFT, draft.id, values)),
        EventDraft("pen_taken", state.number, None, detail),
    )


def refuse_unless_open(state: DraftState, now: datetime) -> None:
    """Refuse for a draft that was sent or discarded, or is on its way out."""
    draft, number = state.draft, state.number
    if draft.ended_at is not None:
        passed = ago((now - draft.ended_at).total_seconds())
        told = _ENDED[draft.ending]()
        raise Refused("ended", told.format(number=number, ago=passed))
    if state.entry is not None and state.entry.state in ON_ITS_WAY:
        told = _("The reply to #{number} is on its way: stop it first if it can be stopped.")
        if state.entry.state is OutboxState.UNKNOWN:
            told = _("Nobody knows whether the reply to #{number} was sent: settle that first.")
        raise Refused("on_its_way", told.format(number=number))


def still_going_out(number: int) -> Refused:
    """For what is not done to an inquiry while a reply of it is on its way."""
    return Refused(
        "on_its_way",
        _("A reply of #{number} is on its way: stop it, or wait until it is sent.").format(
            number=number
        ),
    )


_ENDED = {
    "sent": lambda: _("The reply to #{number} was sent {ago}: begin another one."),
    "discarded": lambda: _("The draft for #{number} was discarded {ago}: begin another one."),
}


def refuse_anothers(state: DraftState, session: str, now: datetime) -> None:
    """Conflict while somebody else has the pen, or oneself at another board."""
    pen = state.draft.writer_at(now)
    if pen is None or _is_theirs(pen, state, session):
        return
    raise _is_writing(state, pen)


def refuse_others_writing(state: DraftState, now: datetime) -> None:
    """Conflict while somebody else has the pen."""
    pen = state.draft.writer_at(now)
    if pen is not None and pen.login != state.actor.login:
        raise _is_writing(state, pen)


def _is_theirs(pen: Pen, state: DraftState, session: str) -> bool:
    return (pen.login, pen.session) == (state.actor.login, session)


def _is_writing(state: DraftState, pen: Pen) -> Conflict:
    if pen.login == state.actor.login:
        told = _(
            "You are writing the reply to #{number} at another board: take the pen to go on here."
        )
    else:
        told = _("{name} is writing the reply to #{number}: take the pen first, or wait.")
    return Conflict("pen", told.format(name=state.name_of(pen.login), number=state.number))
