"""Worked time with a database role for each: one's own only, but a timer ends with its task."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csboard.clock import FixedClock
from csboard.domain.commands import Claim, TakeOver, Undo
from csboard.domain.records import TaskRef
from csboard.domain.time_commands import StartTimer, StopTimer
from tests.conftest import MONDAY
from tests.support.roles import Desk, roled_board

REF = TaskRef(1001)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def desk(postgres_url: str, clock: FixedClock) -> Iterator[Desk]:
    """The lead holds a task, and a timer of theirs runs on it."""
    with roled_board(postgres_url) as made:
        lead, me = made.board("suzuki", clock), made.actor("suzuki")
        lead.execute(Claim(task=REF), me)
        lead.execute(StartTimer(task=REF), me)
        lead.disconnect()
        yield made


ANOTHERS = (
    "INSERT INTO time_entry (member_id, task_id, started_at, ended_at, source)"
    " SELECT m.id, t.id, now(), now(), 'hand' FROM member m, task t"
    " WHERE m.login LIKE 'suzuki%'",
    "UPDATE time_entry SET withdrawn_at = now()",
)


def test_nobody_writes_or_drops_anothers_time(desk: Desk) -> None:
    insufficient_privilege = "42501"
    refused = {one: desk.refused("sato", one) for one in ANOTHERS}
    assert refused == dict.fromkeys(ANOTHERS, insufficient_privilege)


def test_a_timer_ends_as_its_task_is_taken_over_and_goes_on_as_that_is_undone(
    desk: Desk, clock: FixedClock
) -> None:
    sato, me = desk.board("sato", clock), desk.actor("sato")
    sato.execute(TakeOver(task=REF, reason="急ぎのため"), me)
    assert desk.run("suzuki", "SELECT ended_at IS NULL FROM time_entry") == [(False,)]
    sato.execute(Undo(), me)
    assert desk.run("suzuki", "SELECT ended_at IS NULL FROM time_entry") == [(True,)]


def test_ones_own_is_ones_own(desk: Desk, clock: FixedClock) -> None:
    sato, me = desk.board("sato", clock), desk.actor("sato")
    sato.execute(StartTimer(task=TaskRef(1002)), me)
    sato.execute(StopTimer(), me)
    sato.execute(Undo(), me)
    sato.execute(Undo(), me)
    mine = "SELECT withdrawn_at IS NULL FROM time_entry ORDER BY id"
    assert desk.run("suzuki", mine) == [(True,), (False,)]
