"""Words that were written to one customer, made fit to be written to another. Pure.

No name, address or number of the first may reach the second: what is known of the second stands
in its place, else a hole (`csboard.domain.holes`) that keeps the reply from going out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from unicodedata import normalize

from csboard.domain.holes import mark
from csboard.domain.own_words import own_words
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean, fold_address

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
_HERE = "\ue010"
"""Where the present customer is to be called by name; no text holds it."""
_TITLE = r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\b\.?\s+)?"
_LATIN = re.compile("[A-Za-z0-9À-ɏ]")
_FORMS = re.compile("[\uff01-\uffee]+")
_WORDS_TOO = frozenset(
    re.findall(
        "[a-z]+",
        "art best bill brown day dean field good grace grant green hill hope joy june king law long"
        " love mark may miles more page park pat price rich rose short stone summer sun walker way"
        " west white will wise wood you young",
    )
)
"""Names that are words as well."""
_KANJI_NAME = re.compile("[一-鿿々ヶ]{1,6}")


Replaced = tuple[str, str]
"""The pattern of what is looked for, without groups, and what takes its place."""


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
    return passed_on(own_words(text), was, now)


def passed_on(said: str, was: Party, now: Party, also: Iterable[Replaced] = ()) -> str:
    """The same of what was said, whole; with what `also` is replaced, and by what."""
    if not _are_one(was, now):
        said = _greeted(said)
    wanted = [*_replaced(was, now), *also]
    return _all_replaced(said, wanted).replace(_HERE, _name(now)).strip()


def _are_one(was: Party, now: Party) -> bool:
    """Whether both are the same customer."""
    theirs = set(map(fold_address, filter(None, was.addresses)))
    return any(fold_address(one) in theirs for one in now.addresses if one)


def _greeted(said: str) -> str:
    """With `_HERE` where a letter begins, whatever name stands there."""
    lines = said.split("\n")
    some = [index for index, line in enumerate(lines) if line.strip()][:GREETING_LINES]
    for place, index in enumerate(some):
        line = lines[index]
        found = _CALLED.fullmatch(line) or _HELLO.fullmatch(line)
        if found is None or _NOBODY.fullmatch(found["who"].strip()):
            continue
        polite = found.groupdict().get("polite", "")
        lines[index] = f"{found['before']}{_HERE}{polite}{found['end']}"
        if place and _COMPANY.search(lines[some[place - 1]]):
            lines[some[place - 1]] = ""
        break
    return "\n".join(lines)


def _replaced(was: Party, now: Party) -> Iterator[Replaced]:
    """What stands for something of the other conversation, and what takes its place.

    What comes first wins: a member may have a name that is a part of the customer's.
    """
    is_another = not _are_one(was, now)
    if is_another:
        for address in filter(None, was.addresses):
            yield f"(?i:{_whole(address)})", mark(_("the mail address"))
        if was.organisation and was.organisation != now.organisation:
            yield _whole(was.organisation), now.organisation or mark(_("the company's name"))
        for name in (one for one in _names(was) if len(one) >= SHORTEST):
            yield f"{_TITLE}(?i:{_whole(name)}|{_whole(''.join(name.split()))})", _HERE
    if was.writer and was.writer != now.writer:
        for part in _parts(was.writer):
            yield rf"{_whole(part)}(?!\s?{POLITE})", now.writer or mark(_("the writer's name"))
    if is_another:
        for called in _called(was):
            yield called, _HERE
    if was.number and was.number != now.number:
        yield rf"#{was.number}(?![0-9])", f"#{now.number}"


def _all_replaced(said: str, wanted: Sequence[Replaced]) -> str:
    """Each in one go: what was put in may be what stands for something else."""
    if not wanted:
        return said
    either = "|".join(f"({pattern})" for pattern, _put in wanted)
    return re.sub(either, lambda found: wanted[(found.lastindex or 1) - 1][1], said)


def _names(was: Party) -> list[str]:
    """Without what one is politely called."""
    names = (_ENDS_POLITE.sub("", _narrow(name).strip()).strip() for name in was.names)
    return [name for name in names if name]


def _called(was: Party) -> Iterator[str]:
    """How a letter may call somebody by a part of the name, the longest first."""
    names = _names(was)
    known = dict.fromkeys(part for name in names for part in _parts(name))
    for part in sorted(known, key=len, reverse=True):
        yield f"{_TITLE}{_in_capitals(part)}" if _LATIN.match(part) else _whole(part)
    for family in (name.split()[0] for name in names):
        if not _KANJI_NAME.fullmatch(family):
            continue
        # Nothing says where the family name ends, and one of one letter may be any word.
        begins = "|".join(family[:size] for size in range(LONGEST_FAMILY_NAME, 0, -1))
        yield f"(?<![一-鿿々ヶ])(?:{begins})(?=\\s?{POLITE})"


def _in_capitals(part: str) -> str:
    """In any capitals; but what is a word of every letter as well, only as a name has them."""
    if part.lower() not in _WORDS_TOO:
        return f"(?i:{_whole(part)})"
    either = "|".join(map(_whole, dict.fromkeys((part, part.upper(), part.capitalize()))))
    return f"(?:{either})"


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
    name = _narrow(name)
    words = r"[\s　]*".join(map(in_any_width, name.split()))
    begins = r"(?<![A-Za-z0-9])" if _LATIN.match(name) else ""
    ends = r"(?![A-Za-z0-9])" if _LATIN.match(name[-1]) else ""
    return f"{begins}{words}{ends}"


def in_any_width(word: str) -> str:
    """A pattern for a word, each letter in half or full width."""
    forms = _other_widths()
    return "".join(
        f"(?:{'|'.join(map(re.escape, (one, *forms[one])))})" if one in forms else re.escape(one)
        for one in _narrow(word)
    )


def _narrow(name: str) -> str:
    """Letters and digits in half width, kana in full width; all else as it is."""
    return _FORMS.sub(lambda found: normalize("NFKC", found[0]), name)


@cache
def _other_widths() -> dict[str, tuple[str, ...]]:
    """By letter: how else it is written."""
    others: dict[str, list[str]] = {}
    written = [chr(code) for code in range(0xFF01, 0xFFEF)]
    for form in (*written, *(kana + sign for kana in written for sign in "ﾞﾟ")):
        usual = normalize("NFKC", form)
        if len(usual) == 1 and usual != form:
            others.setdefault(usual, []).append(form)
    return {usual: tuple(forms) for usual, forms in others.items()}


def _name(now: Party) -> str:
    return now.name or mark(_("the customer's name"))
