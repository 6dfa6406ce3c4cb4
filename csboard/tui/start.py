"""Opening the board on a terminal, and leaving it whatever happens (rules R6 to R12).

Nothing here imports Textual before the terminal is known to be fit: a refusal is quick,
and Textual reads its environment when it is first imported.
"""

from __future__ import annotations

import asyncio
import codecs
import gc
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TextIO

from csboard import log
from csboard.directories import NoHome, state_directory
from csboard.errors import TerminalUnfit
from csboard.i18n import _
from csboard.tui.loading import load_textual
from csboard.tui.smallness import LEAST, is_too_small
from csboard.tui.terminal_input import mend_input

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.config import Config
    from csboard.domain.records import Actor
    from csboard.mail.transport import Transport
    from csboard.tui.base import BaseApp
    from csboard.tui.confines import Confines

STALL = 3
"""Seconds after which leaving is no longer waited for: the line takes nothing any more."""

CONVERTIBLE = {"utf-8", "ascii", "iso8859-1"}
"""Encodings that stand for a forgotten locale rather than for a terminal of that kind."""


def launch(
    board: Board,
    actor: Actor,
    config: Config | None = None,
    confines: Confines | None = None,
    pretended: Transport | None = None,
) -> int:
    """Open `board` for `actor`; return the exit status. TerminalUnfit before anything is drawn.

    When no theme is configured the terminal is given the one that suits it. `pretended` is a way
    to send that reaches nobody, in place of any real one.
    """
    make_terminal_ready(sys.stdin, sys.stderr, os.environ)

    def make_app() -> BaseApp:
        from csboard.tui.app import CsboardApp
        from csboard.tui.themes import fitting

        theme = (config and config.theme) or fitting(os.environ)
        state_file = _state_file() if config else None
        app = CsboardApp(
            board, actor, theme=theme, config=config, state_file=state_file, pretended=pretended
        )
        app.when_shown = shown
        if confines is not None:
            app.confine(confines)
        return app

    def shown() -> None:
        log.started("board", board.url)
        board.disconnect()  # this thread asks nothing any more: the station's have their own

    status = run(make_app)
    log.ended("board", status)
    return status


def _state_file() -> Path | None:
    """Where it is kept how the board was left; an account without a home keeps nothing."""
    with suppress(NoHome):
        return state_directory() / "state.toml"
    return None


def make_terminal_ready(
    stdin: TextIO, stderr: TextIO, environ: Mapping[str, str], *, any_size: bool = False
) -> None:
    """Refuse a terminal that can't show the board, and set the others to UTF-8.

    With `any_size` no size is too small.
    """
    if not (stdin.isatty() and stderr.isatty()):
        raise TerminalUnfit(
            _("the board needs a terminal; `csboard list` and the other commands need none")
        )
    if environ.get("TERM") == "dumb":
        raise TerminalUnfit(
            _("this terminal (TERM=dumb) can't show the board; `csboard list` works in it")
        )
    columns, lines = os.get_terminal_size(stderr.fileno())
    if not any_size and is_too_small(columns, lines):
        raise TerminalUnfit(
            _("the terminal is too small ({columns}x{lines}); the board needs {least}").format(
                columns=columns, lines=lines, least=LEAST
            )
        )
    _use_utf8(stderr)


def _use_utf8(stderr: TextIO) -> None:
    encoding = codecs.lookup(stderr.encoding).name
    if encoding not in CONVERTIBLE:
        raise TerminalUnfit(
            _("the board needs a UTF-8 locale, not {encoding}; try LANG={instead}").format(
                encoding=encoding, instead=_("en_US.UTF-8")
            )
        )
    reconfigure = getattr(stderr, "reconfigure", None)
    if encoding != "utf-8" and reconfigure:
        reconfigure(encoding="utf-8")


def run(make_app: Callable[[], BaseApp]) -> int:
    """Run an app on this terminal to its end and return the exit status of the process."""
    # Kitty's key protocol breaks Japanese input methods; Textual reads this on import.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    gc.disable()  # until the first paint; the app enables it again
    load_textual()
    mend_input()
    app = make_app()
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, _leaver(app))
    app.run()
    if app.crash_log is not None:
        print(
            _("csboard failed unexpectedly. What happened is written in {path}").format(
                path=app.crash_log
            ),
            file=sys.stderr,
        )
        return 1
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _leaver(app: BaseApp) -> Callable[[int, FrameType | None], None]:
    def leave(number: int, _frame: FrameType | None) -> None:
        signal.alarm(STALL)
        status = 128 + number
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise SystemExit(status) from None
        loop.call_soon_threadsafe(lambda: app.exit(return_code=status))

    return leave
