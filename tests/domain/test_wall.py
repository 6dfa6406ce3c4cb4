"""The wall's figures: values, targets, states."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from csboard.domain.absences import Absence
from csboard.domain.records import Waiting
from csboard.domain.wall import (
    FIGURES,
    Figure,
    State,
    Wall,
    absent,
    away_today,
    figures,
    stand_ins_of,
    without_names,
    working,
)
from tests.support.walls import NOW, absence, card, due, wall

HOUR = timedelta(hours=1)
EVENING = datetime.fromisoformat("2026-11-24T17:30+09:00")


def figure(key: str, one: Wall, now: datetime = NOW, **targets: tuple[int, ...]) -> Figure:
    return next(each for each in figures(one, now, targets) if each.key == key)


def told(key: str, one: Wall, now: datetime = NOW, **targets: tuple[int, ...]) -> tuple[int, str]:
    found = figure(key, one, now, **targets)
    return found.value, found.state.value


def test_all_six_stand_in_their_order_on_an_empty_board() -> None:
    six = figures(wall(), NOW, {})
    assert tuple(one.key for one in six) == FIGURES
    assert {one.value for one in six} == {0}
    assert {one.state for one in six} == {State.NORMAL}


@pytest.mark.parametrize(
    ("many", "state"),
    [(0, "normal"), (5, "normal"), (6, "caution"), (10, "caution"), (11, "urgent")],
)
def test_more_that_nobody_has_than_is_normal_says_so(many: int, state: str) -> None:
    cards = [card(str(number)) for number in range(1001, 1001 + many)]
    assert told("unassigned", wall(*cards)) == (many, state)


def test_what_rests_or_is_somebodys_is_not_unassigned() -> None:
    resting = card("1001", waiting=Waiting("customer"))
    over = card("1002", waiting=Waiting("date", until=NOW - HOUR))
    assert told("unassigned", wall(resting, over, card("1003", "sato"))) == (1, "normal")


def test_what_is_in_hand_counts_by_how_many_are_there_to_do_it() -> None:
    cards = [card(str(number), "sato") for number in range(1001, 1011)]
    assert figure("doing", wall(*cards)).target == 9
    away = absence("suzuki", "2026-11-24", "2026-11-24")
    found = figure("doing", wall(*cards, absences=(away,)))
    assert (found.value, found.target, found.state) == (10, 6, State.CAUTION)


def test_a_task_on_hold_is_not_in_hand() -> None:
    held = card("1001", "sato", waiting=Waiting("customer"))
    assert told("doing", wall(held)) == (0, "normal")


def test_what_is_over_is_overdue_and_any_of_it_is_urgent() -> None:
    over = card("1001", "sato", clocks=due(NOW - HOUR, -HOUR))
    assert told("overdue", wall(over)) == (1, "urgent")
    assert told("due_today", wall(over)) == (0, "normal")


def test_a_promise_runs_out_between_two_readings() -> None:
    soon = wall(card("1001", "sato", clocks=due(NOW + HOUR, HOUR)))
    assert told("due_today", soon) == (1, "normal")
    assert told("overdue", soon, NOW + timedelta(minutes=61)) == (1, "urgent")


def test_a_promise_that_stands_still_is_neither_due_nor_over() -> None:
    still = wall(card("1001", "sato", clocks=due(NOW - HOUR, -HOUR, rests="customer")))
    assert told("overdue", still) == (0, "normal")
    assert told("due_today", still) == (0, "normal")


def test_several_tasks_of_one_inquiry_count_its_promise_once() -> None:
    clocks = due(NOW - HOUR, -HOUR)
    both = wall(card("1001", "sato", clocks=clocks), card("1001.2", "suzuki", clocks=clocks))
    assert told("overdue", both) == (1, "urgent")


def test_what_is_due_tomorrow_is_not_due_today() -> None:
    tomorrow = NOW + timedelta(days=1)
    assert told("due_today", wall(card("1001", clocks=due(tomorrow, 9 * HOUR)))) == (0, "normal")


@pytest.mark.parametrize(
    ("ago", "minutes", "state"),
    [
        (HOUR, 60, "normal"),
        (2 * HOUR, 120, "normal"),
        (18 * HOUR, 180, "caution"),  # Monday's last hour, and this morning's two
        (42 * HOUR, 660, "urgent"),
    ],
)
def test_the_longest_wait_is_told_in_business_time(
    ago: timedelta, minutes: int, state: str
) -> None:
    one = wall(card("1001", opened_at=NOW - ago), card("1002", opened_at=NOW))
    assert told("longest_wait", one) == (minutes, state)


def test_a_card_of_a_clock_ahead_of_ours_waits_for_no_negative_time() -> None:
    assert told("longest_wait", wall(card("1001", opened_at=NOW + HOUR))) == (0, "normal")


@pytest.mark.parametrize(
    ("done", "now", "state"),
    [(2, NOW, "normal"), (1, NOW, "caution"), (9, EVENING, "normal"), (8, EVENING, "caution")],
)
def test_as_many_are_to_be_done_as_of_the_day_is_over(done: int, now: datetime, state: str) -> None:
    assert told("done_today", wall(done=done, came=10), now) == (done, state)


def test_yesterdays_done_is_not_todays() -> None:
    """Midnight passes between two readings."""
    tonight = datetime.fromisoformat("2026-11-25T00:00+09:00")
    one = wall(done=7)
    assert figure("done_today", one, tonight - timedelta(seconds=1)).value == 7
    assert figure("done_today", one, tonight).value == 0


def test_a_host_may_set_targets() -> None:
    one = wall(card("1001"), done=3)
    assert figure("unassigned", one, unassigned=(0, 0)).state is State.URGENT
    assert figure("done_today", one, done_today=(8,)).target == 8


def test_who_works_is_who_is_there() -> None:
    one = wall(absences=(absence("suzuki", "2026-11-20", "2026-11-30"),))
    assert [member.login for member in working(one, NOW)] == ["sato", "tanaka"]


def test_an_absence_begins_and_ends_with_its_days() -> None:
    one = wall(absences=(absence("suzuki", "2026-11-25", "2026-11-25"),))
    midnight = datetime.fromisoformat("2026-11-25T00:00+09:00")
    moments = (midnight - timedelta(seconds=1), midnight, midnight + timedelta(days=1))
    assert [list(absent(one, moment)) for moment in moments] == [[], ["suzuki"], []]


def test_todays_absences_are_told_all_day_of_each_person_once() -> None:
    morning = absence("suzuki", "2026-11-24", "2026-11-24", until_noon=True)
    week = absence("tanaka", "2026-11-23", "2026-11-24")
    longer = absence("tanaka", "2026-11-24", "2026-11-27")
    gone = absence("left", "2026-11-24", "2026-11-24")
    one = wall(absences=(morning, week, longer, gone))
    assert [(each.login, each.last.day) for each in away_today(one, EVENING)] == [
        ("tanaka", 27),
        ("suzuki", 24),
    ]


def test_who_is_back_already_is_told_of_nowhere_as_away() -> None:
    whole = absence("tanaka", "2026-11-24", "2026-11-27")
    assert away_today(wall(absences=(whole,)), EVENING) == [whole]
    assert away_today(wall(absences=(whole._replace(ended_at=NOW),)), EVENING) == []


def test_who_stands_in_is_followed_along_the_chain() -> None:
    first = absence("suzuki", "2026-11-24", "2026-11-24", stand_in="tanaka")
    second = absence("tanaka", "2026-11-24", "2026-11-24", stand_in="sato")
    assert acting(first, wall(absences=(first, second))) == ["sato"]
    circle = second._replace(stand_in="suzuki")
    assert acting(first, wall(absences=(first, circle))) == [None]


def acting(absent: Absence, one: Wall) -> list[str | None]:
    return [part.acting for part in stand_ins_of(absent, one, NOW)]


def test_a_card_without_names_has_none() -> None:
    named = card("1001", title="山田様の件", customer_name="山田", customer_email="y@example.jp")
    assert "山田" not in str(without_names(named))
    assert "y@example.jp" not in str(without_names(named))
