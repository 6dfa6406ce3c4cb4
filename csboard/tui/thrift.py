"""Saying the same to a terminal in fewer bytes, so that a slow line feels near.

Textual writes every piece of text with the whole of its style before it and a reset behind it,
and paints all of the screen whenever another screen opens, whatever is on it already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from rich.cells import cell_len

_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_STYLE = re.compile(r"\x1b\[([\d;]*)m")
_BLANKS = re.compile("( {7,})")
"""As many blanks as take longer to write than to erase."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

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


class Piece(NamedTuple):
    """Text of one look, in so many cells: many blanks, or anything else."""

    look: Look
    text: str
    width: int

    @property
    def is_gap(self) -> bool:
        return not self.look.marks_blanks and _BLANKS.fullmatch(self.text) is not None


class Stretch(NamedTuple):
    """Text with its styles that is to stand on a line of the terminal, from a column on."""

    line: int
    column: int
    text: str

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + cell_len(_STYLE.sub("", self.text))

    @property
    def start(self) -> str:
        """The sequence that goes to where it begins."""
        return f"\x1b[{self.line};{self.column}H"


class Thrift:
    """Knows what one terminal shows, by what was written to it, and writes what is new."""

    def __init__(self, *, erases_in_colour: bool = False) -> None:
        """`erases_in_colour`: what is erased takes the background that is set just then."""
        self._erases = erases_in_colour
        self._shown: dict[int, Stretch] = {}
        """By line: what was written to it last."""

    def forget(self) -> None:
        """Take nothing for granted: the terminal changed size or was lent out."""
        self._shown.clear()

    def spare(self, written: str) -> str:
        """What to write in place of `written`, a frame that begins and ends in the plain look.

        Only text, its styles and where it goes are understood; all else stays as it is.
        """
        if not _MOVE.match(written):
            return written
        try:
            return self._spared(written)
        except NotUnderstoodError:
            self.forget()
            return written

    def _spared(self, written: str) -> str:
        said: list[str] = []
        look = PLAIN
        at = 0  # the line of the cursor, when it is known
        for stretch in _stretches(written):
            if self._shown.get(stretch.line) == stretch:
                continue
            is_next = at and stretch[:2] == (at + 1, 1)
            said.append("\r\n" if is_next else stretch.start)
            at = stretch.line
            if stretch.text:  # else it is where the cursor is left
                self._shown[stretch.line] = stretch
                look = self._say(stretch, look, said)
        return "".join([*said, _turn(look, PLAIN)])

    def _say(self, stretch: Stretch, look: Look, said: list[str]) -> Look:
        """Add what draws `stretch` to `said`; the look in which that ends."""
        go, column = "", stretch.column
        for piece in _pieces(stretch.text):
            wanted, text = piece.look, piece.text
            column += piece.width
            if text.isspace() and not wanted.marks_blanks:
                wanted = _blank(look, wanted.background)
            said += [go, _turn(look, wanted)]
            look, go = wanted, ""
            if self._erases and piece.is_gap:
                # By column, so that a letter drawn wider than it is shifts nothing behind a gap.
                text, go = f"\x1b[{piece.width}X", f"\x1b[{column}G"
            said.append(text)
        return look


def _stretches(written: str) -> Iterator[Stretch]:
    """What a frame writes where; stretches that go on where another ended are one with it."""
    _nothing, *parts = _MOVE.split(written)
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


def _blank(look: Look, background: str) -> Look:
    """The look nearest to `look` in which blanks show `background` and nothing else."""
    return (PLAIN if look.marks_blanks else look)._replace(background=background)


@lru_cache(512)
def _pieces(text: str) -> tuple[Piece, ...]:
    """A line taken apart; NotUnderstoodError when it is more than text and its styles."""
    first, *rest = _STYLE.split(text)
    styled = [(PLAIN, first)]
    codes = ""
    for parameters, words in zip(rest[::2], rest[1::2], strict=True):
        codes = "" if parameters in ("", "0") else f"{codes};{parameters}".lstrip(";")
        styled.append((_look(codes), words))
    if codes or any(_CONTROL.search(words) for _each, words in styled):
        raise NotUnderstoodError  # styles that go on would be missed on the next line
    return tuple(
        Piece(look, part, cell_len(part))
        for look, words in styled
        for part in _BLANKS.split(words)
        if part
    )


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
def _turn(before: Look, after: Look) -> str:
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
