"""Whatever people do on a board, its clocks and its rows say the same of every inquiry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.clock_rests import standings
from csboard.domain.clock_story import story_of
from csboard.domain.clocks import clocks_of
from csboard.domain.records import TaskRef
from tests.conftest import MONDAY
from tests.domain.clock_builders import RULES
from tests.property.story import Story
from tests.property.test_commands import BEGINNING, STEPS, Make


@settings(suppress_health_check=list(HealthCheck), max_examples=6, deadline=None)
@given(steps=STEPS)
def test_whatever_people_do(steps: list[tuple[str, Make]], boards: Any) -> None:
    play(boards("sqlite"), steps)


def play(board: Board, steps: list[tuple[str, Make]]) -> None:
    story = Story(board, FixedClock(MONDAY + timedelta(days=1)))
    board.clock = story.clock
    story.begin()
    for login, make in [*BEGINNING, *steps]:
        story.step(login, make)
        for number in story.numbers:
            check(board, number)


def check(board: Board, number: int) -> None:
    view = board.inquiry(number)
    inquiry = view.inquiry
    told = story_of(inquiry, view.messages, view.events, merged=view.merged)
    solved = clocks_of(told, RULES, board.clock.now()).solved
    assert (solved.ended_at is None) == (inquiry.closed_at is None)
    assert inquiry.closed_at is None or solved.ended_at == inquiry.closed_at
    assert told.traits[-1][1].urgency is inquiry.urgency
    (reply,) = (task for task in view.tasks if task.ref == TaskRef(inquiry.number))
    now = [one for one in standings(told) if one.since <= board.clock.now()][-1]
    if not now.is_over:
        assert now.for_whom == (reply.waiting.for_whom if reply.waiting else "")
