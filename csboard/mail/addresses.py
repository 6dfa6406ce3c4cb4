"""Addresses in header fields, taken as people and old carriers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from csboard.domain.letters import Address
from csboard.mail.decoding import decode
from csboard.mail.headers import decode_words
from csboard.text import clean

MAX_ADDRESSES = 200
MAX_NAME = 200
MAX_EMAIL = 320

_TOKEN = re.compile(
    r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?="
    r'|"(?:[^"\\]|\\.)*(?:"|\Z)'
    r"|<[^>]*(?:>|\Z)"
    r"|[(),;]"
    r'|[^"(),;<]+',
    re.DOTALL,
)
_BARE = re.compile(r'(?<![^\s<>,;:"()\[\]])[^\s<>,;:"()\[\]]+@[^\s<>,;:"()\[\]]+')


@dataclass(slots=True)
class _Entry:
    """What stands between two commas."""

    phrase: list[str] = field(default_factory=list)
    angles: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def read_addresses(value: bytes) -> tuple[Address, ...]:
    """All addresses of a field, in order. A name without any address has an empty one."""
    text = value.decode("ascii") if value.isascii() and b"\x1b" not in value else decode(value)
    found: list[Address] = []
    fragment = ""  # a name cut apart by a comma that should have been in quotes
    for entry in _entries(text):
        address = _resolve(entry, fragment)
        if address.email:
            found.append(address)
        fragment = "" if address.email else address.name
        if len(found) == MAX_ADDRESSES:
            break
    if not found and fragment:
        found.append(Address(fragment, ""))
    return tuple(found)


def _entries(text: str) -> Iterator[_Entry]:
    entry, depth = _Entry(), 0
    for token in _TOKEN.findall(text):
        if token == "(":
            depth += 1
        elif token == ")":
            depth = max(0, depth - 1)
        elif depth:
            entry.comments.append(token)
        elif token in ",;":
            yield entry
            entry = _Entry()
        elif token[0] == "<":
            entry.angles.append(token.strip("<> \t"))
        elif token[0] == '"':
            entry.phrase.append(re.sub(r"\\(.)", r"\1", token[1:].removesuffix('"')))
        else:
            entry.phrase.append(token)
    yield entry


def _resolve(entry: _Entry, fragment: str) -> Address:
    phrase = " ".join("".join(entry.phrase).split())
    with_at = [angle for angle in entry.angles if "@" in angle]
    if with_at:
        email = with_at[-1].rpartition(":")[2] if with_at[-1].startswith("@") else with_at[-1]
    else:
        bare = _BARE.search(phrase)
        email = bare[0] if bare else ""
        phrase = phrase.replace(email, "", 1) if email else phrase
    name = _read_name(phrase) or _read_name(" ".join(entry.comments))
    full_name = f"{fragment}, {name}" if fragment and name else fragment or name
    email = re.sub(r"\s", "", clean(decode_words(email.encode("utf-8", "replace"))))
    return Address("" if full_name == email else full_name, email[:MAX_EMAIL])


def _read_name(phrase: str) -> str:
    decoded = clean(decode_words(phrase.encode("utf-8", "replace")))
    return " ".join(decoded.split()).strip("'\" :")[:MAX_NAME]
