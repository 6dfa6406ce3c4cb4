"""Host and personal settings: where each value comes from, and whether it makes sense.

The first that says something wins: command line, environment, `settings.toml` (what was
changed inside the program), the person's `config.toml` (never rewritten), the host's
`/etc/csboard/config.toml`, default. The team's settings are not here: they live in the
database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from csboard.config_file import (
    NAMES,
    TABLES,
    WHOLE,
    Options,
    impossible,
    read_file,
    settings_text_of,
)
from csboard.directories import DATABASE_VARIABLE, NoHome, config_directory, data_directory
from csboard.errors import ConfigError, CsboardError, UsageError
from csboard.i18n import N_, _
from csboard.named import NamedTuple
from csboard.passwords import has_password
from csboard.toml_files import parsed, place_at, text_of

HOST_FILE = Path("/etc/csboard/config.toml")
CONFIG_VARIABLE = "CSBOARD_CONFIG"
"""Names a file to read in place of the person's config.toml."""

_VARIABLES = {
    "database": DATABASE_VARIABLE,
    "language": "CSBOARD_LANG",
    "editor": "CSBOARD_EDITOR",
}
_FLAGS = {"database": "--db", "language": "--lang"}


SourceKind = Literal["command line", "environment", "settings", "person", "host", "default"]
FileKind = Literal["settings", "person", "host"]


class Source(NamedTuple):
    """Where a value was found; `where` is the option, the variable or the file."""

    kind: SourceKind
    where: str = ""


_SOURCES = {
    "command line": N_("command line"),
    "environment": N_("environment"),
    "settings": N_("changed inside the program"),
    "person": N_("your file"),
    "host": N_("the host's file"),
    "default": N_("default"),
}


def told_source(source: Source) -> str:
    """Where a value comes from, in words."""
    words = _(_SOURCES[source.kind])
    return f"{words}: {source.where}" if source.where else words


class KeyWish(NamedTuple):
    """What a file says about the keys of one action, as it stands there, unjudged."""

    action: str
    keys: object
    source: Source
    line: int | None = None

    @property
    def place(self) -> str:
        """The file, with the line when it can be told; in the language of when it is asked."""
        return place_at(self.source.where, self.line)


class Config(NamedTuple):
    """The settings in force, each with its source."""

    database: str
    language: str | None
    theme: str | None
    editor: str | None
    preview: bool | None
    borders: str
    log: str
    export: str | None
    sources: Mapping[str, Source]
    keys: tuple[KeyWish, ...] = ()
    """Of each action the strongest wish; who knows the actions judges them."""
    imap: Mapping[str, Any] = MappingProxyType({})
    """The table [imap] of the strongest file that has one."""
    mail: Mapping[str, Any] = MappingProxyType({})
    """The table [mail] of the strongest file that has one."""
    wall: Mapping[str, Any] = MappingProxyType({})
    """The table [wall] of the strongest file that has one."""

    @property
    def database_is_default(self) -> bool:
        """Nobody named a database: it is the person's own, made on first use."""
        return self.sources["database"].kind == "default"


def load(command_line: Mapping[str, str | None], environ: Mapping[str, str] = os.environ) -> Config:
    """The settings in force. ConfigError when a file, UsageError when an option is wrong."""
    values: dict[str, Any] = dict.fromkeys(NAMES)
    sources = dict.fromkeys(NAMES, Source("default"))
    whole: dict[str, dict[str, Any]] = {}
    keys: dict[str, KeyWish] = {}
    for source, options in _layers(command_line, environ):
        for wish in _key_wishes(source, options):
            keys.setdefault(wish.action, wish)
        for name, value in options.items():
            if name in WHOLE and name not in whole:
                whole[name], sources[name] = value, source  # type: ignore[assignment]
            elif name not in TABLES and values[name] is None:
                values[name], sources[name] = value, source
    values["database"] = values["database"] or default_database()
    values |= whole
    values["borders"] = values["borders"] or "line"
    values["log"] = values["log"] or "info"
    return Config(**values, sources=sources, keys=tuple(keys.values()))


def language_told(environ: Mapping[str, str] = os.environ) -> str | None:
    """The language that a file asks for, whatever else is wrong with it or with the others."""
    with suppress(CsboardError):
        for _kind, file in files(environ):
            with suppress(CsboardError):
                language = parsed(settings_text_of(file), file).get("language")
                if language in ("ja", "en"):
                    return str(language)
    return None


class Overridden(NamedTuple):
    """A value that a file gives and that doesn't hold, because `stronger` says otherwise."""

    name: str
    """The option; `keys.ID` for the keys of an action."""
    value: object
    source: Source
    stronger: Source


def overridden(
    command_line: Mapping[str, str | None], environ: Mapping[str, str] = os.environ
) -> list[Overridden]:
    """Every value that a stronger place overrides with another. ConfigError, UsageError."""
    found: list[Overridden] = []
    holds: dict[str, tuple[object, Source]] = {}
    for source, options in _layers(command_line, environ):
        values: dict[str, object] = {n: v for n, v in options.items() if n not in TABLES}
        values |= {f"keys.{action}": keys for action, keys in _flat(options.get("keys") or {})}
        for name, value in values.items():
            held, stronger = holds.setdefault(name, (value, source))
            if held != value:
                found.append(Overridden(name, value, source, stronger))
    return found


def _key_wishes(source: Source, options: Options) -> Iterator[KeyWish]:
    """The entries of a file's [keys], whether the dots of an id are quoted or not."""
    if not (table := options.get("keys")):
        return
    from csboard.toml_lines import lines_of_keys

    lines: Mapping[str, int] = {}
    with suppress(OSError, UnicodeDecodeError):  # replaced since it was read: no line to tell
        lines = lines_of_keys(text_of(Path(source.where)))
    for action, keys in _flat(table):
        yield KeyWish(action, keys, source, lines.get(f"keys.{action}"))


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{rest}", keys) for rest, keys in _flat(value))
        else:
            yield name, value


def _layers(
    command_line: Mapping[str, str | None], environ: Mapping[str, str]
) -> Iterator[tuple[Source, Options]]:
    """Each place that may say something, the strongest first."""
    for name, flag in _FLAGS.items():
        if (value := command_line.get(name)) is not None:
            yield Source("command line", flag), _from_command_line(name, value)
    for name, variable in _VARIABLES.items():
        if value := environ.get(variable):
            yield Source("environment", variable), _single(variable, name, value)
    for kind, file in files(environ):
        yield Source(kind, str(file)), read_file(file)


def files(environ: Mapping[str, str] = os.environ) -> list[tuple[FileKind, Path]]:
    """The configuration files that are there, the strongest first."""
    places: list[tuple[FileKind, Path]] = [("host", HOST_FILE)]
    if named := environ.get(CONFIG_VARIABLE):
        if _is_missing(named):
            raise ConfigError(
                _("{variable} names {file}, which isn't there.").format(
                    variable=CONFIG_VARIABLE, file=named
                )
            )
        places.insert(0, ("person", Path(named)))
    with suppress(NoHome):
        own = config_directory()
        if not named:
            places.insert(0, ("person", own / "config.toml"))
        places.insert(0, ("settings", own / "settings.toml"))
    return [(kind, file) for kind, file in places if not _is_missing(file)]


def _is_missing(file: Path | str) -> bool:
    """Whether there is nothing to read; what is there but out of reach is told on reading."""
    try:
        os.stat(file)
    except PermissionError:
        # The host's directory may be closed to us, and a daemon's HOME be another's.
        home = os.path.expanduser("~")
        return file == HOST_FILE or not os.access(home, os.X_OK)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _from_command_line(name: str, value: str) -> Options:
    if name == "database" and has_password(value):
        raise UsageError(
            _(
                "A password on the command line can be read by everybody on this machine: "
                "put it into ~/.pgpass, {variable} or a configuration file."
            ).format(variable=_VARIABLES["database"])
        )
    try:
        return _single(_FLAGS[name], name, value)
    except ConfigError as error:
        raise UsageError(error.sentence) from None


def _single(place: str, name: str, value: str) -> Options:
    """One option given outside a file, checked as a file's would be."""
    if name == "language" and value not in ("ja", "en"):
        raise ConfigError(impossible(place, name, value))
    return Options(**{name: value})  # type: ignore[misc]


def usual_editor(environ: Mapping[str, str] = os.environ) -> tuple[str, Source]:
    """The editor of whoever named none for csboard, and where that was found."""
    for name in ("VISUAL", "EDITOR"):
        if value := environ.get(name):
            return value, Source("environment", name)
    return "vi", Source("default")


def default_database() -> str:
    """The person's own board, for whoever named none."""
    return f"sqlite:///{data_directory() / 'board.db'}"
