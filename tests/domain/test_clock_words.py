"""A clock in words, as it is read in a window of 80 columns, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.domain.business_time_words import business_time, time_over, time_over_so_far
from csboard.domain.card_clock_words import on_card
from csboard.domain.card_clocks import Pressing
from csboard.domain.clock_words import (
    Teller,
    explained,
    name_of_clock,
    standing,
)
from csboard.domain.clocks import Clock, State
from csboard.domain.promises import CLOCKS, Promise, Traits, parse_promise
from tests.domain.clock_builders import (
    FOUR_HOURS,
    HOUR,
    MINUTE,
    OFFICE,
    RULES,
    answered,
    asked,
    at,
    came_back,
    clocks,
    closed,
    excused,
    opened,
    resumed,
    story,
    urgent,
    waits,
)

WEEKEND = (opened("20 17:00"), asked("20 17:00"))
"""Before Thanksgiving (勤労感謝の日), a long weekend."""
BUSY = (
    *WEEKEND,
    answered("24 11:30"),
    asked("24 15:00", 2),
    waits("24 16:00"),
    resumed("25 10:00"),
    closed("25 17:00"),
)
URGENT = parse_promise("first", "2h30m urgency:urgent")
RAISED = {"20 17:00": Traits(), "24 09:10": urgent()}


def lines(clock: Clock | None, now: str) -> list[str]:
    assert clock is not None
    teller = Teller(OFFICE, at(now))
    return [standing(clock, teller), *explained(clock, teller)]


def test_over_a_holiday_weekend() -> None:
    assert lines(clocks(story(*WEEKEND), "24 10:00").first, "24 10:00") == [
        "2:00 left, due Tue Nov 24 12:00",
        "Fri Nov 20 17:00  started: it came in",
        "since Fri Nov 20 17:00  ran 2:00",
        "    closed: Sat Nov 21, Sun Nov 22, Mon Nov 23 勤労感謝の日",
        "Promised within 4:00 of business time",
        "Due Tue Nov 24 12:00",
    ]


def test_paused_and_ended() -> None:
    (clock,) = clocks(story(*BUSY), "26 10:00").next
    assert lines(clock, "26 10:00") == [
        "not kept: closed without an answer after 8:00, was due Wed Nov 25 13:00",
        "Tue Nov 24 15:00  started: the customer wrote",
        "Tue Nov 24 15:00 to 16:00  ran 1:00",
        "Tue Nov 24 16:00 to Wed Nov 25 10:00  paused: waits for customer",
        "Wed Nov 25 10:00 to 17:00  ran 7:00",
        "Wed Nov 25 17:00  ended: closed without an answer, after 8:00",
        "Promised within 4:00 of business time",
        "Due Wed Nov 25 13:00",
    ]


def test_in_japanese(japanese: None) -> None:
    found = clocks(story(*BUSY), "26 10:00")
    assert lines(found.first, "26 10:00") == [
        "約束どおり: 3:30 で返信（残り 0:30）",
        "11/20(金) 17:00　開始: 受付",
        "11/20(金) 17:00〜11/24(火) 11:30　時計 3:30",
        "    休業日: 11/21(土)、11/22(日)、11/23(月) 勤労感謝の日",
        "11/24(火) 11:30　終了: 返信（3:30）",
        "約束: 営業時間で 4:00 以内",
        "期限 11/24(火) 12:00",
    ]
    assert lines(found.solved, "26 10:00")[0] == "約束どおり: 15:00 で完了（残り 25:00）"
    assert [name_of_clock(which) for which in CLOCKS] == ["初回返信", "次の連絡", "解決"]


def test_raised_urgency_and_a_reply_that_came_back(japanese: None) -> None:
    rules = RULES._replace(promises=(*FOUR_HOURS, URGENT))
    told = story(*WEEKEND, answered("24 11:00"), came_back("24 11:10"), traits=RAISED)
    assert lines(clocks(told, "24 11:30", rules).first, "24 11:30") == [
        "残り 0:20、期限 11/24(火) 11:50",
        "11/20(金) 17:00　開始: 受付",
        "11/20(金) 17:00〜11/24(火) 11:00　時計 3:00",
        "    休業日: 11/21(土)、11/22(日)、11/23(月) 勤労感謝の日",
        "11/24(火) 11:00〜11:10　停止: 返信が届かず戻ってきた",
        "11/24(火) 11:10 から　時計 0:20",
        "約束: 営業時間で 2:30 以内（urgency:urgent）",
        "    条件に当てはまった 11/24(火) 09:10 から数えます",
        "期限 11/24(火) 11:50",
    ]


@pytest.mark.parametrize(
    ("turns", "now", "state", "words"),
    [
        ((), "24 12:30", State.OVERDUE, "overdue by 0:30, was due Tue Nov 24 12:00"),
        ((waits("24 09:30"),), "24 10:00", State.RUNNING, "2:00 left, due Tue Nov 24 12:00"),
        (
            (answered("24 09:30"),),
            "24 10:00",
            State.MET,
            "kept: we replied after 1:30, with 2:30 left",
        ),
        ((closed("24 09:30"),), "24 10:00", State.DROPPED, "closed without an answer after 1:30"),
    ],
)
def test_every_state_of_a_first_reply(
    turns: tuple[object, ...], now: str, state: State, words: str
) -> None:
    clock = clocks(story(*WEEKEND, *turns), now).first  # type: ignore[arg-type]
    assert clock is not None
    assert (clock.state, lines(clock, now)[0]) == (state, words)


def test_paused_without_a_date_says_so() -> None:
    told = story(*WEEKEND, answered("24 10:00"), asked("24 11:00", 2), waits("24 12:00"))
    (clock,) = clocks(told, "24 15:00").next
    first, *_rest, last = lines(clock, "24 15:00")
    assert first == "paused with 3:00 left: waits for customer"
    assert last == "When it is due can't be told as long as it is paused."


def test_thanks() -> None:
    told = story(*WEEKEND, answered("24 10:00"), asked("24 11:00", 2), excused("24 11:05", 2))
    (clock,) = clocks(told, "24 15:00").next
    assert lines(clock, "24 15:00")[0] == "no answer was needed after 0:05"


def test_without_a_promise() -> None:
    rules = RULES._replace(promises=())
    found = clocks(story(*WEEKEND), "24 10:00", rules)
    assert lines(found.first, "24 10:00")[0] == "running for 2:00"
    assert lines(found.first, "24 10:00")[-1] == "Nothing is promised for it."
    ended = clocks(story(*WEEKEND, closed("24 09:30")), "24 10:00", rules).solved
    assert lines(ended, "24 10:00")[0] == "it was closed after 1:30"


def test_many_closed_days_are_not_all_named() -> None:
    long_ago = opened("02 09:00")._replace(at=at("02 09:00") - 30 * 24 * HOUR)
    told = clocks(story(long_ago), "30 10:00").first
    (closed_line,) = (line for line in lines(told, "30 10:00") if "closed:" in line)
    assert closed_line.endswith("Sun Nov 1 and 9 more days")


def test_years_whose_holidays_nobody_knows() -> None:
    rules = RULES._replace(promises=(Promise("solved", 60 * 3_000),))
    found = clocks(story(*WEEKEND), "24 10:00", rules).solved
    assert found.due_at is not None
    assert found.due_at.year == 2028
    told = lines(found, "24 10:00")[-1]
    assert told.endswith(", or later: the public holidays of 2028 are not known yet")


def test_late_by_less_than_a_minute_is_told_in_seconds() -> None:
    late = answered("24 12:00")
    late = late._replace(at=late.at + timedelta(seconds=12))
    found = clocks(story(*WEEKEND, late), "24 15:00").first
    assert lines(found, "24 15:00")[0] == (
        "not kept: we replied after 4:00, 12 s late, was due Tue Nov 24 12:00"
    )
    going = clocks(story(*WEEKEND), "24 12:00").first
    assert going is not None
    going = going._replace(left=timedelta(seconds=-12), is_broken=True)
    assert lines(going, "24 12:00")[0] == "overdue by 12 s, was due Tue Nov 24 12:00"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-12.9, "12 s"), (0.2, "1 s"), (59.9, "59 s"), (60, "0:01"), (-3659, "1:00")],
)
def test_nothing_late_is_late_by_nothing(seconds: float, text: str) -> None:
    assert time_over(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0:00"), (1, "0:01"), (100, "1:40"), (-100, "1:40"), (6000, "100:00")]
)
def test_business_time(minutes: int, text: str) -> None:
    assert business_time(minutes * MINUTE) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "under 0:01"), (59, "under 0:01"), (60, "0:01"), (119, "0:01")]
)
def test_what_is_late_by_now_is_never_late_by_nothing(seconds: int, text: str) -> None:
    late = timedelta(seconds=-seconds)
    assert time_over_so_far(late) == text
    pressing = Pressing("first", at("24 10:00"), late, at("24 12:00"), is_over=True)
    assert on_card(pressing) == f"overdue {text}"
