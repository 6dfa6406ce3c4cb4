"""Who could go on with a task: by knowledge, by what each has to do, and nobody who is away."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.absences import Absence, OnMail, Span, span_of
from csboard.domain.holders import (
    Deed,
    Done,
    KnowledgeMap,
    Topic,
    Work,
    knowledge_map,
)
from csboard.domain.receivers import HALVED_BY, reason, receivers
from csboard.domain.records import INTAKE_LOGIN, NO_TAGS, Member, Role, Tags

TOKYO = ZoneInfo("Asia/Tokyo")
LOGIN = Tags(("認証",), ("ログイン不可",))
BOTH = Tags(("認証",), ("ログイン不可", "遅い"))
ONE, OTHER = Topic("認証", "ログイン不可"), Topic("認証", "遅い")
PEOPLE = {
    login: Member(index, login, login.title(), Role.MEMBER)
    for index, login in enumerate(("suzuki", "sato", "tanaka", "ito"), start=2)
}


def absence(login: str, first: str, last: str, **more: Any) -> Absence:
    days = (date.fromisoformat(first), date.fromisoformat(last))
    return Absence(1, login, *days, OnMail.POOL)._replace(**more)


AWAY = span_of(absence("suzuki", "2026-11-24", "2026-11-30"), TOKYO)


def known(*done: Done, **load: int) -> KnowledgeMap:
    found = knowledge_map(done, {}, PEOPLE.values(), 180)
    return found._replace(work=Work(load=load))


def did(login: str, topic: Topic = ONE, deed: Deed = Deed.HANDLED, times: int = 1) -> Done:
    return Done(topic, login, deed, times, float(times))


def proposed(
    knowledge: KnowledgeMap, *absences: Absence, tags: Tags = LOGIN, away: Span = AWAY
) -> list[str]:
    found = receivers(tags, "suzuki", [away], knowledge, absences, TOKYO)
    return [one.login for one in found]


@pytest.mark.parametrize(
    ("knowledge", "tags", "order"),
    [
        (known(), LOGIN, ["ito", "sato", "tanaka"]),
        (known(sato=2, ito=1), LOGIN, ["tanaka", "ito", "sato"]),
        (known(did("tanaka"), did("suzuki")), LOGIN, ["tanaka", "ito", "sato"]),
        # Knowing it well weighs as much as twelve tasks, and no more however well.
        (known(did("sato", times=3), sato=11), LOGIN, ["sato", "ito", "tanaka"]),
        (known(did("sato", times=99), sato=13), LOGIN, ["ito", "tanaka", "sato"]),
        (known(did("sato", times=3), sato=12), LOGIN, ["ito", "tanaka", "sato"]),
        (known(did("sato"), did("ito"), did("ito", OTHER)), BOTH, ["ito", "sato", "tanaka"]),
        (known(did("sato", OTHER)), LOGIN, ["ito", "sato", "tanaka"]),
        (known(did("sato")), NO_TAGS, ["ito", "sato", "tanaka"]),
    ],
)
def test_who_knows_it_and_has_little_to_do_comes_first(
    knowledge: KnowledgeMap, tags: Tags, order: list[str]
) -> None:
    assert proposed(knowledge, tags=tags) == order


@pytest.mark.parametrize(
    ("first", "last", "more", "is_there"),
    [
        ("2026-11-20", "2026-11-23", {}, True),
        ("2026-11-20", "2026-11-24", {"until_noon": True}, False),
        ("2026-11-26", "2026-11-26", {}, False),
        ("2026-11-30", "2026-12-03", {"from_noon": True}, False),
        ("2026-12-01", "2026-12-03", {}, True),
    ],
)
def test_nobody_who_is_away_in_any_part_of_that_time(
    first: str, last: str, more: dict[str, bool], is_there: bool
) -> None:
    found = proposed(known(did("sato")), absence("sato", first, last, **more))
    assert ("sato" in found) is is_there


def test_who_has_left_or_only_looks_and_the_intake_are_passed_over() -> None:
    people = (
        *PEOPLE.values(),
        Member(1, INTAKE_LOGIN, "", Role.MEMBER),
        Member(7, "yamada", "", Role.MEMBER, active=False),
        Member(8, "guest", "", Role.VIEWER),
    )
    assert proposed(known()._replace(members=people)) == ["ito", "sato", "tanaka"]


def test_a_proposal_says_why() -> None:
    knowledge = known(did("sato"), did("sato", deed=Deed.REVIEWED, times=2), sato=1, ito=2)
    sato, _tanaka, ito = receivers(LOGIN, "suzuki", [AWAY], knowledge, (), TOKYO)
    assert sato[2:5] == (2.0, (Deed.HANDLED, Deed.REVIEWED), 1)
    assert sato.fit == pytest.approx(3 / 2 ** (1 / HALVED_BY), abs=1e-6)
    assert reason(sato) == "this kind: answered, reviewed; 1 open task"
    assert (ito.login, reason(ito)) == ("ito", "2 open tasks")


@given(
    st.lists(
        st.builds(did, st.sampled_from(list(PEOPLE)), st.just(ONE), st.sampled_from(Deed)),
        max_size=8,
    ),
    st.dictionaries(st.sampled_from(list(PEOPLE)), st.integers(0, 40)),
    st.randoms(use_true_random=False),
)
def test_the_order_is_total_whatever_the_order_of_the_team(
    done: list[Done], load: dict[str, int], chance: object
) -> None:
    knowledge = known(*done, **load)
    people = list(knowledge.members)
    chance.shuffle(people)  # type: ignore[attr-defined]
    shuffled = knowledge._replace(members=tuple(people))
    assert proposed(knowledge) == proposed(shuffled)
