"""A report as Markdown: a table for each part."""

from __future__ import annotations

from collections.abc import Iterator

from csboard.domain import report_notes as notes
from csboard.domain import report_words as words
from csboard.domain.markdown import escaped, in_a_cell
from csboard.domain.report import FlowDay, Line, Part, Report
from csboard.i18n import _
from csboard.text import clean


def markdown(report: Report, *, numbers: bool) -> str:
    """The whole file."""
    parts = [f"# {escaped(words.title(report.counted))}"]
    parts += [escaped(line) for line in (*notes.above(report), notes.before(report))]
    for part in report.parts:
        parts += [f"## {escaped(part.title)}", "\n".join(_table(part, numbers=numbers))]
    if report.flow:
        parts += [f"## {escaped(_('Day by day'))}", "\n".join(_flow(report.flow))]
    parts += [f"## {escaped(_('Counted by'))}", _list(notes.below(report))]
    parts += [f"## {escaped(_('What the figures mean'))}", _list(words.definitions())]
    return clean("\n\n".join(parts) + "\n", multiline=True)


def _list(lines: Iterator[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in lines)


def _table(part: Part, *, numbers: bool) -> Iterator[str]:
    heading = ("", _("figure"), _("inquiries"), _("before"), _("difference"))
    yield _row((*heading, _("numbers")) if numbers else heading)
    yield "|---|--:|--:|--:|--:|" + ("---|" if numbers else "")
    for line in part.lines:
        cells = _cells(line)
        yield _row((*cells, _numbers(line)) if numbers else cells)


def _cells(line: Line) -> tuple[str, ...]:
    behind = str(line.behind) if line.is_of_inquiries else ""
    return line.label, line.value, behind, line.value_before, line.change


def _numbers(line: Line) -> str:
    return " ".join(f"#{number}" for number in dict.fromkeys(line.numbers))


def _flow(flow: tuple[FlowDay, ...]) -> Iterator[str]:
    yield _row((_("day"), _("came in"), _("closed"), _("open")))
    yield "|---|--:|--:|--:|"
    for day in flow:
        yield _row((words.span(day), str(day.arrived), str(day.departed), str(day.is_open)))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(in_a_cell, cells))} |"
