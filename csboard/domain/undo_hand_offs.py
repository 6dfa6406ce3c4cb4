"""Taking back what was done to a hand-off, while nobody has built on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from csboard.domain.absences import can_stand_in
from csboard.domain.decisions import Thing, Update
from csboard.domain.hand_off_records import WITHDRAWN, HandOff
from csboard.domain.inverses import Act, Changes, time_of
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Member
from csboard.domain.states import UndoState
from csboard.domain.undo import refuse_if_built_upon
from csboard.errors import Refused
from csboard.i18n import _


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    assert state.inquiry is not None
    refuse_if_built_upon(act, state.since, state.inquiry, now)
    if state.hand_off is None:
        raise _gone(act)
    of = Act(act, state.inquiry, state.since, state.former)
    return _INVERSES[act.kind](state.hand_off, of, now)


def _unwrite(found: HandOff, act: Act, now: datetime) -> Changes:
    """What stood there before; a sheet that was new is gone."""
    if not found.is_open:
        raise _gone(act.event)
    if "former" not in act.detail:
        return [_update(found, ended_at=now, ending=WITHDRAWN)]
    if not act.former:
        raise _gone(act.event)
    before = {**act.former, "written_at": time_of(act.former.get("written_at"))}
    return [_update(found, **before)]


def _unoffer(found: HandOff, act: Act, now: datetime) -> Changes:
    """Offered, or withdrawn: offered again to whom it was before, if it was."""
    if not found.is_open:
        raise _gone(act.event)
    before = _who_could_take_it(act.detail.get("was_for"), act)
    offered_at = time_of(act.detail.get("was_offered_at"))
    return [_update(found, offered_at=offered_at, receiver_id=before.id if before else None)]


def _unwithdraw(found: HandOff, act: Act, now: datetime) -> Changes:
    """One by whose event nobody knows to whom it was offered has ended with its sheet."""
    if "was_for" in act.detail:
        return _unoffer(found, act, now)
    _who_could_take_it(found.receiver, act)
    return _undrop(found, act, now)


def _who_could_take_it(login: object, act: Act) -> Member | None:
    """Whom it is offered to again, None for whoever takes it; Refused when they can't any more."""
    if login is None:
        return None
    member = act.whole.members.get(str(login))
    if not can_stand_in(member):
        raise Refused(
            "inactive",
            _(
                "#{task} can't be undone: {name} can't take it any more;"
                " offer it to somebody else (csboard handoff offer)."
            ).format(task=act.event.task, name=in_a_sentence(str(login), act.whole.members)),
        )
    return member


def _untake(found: HandOff, act: Act, now: datetime) -> Changes:
    """The giver has it again and still offers it."""
    if found.ended_at is not None:
        raise _gone(act.event)
    nobody = {"taken_at": None, "taken_by_id": None, "read_back": ""}
    offered = _update(found, **nobody, absence_id=act.detail.get("was_absence"))
    return [act.update(**act.given_back(act.detail.get("from"), now)), offered]


def _undrop(found: HandOff, act: Act, now: datetime) -> Changes:
    if found.ending != WITHDRAWN:
        raise _gone(act.event)
    return [_again(found)]


def _untake_back(found: HandOff, act: Act, now: datetime) -> Changes:
    """Whoever had taken it has it again."""
    return [act.update(**act.given_back(act.detail.get("from"), now)), _again(found)]


def _unleave(found: HandOff, act: Act, now: datetime) -> Changes:
    return [_again(found)]


def _again(found: HandOff) -> Update:
    return _update(found, ended_at=None, ending="")


def _update(found: HandOff, **values: object) -> Update:
    return Update(Thing.HAND_OFF, found.id, values, found.version)


def _gone(act: Event) -> Refused:
    return Refused(
        "built_upon",
        _("#{task} can't be undone: the hand-off has gone on since.").format(task=act.task),
    )


_INVERSES: dict[str, Callable[[HandOff, Act, datetime], Changes]] = {
    "sheet_written": _unwrite,
    "hand_off_offered": _unoffer,
    "handed_over": _untake,
    "hand_off_withdrawn": _unwithdraw,
    "sheet_dropped": _undrop,
    "taken_back": _untake_back,
    "left_with": _unleave,
}
