"""What a person had before them when they left comes back when they open the board again.

One small file in the state directory, `state.toml`, an entry for each database and person.
It is the program's own: whatever is wrong in it is forgotten.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from csboard import toml_files
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean
from csboard.tui.arrange import View

MOST_ENTRIES = 20
"""Boards that are remembered, the latest first."""
MOST_CHARACTERS = 500
"""Of a text that comes back."""
MOST_BYTES = 256 * 1024
"""Of the file: room for that many entries of that length."""


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
        self.problem = ""
        """What the person should know about the file, in a sentence."""

    def read(self) -> None:
        """Take up what the file says; without a file, or with a broken one, nothing."""
        try:
            self.kept = next((_kept(e) for e in self._entries() if self._is_own(e)), Kept())
        except _TooLarge:
            self.problem = self._put_aside()

    def write(self, kept: Kept) -> None:
        """Replace the entry, if there is anything new, leaving those of other boards."""
        if kept == self.kept:
            return
        # As on a full disk: a convenience is no reason to say so.
        with suppress(OSError, _TooLarge), toml_files.changing(self._file):
            others = [entry for entry in self._entries() if not self._is_own(entry)]
            entries = [self._entry(kept), *others][:MOST_ENTRIES]
            toml_files.replace(self._file, {"boards": entries})
            self.kept = kept

    def _put_aside(self) -> str:
        """Nothing is lost of a file that can't be ours as it is; the sentence about it."""
        told = _("{file} is too large to be read ({n} KB at most).").format(
            file=self._file, n=MOST_BYTES // 1024
        )
        with suppress(OSError), toml_files.changing(self._file):
            aside = self._free_name()
            self._file.rename(aside)
            return f"{told} " + _("It is kept as {file}.").format(file=aside.name)
        return told

    def _free_name(self) -> Path:
        names = (self._file.with_name(f"{self._file.name}.aside-{n}") for n in count(1))
        return next(name for name in names if not os.path.lexists(name))

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
        try:
            data = toml_files.parsed(toml_files.own_text_of(self._file, MOST_BYTES), self._file)
        except OSError as error:
            if error.errno == errno.EFBIG:
                raise _TooLarge from None
            return []
        except (ConfigError, UnicodeDecodeError):
            return []
        entries = data.get("boards")
        return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []


class _TooLarge(Exception):
    """The file can't be the program's as it left it."""


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
