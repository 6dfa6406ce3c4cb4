"""What may come next in a search that is being typed: keys, and the values of each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from csboard.domain.query_words import KEYS, key_of, meaning_of, values_of
from csboard.domain.search_fold import search_fold
from csboard.named import NamedTuple

Values = Mapping[str, Sequence[str]]
"""What each key may have on this board; keys with codes bring their own."""

MOST = 8
"""So many are offered; more are found by typing on."""

_LAST = re.compile(r"(?P<minus>[-－]?)(?:(?P<key>[^\W\d_]{1,12})[:：])?(?P<word>\S*)$")


class Choice(NamedTuple):
    """One way to go on."""

    text: str
    """What the whole line says then."""
    name: str
    """The key or the value, to be shown."""
    meaning: str = ""


def choices(typed: str, values: Values) -> tuple[Choice, ...]:
    """How what is typed may go on at its end; nothing where it says all."""
    found = _LAST.search(typed)
    if found is None:
        return ()
    before = typed[: found.start()] + found["minus"]
    key = key_of(found["key"]) if found["key"] else None
    if found["key"] and key is None:
        return ()
    if key is None:
        return tuple(_keys(before, found["word"]))[:MOST]
    return tuple(_values(before, key, found, values))[:MOST]


def _keys(before: str, word: str) -> Iterator[Choice]:
    begun = search_fold(word)
    for key, one in KEYS.items():
        names = [name for name in (key, *one.others) if search_fold(name).startswith(begun)]
        if begun and names:
            yield Choice(f"{before}{names[0]}:", f"{names[0]}:", meaning_of(key))


def _values(before: str, key: str, found: re.Match[str], values: Values) -> Iterator[Choice]:
    begun = search_fold(found["word"].strip('"「」“”'))
    before = f"{before}{found['key']}:"
    for value in values_of(key, found["key"], values.get(key, ())):
        folded = search_fold(value)
        if folded.startswith(begun) and folded != begun:
            written = f'"{value}"' if " " in value else value
            yield Choice(f"{before}{written} ", value)
