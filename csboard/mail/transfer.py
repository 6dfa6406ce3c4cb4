"""Undoing content transfer encodings, however broken, in linear time."""

from __future__ import annotations

import binascii
import re
from contextlib import suppress

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_BLANK_LINES = re.compile(rb"\n[ \t]*\r?\n[ \t\r\n]*")


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """The bytes a part really holds; an unknown encoding leaves them as they are."""
    if encoding == "base64":
        return _decode_base64_body(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _decode_uu(data)
    return data


def decode_base64(data: bytes) -> bytes:
    """Base64 with stray characters, missing padding, a cut end, or in several pieces."""
    padding = data.find(b"=")
    if padding == -1 or not data[padding:].strip(b"= \t\r\n"):
        with suppress(binascii.Error):
            return binascii.a2b_base64(data)
    return b"".join(_decode_piece(piece) for piece in data.split(b"="))


def _decode_piece(piece: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", piece)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _decode_base64_body(data: bytes) -> bytes:
    """A base64 body, with the footer in clear text that a mailing list put below it."""
    gap = _BLANK_LINES.search(data.rstrip())
    if gap is None or not data[: gap.start()].strip() or not _has_clear_line(data[gap.end() :]):
        return data if _is_clear(data) else decode_base64(data)
    if _is_clear(data[: gap.start()]):
        return data
    return decode_base64(data[: gap.start()]) + b"\n\n" + data[gap.end() :]


def _is_clear(data: bytes) -> bool:
    """Whether text stands where base64 was promised."""
    sample = data[:4096]
    return not sample.isascii() or sample.count(b" ") * 8 > len(sample)


def _has_clear_line(data: bytes) -> bool:
    lines = (line.strip() for line in data[:4096].splitlines())
    return any(_BASE64_LINE.fullmatch(line) is None for line in lines)


def _decode_uu(data: bytes) -> bytes:
    decoded: list[bytes] = []
    inside = False
    for line in data.splitlines():
        if line.startswith(b"begin "):
            inside = True
        elif line.strip() == b"end":
            break
        elif inside:
            decoded.append(_decode_uu_line(line))
    return b"".join(decoded) or data


def _decode_uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:  # trailing blanks were cut off, or the length letter lies
        length = max(0, (line[0] - 32) & 63) if line else 0
        try:
            return binascii.a2b_uu(line[: 1 + (length + 2) // 3 * 4])
        except binascii.Error:
            return b""
