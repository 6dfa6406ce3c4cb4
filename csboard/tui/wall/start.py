"""Opening the wall on a terminal, for as long as it takes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from csboard import log
from csboard.config import Config
from csboard.domain.wall import Targets
from csboard.passwords import without_password
from csboard.tui.start import run

if TYPE_CHECKING:
    from csboard.tui.wall.app import WallApp


def show(
    config: Config, *, names: bool, every: int, pages: tuple[str, ...], targets: Targets
) -> int | None:
    """Show the wall until it is ended; the exit status, or None to be started anew.

    Started anew is what a newer csboard has taken the board from: the program on disk may have
    become that one.
    """
    from csboard.domain.wall_pages import OF_THE_ASIDE
    from csboard.tui.wall.source import Source

    thinks = not OF_THE_ASIDE.isdisjoint(pages)
    source = Source(config.database, names=names, thinks=thinks)
    is_outdated = False

    def make_app() -> WallApp:
        from csboard.tui.themes import fitting
        from csboard.tui.wall.app import Showing, WallApp

        theme = config.theme or fitting(os.environ)
        app = WallApp(source, Showing(pages, every, targets), theme, config.borders)
        app.when_shown = lambda: log.started("wall", without_password(config.database))
        return app

    try:
        status = run(make_app)
        is_outdated = source.is_outdated and not status
    finally:
        source.close()
    log.ended("wall", status)
    return None if is_outdated else status
