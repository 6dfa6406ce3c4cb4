"""What a person does about where a card stands: pin it, ask why it is here; and say of a message
that it needs no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.commands import Command, ExcuseMessage, Pin, Unpin
from csboard.domain.records import Card, Direction, Message
from csboard.i18n import _, together
from csboard.tui.acts import Place, app_at
from csboard.tui.fence import say
from csboard.tui.inquiry_remarks import message_in_view
from csboard.tui.keys import key_of

if TYPE_CHECKING:
    from csboard.tui.screens.inquiry import InquiryScreen


async def pin(place: Place, card: Card) -> None:
    """Put a card before all others, or let a pinned one go back to its place."""
    command: Command
    if card.pin is None:
        command, told = Pin(task=card.ref), _("#{ref} is pinned: it comes before all others.")
    else:
        command, told = Unpin(task=card.ref), _("#{ref} is no longer pinned.")
    event = await app_at(place).perform(command)
    if event:
        say(place.app, told.format(ref=card.ref))
        place.follow(event)


async def excuse(place: InquiryScreen, card: Card) -> None:
    """Of the customer's messages the one in view needs no answer."""
    message = _theirs_in_view(place)
    if message is None:
        say(place.app, _("The customer has written nothing here."))
        return
    command = ExcuseMessage(number=card.ref.number, message_id=message.id)
    event = await app_at(place).perform(command)
    if event:
        told = _("Written down: that message needs no answer ({undo} takes it back).")
        told = told.format(undo=key_of("inquiry.undo"))
        rests = _("What it had woken goes on waiting.") if event.detail.get("waiting") else ""
        say(place.app, together(told, rests))


def _theirs_in_view(place: InquiryScreen) -> Message | None:
    """The customer's message in view, else their last before it, else their first."""
    messages = place.view.messages if place.view is not None else ()
    theirs = [one for one in messages if one.direction is Direction.IN]
    seen = message_in_view(place)
    before = [one for one in theirs if seen is None or (one.at, one.id) <= (seen.at, seen.id)]
    return before[-1] if before else next(iter(theirs), None)
