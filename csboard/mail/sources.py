"""Where mail lies: a stream, an mbox, a Maildir, a file of lines or rows.

Each source gives its items one by one, so that memory stays flat however long it is.
"""

from __future__ import annotations

import codecs
import csv
import os
import re
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from csboard.errors import UsageError
from csboard.i18n import _
from csboard.mail.decoding import decode
from csboard.mail.lines import MAX_LINE, Lines

MAX_HEAD = 64 * 1024
MAX_ROW_LINES = 1_000
_PLAIN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_FROM_LINE = re.compile(rb"From \S.*\d\d:\d\d")
_CERTAIN_FROM_LINE = re.compile(
    rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d"
)
"""Begins a mail even when the blank line before it is missing."""
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Item:
    raw: bytes
    place: str
    """Where it stands, for a person who looks for it: `mail 3`, `line 12`, a file name."""
    position: int
    """Bytes of the source read so far."""


def open_file(path: Path) -> BinaryIO:
    """A file to read from; UsageError with the reason when that can't be."""
    try:
        if path.is_dir():
            raise UsageError(_("{path} is a directory, not a file.").format(path=path))
        return path.open("rb")
    except OSError as error:
        raise UsageError(
            _("{path} can't be read: {reason}.").format(path=path, reason=error.strerror)
        ) from error


def read_limited(stream: BinaryIO, limit: int) -> bytes:
    """All of a stream, or `limit` bytes and one more to tell that it goes on."""
    pieces: list[bytes] = []
    room = limit + 1
    while room and (piece := stream.read(min(room, 1 << 20))):
        pieces.append(piece)
        room -= len(piece)
    return b"".join(pieces)


def mails_in_mbox(stream: BinaryIO, path: Path, limit: int) -> Iterator[Item]:
    """The mails of an mbox; of one longer than `limit` only its beginning is kept.

    UsageError, before anything is taken, when it is no mbox.
    """
    first = _first_line(stream)
    if first and not first.startswith(b"From "):
        raise UsageError(
            _('{path} is no mbox: its first line does not begin with "From ".').format(path=path)
        )
    return _mails(stream, limit) if first else iter(())


def _mails(stream: BinaryIO, limit: int) -> Iterator[Item]:
    """What follows the first "From " line."""
    lines: list[bytes] = []
    size, count, position, is_after_blank, is_line_start = 0, 0, 0, False, True
    while line := stream.readline(MAX_LINE):
        position += len(line)
        begins = (_FROM_LINE if is_after_blank else _CERTAIN_FROM_LINE).match(line)
        if begins and is_line_start:
            count += 1
            yield _mbox_item(lines, count, position)
            lines, size = [], 0
        elif size <= limit:
            lines.append(line[: limit + 1 - size])
            size += len(line)
        is_line_start = line.endswith(b"\n")
        is_after_blank = line in (b"\n", b"\r\n")
    yield _mbox_item(lines, count + 1, position)


def _first_line(stream: BinaryIO) -> bytes:
    while line := stream.readline(MAX_LINE):
        if line.strip():
            return line
    return b""


def _mbox_item(lines: list[bytes], count: int, position: int) -> Item:
    if lines and lines[-1] in (b"\n", b"\r\n"):
        lines.pop()  # the blank line belongs to the mbox, not to the mail
    raw = _QUOTED_FROM.sub(rb"\1", b"".join(lines))
    return Item(raw, _("mail {n}").format(n=count), position)


class Maildir:
    """A Maildir: each mail a file, new ones in `new/`."""

    def __init__(self, path: Path) -> None:
        self.new = path / "new"
        self._cur = path / "cur"
        if not self.new.is_dir() or not self._cur.is_dir():
            raise UsageError(
                _("{path} is no Maildir: it has no directories new and cur.").format(path=path)
            )

    def waiting(self) -> list[Path]:
        """The files in `new/`, oldest delivery first."""
        return _files(self.new)

    def seen(self) -> list[Path]:
        """The files in `cur/`: mail that some program has had before."""
        return _files(self._cur)

    def take(self, path: Path) -> None:
        """Move a mail that is stored now from `new/` to `cur/`, not marked as read."""
        name = path.name if ":2," in path.name else f"{path.name}:2,"
        path.rename(self._cur / name)


def _files(directory: Path) -> list[Path]:
    try:
        entries = [entry for entry in os.scandir(directory) if not entry.name.startswith(".")]
    except OSError as error:
        raise UsageError(
            _("{path} can't be read: {reason}.").format(path=directory, reason=error.strerror)
        ) from error
    return [Path(entry.path) for entry in sorted(entries, key=lambda entry: entry.name)]


def read_mail_file(path: Path, limit: int) -> bytes:
    """A mail's bytes; never through a link, and never from anything but a plain file."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(0, _("not a plain file"))
    # It may have become another one since.
    with os.fdopen(os.open(path, _PLAIN_FILE), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(0, _("not a plain file"))
        return read_limited(stream, limit)


def lines_of_json(stream: BinaryIO) -> Iterator[Item]:
    """The lines that are not blank."""
    lines = Lines(stream)
    for number, line in enumerate(lines, start=1):
        raw = line.strip().removeprefix(codecs.BOM_UTF8)
        if raw:
            yield Item(raw, _("line {n}").format(n=number), lines.position)


def rows_of_csv(stream: BinaryIO, path: Path) -> Iterator[Item]:
    """Each row with the header line above it, so that it can be understood by itself later.

    A quotation that never ends makes one bad row, not a bad rest of the file. UsageError,
    before anything is taken, when there is no column `subject`.
    """
    lines = Lines(stream)
    remaining = iter(lines)
    head = next(remaining, b"")[:MAX_HEAD]
    if "subject" not in [name.strip(' "\r\n') for name in decode(head).split(",")]:
        raise UsageError(_("{path} has no column `subject` in its first line.").format(path=path))
    return _rows(lines, remaining, head.rstrip(b"\r\n") + b"\n")


def _rows(lines: Lines, remaining: Iterator[bytes], head: bytes) -> Iterator[Item]:
    window = _Window(remaining)
    number = 2
    while window.fill():
        row = window.take(_lines_of_first_row(window.lines))
        if b"".join(row).strip():
            yield Item(head + b"".join(row), _("line {n}").format(n=number), lines.position)
        number += len(row)


class _Window:
    """The next lines, as many as one row may have."""

    def __init__(self, remaining: Iterator[bytes]) -> None:
        self.lines: deque[bytes] = deque()
        self._remaining = remaining
        self._size = 0

    def fill(self) -> bool:
        """Take lines up to the limits; whether there is any."""
        while len(self.lines) < MAX_ROW_LINES and self._size <= MAX_LINE:
            line = next(self._remaining, None)
            if line is None:
                break
            self.lines.append(line)
            self._size += len(line)
        return bool(self.lines)

    def take(self, count: int) -> list[bytes]:
        taken = [self.lines.popleft() for _line in range(count)]
        self._size -= sum(map(len, taken))
        return taken


def _lines_of_first_row(window: Iterable[bytes]) -> int:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in window:
            taken += 1
            yield line.decode("latin-1")  # quotes and commas are ASCII in every encoding here

    csv.field_size_limit(MAX_LINE)
    try:
        next(csv.reader(lines(), strict=True))
    except csv.Error:
        return 1
    return taken
