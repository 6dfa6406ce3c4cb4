"""Who is away when, and who stands in for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from csboard.domain.absence_list import days_away
from csboard.domain.absences import Absence, OnMail, TaskRule, away_at, span_of, stand_in_for
from csboard.domain.business_calendar import CLOSED, Calendar, DayHours, Hours
from csboard.domain.records import Member, Role

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
MEMBERS = {
    login: Member(index, login, login.title(), Role.MEMBER)
    for index, login in enumerate(("sato", "suzuki", "tanaka", "ito"), start=1)
}
NINE_TO_SIX = DayHours((Hours(9 * 60, 18 * 60),))
MEMBERS["yamada"] = Member(5, "yamada", "Yamada", Role.MEMBER, active=False)
MEMBERS["guest"] = Member(6, "guest", "Guest", Role.VIEWER)


def absence(login: str, first: str, last: str, **more: Any) -> Absence:
    days = (date.fromisoformat(first), date.fromisoformat(last))
    return Absence(1, login, *days, OnMail.STAND_IN)._replace(**more)


def at(text: str, zone: ZoneInfo = TOKYO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("more", "first", "last_out", "end"),
    [
        ({}, "2026-11-24T00:00", "2026-11-30T23:59:59", "2026-12-01T00:00"),
        ({"from_noon": True}, "2026-11-24T12:00", "2026-11-30T23:59:59", "2026-12-01T00:00"),
        ({"until_noon": True}, "2026-11-24T00:00", "2026-11-30T11:59:59", "2026-11-30T12:00"),
    ],
)
def test_an_absence_lasts_from_its_first_day_to_the_end_of_its_last(
    more: dict[str, Any], first: str, last_out: str, end: str
) -> None:
    one = absence("suzuki", "2026-11-24", "2026-11-30", **more)
    span = span_of(one, TOKYO)
    assert (span.start, span.end) == (at(first), at(end))
    second = timedelta(seconds=1)
    moments = (at(first) - second, at(first), at(last_out), at(end))
    assert ["suzuki" in away_at([one], moment, TOKYO) for moment in moments] == [
        False,
        True,
        True,
        False,
    ]


def test_a_day_on_which_clocks_go_back_is_a_whole_day() -> None:
    span = span_of(absence("suzuki", "2026-11-01", "2026-11-01"), NEW_YORK)
    assert span.end.timestamp() - span.start.timestamp() == timedelta(hours=25).total_seconds()


def test_of_two_that_overlap_the_one_that_ends_last_counts() -> None:
    short = absence("suzuki", "2026-11-24", "2026-11-25", stand_in="sato")
    long = absence("suzuki", "2026-11-25", "2026-11-27", stand_in="ito")
    for both in ([short, long], [long, short]):
        assert away_at(both, at("2026-11-24T10:00"), TOKYO)["suzuki"] is short
        assert away_at(both, at("2026-11-25T10:00"), TOKYO)["suzuki"] is long


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (None, None),
        ("sato", "sato"),
        ("suzuki", "ito"),  # over tanaka, who is away too
        ("tanaka", "ito"),
        ("yamada", None),  # has left
        ("guest", None),  # may only look
        ("nobody", None),
    ],
)
def test_a_chain_of_stand_ins_is_followed(named: str | None, found: str | None) -> None:
    away = {
        "suzuki": absence("suzuki", "2026-11-24", "2026-11-30", stand_in="tanaka"),
        "tanaka": absence("tanaka", "2026-11-24", "2026-11-30", stand_in="ito"),
    }
    assert stand_in_for(named, away, MEMBERS) == found


def test_a_circle_of_stand_ins_ends_with_nobody() -> None:
    away = {
        "suzuki": absence("suzuki", "2026-11-24", "2026-11-30", stand_in="tanaka"),
        "tanaka": absence("tanaka", "2026-11-24", "2026-11-30", stand_in="suzuki"),
        "ito": absence("ito", "2026-11-24", "2026-11-30", stand_in="ito"),
    }
    assert [stand_in_for(one, away, MEMBERS) for one in away] == [None, None, None]


def test_a_task_may_have_a_rule_of_its_own() -> None:
    one = absence(
        "suzuki",
        "2026-11-24",
        "2026-11-30",
        stand_in="sato",
        tasks={7: TaskRule(OnMail.KEEP), 8: TaskRule(OnMail.STAND_IN, "ito")},
    )
    assert one.rule_for(6) == TaskRule(OnMail.STAND_IN, "sato")
    assert one.rule_for(7) == TaskRule(OnMail.KEEP, "sato")
    assert one.rule_for(8) == TaskRule(OnMail.STAND_IN, "ito")


@pytest.mark.parametrize(
    ("more", "ended", "working"),
    [
        ({}, "2026-11-24T09:20", 0),
        ({}, "2026-11-24T13:00", 0.5),
        ({}, "2026-11-24T17:30", 1),
        ({}, "2026-11-26T08:00", 2),
        ({}, "2026-11-26T10:00", 2),
        ({}, "2026-11-26T12:10", 2.5),
        ({}, "2026-11-26T17:50", 3),
        ({}, "2026-11-28T11:00", 4),
        ({"from_noon": True}, "2026-11-24T13:00", 0),
        ({"from_noon": True}, "2026-11-24T18:00", 0.5),
        ({"from_noon": True}, "2026-11-25T17:50", 1.5),
    ],
)
def test_one_that_was_ended_takes_the_time_until_then(
    more: dict[str, Any], ended: str, working: float
) -> None:
    """From Tuesday on, of hours from 9 to 18; Saturday is closed."""
    calendar = Calendar(zone="Asia/Tokyo", week=(*(NINE_TO_SIX,) * 5, CLOSED, CLOSED))
    one = absence("suzuki", "2026-11-24", "2026-11-30", **more)._replace(ended_at=at(ended))
    assert days_away(one, calendar)[0] == working
