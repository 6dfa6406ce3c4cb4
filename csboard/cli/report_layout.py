"""A report as plain text on a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csboard.cli import columns
from csboard.cli.shapes import Json, time
from csboard.domain import report_notes as notes
from csboard.domain import report_words as words
from csboard.domain.clock_rules import JUDGED_BY
from csboard.domain.counted import judged_by
from csboard.domain.report import COUNT, FlowDay, Line, Part, Report
from csboard.i18n import _

INDENT = "  "
PAGE = 80
"""Cells of a line where nobody says otherwise: it goes into a mail, a chat, a file."""
MOST_BAR = 24
MOST_LABEL, LEAST_LABEL = 36, 22


def text_lines(report: Report, width: int | None, *, numbers: bool, explain: bool) -> Iterator[str]:
    """One page, for the eye and to be pasted; aligned by cells."""
    room = width or PAGE
    yield from columns.wrap(words.title(report.counted), room)
    for line in (*notes.above(report), notes.before(report)):
        yield from columns.wrap(line, room)
    widths = _widths([line for part in report.parts for line in part.lines], room)
    for part in report.parts:
        yield ""
        yield from _part(part, widths, room, numbers=numbers)
    if report.flow:
        yield ""
        yield from _flow(report.flow, room)
    yield ""
    for line in notes.below(report):
        yield from columns.wrap(line, room)
    yield from _meanings(room, explain=explain)


def _meanings(room: int, *, explain: bool) -> Iterator[str]:
    if not explain:
        yield from columns.wrap(_("What the figures mean: csboard report --explain"), room)
        return
    yield ""
    yield _("What the figures mean")
    for line in words.definitions():
        first, *more = columns.wrap(line, room - 4)
        yield f"{INDENT}- {first}"
        yield from (f"{INDENT * 2}{one}" for one in more)


def _cells(line: Line) -> tuple[str, ...]:
    """Label, figure, of how many, before, change."""
    before = line.value_before if line.before is not None else ""
    says_of = line.unit != COUNT and line.is_of_inquiries
    of = words.behind(line.behind) if says_of else ""
    return line.label, line.value, of, before, line.change


def _widths(lines: Iterable[Line], room: int) -> tuple[int, ...]:
    """Of the columns, the same in all parts.

    The labels take what is left of the room; where that is too little, the last columns are left
    out.
    """
    rows = [_heading(), *map(_cells, lines)]
    label, *others = (max(map(columns.width, column)) for column in zip(*rows, strict=True))
    label = min(label, MOST_LABEL)
    while len(others) > 1 and _left(room, others) < min(label, LEAST_LABEL):
        others.pop()
    return min(label, max(_left(room, others), 1)), *others


def _left(room: int, others: Sequence[int]) -> int:
    return room - len(INDENT) - sum(others) - 2 * len(others)


def _heading() -> tuple[str, ...]:
    return "", _("figure"), "", _("before"), _("difference")


def _part(part: Part, widths: tuple[int, ...], room: int, *, numbers: bool) -> Iterator[str]:
    heading = _heading()
    yield _aligned((part.title, *heading[1:]), widths, indent="")
    for line in part.lines:
        yield _aligned(_cells(line), widths)
        if numbers and line.numbers:
            told = " ".join(f"#{number}" for number in dict.fromkeys(line.numbers))
            for one in columns.wrap(told, room - 4):
                yield f"{INDENT * 2}{one}"


def _aligned(cells: tuple[str, ...], widths: tuple[int, ...], indent: str = INDENT) -> str:
    first = columns.pad(columns.cut(cells[0], widths[0]), widths[0] + len(INDENT) - len(indent))
    rest = [
        " " * (width - columns.width(cell)) + cell
        for cell, width in zip(cells[1:], widths[1:], strict=False)
    ]
    return "  ".join((indent + first, *rest)).rstrip()


def _flow(flow: tuple[FlowDay, ...], room: int) -> Iterator[str]:
    """A line a day: what came (`+`) and went (`-`), what was open then, and that as a bar."""
    rows = [
        (words.span(day), f"+{day.arrived}", f"-{day.departed}", str(day.is_open)) for day in flow
    ]
    heading = (_("Day by day"), _("came in"), _("closed"), _("open"))
    widths = [max(map(columns.width, column)) for column in zip(heading, *rows, strict=True)]
    most = max(day.is_open for day in flow) or 1
    cells = min(MOST_BAR, max(room - sum(widths) - 2 * len(widths) - len(INDENT), 0))
    yield _aligned(heading, tuple(widths), indent="")
    for row, day in zip(rows, flow, strict=True):
        bar = "#" * (cells * day.is_open // most)
        yield f"{_aligned(row, tuple(widths))}  {bar}".rstrip()


def of_report(report: Report, *, numbers: bool) -> Json:
    """As `--format json` prints it; minutes are of business time, shares from 0 to 1."""
    counted, settings = report.counted, report.counted.basis.settings
    days = counted.days
    period = days.period(settings.zone)
    return {
        "period": {
            "kind": days.length,
            "first_day": str(days.first),
            "last_day": str(days.last),
            "start": time(period.start),
            "end": time(period.end),
            "zone": settings.zone,
        },
        "counted_at": time(counted.now),
        "finished": not counted.is_unfinished,
        "empty": report.is_empty,
        "figures": [
            _of_line(part, line, numbers=numbers) for part in report.parts for line in part.lines
        ],
        "days": [
            {
                "first_day": str(day.first),
                "last_day": str(day.last),
                "arrived": day.arrived,
                "closed": day.departed,
                "open": day.is_open,
            }
            for day in report.flow
        ],
        "settings": {key: getattr(settings, key) for key in sorted(JUDGED_BY)},
        "changes": [
            {
                "at": time(event.at),
                "by": event.actor,
                "settings": judged_by(event),
            }
            for event in counted.basis.changes
        ],
        "entries_corrected": counted.basis.corrected,
    }


def _of_line(part: Part, line: Line, *, numbers: bool) -> Json:
    told: Json = {
        "part": part.key,
        "key": line.key,
        "label": line.label,
        "unit": line.unit,
        "value": line.measure,
        "before": line.before,
        "inquiries": line.behind,
    }
    if numbers:
        told["numbers"] = list(dict.fromkeys(line.numbers))
        told["misses"] = list(dict.fromkeys(line.misses))
    return told
