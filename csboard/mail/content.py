"""Which parts of a mail are its text, and which are files beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from csboard.mail.decoding import decode
from csboard.mail.html import html_to_text
from csboard.mail.structure import Part, Structure
from csboard.text import clean

MAX_TEXT = 400_000
_MAX_BYTES = 4 * MAX_TEXT
_BLANK = " \t\r\n\xa0\u200b\u3000\ufeff"
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_ENCRYPTED_NOTICE = (
    "［暗号化されたメールのため、本文をここで読むことはできません。添付ファイルをご覧ください。］\n"
    "[This mail is encrypted and can't be read here. See its attachment.]"
)
"""Becomes part of the stored text, which people of both languages read."""


@dataclass
class Content:
    text: str = ""
    attachments: list[Part] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_content(structure: Structure) -> Content:
    """Choose and decode the text, at most 400,000 characters; list the files."""
    content = Content()
    texts, files = _read(structure.root)
    if not any(texts):
        texts = [_text_of(part) for part in _hidden_text(structure)]
    text = "\n\n".join(one for one in texts if one)
    if structure.root.type in _ENCRYPTED:
        content.problems.append("encrypted")
        text = text or _ENCRYPTED_NOTICE
        files = [part for part in files if part.type != "application/pgp-encrypted"]
    if len(text) > MAX_TEXT:
        content.problems.append("text-cut")
        text = text[:MAX_TEXT]
    content.text = text
    content.attachments = sorted(files, key=lambda part: part.index)
    return content


def _read(part: Part) -> tuple[list[str], list[Part]]:
    """The texts of a branch in reading order, and its files."""
    if part.type == "multipart/alternative" and part.children:
        return _read_alternatives(part)
    if part.children:
        texts: list[str] = []
        files: list[Part] = []
        for child in part.children:
            child_texts, child_files = _read(child)
            texts += child_texts
            files += child_files
        return texts, files
    if part.is_text and not part.is_attachment and part.type != "text/calendar":
        return [_text_of(part)], []
    return [], [part]


def _read_alternatives(part: Part) -> tuple[list[str], list[Part]]:
    """The first plain version that is not blank, else the first other one that is not."""
    ranked = sorted(part.children, key=lambda child: child.type != "text/plain")
    chosen: list[str] = []
    files: list[Part] = []
    for child in ranked:
        if not chosen or child.children or not child.is_text or child.type == "text/calendar":
            texts, child_files = _read(child)
            files += child_files
            chosen = chosen or [text for text in texts if text]
    return chosen, files


def _hidden_text(structure: Structure) -> list[Part]:
    """When no text was found: a named text part, or a calendar, that isn't meant as a file."""
    return [
        part
        for part in structure.parts
        if part.is_text and not part.children and not part.is_sent_as_file
    ][:1]


def _text_of(part: Part) -> str:
    """A text part decoded and cleaned; empty when there is nothing but blanks."""
    label = part.parameter("charset")
    text = decode(part.payload(_MAX_BYTES), label)
    if part.type == "text/html":
        text = html_to_text(text)
    elif part.parameter("format").lower() == "flowed":
        text = _unflowed(text[: MAX_TEXT + 1], del_space=part.parameter("delsp").lower() == "yes")
    text = clean(text[: MAX_TEXT + 1], multiline=True).rstrip(_BLANK)
    return text if text.strip(_BLANK) else ""


def _unflowed(text: str, *, del_space: bool) -> str:
    """Paragraphs of format=flowed (RFC 3676) put back on one line each."""
    lines: list[str] = []
    open_depth = -1
    """Quote depth of a line that goes on, or -1."""
    for line in text.splitlines():
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        if depth == open_depth and content != "-- ":
            lines[-1] += content
        else:
            lines.append(">" * depth + (" " if depth else "") + content)
        flows = content.endswith(" ") and content != "-- "
        open_depth = depth if flows else -1
        if flows and del_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
