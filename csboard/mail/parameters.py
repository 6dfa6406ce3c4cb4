"""Parameters of Content-Type and Content-Disposition."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from csboard.mail.decoding import decode
from csboard.mail.headers import decode_words

MAX_PARAMETERS = 200

_PARAMETER = re.compile(r';[\s]*([^\s=;"]{1,80})[ \t]*=[ \t]*("(?:[^"\\]|\\.)*(?:"|\Z)|[^;]*)')
_SEGMENT = re.compile(r"([^*]+)\*(?:([0-9]{1,2})(\*?))?")


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
