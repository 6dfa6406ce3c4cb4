"""The clocks of an inquiry in a window, each line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csboard.domain.inquiry_clocks import at_length
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui.app import station_of
from csboard.tui.fence import say

if TYPE_CHECKING:
    from textual.screen import Screen


async def show_clocks(screen: Screen[Any], number: int) -> None:
    """Open it over `screen`, as things are now; say why not where there is none."""
    station = station_of(screen)
    try:
        told = await station.read(lambda board: board.clocks(number))
    except CsboardError as failure:
        say(screen.app, failure.sentence, "warning")
        return
    from csboard.tui.screens.report import ReportScreen

    heading = f"#{told.inquiry.number} {told.inquiry.subject}"
    rows = [*at_length(told, station.clock.now())]
    screen.app.push_screen(ReportScreen(heading, rows, _("Clock")))
