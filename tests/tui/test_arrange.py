"""Which cards stand where: filter, whose, order; and how many stages a terminal shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from csboard.domain.records import Card, Member, Role, TaskRef, Urgency, Waiting
from csboard.domain.reply_mark import ReplyMark, ReplyState
from csboard.domain.settings import default_stages
from csboard.domain.views import Counts, Delta, Snapshot
from csboard.tui.arrange import Arranger, Order, View, Whose
from csboard.tui.plan import Plan, plan, stage_title
from csboard.tui.state import BoardState
from tests.tui.test_cards import CARD, NOW, TAGS

TODO, DOING, DONE = default_stages()


def card(number: int, **more: Any) -> Card:
    opened = NOW - timedelta(hours=number)
    numbered = CARD._replace(task_id=number, ref=TaskRef(number), opened_at=opened)
    return numbered._replace(**more)


def numbers(cards: tuple[Card, ...]) -> list[int]:
    return [card.ref.number for card in cards]


OLD, NEW = card(9), card(1)
BURNING = card(2, urgency=Urgency.URGENT)
MINE = card(5, owner="yamada", owner_name="山田")
ASKED = ReplyMark(ReplyState.REVIEW, "yamada", asks=1)
ALL = [NEW, MINE, OLD, BURNING]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NEED, [2, 9, 5, 1]),
        (Order.NEWEST, [1, 2, 5, 9]),
        (Order.OLDEST, [9, 5, 2, 1]),
    ],
)
def test_orders(order: Order, expected: list[int]) -> None:
    assert numbers(Arranger("yamada").column(ALL, TODO, View(order=order))) == expected


def test_done_is_always_latest_first() -> None:
    closed = [card(n, closed_at=NOW - timedelta(minutes=n)) for n in (3, 1, 2)]
    shown = Arranger("yamada").column(closed, DONE, View(order=Order.OLDEST))
    assert numbers(shown) == [1, 2, 3]


@pytest.mark.parametrize(
    ("whose", "expected"),
    [
        (Whose.ALL, [2, 9, 5, 1, 6]),
        (Whose.MINE, [5, 6]),
        (Whose.NOBODYS, [2, 9, 1]),
        (Whose.WAITING, [6]),
    ],
)
def test_quick_views(whose: Whose, expected: list[int]) -> None:
    resting = card(6, owner="yamada", waiting=Waiting("customer"))
    shown = Arranger("yamada").column([*ALL, resting], TODO, View(whose=whose))
    assert numbers(shown) == expected


def test_the_view_of_reviews_shows_the_replies_that_somebody_should_look_at() -> None:
    asked, begun = card(7, reply=ASKED), card(8, reply=ASKED._replace(asks=0))
    shown = Arranger("yamada").column([*ALL, asked, begun], TODO, View(whose=Whose.REVIEW))
    assert numbers(shown) == [7]


def test_what_is_closed_wants_no_review() -> None:
    closed = card(3, reply=ASKED, closed_at=NOW)
    assert not Arranger("yamada").column([closed], DONE, View(whose=Whose.REVIEW))


def test_the_urgent_ones_are_found_by_their_word() -> None:
    both = [card(3, urgency=Urgency.URGENT), card(4)]
    assert numbers(Arranger("yamada").column(both, TODO, View(words="urgent"))) == [3]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("請求", True),
        ("#1057", True),
        ("ｻﾄｳ 請求", False),
        ("佐藤 請求", True),
        ("SATO@EXAMPLE", True),
        ("怒り", True),
        ("  ", True),
        ("返金", False),
        ("請求 -佐藤", False),
        ("返金 OR 請求", True),
        ("感情:怒", True),
        ('tag:"怒"', False),
        ("from:佐藤", True),
        ("from:田中", False),
        ("is:unowned", True),
        ("is:mine", False),
        ("-is:open", False),
        ("stage:todo", True),
        ("urgency:low", False),
        ("has:file", True),
        ("い" * 10_000, False),
    ],
)
def test_filter_looks_at_everything_a_card_says(words: str, found: bool) -> None:
    tagged = CARD._replace(tags=TAGS)
    assert bool(Arranger("yamada").column([tagged], TODO, View(words=words))) is found


@pytest.mark.parametrize(
    ("width", "active", "preview", "expected"),
    [
        (80, 0, None, Plan(0, 1, 0)),
        (80, 2, None, Plan(2, 1, 0)),
        (99, 1, True, Plan(1, 1, 0)),
        (100, 0, None, Plan(0, 3, 0)),
        (120, 2, None, Plan(0, 3, 0)),
        (120, 2, True, Plan(1, 2, 42)),
        (160, 0, None, Plan(0, 3, 44)),
        (160, 0, False, Plan(0, 3, 0)),
    ],
)
def test_widths(width: int, active: int, preview: bool | None, expected: Plan) -> None:
    assert plan(width, 3, active, preview) == expected


def test_five_stages_scroll_by_the_active_one() -> None:
    assert plan(120, 5, 0, None) == Plan(0, 3, 0)
    assert plan(120, 5, 4, None) == Plan(2, 3, 0)


def test_stage_titles() -> None:
    counts = Counts({"todo": 8, "doing": 5, "done": 90}, unassigned=3, done_today=12, tray=0)
    limited = replace(DOING, limit=6)
    assert stage_title(TODO, counts, None, 3) == "ToDo 8 ─ Unassigned 3"
    assert stage_title(DOING, counts, None, 0) == "Doing 5"
    assert stage_title(limited, counts, None, 0) == "Doing 5/6"
    assert stage_title(replace(DOING, limit=4), counts, None, 0) == "Doing 5/4 over the limit"
    assert stage_title(DONE, counts, None, 0) == "Done today 12"
    assert stage_title(TODO, counts, 2, 3) == "ToDo: 2 shown"


def test_a_delta_replaces_and_adds_cards() -> None:
    counts = Counts({}, 0, 0, 0)
    before = BoardState.of(Snapshot(1, default_stages(), {}, (OLD, NEW), counts, "T", "UTC"))
    moved = OLD._replace(stage="doing")
    after = before.after(Delta(1, 2, (moved, MINE), (), counts))
    assert after.rev == 2
    assert after.cards == {9: moved, 1: NEW, 5: MINE}
    assert before.cards[9] is OLD


def test_a_renamed_owner_is_called_anew_on_every_card() -> None:
    """No event touches the cards of whoever takes another name."""
    held = card(7, owner="sato", owner_name="sato")
    counts = Counts({}, 0, 0, 0)
    before = BoardState.of(Snapshot(1, default_stages(), {}, (held, NEW), counts, "T", "UTC"))
    members = {"sato": Member(3, "sato", "佐藤", Role.MEMBER)}
    after = before.after(Delta(1, 2, (), (), counts, members))
    assert after.cards[7].owner_name == "佐藤"
    assert after.cards[NEW.task_id] == NEW
