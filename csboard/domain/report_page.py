"""A report as one page of HTML to print: it loads nothing, runs nothing, leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from csboard.domain import report_notes as notes
from csboard.domain import report_words as words
from csboard.domain.printed import beginning
from csboard.domain.report import FlowDay, Line, Part, Report
from csboard.i18n import _
from csboard.text import clean

STYLE = """
@page { size: A4; margin: 15mm 14mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 182mm; padding: 8mm 4mm; color: #1a1a1a; background: #fff;
  font: 10pt/1.5 system-ui, "Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans CJK JP",
  "Noto Sans JP", sans-serif; overflow-wrap: anywhere; }
header { border-bottom: 2pt solid #1a1a1a; margin-bottom: 4mm; }
h1 { font-size: 16pt; line-height: 1.3; margin: 0; }
header p { margin: 1mm 0; color: #555; }
main { columns: 2; column-gap: 8mm; }
section { break-inside: avoid; margin-bottom: 4mm; }
h2 { font-size: 10.5pt; margin: 0 0 1mm; border-bottom: .5pt solid #999; break-after: avoid; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { font-weight: normal; color: #555; font-size: 8pt; }
th, td { text-align: right; padding: .4mm 0 .4mm 2mm; vertical-align: top; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; }
td.value { font-weight: bold; }
td.change, td.count { color: #555; }
td.numbers { text-align: left; color: #555; font-size: 8pt; white-space: normal; }
section.days { column-span: all; }
section.days table { font-size: 8pt; line-height: 1.15; }
section.days td:last-child { width: 60%; text-align: left; }
th.number { width: 13mm; }
.bar { display: block; height: 1.7mm; margin-top: .3mm; }
.arrived { background: #1a1a1a; } .departed { background: #b5b5b5; }
footer { color: #555; font-size: 8.5pt; border-top: .5pt solid #999; padding-top: 2mm; }
footer h2 { border: 0; font-size: 8.5pt; margin: 1mm 0 0; }
footer ul { margin: 0; padding-left: 4mm; }
@media print { body { padding: 0; max-width: none; } }
@media screen and (max-width: 150mm) { main { columns: 1; } }
"""


def page(report: Report, *, numbers: bool) -> str:
    """The whole page, in the reader's language."""
    head = beginning(words.title(report.counted), STYLE) + "\n"
    lines = [f"<p>{escape(line)}</p>" for line in (*notes.above(report), notes.before(report))]
    lines += ["</header>", "<main>"]
    for part in report.parts:
        lines += _part(part, numbers=numbers)
    if report.flow:
        lines += _flow(report.flow)
    lines += ["</main>", "<footer>"]
    lines += _list(_("Counted by"), notes.below(report))
    lines += _list(_("What the figures mean"), words.definitions())
    lines += ["</footer>", "</body>", "</html>"]
    return clean(head + "\n".join(lines) + "\n", multiline=True)


def _part(part: Part, *, numbers: bool) -> Iterator[str]:
    yield f"<section><h2>{escape(part.title)}</h2>"
    yield "<table>"
    heading = ("", _("figure"), _("inquiries"), _("before"), _("difference"))
    yield _heading(heading)
    for line in part.lines:
        yield _row(line)
        if numbers and line.numbers:
            told = " ".join(f"#{number}" for number in dict.fromkeys(line.numbers))
            yield f'<tr><td class="numbers" colspan="5">{escape(told)}</td></tr>'
    yield "</table></section>"


def _row(line: Line) -> str:
    cells = (
        ("", line.label),
        ("value", line.value),
        ("count", str(line.behind) if line.is_of_inquiries else ""),
        ("", line.value_before),
        ("change", line.change),
    )
    told = "".join(f'<td class="{name}">{escape(text)}</td>' for name, text in cells)
    return f"<tr>{told}</tr>"


def _heading(cells: Iterable[str]) -> str:
    first, *others = cells
    numbers = "".join(f'<th class="number">{escape(cell)}</th>' for cell in others)
    return f"<tr><th>{escape(first)}</th>{numbers}</tr>"


def _flow(flow: tuple[FlowDay, ...]) -> Iterator[str]:
    yield f'<section class="days"><h2>{escape(_("Day by day"))}</h2>'
    yield "<table>"
    heading = (_("day"), _("came in"), _("closed"), _("open"), _("dark: came in, light: closed"))
    yield _heading(heading)
    most = max((max(day.arrived, day.departed) for day in flow), default=0) or 1
    for day in flow:
        told = (words.span(day), str(day.arrived), str(day.departed), str(day.is_open))
        bars = "".join(
            f'<span class="bar {name}" style="width:{100 * count // most}%"></span>'
            for name, count in (("arrived", day.arrived), ("departed", day.departed))
        )
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in told)
        yield f"<tr>{cells}<td>{bars}</td></tr>"
    yield "</table></section>"


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<h2>{escape(title)}</h2><ul>"
    yield from (f"<li>{escape(line)}</li>" for line in lines)
    yield "</ul>"
