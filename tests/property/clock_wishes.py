"""Wishes about clocks, worked time, broken promises, readings and alarms, sensible and others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from csboard.domain import alarm_commands as a
from csboard.domain import goal_commands as g
from csboard.domain import time_commands as t
from csboard.domain.alarm_settings import KINDS, AlarmSettings
from csboard.domain.commands import BringHolidays, Command, ExcuseMessage
from csboard.domain.objective_settings import USERS
from csboard.domain.settings import TeamSettings
from csboard.domain.time_records import SHELL, TIMER
from csboard.public_holidays import NO_HOLIDAYS, PublicHolidays
from tests.conftest import MONDAY
from tests.property.draws import TEXTS, WHICH

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

Row = Mapping[str, Any]

WORKER = "tanaka"
"""Who asks for what is about one's own time, unless it is said otherwise (`Place.whoever_can`)."""
WATCHED = TeamSettings(
    promises={"first": ("4h",), "next": ("9h",)}, alarms=AlarmSettings(on=KINDS), holidays="JP"
)
"""A team that has promised something and wants to hear of all alarms: a story begins with it."""
KNOWN_DAYS = PublicHolidays("JP", {date(2026, 11, 23): "勤労感謝の日"}, 2026, 2026)

WORKS = st.sampled_from(["", "", "", "", "meeting", "break", "sleeping"])
MOMENTS = st.sampled_from([None] * 6 + [MONDAY, MONDAY + timedelta(days=900)])
STRETCHES = st.builds(
    lambda start, minutes: {
        "started_at": MONDAY + timedelta(minutes=start),
        "ended_at": MONDAY + timedelta(minutes=start + minutes),
    },
    st.sampled_from([-600, -500, -400, -300, -90, -60, 9_999]),
    st.sampled_from([30, 30, 30, 30, 60, 0, -5, 3_000]),
)
WHOSE = st.sampled_from([WORKER] * 6 + ["sato", "nobody"])
RESULTS = st.sampled_from([USERS] * 5 + ["no-such-result"])
GOOD_DAYS = [date(2026, 11, 20), date(2026, 11, 21)]
DAYS = st.sampled_from([*GOOD_DAYS * 4, date(1999, 1, 1), date(2999, 1, 1)])
_ENTERED = st.tuples(DAYS, st.sampled_from([*range(8, 20), 12.5, 0.0, -1.0, float("nan")]))
_SOME = st.lists(_ENTERED, min_size=1, max_size=2).map(tuple)
VALUES = st.one_of(_SOME, _SOME, _SOME, st.just(()))
PUBLIC_DAYS = st.sampled_from(
    [NO_HOLIDAYS, KNOWN_DAYS._replace(last=2028), KNOWN_DAYS._replace(last=2029)]
)


def _values(place: Place, task: int, work: str) -> dict[str, Any]:
    """A task, or the work that is none."""
    return {"work": work} if work else {"task": place.task(task)}


def _starting(task: int, work: str, at: Any, source: str) -> Wish:
    return lambda place: t.StartTimer(**_values(place, task, work), at=at, source=source)


def _entering(login: str, task: int, work: str, stretch: dict[str, Any]) -> Wish:
    return lambda place: t.EnterTime(login=login, **_values(place, task, work), **stretch)


def _correcting(entry: int, task: int, work: str, stretch: dict[str, Any]) -> Wish:
    return lambda place: t.CorrectTime(
        entry_id=_entry(place, entry, _is_ones_own), **_values(place, task, work), **stretch
    )


def _is_ones_own(place: Place, row: Row) -> bool:
    """Whether it is an entry that whoever asks for such a thing can change."""
    return place.logins[row["member"]] == WORKER and row["ended_at"] is not None


def _runs(_place: Place, row: Row) -> bool:
    return row["ended_at"] is None


def _entry(place: Place, which: int, fits: Callable[[Place, Row], bool]) -> int:
    """Id of an entry that stands and fits, or of any where there is none."""
    some = [
        row["id"]
        for row in place.rows["time_entry"]
        if row["withdrawn_at"] is None and fits(place, row)
    ]
    return some[which % len(some)] if some and which >= 0 else place.id("time_entry", which)


def _of_entry(kind: Any, fits: Callable[[Place, Row], bool]) -> st.SearchStrategy[Wish]:
    return st.builds(lambda which: lambda place: kind(entry_id=_entry(place, which, fits)), WHICH)


def _withdrawing(which: int, result: str, day: date) -> Wish:
    """Mostly of a day of which there is a value."""

    def wish(place: Place) -> Command:
        some = [row["day"] for row in place.rows["reading"] if row["withdrawn_at"] is None]
        known = date.fromisoformat(some[which % len(some)]) if some and which >= 0 else day
        return g.WithdrawReading(result=result, day=known)

    return wish


def _saying(which: int, code: str, words: str, clock: str) -> Wish:
    return lambda place: g.SayWhyBroken(
        number=place.number(which), code=code, words=words, clock=clock
    )


def _mailed(which: int, became: str) -> Wish:
    return lambda place: a.NoteAlarmMail(ids=(place.id("alarm", which),), became=became)


CLOCK_WISHES: dict[str, st.SearchStrategy[Wish]] = {
    "ExcuseMessage": st.builds(
        lambda number, message: (
            lambda place: ExcuseMessage(
                number=place.number(number), message_id=place.id("message", message)
            )
        ),
        WHICH,
        WHICH,
    ),
    "StartTimer": st.builds(
        _starting, WHICH, WORKS, MOMENTS, st.sampled_from([TIMER, TIMER, SHELL])
    ),
    "StopTimer": st.builds(lambda at: lambda place: t.StopTimer(at=at), MOMENTS),
    "EndLostTimer": _of_entry(t.EndLostTimer, _runs),
    "EnterTime": st.builds(_entering, WHOSE, WHICH, WORKS, STRETCHES),
    "CorrectTime": st.builds(_correcting, WHICH, WHICH, WORKS, STRETCHES),
    "DropTime": _of_entry(t.DropTime, _is_ones_own),
    "SayWhyBroken": st.builds(
        _saying,
        WHICH,
        st.sampled_from(["forgotten", "too_many", "colleagues", "other", "other", "no such code"]),
        TEXTS,
        st.sampled_from(["", "", "", "first", "never"]),
    ),
    "EnterReading": st.builds(
        lambda result, values: lambda place: g.EnterReading(result=result, values=values),
        RESULTS,
        VALUES,
    ),
    "WithdrawReading": st.builds(_withdrawing, WHICH, RESULTS, DAYS),
    "BringHolidays": PUBLIC_DAYS.map(lambda days: lambda place: BringHolidays(public_days=days)),
    "TellAlarms": st.just(lambda place: a.TellAlarms()),
    "NoteAlarmMail": st.builds(_mailed, WHICH, st.sampled_from(["sent", "passed", "failed"])),
}
