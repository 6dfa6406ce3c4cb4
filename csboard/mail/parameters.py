"""Parameters of Content-Type and Content-Disposition, and safe names for attachments."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from csboard.mail.decoding import decode
from csboard.mail.headers import decode_words
from csboard.text import clean

MAX_PARAMETERS = 200
MAX_NAME_BYTES = 120

_PARAMETER = re.compile(r';[\s]*([^\s=;"]{1,80})[ \t]*=[ \t]*("(?:[^"\\]|\\.)*(?:"|\Z)|[^;]*)')
_SEGMENT = re.compile(r"([^*]+)\*(?:([0-9]{1,2})(\*?))?")
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f\u2400-\u2421\ufffd]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
}


def read_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """The field's main value in lower case, and its parameters decoded."""
    text = value.decode("ascii") if value.isascii() and b"\x1b" not in value else decode(value)
    main = text.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    segments: dict[str, dict[int, tuple[bool, str]]] = {}
    for count, found in enumerate(_PARAMETER.finditer(text)):
        if count == MAX_PARAMETERS:
            break
        key, content = found[1].lower(), _unquoted(found[2])
        segment = _SEGMENT.fullmatch(key)
        if segment is None:
            plain.setdefault(key, decode_words(content.encode("utf-8", "replace")))
        else:
            encoded = segment[2] is None or bool(segment[3])
            segments.setdefault(segment[1], {})[int(segment[2] or 0)] = (encoded, content)
    return main, plain | {key: _assemble(pieces) for key, pieces in segments.items()}


def _unquoted(content: str) -> str:
    if content.startswith('"'):
        return re.sub(r'\\(["\\])', r"\1", content[1:].removesuffix('"'))
    return content.strip()


def _assemble(pieces: dict[int, tuple[bool, str]]) -> str:
    """Segments of RFC 2231 in their order, joined as bytes before decoding."""
    charset, joined = "", b""
    for index, (encoded, content) in sorted(pieces.items()):
        if index == 0 and encoded and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        raw = content.encode("utf-8", "replace")
        joined += unquote_to_bytes(raw) if encoded else raw
    return decode(joined, charset)


def safe_name(name: str, content_type: str, taken: set[str]) -> str:
    """A file name that is harmless wherever it is saved; it is added, folded, to `taken`.

    Only the last component, no control or direction characters, no leading dot or
    dash, no device names, at most 120 bytes, unlike every other in `taken`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", clean(name)))[-1]
    harmless = _FORBIDDEN.sub("_", last).lstrip(" .-").rstrip(" .")
    if not harmless:
        harmless = "attachment" + _EXTENSIONS.get(content_type, "")
    if _RESERVED.fullmatch(harmless):
        harmless = "_" + harmless
    unique = _made_unique(harmless, taken)
    taken.add(unique.casefold())
    return unique


def _made_unique(name: str, taken: set[str]) -> str:
    candidate, count = _with_mark(name, ""), 1
    while candidate.casefold() in taken:
        count += 1
        candidate = _with_mark(name, f" ({count})")
    return candidate


def _with_mark(name: str, mark: str) -> str:
    """`name` cut to the limit, with `mark` before its extension."""
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > 10:
        stem, dot, extension = name, "", ""
    tail = mark + dot + extension
    room = MAX_NAME_BYTES - len(tail.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + tail
