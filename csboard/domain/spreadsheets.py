"""Tables for spreadsheet programs, in which no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from csboard.text import clean

Cell = str | int

_STARTERS = frozenset("=+-@\N{MINUS SIGN}")
"""What begins a formula, whatever its width: ＝ ﹢ － too."""


def safe(text: str) -> str:
    """The text as a cell that stays text: what could begin a formula has a ' before it."""
    text = clean(text, multiline=True)
    said = text.lstrip()
    while said and unicodedata.category(said[0]) in ("Cf", "Cc", "Zs", "Zl", "Zp"):
        said = said[1:]
    if text[:1] in ("\t", "\r") or unicodedata.normalize("NFKC", said[:1])[:1] in _STARTERS:
        return f"'{text}"
    return text


def table(rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as CSV (RFC 4180), every cell in quotes. Numbers stay numbers."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([one if isinstance(one, int) else safe(one) for one in row])
    return out.getvalue()
