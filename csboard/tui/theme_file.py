"""A theme as a person writes it: TOML in, a checked `Theme` out, or what is wrong with it.

    primary = "#6fa8c9"        Textual's colours, of which only `primary` is needed
    dark = true
    [meanings]
    mine = "#7fbfd6"           a colour for a meaning
    [styles]
    mine = "bold"              bold, underline, reverse ... for a meaning

Colours are `#rrggbb`, a name, or the terminal's own (`ansi_red`, `ansi_default`); the terminal's
own can't be mixed with others, so a theme has only them or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.near_words import did_you_mean
from csboard.text import as_written, shortened
from csboard.toml_files import own_text_of, parsed, place_of, text_of

MEANINGS = {
    "unowned": "text-warning",
    "mine": "text-primary",
    "waiting": "text-secondary",
    "due-soon": "text-warning",
    "overdue": "text-error",
    "urgent": "text-error",
    "high": "text-warning",
    "finished": "text-success",
    "tag": "foreground-muted",
    "muted": "foreground-muted",
    "marked": "text-accent",
    "incoming": "primary",
    "outgoing": "success",
    "automatic": "secondary",
    "note": "warning",
    "note-background": "surface",
    "quote": "foreground-muted",
    "cursor-foreground": "foreground",
    "cursor-background": "primary-muted",
    "head-foreground": "foreground-muted",
    "head-background": "panel",
    "head-active-foreground": "background",
    "head-active-background": "text-primary",
    "field-foreground": "foreground",
    "field-background": "panel",
    "chip-foreground": "background",
    "chip-background": "text-accent",
    "warning-foreground": "background",
    "warning-background": "warning",
    "error-foreground": "background",
    "error-background": "error",
}
"""What styles may call by name, and Textual's variable for it in themes that say nothing."""

STYLABLE = tuple(
    dict.fromkeys(
        name.removesuffix("-foreground") for name in MEANINGS if not name.endswith("-background")
    )
)
"""Meanings that can have a text style beside their colour; `$NAME-style` in style sheets."""

NO_STYLE = "not blink"
"""A style that changes nothing; other than `none` it can stand beside others in a style sheet."""

COLOURS = (
    "primary",
    "secondary",
    "warning",
    "error",
    "success",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "boost",
)
_STYLES = ("none", "bold", "dim", "italic", "underline", "reverse")
_DEFAULT = "ansi_default"


def read_theme(file: Path, *, is_ours: bool = False) -> Theme:
    """The theme in a TOML file; ConfigError names file, line and key, and what to write there.

    One that `is_ours` came with the program, whose installer it belongs to and whose tests
    let Textual compute with it.
    """
    read = text_of if is_ours else own_text_of
    try:
        text = read(file)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(
            _("the theme {file} can't be read: {reason}").format(file=file, reason=reason)
        ) from None
    reader = _Reader(file, text)
    theme = reader.theme(parsed(text, file))
    if not is_ours:
        reader.try_out(theme)
    return theme


def is_colourless(theme: Theme) -> bool:
    """Whether a theme asks for nothing but the terminal's own two colours."""
    named = [getattr(theme, name) for name in COLOURS]
    return all(colour in (None, _DEFAULT) for colour in named) and theme.primary == _DEFAULT


class _Reader:
    """Checks what was written, with the place of each fault at hand."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._text = text

    def theme(self, data: dict[str, Any]) -> Theme:
        meanings, styles = self._table(data, "meanings"), self._table(data, "styles")
        dark = data.pop("dark", True)
        if not isinstance(dark, bool):
            raise self._wrong("dark", dark, _("true or false"))
        self._check_colours(data, COLOURS)
        self._check_colours(meanings, tuple(MEANINGS), "meanings.")
        self._check_styles(styles)
        if "primary" not in data:
            raise ConfigError(
                _("the theme {file} lacks the colour `primary`; write {example}").format(
                    file=self._file, example='primary = "#6fa8c9"'
                )
            )
        owns = self._refuse_mixture(data, meanings)
        variables = {
            **(_of_terminal(data) if owns else {}),
            **meanings,
            **{f"{name}-style": _plain(style) for name, style in styles.items()},
        }
        return Theme(name=self._file.stem, dark=dark, ansi=owns, variables=variables, **data)

    def _table(self, data: dict[str, Any], key: str) -> dict[str, Any]:
        table = data.pop(key, {})
        if not isinstance(table, dict):
            raise self._wrong(key, table, f"[{key}]")
        return table

    def _check_colours(
        self, colours: Mapping[str, object], known: tuple[str, ...], table: str = ""
    ) -> None:
        for key, value in colours.items():
            self._check_key(key, known, table)
            try:
                colour = Color.parse(value if isinstance(value, str) else "")
            except ColorParseError:
                raise self._wrong(table + key, value, _COLOUR_EXAMPLE) from None
            if colour.auto or not (colour.a or colour.ansi is not None):
                raise self._wrong(table + key, value, _COLOUR_EXAMPLE)

    def _check_styles(self, styles: Mapping[str, object]) -> None:
        for key, value in styles.items():
            self._check_key(key, STYLABLE, "styles.")
            words = value.split() if isinstance(value, str) else []
            if not words or not set(words) <= set(_STYLES):
                raise self._wrong(f"styles.{key}", value, _(", ").join(_STYLES))

    def _check_key(self, key: str, known: tuple[str, ...], table: str) -> None:
        if key not in known:
            raise ConfigError(
                _("the theme {file} has an unknown key `{key}`").format(
                    file=self._place(table + key), key=shortened(table + key)
                )
                + did_you_mean(key, known)
            )

    def _refuse_mixture(self, colours: dict[str, str], meanings: dict[str, str]) -> bool:
        """Whether all colours are the terminal's own."""
        named = {**colours, **{f"meanings.{key}": value for key, value in meanings.items()}}
        own = {key for key, value in named.items() if Color.parse(value).ansi is not None}
        if "primary" not in own and own:
            key = min(own)
            raise self._wrong(key, named[key], _("a colour like the others, no ansi_ one"))
        if "primary" in own and (other := sorted(set(named) - own)):
            raise self._wrong(other[0], named[other[0]], _("an ansi_ colour, like `primary`"))
        return bool(own)

    def try_out(self, theme: Theme) -> None:
        """Let Textual compute with the colours here, where a failure is only a sentence."""
        try:
            theme.to_color_system().generate()
        except Exception as error:  # whatever it trips over must not end the board
            raise ConfigError(
                _("the theme {file} can't be read: {reason}").format(file=self._file, reason=error)
            ) from None

    def _place(self, key: str) -> str:
        return place_of(self._file, self._text, key)

    def _wrong(self, key: str, value: object, expected: str) -> ConfigError:
        return ConfigError(
            _("the theme {file} can't use `{key}` = {value}; write {expected}").format(
                file=self._place(key), key=key, value=as_written(value), expected=expected
            )
        )


_COLOUR_EXAMPLE = '"#6fa8c9", "ansi_cyan"'


def _plain(style: str) -> str:
    return NO_STYLE if style.split() == ["none"] else style


def _of_terminal(colours: Mapping[str, str]) -> dict[str, str]:
    """Textual's variables in a theme of the terminal's colours, where Textual's are a mixture."""
    paper = colours.get("background", _DEFAULT)
    ink = colours.get("foreground", _DEFAULT)
    accent = colours["primary"]
    return {
        "surface": colours.get("surface", paper),
        "panel": colours.get("panel", paper),
        "text": ink,
        "text-muted": ink,
        "text-disabled": ink,
        "foreground-muted": ink,
        "ansi-background": paper,
        "ansi-foreground": ink,
        "border": accent,
        "border-blurred": ink,
        "block-cursor-foreground": paper,
        "block-cursor-background": accent,
        "block-cursor-text-style": "reverse" if accent == _DEFAULT else "bold",
        "scrollbar": accent,
        "scrollbar-hover": accent,
        "scrollbar-active": accent,
        "scrollbar-background": paper,
        "scrollbar-background-hover": paper,
        "scrollbar-background-active": paper,
        "footer-key-foreground": accent,
        "input-selection-background": ink,
        "input-selection-foreground": paper,
        "screen-selection-background": ink,
        "screen-selection-foreground": paper,
        "link-color": accent,
        "link-color-hover": accent,
        "link-background-hover": paper,
    }
