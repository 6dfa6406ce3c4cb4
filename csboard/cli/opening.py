"""Finding the board that a command is about."""

from __future__ import annotations

from csboard.board import Board
from csboard.config import Config


def open_board(config: Config, *, creates: bool = False) -> Board:
    """The board the configuration names; made first when it is the person's own.

    A board that somebody named (`--db`, environment, a file) is made only by commands that
    put something into it: a mistyped path must not read as an empty board.
    """
    return Board.open(config.database, create=creates or config.database_is_default)
