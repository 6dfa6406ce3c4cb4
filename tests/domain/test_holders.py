"""How many heads a topic stands in, what is on top of the map, and the team's truck factor."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain import knowledge_words
from csboard.domain.holders import (
    Deed,
    Done,
    Holding,
    KnowledgeMap,
    Topic,
    TopicRow,
    decayed,
    effective_holders,
    knowledge_map,
    topics_of,
    truck_factor,
)
from csboard.domain.pairing import reviewer_for
from csboard.domain.records import NO_TAGS, Member, Role, Tags
from tests.domain.builders import MEMBERS, SATO, SUZUKI, TANAKA

LOGIN, PDF = Topic("認証", "ログイン不可"), Topic("帳票", "開けない")
HALF_LIFE = 180
WEIGHTS = st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=12)


def did(
    who: Member, topic: Topic = LOGIN, deed: Deed = Deed.HANDLED, times: int = 1, days: float = 0
) -> Done:
    return Done(topic, who.login, deed, times, times * decayed(days, HALF_LIFE))


def drawn(*done: Done, **arrivals: int) -> KnowledgeMap:
    """The map, with as many arrivals as are named for `login` and `pdf`."""
    arrived = {{"login": LOGIN, "pdf": PDF}[name]: count for name, count in arrivals.items()}
    return knowledge_map(done, arrived, MEMBERS.values(), HALF_LIFE)


@pytest.mark.parametrize(
    ("tags", "topics"),
    [
        (NO_TAGS, ()),
        (Tags(emotion=("怒り",)), ()),
        (Tags(("認証",), ("ログイン不可",), ("怒り",)), (LOGIN,)),
        (Tags(("認証",)), (Topic("認証", ""),)),
        (Tags(symptom=("遅い",)), (Topic("", "遅い"),)),
        (Tags(("a", "b"), ("x",)), (Topic("a", "x"), Topic("b", "x"))),
    ],
)
def test_a_topic_is_a_content_with_a_symptom(tags: Tags, topics: tuple[Topic, ...]) -> None:
    assert topics_of(tags) == topics


@given(st.integers(1, 40), st.floats(1e-6, 1e6))
def test_equal_weights_are_as_many_heads(count: int, weight: float) -> None:
    assert effective_holders([weight] * count) == pytest.approx(count)


def test_one_is_one_and_nobody_is_none() -> None:
    assert effective_holders([3.5]) == 1
    assert effective_holders([]) == effective_holders([0.0]) == 0


@given(WEIGHTS, st.floats(1e-3, 1e3))
def test_the_scale_is_no_matter(weights: list[float], by: float) -> None:
    scaled = effective_holders(weight * by for weight in weights)
    assert scaled == pytest.approx(effective_holders(weights))


@given(WEIGHTS)
def test_it_is_from_one_to_all(weights: list[float]) -> None:
    assert 1 - 1e-9 <= effective_holders(weights) <= len(weights) + 1e-9


@given(WEIGHTS, st.floats(0, 1))
def test_another_who_knows_no_more_than_most_never_makes_it_fewer(
    weights: list[float], part: float
) -> None:
    new = part * math.fsum(weights) / len(weights)
    assert effective_holders([*weights, new]) >= effective_holders(weights) - 1e-9


@given(st.floats(0, 5000), st.floats(0, 5000), st.integers(1, 1000))
def test_what_is_longer_ago_weighs_no_more(one: float, other: float, half_life: int) -> None:
    earlier, later = max(one, other), min(one, other)
    assert 0 <= decayed(earlier, half_life) <= decayed(later, half_life) <= 1


def test_half_is_left_after_a_half_life() -> None:
    assert [decayed(days, 180) for days in (-3, 0, 180, 360)] == [1, 1, 0.5, 0.25]


def test_answering_reviewing_and_writing_count_each_by_its_factor() -> None:
    found = drawn(
        did(SATO, times=3),
        did(SATO, deed=Deed.WROTE),
        did(SUZUKI, deed=Deed.REVIEWED, days=2 * HALF_LIFE),
    )
    assert found.rows[0].holdings == (
        Holding("sato", 4.0, handled=3, wrote=1),
        Holding("suzuki", 0.125, reviewed=1),
    )
    assert found.rows[0].holders == ("sato",)


def test_who_left_looks_only_or_is_the_intake_holds_nothing() -> None:
    gone = SATO._replace(active=False)
    members = {**MEMBERS, "sato": gone}
    done = [did(gone), did(MEMBERS["visitor"]), did(MEMBERS["intake"]), did(SUZUKI, times=2)]
    found = knowledge_map(done, {}, members.values(), HALF_LIFE)
    assert [one.login for one in found.rows[0].holdings] == ["suzuki"]
    assert [one.login for one in found.members] == ["suzuki", "tanaka"]


def test_what_nobody_holds_any_more_is_in_no_head() -> None:
    (row,) = drawn(did(SATO, days=3 * HALF_LIFE), login=4).rows
    assert (row.effective, row.holders, len(row.holdings)) == (0.0, (), 1)


def test_what_lacks_most_is_on_top() -> None:
    few, many, unknown, safe = (Topic("c", name) for name in ("few", "many", "unknown", "safe"))
    done = [
        did(SATO, few),
        did(SATO, many),
        *(did(who, safe, times=2) for who in (SATO, SUZUKI, TANAKA)),
    ]
    arrivals = {few: 2, many: 30, unknown: 30, safe: 90}
    found = knowledge_map(done, arrivals, MEMBERS.values(), HALF_LIFE)
    assert [row.topic for row in found.rows] == [unknown, many, few, safe]
    assert [row.effective for row in found.rows] == [0.0, 1.0, 1.0, 3.0]
    assert [row.lacks for row in found.rows] == [True, True, True, False]


@pytest.mark.parametrize(
    ("holders", "members", "without"),
    [
        ([("a", 10)], 1, 1.0),
        ([("ab", 10)], 2, 1.0),
        ([("a", 6), ("b", 4)], 1, 0.6),
        ([("a", 5), ("b", 5)], 2, 1.0),
        ([("", 6), ("a", 4)], 0, 0.6),
        ([("", 5), ("a", 5)], 1, 1.0),
        ([("abc", 9), ("a", 1), ("b", 0)], 3, 1.0),
    ],
)
def test_the_truck_factor_is_how_few_may_be_away(
    holders: list[tuple[str, int]], members: int, without: float
) -> None:
    truck = truck_factor(_held(holders))
    assert truck is not None
    assert truck.members == members
    assert truck.without == pytest.approx(without)


def test_without_arrivals_there_is_nothing_to_say() -> None:
    assert truck_factor(_held([("a", 0)])) is None


@given(
    st.lists(
        st.tuples(st.sets(st.sampled_from("abcdef")).map("".join), st.integers(0, 50)), max_size=8
    )
)
def test_the_greedy_way_takes_no_fewer_than_there_are_and_no_more_than_all(
    holders: list[tuple[str, int]],
) -> None:
    truck = truck_factor(_held(holders))
    if truck is None:
        assert sum(arrivals for _names, arrivals in holders) == 0
    else:
        assert _fewest(holders) <= truck.members <= len({one for who, _n in holders for one in who})
        assert truck.without > 0.5


def _fewest(holders: list[tuple[str, int]]) -> int:
    """The truth, by trying all."""
    everybody = sorted({one for names, _arrivals in holders for one in names})
    total = sum(arrivals for _names, arrivals in holders)
    return next(
        size
        for size in range(len(everybody) + 1)
        for away in combinations(everybody, size)
        if 2 * sum(n for names, n in holders if set(names) <= set(away)) > total
    )


def _held(holders: list[tuple[str, int]]) -> list[TopicRow]:
    return [
        TopicRow(Topic("c", str(index)), tuple(Holding(one, 1.0) for one in names), arrivals)
        for index, (names, arrivals) in enumerate(holders)
    ]


def test_members_stand_as_they_came() -> None:
    others = (Member(9, "abe", "阿部", Role.MEMBER), *MEMBERS.values())
    found = knowledge_map([], {}, others, HALF_LIFE)
    assert [one.login for one in found.members] == ["suzuki", "sato", "tanaka", "abe"]


def test_a_factor_of_nobody_says_what_that_means() -> None:
    found = drawn(login=3)
    assert (
        knowledge_words.truck(found.truck) == "Truck factor: 0 (most arrivals are known to nobody)"
    )
    assert knowledge_words.truck(drawn(did(SATO), login=3).truck) == "Truck factor: 1"
    assert knowledge_words.truck(None) == "Truck factor: -"


def test_a_reviewer_is_nobody_who_is_away() -> None:
    row = TopicRow(Topic("配送", ""), (Holding("sato", 3), Holding("ito", 2)), 1)
    assert [reviewer_for(row, "tanaka", away) for away in ((), {"sato"}, {"sato", "ito"})] == [
        "sato",
        "ito",
        None,
    ]
