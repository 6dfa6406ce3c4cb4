"""Deciding about a mail of the tray, from the key to the sentence that says it is done.

The original is read anew by a process of its own, which may take long: so each act has a
thread of its own, and whoever waits for it goes on working.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual.screen import Screen

from csboard.board import Board
from csboard.domain.commands import BlockSender, Undo
from csboard.domain.reasons import reason_in_words
from csboard.domain.records import Event, Receipt
from csboard.domain.undone_words import what_was_undone
from csboard.errors import CsboardError, Refused
from csboard.i18n import _
from csboard.mail.children import Reader
from csboard.mail.rereading import Again, read_again
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


async def junk(screen: Screen[Any], receipt: Receipt) -> str:
    """File it as junk, and offer to block who sent it."""
    event = await _decide(screen, receipt, "junk")
    if event is None:
        app_of(screen).let_keys_go()
        return ""
    await offer_to_block(screen, receipt.sender)
    return _told(event, _("The mail is filed as junk."))


async def offer_to_block(screen: Screen[Any], sender: str) -> None:
    """Ask whether what comes from `sender` from now on shall be filed, too."""
    from csboard.tui.screens.confirm import ConfirmDialog

    app = app_of(screen)
    if "@" not in sender:
        app.let_keys_go()
        return
    question = _(
        "Block {address} too? Its mail is still stored, and filed in the tray without a card."
    ).format(address=sender)
    if await screen.app.push_screen_wait(ConfirmDialog(question, _("Block"))):
        await app.perform(BlockSender(pattern=sender))


async def block(screen: Screen[Any], receipt: Receipt) -> str:
    return await block_sender(screen, receipt.sender)


async def block_sender(screen: Screen[Any], sender: str) -> str:
    """Ask which address or domain to block until it is done or given up."""
    from csboard.tui.screens.reason import LineDialog

    text: str | None = sender
    problem = ""
    label = _("An address; a lead may block a whole domain as @example.com.")
    while text := await screen.app.push_screen_wait(
        LineDialog(
            _("Block"),
            text or "",
            problem,
            label=label,
            lacking=_("Write an address, or @ and a domain."),
        )
    ):
        outcome = await app_of(screen).attempt(BlockSender(pattern=text))
        if isinstance(outcome, Event):
            return _("{address} is blocked: its mail is filed from now on.").format(address=text)
        problem = outcome.sentence
    return ""


async def reread(screen: Screen[Any], receipt: Receipt) -> str:
    """Read it again and decide anew; what is not better stays as it is."""
    actor = station_of(screen).actor

    def job(board: Board) -> Again:
        with Reader() as reader:
            return next(read_again(board, [receipt.id], actor, reader))

    try:
        again = await station_of(screen).aside(job)
    except CsboardError as failure:
        say(screen.app, failure.sentence, "warning" if isinstance(failure, Refused) else "error")
        return ""
    await app_of(screen).live.look()
    words = {
        "opened": _("Read again: it is #{number} on the board."),
        "joined": _("Read again: it belongs to #{number}."),
        "filed": _("Read again: filed, {reason}."),
        "held": _("Read again: it waits here, {reason}."),
        "renewed": _("Read again: its words in #{number} are renewed."),
        "same": _("Read again: it reads as before, and stays here."),
    }
    return words[again.kind].format(number=again.number, reason=reason_in_words(again.reason))


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
