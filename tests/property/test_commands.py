"""Random commands by several members: what must hold after each, on both databases."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    EnterBoard,
    Move,
    OpenInquiry,
    Release,
    TakeOver,
    Undo,
)
from csboard.domain.records import Actor, Event, InquiryView, TaskRef
from csboard.errors import Refused
from tests.conftest import MONDAY

LOGINS = ("lead", "sato", "tanaka")
NUMBERS = (1001, 1002)
TASKS = st.sampled_from([TaskRef(number) for number in NUMBERS])

COMMANDS: st.SearchStrategy[Callable[[], Command]] = st.one_of(
    TASKS.map(lambda ref: lambda: Claim(task=ref)),
    TASKS.map(lambda ref: lambda: Release(task=ref)),
    TASKS.map(lambda ref: lambda: TakeOver(task=ref, reason="why")),
    st.tuples(TASKS, st.sampled_from(["todo", "doing", "done"])).map(
        lambda both: lambda: Move(task=both[0], stage=both[1])
    ),
    st.sampled_from(NUMBERS).map(lambda number: lambda: AddNote(number=number, text="note")),
    st.just(lambda: Undo()),
    st.sampled_from(NUMBERS).map(lambda number: lambda: Undo(number=number)),
)
STEPS = st.lists(st.tuples(st.sampled_from(LOGINS), COMMANDS), max_size=25)


class Story:
    """Plays steps on one board and checks after each that all is as it must be."""

    def __init__(self, board: Board, clock: FixedClock) -> None:
        self.board, self.clock = board, clock

    def begin(self) -> None:
        for login in LOGINS:
            if self.board.member(login) is None:
                self.board.execute(EnterBoard(), Actor(login))
        for _ in NUMBERS:
            self.board.execute(OpenInquiry(subject="x"), Actor("lead"))

    def step(self, login: str, command: Command) -> None:
        self.clock.advance(timedelta(seconds=1))
        before, newest = self.look(), self.board.newest()
        try:
            event = self.board.execute(command, Actor(login))
        except Refused:
            assert (self.look(), self.board.newest()) == (before, newest)
        else:
            assert (event.actor, event.at) == (login, self.clock.now())
            self.check()

    def look(self) -> list[object]:
        """Everything but versions, which only ever grow."""
        return [_state_of(self.board.inquiry(number)) for number in self.numbers()]

    def numbers(self) -> list[int]:
        cards = sorted(card.ref.number for card in self.board.snapshot(done=1000).cards)
        return cards[-len(NUMBERS) :]

    def check(self) -> None:
        for number in self.numbers():
            view = self.board.inquiry(number)
            (task,) = view.tasks
            assert (task.owner is None) == (task.owner_since is None)
            assert (task.closed_at is None) == (task.stage != "done")
            assert (view.inquiry.closed_at is None) == (task.closed_at is None)
            assert (task.stage, task.owner) == replay(view.events)


def _state_of(view: InquiryView) -> object:
    tasks = [(task.stage, task.owner, task.owner_since, task.closed_at) for task in view.tasks]
    return tasks, view.inquiry.closed_at, [message.id for message in view.messages]


def replay(events: tuple[Event, ...]) -> tuple[str, str | None]:
    """Stage and owner of the reply task, from the history alone."""
    states: dict[int, tuple[str, str | None]] = {}
    stage, owner = "todo", None
    for event in events:
        states[event.id] = (stage, owner)
        stage, owner = _AFTER.get(event.kind, _same)(event, stage, owner, states)
    return stage, owner


def _same(event: Event, stage: str, owner: str | None, states: Any) -> tuple[str, str | None]:
    return stage, owner


def _own(event: Event, stage: str, owner: str | None, states: Any) -> tuple[str, str | None]:
    return stage, event.actor


def _released(event: Event, stage: str, owner: str | None, states: Any) -> tuple[str, str | None]:
    return str(event.detail["to"]), None


def _moved(event: Event, stage: str, owner: str | None, states: Any) -> tuple[str, str | None]:
    return str(event.detail["to"]), event.actor if event.detail["took"] else owner


def _undone(event: Event, stage: str, owner: str | None, states: Any) -> tuple[str, str | None]:
    if event.detail["kind"] == "noted":
        return stage, owner
    before: tuple[str, str | None] = states[event.detail["event"]]
    return before


_AFTER: dict[str, Callable[[Event, str, str | None, Any], tuple[str, str | None]]] = {
    "claimed": _own,
    "taken_over": _own,
    "released": _released,
    "moved": _moved,
    "undone": _undone,
}


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
@settings(suppress_health_check=list(HealthCheck), max_examples=40)
@given(steps=STEPS)
def test_whatever_people_do(
    database: str, steps: list[tuple[str, Callable[[], Command]]], boards: Any
) -> None:
    story = Story(boards(database), FixedClock(MONDAY))
    story.board.clock = story.clock
    story.begin()
    low, high = story.numbers()
    shift = {NUMBERS[0]: low, NUMBERS[1]: high}
    for login, make in steps:
        story.step(login, _shifted(make(), shift))


def _shifted(command: Command, shift: dict[int, int]) -> Command:
    """The command for the two inquiries of this example."""
    task, number = getattr(command, "task", None), getattr(command, "number", None)
    if task is not None:
        return dataclasses.replace(command, task=TaskRef(shift[task.number]))  # type: ignore[call-arg]
    if number is not None:
        return dataclasses.replace(command, number=shift[number])  # type: ignore[call-arg]
    return command


@pytest.fixture
def boards(request: pytest.FixtureRequest) -> Callable[[str], Board]:
    """Opens one board per database and keeps it for all examples: opening is the slow part."""
    opened: dict[str, Board] = {}

    def board(database: str) -> Board:
        if database not in opened:
            opened[database] = Board.open(request.getfixturevalue(f"{database}_url"))
            request.addfinalizer(opened[database].close)
        return opened[database]

    return board
