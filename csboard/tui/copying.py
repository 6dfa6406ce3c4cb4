"""Handing text to the person's own clipboard, by way of their terminal (OSC 52).

A terminal never says whether it took the text: so it is only said that it was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from csboard.domain.records import Card, Message, Receipt
from csboard.domain.views import InquiryView
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean
from csboard.tui.fence import say
from csboard.tui.layout import cell_len, pad
from csboard.tui.screens.pick import PickDialog
from csboard.tui.widgets.listing import Row

MOST_BYTES = 74_994
"""What fits into the longest sequence that xterm takes, 100,000 bytes of base64."""


class Copyable(NamedTuple):
    """Something to copy, and what it is called."""

    name: str
    text: str
    multiline: bool = False


def of_card(card: Card) -> Copyable:
    return Copyable(_("Number and subject"), f"#{card.ref} {card.title}")


def of_inquiry(view: InquiryView, card: Card, message: Message | None) -> list[Copyable]:
    """What one wants of an inquiry elsewhere; `message` is the one in view."""
    customer = view.inquiry.customer
    things = [
        of_card(card),
        Copyable(_("Customer's name"), customer.name),
        Copyable(_("Customer's address"), customer.email),
    ]
    if message is not None:
        things.append(Copyable(_("Text of the message in view"), message.text, multiline=True))
    return _with_text(things)


def of_mail(receipt: Receipt) -> list[Copyable]:
    """What one wants of a mail in the tray elsewhere."""
    number = f"#{receipt.number}" if receipt.number else ""
    return _with_text(
        [
            Copyable(_("Subject"), receipt.subject),
            Copyable(_("Sender's address"), receipt.sender),
            Copyable(_("Number of the inquiry"), number),
        ]
    )


def _with_text(things: Sequence[Copyable]) -> list[Copyable]:
    return [thing for thing in things if thing.text.strip()]


def copy(screen: Screen[Any], thing: Copyable) -> None:
    """Ask the terminal to copy, without a line end behind the text (rule R5)."""
    text = clean(thing.text, multiline=thing.multiline).strip()
    if len(text.encode()) > MOST_BYTES:
        told = _("That is too long for a terminal to copy: {name}")
        say(screen.app, told.format(name=thing.name), "warning")
        return
    screen.app.copy_to_clipboard(text)
    told = _("The terminal was asked to copy: {what}")
    say(screen.app, told.format(what=thing.name if thing.multiline else text))


async def copy_one_of(screen: Screen[Any], things: Sequence[Copyable]) -> None:
    """Let one of several be picked, and copy that."""
    width = max(cell_len(thing.name) for thing in things)
    rows = [_row(thing, width) for thing in things]
    says = _("The terminal is asked to copy it; it may decline.")
    picked = await screen.app.push_screen_wait(PickDialog(_("Copy"), rows, says))
    if picked is not None:
        copy(screen, things[picked.row])


def _row(thing: Copyable, width: int) -> Row:
    shown = " ".join(clean(thing.text[:200], multiline=True).split())
    return [[(f" {pad(thing.name, width)}  ", "row"), (shown, "muted")]]
