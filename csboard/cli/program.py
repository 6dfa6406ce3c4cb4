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

if TYPE_CHECKING:
    from csboard.cli.session import Session

_VERSION = argument(
    "--version",
    action="version",
    version=f"csboard {__version__}",
    help=N_("show the version and exit"),
)


def make_parser(summaries: Mapping[str, str]) -> parser.Parser:
    """The parser of the bare command; its help lists all commands."""
    about = _("A team board for customer support. Without a command it opens the board.")
    return parser.make_parser("csboard", about, (_VERSION,), summaries)


def open_screens(session: Session) -> int:
    """Open the board on the terminal; its exit status when the person leaves."""
    from csboard.tui.start import launch, make_terminal_ready

    gc.set_threshold(*USUAL_THRESHOLD)  # a board runs all day

    make_terminal_ready(sys.stdin, sys.stderr, os.environ)  # before a board is made for nothing
    return launch(session.board, session.actor, session.config)
