"""Long text, read line by line: only what is seen is prepared, wrapped and drawn (rule R4).

The text comes in sections of paragraphs. Where the reader stands is remembered by section,
so that text may come, go, fold or change width around them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.layout import cell_len, cut, wrap_all
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run

WHEEL_LINES = 3
MAX_WIDTH = 100
"""Cells of the longest line; longer ones are hard to read."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of text that is wrapped as one."""

    text: str
    role: str = ""
    """Role of the text: one of the pager's inks."""
    frame: tuple[str, str] = ("", "")
    """Drawn at the left and the right of every line, in the role `frame_role`."""
    frame_role: str = ""
    rule: str = ""
    """What goes on behind the text to the end of its line, which is then the only one."""


class Section:
    """Paragraphs that belong together, under a name that outlives a re-reading."""

    def __init__(self, key: Hashable, write: Callable[[], Sequence[Paragraph]]) -> None:
        self.key = key
        self._write = write

    @cached_property
    def paragraphs(self) -> Sequence[Paragraph]:
        """Written when first wanted; never empty, so that every section has a place."""
        return self._write() or (Paragraph(""),)


class Place(NamedTuple):
    """A line of the text, by section and paragraph, so that nothing need be counted."""

    section: int
    paragraph: int
    line: int


TOP = Place(0, 0, 0)


class Pager(Canvas, can_focus=True):
    """Sections of text with a place in them. Keys and the wheel move it."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "in": Ink("incoming", bold=True),
        "out": Ink("outgoing", bold=True),
        "auto": Ink("automatic", bold=True),
        "note": Ink("note", "note-background", bold=True),
        "note-text": Ink("", "note-background"),
        "quote": Ink("quote"),
        "fold": Ink("muted", italic=True),
        "file": Ink("accent"),
        "alarm": Ink("urgent", bold=True),
        "label": Ink("muted"),
        "chosen": Ink(bold=True),
        "muted": Ink("muted"),
        "waiting": Ink("waiting"),
    }
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("pager")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.place = TOP
        self.sections: tuple[Section, ...] = ()
        self._strips: dict[tuple[int, int], list[Strip]] = {}
        self._width = 0
        self._held_in = Size(0, 0)
        """The size in which the place was last kept within the text."""

    # what is shown

    def show(self, sections: Iterable[Section]) -> None:
        """Show other text; the reader stays at the section and line they were at."""
        before = self.sections[self.place.section].key if self.sections else None
        self.sections = tuple(sections)
        self._strips.clear()
        index = self._index(before)
        self.place = TOP if index is None else self.place._replace(section=index)
        self._hold()
        self.redraw()

    def go_to(self, key: Hashable) -> None:
        """Bring the section `key` to the top, as far as the text goes."""
        if (index := self._index(key)) is not None:
            self._go(Place(index, 0, 0))

    @property
    def section_key(self) -> Hashable:
        """The name of the section at the top; None when there is no text."""
        return self.sections[self.place.section].key if self.sections else None

    def _index(self, key: Hashable) -> int | None:
        return next((i for i, section in enumerate(self.sections) if section.key == key), None)

    # drawing

    def draw(self, width: int, height: int) -> list[Strip]:
        if self._held_in != self.size:  # Resize comes only after the first paint
            self._hold()
        lines: list[Strip] = []
        skip = self.place.line
        for place in self._paragraphs_from(self.place):
            lines += self._lines_of(place)[skip:]
            skip = 0
            if len(lines) >= height:
                break
        return lines[:height]

    def _fit(self, width: int) -> None:
        if width != self._width:
            self._width = width
            self._strips.clear()

    def forget_styles(self) -> None:
        super().forget_styles()
        self._strips.clear()

    def _lines_of(self, place: Place) -> list[Strip]:
        key = place[:2]
        if key not in self._strips:
            paragraph = self.sections[place.section].paragraphs[place.paragraph]
            self._strips[key] = self._wrapped(paragraph)
        return self._strips[key]

    def _wrapped(self, paragraph: Paragraph) -> list[Strip]:
        left, right = paragraph.frame
        room = max(8, min(self._width - 1, MAX_WIDTH) - cell_len(left) - cell_len(right))
        return [self._framed(runs, paragraph, room) for runs in self.rows_of(paragraph, room)]

    def rows_of(self, paragraph: Paragraph, room: int) -> list[list[Run]]:
        """A paragraph in rows of at most `room` cells, each in pieces with their roles."""
        if paragraph.rule:
            heading = cut(paragraph.text, room)
            return [[(heading + paragraph.rule * (room - cell_len(heading)), paragraph.role)]]
        return [[(text, paragraph.role)] for text in wrap_all(paragraph.text, room)]

    def _framed(self, row: list[Run], paragraph: Paragraph, room: int) -> Strip:
        left, right = paragraph.frame
        blank = room - sum(cell_len(text) for text, _role in row) if right else 0
        runs = [
            (left, paragraph.frame_role),
            *row,
            (" " * blank, paragraph.role),
            (right, paragraph.frame_role),
        ]
        return self.line([run for run in runs if run[0]], self._width)

    # moving

    def scroll_lines(self, by: int) -> None:
        """Move down (or up, when negative) by so many lines."""
        if self.sections:
            self._go(self._below(by) if by > 0 else self._above(-by))

    def _below(self, by: int) -> Place:
        by += self.place.line
        for place in self._paragraphs_from(self.place):
            count = len(self._lines_of(place))
            if by < count:
                return place._replace(line=by)
            by -= count
        return self._last_place()

    def _above(self, by: int) -> Place:
        if by <= self.place.line:
            return self.place._replace(line=self.place.line - by)
        by -= self.place.line
        for place in self._paragraphs_before(self.place):
            count = len(self._lines_of(place))
            if by <= count:
                return place._replace(line=count - by)
            by -= count
        return TOP

    def _paragraphs_from(self, place: Place) -> Iterator[Place]:
        """This paragraph and all that follow, each by its first line."""
        first = place.paragraph
        for section in range(place.section, len(self.sections)):
            for paragraph in range(first, len(self.sections[section].paragraphs)):
                yield Place(section, paragraph, 0)
            first = 0

    def _paragraphs_before(self, place: Place) -> Iterator[Place]:
        """The paragraphs above, the nearest first."""
        end = place.paragraph
        for section in range(place.section, -1, -1):
            for paragraph in range(end - 1, -1, -1):
                yield Place(section, paragraph, 0)
            end = len(self.sections[section - 1].paragraphs) if section else 0

    def _last_place(self) -> Place:
        """Where the last page begins."""
        missing = max(1, self.size.height)
        for place in self._paragraphs_before(Place(len(self.sections), 0, 0)):
            count = len(self._lines_of(place))
            if count >= missing:
                return place._replace(line=count - missing)
            missing -= count
        return TOP

    def _hold(self) -> None:
        """Keep the place within the text: no empty lines below its last page."""
        if self.size.width and self.sections:
            self._held_in = self.size
            self._fit(self.size.width)
            self.place = min(self._existing(self.place), self._last_place())

    def _existing(self, place: Place) -> Place:
        """`place`, or the last one before it that the text has."""
        last = len(self.sections[place.section].paragraphs) - 1
        if place.paragraph > last:
            return Place(place.section, last, 0)
        return place._replace(line=min(place.line, len(self._lines_of(place)) - 1))

    def _go(self, place: Place) -> None:
        self.place = place
        self._hold()
        self.redraw()

    def on_resize(self, _event: events.Resize) -> None:
        self._hold()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-WHEEL_LINES)

    def action_up(self) -> None:
        self.scroll_lines(-1)

    def action_down(self) -> None:
        self.scroll_lines(1)

    def action_page_up(self) -> None:
        self.scroll_lines(1 - self.size.height)

    def action_page_down(self) -> None:
        self.scroll_lines(self.size.height - 1)

    def action_first(self) -> None:
        self._go(TOP)

    def action_last(self) -> None:
        if self.sections:
            self._go(self._last_place())

    def action_section_after(self) -> None:
        if self.place.section + 1 < len(self.sections):
            self._go(Place(self.place.section + 1, 0, 0))

    def action_section_before(self) -> None:
        if self.sections:
            inside = self.place[1:] != (0, 0)
            self._go(Place(max(0, self.place.section - (not inside)), 0, 0))
