"""At the start, one quiet line when something happened since one last looked."""

from __future__ import annotations

from csboard.domain.views import Activity
from csboard.errors import CsboardError
from csboard.i18n import ngettext
from csboard.tui import keys
from csboard.tui.app import CsboardApp
from csboard.tui.fence import say


def count_of(activity: Activity) -> int:
    """How many things happened."""
    return len(activity.rest) + sum(len(one.events) for one in activity.inquiries)


async def tell_news(app: CsboardApp) -> None:
    """Say how much there is to see, and by which keys. Who never looked is told nothing."""
    login = app.station.actor.login
    try:
        activity = await app.station.read(lambda board: board.activity(login))
    except CsboardError:  # the header says it
        return
    count = count_of(activity)
    if activity.since and count:
        told = ngettext(
            "{n} thing happened since you last looked: {keys} shows it",
            "{n} things happened since you last looked: {keys} shows them",
            count,
        )
        ways = ("everywhere.go", "go.activity")
        pressed = " ".join(keys.key_of(way) for way in ways)
        say(app, told.format(n=f"{count}+" if activity.more else count, keys=pressed))
