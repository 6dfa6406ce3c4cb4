"""The lines of a text file from outside, however they end and however long they are."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

MAX_LINE = 10 * 1024 * 1024
PIECE = 1024 * 1024
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Lines:
    """Lines with their ends (LF, CRLF or CR), as bytes; those of UTF-16 in UTF-8.

    Of a line longer than `limit` only the beginning is kept, and one byte more to tell.
    """

    def __init__(self, stream: BinaryIO, limit: int = MAX_LINE) -> None:
        self._stream = stream
        self._limit = limit
        self.position = 0
        """Bytes of the stream read so far."""

    def __iter__(self) -> Iterator[bytes]:
        rest = b""
        for piece in self._pieces():
            lines = (rest + piece).splitlines(keepends=True)
            # The last one may go on in the next piece; after CR an LF may follow.
            rest = b"" if not lines or lines[-1].endswith(b"\n") else self._cut(lines.pop())
            yield from map(self._cut, lines)
        if rest:
            yield rest

    def _cut(self, line: bytes) -> bytes:
        return line[: self._limit + 1]

    def _pieces(self) -> Iterator[bytes]:
        """What the stream has, as soon as it has a line."""
        mark = self._stream.read(2)
        self.position = len(mark)
        wide = codecs.getincrementaldecoder("utf-16")("replace") if mark in _WIDE_MARKS else None
        piece = mark
        while piece:
            yield wide.decode(piece).encode("utf-8", "replace") if wide else piece
            piece = self._stream.readline(PIECE)
            self.position += len(piece)
