"""What a person had before them when they left comes back when they open the board again.

One small file in the state directory, `state.toml`, an entry for each database and person.
It is the program's own: whatever is wrong in it is forgotten.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from csboard.config import text_of
from csboard.text import clean
from csboard.tui.arrange import View

MOST_ENTRIES = 20
"""Boards that are remembered, the latest first."""
MOST_CHARACTERS = 500
"""Of a text that comes back."""


class Kept(NamedTuple):
    """How somebody left the board."""

    view: View = View()
    preview: bool | None = None
    stage: str = ""
    task: str = ""
    """The card under the cursor, as `1042.2`."""


NOTHING_KEPT = Kept()


class Keeper:
    """Reads and writes one person's entry for one board; never fails. Blocks: for a thread."""

    def __init__(self, file: Path, database: str, login: str) -> None:
        self._file = file
        self._own = {"database": database, "login": login}
        self.kept = Kept()
        """As last read or written."""

    def read(self) -> None:
        """Take up what the file says; without a file, or with a broken one, nothing."""
        self.kept = next((_kept(e) for e in self._entries() if self._is_own(e)), Kept())

    def write(self, kept: Kept) -> None:
        """Replace the entry, if there is anything new, leaving those of other boards."""
        if kept == self.kept:
            return
        self.kept = kept
        others = [entry for entry in self._entries() if not self._is_own(entry)]
        with suppress(OSError):  # as on a full disk: a convenience is no reason to say so
            write_private(self._file, {"boards": [self._entry(kept), *others][:MOST_ENTRIES]})

    def _entry(self, kept: Kept) -> dict[str, Any]:
        entry: dict[str, Any] = {**self._own, "stage": kept.stage, "task": kept.task}
        if kept.preview is not None:
            entry["preview"] = kept.preview
        shown = {name: value for name, value in kept.view._asdict().items() if _is_text(value)}
        return {**entry, "view": {name: str(value) for name, value in shown.items()}}

    def _is_own(self, entry: Mapping[str, Any]) -> bool:
        return all(entry.get(key) == value for key, value in self._own.items())

    def _entries(self) -> list[dict[str, Any]]:
        if not self._file.exists():
            return []
        import tomllib

        try:
            data = tomllib.loads(text_of(self._file))
        except (OSError, ValueError, RecursionError):
            return []
        entries = data.get("boards")
        return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []


def write_private(file: Path, data: Mapping[str, Any]) -> None:
    """Put a TOML file in place at once or not at all, for the person alone. OSError if not."""
    import tomli_w

    new = file.with_name(f".{file.name}.{os.getpid()}")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_NOFOLLOW
    try:
        with open(os.open(new, flags, 0o600), "wb") as out:
            tomli_w.dump(data, out)
        os.replace(new, file)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _kept(entry: Mapping[str, Any]) -> Kept:
    preview = entry.get("preview")
    return Kept(
        _view(entry.get("view")),
        preview if isinstance(preview, bool) else None,
        _text(entry.get("stage")),
        _text(entry.get("task")),
    )


def _view(stored: object) -> View:
    """Field by field, so that one of another version costs only itself."""
    view = View()
    if not isinstance(stored, dict):
        return view
    given: dict[str, Any] = {}
    for name, default in view._asdict().items():
        if (value := _text(stored.get(name))) and _is_text(default):
            with suppress(ValueError):
                given[name] = type(default)(value)
    return view._replace(**given)


def _text(value: object) -> str:
    return clean(value)[:MOST_CHARACTERS] if isinstance(value, str) else ""
