"""What has happened since a hand-off sheet was written: by table, from events alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from csboard.domain.hand_off_records import HandOff, Sheet
from csboard.domain.hand_off_since import NOTHING, Since, in_words, since_written
from csboard.domain.records import Event, Stage, TaskRef
from tests.domain.builders import FREE, NOW

REF = FREE.ref
ONE = HandOff(5, FREE.id, REF, "sato", None, Sheet(), NOW)
STAGES = (Stage("todo", "todo", {"en": "ToDo"}), Stage("doing", "doing", {"en": "Doing"}))


def event(number: int, kind: str, task: TaskRef | None = REF, **detail: Any) -> Event:
    return Event(number, NOW + timedelta(minutes=number), "tanaka", kind, REF.number, task, detail)


WRITTEN = event(1, "sheet_written", hand_off=5)
RAISED = event(2, "edited", None, urgency={"from": "normal", "to": "high"})
LOWERED = event(3, "edited", None, urgency={"from": "high", "to": "normal"})
MOVED = event(4, "moved", REF, **{"from": "todo", "to": "doing"})
MAIL = event(5, "joined")


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([WRITTEN], NOTHING),
        ([WRITTEN, MAIL, event(6, "joined")], Since(2)),
        ([WRITTEN, RAISED, MOVED], Since(0, ("normal", "high"), ("todo", "doing"))),
        # What comes to nothing in the end is nothing.
        ([WRITTEN, RAISED, LOWERED], NOTHING),
        ([WRITTEN, MAIL, event(6, "undone", event=5)], NOTHING),
        # What is on the sheet already, another task's stage, another edit.
        ([MAIL._replace(id=0), WRITTEN], NOTHING),
        ([WRITTEN, MOVED._replace(task=TaskRef(REF.number, 2))], NOTHING),
        ([WRITTEN, event(2, "edited", None, fields=["fact"])], NOTHING),
        # Written anew, and that undone; the sheet of another hand-off.
        ([WRITTEN, MAIL, event(6, "sheet_written", hand_off=5)], NOTHING),
        (
            [WRITTEN, MAIL, event(6, "sheet_written", hand_off=5), event(7, "undone", event=6)],
            Since(1),
        ),
        ([WRITTEN, MAIL, event(6, "sheet_written", hand_off=6)], Since(1)),
        # The event of its writing is not among them.
        ([MAIL], Since(1)),
    ],
)
def test_it_is_told_from_events(events: list[Event], found: Since) -> None:
    assert since_written(ONE, events) == found


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (NOTHING, ""),
        (Since(1), "since it was written: 1 mail"),
        (
            Since(2, ("normal", "high"), ("todo", "doing")),
            "since it was written: 2 mails, urgency raised to high, moved to Doing",
        ),
        (Since(0, ("high", "low")), "since it was written: urgency lowered to low"),
        (Since(0, None, ("todo", "gone")), "since it was written: moved to gone"),
    ],
)
def test_it_is_told_in_a_line(since: Since, told: str) -> None:
    assert in_words(since, STAGES) == told
