"""Saying the same to a terminal in fewer bytes, so that a slow line feels near.

Textual writes every piece of text with the whole of its style before it and a reset behind it,
and paints all of the screen whenever another screen opens, whatever is on it already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile

from csboard.named import NamedTuple
from csboard.tui.written import (
    MOVE,
    PLAIN,
    REACHED,
    Look,
    NotUnderstoodError,
    Piece,
    Row,
    blank,
    pieces,
    row,
    stretches,
    turn,
)

_JUMP = 6
"""As many cells as take longer to write again than the cursor takes to go past them."""
_FEW_LINES = 4
"""Of so few it isn't worth to go back to the first."""
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


class Drawing(NamedTuple):
    """What is to be written on a line of the terminal, from a column on."""

    line: int
    column: int
    parts: tuple[Piece, ...]

    @property
    def ground(self) -> str:
        """The background it ends on."""
        return self.parts[-1].look.background

    def parted(self) -> tuple[Drawing, Drawing | None]:
        """What comes before its last background, and what stands on that."""
        last = list(takewhile(lambda part: part.look.background == self.ground, self.parts[::-1]))
        before = self.parts[: -len(last)]
        if not before:
            return self, None
        column = self.column + sum(part.width for part in before)
        return self._replace(parts=before), Drawing(self.line, column, tuple(last[::-1]))


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
        drawings: list[Drawing] = []
        at = 0  # the line of the cursor, when it is known
        for stretch in stretches(written):
            wanted, first = row(stretch.text), stretch.column - 1
            shown = self._shown.get(stretch.line, Line())
            ranges = _differing(shown, first, wanted, 0 < at == stretch.line - 1 and not first)
            for start, end in ranges:
                whole = (start, end) == (0, wanted.width)
                parts = pieces(stretch.text) if whole else wanted.pieces(start, end)
                drawings.append(Drawing(stretch.line, stretch.column + start, parts))
            if ranges:
                at, self._cursor = stretch.line, (0, 0)
                self._shown[stretch.line] = shown.after(first, wanted)
        said: list[str] = []
        look = self._draw(_ordered(drawings), said)
        if not stretch.text and (said or stretch[:2] != self._cursor):
            said.append(_at(*stretch[:2]))
            self._cursor = stretch[:2]
        return "".join([*said, turn(look, PLAIN)])

    def _draw(self, drawings: Iterable[Drawing], said: list[str]) -> Look:
        """Add what draws all of them to `said`; the look in which that ends."""
        look, at = PLAIN, 0
        for line, column, parts in drawings:
            said.append("\r\n" if column == 1 and 0 < at == line - 1 else _at(line, column))
            look = self._say(parts, column, look, said)
            at = line
        return look

    def _say(self, written: tuple[Piece, ...], column: int, look: Look, said: list[str]) -> Look:
        """Add what draws `written` from `column` on to `said`; the look in which that ends."""
        go = ""
        for same in _on_one_ground(written, look):
            if erased := self._erases and _is_shorter_erased(same, column):
                said += [go, turn(look, same[0].look), _erase(same)]
                look, go = same[0].look, ""
            for piece in same:
                said += [go, turn(look, piece.look)]
                look, go = piece.look, ""
                column += piece.width
                if erased and piece.is_gap and (past := _past(piece, column)) != piece.text:
                    go = past
                else:
                    said.append(piece.text)
        return look


def _ordered(drawings: Iterable[Drawing]) -> Iterator[Drawing]:
    """Areas beside each other one after the other, where each line would turn to both grounds."""
    kinds = ((number, drawing, *drawing.parted()) for number, drawing in enumerate(drawings))
    for areas, alike in groupby(kinds, key=_areas):
        lines = list(alike)
        if areas is None or len(lines) < _FEW_LINES:
            yield from (drawing for _number, drawing, _left, _right in lines)
            continue
        yield from (left for _number, _drawing, left, _right in lines)
        yield from (right for _number, _drawing, _left, right in lines if right)


def _areas(kind: tuple[int, Drawing, Drawing, Drawing | None]) -> tuple[int, int, str, str] | None:
    """What drawings of lines below one another have in common where two areas meet in them."""
    number, drawing, left, right = kind
    if right is None:
        return None
    return drawing.line - number, right.column, left.ground, right.ground


def _on_one_ground(written: Iterable[Piece], look: Look) -> Iterator[tuple[Piece, ...]]:
    """Pieces on one background each, blanks in the look nearest to what stands before them."""
    worn: list[Piece] = []
    for piece in written:
        if piece.text.isspace() and not piece.look.marks_blanks:
            piece = piece._replace(look=blank(look, piece.look.background))
        look = piece.look
        worn.append(piece)
    for _background, same in groupby(worn, key=lambda piece: piece.look.background):
        yield tuple(same)


def _is_shorter_erased(same: tuple[Piece, ...], column: int) -> bool:
    """Whether to erase all of them at once and go past the gaps is shorter than to write those."""
    if same[0].look.marks_blanks:
        return False
    spared = 0
    for piece in same:
        column += piece.width
        if piece.is_gap:
            spared += piece.width - len(_past(piece, column))
    return spared > len(_erase(same))


def _erase(same: Iterable[Piece]) -> str:
    return f"\x1b[{sum(piece.width for piece in same)}X"


def _past(gap: Piece, column: int) -> str:
    """How to come behind a gap that ends before a column, where it is erased already.

    By column, so that a letter drawn wider than it is shifts nothing behind a gap.
    """
    going = f"\x1b[{column}G"
    return going if len(going) < gap.width else gap.text


def _at(line: int, column: int) -> str:
    """The sequence that goes to a cell of the terminal."""
    return f"\x1b[{line};{column}H"


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
