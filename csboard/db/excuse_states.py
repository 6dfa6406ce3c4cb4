"""Loading what it takes to say that a message needs no answer."""

from __future__ import annotations

from csboard.db import wholes
from csboard.db.edit_states import former_of
from csboard.db.merge_states import message_of
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.domain.commands import ExcuseMessage
from csboard.domain.excusing import ExcuseState, Marks, waking
from csboard.domain.records import Event


def excuse_state(command: ExcuseMessage, login: str, team: Team) -> ExcuseState:
    whole = inquiry_state(command.number, team.member(login), team)
    number = whole.inquiry.number
    events = wholes.history(number, team)
    message = message_of(command.message_id, number, team)
    return ExcuseState(whole, message, events, _woken(waking(events)))


def _woken(event: Event | None) -> Marks:
    """What a mail has ended; nothing where that was erased."""
    marks = former_of(event).get("waiting_of") if event else None
    return marks if isinstance(marks, dict) else {}
