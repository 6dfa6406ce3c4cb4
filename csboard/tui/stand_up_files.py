"""Handing out what a stand-up has told: pasted, saved or mailed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.domain import pages
from csboard.domain.stand_up import Walk
from csboard.domain.stand_up_words import page
from csboard.errors import CsboardError
from csboard.i18n import _, in_zone
from csboard.tui.app import app_of, station_of
from csboard.tui.confines import FILE
from csboard.tui.copying import Copyable, copy
from csboard.tui.fence import say
from csboard.tui.saving import default_directory, directory_of, save_new
from csboard.tui.screens.pick import PickDialog

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp
    from csboard.tui.screens.stand_up import StandUpScreen


async def hand_out(screen: StandUpScreen, walked: Walk, *, people: bool) -> None:
    """Ask what is to be done with it, and do that."""
    app = app_of(screen)
    ways: list[tuple[str, Callable[[], Awaitable[None]]]] = [
        (_("Copy it, to be pasted elsewhere"), lambda: _copied(screen, walked, people)),
        (_("Save it as Markdown"), lambda: _saved(app, walked, people)),
    ]
    try:
        settings = await station_of(screen).read(lambda board: board.settings())
    except CsboardError as failure:
        say(app, failure.sentence, "warning")
        return
    to = settings.alarms.mail_to
    if app.outgoing is not None and to:
        told = _("Mail it to {whom}, without customers' words").format(whom=_(", ").join(to))
        ways.append((told, lambda: _mailed(app, walked, people)))
    rows = [([(f" {name}", "row")],) for name, _do in ways]
    picked = await app.push_screen_wait(PickDialog(_("What the stand-up has told"), rows))
    if picked is not None:
        await ways[picked.row][1]()


async def _copied(screen: StandUpScreen, walked: Walk, people: bool) -> None:
    lines = pages.text(page(walked, people=people), lambda _rows: iter(()))
    copy(screen, Copyable(_("The summary"), "\n".join(lines), multiline=True))


async def _saved(app: CsboardApp, walked: Walk, people: bool) -> None:
    try:
        path = await asyncio.to_thread(_save, app, walked, people)
    except CsboardError as failure:
        say(app, failure.sentence, "warning")
    else:
        say(app, _("Saved as {path}.").format(path=path))


def _save(app: CsboardApp, walked: Walk, people: bool) -> Path:
    """Blocks. A new file, never over one that is there; CsboardError says why not."""
    data = pages.markdown(page(walked, people=people)).encode("utf-8", "replace")
    day = in_zone(walked.found.now, walked.found.calendar.zone).date()
    name = f"{_('stand-up')}-{day}.md"
    if app.confines is not None:
        return save_new(app.confines.folder(), name, data, mode=FILE)
    usual = (app.config and app.config.export) or str(default_directory())
    return save_new(directory_of(usual), name, data)


async def _mailed(app: CsboardApp, walked: Walk, people: bool) -> None:
    from csboard.mail.page_mail import mail, of_page

    assert app.outgoing is not None
    way = app.outgoing.way
    made = of_page("css", page(walked, people=people, plain=True), walked.found.now)
    try:
        settings = await app.station.read(lambda board: board.settings())
        to = settings.alarms.mail_to
        await asyncio.to_thread(mail, made, settings, to, way)
    except CsboardError as failure:
        say(app, failure.sentence, "warning")
    else:
        say(app, _("Mailed to {whom}.").format(whom=_(", ").join(to)))
