"""Themes from TOML files: colours by meaning, checked before anything wears them.

A theme is a file `NAME.toml` of the person's `themes` directory or one that comes with
csboard, or one of Textual's own by its name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs
from textual.app import App
from textual.color import Color, ColorParseError
from textual.theme import Theme

from csboard.errors import ConfigError
from csboard.i18n import _

DEFAULT_THEME = "csboard-dark"

MEANINGS = {
    "unowned": "text-warning",
    "mine": "text-primary",
    "waiting": "text-secondary",
    "urgent": "text-error",
    "high": "text-warning",
    "finished": "text-success",
    "tag": "foreground-muted",
    "muted": "foreground-muted",
    "incoming": "primary",
    "outgoing": "success",
    "automatic": "secondary",
    "note": "warning",
    "note-background": "surface",
    "quote": "foreground-muted",
    "cursor-background": "primary-muted",
    "cursor-foreground": "foreground",
    "head-background": "panel",
    "head-foreground": "foreground-muted",
    "head-active-background": "text-primary",
    "head-active-foreground": "background",
}
"""What styles may call by name, and Textual's variable for it in themes that say nothing."""

_COLOURS = (
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
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def with_meanings(variables: dict[str, str]) -> dict[str, str]:
    """A theme's variables, complete with our meanings."""
    return {**{name: variables[instead] for name, instead in MEANINGS.items()}, **variables}


def wear(app: App[Any], name: str) -> None:
    """Dress `app` in the theme called `name`; ConfigError when it is wrong or unknown."""
    file = theme_file(name)
    if file is not None:
        app.register_theme(read_theme(file))
    elif name not in app.available_themes:
        raise ConfigError(
            _("there is no theme `{name}`; there are: {names}").format(
                name=name, names=", ".join(theme_names(app))
            )
        )
    app.theme = name


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
    return next((file for file in files if file.is_file()), None)


def _places() -> list[Path]:
    """Where themes are looked for; in a source checkout the last is beside the package."""
    package = Path(__file__).parents[1]
    return [
        platformdirs.user_config_path("csboard") / "themes",
        package / "themes",
        package.parent / "themes",
    ]


def read_theme(file: Path) -> Theme:
    """The theme in a TOML file; ConfigError names the file and the key that is wrong."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            _("the theme {file} can't be read: {reason}").format(file=file, reason=error)
        ) from None
    meanings = data.pop("meanings", {})
    dark = data.pop("dark", True)
    if not isinstance(meanings, dict):
        raise _wrong(file, "meanings", meanings)
    if not isinstance(dark, bool):
        raise _wrong(file, "dark", dark)
    _check_colours(file, data, _COLOURS)
    _check_colours(file, meanings, tuple(MEANINGS))
    if "primary" not in data:
        raise ConfigError(_("the theme {file} lacks the colour `primary`").format(file=file))
    return Theme(name=file.stem, dark=dark, variables=dict(meanings), **data)


def _check_colours(file: Path, colours: Mapping[str, object], known: tuple[str, ...]) -> None:
    for key, value in colours.items():
        if key not in known:
            raise ConfigError(
                _("the theme {file} has an unknown key `{key}`").format(file=file, key=key)
            )
        try:
            Color.parse(value if isinstance(value, str) else "")
        except ColorParseError:
            raise _wrong(file, key, value) from None


def _wrong(file: Path, key: str, value: object) -> ConfigError:
    return ConfigError(
        _("the theme {file} has no colour in `{key}`: {value}").format(
            file=file, key=key, value=repr(value)
        )
    )
