"""How a time sheet writes an entry and a sum: a line each, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from csboard.domain.time_parsing import written
from csboard.domain.time_records import LOST, Entry, OwnTime
from csboard.domain.time_sheet import Line, Sum
from csboard.domain.time_words import worked, worked_at
from csboard.i18n import _, in_zone
from csboard.named import NamedTuple
from csboard.text import clean
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.listing import Row

GAP = "  "
LEAST_SUBJECT = 8


class Columns(NamedTuple):
    """How wide what is written into columns is, and the whole line."""

    stretch: int
    length: int
    line: int

    def runs(self, stretch: str, length: str, what: str, *, role: str = "row") -> Iterator[Run]:
        """`role` is the stretch's."""
        room = self.length - cell_len(length)
        yield f" {pad(stretch, self.stretch)}{GAP}", role
        yield f"{' ' * room}{length}{GAP}{what}", "row"


def columns(lines: Sequence[Line], sums: Sequence[Sum], zone: str, width: int) -> Columns:
    """As wide as they must be for a day."""
    stretches = [_stretch(line, zone) for line in lines]
    lengths = [worked(line.length) for line in lines] + [worked(one.length) for one in sums]
    return Columns(
        max(map(cell_len, (*stretches, _("Sum")))), max(map(cell_len, lengths), default=0), width
    )


def entry_row(line: Line, own: OwnTime, zone: str, now: datetime, at: Columns) -> Row:
    """From when to when, how long, at what, and what it said before: the subject gives way."""
    entry = line.entry
    what = worked_at(entry.task, entry.work)
    runs = list(at.runs(_stretch(line, zone), worked(line.length), what))
    remark = _remark(entry, own, zone, now)
    subject = clean(own.subjects.get(entry.task.number, "")) if entry.task else ""
    taken = sum(cell_len(text) for text, _role in runs) + cell_len(GAP + remark)
    if subject:
        room = max(LEAST_SUBJECT, at.line - taken - len(GAP))
        runs.append((f"{GAP}{cut(subject, room)}", "row"))
    return ([*runs, (f"{GAP}{remark}", "muted")],)


def sum_row(one: Sum, beside: str, at: Columns) -> Row:
    """What a task or other work had on the day; beside it what the inquiry has had in all."""
    what = worked_at(one.task, one.work)
    runs = at.runs(_("Sum"), worked(one.length), what, role="muted")
    return ([*runs, (f"{GAP}{beside}", "muted")],)


def _stretch(line: Line, zone: str) -> str:
    if line.end is None:
        return f"{in_zone(line.start, zone):%H:%M}-{_('runs')}"
    return written(line.start, line.end, zone)


def _remark(entry: Entry, own: OwnTime, zone: str, now: datetime) -> str:
    """How an entry came about, and what it said before."""
    told = []
    if entry.as_of(now).ending == LOST:
        told.append(_("ended as the line dropped"))
    if entry.entered_by:
        told.append(_("by {name}").format(name=entry.entered_by))
    before = own.former.get(entry.corrects or 0)
    while before is not None:
        end = before.as_of(now).ended_at or before.started_at
        told.append(
            _("before: {stretch} {what}").format(
                stretch=written(before.started_at, end, zone),
                what=worked_at(before.task, before.work),
            )
        )
        before = own.former.get(before.corrects or 0)
    return "  ".join(told)
