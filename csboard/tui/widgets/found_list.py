"""The answers to a search as rows: what each is, and the sentence that has the words, marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.style import Style
from textual.strip import Strip

from csboard.tui.layout import cell_len, cut
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.listing import Listing

MARK = "mark"


class FoundList(Listing, can_focus=False):
    """The cursor is moved from the line in which one types; marks are seen under it too."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--mark"}

    def _make_style(self, role: str) -> Style:
        if role == "cursor-mark":
            return self.role_style("cursor") + Style(bold=True, underline=True)
        return super()._make_style(role)

    def _drawn(self, line: Sequence[Run], width: int, is_here: bool, mark: str) -> Strip:
        if not is_here:
            return super()._drawn(line, width, is_here, mark)
        runs = [(text, "cursor-mark" if role == MARK else "cursor") for text, role in line]
        return self.line([(mark, "cursor"), *runs], width, "cursor")

    CLICKS = 1


def marked(text: str, marks: Sequence[tuple[int, int]], role: str) -> Iterator[Run]:
    """A text in pieces, those that are marked in a role of their own."""
    end = 0
    for start, stop in marks:
        yield text[end:start], role
        yield text[start:stop], MARK
        end = stop
    yield text[end:], role


def from_the_first(
    text: str, marks: Sequence[tuple[int, int]], room: int
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """As much of a sentence as has room, from where its first mark is in view."""
    flat = text.replace("\n", " ").replace("\t", " ")
    if not marks or cell_len(flat[: marks[0][1]]) < room:
        return flat, tuple(marks)
    begin = marks[0][0]
    while begin > 0 and cell_len(flat[begin - 1 : marks[0][1]]) < room * 2 // 3:
        begin -= 1
    shifted = tuple((start - begin + 1, stop - begin + 1) for start, stop in marks)
    return "…" + cut(flat[begin:], room * 2), shifted
