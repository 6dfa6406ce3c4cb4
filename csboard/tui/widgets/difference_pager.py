"""Lines that came and went, each with its sign, and the words that are different in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from rich.cells import split_graphemes

from csboard.i18n import _
from csboard.tui.changed_words import Span
from csboard.tui.differences import Changed
from csboard.tui.layout import wrap_all
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.pager import Pager, Paragraph

ROLES = {"-": "gone", "+": "come", " ": "same"}
MOST_SHOWN = 2_000
"""Letters of a line that are shown: of a longer one those from a bit before its first change."""
BEFORE_CHANGE = 100


_SAME = Changed(" ", "")


@dataclass(frozen=True, slots=True)
class Compared(Paragraph):
    """A line of a comparison."""

    line: Changed = _SAME


def compared(line: Changed) -> Compared:
    role = ROLES[line.sign]
    return Compared(line.text, role, (f"{line.sign} ", ""), role, line=line)


class DifferencePager(Pager):
    """What is different is looked for when a line is drawn: a text may have very many."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        **Pager.INKS,
        "gone": Ink("urgent"),
        "gone-word": Ink("urgent", bold=True, underline=True),
        "come": Ink("success"),
        "come-word": Ink("success", bold=True, underline=True),
        "same": Ink("muted"),
    }

    def rows_of(self, paragraph: Paragraph, room: int) -> list[list[Run]]:
        if not isinstance(paragraph, Compared):
            return super().rows_of(paragraph, room)
        text, spans = _shown(paragraph.line)
        rows, at = [], 0
        for row in wrap_all(text, room):
            at = text.index(row, at)
            rows.append(list(_runs(row, at, spans, paragraph.role)))
            at += len(row)
        return rows


def _shown(line: Changed) -> tuple[str, Sequence[Span]]:
    """The part of a line that is shown, and the changed words in it. Tabs are blanks there."""
    text, spans = line.text, line.changed_words
    if len(text) > MOST_SHOWN:
        start = max(0, spans[0].start - BEFORE_CHANGE) if spans else 0
        part = text[start : start + MOST_SHOWN]
        left_out = len(text) - start - len(part)
        lead = "…" if start else ""
        tail = _(" … ({n} more characters)").format(n=left_out) if left_out else ""
        text = lead + part + tail
        by = len(lead) - start
        end = len(lead) + len(part)
        spans = tuple(Span(one.start + by, min(one.end + by, end)) for one in spans)
    return text.replace("\t", " "), spans


def _runs(row: str, at: int, spans: Sequence[Span], role: str) -> Iterator[Run]:
    """A row in pieces; it begins at the letter `at` of its line. No piece cuts a letter in two."""
    letters = [
        (row[start:end], any(one.start < at + end and at + start < one.end for one in spans))
        for start, end, _cells in split_graphemes(row)[0]
    ]
    for is_changed, group in groupby(letters, key=lambda letter: letter[1]):
        piece = [letter for letter, _changed in group]
        yield "".join(piece), f"{role}-word" if is_changed else role
