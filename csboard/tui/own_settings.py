"""What a person changes inside the program: into `settings.toml`, never into `config.toml`.

`settings.toml` is the program's own file; the person's, with their comments, is theirs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from csboard import config, config_file, directories, toml_files
from csboard.config import Config
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.toml_files import parsed


def settings_file() -> Path:
    """Where it is written."""
    return directories.config_directory() / "settings.toml"


def change(name: str, value: object) -> None:
    """Write down an option; None takes it out again. ConfigError when it can't be written.

    Blocks while another board of the person's writes, as `change_key` does: for a thread.
    """
    with _changing() as data:
        data.pop(name, None)
        if value is not None:
            data[name] = value


def change_key(action: str, keys: str | None) -> None:
    """Write down the keys of an action; None takes them out again."""
    with _changing() as data:
        table = data.pop("keys", None)
        given = dict(table) if isinstance(table, dict) else {}
        given.pop(action, None)
        if keys is not None:
            given[action] = keys
        if given:
            data["keys"] = given


def reloaded(before: Config) -> Config:
    """What holds now. What came from the command line still does."""
    found = config.load({})
    stronger = {
        name: getattr(before, name)
        for name in config_file.NAMES
        if before.sources[name].kind == "command line"
    }
    sources = {**found.sources, **{name: before.sources[name] for name in stronger}}
    return found._replace(**stronger, sources=sources)


def overriding(now: Config, name: str) -> str:
    """What is stronger than a change made here, in words; empty when nothing is."""
    source = now.sources[name]
    return source.where if source.kind in ("command line", "environment") else ""


@contextmanager
def _changing() -> Iterator[dict[str, Any]]:
    """What is written down, to be changed; no other process does meanwhile."""
    file = settings_file()
    try:
        with toml_files.changing(file):
            data = _present(file)
            yield data
            toml_files.replace(file, data)
    except OSError as error:
        raise ConfigError(
            _("{file} can't be written: {reason}. Nothing was changed.").format(
                file=_short(file), reason=error.strerror
            )
        ) from None


def _present(file: Path) -> dict[str, Any]:
    """What is written down by now; ConfigError when that can't be read."""
    if not file.exists():
        return {}
    try:
        return parsed(config_file.settings_text_of(file), _short(file))
    except ConfigError as error:
        sentence = _("{problem} Nothing was changed.").format(problem=error.sentence)
        raise ConfigError(sentence) from None


def _short(file: Path) -> str:
    return str(file).replace(os.path.expanduser("~") + os.sep, "~" + os.sep)
