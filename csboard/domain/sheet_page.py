"""The sheet as one page of HTML to print: it loads nothing, runs nothing, leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from csboard.domain import case_words
from csboard.domain.case_words import Part
from csboard.domain.printed import beginning
from csboard.domain.sheet import SheetRow
from csboard.domain.sheet_export import Selection
from csboard.domain.sheet_markdown import facts
from csboard.i18n import _

CHANGE = ("was", "became")
"""They stand beside each other."""

STYLE = """
@page { size: A4; margin: 18mm 16mm 16mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 178mm; padding: 8mm 4mm; color: #1a1a1a; background: #fff;
  font: 10.5pt/1.6 system-ui, "Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans CJK JP",
  "Noto Sans JP", sans-serif; overflow-wrap: anywhere; }
header { border-bottom: 2pt solid #1a1a1a; margin-bottom: 6mm; }
h1 { font-size: 17pt; line-height: 1.3; margin: 0; }
header p { margin: 1mm 0 2mm; color: #555; }
article { border-bottom: .5pt solid #999; padding-bottom: 5mm; margin-bottom: 5mm; }
article:last-of-type { border-bottom: 0; }
h2 { font-size: 13pt; line-height: 1.35; margin: 0 0 1mm; }
h2, .facts, h3 { break-after: avoid; }
.facts { list-style: none; margin: 0 0 3mm; padding: 0; color: #555; font-size: 9pt; }
h3 { font-size: 9pt; margin: 0; color: #555; }
p.text { margin: 0 0 2.5mm; white-space: pre-wrap; orphans: 3; widows: 3; }
.change { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; break-inside: avoid; }
.change > div:only-child { grid-column: 1 / 3; }
.passage { border-left: 2.5pt solid #1a1a1a; padding-left: 4mm; margin-bottom: 2.5mm; }
.faded { color: #555; }
@media print { body { padding: 0; max-width: none; } }
"""


def page(selection: Selection) -> str:
    """The whole page, in the reader's language."""
    head = beginning(selection.title, STYLE) + f"<p>{escape(selection.about)}</p></header>\n"
    articles = [line for row in selection.rows for line in _article(row, selection)]
    nothing = [] if articles else [f"<p>{escape(_('No case is like this.'))}</p>"]
    return head + "\n".join([*articles, *nothing, "</body>", "</html>"]) + "\n"


def _article(row: SheetRow, selection: Selection) -> Iterator[str]:
    yield '<article class="faded">' if row.is_faded else "<article>"
    yield f"<h2>{escape(row.success.title)}</h2>"
    yield '<ul class="facts">'
    yield from (f"<li>{escape(fact)}</li>" for fact in facts(row, selection))
    yield "</ul>"
    parts = case_words.parts(row.success)
    change = [part for part in parts if part.name in CHANGE]
    if change:
        yield '<div class="change">'
        yield from (f"<div>{_text(part)}</div>" for part in change)
        yield "</div>"
    for part in parts:
        if part.name == "passage":
            yield f'<div class="passage">{_text(part)}</div>'
        elif part.name not in CHANGE:
            yield _text(part)
    yield "</article>"


def _text(part: Part) -> str:
    return f'<h3>{escape(part.label)}</h3><p class="text">{escape(part.text)}</p>'
