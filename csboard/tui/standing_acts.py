"""What a person does about where a card stands: pin it, ask why it is here; and say of a message
that it needs no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.commands import Command, ExcuseMessage, Pin, Unpin
from csboard.domain.inverses import excused_in
from csboard.domain.records import Card, Direction, Message
from csboard.domain.views import InquiryView
from csboard.i18n import _, together
from csboard.tui.acts import Place, app_at
from csboard.tui.asking import times_at
from csboard.tui.fence import say
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
    """The customer's last message that waits for an answer needs none."""
    message = _unanswered(place.view)
    if message is None:
        say(place.app, _("No message of the customer's waits for an answer."))
        return
    command = ExcuseMessage(number=card.ref.number, message_id=message.id)
    event = await app_at(place).perform(command)
    if event:
        told = _("The message of {when} needs no answer ({undo} takes that back).").format(
            when=times_at(place).moment(message.at), undo=key_of("inquiry.undo")
        )
        rests = _("What it had woken goes on waiting.") if event.detail.get("waiting") else ""
        say(place.app, together(told, rests))


def _unanswered(view: InquiryView | None) -> Message | None:
    """The customer's last message after our last reply that nobody has excused yet."""
    if view is None:
        return None
    excused = excused_in(view.events)
    for message in reversed(view.messages):
        if message.direction is Direction.OUT:
            return None
        if message.direction is Direction.IN and message.id not in excused:
            return message
    return None
