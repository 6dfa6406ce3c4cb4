"""Names of files that come and go with mails: harmless wherever they are saved."""

from __future__ import annotations

import re
import unicodedata

from csboard.text import clean

MAX_NAME_BYTES = 120
BYTES = "application/octet-stream"
"""The type of a file of which nothing is known."""

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

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {extension: kind for kind, extension in _EXTENSIONS.items()} | {
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".htm": "text/html",
    ".jpeg": "image/jpeg",
    ".json": "application/json",
    ".log": "text/plain",
    ".md": "text/markdown",
    ".mp4": "video/mp4",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".xml": "application/xml",
}


def type_of(name: str) -> str:
    """The content type that a name's ending tells; the same on every machine."""
    return _TYPES.get(f".{name.rpartition('.')[2]}".lower(), BYTES)


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
