"""Boxes that complain of a database that can't be reached, until it is there again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from csboard.i18n import _

if TYPE_CHECKING:
    from textual.screen import Screen

    from csboard.tui.app import CsboardApp


def hear_of_return(
    box: Screen[Any], complaint: Callable[[], str], complain: Callable[[str], None]
) -> None:
    """Have `box` say that the database is there again in place of `complaint()` that it isn't.

    At once, if it was there again before the box was shown. For as long as it stands; nothing
    where an application reads no board.
    """
    if not hasattr(box.app, "troubles"):
        return
    app = cast("CsboardApp", box.app)

    def heard(trouble: str) -> None:
        lost = app.station.lost
        if not trouble and lost is not None and lost.sentence in complaint():
            told = _("The database is there again: do it once more.")
            complain(complaint().replace(lost.sentence, told))

    app.troubles.subscribe(box, heard)
    if app.station.lost is not None and app.station.lost.code == "unreachable":
        heard(app.trouble)


def hear_no_more(box: Screen[Any]) -> None:
    """To be called as the box is closed: Textual's signals would keep it alive."""
    if hasattr(box.app, "troubles"):
        cast("CsboardApp", box.app).troubles.unsubscribe(box)
