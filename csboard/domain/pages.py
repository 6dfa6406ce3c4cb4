"""A page of sections with lines and small tables, as plain text, Markdown and HTML. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from csboard.domain.markdown import escaped, in_a_cell
from csboard.domain.printed import beginning
from csboard.named import NamedTuple
from csboard.text import clean

INDENT = "  "
Row = Sequence[str]


class Part(NamedTuple):
    """Sentences under a smaller heading."""

    title: str
    lines: tuple[str, ...]


class Section(NamedTuple):
    """A heading with what stands below it."""

    title: str
    rows: tuple[Row, ...] = ()
    """A small table; its first row names the columns where `headed`."""
    headed: bool = False
    lines: tuple[str, ...] = ()
    """Sentences below."""
    parts: tuple[Part, ...] = ()
    """What has headings of its own, last."""


class Page(NamedTuple):
    """A title, what it is about, and sections."""

    title: str
    about: str
    sections: tuple[Section, ...]


def text(page: Page, table: Callable[[Sequence[Row]], Iterator[str]]) -> Iterator[str]:
    """Line by line; `table` lays rows out in columns."""
    yield page.title
    yield page.about
    for section in page.sections:
        yield ""
        yield f"== {section.title}"
        yield from table(section.rows)
        yield from section.lines
        for part in section.parts:
            yield part.title
            yield from (f"{INDENT}{line}" for line in part.lines)


def markdown(page: Page) -> str:
    """The whole file."""
    parts = [f"# {escaped(page.title)}", escaped(page.about)]
    for section in page.sections:
        parts.append(f"## {escaped(section.title)}")
        if section.rows:
            parts.append("\n".join(_table(section)))
        if section.lines:
            parts.append(_listed(section.lines))
        for part in section.parts:
            parts += [f"### {escaped(part.title)}", _listed(part.lines)]
    return clean("\n\n".join(parts) + "\n", multiline=True)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in lines)


def _table(section: Section) -> Iterator[str]:
    width = max(map(len, section.rows))
    head, rows = ((), section.rows) if not section.headed else (section.rows[0], section.rows[1:])
    yield _line(head, width)
    yield f"|{'---|' * width}"
    yield from (_line(row, width) for row in rows)


def _line(cells: Row, width: int) -> str:
    filled = [*map(in_a_cell, cells), *[""] * (width - len(cells))]
    return f"| {' | '.join(filled)} |"


STYLE = """
@page { size: A4; margin: 16mm 15mm; }
body { margin: 0 auto; max-width: 180mm; padding: 8mm 4mm; color: #1a1a1a; background: #fff;
  font: 10.5pt/1.6 system-ui, "Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans CJK JP",
  "Noto Sans JP", sans-serif; overflow-wrap: anywhere; }
header { border-bottom: 2pt solid #1a1a1a; margin-bottom: 5mm; }
h1 { font-size: 17pt; line-height: 1.3; margin: 0; }
header p { margin: 1mm 0 2mm; color: #555; }
section { margin-bottom: 5mm; }
h3 { font-size: 10.5pt; margin: 2mm 0 0; break-after: avoid; }
h2 { font-size: 12pt; margin: 0 0 1mm; border-bottom: .5pt solid #999; break-after: avoid; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: normal; color: #555; font-size: 9pt; }
th, td { text-align: left; padding: .4mm 5mm .4mm 0; vertical-align: top; }
tr { break-inside: avoid; }
ul { margin: 1mm 0 0; padding-left: 5mm; }
@media print { body { padding: 0; max-width: none; } }
"""


def html(page: Page) -> str:
    """A page to print that loads nothing and runs nothing."""
    about = f"<p>{escape(page.about)}</p></header>\n<main>\n"
    head = beginning(page.title, STYLE) + about
    body = "\n".join(line for section in page.sections for line in _section(section))
    return clean(f"{head}{body}\n</main>\n</body>\n</html>\n", multiline=True)


def _section(section: Section) -> Iterator[str]:
    yield f"<section><h2>{escape(section.title)}</h2>"
    if section.rows:
        yield "<table>"
        for place, row in enumerate(section.rows):
            cell = "th" if section.headed and place == 0 else "td"
            cells = "".join(f"<{cell}>{escape(one)}</{cell}>" for one in row)
            yield f"<tr>{cells}</tr>"
        yield "</table>"
    if section.lines:
        yield from _items(section.lines)
    for part in section.parts:
        yield f"<h3>{escape(part.title)}</h3>"
        yield from _items(part.lines)
    yield "</section>"


def _items(lines: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(line)}</li>" for line in lines)
    yield "</ul>"
