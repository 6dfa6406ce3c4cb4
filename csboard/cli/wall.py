"""`csboard wall`: the board for a screen across the room. It reads, and can do nothing else."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from typing import TYPE_CHECKING, NoReturn

from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.errors import UsageError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.cli.session import Session
    from csboard.cli.wall_options import WallOptions
    from csboard.domain.wall_pages import View


def wall(session: Session) -> int | None:
    """Print a page, or show them all on the terminal until somebody ends it."""
    from csboard.cli.wall_options import no_such_page, wall_options
    from csboard.domain.wall_pages import PAGES

    options = session.options
    if options.as_login is not None:
        raise UsageError(_("A wall is nobody's: it takes no --as."))
    if (name := options.page) is not None and name not in PAGES:
        raise UsageError(no_such_page("--page", name))
    found = wall_options(session.config, options.every, options.pages)
    if options.once or session.wants_json:
        _print(session, found)
        return None
    if name is not None:
        raise UsageError(_("--page goes with --once or --json; on the screen --pages chooses."))
    return _show(session, found)


def _print(session: Session, options: WallOptions) -> None:
    from csboard.board import Board
    from csboard.cli import wall_layout
    from csboard.domain.wall_pages import page

    with closing(Board.look_at(session.config.database)) as board:
        view = _view(board, options, needs_aside=_needs_aside(session, options))
    if session.wants_json:
        session.print_json(wall_layout.shape(view, session.options.page))
    else:
        told = page(session.options.page or options.pages[0], view)
        session.print_lines(wall_layout.text_lines(told, view))


def _needs_aside(session: Session, options: WallOptions) -> bool:
    """Whether anything that is printed takes longer to work out."""
    from csboard.domain.wall_pages import OF_THE_ASIDE

    page = session.options.page
    if session.wants_json:  # of names it is told whether this account may read them
        return page is None or page in OF_THE_ASIDE or options.names
    return (page or options.pages[0]) in OF_THE_ASIDE


def _view(board: Board, options: WallOptions, *, needs_aside: bool) -> View:
    from csboard.domain.wall import NOTHING_ASIDE
    from csboard.domain.wall_pages import View

    found = board.wall(names=options.names)
    aside = board.wall_aside(names=options.names) if needs_aside else NOTHING_ASIDE
    return View(found, aside, board.clock.now(), options.limits())


def _show(session: Session, options: WallOptions) -> int:
    """Open the screen; a newer csboard in this one's place is started in its stead."""
    import gc

    from csboard.cli.entry import USUAL_THRESHOLD
    from csboard.out_of_reach import load_asyncio

    load_asyncio()
    from csboard.tui.start import make_terminal_ready

    gc.disable()  # until the first paint
    gc.set_threshold(*USUAL_THRESHOLD)
    config = session.config
    make_terminal_ready(sys.stdin, sys.stderr, os.environ, any_size=True)
    from csboard.tui.wall.start import show

    status = show(
        config,
        names=options.names,
        every=options.every,
        pages=tuple(options.pages),
        targets=options.limits(),
    )
    if status is None:
        session.close()
        start_anew()
    return status


def start_anew() -> NoReturn:
    """Put a new process in the place of this one, with what it was called with."""
    os.execv(sys.executable, [sys.executable, "-m", "csboard", *sys.argv[1:]])


COMMANDS = {
    "wall": ShellCommand(
        wall,
        (
            argument("--once", action="store_true", help=N_("print one page as text and end")),
            argument(
                "--page",
                metavar="NAME",
                help=N_("with --once or --json: that page only, as board or figures"),
            ),
            argument("--pages", metavar="A,B", help=N_("only these pages, in this order")),
            argument(
                "--every", metavar="S", type=int, help=N_("seconds that a page stands, 20 or more")
            ),
            JSON,
        ),
    ),
}
