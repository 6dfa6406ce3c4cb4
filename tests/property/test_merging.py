"""Inquiries merged, divided, linked and worked on at random: what must hold, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    Divide,
    EditInquiry,
    EnterBoard,
    Link,
    Merge,
    Move,
    OpenInquiry,
    Release,
    Reopen,
    SplitOff,
    Undo,
    Unlink,
    Wait,
)
from csboard.domain.records import Actor, Card, InquiryFields, TaskRef, Urgency, Waiting
from csboard.domain.views import InquiryView
from csboard.errors import Refused
from tests.conftest import MONDAY

LOGINS = ("lead", "sato", "tanaka")
COUNT = 4
"""Inquiries a story begins with; dividing makes more."""

Wish = Callable[["Story"], Command]
WHICH = st.integers(0, COUNT)
SEQ = st.sampled_from([1, 1, 1, 2])


def _ref(story: Story, which: int, seq: int) -> TaskRef:
    return TaskRef(story.number(which), seq)


MERGES: st.SearchStrategy[Wish] = st.tuples(WHICH, WHICH).map(
    lambda two: lambda story: Merge(number=story.number(two[0]), into=story.number(two[1]))
)
WISHES: st.SearchStrategy[Wish] = st.one_of(
    MERGES,
    MERGES,
    st.tuples(WHICH, WHICH).map(
        lambda two: lambda story: Link(number=story.number(two[0]), other=story.number(two[1]))
    ),
    st.tuples(WHICH, WHICH).map(
        lambda two: lambda story: Unlink(number=story.number(two[0]), other=story.number(two[1]))
    ),
    WHICH.map(
        lambda which: (
            lambda story: Divide(number=story.number(which), message_id=story.message(which))
        )
    ),
    WHICH.map(lambda which: lambda story: AddNote(number=story.number(which), text="note")),
    WHICH.map(lambda which: lambda story: SplitOff(number=story.number(which), title="task")),
    WHICH.map(lambda which: lambda story: Reopen(number=story.number(which))),
    st.tuples(WHICH, st.sampled_from(Urgency)).map(
        lambda two: (
            lambda story: EditInquiry(
                number=story.number(two[0]), fields=InquiryFields(urgency=two[1]), reason="why"
            )
        )
    ),
    st.tuples(WHICH, SEQ).map(lambda two: lambda story: Claim(task=_ref(story, *two))),
    st.tuples(WHICH, SEQ).map(lambda two: lambda story: Release(task=_ref(story, *two))),
    st.tuples(WHICH, SEQ).map(
        lambda two: lambda story: Wait(task=_ref(story, *two), waiting=Waiting("customer"))
    ),
    st.tuples(WHICH, SEQ, st.sampled_from(["todo", "doing", "done"])).map(
        lambda three: lambda story: Move(task=_ref(story, *three[:2]), stage=three[2])
    ),
    st.just(lambda story: Undo()),
    WHICH.map(lambda which: lambda story: Undo(number=story.number(which))),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(LOGINS), WISHES, st.booleans()), min_size=12, max_size=40
)


class Story:
    """Plays wishes on one board and checks after each that all is as it must be."""

    def __init__(self, board: Board) -> None:
        self.board, self.clock = board, FixedClock(MONDAY)
        board.clock = self.clock
        self.numbers: list[int] = []
        self.since = board.newest()

    def begin(self) -> None:
        for login in LOGINS:
            if self.board.member(login) is None:
                self.board.execute(EnterBoard(), Actor(login))
        for index in range(COUNT):
            opened = OpenInquiry(subject="x", body="y", customer_email=f"{index}@example.jp")
            self.numbers.append(self.board.execute(opened, Actor("lead")).number or 0)
        self.seen = self.look()

    def number(self, which: int) -> int:
        return self.numbers[which % len(self.numbers)]

    def message(self, which: int) -> int:
        messages = self.board.inquiry(self.number(which)).messages
        return messages[-1].id if messages else 0

    def step(self, login: str, wish: Wish, and_back: bool) -> None:
        self.clock.advance(timedelta(seconds=1))
        command, before, newest = wish(self), self.seen, self.board.newest()
        try:
            event = self.board.execute(command, Actor(login))
        except Refused:
            self.seen = self.look()
            assert (self.seen, self.board.newest()) == (before, newest)
            return
        if event.kind == "divided":
            assert event.number is not None
            self.numbers.append(event.number)
        self.seen = self.look()
        self.seen.check()
        if and_back and event.kind not in ("undone", "divided"):
            self.clock.advance(timedelta(seconds=1))
            self.board.execute(Undo(), Actor(login))
            self.seen = self.look()
            assert self.seen == before
            self.seen.check()

    def look(self) -> Look:
        views = {number: _shown(self.board.inquiry(number)) for number in self.numbers}
        delta = self.board.delta(self.since)  # as a board that followed it from the start has it
        assert delta is not None
        mine = [card._replace(version=0) for card in delta.cards if card.ref.number in views]
        return Look(views, sorted(mine, key=lambda card: card.ref))


class Look(NamedTuple):
    """Everything that is shown but versions, which only ever grow, and the history."""

    views: dict[int, InquiryView]
    """By every number that an inquiry of the story ever had."""
    cards: list[Card]

    def check(self) -> None:
        wholes = {view.inquiry.number: view for view in self.views.values()}
        for number, view in self.views.items():
            assert number == view.inquiry.number or number in view.merged
            assert view.inquiry.merged_into is None
            assert view.inquiry.number not in [brief.number for brief in view.related]
            open_tasks = [task for task in view.tasks if task.closed_at is None]
            assert (view.inquiry.closed_at is None) == bool(open_tasks)
        tasks = sorted(task.ref for view in wholes.values() for task in view.tasks)
        assert tasks == [card.ref for card in self.cards]
        messages = [message.id for view in wholes.values() for message in view.messages]
        assert len(messages) == len(set(messages))
        for view in wholes.values():
            assert {card.urgency for card in self.cards if _is_of(card, view)} == {
                view.inquiry.urgency
            }


def _is_of(card: Card, view: InquiryView) -> bool:
    return card.ref.number == view.inquiry.number or card.ref.number in view.merged


def _shown(view: InquiryView) -> InquiryView:
    return view._replace(
        rev=0,
        members={},
        inquiry=view.inquiry._replace(version=0),
        tasks=tuple(task._replace(version=0) for task in view.tasks),
        events=(),
    )


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
@settings(suppress_health_check=list(HealthCheck), max_examples=20)
@given(steps=STEPS)
def test_whatever_goes_on_in_whatever(
    database: str, steps: list[tuple[str, Wish, bool]], boards: Any
) -> None:
    story = Story(boards(database))
    story.begin()
    for login, wish, and_back in steps:
        story.step(login, wish, and_back)
