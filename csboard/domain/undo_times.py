"""Taking back what was done to a timer or an entry, while nothing was built on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from csboard.domain.decisions import Insert, Thing, Update
from csboard.domain.records import Event
from csboard.domain.states import UndoState
from csboard.domain.time_entries import refuse_if_any
from csboard.domain.time_history import TIME_UNDONE
from csboard.domain.time_records import TIMER, Entry, overlapping
from csboard.domain.time_words import work
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

Changes = list[Insert | Update]

AGAIN_WITHIN = timedelta(minutes=20)
"""A timer that was stopped runs on only if that was this short a time ago: else it would count
time of which nobody knows."""


class TimeUndoState(NamedTuple):
    """The entries of an act that is to be taken back."""

    entry: Entry
    """The one that it made, ended or dropped."""
    before: Entry | None = None
    """The one in whose place it came."""
    running: Entry | None = None
    """The one that runs of the same person."""
    beside: tuple[Entry, ...] = ()
    """Standing entries of the same person that could be in the way."""


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    assert state.time is not None
    return _INVERSES[act.kind](state.time, act, now)


def running_again(entry: Entry, now: datetime) -> Update:
    """Lets a timer go on that was ended."""
    alive = {"alive_at": now} if entry.source == TIMER else {}
    return Update(Thing.TIME_ENTRY, entry.id, {"ended_at": None, "ending": "", **alive})


def going_on(timers: Sequence[Entry], act: Event, now: datetime) -> Changes:
    """Lets those go on that still end where the act has ended them, if that was short ago."""
    if now - act.at > AGAIN_WITHIN:
        return []
    return [running_again(one, now) for one in timers if one.stands and one.ended_at == act.at]


def _unstart(of: TimeUndoState, act: Event, now: datetime) -> Changes:
    if not of.entry.runs:
        raise _built_upon(act)
    return [_withdrawn(of.entry, now)]


def _unswitch(of: TimeUndoState, act: Event, now: datetime) -> Changes:
    before = of.before
    if before is None or not of.entry.runs or not before.stands:
        raise _built_upon(act)
    if before.ended_at != of.entry.started_at:
        raise _built_upon(act)
    return [_withdrawn(of.entry, now), running_again(before, now)]


def _unstop(of: TimeUndoState, act: Event, now: datetime) -> Changes:
    entry = of.entry
    if not entry.stands or entry.runs or of.running is not None:
        raise _built_upon(act)
    if now - act.at > AGAIN_WITHIN:
        raise Refused("too_late", _("That was too long ago: start the timer anew."))
    assert entry.ended_at is not None
    _refuse_taken(entry.ended_at, now, of, entry)
    return [running_again(entry, now)]


def _unenter(of: TimeUndoState, act: Event, now: datetime) -> Changes:
    if not of.entry.stands:
        raise _built_upon(act)
    return [_withdrawn(of.entry, now)]


def _uncorrect(of: TimeUndoState, act: Event, now: datetime) -> Changes:
    before = of.before
    if before is None or not of.entry.stands:
        raise _built_upon(act)
    return [_withdrawn(of.entry, now), *_brought_back(before, of, now)]


def _undrop(of: TimeUndoState, act: Event, now: datetime) -> Changes:
    if of.entry.stands:
        raise _built_upon(act)
    return _brought_back(of.entry, of, now)


def _brought_back(entry: Entry, of: TimeUndoState, now: datetime) -> Changes:
    """What was replaced or dropped stands again, where nothing else took its time.

    One that never got an end was lost: it gets that end now, for it must not run again.
    """
    end = entry.ended_at or entry.last_sign
    _refuse_taken(entry.started_at, end, of, entry)
    values: dict[str, object] = {"withdrawn_at": None}
    if entry.ended_at is None:
        values |= {"ended_at": end, "ending": "lost"}
    return [Update(Thing.TIME_ENTRY, entry.id, values)]


def _refuse_taken(start: datetime, end: datetime, of: TimeUndoState, entry: Entry) -> None:
    own = {entry.id, of.entry.id}
    refuse_if_any(overlapping(start, end, (one for one in of.beside if one.id not in own)))


def _withdrawn(entry: Entry, now: datetime) -> Update:
    return Update(Thing.TIME_ENTRY, entry.id, {"withdrawn_at": now})


def _built_upon(act: Event) -> Refused:
    what = f"#{act.task}" if act.task else work(str(act.detail.get("work", "")))
    return Refused(
        "built_upon",
        _(
            "Not undone: {act} ({what}). Your time has gone on since: correct the entry instead."
        ).format(act=TIME_UNDONE[act.kind](), what=what),
    )


_INVERSES: dict[str, Callable[[TimeUndoState, Event, datetime], Changes]] = {
    "timer_started": _unstart,
    "timer_switched": _unswitch,
    "timer_stopped": _unstop,
    "time_entered": _unenter,
    "time_corrected": _uncorrect,
    "time_dropped": _undrop,
}
