"""Frames and rules in plain ASCII, for terminals that draw them two cells wide.

One filter on the way to the terminal and not a second set of everything: it also reaches the
frames, scroll bars and cut marks that Textual draws, and the boxes that customers draw, which
would break the line in the same way. Each character gives way to one of one cell.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

CUT_MARK = "~"
"""Stands for `…`, Textual's and ours alike."""


def _table() -> dict[int, str]:
    """Box drawing and block elements, each as the ASCII character that looks most like it."""
    table = {code: "+" for code in range(0x2500, 0x2580)}
    table.update(dict.fromkeys(map(ord, "─━┄┅┈┉╌╍═╴╶╸╺╼╾"), "-"))
    table.update(dict.fromkeys(map(ord, "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"), "|"))
    table.update({ord("╱"): "/", ord("╲"): "\\", ord("╳"): "x"})
    table.update({code: "#" for code in range(0x2580, 0x25A0)})
    table.update(dict.fromkeys(map(ord, "▁▂▃"), "_"))
    table.update(dict.fromkeys(map(ord, "▔▀"), "-"))
    table.update(dict.fromkeys(map(ord, "▄"), "="))
    table.update(dict.fromkeys(map(ord, "▉▊▋▌▍▎▏▐▕"), "|"))
    table.update(dict.fromkeys(map(ord, "░▒▓"), ":"))
    table[ord("…")] = CUT_MARK
    return table


_IN_ASCII = _table()


def in_ascii(text: str) -> str:
    """`text` with its lines and boxes drawn in ASCII; as many cells as before."""
    return text if text.isascii() else text.translate(_IN_ASCII)


class AsciiLines(LineFilter):
    """Draws every frame and rule with `+`, `-` and `|`."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if (text := in_ascii(segment.text)) == segment.text else _with(segment, text)
            for segment in segments
        ]


def _with(segment: Segment, text: str) -> Segment:
    return Segment(text, segment.style, segment.control)
