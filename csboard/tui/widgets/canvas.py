"""A widget that draws its own lines and sends to the terminal only those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from csboard.tui.layout import cell_len, cut
from csboard.tui.palette import Ink, mix

Run = tuple[str, str]
"""A piece of text and the role it plays."""


class Canvas(Widget):
    """Lines of styled text without scroll bars, padding, borders or children.

    A subclass says in `draw` what its lines are now. `redraw` compares them with what is
    on the screen and repaints the difference, so calling it too often costs nothing on the
    line. Every line still passes the app's line filters: the display fence.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    INKS: ClassVar[Mapping[str, Ink]] = {}
    """What roles of text look like; any other role `x` has the component class `canvas--x`."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Strip] = []
        self._fenced: list[Strip | None] = []
        self._size_drawn = Size(0, 0)
        self._hushed = False
        self._styles_of: dict[str, Style] = {}

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Lines of `width` cells each; what is more than `height` of them isn't shown."""
        raise NotImplementedError

    def hush(self, hushed: bool) -> None:
        """Show nothing until it is taken back, what is drawn meanwhile included."""
        if hushed != self._hushed:
            self._hushed = hushed
            self.redraw()

    def redraw(self) -> None:
        """Bring the screen up to what `draw` says."""
        if not self.size or self._size_drawn != self.size:
            self._size_drawn = Size(0, 0)  # hidden now: shown again, it may have its old size
            self.refresh()
            return
        old, new = self._lines, self._draw()
        changed = [
            Region(0, y, end, 1)
            for y, (before, after) in enumerate(zip(old, new, strict=True))
            if before is not after and (end := _changed_width(before, after))
        ]
        if changed:
            self.refresh(*changed)

    def _draw(self) -> list[Strip]:
        width, height = self.size
        # Taken off the screen, a canvas has no height but is painted once more by what it had.
        lines = [] if self._hushed else list(self.draw(width, height))[:height]
        lines += [self.line((), width)] * (height - len(lines))
        self._lines, self._size_drawn = lines, self.size
        self._fenced = [None] * height
        return lines

    def line(self, runs: Iterable[Run], width: int, base: str = "") -> Strip:
        """A strip of `width` cells from pieces of text; `base` styles the blank rest."""
        return Strip(self.segments(runs, width, base), width)

    def segments(self, runs: Iterable[Run], width: int, base: str) -> list[Segment]:
        """What `line` is made of."""
        segments: list[Segment] = []
        used = 0
        for text, role in runs:
            piece = cut(text, width - used)
            if piece:
                segments.append(Segment(piece, self.role_style(role)))
                used += cell_len(piece)
            if piece != text:  # of what follows not even a mark that it was cut
                break
        if used < width:
            fill = self.role_style(base)
            if segments and segments[-1].style == fill:
                segments[-1] = Segment(segments[-1].text + " " * (width - used), fill)
            else:
                segments.append(Segment(" " * (width - used), fill))
        return segments

    def role_style(self, role: str) -> Style:
        """The theme's style for `role`; for the empty role that of the widget."""
        style = self._styles_of.get(role)
        if style is None:
            style = self._styles_of[role] = self._make_style(role)
        return style

    def _make_style(self, role: str) -> Style:
        if role and role not in self.INKS:
            return self.get_component_rich_style(f"canvas--{role}")
        colours = self.colors
        ink = self.INKS.get(role, Ink())
        return mix(ink, self.app.theme_variables, colours[3], colours[2])

    def render_lines(self, crop: Region) -> list[Strip]:
        width = self.size.width
        if self._size_drawn != self.size:  # Resize comes only after the first paint
            self._draw()
        filters, background = self.get_line_filters(), self.background_colors[1]
        lines = [self._fence(y, filters, background) for y in crop.line_range]
        if crop.column_span != (0, width):
            lines = [line.crop(*crop.column_span) for line in lines]
        return lines

    def render_line(self, y: int) -> Strip:
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def _fence(self, y: int, filters: Sequence[LineFilter], background: Color) -> Strip:
        """The line at `y` as the filters leave it: mostly the very same strip."""
        if y >= len(self._fenced):  # asked for while its new size is on its way
            return Strip.blank(self.size.width, self.role_style(""))
        fenced = self._fenced[y]
        if fenced is None:
            line = self._lines[y]
            before = segments = list(line)
            for line_filter in filters:
                segments = line_filter.apply(segments, background)
            fenced = line if segments == before else Strip(segments, line.cell_length)
            self._fenced[y] = fenced
        return fenced

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.forget_styles()
        self._size_drawn = Size(0, 0)

    def forget_styles(self) -> None:
        """Drop whatever was made with the styles of the theme before."""
        self._styles_of.clear()


def _changed_width(before: Strip, after: Strip) -> int:
    """How many cells from the left must be painted to turn `before` into `after`."""
    old, new = list(before), list(after)
    width = after.cell_length
    while old and new and old[-1].style == new[-1].style:
        tail = _same_tail(old[-1].text, new[-1].text)
        width -= cell_len(tail)
        old_left, new_left = old.pop(), new.pop()
        if len(tail) < len(old_left.text):
            old.append(Segment(old_left.text[: -len(tail) or None], old_left.style))
        if len(tail) < len(new_left.text):
            new.append(Segment(new_left.text[: -len(tail) or None], new_left.style))
        if not tail:
            break
    return width if old or new else 0


def _same_tail(before: str, after: str) -> str:
    """The longest common end that begins at a letter of its own, not inside a joined one."""
    length = 0
    for old, new in zip(reversed(before), reversed(after), strict=False):
        if old != new:
            break
        if not cell_len(new):
            length = max(0, length - 1)
            break
        length += 1
    return after[len(after) - length :]
