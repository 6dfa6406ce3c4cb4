"""What somebody reads who is back: everything that happened to their tasks, each thing once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.absences import Absence, OnMail
from csboard.domain.digest import TAKING, Found, Left, Said, Theirs, digest_of
from csboard.domain.records import Direction, Event, TaskRef

START = datetime(2026, 11, 24, tzinfo=UTC)
AWAY = Absence(1, "suzuki", date(2026, 11, 24), date(2026, 11, 27), OnMail.POOL)
KINDS = (*TAKING, "moved", "noted", "sent")

REFS = st.builds(TaskRef, st.integers(1001, 1003), st.integers(1, 3))
WHO = st.sampled_from(["suzuki", "sato", "tanaka"])


@st.composite
def founds(draw: st.DrawFn) -> Found:
    tasks = draw(st.lists(REFS, unique=True, max_size=6))
    numbers = sorted({ref.number for ref in tasks})
    many = draw(st.integers(0, 12)) if numbers else 0
    return Found(
        absence=AWAY,
        since=START,
        until=START + timedelta(hours=draw(st.integers(0, 12))),
        now=START + timedelta(days=9),
        tasks=tuple(Theirs(ref, "x", "doing", draw(WHO)) for ref in tasks),
        events=tuple(_event(draw, place, numbers) for place in range(many)),
        said=tuple(
            Said(draw(st.sampled_from(numbers)), Direction.IN, START, "y", "z")
            for _each in range(draw(st.integers(0, 4)) if numbers else 0)
        ),
        members={},
        stages=(),
        zone="UTC",
    )


def _event(draw: st.DrawFn, place: int, numbers: list[int]) -> Event:
    """Of a whole inquiry, or of a task of it, theirs or not."""
    number = draw(st.sampled_from(numbers))
    seq = draw(st.sampled_from([None, 1, 2, 3, 4]))
    return Event(
        id=place + 1,
        at=START + timedelta(hours=place),
        actor=draw(WHO),
        kind=draw(st.sampled_from(KINDS)),
        number=number,
        task=TaskRef(number, seq) if seq else None,
        detail={
            "from": draw(WHO),
            "owner": draw(WHO),
            "absent": draw(st.sampled_from([None, {"login": draw(WHO), "to": draw(WHO)}])),
            "reply": {"owner": draw(WHO), "closed_at": None},
            "target": {"left": {"owner": draw(WHO)}},
            "event": draw(st.integers(1, place + 1)),
        },
        other=draw(st.sampled_from(numbers)),
    )


@given(founds())
def test_everything_that_happened_stands_in_it_once(found: Found) -> None:
    digest = digest_of(found)
    assert {item.task for item in digest.items} == set(found.tasks)
    told = Counter(
        event.id for item in digest.items for event in (*item.events, *item.events_since)
    )
    assert told == Counter(event.id for event in found.events)
    said = sum(len(item.said) + len(item.said_since) for item in digest.items)
    assert said == len(found.said)


@given(founds())
def test_what_happened_meanwhile_is_apart_from_what_happened_since(found: Found) -> None:
    for item in digest_of(found).items:
        assert all(event.at <= found.until for event in item.events)
        assert all(event.at > found.until for event in item.events_since)


@given(founds())
def test_each_stands_at_its_own_task_in_its_order(found: Found) -> None:
    theirs = {task.ref for task in found.tasks}
    for item in digest_of(found).items:
        assert list(item.events) == sorted(item.events, key=lambda one: one.id)
        for event in item.events:
            assert event.number == item.task.ref.number
            assert event.task == item.task.ref or event.task not in theirs


@given(founds())
def test_what_stayed_theirs_was_taken_by_nothing_that_stands(found: Found) -> None:
    undone = {one.detail["event"] for one in found.events if one.kind == "undone"}
    acts = [one for one in found.events if one.id not in undone and one.at <= found.until]
    for item in digest_of(found).items:
        took = [one for one in acts if item.task.ref in _taken_by(one)]
        assert (item.left is Left.KEPT) == (not took)


def _taken_by(event: Event) -> set[TaskRef]:
    """Which tasks an act takes from Suzuki, told act by act."""
    detail: Any = event.detail
    passed = (detail["absent"] or {}).get("login") == "suzuki"
    if event.kind == "merged":
        refs = {TaskRef(event.number or 0)} if detail["reply"]["owner"] == "suzuki" else set()
        return refs | ({TaskRef(event.other or 0)} if passed else set())
    taken = {
        "joined": passed,
        "reopened": passed,
        "unjunked": passed,
        "taken_over": detail["from"] == "suzuki",
        "taken_back": detail["from"] == "suzuki",
        "handed_over": detail["from"] == "suzuki",
        "released": detail["owner"] == "suzuki" != event.actor,
    }
    return {event.task} if event.task and taken.get(event.kind, False) else set()
