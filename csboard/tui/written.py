"""What Textual writes to a terminal, taken apart: where text goes, how it looks, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice, takewhile

from rich.cells import cell_len

from csboard.named import NamedTuple

MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_STYLE = re.compile(r"\x1b\[([\d;]*)m")
_GAPS = re.compile("( {5,})")
"""As many blanks as may take longer to write than to erase."""
_BLANKS = re.compile("( +)")
_NARROW = re.compile("[ -~\uff61-\uff9d]+")
_WIDE = (
    ("\u3000", "\u3029"),
    ("\u3030", "\u303e"),
    ("\u3041", "\u3096"),
    ("\u309b", "\u30ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uac00", "\ud7a3"),
    ("\uff01", "\uff60"),
)
"""Letters that every terminal draws in two cells, from the first to the last of each range; those
of `_NARROW` stand in one everywhere. A pattern of them would take a millisecond to compile."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
REACHED = "\0"
"""Stands for the cell into which the letter before reaches."""

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
"""What ends bold, dim, italic, underline, blinking, reverse and strike."""
_SEEN_ON_BLANKS = frozenset("479")
_GROUNDS = {
    **dict.fromkeys((str(code) for code in (*range(30, 40), *range(90, 98))), "colour"),
    **dict.fromkeys((str(code) for code in (*range(40, 50), *range(100, 108))), "background"),
}
_VALUES = {"2": 3, "5": 1}
"""How many numbers say a colour: of red, green and blue, or of a palette."""


class NotUnderstoodError(Exception):
    """Something is written that may mean more than it is known here."""


class Look(NamedTuple):
    """How text is drawn: codes of SGR, each empty where it is the terminal's own."""

    attributes: frozenset[str] = frozenset()
    colour: str = ""
    background: str = ""

    @property
    def marks_blanks(self) -> bool:
        """Whether more than the background is seen of a blank."""
        return not _SEEN_ON_BLANKS.isdisjoint(self.attributes)


PLAIN = Look()
Styled = tuple[Look, str]


class Piece(NamedTuple):
    """Text of one look, in so many cells: many blanks, or anything else."""

    look: Look
    text: str
    width: int

    @property
    def is_gap(self) -> bool:
        return not self.look.marks_blanks and _GAPS.fullmatch(self.text) is not None


class Stretch(NamedTuple):
    """Text with its styles that is to stand on a line of the terminal, from a column on."""

    line: int
    column: int
    text: str

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + cell_len(_STYLE.sub("", self.text))


class Row(NamedTuple):
    """A stretch by its cells, as far as all terminals agree which those are."""

    letters: str
    """One for each cell, `REACHED` behind a wide one."""
    looks: tuple[Look, ...]
    """Of each cell; of a blank only what is seen of it."""
    tail: tuple[Piece, ...]
    """What is behind: the first letter that some terminals draw wider than others, and the rest."""
    width: int
    """Cells, those of the tail included."""

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """What stands from the cell `start` to before `end`, which is in the tail only at its end.

        Both must be where a letter begins.
        """
        styled: list[Styled] = []
        at = start
        for look, same in groupby(self.looks[start:end]):
            until = at + len(list(same))
            styled.append((look, self.letters[at:until].replace(REACHED, "")))
            at = until
        return (*_joined(styled), *(self.tail if end > len(self.letters) else ()))


def stretches(written: str) -> Iterator[Stretch]:
    """What a frame writes where; stretches that go on where another ended are one with it."""
    _nothing, *parts = MOVE.split(written)
    last: Stretch | None = None
    for line, column, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        stretch = Stretch(int(line), int(column), text.rstrip("\n"))
        if last is not None and stretch[:2] == (last.line, last.end):
            last = last._replace(text=last.text + stretch.text)
        else:
            if last is not None:
                yield last
            last = stretch
    if last is not None:
        yield last


@lru_cache(1024)
def blank(look: Look, background: str) -> Look:
    """The look nearest to `look` in which blanks show `background` and nothing else."""
    return (PLAIN if look.marks_blanks else look)._replace(background=background)


@lru_cache(512)
def pieces(text: str) -> tuple[Piece, ...]:
    """All of a stretch; NotUnderstoodError when it is more than text and its styles."""
    return tuple(_joined(_styled(text)))


@lru_cache(512)
def row(text: str) -> Row:
    """A stretch by its cells; NotUnderstoodError likewise."""
    letters: list[str] = []
    looks: list[Look] = []
    tail: list[Styled] = []
    for look, words in _styled(text):
        at = 0 if not tail else len(words)
        if tail:
            tail.append((look, words))
        while at < len(words):
            if narrow := _NARROW.match(words, at):
                letters.append(narrow[0])
                _add_looks(looks, look, narrow[0])
                at = narrow.end()
            elif wide := list(takewhile(_is_wide, islice(words, at, None))):
                letters.append("".join(letter + REACHED for letter in wide))
                looks += [look] * (2 * len(wide))
                at += len(wide)
            else:
                tail.append((look, words[at:]))
                break
    return _row("".join(letters), looks, tail)


@lru_cache(4096)
def _is_wide(letter: str) -> bool:
    return any(first <= letter <= last for first, last in _WIDE)


def _add_looks(looks: list[Look], look: Look, narrow: str) -> None:
    for number, part in enumerate(_BLANKS.split(narrow)):
        is_blank = number % 2 and not look.marks_blanks
        looks += [blank(PLAIN, look.background) if is_blank else look] * len(part)


def _row(letters: str, looks: list[Look], tail: list[Styled]) -> Row:
    if tail and letters and not cell_len(tail[0][1][0]):  # drawn over the letter before
        start = len(letters.rstrip(REACHED)) - 1
        tail.insert(0, (looks[start], letters[start]))
        letters = letters[:start]
    behind = tuple(_joined(tail))
    width = len(letters) + sum(piece.width for piece in behind)
    return Row(letters, tuple(looks[: len(letters)]), behind, width)


def _joined(styled: Iterable[Styled]) -> Iterator[Piece]:
    """Texts put together: blanks belong to what is before them where that looks the same."""
    look, text = PLAIN, ""
    for wanted, words in styled:
        if wanted != look and not (look.marks_blanks or wanted.marks_blanks):
            rest = words.lstrip(" ")
            if wanted.background == look.background:
                text += words[: len(words) - len(rest)]
                words = rest
                if not text.strip(" "):
                    look = wanted
            elif not rest:
                wanted = blank(look, wanted.background)
        if words and wanted != look:
            yield from _split(look, text)
            look, text = wanted, ""
        text += words
    yield from _split(look, text)


def _split(look: Look, text: str) -> Iterator[Piece]:
    return (Piece(look, part, cell_len(part)) for part in _GAPS.split(text) if part)


def _styled(text: str) -> list[Styled]:
    first, *rest = _STYLE.split(text)
    styled = [(PLAIN, first)]
    codes = ""
    for parameters, words in zip(rest[::2], rest[1::2], strict=True):
        codes = "" if parameters in ("", "0") else f"{codes};{parameters}".lstrip(";")
        styled.append((_look(codes), words))
    if codes or any(_CONTROL.search(words) for _each, words in styled):
        raise NotUnderstoodError  # styles that go on would be missed on the next line
    return styled


@lru_cache(1024)
def _look(parameters: str) -> Look:
    """What SGR `parameters` set, after a reset."""
    attributes: set[str] = set()
    grounds = {"colour": "", "background": ""}
    codes = iter(parameters.split(";") if parameters else ())
    for code in codes:
        if code in _OFF:
            attributes.add(code)
        elif code in _GROUNDS:
            grounds[_GROUNDS[code]] = "" if code in ("39", "49") else _colour(code, codes)
        else:
            raise NotUnderstoodError
    return Look(frozenset(attributes), **grounds)


def _colour(code: str, codes: Iterator[str]) -> str:
    """A colour's one code, or the code with those of `codes` that belong to it."""
    if code not in ("38", "48"):
        return code
    kind = next(codes, "")
    values = tuple(islice(codes, _VALUES.get(kind, 0)))
    if not values or "" in values or len(values) < _VALUES[kind]:
        raise NotUnderstoodError
    return ";".join((code, kind, *values))


@lru_cache(1024)
def turn(before: Look, after: Look) -> str:
    """The sequence that turns one look into another; empty when they are the same."""
    if after == before:
        return ""
    if after == PLAIN:
        return "\x1b[m"
    codes = list(dict.fromkeys(_OFF[each] for each in sorted(before.attributes - after.attributes)))
    standing = before.attributes - {"1", "2"} if "22" in codes else before.attributes
    codes += sorted(after.attributes - standing)
    if after.colour != before.colour:
        codes.append(after.colour or "39")
    if after.background != before.background:
        codes.append(after.background or "49")
    return f"\x1b[{';'.join(codes)}m"
