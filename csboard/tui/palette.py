"""What roles of text look like: by the theme's meanings, never by a colour.

Made in Python and not in style sheets for what the first paint shows: a style sheet for
each role of each widget would cost a tenth of the start.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color, ColorParseError

from csboard.named import NamedTuple
from csboard.tui.theme_file import NO_STYLE


class Ink(NamedTuple):
    """Foreground and background by the names of theme variables; empty is the widget's own."""

    colour: str = ""
    background: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False


def mix(ink: Ink, variables: Mapping[str, str], foreground: Color, background: Color) -> Style:
    """The style of `ink` under a theme, on a widget of the given colours."""
    paper = background + _colour(ink.background, variables, background)
    text = paper + _colour(ink.colour, variables, foreground)
    style = Style(
        color=text.rich_color,
        bgcolor=paper.rich_color,
        bold=ink.bold or None,
        italic=ink.italic or None,
        underline=ink.underline or None,
    )
    extra = variables.get(f"{ink.colour.removesuffix('-foreground')}-style", NO_STYLE)
    return style if extra == NO_STYLE else style + Style.parse(extra)


def _colour(name: str, variables: Mapping[str, str], otherwise: Color) -> Color:
    if not name:
        return otherwise
    try:
        return Color.parse(variables[name])
    except (KeyError, ColorParseError):
        return otherwise
