"""What a page of the wall is made of, whatever draws it. Pure data.

Of everything it is said what may be left out where there is no room, so that nothing is ever cut
through the middle of a word.
"""

from __future__ import annotations

from enum import Enum

from csboard.named import NamedTuple


class Kind(Enum):
    """How a column gives way where there is little room."""

    WHOLE = "whole"
    """As it is."""
    SPARE = "spare"
    """As it is, or not at all: the row says enough without it."""
    NAME = "name"
    """Shortened between words, in a narrow lane within the first; of a first column something
    always stays."""
    LIST = "list"
    """Items with two blanks between: as many as there is room for, and how many more."""
    WORDS = "words"
    """Wrapped, shortened between words, or left out."""


Kinds = tuple[Kind, ...]


class Tile(NamedTuple):
    """One number, drawn as large as there is room for."""

    label: str
    value: str
    """Digits and `:` only."""
    role: str = ""
    """The theme's meaning; empty for a number that says neither good nor bad."""
    word: str = ""
    """Its state."""
    below: str = ""
    """Its target."""


class Row(NamedTuple):
    """A line of a table."""

    cells: tuple[str, ...]
    role: str = ""
    brief: str = ""
    """What stands for its second cell in a narrow lane; empty where nothing does."""

    @property
    def in_brief(self) -> Row:
        if not self.brief:
            return self
        return self._replace(cells=(self.cells[0], self.brief, *self.cells[2:]))


class Lane(NamedTuple):
    """A stage: how many, and which."""

    tile: Tile
    rows: tuple[Row, ...]
    more: int = 0
    """How many there are besides the rows."""
    kinds: Kinds = (Kind.WHOLE, Kind.NAME, Kind.WHOLE, Kind.SPARE, Kind.WORDS)


class Page(NamedTuple):
    """What stands on one page; of tiles, lanes and rows it has one kind."""

    name: str
    title: str
    tiles: tuple[Tile, ...] = ()
    lanes: tuple[Lane, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences below: each whole, or left out where there is no room."""
    warning: str = ""
    """That this is not as of now: it stands before everything else."""
    more: int = 0
    """How many there are besides the rows."""
    kinds: Kinds = ()
    """Of the rows' columns."""
