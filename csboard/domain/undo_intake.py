"""Taking back what was filed as junk, and who was blocked."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.decisions import Thing, Update
from csboard.domain.inverses import Changes
from csboard.domain.junk import brought_back
from csboard.domain.records import Event
from csboard.domain.states import BlockState, UndoState
from csboard.errors import Refused
from csboard.i18n import _


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    """The inquiry is on the board again, or the sender is as they were."""
    if act.kind == "junked":
        assert state.junk is not None
        return brought_back(state.junk)
    assert state.block is not None
    return _unblock(state.block, now) if act.kind == "blocked" else _block_again(state.block)


def _unblock(state: BlockState, now: datetime) -> Changes:
    if state.about is None or state.about != state.standing:
        raise _gone_on()
    return [Update(Thing.BLOCK, state.about.id, {"ended_at": now})]


def _block_again(state: BlockState) -> Changes:
    if state.about is None or state.standing is not None:
        raise _gone_on()
    return [Update(Thing.BLOCK, state.about.id, {"ended_at": None})]


def _gone_on() -> Refused:
    return Refused("built_upon", _("That sender has been blocked or unblocked anew since."))
