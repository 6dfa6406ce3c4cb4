"""What an open board begins after its first paint, beside showing what others do."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from csboard.tui.company import Company
from csboard.tui.ready import make_ready
from csboard.tui.timing import Timing

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp

UNHURRIED = 2.0
"""Seconds after the first paint at which begins what can wait."""


def begin(app: CsboardApp) -> None:
    """All of it, in the order in which people miss it."""
    _join_company(app)
    import_module("csboard.tui.acts")  # now, so that the first act needs not wait for it
    make_ready(app)
    _lead_newcomers(app)
    _send(app)
    for unhurried in (_ask_who_is_alone, _show_headline, _watch_alarms):
        _begin_later(app, unhurried)
    app.run_worker(_tell_news(app), group="news")


def _begin_later(app: CsboardApp, what: Callable[[CsboardApp], None]) -> None:
    def now() -> None:
        if app.is_running:  # else it is being left
            what(app)

    app.set_timer(UNHURRIED, now)


def _join_company(app: CsboardApp) -> None:
    """From now on see what colleagues are doing, and be seen."""
    app.timing = Timing(app)
    app.company = Company(app, app.surroundings.publish)
    app.company.look_soon()
    app.company.moved()


def _lead_newcomers(app: CsboardApp) -> None:
    """Lead whoever has never been here through their first minute, if they may act."""
    from csboard.tui.permitted import may_work

    if app.steps_mark is None or app.steps_mark.exists():
        return
    if may_work(app, app.state):
        from csboard.tui.first_steps import FirstSteps

        app.first_steps = FirstSteps(app, app.steps_mark)
        app.first_steps.begin()


def _send(app: CsboardApp) -> None:
    """Send replies while the board is open, on a host whose [mail] names a way."""
    if app.pretended is not None or (app.config is not None and app.config.mail):
        from csboard.tui.outgoing import begin_sending

        app.outgoing = begin_sending(app)
        if app.outgoing is not None and app.company is not None:
            app.company.sends()


def _ask_who_is_alone(app: CsboardApp) -> None:
    from csboard.tui.alone import Alone

    Alone(app).begin()


def _show_headline(app: CsboardApp) -> None:
    from csboard.tui.headline import Headline

    Headline(app)


def _watch_alarms(app: CsboardApp) -> None:
    from csboard.tui.alarms import AlarmWatch

    app.alarm_watch = AlarmWatch(app)


async def _tell_news(app: CsboardApp) -> None:
    from csboard.tui.begun import tell_begun
    from csboard.tui.news import tell_news

    if not await tell_begun(app) and not _offer_digest(app):
        await tell_news(app)


def _offer_digest(app: CsboardApp) -> bool:
    """Whether there is one to be offered."""
    if not app.state.absences:
        return False
    from csboard.tui.digest_offer import tell_digest

    return tell_digest(app)
