"""When a stand-up goes on, and since when it tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest

from csboard.domain.alarm_checks import limits_of
from csboard.domain.alarm_settings import AlarmSettings
from csboard.domain.business_calendar import CLOSED, Calendar, DayHours, Hours
from csboard.domain.records import Member, Role
from csboard.domain.stand_up import Found, end_of
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.domain.stand_ups import (
    LONGEST,
    StandUp,
    StandUpState,
    begin,
    end,
    last_days_end,
    told_since,
)
from csboard.errors import Refused

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 09:30 in Tokyo
MINUTE = timedelta(minutes=1)
SATO = Member(1, "sato", "Sato", Role.MEMBER)
MEMBERS = MappingProxyType({"sato": SATO})
NINE_TO_SIX = DayHours((Hours(9 * 60, 12 * 60), Hours(13 * 60, 18 * 60)))
ALWAYS = DayHours((Hours(0, 24 * 60),))


def calendar(day: DayHours, days: Mapping[date, DayHours] | None = None) -> Calendar:
    week = (*([day] * 5), CLOSED, CLOSED) if day is not ALWAYS else (ALWAYS,) * 7
    return Calendar(zone="Asia/Tokyo", week=week, days=days or {})


def tokyo(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC) - timedelta(hours=9)


@pytest.mark.parametrize(
    ("now", "days", "since"),
    [
        (tokyo(24, 9), {}, tokyo(23, 18)),
        (tokyo(23, 9), {}, tokyo(20, 18)),  # a Monday: Friday's end
        (tokyo(24, 23), {}, tokyo(23, 18)),
        (tokyo(24, 9), {date(2026, 11, 23): DayHours(())}, tokyo(20, 18)),  # a holiday before
        (tokyo(24, 9), {date(2026, 11, 23): DayHours((Hours(600, 720),))}, tokyo(23, 12)),
    ],
)
def test_the_first_tells_since_the_last_working_days_end(
    now: datetime, days: dict[date, DayHours], since: datetime
) -> None:
    assert last_days_end(calendar(NINE_TO_SIX, days=days), now) == since
    assert told_since(None, calendar(NINE_TO_SIX, days=days), now) == since


def test_where_work_never_ends_or_never_was_it_is_a_day() -> None:
    for day in (ALWAYS, CLOSED):
        assert last_days_end(calendar(day), MONDAY) == MONDAY - timedelta(days=1)


def test_each_tells_since_the_end_of_the_one_before() -> None:
    ended = StandUp(1, "sato", MONDAY, MONDAY + 10 * MINUTE)
    forgotten = StandUp(1, "sato", MONDAY)
    days = calendar(NINE_TO_SIX)
    assert told_since(ended, days, MONDAY + LONGEST) == MONDAY + 10 * MINUTE
    assert told_since(forgotten, days, MONDAY + LONGEST) == MONDAY, "nothing after it was told"


@pytest.mark.parametrize(
    ("latest", "now", "goes_on"),
    [
        (StandUp(1, "sato", MONDAY), MONDAY, True),
        (StandUp(1, "sato", MONDAY), MONDAY + LONGEST - MINUTE, True),
        (StandUp(1, "sato", MONDAY), MONDAY + LONGEST, False),
        (StandUp(1, "sato", MONDAY, MONDAY + MINUTE), MONDAY + 2 * MINUTE, False),
    ],
)
def test_one_at_a_time_and_a_forgotten_one_ends_by_itself(
    latest: StandUp, now: datetime, goes_on: bool
) -> None:
    assert latest.goes_on(now) is goes_on
    state = StandUpState(SATO, MEMBERS, latest)
    if goes_on:
        with pytest.raises(Refused) as refusal:
            begin(state, BeginStandUp(), now)
        assert refusal.value.code == "standing_up"
        told = end(state, EndStandUp(stand_up_id=1), now)
        assert told.event.detail == {"stand_up": 1, "minutes": (now - MONDAY) // MINUTE}
    else:
        assert begin(state, BeginStandUp(), now).event.kind == "stand_up_begun"
        with pytest.raises(Refused) as refusal:
            end(state, EndStandUp(stand_up_id=1), now)
        assert refusal.value.code == "stand_up_over"


@pytest.mark.parametrize(
    ("latest", "at"),
    [
        ((StandUp(2, "sato", MONDAY, MONDAY + 4 * MINUTE),), MONDAY + 4 * MINUTE),
        ((StandUp(2, "sato", MONDAY),), MONDAY + LONGEST),  # forgotten: it is over by itself
        ((StandUp(3, "sato", MONDAY + 9 * MINUTE, MONDAY + 10 * MINUTE),), MONDAY + LONGEST),
    ],
)
def test_one_that_is_over_ended_when_its_row_says(
    latest: tuple[StandUp, ...], at: datetime
) -> None:
    found = nothing_found(MONDAY + LONGEST + MINUTE)._replace(latest=latest)
    assert end_of(StandUp(2, "sato", MONDAY), found) == (at, None)


def nothing_found(now: datetime) -> Found:
    """What is read of an empty board."""
    nothing: tuple[()] = ()
    limits = limits_of(AlarmSettings())
    return Found(
        now=now,
        since=now,
        stand_up=None,
        tasks=nothing,
        events=nothing,
        reviews=nothing,
        offers=nothing,
        notes=nothing,
        absences=nothing,
        members=MEMBERS,
        stages=nothing,
        calendar=calendar(NINE_TO_SIX),
        limits=limits,
    )


def test_what_is_not_there_cannot_end() -> None:
    with pytest.raises(Refused) as refusal:
        end(StandUpState(SATO, MEMBERS, None), EndStandUp(stand_up_id=9), MONDAY)
    assert refusal.value.code == "no_stand_up"
