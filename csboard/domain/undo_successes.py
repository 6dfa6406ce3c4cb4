"""Taking back what was done to a case, as long as nobody else has gone on with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from csboard.domain.decisions import Insert, Thing, Update
from csboard.domain.editing import digests
from csboard.domain.inverses import id_of, still_standing
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Tags
from csboard.domain.states import UndoState
from csboard.domain.success_states import SuccessUndoState
from csboard.domain.successes import is_erased, present
from csboard.domain.undo import built_upon
from csboard.errors import Refused
from csboard.i18n import _

Changes = list[Insert | Update]


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    assert state.success is not None
    return _INVERSES[act.kind](state, state.success, act, now)


def _unmake(state: UndoState, of: SuccessUndoState, act: Event, now: datetime) -> Changes:
    """Off the sheet, unless a colleague has said something of it or written on it."""
    for event in still_standing(state.since):
        if event.detail.get("success") == of.success.id and event.actor != act.actor:
            assert state.inquiry is not None
            raise built_upon(act, event, state.inquiry, now)
    return [_update(of, retired_at=of.success.retired_at or now)]


def _unedit(state: UndoState, of: SuccessUndoState, act: Event, now: datetime) -> Changes:
    """The words of before, of the fields that still say what was written."""
    _refuse_erased(of, act)
    written: Any = act.detail["digests"]
    now_there = digests(present(of.success)._asdict())
    changed = [name for name in written if now_there[name] != written[name]]
    if changed:
        others = (one.actor for one in reversed(state.since) if one.actor != act.actor)
        raise _worded_anew(state, act, next(others, act.actor))
    return [_update(of, **{name: _value(name, state.former[name]) for name in written})]


def _unretire(state: UndoState, of: SuccessUndoState, act: Event, now: datetime) -> Changes:
    _refuse_erased(of, act)
    return [_update(of, retired_at=None)]


def _unbring_back(state: UndoState, of: SuccessUndoState, act: Event, now: datetime) -> Changes:
    return [_update(of, retired_at=of.success.retired_at or now)]


def _unsay(state: UndoState, of: SuccessUndoState, act: Event, now: datetime) -> Changes:
    return [Update(Thing.SUCCESS_WORD, id_of(act.detail["finding"]), {"withdrawn_at": now})]


def _update(of: SuccessUndoState, **values: object) -> Update:
    return Update(Thing.SUCCESS, of.success.id, values, of.success.version)


def _value(name: str, stored: Any) -> object:
    if name != "tags":
        return stored
    return Tags(**{key: tuple(words) for key, words in (stored or {}).items()})


def _refuse_erased(of: SuccessUndoState, act: Event) -> None:
    if is_erased(of.success):
        raise Refused(
            "erased",
            _("#{number} was erased: nothing of it comes back.").format(number=act.number),
        )


def _worded_anew(state: UndoState, act: Event, login: str) -> Refused:
    assert state.inquiry is not None
    return Refused(
        "built_upon",
        _("The case of #{number} can't be undone: {name} has worded it anew.").format(
            number=act.number, name=in_a_sentence(login, state.inquiry.members)
        ),
    )


_INVERSES: dict[str, Callable[[UndoState, SuccessUndoState, Event, datetime], Changes]] = {
    "success_made": _unmake,
    "success_edited": _unedit,
    "success_retired": _unretire,
    "success_brought_back": _unbring_back,
    "success_found": _unsay,
}
