"""Which page stands, how old its data is, and when it is read again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from csboard.domain.wall_freshness import (
    EVERY,
    LONGEST_REST,
    OLD_AFTER,
    Readings,
    failed,
    is_due,
    is_old,
    succeeded,
    told,
)
from csboard.domain.wall_turning import Turn, held, stepped, turned

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PAGES = ("board", "figures", "people")


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def page_at(turn: Turn, seconds: float, called: str | None = None) -> str:
    return turned(turn, PAGES, called, after(seconds), 30).page


def test_pages_turn_when_their_time_is_over_and_come_round() -> None:
    turn = Turn("board", NOW)
    assert [page_at(turn, 29.9), page_at(turn, 30)] == ["board", "figures"]
    assert page_at(Turn("people", NOW), 30) == "board"


def test_a_page_that_calls_comes_at_once_and_stays() -> None:
    turn = turned(Turn("board", NOW), PAGES, "figures", after(1), 30)
    assert turn.page == "figures"
    assert page_at(turn, 3000, "figures") == "figures"
    assert page_at(turn, 3000) == "people"


def test_whoever_looks_at_another_page_meanwhile_has_its_time_for_it() -> None:
    turn = stepped(Turn("figures", NOW), PAGES, 1, NOW)
    assert (page_at(turn, 29, "figures"), page_at(turn, 30, "figures")) == ("people", "figures")


def test_a_page_that_is_held_stays_until_it_is_let_go() -> None:
    turn = held(Turn("board", NOW), NOW)
    assert page_at(turn, 3000, "figures") == "board"
    assert page_at(held(turn, NOW), 30) == "figures"


def test_a_page_that_has_nothing_to_say_any_more_gives_way() -> None:
    assert turned(Turn("away", NOW, is_held=True), PAGES, None, NOW, 30).page == "board"


def test_one_goes_back_and_forth() -> None:
    turn = Turn("board", NOW)
    assert stepped(turn, PAGES, -1, NOW).page == "people"
    assert stepped(stepped(turn, PAGES, 1, NOW), PAGES, -1, NOW).page == "board"
    assert stepped(Turn("away", NOW), PAGES, 1, NOW).page == "board"


def test_a_clock_that_was_put_back_keeps_no_page_standing() -> None:
    assert page_at(Turn("board", NOW), -3600) == "figures"


@given(
    seconds=some.integers(-(10**6), 10**6),
    called=some.sampled_from([None, *PAGES]),
    start=some.sampled_from([*PAGES, "gone"]),
)
def test_what_stands_is_always_a_page_there_is(
    seconds: int, called: str | None, start: str
) -> None:
    assert page_at(Turn(start, NOW), seconds, called) in PAGES


# ---- how old --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, ""),
        (15, ""),
        (16, "[STOPPED for 16 s]"),
        (59, "[STOPPED for 59 s]"),
        (60, "[STOPPED for 1 min]"),
        (12 * 60, "[STOPPED for 12 min]"),
        (119 * 60, "[STOPPED for 119 min]"),
        (120 * 60, "[STOPPED for 2 h]"),
        (-4, ""),
        (-3600, "[STOPPED for 60 min]"),  # the clock was put back: nobody knows how old it is
    ],
)
def test_old_data_says_how_old_it_is(seconds: int, words: str) -> None:
    assert told(succeeded(NOW), after(seconds)) == words


def test_before_the_first_reading_nothing_is_fresh() -> None:
    assert is_old(Readings(), NOW)
    assert told(Readings(), NOW) == "", "it is being read, and nothing is shown"
    assert told(failed(Readings(), NOW, "down", 0.5), NOW) == "[NO DATA YET]"


def test_failures_change_nothing_of_how_old_it_is() -> None:
    readings = succeeded(NOW)
    for seconds in range(1, 60):
        readings = failed(readings, after(seconds), "down", 0.5)
    assert readings.read_at == NOW
    assert told(readings, after(60)) == "[STOPPED for 1 min]"


def test_it_is_read_every_few_seconds() -> None:
    readings = succeeded(NOW)
    assert [is_due(readings, after(seconds)) for seconds in (4.9, 5)] == [False, True]
    assert EVERY * 3 == OLD_AFTER


def test_it_is_read_at_once_when_the_clock_was_put_back() -> None:
    assert is_due(succeeded(NOW), NOW - timedelta(days=1))


@given(luck=some.floats(0, 1), times=some.integers(1, 5000))
def test_it_is_tried_for_ever_and_never_rarer_than_once_a_minute(luck: float, times: int) -> None:
    readings = Readings(failed=times - 1)
    again = failed(readings, NOW, "down", luck)
    assert again.next_at is not None
    assert timedelta() < again.next_at - NOW <= LONGEST_REST
    assert again.failed == times


def test_after_many_failures_it_is_tried_less_often() -> None:
    def rest(times: int) -> timedelta:
        again = failed(Readings(failed=times), NOW, "down", 1.0)
        assert again.next_at is not None
        return again.next_at - NOW

    assert [rest(times).total_seconds() for times in (0, 1, 2, 5, 6, 100)] == [1, 2, 4, 32, 60, 60]
