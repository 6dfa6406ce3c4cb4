"""Finding the board that a command is about."""

from __future__ import annotations

import os
from pathlib import Path

from csboard.board import Board
from csboard.cli.failures import say
from csboard.config import Config
from csboard.db.address import parse_url
from csboard.i18n import _


def open_board(config: Config, *, creates: bool = False) -> Board:
    """The board the configuration names; made first when it is the person's own.

    A board that somebody named (`--db`, environment, a file) is made only by commands that
    put something into it, and not without a word: a mistyped path must not read as an
    empty board.
    """
    if not creates and not config.database_is_default:
        return Board.open(config.database)
    path = parse_url(config.database).path
    if path is None or os.path.exists(path):
        return Board.open(config.database, create=True)
    return _make(config, path)


def _make(config: Config, path: Path) -> Board:
    from csboard.cli.places import OWN_DIRECTORY, OWN_FILE, SHARED_FILE, is_shared

    directory = path.parent
    if config.database_is_default:
        directory.mkdir(mode=OWN_DIRECTORY, parents=True, exist_ok=True)
    shared = os.path.exists(directory) and is_shared(directory)
    board = Board.open(config.database, create=True, mode=SHARED_FILE if shared else OWN_FILE)
    if not config.database_is_default:
        say(_("Made a new board at {where}.").format(where=board.url))
    return board
