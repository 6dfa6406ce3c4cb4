"""What stands of a case, how the sheet is narrowed and ordered, and the pick of the week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from csboard.domain.knowledge import Success
from csboard.domain.records import Tags
from csboard.domain.reuse import line_digests
from csboard.domain.sheet import (
    APART,
    Pick,
    PickReason,
    SheetQuery,
    SheetRow,
    Standing,
    facets,
    in_order,
    is_faded,
    narrowed,
    pick,
    week_of,
)
from tests.conftest import MONDAY

DAY = timedelta(days=1)
FADE = 180
NOTHING = Standing()


def row(
    number: int, *, days_old: float = 30, standing: Standing = NOTHING, **more: object
) -> SheetRow:
    success = Success(number, 1000 + number, "sato", MONDAY - days_old * DAY, f"t{number}", **more)  # type: ignore[arg-type]
    return SheetRow(
        success, success.number, None, standing, is_faded(success, standing, MONDAY, FADE)
    )


@pytest.mark.parametrize(
    ("days_old", "standing", "faded"),
    [
        (179, Standing(), False),
        (180, Standing(), True),
        (500, Standing(used=1, confirmed_at=MONDAY - 179 * DAY), False),
        (1, Standing(not_here=1), False),
        (1, Standing(not_here=2), True),
        (1, Standing(not_here=2, used=1), False),
        (1, Standing(not_here=2, still_true=1), False),
        (1, Standing(not_here=4, used=1, still_true=1), True),
    ],
)
def test_fading(days_old: float, standing: Standing, faded: bool) -> None:
    assert row(1, days_old=days_old, standing=standing).is_faded is faded


def test_nothing_fades_by_age_where_the_team_says_never() -> None:
    old = row(1, days_old=9_999).success
    assert not is_faded(old, Standing(), MONDAY, 0)


def test_those_that_hold_come_first_the_latest_confirmed_first() -> None:
    confirmed = Standing(still_true=1, confirmed_at=MONDAY)
    rows = [
        row(1, days_old=200),
        row(2, days_old=9),
        row(3, days_old=150, standing=confirmed),
        row(4, days_old=5),
    ]
    assert [one.success.id for one in in_order(rows)] == [3, 4, 2, 1]


def test_narrowing() -> None:
    rows = (
        row(1, tags=Tags(("決済",), ("二重請求",), ("怒り",)), passage="ご返金いたします"),
        row(2, tags=Tags(("認証",), (), ("困惑",)), was="ﾛｸﾞｲﾝできない"),
        row(3, days_old=400, why="Refund at once"),
    )

    def left(**query: object) -> list[int]:
        return [one.success.id for one in narrowed(rows, SheetQuery(**query))]  # type: ignore[arg-type]

    assert left() == [1, 2, 3]
    assert left(content="決済") == [1]
    assert left(emotion="困惑") == [2]
    assert left(faded=True) == [3]
    assert left(faded=False) == [1, 2]
    assert left(words="ろぐいん") == [2]
    assert left(words="refund ONCE") == [3]
    assert left(words="返金 決済") == [1]
    assert left(words="返金 認証") == []
    assert left(words="返金", found=(3, 2)) == [2, 3]
    assert left(found=(9, 2, 1)) == [2, 1]
    assert left(found=(), emotion="困惑") == []


def test_facets_count_the_words_the_most_frequent_first() -> None:
    rows = (row(1, tags=Tags(("b", "a"))), row(2, tags=Tags(("b",), (), ("x",))))
    assert facets(rows) == {"content": (("b", 2), ("a", 1)), "symptom": (), "emotion": (("x", 1),)}


def test_a_week_begins_on_the_monday_of_the_team() -> None:
    sunday_evening_there = datetime.fromisoformat("2026-11-22T16:00:00+00:00")  # Monday in Tokyo
    assert str(week_of(sunday_evening_there, "Asia/Tokyo")) == "2026-11-23 00:00:00+09:00"
    assert str(week_of(sunday_evening_there, "UTC")) == "2026-11-16 00:00:00+00:00"


def weeks(count: int = 12) -> Iterator[datetime]:
    week = week_of(MONDAY, "Asia/Tokyo")
    return (week + one * 7 * DAY for one in range(count))


def test_the_pick_is_the_same_for_all_and_takes_turns() -> None:
    much = Standing(used=3, confirmed_at=MONDAY - DAY)
    rows = [
        one
        for number in range(1, 13, 3)
        for one in (
            row(number, days_old=2),
            row(number + 1, standing=much),
            row(number + 2, days_old=170),
        )
    ]
    picks = []
    for number, each in enumerate(weeks(3)):
        later = [
            one._replace(success=one.success._replace(at=one.success.at + number * 7 * DAY))
            for one in rows
        ]
        chosen = pick(later, each, FADE)
        assert chosen == pick(reversed(later), each, FADE)
        picks.append(chosen)
    assert {one.reason for one in picks if one} == {
        PickReason.REUSED,
        PickReason.NEW,
        PickReason.UNCONFIRMED,
    }
    assert pick([], next(weeks(1)), FADE) is None


def test_the_pick_says_of_a_case_only_what_is_true() -> None:
    week = next(weeks(1))
    assert pick([row(1, days_old=60)], week, FADE) == Pick(1, PickReason.HOLDS)
    assert pick([row(1, days_old=170)], week, FADE) == Pick(1, PickReason.UNCONFIRMED)
    assert pick([row(1, days_old=3)], week, FADE) == Pick(1, PickReason.NEW)


@pytest.mark.parametrize("count", [4, 9, 40])
def test_no_case_is_picked_again_soon(count: int) -> None:
    """However it comes to stand meanwhile: what is picked is talked of, and used."""
    rows = {number: row(number, days_old=20 + 9 * number) for number in range(1, count + 1)}
    shown: list[int] = []
    for each in weeks(40):
        chosen = pick(rows.values(), each, FADE)
        assert chosen is not None
        assert chosen.success_id not in shown[-(APART - 1) :]
        shown.append(chosen.success_id)
        used = Standing(used=shown.count(chosen.success_id), confirmed_at=each)
        rows[chosen.success_id] = rows[chosen.success_id]._replace(standing=used)


def test_a_case_of_this_very_week_is_picked_only_when_there_is_no_older() -> None:
    week = week_of(MONDAY, "Asia/Tokyo")
    fresh, older = row(1, days_old=-1), row(2, days_old=40)
    assert pick([fresh], week, FADE) == Pick(1, PickReason.NEW)
    assert [
        one.success_id for one in map(lambda each: pick([fresh, older], each, FADE), [week]) if one
    ] == [2]


def test_every_case_has_its_week() -> None:
    """No case waits for ever beside others of its kind."""
    rows = [row(number, days_old=60) for number in range(1, 6)]
    chosen = {one.success_id for week in weeks(60) if (one := pick(rows, week, 0))}
    assert chosen == {1, 2, 3, 4, 5}


def test_lines_are_told_apart_without_their_blanks() -> None:
    assert line_digests("a\n\n  b  \na") == line_digests("a\nb")
    assert not set(line_digests("a")) & set(line_digests("b"))
    assert line_digests(" \n") == ()
