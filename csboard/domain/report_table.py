"""A report as a table for spreadsheet programs: a row for each figure."""

from __future__ import annotations

from collections.abc import Iterator

from csboard.domain import report_words as words
from csboard.domain import spreadsheets
from csboard.domain.report import SHARE, Line, Measure, Part, Report
from csboard.domain.spreadsheets import Cell
from csboard.i18n import _


def table(report: Report, *, numbers: bool) -> str:
    """As CSV, with what the columns are called in its first line."""
    return spreadsheets.table(_rows(report, numbers=numbers))


def _rows(report: Report, *, numbers: bool) -> Iterator[tuple[Cell, ...]]:
    heading = (
        _("from"),
        _("to"),
        _("part"),
        _("name"),
        _("figure"),
        _("measured in"),
        _("value"),
        _("before"),
        _("inquiries"),
    )
    yield (*heading, _("numbers")) if numbers else heading
    days = report.counted.days
    for part in report.parts:
        for line in part.lines:
            row = (str(days.first), str(days.last), *_cells(part, line))
            yield (*row, " ".join(map(str, dict.fromkeys(line.numbers)))) if numbers else row
    for day in report.flow:
        for name in ("arrived", "departed", "is_open"):
            label = words.label({"is_open": "open"}.get(name, name))
            value = getattr(day, name)
            cells = (_("Day by day"), name, label, "inquiries", value, "", value)
            row = (str(day.first), str(day.last), *cells)
            yield (*row, "") if numbers else row


def _cells(part: Part, line: Line) -> tuple[Cell, ...]:
    return (
        part.title,
        line.key,
        line.label,
        "%" if line.unit == SHARE else line.unit,
        _number(line.unit, line.measure),
        _number(line.unit, line.before),
        line.behind,
    )


def _number(unit: str, measure: Measure) -> Cell:
    """As spreadsheets reckon with; a share in whole percents."""
    if measure is None:
        return ""
    return words.percent(measure) if unit == SHARE else int(measure)
