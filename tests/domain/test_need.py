"""Which card is most in need: by examples, in words, and by what must hold for any cards."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain import need
from csboard.domain.clock_words import Teller
from csboard.domain.need import Case, Heat, heat_of, need_of, parts_of
from csboard.domain.need_words import explained
from csboard.domain.records import Pin, TaskRef, Urgency
from csboard.domain.settings import TeamSettings
from tests.domain.builders import MEMBERS
from tests.domain.clock_builders import HOUR, MINUTE, OFFICE, at

HEAT = heat_of(replace(TeamSettings(), heat={"怒り": 60, "不安": 20}))
NOON = at("24 12:00")


def case(number: int = 1042, **more: object) -> Case:
    return Case(TaskRef(number), at("24 09:00"))._replace(**more)  # type: ignore[arg-type]


def in_order(cases: Iterable[Case], heat: Heat) -> list[Case]:
    """The one most in need first."""
    return sorted(cases, key=lambda one: need_of(one, heat))


def order(*cases: Case) -> list[int]:
    return [one.ref.number for one in in_order(cases, HEAT)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"left": HOUR}, {"left": 2 * HOUR}),
        ({"left": -HOUR}, {"left": timedelta()}),
        ({"left": HOUR}, {}),
        ({}, {"left": 40 * HOUR}),
        ({"urgency": Urgency.HIGH}, {}),
        ({}, {"urgency": Urgency.LOW}),
        ({"emotions": ("怒り",)}, {"emotions": ("不安",)}),
        ({"emotions": ("不安",)}, {"emotions": ("感謝",)}),
        ({"emotions": ("不安", "怒り")}, {"emotions": ("不安",)}),
        ({"unowned_for": HOUR}, {}),
        (
            {"urgency": Urgency.URGENT, "left": 3 * HOUR},
            {"left": -40 * HOUR, "unowned_for": 40 * HOUR},
        ),
        ({"pin": Pin("sato", NOON)}, {"urgency": Urgency.URGENT, "left": -HOUR}),
        ({"pin": Pin("sato", NOON), "waits": True}, {"left": -HOUR}),
        ({"urgency": Urgency.LOW}, {"waits": True, "urgency": Urgency.URGENT}),
        ({"pin": Pin("sato", NOON), "left": HOUR}, {"pin": Pin("suzuki", NOON), "left": 2 * HOUR}),
        ({"opened_at": at("24 08:00")}, {}),
    ],
)
def test_the_first_comes_first(first: dict[str, object], second: dict[str, object]) -> None:
    assert order(case(2, **second), case(1, **first)) == [1, 2]
    assert order(case(2, **first), case(1, **second)) == [2, 1]


def test_widths_and_kana_of_an_emotion_are_the_same() -> None:
    heat = heat_of(replace(TeamSettings(), heat={"いらいら": 60}))
    assert parts_of(case(emotions=("イライラ",)), heat)[-1].weight == -HOUR


def test_of_equals_the_smaller_number_comes_first() -> None:
    reply, task = case(1042), case(1042, ref=TaskRef(1042, 2))
    assert in_order([case(1043), task, reply], HEAT) == [reply, task, case(1043)]


def test_in_words() -> None:
    urgent = case(
        left=100 * MINUTE,
        urgency=Urgency.URGENT,
        emotions=("不安", "怒り"),
        unowned_for=30 * MINUTE,
        pin=Pin("sato", NOON),
    )
    assert explained(urgent, HEAT, Teller(OFFICE, NOON), MEMBERS) == (
        "Pinned before the others by 佐藤, Tue Nov 24 12:00",
        "+1:40  until the promise is due",
        "-24:00  urgency: urgent",
        "-1:00  emotion: 怒り",
        "-0:30  nobody has had it for that long",
        "-23:50  together; the smallest comes first",
    )


def test_in_japanese(japanese: None) -> None:
    late = case(left=-9 * HOUR, urgency=Urgency.LOW, unowned_for=9 * HOUR, waits=True)
    assert explained(late, HEAT, Teller(OFFICE, NOON), MEMBERS) == (
        "保留中: 作業できるカードの後ろに並びます",
        "-8:00  約束の期限を過ぎた時間（8:00 まで数えます）",
        "+8:00  緊急度: 低",
        "-8:00  未担当の時間（8:00 まで数えます）",
        "-8:00  合計（小さいほど先に並びます）",
    )


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "+16:00  nothing is promised for it"),
        (41 * HOUR, "+40:00  until the promise is due (no more than 40:00 count)"),
        (-HOUR, "-1:00  since the promise was due"),
        (timedelta(), "+0:00  until the promise is due"),
    ],
)
def test_the_promise_in_words(left: timedelta | None, words: str) -> None:
    assert explained(case(left=left), HEAT, Teller(OFFICE, NOON), MEMBERS)[0] == words


MINUTES = st.integers(-6000, 6000).map(lambda minutes: minutes * MINUTE)
CASES = st.builds(
    Case,
    ref=st.builds(TaskRef, st.integers(1, 50), st.integers(1, 3)),
    opened_at=st.integers(0, 5000).map(lambda minutes: at("20 09:00") + minutes * MINUTE),
    urgency=st.sampled_from(Urgency),
    left=st.none() | MINUTES,
    emotions=st.lists(st.sampled_from(("怒り", "不安", "感謝")), max_size=3).map(tuple),
    unowned_for=MINUTES.map(abs),
    waits=st.booleans(),
    pin=st.none() | st.just(Pin("sato", NOON)),
)
MANY = st.lists(CASES, max_size=12, unique_by=lambda one: one.ref)


@given(MANY, st.randoms(use_true_random=False))
def test_any_order_they_come_in_gives_the_same(cases: list[Case], drawn: random.Random) -> None:
    shuffled = list(cases)
    drawn.shuffle(shuffled)
    assert in_order(cases, HEAT) == in_order(shuffled, HEAT)


@given(MANY)
def test_no_two_are_the_same_and_pairs_agree_with_the_whole(cases: list[Case]) -> None:
    needs = [need_of(one, HEAT) for one in in_order(cases, HEAT)]
    assert all(a < b for a, b in itertools.pairwise(needs))
    assert all(
        in_order(pair, HEAT) == list(pair) for pair in itertools.pairwise(in_order(cases, HEAT))
    )


@given(CASES)
def test_what_is_explained_adds_up(one: Case) -> None:
    parts = parts_of(one, HEAT)
    assert sum((part.weight for part in parts), timedelta()) == need_of(one, HEAT).total
    kinds = [part.kind for part in parts]
    assert len(set(kinds)) == len(kinds)
    pinned_or_waits = one.pin is not None or one.waits
    lines = explained(one, HEAT, Teller(OFFICE, NOON), MEMBERS)
    assert len(lines) == len(parts) + 1 + pinned_or_waits


@given(CASES, st.integers(1, 600), CASES)
def test_more_of_anything_never_moves_it_back(one: Case, minutes: int, other: Case) -> None:
    more = minutes * MINUTE
    worse = [one._replace(unowned_for=one.unowned_for + more)]
    worse.append(one._replace(emotions=(*one.emotions, "怒り")))
    worse.append(one._replace(urgency=Urgency.of_rank(max(0, one.urgency.rank - 1))))
    worse.append(one._replace(opened_at=one.opened_at - more))
    worse.append(one._replace(waits=False))
    worse.append(one._replace(pin=Pin("suzuki", NOON)))
    if one.left is not None:
        worse.append(one._replace(left=one.left - more))
    if need_of(one, HEAT) <= need_of(other, HEAT):
        assert all(need_of(each, HEAT) <= need_of(other, HEAT) for each in worse)


@given(MANY)
def test_waiting_and_pinned_ones_stand_apart(cases: list[Case]) -> None:
    groups = [need_of(one, HEAT).group for one in in_order(cases, HEAT)]
    assert groups == sorted(groups)
    for one in cases:
        group = need_of(one, HEAT).group
        assert (group == need.PINNED) == (one.pin is not None)
        assert group != need.WORKABLE or not one.waits
