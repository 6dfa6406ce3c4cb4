"""Saying the same to a terminal in fewer bytes, so that a slow line feels near.

Textual writes every piece of text with the whole of its style before it and a reset behind it,
and paints all of the screen whenever another screen opens, whatever is on it already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csboard.named import NamedTuple
from csboard.tui.written import (
    MOVE,
    PLAIN,
    REACHED,
    Look,
    NotUnderstoodError,
    Piece,
    Row,
    Stretch,
    blank,
    pieces,
    row,
    stretches,
    turn,
)

_JUMP = 6
"""As many cells as take longer to write again than the cursor takes to go past them."""
_UNKNOWN = "\1"
"""Stands for a cell of which nobody knows what it shows."""


class Line(NamedTuple):
    """What is known of a line of the terminal."""

    letters: str = ""
    looks: tuple[Look, ...] = ()
    tail: tuple[Piece, ...] = ()
    """What was last written from a letter of unsure width on; its cells are unknown."""
    tail_at: int = 0

    def shows_tail(self, at: int, tail: tuple[Piece, ...]) -> bool:
        """Whether `tail` stands from the cell `at` on."""
        return not tail or (self.tail_at, self.tail) == (at, tail)

    def after(self, first: int, row: Row) -> Line:
        """The line when `row` has been written from the cell `first` on."""
        end, sure = first + row.width, first + len(row.letters)
        before, behind = self.letters[:first], self.letters[end:]
        if self.letters[first : first + 1] == REACHED:  # what was half a letter is none
            before = before[:-1]
        if behind[:1] == REACHED:
            behind = _UNKNOWN + behind[1:]
        letters = before.ljust(first, _UNKNOWN) + row.letters + _UNKNOWN * (end - sure) + behind
        padding = (PLAIN,) * max(0, first - len(self.looks))
        looks = (*self.looks[:first], *padding, *row.looks, *(PLAIN,) * (end - sure))
        line = Line(letters, looks + self.looks[end:])
        if row.tail:
            return line._replace(tail=row.tail, tail_at=sure)
        tail_end = self.tail_at + sum(piece.width for piece in self.tail)
        if first < tail_end and self.tail_at < end:
            return line
        return line._replace(tail=self.tail, tail_at=self.tail_at)


class Thrift:
    def __init__(self, *, erases_in_colour: bool = False) -> None:
        """`erases_in_colour`: what is erased takes the background that is set just then."""
        self._erases = erases_in_colour
        self._shown: dict[int, Line] = {}
        self._cursor = (0, 0)
        """Where it was left, by line and column; nowhere when that isn't known."""

    def forget(self) -> None:
        """Take nothing for granted: the terminal changed size or was lent out."""
        self._shown.clear()
        self._cursor = (0, 0)

    def spare(self, written: str) -> str:
        """What to write in place of `written`, a frame that begins and ends in the plain look.

        Only text, its styles and where it goes are understood; all else stays as it is.
        """
        if not MOVE.match(written):
            if written:
                self._cursor = (0, 0)
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
        for stretch in stretches(written):
            wanted, first = row(stretch.text), stretch.column - 1
            shown = self._shown.get(stretch.line, Line())
            follows = 0 < at == stretch.line - 1 and not first
            ranges = _differing(shown, first, wanted, follows)
            for start, end in ranges:
                said.append("\r\n" if follows and not start else _at(stretch, start))
                whole = (start, end) == (0, wanted.width)
                parts = pieces(stretch.text) if whole else wanted.pieces(start, end)
                look = self._say(parts, stretch.column + start, look, said)
                at, self._cursor = stretch.line, (0, 0)
            if ranges:
                self._shown[stretch.line] = shown.after(first, wanted)
        if not stretch.text and (said or stretch[:2] != self._cursor):
            said.append(_at(stretch, 0))
            self._cursor = stretch[:2]
        return "".join([*said, turn(look, PLAIN)])

    def _say(self, written: tuple[Piece, ...], column: int, look: Look, said: list[str]) -> Look:
        """Add what draws `written` from `column` on to `said`; the look in which that ends."""
        go = ""
        for number, piece in enumerate(written, 1):
            wanted, text = piece.look, piece.text
            column += piece.width
            if text.isspace() and not wanted.marks_blanks:
                wanted = blank(look, wanted.background)
            said += [go, turn(look, wanted)]
            look, go = wanted, ""
            if self._erases and piece.is_gap:
                # By column, so that a letter drawn wider than it is shifts nothing behind a gap.
                erased = f"\x1b[{piece.width}X"
                behind = f"\x1b[{column}G" if number < len(written) else ""
                if len(erased) + len(behind) < piece.width:
                    text, go = erased, behind
            said.append(text)
        return look


def _at(stretch: Stretch, cell: int) -> str:
    """The sequence that goes to a cell of a stretch."""
    return f"\x1b[{stretch.line};{stretch.column + cell}H"


def _differing(shown: Line, first: int, wanted: Row, follows: bool) -> Sequence[tuple[int, int]]:
    """Which cells of `wanted` to write from `first` on, as ranges: those not shown yet.

    What comes behind a letter of unsure width is one range, since it stands nobody knows where.
    `follows`: the cursor comes to the first cell by a mere new line.
    """
    sure = len(wanted.letters)
    letters, looks = shown.letters[first : first + sure], shown.looks[first : first + sure]
    if letters == wanted.letters and looks == wanted.looks:
        same = shown.shows_tail(first + sure, wanted.tail)
        return () if same else [_whole_letters(letters, wanted, sure, wanted.width)]
    known = letters.find(_UNKNOWN)
    known = len(letters) if known < 0 else known
    cells = zip(letters[:known], wanted.letters, looks, wanted.looks, strict=False)
    unlike = [
        at
        for at, (letter, other, look, other_look) in enumerate(cells)
        if letter != other or look is not other_look  # each look is made once
    ]
    ranges = _ranges(unlike, 0 if follows else -_JUMP)
    if known < sure or not shown.shows_tail(first + sure, wanted.tail):
        start = ranges.pop()[0] if ranges and known - ranges[-1][1] < _JUMP else known
        ranges.append((0 if follows and start < _JUMP else start, wanted.width))
    return [_whole_letters(letters, wanted, start, end) for start, end in ranges]


def _ranges(cells: Iterable[int], end: int) -> list[tuple[int, int]]:
    """Cells as ranges of them; what is near to the one before, or to `end`, is one with it."""
    ranges: list[tuple[int, int]] = []
    start = end
    for cell in cells:
        if cell - end >= _JUMP:
            if end > start:
                ranges.append((start, end))
            start = cell
        end = cell + 1
    return [*ranges, (start, end)] if end > start else ranges


def _whole_letters(letters: str, wanted: Row, start: int, end: int) -> tuple[int, int]:
    """The range, widened to where letters begin both in what is shown and in what is to be."""
    while start and REACHED in (letters[start : start + 1], wanted.letters[start : start + 1]):
        start -= 1
    while REACHED in (letters[end : end + 1], wanted.letters[end : end + 1]):
        end += 1
    return start, end
