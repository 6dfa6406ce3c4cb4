"""The header block of a mail, read from its bytes: fields, encoded words, ids, dates.

The standard library's header objects are never used on mail from outside: they raise on
broken fields and cost gigabytes on hostile ones.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz

from csboard.mail.decoding import decode
from csboard.mail.transfer import decode_base64
from csboard.text import clean

MAX_BLOCK = 256 * 1024
MAX_FIELD = 16 * 1024
MAX_IDS = 100
MAX_SUBJECT = 1_000

_BLANK_LINE = re.compile(rb"(?>\r\n|\n|\r)(?>\r\n|\n|\r)")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_KNOWN_FIELD = re.compile(
    rb"(?:from|sender|reply-to|to|cc|bcc|subject|date|received|return-path|delivered-to|message-id"
    rb"|in-reply-to|references|mime-version|(?:content|x|list|auto)-[\w-]{1,60})[ \t]*:",
    re.IGNORECASE,
)
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)(?:\?=|\Z)")
_ID = re.compile(r"<[^<>\s]{1,990}>")


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields in their order, names in lower case, values unfolded and still bytes."""

    fields: tuple[tuple[str, bytes], ...]

    def all(self, name: str) -> list[bytes]:
        return [_shortened(value, name) for field, value in self.fields if field == name]

    def first(self, name: str) -> bytes:
        return next(iter(self.all(name)), b"")

    def text(self, name: str) -> str:
        """The first such field, decoded and cleaned; empty when there is none."""
        return clean(decode_words(self.first(name))).strip()

    def __contains__(self, name: str) -> bool:
        return any(field == name for field, _ in self.fields)


def _shortened(value: bytes, name: str) -> bytes:
    if len(value) <= MAX_FIELD:
        return value
    if name == "references":  # the conversation's beginning and the nearest parents matter
        return value[: MAX_FIELD // 4] + b" " + value[-MAX_FIELD * 3 // 4 :]
    return value[:MAX_FIELD]


def start_of_mail(raw: bytes) -> int:
    """Where the header block begins, behind a byte order mark and blank lines."""
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw[start : start + 1] in (b"\r", b"\n"):
        start += 1
    return start


def read_headers(raw: bytes, start: int, end: int, limit: int = MAX_BLOCK) -> tuple[Headers, int]:
    """The header block that begins at `start`, and where the text behind it begins.

    Lines that are no fields are passed over while fields still follow; else the text
    begins with them.
    """
    end = min(end, start + limit)
    blank = _BLANK_LINE.search(raw, start, end)
    fields, length = _read_block(raw[start : blank.start() if blank else end])
    if blank and start + length >= blank.start():
        return Headers(fields), blank.end()
    return Headers(fields), start + length


def is_block_too_long(raw: bytes) -> bool:
    """Whether the header block goes on beyond the limit."""
    start = start_of_mail(raw)
    return len(raw) > MAX_BLOCK and not _BLANK_LINE.search(raw, start, start + MAX_BLOCK)


def _read_block(block: bytes) -> tuple[tuple[tuple[str, bytes], ...], int]:
    """The fields of a block, and how much of it they take."""
    fields: list[tuple[str, list[bytes]]] = []
    lines = block.splitlines(keepends=True)
    last_known = max((i for i, line in enumerate(lines) if _KNOWN_FIELD.match(line)), default=-1)
    length = 0
    for index, line in enumerate(lines):
        field = _FIELD.match(line)
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(b" " + line.strip())
        elif field and last_known >= 0:
            fields.append((field[1].decode("ascii").lower(), [field[2].strip()]))
        elif index > last_known:
            break
        length += len(line)
    return _joined(fields), length


def _joined(fields: list[tuple[str, list[bytes]]]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, b"".join(pieces)) for name, pieces in fields)


def decode_words(value: bytes) -> str:
    """A field's text: encoded words decoded, the rest by the ladder of `decoding`.

    Neighbouring words of one charset are joined as bytes first: mailers cut them in the
    middle of a letter.
    """
    return "".join(decode(data, label) for data, label in _stretches(value))


def _stretches(value: bytes) -> Iterator[tuple[bytes, str]]:
    pending, pending_label, position = b"", "", 0
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        label = word[1].partition(b"*")[0].decode("ascii", "replace").lower()
        position = word.end()
        if between.strip() or label != pending_label:
            yield pending, pending_label
            pending = b""
        if between.strip():
            yield between, ""
        pending, pending_label = pending + _word_bytes(word), label
    yield pending, pending_label
    yield value[position:], ""


def _word_bytes(word: re.Match[bytes]) -> bytes:
    if word[2] in b"bB":
        return decode_base64(word[3])
    return binascii.a2b_qp(word[3], header=True)


def read_subject(headers: Headers) -> str:
    subject = headers.text("subject")
    return subject if len(subject) <= MAX_SUBJECT else subject[: MAX_SUBJECT - 1] + "…"


def read_ids(headers: Headers, name: str) -> tuple[str, ...]:
    """Message-IDs in a field, in order, each once; some mailers encode them as words."""
    text = clean(" ".join(decode_words(value) for value in headers.all(name)))
    found = list(dict.fromkeys(_ID.findall(text)))
    return tuple(found if len(found) <= MAX_IDS else found[:1] + found[1 - MAX_IDS :])


def read_message_id(headers: Headers) -> str:
    """The mail's own id in angle brackets, mended when they are missing."""
    found = read_ids(headers, "message-id")
    if found:
        return found[0]
    bare = re.sub(r"[\s<>]", "", headers.text("message-id"))[:990]
    return f"<{bare}>" if bare else ""


def read_date(headers: Headers) -> datetime | None:
    """The Date field in UTC, when it is a date of the last decades at all."""
    try:
        fields = parsedate_tz(headers.first("date")[:200].decode("ascii", "replace"))
        moment = datetime.fromtimestamp(mktime_tz(fields), UTC) if fields else None
    except (ValueError, OverflowError, TypeError, IndexError, OSError):
        return None
    return moment if moment and moment.year >= 1980 else None
