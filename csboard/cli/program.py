"""`csboard` without a command: its help, its version, and the way to the screens."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from csboard import __version__
from csboard.cli import parser
from csboard.cli.entry import USUAL_THRESHOLD
from csboard.cli.spec import argument
from csboard.i18n import N_, _
from csboard.out_of_reach import load_asyncio

if TYPE_CHECKING:
    from csboard.cli.session import Session

_VERSION = argument(
    "--version",
    action="version",
    version=f"csboard {__version__}",
    help=N_("show the version and exit"),
)
_LOCKED = argument(
    "--locked",
    action="store_true",
    help=N_("for an SSH key: the board for --as LOGIN, and no way out of it"),
)


def make_parser(summaries: Mapping[str, str]) -> parser.Parser:
    """The parser of the bare command; its help lists all commands."""
    about = _("A team board for customer support. Without a command it opens the board.")
    return parser.make_parser("csboard", about, (_VERSION, _LOCKED), summaries)


def open_screens(session: Session) -> int:
    """Open the board on the terminal; its exit status when the person leaves."""
    load_asyncio()
    from csboard.tui.start import launch

    _prepare()
    return launch(session.board, session.enter(), session.config)


def open_locked(session: Session) -> int:
    """Open the board as all that whoever is at the terminal can reach; the exit status."""
    load_asyncio()
    from csboard.cli.locked import keyholder
    from csboard.tui.confines import Confines
    from csboard.tui.start import launch

    _prepare()
    actor = keyholder(session)
    return launch(session.board, actor, session.config, Confines.of(session.config, actor.login))


def _prepare() -> None:
    """Refuse an unfit terminal before a board is made for nothing."""
    from csboard.tui.start import make_terminal_ready

    gc.disable()  # until the first paint; setting the threshold would begin a search now
    gc.set_threshold(*USUAL_THRESHOLD)  # a board runs all day
    make_terminal_ready(sys.stdin, sys.stderr, os.environ)
