"""One configuration file: what it may say, and what is wrong in it, with file, key and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypedDict

from csboard.errors import ConfigError
from csboard.i18n import N_, _
from csboard.near_words import did_you_mean
from csboard.text import as_written, shortened
from csboard.toml_files import own_text_of, parsed, place_of, too_deep


class Options(TypedDict, total=False):
    """What a configuration file may say."""

    database: str
    """Where the board lives."""
    language: Literal["ja", "en"]
    """Language of the interface; else the locale's."""
    theme: str
    """The theme the board wears."""
    editor: str
    """The command that opens long text; else what VISUAL or EDITOR says."""
    preview: bool
    """Whether the preview is open when the board starts; else the width decides."""
    keys: dict[str, Any]
    """Keys by the ids of actions; what makes no sense leaves an action its own keys."""
    borders: Literal["line", "ascii"]
    """What frames and rules are drawn with."""
    log: Literal["off", "error", "warning", "info", "debug"]
    """How much the person's log tells."""
    imap: dict[str, Any]
    """The mailbox of `csboard intake imap`; who takes mail in judges it."""
    mail: dict[str, Any]
    """How this host sends replies; who sends judges it."""
    wall: dict[str, Any]
    """What the wall display of this host shows; `csboard wall` judges it."""
    export: str
    """The directory into which attachments are saved; on a locked board there is no other."""


_EXPECTED = {
    "database": N_("a URL in quotes, sqlite:///PATH or postgresql://..."),
    "language": N_('"ja" or "en"'),
    "theme": N_("the name of a theme in quotes"),
    "editor": N_("a command in quotes, as vim or nano"),
    "preview": N_("true or false"),
    "keys": N_('a table, [keys], with lines like "board.claim" = "c"'),
    "imap": N_("a table, [imap], with host, user and where the password is"),
    "mail": N_("a table, [mail], with the way: smtp, sendmail or hand"),
    "borders": N_('"line" or "ascii"'),
    "log": N_('"off", "error", "warning", "info" or "debug"'),
    "export": N_("a directory in quotes, from / on"),
    "wall": N_("a table, [wall], with pages, every, names or targets"),
}
WHOLE = ("imap", "mail", "wall")
"""Tables that one file alone gives: no password for another's server."""
TABLES = ("keys", *WHOLE)
NAMES = tuple(name for name in _EXPECTED if name not in TABLES)
"""The options that hold one value."""


def read_file(file: Path) -> Options:
    """The options in a TOML file; ConfigError names file, key and, where it can tell, line."""
    text = settings_text_of(file)
    data = parsed(text, file)
    try:
        _refuse_unknown_keys(file, text, data)
        return _checked(file, text, data)
    except RecursionError:
        raise too_deep(file) from None


def settings_text_of(file: Path) -> str:
    """What a file of settings says; ConfigError when it can't be read, or is not to be used."""
    try:
        return own_text_of(file)
    except OSError as error:
        raise ConfigError(
            _("{file} can't be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigError(
            _("{file} isn't valid TOML: {reason}.").format(file=file, reason=error)
        ) from None


def _checked(file: Path, text: str, data: dict[str, Any]) -> Options:
    import msgspec

    try:
        return msgspec.convert(data, Options)
    except msgspec.ValidationError as error:
        found = re.search(r"`\$\.([^`\[]+)", str(error))
        key = found[1] if found else ""
        place = place_of(file, text, key)
        raise ConfigError(impossible(place, key, data.get(key))) from None


def _refuse_unknown_keys(file: Path, text: str, data: Mapping[str, Any]) -> None:
    for key in data:
        if key not in _EXPECTED:
            raise ConfigError(
                _("{place}: there is no option `{key}`.").format(
                    place=place_of(file, text, key), key=shortened(key)
                )
                + did_you_mean(key, tuple(_EXPECTED))
            )


def impossible(place: str, key: str, value: object) -> str:
    """The sentence about a value that no option of that name can have."""
    return _("{place}: {key} can't be {value}; expected: {expected}.").format(
        place=place, key=key, value=as_written(value), expected=_(_EXPECTED[key])
    )
