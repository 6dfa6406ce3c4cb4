"""The second fence for text (rules R1 and R3): the only way to show anything.

Text is cleaned when it comes in (`csboard.text.clean`); here it is filtered once more on
its way to the terminal, and the widgets below take text as text, never as markup. A test
sees to it that no other part of the interface uses Textual's own text widgets.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from csboard.text import clean
from csboard.tui.joined import alike, is_alike
from csboard.tui.layout import wrap_all, wrap_indented

TOAST, TOAST_FRAME = 60, 3
"""Cells of toasts: at most if no word is longer, and what of them the frame takes."""

Severity = Literal["information", "warning", "error"]

_FORBIDDEN = (
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff"  # lone surrogates, which the terminal would get as \\udXXX
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f]"
)
"""What no terminal may get: controls, and format characters other than the two joiners.

Compiled when something is met that can't be printed: most boards show nothing of it."""


def harmless(text: str) -> str:
    """`text` without control or format characters, in as many cells as Textual counted."""
    if text.isprintable() or not re.search(_FORBIDDEN, text):
        return text
    return set_cell_size(re.sub(_FORBIDDEN, _stand_in, text), cell_len(text))


def _stand_in(found: re.Match[str]) -> str:
    return "\N{REPLACEMENT CHARACTER}" * cell_len(found[0])


class Fence(LineFilter):
    """Keeps raw control characters and hyperlinks out of every line that is drawn, and what
    terminals measure differently.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(map(_is_harmless, segments)):
            return segments
        return [_mended(segment) for segment in segments if not segment.control]


def _is_harmless(segment: Segment) -> bool:
    text, style, control = segment
    return (
        not control
        and is_alike(text)
        and (text.isprintable() or not re.search(_FORBIDDEN, text))
        and (style is None or style.link is None)
    )


def _mended(segment: Segment) -> Segment:
    style = segment.style
    if style is not None and style.link is not None:
        style = style.update_link(None)
    return Segment(alike(harmless(segment.text)), style)


class Plain(Static):
    """A line or a paragraph of text. Brackets in it are brackets."""

    def __init__(
        self,
        text: str | Content = "",
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(_content(text), markup=False, id=id, classes=classes)

    def show(self, text: str | Content) -> None:
        """Replace the text."""
        self.update(_content(text))

    def render(self) -> Content:
        """The text in lines as Japanese is set: Textual would let one begin with 、 or 。"""
        return self.set_in(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.set_in(width).split(allow_blank=True))

    def set_in(self, width: int) -> Content:
        """The text broken into lines of `width` cells, what is styled and what never breaks not."""
        content = self.content
        assert isinstance(content, Content)
        if content.spans or not width or self.styles.text_wrap == "nowrap":
            return content
        lines = [line for row in content.plain.split("\n") for line in wrap_indented(row, width)]
        return Content("\n".join(lines))


def _content(text: str | Content) -> Content:
    return text if isinstance(text, Content) else Content(text)


def entitle(widget: Widget, title: str, subtitle: str = "") -> None:
    """Write into a widget's frame: `title` above, `subtitle` below."""
    widget.border_title = Content(title) if title else None
    widget.border_subtitle = Content(subtitle) if subtitle else None


def say(app: App[Any], sentence: str, severity: Severity = "information") -> None:
    """Tell the person something in passing (a toast)."""
    app.notify(clean(sentence, multiline=True), severity=severity, markup=False)


def in_toast(sentence: str, columns: int, *, alone: bool = False) -> str:
    """A sentence in the lines that a toast has on a terminal of so many columns.

    Where nothing stands beside it, `alone`, it takes as few as there can be.

    An address or a path in it is whole wherever the terminal has room for it in one line.
    """
    longest = max(map(len, re.findall("[!-~]+", sentence)), default=0)
    usual = columns if alone else min(TOAST, columns // 2)
    width = max(usual, min(longest + TOAST_FRAME, columns)) - TOAST_FRAME
    lines = [line for one in sentence.splitlines() for line in _balanced(one, width, longest)]
    return "\n".join(lines)


def _balanced(sentence: str, width: int, least: int) -> list[str]:
    """As few lines as `width` needs, of about one length and of `least` cells or more: no word
    stands alone at the end.
    """
    lines = wrap_all(sentence, width)
    while width > max(1, least) and len(tighter := wrap_all(sentence, width - 1)) == len(lines):
        lines, width = tighter, width - 1
    return lines
