"""Random commands by several members: what must hold after each, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    Divide,
    EditInquiry,
    EndWaiting,
    ExcuseMessage,
    Link,
    Merge,
    Move,
    Pin,
    Release,
    RenameTask,
    Reopen,
    SplitOff,
    TakeOver,
    Undo,
    Unlink,
    Unpin,
    Wait,
)
from csboard.domain.records import Direction, InquiryFields, Outcome, Tags, Urgency, Waiting
from tests.conftest import MONDAY
from tests.property.story import LOGINS, WHOEVER, Story

Make = Callable[[Story], Command]

INDEXES = st.sampled_from((0, 0, 0, 0, 1))
TASKS = st.tuples(INDEXES, st.sampled_from((1, 1, 2)))
STAGES = st.sampled_from(["todo", "doing", "done"])
MARKS = st.builds(
    Waiting,
    st.sampled_from(["customer", "customer", "internal", "date"]),
    st.sampled_from(["", "答え"]),
    st.sampled_from([None, MONDAY + timedelta(days=2)]),
    st.booleans(),
)
FIELDS = st.builds(
    InquiryFields,
    subject=st.sampled_from([None, None, "件名"]),
    urgency=st.sampled_from([None, *Urgency]),
    policy=st.sampled_from([None, "返金\nする"]),
    fact=st.sampled_from([None, "", "事実", "別の事実"]),
    outcome=st.sampled_from([None, "", Outcome.SETTLED]),
    tags=st.sampled_from([None, Tags(), Tags(("決済",), ("二重",))]),
    customer_name=st.sampled_from([None, None, "山田", "山田花子"]),
)
SEEN = st.sampled_from([None, InquiryFields(fact="", customer_name="山田")])


def _divide(index: int) -> Make:
    def make(story: Story) -> Command:
        number = story.numbers[index]
        return Divide(number=number, message_id=story.board.inquiry(number).messages[-1].id)

    return make


def _excuse(index: int) -> Make:
    def make(story: Story) -> Command:
        number = story.numbers[index]
        messages = story.board.inquiry(number).messages
        theirs = [one.id for one in messages if one.direction is Direction.IN]
        return ExcuseMessage(number=number, message_id=(theirs or [0])[-1])

    return make


def _two(kind: type[Link | Unlink]) -> st.SearchStrategy[Make]:
    return st.just(lambda story: kind(number=story.numbers[0], other=story.numbers[1]))


KINDS: dict[str, st.SearchStrategy[Make]] = {
    "Claim": TASKS.map(lambda at: lambda story: Claim(task=story.ref(at))),
    "Release": TASKS.map(lambda at: lambda story: Release(task=story.ref(at))),
    "TakeOver": TASKS.map(lambda at: lambda story: TakeOver(task=story.ref(at), reason="why")),
    "Move": st.tuples(TASKS, STAGES).map(
        lambda both: lambda story: Move(task=story.ref(both[0]), stage=both[1])
    ),
    "Wait": st.tuples(TASKS, MARKS).map(
        lambda both: lambda story: Wait(task=story.ref(both[0]), waiting=both[1])
    ),
    "EndWaiting": TASKS.map(lambda at: lambda story: EndWaiting(task=story.ref(at))),
    "Pin": TASKS.map(lambda at: lambda story: Pin(task=story.ref(at))),
    "Unpin": TASKS.map(lambda at: lambda story: Unpin(task=story.ref(at))),
    "ExcuseMessage": INDEXES.map(_excuse),
    "SplitOff": INDEXES.map(lambda at: lambda story: SplitOff(number=story.numbers[at], title="t")),
    "RenameTask": st.tuples(TASKS, st.sampled_from(["t", "u"])).map(
        lambda both: lambda story: RenameTask(task=story.ref(both[0]), title=both[1])
    ),
    "EditInquiry": st.tuples(INDEXES, FIELDS, SEEN).map(
        lambda three: (
            lambda story: EditInquiry(
                number=story.numbers[three[0]], fields=three[1], was=three[2], reason="why"
            )
        )
    ),
    "Reopen": INDEXES.map(lambda at: lambda story: Reopen(number=story.numbers[at])),
    "Merge": INDEXES.map(
        lambda at: lambda story: Merge(number=story.numbers[at], into=story.numbers[1 - at])
    ),
    "Divide": INDEXES.map(_divide),
    "Link": _two(Link),
    "Unlink": _two(Unlink),
    "AddNote": INDEXES.map(lambda at: lambda story: AddNote(number=story.numbers[at], text="n")),
    "Undo": st.sampled_from((None, None, 0, 0, 0, 1)).map(
        lambda at: lambda story: Undo(number=None if at is None else story.numbers[at])
    ),
    "SortLetter": INDEXES.map(lambda at: lambda story: story.mail(at)),
}
BEGINNING: list[tuple[str, Make]] = [
    ("sato", lambda story: Claim(task=story.ref((0, 1)))),
    ("tanaka", lambda story: SplitOff(number=story.numbers[0], title="t")),
    ("tanaka", lambda story: Claim(task=story.ref((0, 2)))),
]
"""Two people at work on one inquiry: a story from nothing seldom gets so far."""

WHO = st.sampled_from((WHOEVER, WHOEVER, WHOEVER, *LOGINS))


def _steps(kinds: list[str]) -> st.SearchStrategy[list[tuple[str, Make]]]:
    acts = st.sampled_from([*kinds, *kinds, "Undo"]).flatmap(KINDS.__getitem__)
    return st.lists(st.tuples(WHO, acts), min_size=12, max_size=30)


STEPS = (
    st.lists(st.sampled_from(list(KINDS)), min_size=2, max_size=5)
    .map(lambda kinds: ["Move", *kinds])
    .flatmap(_steps)
)
"""A story is about a few kinds of acts, or it would seldom come to do two that matter together."""


def _named(at: int, organisation: str) -> tuple[str, Make]:
    fields = InquiryFields(organisation=organisation)
    return "", lambda story: EditInquiry(number=story.numbers[at], fields=fields)


ONE_CUSTOMER_NAMED_IN_TWO = [_named(1, "a"), _named(0, "b"), _named(0, ""), ("", lambda _: Undo())]


@settings(suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
@example(steps=ONE_CUSTOMER_NAMED_IN_TWO)
def test_whatever_people_do(steps: list[tuple[str, Make]], boards: Any) -> None:
    play(boards("sqlite"), steps)


@settings(suppress_health_check=list(HealthCheck), max_examples=25)
@given(steps=STEPS)
def test_whatever_people_do_on_postgresql(steps: list[tuple[str, Make]], boards: Any) -> None:
    play(boards("postgres"), steps)


def play(board: Board, steps: list[tuple[str, Make]]) -> None:
    story = Story(board, FixedClock(MONDAY))
    board.clock = story.clock
    story.begin()
    for login, make in [*BEGINNING, *steps]:
        story.step(login, make)
