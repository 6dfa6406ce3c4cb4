"""What stands on the wall's pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from csboard.domain.business_calendar import CLOSED, Calendar, DayHours, Hours
from csboard.domain.clock_rules import rules_of
from csboard.domain.objective_settings import Objective, Result
from csboard.domain.records import Member, Role, Tags, Urgency, Waiting
from csboard.domain.sheet import PickReason
from csboard.domain.team_goals import ResultStanding
from csboard.domain.wall import FIGURES, Aside, Case
from csboard.domain.wall_pages import (
    PAGES,
    calling,
    day_told,
    page,
    worth_showing,
)
from csboard.i18n import current_language, use_language
from csboard.public_holidays import PublicHolidays
from tests.support.walls import NOW, RULES, SETTINGS, absence, card, due, view, wall

HOUR = timedelta(hours=1)
CASE = Case(3, "", Tags(content=("支払い",), symptom=("二重請求",)), "佐藤", 4, PickReason.REUSED)
NPS = Result(key="nps", start=0.0, target=10.0)
STANDING = ResultStanding(Objective("Heard", "2026-01-01", "2026-12-31", (NPS,)), NPS, ())


def rows(name: str, one: object) -> list[tuple[str, ...]]:
    return [row.cells for row in page(name, one).rows]  # type: ignore[arg-type]


def test_every_page_can_be_made_of_an_empty_board() -> None:
    for name in PAGES:
        found = page(name, view(wall()))
        assert (found.name, bool(found.title)) == (name, True)


def test_the_board_stands_in_lanes_with_what_is_most_in_need_first() -> None:
    one = wall(
        card("1001"),
        card("1002", urgency=Urgency.URGENT),
        card("1003", "sato", clocks=due(NOW - HOUR, -HOUR)),
        card("1004", "suzuki", waiting=Waiting("customer")),
        card("1005", "suzuki", clocks=due(NOW + HOUR, HOUR)),
        done=7,
    )
    todo, doing, done = page("board", view(one)).lanes
    assert (todo.tile.value, doing.tile.value, done.tile.value) == ("2", "3", "7")
    assert [row.cells[:2] for row in todo.rows] == [
        ("#1002", "unassigned"),
        ("#1001", "unassigned"),
    ]
    assert [(row.cells, row.role) for row in doing.rows] == [
        (("#1003", "佐藤", "overdue", ""), "overdue"),
        (("#1005", "鈴木", "1:00 left", ""), "due-soon"),
        (("#1004", "鈴木", "on hold", ""), "waiting"),
    ]
    assert done.rows == ()


def test_a_promise_that_is_broken_is_told_before_that_it_is_on_hold() -> None:
    both = card("1001", "sato", waiting=Waiting("internal"), clocks=due(NOW - HOUR, -HOUR))
    (row,) = page("board", view(wall(both))).lanes[1].rows
    assert (row.cells[2:], row.role) == (("overdue", "on hold"), "overdue")


def test_a_full_stage_shows_its_limit() -> None:
    stages = list(wall().snapshot.stages)
    stages[1] = replace(stages[1], limit=1)
    one = wall(card("1001", "sato"), card("1002", "sato"), stages=tuple(stages))
    tile = page("board", view(one)).lanes[1].tile
    assert (tile.below, tile.role) == ("limit 1", "due-soon")


def test_figures_have_a_state_and_a_target() -> None:
    one = wall(card("1001", clocks=due(NOW - HOUR, -HOUR)), came=3)
    tiles = {tile.label: tile for tile in page("figures", view(one)).tiles}
    assert list(tiles) == [
        "Unassigned", "In hand", "Due today", "Overdue", "Longest wait", "Done today",
    ]  # fmt: skip
    overdue, wait = tiles["Overdue"], tiles["Longest wait"]
    assert (overdue.value, overdue.word, overdue.role) == ("1", "[URGENT]", "overdue")
    assert (wait.value, wait.below) == ("1:00", "target up to 2:00")


TARGETS = {
    "en": [
        "target up to 5", "target up to 9", "target up to 9", "target 0", "target up to 2:00",
        "target 3 or more",
    ],
    "ja": [
        "目標 5 以下", "目標 9 以下", "目標 9 以下", "目標 0", "目標 2:00 以下", "目標 3 以上",
    ],
}  # fmt: skip
ALL_ZERO = {
    "en": [*["target 0"] * 4, "target 0:00", "no target today"],
    "ja": [*["目標 0"] * 4, "目標 0:00", "今日の目標なし"],
}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_target_says_whether_it_is_the_most_or_the_least(language: str) -> None:
    before = current_language()
    use_language(language)
    try:
        usual = page("figures", view(wall(came=3))).tiles
        zero = dict.fromkeys(FIGURES, (0, 0))
        none = page("figures", view(wall(), targets=zero)).tiles
    finally:
        use_language(before)
    assert [tile.below for tile in usual] == TARGETS[language]
    assert [tile.below for tile in none] == ALL_ZERO[language]


def test_an_urgent_figure_calls_for_its_page() -> None:
    fine, late = wall(card("1001")), wall(card("1001", clocks=due(NOW - HOUR, -HOUR)))
    assert calling(PAGES, view(fine)) is None
    assert calling(PAGES, view(late)) == "figures"


@pytest.mark.parametrize(
    ("pages", "figure", "called"),
    [
        (("people", "board", "oldest"), "overdue", "board"),
        (("people", "board", "oldest"), "doing", "people"),
        (("people", "oldest", "board"), "unassigned", "oldest"),
        (("people", "board", "oldest"), "longest_wait", "oldest"),
        (("people", "board", "figures"), "overdue", "figures"),
        (("people", "away", "success"), "overdue", None),
        (("people", "board", "oldest"), "", None),
    ],
)
def test_without_the_figures_the_first_page_that_shows_the_red_is_called(
    pages: tuple[str, ...], figure: str, called: str | None
) -> None:
    one = wall(
        card("1001", clocks=due(NOW - HOUR, -HOUR)),
        card("1002", "sato", clocks=due(NOW + HOUR, HOUR)),
    )
    targets = {key: (9, 9) for key in ("unassigned", "doing", "due_today", "overdue")}
    targets["longest_wait"] = (99, 99)
    if figure:
        targets[figure] = (0, 0)
    assert calling(pages, view(one, targets=targets)) == called


def test_the_oldest_five_without_owner() -> None:
    cards = [card(str(1000 + n), opened_at=NOW - n * 10 * timedelta(minutes=1)) for n in range(9)]
    found = page("oldest", view(wall(*cards, card("1500", "sato"))))
    assert [row.cells[0] for row in found.rows] == ["#1008", "#1007", "#1006", "#1005", "#1004"]
    assert found.rows[0].cells[1:3] == ("for 1:20", "since Tue Nov 24 09:40")
    assert found.more == 4


def test_of_many_it_is_told_how_many_a_page_does_not_hold() -> None:
    """No number is of what happens to be drawn."""
    cards = [card(str(1000 + number)) for number in range(300)]
    todo = page("board", view(wall(*cards))).lanes[0]
    assert len(todo.rows) + todo.more == 300
    crowd = {f"u{n}": Member(n, f"u{n}", f"name {n}", Role.MEMBER) for n in range(90)}
    people = page("people", view(wall(members=crowd)))
    assert len(people.rows) + people.more == 90
    absences = tuple(absence(login, "2026-11-24", "2026-11-24") for login in crowd)
    away = page("away", view(wall(members=crowd, absences=absences)))
    assert len(away.rows) + away.more == 90


def test_names_stand_there_only_when_they_were_read() -> None:
    named = card("1001", title="返金", customer_name="山田")
    assert rows("oldest", view(wall(named)))[0][-1] == "山田 返金"
    assert "山田" not in str(page("oldest", view(wall(card("1001")))))


def test_who_is_on_what_with_those_who_are_free() -> None:
    one = wall(
        card("1001", "sato"),
        card("1002.2", "sato", urgency=Urgency.URGENT),
        absences=(absence("tanaka", "2026-11-24", "2026-11-24"),),
    )
    assert rows("people", view(one)) == [("佐藤", "2", "#1002.2  #1001"), ("鈴木", "0", "free")]


def test_what_the_absent_have_is_told_behind_those_who_are_here_and_marked() -> None:
    away = [absence(login, "2026-11-24", "2026-11-24") for login in ("sato", "suzuki", "tanaka")]
    held = (card("1001", "suzuki"), card("1002", "tanaka", waiting=Waiting("customer")))
    assert rows("people", view(wall(*held, absences=away[1:]))) == [
        ("佐藤", "0", "free"),
        ("田中", "1", "away  1 on hold"),
        ("鈴木", "1", "away  #1001"),
    ]
    found = page("people", view(wall(*held, absences=away)))
    assert len(found.rows) == 2
    assert found.notes == ("Nobody is here.",)


def test_a_closed_day_calls_nobody() -> None:
    late = card("1001", clocks=due(NOW - HOUR, -HOUR), opened_at=NOW - 50 * HOUR)
    many = [card(str(number), opened_at=NOW - 50 * HOUR) for number in range(1002, 1020)]
    calendar = RULES.calendar
    days = {date(2026, 11, 24): CLOSED}
    named = Calendar(zone=calendar.zone, week=calendar.week, days=days)
    one = wall(late, *many, rules=RULES._replace(calendar=named))
    assert calling(PAGES, view(wall(late, *many))) == "figures"
    assert calling(PAGES, view(one)) is None
    tiles = page("figures", view(one)).tiles
    assert {(tile.word, tile.role) for tile in tiles} == {("[closed today]", "muted")}
    assert tiles[0].value == "19", "the numbers are told all the same"
    limits = {"longest_wait": (1, 2)}
    assert {row.role for row in page("oldest", view(one, targets=limits)).rows} == {""}
    evening = calendar.week[0]._replace(hours=(Hours(18 * 60, 26 * 60),))
    both = {**days, date(2026, 11, 23): evening}
    spilling = Calendar(zone=calendar.zone, week=calendar.week, days=both)
    at_one = datetime.fromisoformat("2026-11-24T01:00+09:00")
    still = wall(late, *many, rules=RULES._replace(calendar=spilling))
    assert calling(PAGES, view(still, at_one)) == "figures", "the shift of the day before goes on"


def test_what_rests_is_counted_too_and_told_as_resting() -> None:
    hold = Waiting("internal")
    one = wall(card("1001", "sato"), *(card(f"100{n}", "suzuki", waiting=hold) for n in (2, 3)))
    assert ("鈴木", "2", "2 on hold") in rows("people", view(one))


@pytest.mark.parametrize(
    ("first", "last", "more", "told"),
    [
        ("2026-11-24", "2026-11-24", {}, "today"),
        ("2026-11-23", "2026-11-27", {}, "until Nov 27"),
        ("2026-11-24", "2026-11-27", {"from_noon": True}, "from noon on, until Nov 27"),
        (
            "2026-11-24",
            "2026-11-27",
            {"from_noon": True, "until_noon": True},
            "from noon on, until noon on Nov 27",
        ),
        ("2026-11-24", "2026-11-24", {"from_noon": True}, "from noon on"),
        ("2026-11-23", "2026-11-24", {"until_noon": True}, "until noon"),
        ("2026-11-23", "2026-11-27", {"until_noon": True}, "until noon on Nov 27"),
    ],
)
def test_who_is_away_until_when(first: str, last: str, more: dict[str, bool], told: str) -> None:
    one = wall(absences=(absence("suzuki", first, last, stand_in="sato", **more),))
    assert rows("away", view(one)) == [("鈴木", told, "stand-in: 佐藤")]


def test_who_stands_in_is_told_by_the_days() -> None:
    one = absence("suzuki", "2026-11-24", "2026-11-27", stand_in="sato")
    other = absence("sato", "2026-11-26", "2026-11-26")
    told = rows("away", view(wall(absences=(one, other))))[-1][-1]
    assert told == "stand-in: 佐藤; Nov 26 nobody, as 佐藤 is away"


def test_an_absence_without_a_stand_in_says_so() -> None:
    one = wall(absences=(absence("suzuki", "2026-11-24", "2026-11-24"),))
    assert rows("away", view(one))[0][-1] == "no stand-in"


def test_the_case_of_the_week_without_the_words_of_a_customer() -> None:
    found = page("success", view(wall(), aside=Aside(CASE)))
    assert [row.cells for row in found.rows] == [
        ("About", "支払い, 二重請求"),
        ("Case by", "佐藤"),
        ("Used", "4 times"),
    ]
    assert found.notes == ("It has helped often.", "Read it: csboard case show 3")
    named = page("success", view(wall(), aside=Aside(CASE._replace(title="二重の請求"))))
    assert named.rows[0].cells == ("Case", "二重の請求")


def test_what_takes_longer_says_from_when_it_is_once_that_is_not_now() -> None:
    aside = Aside(CASE, STANDING, at=NOW)
    for later, is_told in ((0, False), (9, False), (10, True), (-3, False), (-4, True)):
        moment = view(wall(), NOW + timedelta(minutes=later), aside)
        (headline,) = page("figures", moment).notes
        for told in (headline, page("success", moment).warning):
            assert ("This is from " in told and "11:00" in told) == is_told
    assert page("success", view(wall())).notes == ("It isn't known yet: it is being worked out.",)


def test_pages_without_content_are_passed_over() -> None:
    assert worth_showing(PAGES, view(wall())) == ("board", "figures", "people")
    full = wall(card("1001"), absences=(absence("suzuki", "2026-11-24", "2026-11-24"),))
    assert worth_showing(PAGES, view(full, aside=Aside(CASE))) == PAGES
    assert worth_showing(("away",), view(wall())) == ("away",)


@pytest.mark.parametrize(
    ("place", "name", "language", "told"),
    [
        ("JP", "勤労感謝の日", "ja", "勤労感謝の日（本日休業）"),
        ("JP", "勤労感謝の日", "en", "Labor Thanksgiving Day (closed today)"),
        ("JP", "棚卸しの祝日", "en", "棚卸しの祝日 (closed today)"),
        ("US", "Thanksgiving Day", "en", "Thanksgiving Day (closed today)"),
        ("US", "Thanksgiving Day", "ja", "祝日 Thanksgiving Day（本日休業）"),
    ],
)
def test_a_public_holiday_is_called_as_in_the_language_of_the_wall(
    place: str, name: str, language: str, told: str
) -> None:
    """Where that has no name for it, it is called a holiday before its own name."""
    day = date(2026, 11, 23 if place == "JP" else 26)
    rules = rules_of(SETTINGS, PublicHolidays(place, {day: name}, 2026, 2026))
    one = wall(rules=rules)
    before = current_language()
    use_language(language)
    try:
        assert day_told(view(one, datetime.combine(day, time(3), UTC))) == told
    finally:
        use_language(before)


def test_a_days_name_is_told_from_its_midnight_on() -> None:
    calendar = RULES.calendar
    days = {date(2026, 11, 25): DayHours((), "棚卸し"), date(2026, 11, 26): CLOSED}
    named = Calendar(zone=calendar.zone, week=calendar.week, days=days)
    one = wall(rules=RULES._replace(calendar=named))
    midnight = datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert day_told(view(one, midnight - timedelta(seconds=1))) == ""
    assert day_told(view(one, midnight)) == "棚卸し (closed today)"
    assert day_told(view(one, midnight + timedelta(days=1))) == "closed today"
