"""Where sheets of hand-offs stand that tell of an inquiry, for its erasure."""

from __future__ import annotations

from typing import Any

from csboard.db.leave_models import HandOffRow as HandOff
from csboard.db.models import TaskRow as Task


def hand_offs_of(number: int) -> tuple[int, ...]:
    """Ids of all of one inquiry's own tasks."""
    rows: Any = HandOff.select(HandOff.id).join(Task).where(Task.inquiry == number).tuples()
    return tuple(row_id for (row_id,) in rows)


def handed_off_in() -> Any:
    """Numbers of the inquiries of which something is written on a sheet."""
    said = (HandOff.story, HandOff.steps, HandOff.contingency, HandOff.promises, HandOff.read_back)
    written = said[0] != ""
    for field in said[1:]:
        written |= field != ""
    return HandOff.select(Task.inquiry).join(Task).where(written)
