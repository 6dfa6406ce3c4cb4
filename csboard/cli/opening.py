"""Finding the board that a command is about."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from csboard.config import Config


def open_board(config: Config, *, creates: bool = False) -> Any:
    """The board the configuration names; made first when it is the person's own.

    A board that somebody named (`--db`, environment, a file) is made only by commands that
    put something into it: a mistyped path must not read as an empty board.
    """
    create = creates or config.database_is_default
    return import_module("csboard.board").Board.open(config.database, create=create)
