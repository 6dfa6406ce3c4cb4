"""A widget that draws its own lines and sends to the terminal only those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from csboard.tui.layout import cell_len, cut

Run = tuple[str, str]
"""A piece of text and its role: the name of a component class without its prefix."""


class Canvas(Widget):
    """Lines of styled text without scroll bars, padding, borders or children.

    A subclass says in `draw` what its lines are now. `redraw` compares them with what is
    on the screen and repaints the difference, so calling it too often costs nothing on the
    line. Every line still passes the app's line filters: the display fence.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    ROLES: ClassVar[tuple[str, ...]] = ()
    """Roles of text; the component class of role `x` is `canvas--x`."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Strip] = []
        self._size_drawn = Size(0, 0)
        self._styles_of: dict[str, Style] = {}

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """At most `height` lines of `width` cells each."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Bring the screen up to what `draw` says."""
        if not self.size or self._size_drawn != self.size:
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
        lines = list(self.draw(width, height))
        lines += [self.line((), width)] * (height - len(lines))
        self._lines, self._size_drawn = lines, self.size
        return lines

    def line(self, runs: Iterable[Run], width: int, base: str = "") -> Strip:
        """A strip of `width` cells from pieces of text; `base` styles the blank rest."""
        segments: list[Segment] = []
        used = 0
        for text, role in runs:
            text = cut(text, width - used)
            if text:
                segments.append(Segment(text, self.role_style(role)))
                used += cell_len(text)
        if used < width:
            fill = self.role_style(base)
            if segments and segments[-1].style == fill:
                segments[-1] = Segment(segments[-1].text + " " * (width - used), fill)
            else:
                segments.append(Segment(" " * (width - used), fill))
        return Strip(segments, width)

    def role_style(self, role: str) -> Style:
        """The theme's style for `role`; for the empty role that of the widget."""
        style = self._styles_of.get(role)
        if style is None:
            style = self.get_component_rich_style(f"canvas--{role}") if role else self.rich_style
            self._styles_of[role] = style
        return style

    def render_lines(self, crop: Region) -> list[Strip]:
        width = self.size.width
        lines = [self.render_line(y) for y in crop.line_range]
        if crop.column_span != (0, width):
            lines = [line.crop(*crop.column_span) for line in lines]
        return lines

    def render_line(self, y: int) -> Strip:
        # Drawn here and not on Resize, which comes only after the first paint.
        line = (self._lines if self._size_drawn == self.size else self._draw())[y]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            line = line.apply_filter(line_filter, background)
        return line

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
