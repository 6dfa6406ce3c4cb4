"""Taking back that a reply was let go: as long as it waits, it is stopped."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.inverses import Changes
from csboard.domain.records import Event
from csboard.domain.replies import OutboxEntry, OutboxState
from csboard.domain.sending import refuse_stopping
from csboard.domain.sent import ended
from csboard.domain.states import UndoState


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    """The reply is a draft again; Refused (`too_late`) when it has left."""
    assert state.sending is not None
    refuse_stopping(state.sending, now)
    return [ended(state.sending.outgoing, OutboxState.STOPPED, now)]


def is_over(act: Event, entry: OutboxEntry) -> bool:
    """Whether the sending that `act` began has ended otherwise: stopped, or begun anew since."""
    return entry.state is OutboxState.STOPPED or entry.queued_at > act.at
