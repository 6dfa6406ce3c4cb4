"""Deciding about a mail of the tray, from the key to the sentence that says it is done.

The original is read anew by a process of its own, which may take long: so each act has a
thread of its own, and whoever waits for it goes on working.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual.screen import Screen

from csboard.domain.commands import Undo
from csboard.domain.history import what_was_undone
from csboard.domain.records import Event, Receipt
from csboard.errors import CsboardError, Refused
from csboard.i18n import _
from csboard.mail.tray import Act, from_tray
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import say

TrayAct = Callable[[Screen[Any], Receipt], Awaitable[str]]
"""Does something about a mail; answers what is done, in a sentence, or nothing."""


async def open_inquiry(screen: Screen[Any], receipt: Receipt) -> str:
    """Asks once: an inquiry can't be taken back."""
    from csboard.tui.screens.confirm import ConfirmDialog

    question = _("Make an inquiry of this mail? It can't be taken back.")
    named = f"{receipt.subject or _('(no subject)')}\n{receipt.sender}\n\n{question}"
    if not await screen.app.push_screen_wait(ConfirmDialog(named, _("New inquiry"))):
        return ""
    event = await _decide(screen, receipt, "open")
    return _told(event, _("#{number} is on the board."))


async def drop(screen: Screen[Any], receipt: Receipt) -> str:
    event = await _decide(screen, receipt, "drop")
    return _told(event, _("The mail is filed."))


async def join(screen: Screen[Any], receipt: Receipt) -> str:
    """Ask into which inquiry until it is done or given up."""
    from csboard.tui.screens.join import JoinDialog

    text = f"#{receipt.number}" if receipt.number else ""
    problem = ""
    while number := await screen.app.push_screen_wait(JoinDialog(receipt.subject, text, problem)):
        outcome = await _attempt(screen, receipt, "join", number)
        if isinstance(outcome, Event):
            return _told(outcome, _("The mail is in #{number} now."))
        text, problem = f"#{number}", outcome.sentence
    return ""


async def undo(screen: Screen[Any]) -> None:
    """Take back one's own last act."""
    event = await app_of(screen).perform(Undo())
    if event:
        say(screen.app, what_was_undone(event))


async def _decide(screen: Screen[Any], receipt: Receipt, act: Act) -> Event | None:
    outcome = await _attempt(screen, receipt, act)
    if isinstance(outcome, Event):
        return outcome
    say(screen.app, outcome.sentence, "warning" if isinstance(outcome, Refused) else "error")
    return None


async def _attempt(
    screen: Screen[Any], receipt: Receipt, act: Act, number: int | None = None
) -> Event | CsboardError:
    station = station_of(screen)
    job = partial(from_tray, receipt_id=receipt.id, act=act, actor=station.actor, number=number)
    outcome: Event | CsboardError
    try:
        outcome = await station.aside(job)
    except CsboardError as failure:
        outcome = failure
    await app_of(screen).live.look()
    return outcome


def _told(event: Event | None, sentence: str) -> str:
    return "" if event is None else sentence.format(number=event.number)
