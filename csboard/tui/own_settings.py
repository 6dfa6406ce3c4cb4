"""What a person changes inside the program: into `settings.toml`, never into `config.toml`.

`settings.toml` is the program's own file; the person's, with their comments, is theirs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csboard import config
from csboard.config import Config
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.tui.kept import write_private


def settings_file() -> Path:
    """Where it is written."""
    return config.config_directory() / "settings.toml"


def change(name: str, value: object) -> None:
    """Write down an option; None takes it out again. ConfigError when it can't be written."""
    data = _present()
    if value is None:
        data.pop(name, None)
    else:
        data[name] = value
    _write(data)


def change_key(action: str, keys: str | None) -> None:
    """Write down the keys of an action; None takes them out again."""
    data = _present()
    table = data.get("keys")
    given = dict(table) if isinstance(table, dict) else {}
    given.pop(action, None)
    if keys is not None:
        given[action] = keys
    data.pop("keys", None)
    if given:
        data["keys"] = given
    _write(data)


def reloaded(before: Config) -> Config:
    """What holds now. What came from the command line still does."""
    found = config.load({})
    stronger = {
        name: getattr(before, name)
        for name in config.NAMES
        if before.sources[name].kind == "command line"
    }
    sources = {**found.sources, **{name: before.sources[name] for name in stronger}}
    return found._replace(**stronger, sources=sources)


def overriding(now: Config, name: str) -> str:
    """What is stronger than a change made here, in words; empty when nothing is."""
    source = now.sources[name]
    return source.where if source.kind in ("command line", "environment") else ""


def _present() -> dict[str, Any]:
    import tomllib

    file = settings_file()
    try:
        return tomllib.loads(config.text_of(file))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigError(
            _("{file} can't be read: {reason}. Nothing was changed.").format(
                file=_short(file), reason=reason
            )
        ) from None


def _write(data: dict[str, Any]) -> None:
    file = settings_file()
    try:
        write_private(file, data)
    except OSError as error:
        raise ConfigError(
            _("{file} can't be written: {reason}. Nothing was changed.").format(
                file=_short(file), reason=error.strerror
            )
        ) from None


def _short(file: Path) -> str:
    return str(file).replace(os.path.expanduser("~") + os.sep, "~" + os.sep)
