"""What acts on an inquiry share: reading what they are about, and asking until it is done."""

from __future__ import annotations

from collections.abc import Callable

from csboard.domain.commands import Command
from csboard.domain.records import Event
from csboard.domain.settings import TeamSettings
from csboard.domain.views import InquiryView
from csboard.errors import CsboardError
from csboard.named import NamedTuple
from csboard.tui.acts import Place, app_at
from csboard.tui.fence import say
from csboard.tui.screens.reason import LineDialog
from csboard.tui.times import Times


class Desk(NamedTuple):
    """An inquiry as it is now, and what the team has decided."""

    view: InquiryView
    team: TeamSettings


async def read_desk(place: Place, number: int) -> Desk | None:
    """What an act is about; when it can't be read, that is told."""
    try:
        return await app_at(place).station.read(
            lambda board: Desk(board.inquiry(number), board.settings())
        )
    except CsboardError as failure:
        say(place.app, failure.sentence, "warning")
        app_at(place).let_keys_go()
        return None


def times_at(place: Place) -> Times:
    return Times(place.state.zone, app_at(place).station.clock.now())


async def asked(
    place: Place,
    box: Callable[..., LineDialog],
    command: Callable[[str], Command],
    text: str = "",
) -> Event | None:
    """Ask for a line until what it is for is done or given up."""
    line: str | None = text
    problem = ""
    while line := await place.app.push_screen_wait(box(text=line or "", problem=problem)):
        outcome = await app_at(place).attempt(command(line))
        if isinstance(outcome, Event):
            return outcome
        problem = outcome.sentence
    return None
