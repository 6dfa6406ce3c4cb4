"""The tree of MIME parts, cut out of the raw bytes with bounded depth and number.

A part is a stretch of the raw mail; nothing is copied or decoded until asked for.
An attached mail (message/rfc822) stays whole: one part, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from csboard.domain.letters import Excess
from csboard.mail.headers import Headers, read_headers, start_of_mail
from csboard.mail.parameters import read_parameters
from csboard.mail.transfer import decode_transfer

MAX_PARTS = 500
MAX_DEPTH = 50
MAX_PART_HEADERS = 64 * 1024

_END_OF_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r\n|\n|\r|\Z)")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_TYPE = re.compile(r"[a-z0-9][\w!#$&^.+-]*/[\w!#$&^.+-]+")
_ENCODINGS = re.compile(r"[a-z0-9-]+")


@dataclass
class Part:
    """One MIME part. `index` counts all parts in walking order from the root, which is 0."""

    index: int
    headers: Headers
    body: memoryview
    default_type: str = "text/plain"
    children: list[Part] = field(default_factory=list)

    @cached_property
    def _content_type(self) -> tuple[str, dict[str, str]]:
        return read_parameters(self.headers.first("content-type"))

    @cached_property
    def _disposition(self) -> tuple[str, dict[str, str]]:
        return read_parameters(self.headers.first("content-disposition"))

    @property
    def type(self) -> str:
        """`type/subtype` in lower case; nonsense counts as plain text (RFC 2045, 5.2)."""
        stated = self._content_type[0]
        if not stated:
            return self.default_type
        return stated if _TYPE.fullmatch(stated) else "text/plain"

    @property
    def is_text(self) -> bool:
        """Whether it holds text to read. A multipart without parts is taken for plain text."""
        return self.type.startswith(("text/", "multipart/")) and self.type != "text/rfc822-headers"

    def parameter(self, name: str) -> str:
        return self._content_type[1].get(name, "")

    @property
    def name(self) -> str:
        """The file name as the sender wrote it, decoded but not made safe."""
        return self._disposition[1].get("filename") or self.parameter("name")

    @property
    def is_sent_as_file(self) -> bool:
        return self._disposition[0] == "attachment"

    @property
    def is_attachment(self) -> bool:
        """Whether it is a file beside the text: sent as one, or named."""
        return self.is_sent_as_file or bool(self.name)

    def payload(self, limit: int | None = None) -> bytes:
        """Its bytes with the transfer encoding undone, at most about `limit` of them."""
        data = bytes(self.body if limit is None else self.body[: 2 * limit])
        stated = _ENCODINGS.match(self.headers.text("content-transfer-encoding").lower())
        decoded = decode_transfer(data, stated[0] if stated else "")
        return decoded if limit is None else decoded[:limit]


@dataclass
class Structure:
    root: Part
    parts: list[Part]
    """All parts by index."""
    excess: Excess | None = None
    """There were more parts, or deeper ones, than the limits allow."""


def read_structure(raw: bytes) -> Structure:
    """Cut a mail into its parts. What goes beyond the limits stays an unread part."""
    headers, start = read_headers(raw, start_of_mail(raw), len(raw))
    root = Part(0, headers, memoryview(raw)[start:])
    structure = Structure(root, [root])
    _divide(structure, root, raw, start, len(raw), depth=0)
    return structure


def _divide(
    structure: Structure, part: Part, raw: bytes, start: int, end: int, *, depth: int
) -> None:
    boundary = part.parameter("boundary").encode("utf-8", "replace").rstrip()
    if not part.type.startswith("multipart/") or not boundary:
        return
    default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
    for at, until in _stretches(raw, b"--" + boundary, start, end):
        if len(structure.parts) >= MAX_PARTS:
            structure.excess = Excess("parts", MAX_PARTS)
            return
        if depth >= MAX_DEPTH:
            structure.excess = Excess("depth", MAX_DEPTH)
            return
        headers, text_at = _split_part(raw, at, until)
        child = Part(len(structure.parts), headers, memoryview(raw)[text_at:until], default)
        part.children.append(child)
        structure.parts.append(child)
        _divide(structure, child, raw, text_at, until, depth=depth + 1)


def _stretches(raw: bytes, mark: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """From each boundary line to the next one, its line end not counted."""
    inside = -1
    at = raw.find(mark, start, end)
    while at >= 0:
        line_end = _END_OF_BOUNDARY.match(raw, at + len(mark), end)
        if line_end and (at == start or raw[at - 1 : at] in (b"\n", b"\r")):
            if inside >= 0:
                yield inside, max(inside, _without_line_end(raw, at))
            inside = line_end.end()
            if line_end[1]:
                return
        at = raw.find(mark, at + len(mark), end)
    if inside >= 0:
        yield inside, end


def _without_line_end(raw: bytes, at: int) -> int:
    return at - 2 if raw[at - 2 : at] == b"\r\n" else at - 1


def _split_part(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """A part's headers, and where its text begins; one that begins with a blank line has none."""
    blank = _LINE_END.match(raw, start, end)
    if blank:
        return Headers(()), blank.end()
    return read_headers(raw, start, end, MAX_PART_HEADERS)
