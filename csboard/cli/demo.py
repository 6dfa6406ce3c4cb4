"""`csboard demo`: a team's board to look at and to play with, which touches nothing real."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from csboard.cli.entry import USUAL_THRESHOLD
from csboard.cli.spec import ShellCommand, argument
from csboard.demo import SCENES
from csboard.errors import UsageError
from csboard.i18n import N_, _, current_language

if TYPE_CHECKING:
    from pathlib import Path

    from csboard.board import Board
    from csboard.cli.session import Session
    from csboard.demo.book import Book

LEAVING = (signal.SIGHUP, signal.SIGTERM)
PATIENCE = 2.0
"""Seconds for which a colleague in the middle of an act is waited for."""


def demo(session: Session) -> int:
    """Make the board, open it, and leave no trace of it."""
    _refuse_a_real_board(session)
    from csboard.demo.place import private_directory
    from csboard.tui.start import make_terminal_ready

    make_terminal_ready(sys.stdin, sys.stderr, os.environ)
    for number in LEAVING:
        signal.signal(number, _leave)
    try:
        with private_directory() as directory:
            status = _play(session, directory)
            for number in LEAVING:  # nothing may come between the end and clearing up
                signal.signal(number, signal.SIG_IGN)
    finally:
        gc.enable()
    if status == 0:
        session.say(_("That was the demo, and it is gone. `csboard` opens a board of your own."))
    return status


def _refuse_a_real_board(session: Session) -> None:
    named = session.config.sources["database"]
    if named.kind == "command line":
        raise UsageError(
            _("The demo has a board of its own and never opens another: leave out --db.")
        )
    if session.as_login is not None:
        raise UsageError(_("In the demo you are one of its members: leave out --as."))


def _play(session: Session, directory: Path) -> int:
    from csboard import directories
    from csboard.board import Board
    from csboard.clock import SystemClock
    from csboard.demo.book import read_book
    from csboard.demo.making import make
    from csboard.demo.place import borrow_settings
    from csboard.demo.pretending import PretendedTransport
    from csboard.domain.records import Actor
    from csboard.tui.start import launch

    session.say(_("Setting up a small shop's support desk …"))
    language, scene = current_language(), session.options.scene or ""
    with suppress(directories.NoHome):
        borrow_settings(directories.config_directory(), directory / "config")
    directories.stay_in(directory, passing=True)
    url = make(directory, language, SystemClock().now(), scene)
    gc.set_threshold(*USUAL_THRESHOLD)
    book = read_book(language, scene)
    board = Board.open(url)
    try:
        with _colleagues(board, book, quiet=session.options.quiet):
            # Nothing real: neither the host's way to send nor its mailbox.
            config = session.config._replace(database=url, mail={}, imap={})
            return launch(board, Actor(book.you), config, pretended=PretendedTransport())
    finally:
        board.close()


@contextmanager
def _colleagues(board: Board, book: Book, *, quiet: bool) -> Iterator[None]:
    """Others at work on the board, each act in its own time, until one leaves."""
    from csboard.demo.colleagues import Colleagues

    stop = Event()
    thread = Thread(target=Colleagues(board, book).work, args=(stop,), daemon=True)
    if not quiet:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        if not quiet:
            thread.join(PATIENCE)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


COMMANDS = {
    "demo": ShellCommand(
        demo,
        (
            argument("--quiet", action="store_true", help=N_("without colleagues at work")),
            argument("--scene", choices=SCENES, help=N_("a story of its own instead")),
        ),
    )
}
