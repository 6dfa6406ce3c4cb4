"""Texts that somebody was writing when their program ended: files of their own, on no board.

One file of mode 0600 for each text. Whoever writes it holds its lock, so that no other program
of the same person takes it for left behind; a lock ends with its process, however that ends.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from csboard.named import NamedTuple
from csboard.toml_files import WITHOUT_LOCKS, bytes_left_in

LIFETIME = timedelta(days=30)
"""After which a text that nobody went on with is dropped: it may hold customers' words."""
MOST_BYTES = 512 * 1024
"""Of a file; a longer text is not kept."""
MOST_FILES = 50
"""Of one person's; the oldest go first."""


class Begun(NamedTuple):
    """What stood in a box."""

    box: str
    numbers: tuple[int, ...]
    """The inquiries it was opened for; none for a new one."""
    typed: Mapping[str, str]
    """By the id of the field; only those in which something was typed."""
    was: Mapping[str, str]
    """What stood in the same fields before."""
    at: datetime

    def is_of(self, box: str, numbers: tuple[int, ...]) -> bool:
        """Whether it is to be offered in that box."""
        return self.box == box and (self.numbers == numbers or bool({*self.numbers} & {*numbers}))


class BegunFile:
    """One text's file, held by this process. Blocks: for a thread."""

    def __init__(self, path: Path, held: int = -1) -> None:
        self._path = path
        self._held = held

    def write(self, begun: Begun) -> None:
        """Put the text in place at once or not at all. OSError if not."""
        data = json.dumps({**begun._asdict(), "at": begun.at.isoformat()}).encode()
        if len(data) > MOST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = self._path.with_name(f".{self._path.name}")
        flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        opened = os.open(new, flags, 0o600)
        try:
            _lock(opened)
            with open(opened, "wb", closefd=False) as out:
                out.write(data)
            os.fsync(opened)
            os.replace(new, self._path)
        except OSError:
            os.close(opened)
            with suppress(OSError):
                new.unlink()
            raise
        self.leave()
        self._held = opened
        _sync(self._path.parent)

    def drop(self) -> None:
        """It was stored or given up: nothing of it remains here."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        self.leave()

    def leave(self) -> None:
        """Let it lie for another time."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1


class BegunFiles:
    """One person's begun texts of one board. Blocks: for a thread."""

    def __init__(self, directory: Path, database: str, login: str) -> None:
        self._directory = directory
        self._own = hashlib.sha256(f"{database}\0{login}".encode()).hexdigest()[:16]

    def new(self) -> BegunFile:
        """A file for another text, there from its first `write` on."""
        return BegunFile(self._directory / f"{self._own}-{secrets.token_hex(8)}.json")

    def take(
        self, box: str, numbers: tuple[int, ...], now: datetime
    ) -> tuple[BegunFile, Begun] | None:
        """The latest text that was left in such a box, from now on held by this process."""
        taken: tuple[BegunFile, Begun] | None = None
        for file, begun in self._latest_first():
            if taken is None and _is_young(begun, now) and begun.is_of(box, numbers):
                taken = file, begun
            else:
                file.leave()
        return taken

    def left(self, now: datetime) -> list[Begun]:
        """All that were left behind, the latest first; what is too old or too many goes."""
        self._drop_strays(now)
        kept: list[Begun] = []
        for file, begun in self._latest_first():
            if len(kept) < MOST_FILES and _is_young(begun, now):
                kept.append(begun)
                file.leave()
            else:
                file.drop()
        return kept

    def drop_before(self, erased: Mapping[int, datetime]) -> None:
        """Drop what was begun on inquiries before they were erased."""
        for file, begun in self._left_behind():
            if any(begun.at <= erased[number] for number in begun.numbers if number in erased):
                file.drop()
            else:
                file.leave()

    def _latest_first(self) -> list[tuple[BegunFile, Begun]]:
        return sorted(self._left_behind(), key=lambda one: one[1].at, reverse=True)

    def _left_behind(self) -> Iterator[tuple[BegunFile, Begun]]:
        """Those that no program holds now, and with this they are held."""
        for path in sorted(self._directory.glob(f"{self._own}-*.json")):
            held = _hold(path)
            if held is None:
                continue
            file = BegunFile(path, held)
            if begun := _begun_in(path):
                yield file, begun
            else:
                file.leave()

    def _drop_strays(self, now: datetime) -> None:
        """Drop files of anybody's boards that are too old by the file system's own word."""
        for stray in self._directory.glob("*.json"):
            with suppress(OSError):
                if datetime.fromtimestamp(stray.lstat().st_mtime, UTC) < now - LIFETIME:
                    stray.unlink()


def _is_young(begun: Begun, now: datetime) -> bool:
    return begun.at > now - LIFETIME


def _lock(opened: int) -> None:
    """Hold the file; OSError when another process does. Where there are no locks, as ever."""
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in WITHOUT_LOCKS:
            raise


def _hold(path: Path) -> int | None:
    """The open file, locked; None while somebody writes it, or when it is gone by now."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        _lock(opened)
        if os.path.samestat(os.fstat(opened), path.lstat()):
            return opened
    except OSError:
        pass
    os.close(opened)
    return None


def _begun_in(path: Path) -> Begun | None:
    """What the file says; None for one of another version, or a broken one."""
    try:
        data: Any = json.loads(bytes_left_in(path, MOST_BYTES))
        at = datetime.fromisoformat(data["at"])
        numbers = tuple(int(number) for number in data["numbers"])
        typed, was = _texts(data["typed"]), _texts(data["was"])
        return Begun(str(data["box"]), numbers, typed, was, at.astimezone(UTC))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _texts(data: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in data.items()}


def _sync(directory: Path) -> None:
    """Have a file's new name outlive a crash of the machine, too."""
    with suppress(OSError):
        opened = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
