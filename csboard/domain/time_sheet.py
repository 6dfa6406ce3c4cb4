"""Entries of a period as a sheet: each cut to the period, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from csboard.domain.records import TaskRef
from csboard.domain.time_records import Entry
from csboard.named import NamedTuple


class Line(NamedTuple):
    """An entry as far as it lies in the period."""

    entry: Entry
    start: datetime
    end: datetime | None
    """None while it runs on."""
    length: timedelta


class Sum(NamedTuple):
    """How much time a task, or other work, has had."""

    task: TaskRef | None
    work: str
    length: timedelta


def lines(entries: Iterable[Entry], start: datetime, end: datetime, now: datetime) -> list[Line]:
    """Those that count, cut at the ends of the period: an entry over midnight is on both days."""
    found: list[Line] = []
    for whole in entries:
        entry = whole.as_of(now)
        if not entry.stands:
            continue
        begins = max(entry.started_at, start)
        ends = min(entry.ended_at or max(now, entry.started_at), end)
        stops = ends if entry.ended_at is not None or ends < now else None
        found.append(Line(whole, begins, stops, max(ends - begins, timedelta())))
    return found


def sums(found: Sequence[Line]) -> list[Sum]:
    """By task and other work, what took longest first."""
    added: dict[tuple[TaskRef | None, str], timedelta] = {}
    for line in found:
        key = (line.entry.task, line.entry.work)
        added[key] = added.get(key, timedelta()) + line.length
    return [
        Sum(task, work, length)
        for (task, work), length in sorted(
            added.items(), key=lambda one: (-one[1], str(one[0][0] or ""), one[0][1])
        )
    ]


def total(found: Iterable[Line]) -> timedelta:
    return sum((line.length for line in found), timedelta())
