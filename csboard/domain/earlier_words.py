"""Words that were written to one customer, made fit to be written to another. Pure.

No name, address or number of the first may reach the second: what is known of the second stands
in its place, else a hole (`csboard.domain.holes`) that keeps the reply from going out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from csboard.domain.holes import mark
from csboard.domain.own_words import own_words
from csboard.i18n import _
from csboard.text import clean

POLITE = "(?:様|さま|さん|殿|御中|先生)"
"""What follows a name."""

GREETING_LINES = 4
"""So many of the first lines that say something may call the customer by name."""

SHORTEST = 2
SHORTEST_LATIN = 3
"""Letters of a part of a name from which on it is taken for one; a shorter one is any word."""
LONGEST_FAMILY_NAME = 3

_ENDS_POLITE = re.compile(f"{POLITE}$")
_CALLED = re.compile(
    rf"(?P<before>\s*)(?P<who>[^\s、。,，．!?！？][^、。,，．!?！？]{{0,40}}?)\s*"
    rf"(?P<polite>{POLITE})(?P<end>[\s、,，。.．:：]*)"
)
_HELLO = re.compile(
    r"(?P<before>\s*(?:dear|hello|hi|hey|good (?:morning|afternoon|evening))\s+)"
    r"(?:(?:mr|mrs|ms|miss|dr|prof)\b\.?\s+)?(?P<who>[^\s,!:;.、][^,!:;\n]{0,60}?)(?P<end>\s*[,!:;.、].*|\s*)",
    re.IGNORECASE | re.DOTALL,
)
_NOBODY = re.compile(
    r"(?:there|all|everyone|team|sirs?|madam|sirs? (?:or|and) madam|sir/madam"
    r"|(?:valued )?customers?|again|お客|皆|各位|ご担当者|担当者|関係者)",
    re.IGNORECASE,
)
"""Whom a greeting calls that calls nobody by name."""
_COMPANY = re.compile(r"株式会社|有限会社|合同会社|法人|\(株\)|（株）|㈱|組合|大学|病院|役所|御中")
_TITLE = r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\b\.?\s+)?"
_LATIN = re.compile("[A-Za-z0-9À-ɏ]")
_KANJI_NAME = re.compile("[一-鿿々ヶ]{3,6}")


class Party(NamedTuple):
    """Whom words are written to, by whom, about which inquiry; empty for what isn't known."""

    names: tuple[str, ...] = ()
    """How the customer is called, the first of them before others."""
    addresses: tuple[str, ...] = ()
    organisation: str = ""
    number: int = 0
    writer: str = ""
    """Name of the member."""
    signature: str = ""

    @property
    def name(self) -> str:
        """Without what one is politely called."""
        return _ENDS_POLITE.sub("", next(filter(None, self.names), "").strip()).strip()


def fitted(text: str, was: Party, now: Party) -> str:
    """What somebody wrote themselves, with what belongs to the other conversation replaced."""
    text = clean(text, multiline=True)
    if was.signature.strip():
        text = text.replace(was.signature.strip(), "")
    said = own_words(text)
    if not _are_one(was, now):
        said = _greeted(said, now)
    for wanted, put in _replaced(was, now):
        said = re.sub(wanted, _literally(put), said)
    return said.strip()


def _are_one(was: Party, now: Party) -> bool:
    """Whether both are the same customer."""
    return bool(set(was.addresses) & set(now.addresses))


def _greeted(said: str, now: Party) -> str:
    """With the present customer called where a letter begins, whatever name stands there."""
    lines = said.split("\n")
    some = [index for index, line in enumerate(lines) if line.strip()][:GREETING_LINES]
    for place, index in enumerate(some):
        line = lines[index]
        found = _CALLED.fullmatch(line) or _HELLO.fullmatch(line)
        if found is None or _NOBODY.fullmatch(found["who"].strip()):
            continue
        polite = found.groupdict().get("polite", "")
        lines[index] = f"{found['before']}{_name(now)}{polite}{found['end']}"
        if place and _COMPANY.search(lines[some[place - 1]]):
            lines[some[place - 1]] = ""
        break
    return "\n".join(lines)


def _replaced(was: Party, now: Party) -> Iterator[tuple[str, str]]:
    """What stands for something of the other conversation, and what takes its place."""
    if not _are_one(was, now):
        for address in filter(None, was.addresses):
            yield _whole(address), mark(_("the mail address"))
        if was.organisation and was.organisation != now.organisation:
            yield _whole(was.organisation), now.organisation or mark(_("the company's name"))
        for called in _called(was):
            yield called, _name(now)
    if was.number and was.number != now.number:
        yield rf"#{was.number}(?![0-9])", f"#{now.number}"
    if was.writer and was.writer != now.writer:
        for part in _parts(was.writer):
            yield _whole(part), now.writer or mark(_("the writer's name"))


def _called(was: Party) -> Iterator[str]:
    """How a letter may call somebody, the longest first: by all of a name, or by a part of it."""
    names = [_ENDS_POLITE.sub("", name.strip()).strip() for name in was.names]
    known = dict.fromkeys(part for name in names for part in _parts(name))
    for part in sorted(known, key=len, reverse=True):
        yield f"{_TITLE}{_whole(part)}" if _LATIN.match(part) else _whole(part)
    for name in names:
        joined = "".join(name.split())
        if _KANJI_NAME.fullmatch(joined) and joined == name:
            # Nothing says where the family name ends.
            begins = "|".join(name[:size] for size in range(LONGEST_FAMILY_NAME, 0, -1))
            yield f"(?<![一-鿿々ヶ])(?:{begins})(?=\\s?{POLITE})"


def _parts(name: str) -> Iterator[str]:
    """A name as a whole, without its blanks, and its parts that are long enough."""
    if len(name) >= SHORTEST:
        yield name
        yield "".join(name.split())
    for part in name.replace("　", " ").split():
        if len(part) >= (SHORTEST_LATIN if _LATIN.match(part) else SHORTEST):
            yield part.strip(".,")


def _whole(name: str) -> str:
    """As a word of its own where words have ends, with any blanks between its parts."""
    words = r"[\s　]*".join(map(re.escape, name.split()))
    begins = r"(?<![A-Za-z0-9])" if _LATIN.match(name) else ""
    ends = r"(?![A-Za-z0-9])" if _LATIN.match(name[-1]) else ""
    return f"{begins}{words}{ends}"


def _literally(put: str) -> Callable[[re.Match[str]], str]:
    return lambda _found: put


def _name(now: Party) -> str:
    return now.name or mark(_("the customer's name"))
