"""Taking back what was done to an absence, while nobody has changed it since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from csboard.domain.absence_changes import refuse_overlap, stored, told
from csboard.domain.absence_history import ENDED
from csboard.domain.absence_states import AbsenceState
from csboard.domain.decisions import Insert, Thing, Update
from csboard.domain.inverses import id_of, still_standing
from csboard.domain.records import Event
from csboard.domain.states import UndoState
from csboard.errors import Refused
from csboard.i18n import _, ago

Changes = list[Insert | Update]


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    assert state.absence is not None
    return _INVERSES[act.kind](state.absence, act, now)


def _unenter(of: AbsenceState, act: Event, now: datetime) -> Changes:
    return [_update(of, act, {"withdrawn_at": now}, now)]


def _unchange(of: AbsenceState, act: Event, now: datetime) -> Changes:
    was: Mapping[str, Any] = act.detail["was"]  # type: ignore[assignment]
    assert of.absence is not None
    refuse_overlap(of.absence._replace(**_days(was)), of.absences, of, now)
    return [_update(of, act, stored(was, of.members), now)]


def _unwithdraw(of: AbsenceState, act: Event, now: datetime) -> Changes:
    assert of.absence is not None
    was: Mapping[str, Any] = act.detail.get("was") or told(of.absence)  # type: ignore[assignment]
    before = of.absence._replace(ended_at=None, **_days(was))
    refuse_overlap(before, of.absences, of, now)
    values = {
        "withdrawn_at": None,
        "ended_at": None,
        "digested_at": None,
        **stored(was, of.members),
    }
    return [_update(of, act, values, now, is_withdrawn=not act.detail.get(ENDED))]


def _unrule(of: AbsenceState, act: Event, now: datetime) -> Changes:
    rule, replaced = act.detail.get("rule"), act.detail.get("replaced")
    if of.standing_rule != rule:
        raise _built_upon(of, now)
    changes: Changes = []
    if rule is not None:
        changes.append(Update(Thing.ABSENCE_TASK, id_of(rule), {"withdrawn_at": now}))
    if replaced is not None:
        changes.append(Update(Thing.ABSENCE_TASK, id_of(replaced), {"withdrawn_at": None}))
    return changes


def _update(
    of: AbsenceState,
    act: Event,
    values: Mapping[str, object],
    now: datetime,
    *,
    is_withdrawn: bool = False,
) -> Update:
    """New values for the absence, if it is as the act left it."""
    absence = of.absence
    assert absence is not None
    said = told(absence)
    as_left = {key: act.detail[key] for key in said}
    if said != as_left or of.is_withdrawn != is_withdrawn:
        raise _built_upon(of, now)
    return Update(Thing.ABSENCE, absence.id, values, absence.version)


def _days(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "first": date.fromisoformat(said["first"]),
        "last": date.fromisoformat(said["last"]),
        "from_noon": said["from_noon"],
        "until_noon": said["until_noon"],
    }


def _built_upon(of: AbsenceState, now: datetime) -> Refused:
    """Who did what with it since: the first of another's, as that is news; else one's own last."""
    from csboard.domain.history import describe

    found = still_standing(of.since)
    others = (event for event in found if event.actor != of.actor.login)
    later = next(others, found[-1] if found else None)
    if later is None:
        told = _("That absence has been changed since: look at it, and change it again.")
        return Refused("built_upon", told)
    told = _("That can't be undone. Since then: {told} ({ago}).").format(
        told=describe(later, of.members, (), zone=of.zone.key),
        ago=ago((now - later.at).total_seconds()),
    )
    return Refused("built_upon", told)


_INVERSES: dict[str, Callable[[AbsenceState, Event, datetime], Changes]] = {
    "absence_entered": _unenter,
    "absence_changed": _unchange,
    "absence_withdrawn": _unwithdraw,
    "absence_ruled": _unrule,
}
