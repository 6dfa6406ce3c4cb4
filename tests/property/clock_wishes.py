"""Wishes about clocks, worked time, broken promises, readings and alarms, sensible and others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from csboard.domain import alarm_commands as a
from csboard.domain import goal_commands as g
from csboard.domain import time_commands as t
from csboard.domain.commands import BringHolidays, Command, ExcuseMessage
from csboard.domain.objective_settings import USERS
from csboard.domain.time_records import SHELL, TIMER
from csboard.public_holidays import NO_HOLIDAYS, PublicHolidays
from tests.conftest import MONDAY
from tests.property.draws import TEXTS, WHICH

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

WORKS = st.sampled_from(["", "", "", "", "meeting", "break", "sleeping"])
MOMENTS = st.sampled_from([None, None, None, MONDAY, MONDAY + timedelta(days=900)])
STRETCHES = st.builds(
    lambda start, minutes: {
        "started_at": MONDAY + timedelta(minutes=start),
        "ended_at": MONDAY + timedelta(minutes=start + minutes),
    },
    st.sampled_from([-600, -500, -90, -60, 9_999]),
    st.sampled_from([30, 30, 60, 0, -5, 3_000]),
)
WHOSE = st.sampled_from(["tanaka", "tanaka", "tanaka", "sato", "nobody"])
RESULTS = st.sampled_from([USERS, USERS, USERS, "no-such-result"])
DAYS = st.sampled_from([date(2026, 11, 20), date(2026, 11, 21), date(1999, 1, 1), date(2999, 1, 1)])
VALUES = st.lists(
    st.tuples(DAYS, st.sampled_from([0.0, 12.0, 12.5, -1.0, float("nan")])), max_size=2
).map(tuple)

PUBLIC_DAYS = st.sampled_from(
    [NO_HOLIDAYS, PublicHolidays("JP", {date(2026, 11, 23): "勤労感謝の日"}, 2026, 2029)]
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
        entry_id=place.id("time_entry", entry), **_values(place, task, work), **stretch
    )


def _of_entry(kind: Any) -> st.SearchStrategy[Wish]:
    return st.builds(
        lambda which: lambda place: kind(entry_id=place.id("time_entry", which)), WHICH
    )


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
    "EndLostTimer": _of_entry(t.EndLostTimer),
    "EnterTime": st.builds(_entering, WHOSE, WHICH, WORKS, STRETCHES),
    "CorrectTime": st.builds(_correcting, WHICH, WHICH, WORKS, STRETCHES),
    "DropTime": _of_entry(t.DropTime),
    "SayWhyBroken": st.builds(
        _saying,
        WHICH,
        st.sampled_from(["forgotten", "other", "other", "no such code"]),
        TEXTS,
        st.sampled_from(["", "", "first", "never"]),
    ),
    "EnterReading": st.builds(
        lambda result, values: lambda place: g.EnterReading(result=result, values=values),
        RESULTS,
        VALUES,
    ),
    "WithdrawReading": st.builds(
        lambda result, day: lambda place: g.WithdrawReading(result=result, day=day), RESULTS, DAYS
    ),
    "BringHolidays": PUBLIC_DAYS.map(lambda days: lambda place: BringHolidays(public_days=days)),
    "TellAlarms": st.just(lambda place: a.TellAlarms()),
    "NoteAlarmMail": st.builds(_mailed, WHICH, st.sampled_from(["sent", "passed", "failed"])),
}
