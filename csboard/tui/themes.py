"""Which theme is worn: finding theme files by name, and dressing the application in one.

A theme is a file `NAME.toml` of the person's `themes` directory or one that comes with
csboard, or one of Textual's own by its name. `theme_file` reads and checks them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App
from textual.theme import Theme

from csboard.directories import NoHome, own_config_directory
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.near_words import did_you_mean
from csboard.text import shortened
from csboard.tui.theme_file import MEANINGS, NO_STYLE, STYLABLE, read_theme

DEFAULT_THEME = "csboard-dark"
WITHOUT_COLOUR = "csboard-monochrome"
OF_TERMINAL = "csboard-ansi"
OVERLAY = "60%"
"""How much of what is under a box is covered by the background's colour."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{,99}")
_MANY_COLOURS = ("256color", "kitty", "direct")

__all__ = ["DEFAULT_THEME", "MEANINGS", "dress", "read_theme", "wear"]


def fitting(environ: Mapping[str, str]) -> str:
    """The theme for a terminal whose person asked for none (https://no-color.org)."""
    if environ.get("NO_COLOR"):
        return WITHOUT_COLOUR
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return DEFAULT_THEME
    kind = environ.get("TERM", "").strip().lower().rpartition("-")[2]
    return DEFAULT_THEME if kind in _MANY_COLOURS else OF_TERMINAL


def with_meanings(variables: dict[str, str]) -> dict[str, str]:
    """A theme's variables, complete with our meanings."""
    background = variables["background"]
    meanings = {name: variables[instead] for name, instead in MEANINGS.items()}
    ground = variables.get("field-background", meanings["field-background"])
    return {
        **meanings,
        **{f"{name}-style": NO_STYLE for name in STYLABLE},
        # The terminal's own colours can't be mixed: there a box covers nothing but itself.
        "veil": "transparent" if background.startswith("ansi") else f"{background} {OVERLAY}",
        # A field without a ground of its own has lines at its sides, to be seen while empty.
        "field-edge": "solid" if ground == variables["surface"] else "none",
        **variables,
    }


def wear(app: App[Any], name: str) -> None:
    """Dress `app` in the theme called `name`; ConfigError when it is wrong or unknown.

    A file is read anew each time: wearing the same name again shows what was changed in it.
    """
    file = theme_file(name)
    if file is not None:
        app.register_theme(theme_in(file))
    elif name not in app.available_themes:
        raise ConfigError(
            _("there is no theme `{name}`; there are: {names}").format(
                name=shortened(name), names=_(", ").join(file_names())
            )
            + did_you_mean(name, tuple(theme_names(app)))
        )
    was_worn = app.theme == name
    app.theme = name
    if was_worn or not app.is_running:
        redress(app)


def redress(app: App[Any]) -> None:
    """Let every style be made again; before the application runs, let the first be right."""
    app._invalidate_css()
    if app.is_running:
        app.call_next(partial(app.refresh_css, animate=False))
    else:
        app.stylesheet.set_variables(app.get_css_variables())


def theme_in(file: Path) -> Theme:
    """The theme of a file that was found by its name; ConfigError when it can't be worn."""
    return read_theme(file, is_ours=file.parent != own_directory())


def dress(app: App[Any], name: str) -> str:
    """Let `app` wear a theme; when it is wrong the default one, and return why."""
    try:
        wear(app, name or DEFAULT_THEME)
    except ConfigError as wrong:
        with suppress(ConfigError):  # a person's own file may have taken the default's name
            wear(app, DEFAULT_THEME)
        return wrong.sentence
    return ""


def theme_names(app: App[Any]) -> list[str]:
    """Every theme there is, ours and the person's first."""
    return list(dict.fromkeys([*file_names(), *sorted(app.available_themes)]))


def file_names() -> list[str]:
    """The themes that are files, the person's first."""
    return [file.stem for place in _places() for file in sorted(place.glob("*.toml"))]


def theme_file(name: str) -> Path | None:
    """The file of a theme, or None when no file has that name."""
    if not _NAME.fullmatch(name):
        return None
    files = (place / f"{name}.toml" for place in _places())
    return next((file for file in files if os.path.lexists(file)), None)


def own_directory() -> Path:
    """Where a person's own themes are."""
    try:
        return own_config_directory() / "themes"
    except NoHome:
        return Path("~", "themes")  # which is nowhere


def _places() -> list[Path]:
    """Where themes are looked for; in a source checkout the last is beside the package."""
    package = Path(__file__).parents[1]
    return [own_directory(), package / "themes", package.parent / "themes"]
