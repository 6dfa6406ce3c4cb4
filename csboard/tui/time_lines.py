"""How a time sheet writes an entry and a sum: two lines each."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.time_parsing import written
from csboard.domain.time_records import LOST, Entry, OwnTime
from csboard.domain.time_sheet import Line, Sum
from csboard.domain.time_words import worked, worked_at
from csboard.i18n import _, in_zone
from csboard.text import clean
from csboard.tui.widgets.listing import Row


def entry_row(line: Line, own: OwnTime, zone: str, now: datetime) -> Row:
    """From when to when, how long, at what; under it what it said before."""
    entry = line.entry
    if line.end is None:
        stretch = f"{in_zone(line.start, zone):%H:%M}-{_('runs')}"
    else:
        stretch = written(line.start, line.end, zone)
    subject = clean(own.subjects.get(entry.task.number, "")) if entry.task else ""
    what = f"{worked_at(entry.task, entry.work)}  {subject}".rstrip()
    return (
        ((f" {stretch}  {worked(line.length)}  ", "row"), (what, "row")),
        ((f"   {_remark(entry, own, zone, now)}", "muted"),),
    )


def sum_row(one: Sum, beside: str) -> Row:
    """What a task or other work had on the day; beside it what the inquiry has had in all."""
    told = _("Sum: {what} {time}").format(
        what=worked_at(one.task, one.work), time=worked(one.length)
    )
    return (((f" {told}", "row"),), ((f"   {beside}", "muted"),))


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
