"""Who is back from an absence is offered, quietly, to read what happened meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.digest_reading import to_read
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.fence import say

if TYPE_CHECKING:
    from datetime import datetime

    from csboard.tui.app import CsboardApp
    from csboard.tui.state import BoardState


def in_header(state: BoardState, me: str, now: datetime) -> tuple[tuple[str, ...], str] | None:
    """The forms of the offer, until they have read it."""
    if to_read(state.absences, me, now, ZoneInfo(state.zone)) is None:
        return None
    long = _("While you were away: {keys}").format(keys=_keys())
    return (long, _("Away: {keys}").format(keys=_keys())), ""


def tell_digest(app: CsboardApp) -> bool:
    """Say so in the last line when the board is opened; whether there was something to say."""
    state, station = app.state, app.station
    login = station.actor.login
    if to_read(state.absences, login, station.clock.now(), ZoneInfo(state.zone)) is None:
        return False
    say(app, _("Welcome back. What happened meanwhile: {keys}").format(keys=_keys()))
    return True


def _keys() -> str:
    return " ".join(keys.key_of(way) for way in ("everywhere.go", "go.digest"))
