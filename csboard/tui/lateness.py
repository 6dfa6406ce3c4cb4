"""Asking, once, why a promise was broken: after the reply went out, or the inquiry was closed.

It is never in the way: `esc` leaves it unsaid, and whatever is typed is words, which never act on
the screen below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.clock_words import name_of_clock
from csboard.domain.clocks import Clock
from csboard.domain.goal_commands import SayWhyBroken
from csboard.domain.late import CODES, OTHER, reason
from csboard.domain.records import Event
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui.fence import say
from csboard.tui.screens.reason import LineDialog
from csboard.tui.screens.why import WhyDialog

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp


def ask_why_soon(app: CsboardApp, event: Event) -> None:
    """Ask why a promise was broken, if `event` has shown that one was, and nobody has said."""
    if event.number is None:
        return
    if event.kind == "moved" and not _closes(app, event):
        return
    app.run_worker(_ask(app, event), group="why")


def _closes(app: CsboardApp, event: Event) -> bool:
    stage = app.state.stage(str(event.detail.get("to")))
    return stage is not None and stage.kind == "done"


async def _ask(app: CsboardApp, event: Event) -> None:
    number = event.number or 0
    replied_at = None if event.kind == "moved" else event.at
    try:
        clock = await app.station.read(lambda board: board.to_explain(number, replied_at))
    except CsboardError:  # which is told where it matters
        return
    if clock is None or app.screen.is_modal:
        return
    asked = (number, clock.which, clock.started_at)
    if asked in app.asked_why:
        return
    app.asked_why |= {asked}
    rows = [([(f" {reason(code)}", "row")],) for code in CODES]
    picked = await app.push_screen_wait(
        WhyDialog(
            _("#{number} was late").format(number=number),
            rows,
            _("The promise ({clock}) was not kept. Why?").format(clock=name_of_clock(clock.which)),
        )
    )
    if picked is not None:
        await _said(app, number, clock, tuple(CODES)[picked.row], picked.words)


async def _said(app: CsboardApp, number: int, clock: Clock, code: str, typed: str) -> None:
    """Write it down; what is something else needs words."""
    words: str | None = typed
    problem = ""
    while True:
        if (code == OTHER and not words) or problem:
            words = await app.push_screen_wait(
                LineDialog(
                    _("#{number} was late").format(number=number),
                    words or "",
                    problem,
                    label=_("What was it, in a few words?"),
                    lacking=_("Say in a few words what it was."),
                )
            )
            if words is None:
                return
        command = SayWhyBroken(
            number=number,
            code=code,
            words=words or "",
            clock=clock.which,
            since=clock.started_at,
        )
        outcome = await app.attempt(command)
        if isinstance(outcome, Event):
            say(app, _("Noted, for looking back."))
            return
        problem = outcome.sentence
