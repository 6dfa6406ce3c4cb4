"""What must not go unnoticed: each kind at its limit, told once, in working hours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csboard.domain.alarm_settings import (
    BOUNCED,
    BROKEN,
    LADEN,
    OVERSLEPT,
    SOON,
    STUCK,
    UNOWNED,
    UNTAKEN,
)
from csboard.domain.alarms import (
    Alarm,
    Limits,
    Open,
    alarms_of,
    next_look,
    next_turn,
    to_tell,
)
from csboard.domain.business_time import add_working, working_between
from csboard.domain.hand_off_alarm import rings_from
from csboard.domain.records import TaskRef
from tests.domain.clock_builders import HOUR, MINUTE, OFFICE, at

LIMITS = Limits()
NOON = at("24 12:00")
BEGAN = at("24 09:00")


def card(number: int = 1042, **more: object) -> Open:
    """Somebody's, moved a moment ago."""
    quiet = Open(TaskRef(number), "sato", at("24 11:59"), at("24 11:59"))
    return quiet._replace(**more)  # type: ignore[arg-type]


def kinds(*cards: Open, now: datetime = NOON, limits: Limits = LIMITS) -> list[str]:
    return [alarm.kind for alarm in alarms_of(cards, limits, OFFICE, now)]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, []),
        ({"owner": None, "owner_since": at("24 11:00")}, [UNOWNED]),
        ({"owner": None, "owner_since": at("24 11:01")}, []),
        ({"owner": None, "owner_since": at("20 17:30")}, [UNOWNED]),  # 30 min, and three hours
        ({"owner": None, "owner_since": at("24 11:00"), "waits": True}, []),
        ({"left": 30 * MINUTE, "clock_since": BEGAN}, [SOON]),
        ({"left": 31 * MINUTE, "clock_since": BEGAN}, []),
        ({"left": 30 * MINUTE, "clock_since": BEGAN, "waits": True}, []),
        ({"left": timedelta(), "clock_since": BEGAN}, [SOON]),
        ({"left": -MINUTE, "clock_since": BEGAN}, [BROKEN]),
        ({"wakes_at": at("24 11:30")}, [OVERSLEPT]),
        ({"wakes_at": NOON}, [OVERSLEPT]),
        ({"wakes_at": at("24 12:01"), "waits": True}, []),
        ({"moved_at": at("19 14:00")}, [STUCK]),  # four, nine and three hours
        ({"moved_at": at("19 14:01")}, []),
        ({"moved_at": at("02 09:00"), "waits": True}, []),
        ({"bounced_at": at("24 11:00")}, [BOUNCED]),
        ({"untaken_from": NOON}, [UNTAKEN]),
        ({"untaken_from": at("24 12:01")}, []),
    ],
)
def test_each_kind_at_its_limit(more: dict[str, object], found: list[str]) -> None:
    assert kinds(card()._replace(**more)) == found  # type: ignore[arg-type]


def test_stuck_in_the_hands_of_somebody_who_is_there() -> None:
    """job-hunter-team #164: 98 hours with an owner who was at work."""
    (alarm,) = alarms_of([card(moved_at=at("02 09:00"))], LIMITS, OFFICE, NOON)
    assert (alarm.kind, alarm.login) == (STUCK, "sato")


def test_too_much_in_one_hand() -> None:
    limits = Limits(in_hand=2)
    held = [card(number) for number in (1, 2, 3)]
    (alarm,) = alarms_of(held, limits, OFFICE, NOON)
    assert alarm == Alarm(LADEN, None, "sato", at("24 00:00"), held=3)
    assert kinds(*held[:2], limits=limits) == []
    assert kinds(*held[:2], held[2]._replace(waits=True), limits=limits) == []
    assert kinds(*held[:2], held[2]._replace(owner=None), limits=limits) == []


def test_each_is_told_once_and_again_when_it_comes_again() -> None:
    late = card(left=-MINUTE, clock_since=BEGAN)
    alarms = alarms_of([late], LIMITS, OFFICE, NOON)
    assert to_tell(alarms, [], OFFICE, NOON) == alarms
    assert to_tell(alarms, alarms, OFFICE, NOON) == []
    anew = alarms_of([late._replace(clock_since=at("24 11:00"))], LIMITS, OFFICE, NOON)
    assert to_tell(anew, alarms, OFFICE, NOON) == anew


def test_another_owner_makes_no_other_alarm_of_it() -> None:
    told = alarms_of([card(left=-MINUTE, clock_since=BEGAN)], LIMITS, OFFICE, NOON)
    others = alarms_of(
        [card(left=-MINUTE, clock_since=BEGAN, owner="suzuki")], LIMITS, OFFICE, NOON
    )
    assert others[0].login == "suzuki"
    assert to_tell(others, told, OFFICE, NOON) == []


@pytest.mark.parametrize("now", ["24 08:59", "24 18:00", "21 12:00", "23 12:00"])
def test_nobody_is_woken(now: str) -> None:
    """zammad #4432: reminders came at midnight and at weekends."""
    alarms = alarms_of([card(bounced_at=at("20 12:00"))], LIMITS, OFFICE, at(now))
    assert alarms
    assert to_tell(alarms, [], OFFICE, at(now)) == []
    assert to_tell(alarms, [], OFFICE, at("24 09:00")) == alarms


def test_what_the_team_has_turned_off_is_no_alarm() -> None:
    late = card(left=-MINUTE, clock_since=BEGAN, bounced_at=at("24 11:00"))
    assert kinds(late, limits=Limits(kinds=frozenset({BOUNCED}))) == [BOUNCED]
    waiting = card(owner=None, owner_since=at("24 11:30"), left=2 * HOUR, moved_at=at("24 11:00"))
    assert next_look([waiting], Limits(kinds=frozenset()), OFFICE, NOON) is None
    only_soon = Limits(kinds=frozenset({SOON}))
    assert next_look([waiting], only_soon, OFFICE, NOON) == at("24 13:30")


def test_two_clocks_of_one_inquiry_that_began_together_are_told_of_apart() -> None:
    """The first reply and the matter itself are promised from the same moment on."""
    first = card(left=-MINUTE, clock_since=BEGAN, clock="first")
    told = alarms_of([first], LIMITS, OFFICE, NOON)
    solved = alarms_of([first._replace(clock="solved")], LIMITS, OFFICE, NOON)
    assert to_tell(solved, told, OFFICE, NOON) == solved


def test_a_promise_that_was_due_with_the_days_last_minute_is_broken_in_the_evening() -> None:
    """No business time passes until the morning; it was promised for today all the same."""
    due_at = at("24 18:00")
    due = card(left=timedelta(), due_at=due_at, clock_since=BEGAN)
    assert kinds(due, now=due_at) == [SOON]
    assert next_look([due], LIMITS, OFFICE, due_at) == due_at + timedelta.resolution
    assert kinds(due, now=due_at + timedelta.resolution) == [BROKEN]
    assert to_tell(alarms_of([due], LIMITS, OFFICE, at("24 19:00")), [], OFFICE, due_at) == []


def test_what_nobody_was_told_of_is_looked_at_again_when_work_begins() -> None:
    night, morning = at("24 22:00"), at("25 09:00") + timedelta.resolution
    alarms = alarms_of([card(bounced_at=at("24 20:00"))], LIMITS, OFFICE, night)
    assert next_turn(alarms, alarms, OFFICE, night) == morning
    assert next_turn(alarms, (), OFFICE, night) is None
    assert next_turn(alarms, alarms, OFFICE, NOON) is None
    laden = alarms_of([card(n) for n in range(1, 4)], Limits(in_hand=2), OFFICE, NOON)
    assert next_turn(laden, (), OFFICE, NOON) == morning


CARDS = st.builds(
    card,
    st.integers(1, 5),
    owner=st.sampled_from((None, "sato")),
    owner_since=st.integers(0, 3000).map(lambda ago: NOON - ago * MINUTE),
    moved_at=st.integers(0, 3000).map(lambda ago: NOON - ago * MINUTE),
    left=st.none() | st.integers(-100, 3000).map(lambda left: left * MINUTE),
    clock_since=st.just(BEGAN),
    rests=st.booleans(),
    waits=st.booleans(),
    wakes_at=st.none() | st.integers(-500, 500).map(lambda ahead: NOON + ahead * MINUTE),
)


def with_due(one: Open) -> Open:
    """The same card with when its promise is due; its clock runs."""
    if one.left is None or one.rests:
        return one
    return one._replace(due_at=add_working(OFFICE, NOON, one.left))


def later(one: Open, by: timedelta) -> Open:
    """The same card when so much business time has passed and nothing happened."""
    return one if one.left is None or one.rests else one._replace(left=one.left - by)


@given(st.lists(CARDS.map(with_due), max_size=4, unique_by=lambda one: one.ref))
@example([with_due(card(left=timedelta(), clock_since=BEGAN))])
@example([with_due(card(left=6 * HOUR, clock_since=BEGAN))])
def test_nothing_new_comes_before_it_is_looked_at_again(cards: list[Open]) -> None:
    """Whoever sleeps until then misses nothing."""
    look = next_look(cards, LIMITS, OFFICE, NOON)
    now = {alarm[:3] for alarm in alarms_of(cards, LIMITS, OFFICE, NOON)}
    end = look or NOON + 60 * HOUR
    for part in range(1, 6):
        moment = NOON + (end - NOON) * part // 6  # rounded down: the look itself is none of them
        passed = working_between(OFFICE, NOON, moment)
        then = alarms_of([later(one, passed) for one in cards], LIMITS, OFFICE, moment)
        assert {alarm[:3] for alarm in then if alarm.kind != LADEN} <= now
    if look is not None:
        passed = working_between(OFFICE, NOON, look)
        then = alarms_of([later(one, passed) for one in cards], LIMITS, OFFICE, look)
        assert {alarm[:3] for alarm in then} - now  # and doesn't get up for nothing


@pytest.mark.parametrize(
    ("offered", "leaves", "rings"),
    [
        ("16 10:00", "20 00:00", "19 00:00"),  # a Friday: Thursday
        ("16 10:00", "20 12:00", "19 00:00"),  # from noon on
        ("16 10:00", "24 00:00", "20 00:00"),  # a Tuesday after a holiday: Friday
        ("19 14:00", "20 00:00", "19 14:00"),
        ("24 10:00", "20 00:00", "24 10:00"),
    ],
)
def test_an_offer_rings_a_business_day_before_its_giver_leaves(
    offered: str, leaves: str, rings: str
) -> None:
    assert rings_from(at(offered), at(leaves), OFFICE) == at(rings)
