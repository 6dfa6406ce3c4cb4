"""Cards say of their promises what the whole history says, whatever has happened at the desk."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csboard.clock import FixedClock
from csboard.db.stories import Told, told
from csboard.domain.card_clocks import Pressing, pressing
from csboard.domain.clock_rules import Rules
from csboard.domain.clocks import clocks_of
from csboard.domain.records import Card, TaskRef
from tests.conftest import MONDAY
from tests.domain.clock_builders import most_pressing
from tests.support.random_desk import RandomDesk

EXAMPLES = settings(
    suppress_health_check=list(HealthCheck),
    max_examples=10 if os.environ.get("CI") == "true" else 5,
    deadline=None,
)
LATER = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 45, 600, 4000, 20000))
DECIDES = 0.1
"""So often the team decides something else."""


@EXAMPLES
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
@given(seed=st.integers(0, 10**9), acts=st.integers(5, 25))
def test_whatever_happens(database: str, seed: int, acts: int, boards: Any) -> None:
    board, chance = boards(database), Random(seed)
    board.clock = clock = FixedClock(MONDAY)
    desk = RandomDesk(board, clock, chance)
    desk.begin(promises={"first": ("4h",), "next": ("8h",), "solved": ("40h", "10h urgency:high")})
    check(desk)
    for _act in range(acts):
        if chance.random() < DECIDES:
            desk.decide()
        desk.step()
        check(desk)


def check(desk: RandomDesk) -> None:
    """Now, and at moments until which nothing more happens."""
    board, now = desk.board, desk.clock.now()
    rules = board.snapshot().rules
    assert rules is not None
    for one in board._store.read(lambda reading: list(told(desk.numbers, reading.team))):
        if one.inquiry.junked_at is not None:
            continue
        card = board.card(TaskRef(one.inquiry.number))
        for later in LATER:
            assert on_card(card, rules, now + later) == by_history(one, rules, now + later)


def on_card(card: Card, rules: Rules, now: datetime) -> Pressing | None:
    return card.clocks and pressing(card.clocks, rules.calendar, now)


def by_history(one: Told, rules: Rules, now: datetime) -> Pressing | None:
    if one.inquiry.closed_at is not None:
        return None
    found = most_pressing(clocks_of(one.story, rules, now))
    if found is None or found.left is None:
        return None
    return Pressing(
        found.which, found.started_at, found.left, found.due_at, found.paused, found.is_broken
    )
