"""What somebody searches for: words, "phrases", -not, this OR that, `key:value`; as a tree.

Reading never fails but for what is too long: whatever is unclear is taken for the words it is.
What a value means on this board (who, which stage, which day) is for whoever looks it up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from csboard.domain.query_words import TAG_KEYS, TEXT_KEYS, key_of, value_of
from csboard.domain.search_fold import search_fold
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

LONGEST = 1_000
"""Characters; more is something that was pasted by mistake."""

PASTED = 20 * LONGEST
"""So much a line in which one types takes, to say how long it is; what was pasted isn't cut."""

MOST_PARTS = 40

_OR = {"OR", "|", "｜", "または"}

_QUOTES = '"“”„「」『』＂'
_PART = re.compile(
    r"(?P<minus>[-－−‐–]*)"
    r"(?:(?P<key>[^\W\d_]{1,12})(?P<colon>[:：]))?"
    rf"(?:(?P<open>[{_QUOTES}])(?P<quoted>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)"
    rf"|(?P<bare>[^\s{_QUOTES}]+))"
)


class Words(NamedTuple):
    """Words that stand one after the other in a text."""

    text: str
    """As they were written, blanks joined."""
    folded: str
    exact: bool = False
    """In quotes: they end where they end."""


_OR_WORDS = tuple(Words(word, search_fold(word)) for word in _OR)


class Field(NamedTuple):
    """A key and what it has to be."""

    key: str
    """One of `query_words.KEYS`."""
    value: str
    """A code where the key has codes, else what was written."""
    exact: bool = False
    written: str = ""
    """The key as it was typed, where that was in other letters."""


class AnyOf(NamedTuple):
    """One of several is enough."""

    parts: tuple[Words | Field, ...]


class Not(NamedTuple):
    """That must not be."""

    part: Words | Field


Part = Words | Field | AnyOf | Not


class Query(NamedTuple):
    """All of its parts must hold."""

    parts: tuple[Part, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.parts

    @property
    def number(self) -> int | None:
        """The inquiry that it names, when it is nothing but a number."""
        if len(self.parts) != 1 or not isinstance(self.parts[0], Words):
            return None
        found = re.fullmatch(r"#?([1-9][0-9]{0,8})", self.parts[0].folded)
        return int(found[1]) if found else None

    @property
    def words(self) -> tuple[Words, ...]:
        """The words that a text should have, those of keys that ask for text too."""
        return tuple(
            words
            for part in self.parts
            for one in (part.parts if isinstance(part, AnyOf) else (part,))
            if (words := as_words(one)) is not None
        )

    def __str__(self) -> str:
        """As it is written; read again it is the same."""
        return " ".join(map(_printed, self.parts))


NOTHING = Query()


def as_words(part: Part) -> Words | None:
    """The words a part asks a text for; None for what isn't asked of a text."""
    if isinstance(part, Words):
        return part
    if isinstance(part, Field) and part.key in TEXT_KEYS:
        return Words(part.value, search_fold(part.value), part.exact)
    return None


def parse(text: str) -> Query:
    """The tree for what was typed. Refused (`query`) only when it is too long.

    Signs alone, an empty quotation and a key without a value ask for nothing.
    """
    if len(text) > LONGEST:
        raise too_long(text)
    parts: list[Part] = []
    joins = False
    for found in _PART.finditer(text):
        if found[0] in _OR:
            joins = bool(parts)
            continue
        part = _part(found)
        if part is None:
            continue
        if joins and (joined := _joined(parts[-1], part)) is not None:
            parts[-1] = joined
        else:
            parts.append(part)
        joins = False
    return Query(tuple(dict.fromkeys(parts))[:MOST_PARTS])


def too_long(text: str) -> Refused:
    """What is said of more than `LONGEST` characters."""
    told = _("{count:,} characters are too much to search for: {most:,} at most.")
    return Refused("query", told.format(count=len(text), most=LONGEST))


def _part(found: re.Match[str]) -> Part | None:
    key = key_of(found["key"]) if found["key"] else None
    exact = found["open"] is not None and bool(found["close"])
    written = found["quoted"] if found["open"] else found["bare"]
    minus = found["minus"]
    if found["key"] and key is None:
        written = found["key"] + found["colon"] + written
    part = _field(key, found["key"], written, exact) if key else _words(written, exact)
    if part is None:
        return None
    return Not(part) if minus else part


def _words(written: str, exact: bool) -> Words | None:
    """The words that can be searched for; None for signs alone, and for a key being typed."""
    text = " ".join(written.split())
    if text[-1:] in (":", "：") and key_of(text[:-1]):
        return None
    folded = search_fold(text)
    return Words(text, folded, exact) if _says_something(folded) else None


def _field(key: str, as_typed: str, written: str, exact: bool) -> Field | None:
    value = " ".join(written.split())
    if not _says_something(value):
        return None
    is_exact = exact and key in (*TEXT_KEYS, *TAG_KEYS)
    return Field(key, value_of(key, value), is_exact, "" if as_typed.isascii() else as_typed)


def _says_something(text: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


def _joined(before: Part, part: Part) -> Part | None:
    """Both as one of which either is enough; None where that can't be asked."""
    if isinstance(part, Not | AnyOf) or isinstance(before, Not):
        return None
    several = before.parts if isinstance(before, AnyOf) else (before,)
    return before if part in several else AnyOf((*several, part))


def _printed(part: Part) -> str:
    if isinstance(part, Not):
        return "-" + (part.part.text if part.part in _OR_WORDS else _printed(part.part))
    if isinstance(part, AnyOf):
        return " OR ".join(map(_printed, part.parts))
    if isinstance(part, Field):
        return f"{part.written or part.key}:{_quoted(part.value, part.exact, ' ' in part.value)}"
    return _quoted(part.text, part.exact, not _stands_bare(part.text))


def _quoted(text: str, exact: bool, needs: bool) -> str:
    if exact:
        return f'"{text}"'
    return f'"{text}' if needs else text  # a quotation that wasn't ended was the last


def _stands_bare(text: str) -> bool:
    """Whether it is read as nothing but itself without quotes."""
    found = _PART.fullmatch(text)
    if found is None or found["minus"] or found["open"] or text in _OR:
        return False
    return found["key"] is None or key_of(found["key"]) is None


def fields(query: Query) -> Iterator[Field]:
    """Every key with its value, wherever it stands."""
    for part in query.parts:
        inner = part.parts if isinstance(part, AnyOf) else (part,)
        for one in inner:
            found = one.part if isinstance(one, Not) else one
            if isinstance(found, Field):
                yield found
