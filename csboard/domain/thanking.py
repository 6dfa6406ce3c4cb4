"""Thanks among colleagues for a reply that was sent, and how they are taken back."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.inverses import id_of
from csboard.domain.mentions import inbox
from csboard.domain.presence_commands import GiveThanks
from csboard.domain.records import Event
from csboard.domain.states import InquiryState, UndoState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

THANKED = "thanked"
"""The kind of the event and of what reaches the author's inbox."""


class ThanksState(NamedTuple):
    """A reply that somebody wants to thank for."""

    whole: InquiryState
    author: str | None
    """Login of whose reply it is; None when it is nobody's, or no reply that was sent."""
    has_thanked: bool = False
    """Whether the actor's thanks for it stand already."""


def give_thanks(state: ThanksState, command: GiveThanks, now: datetime) -> Decision:
    """Thank the author of a sent reply, once; never oneself."""
    whole, author = state.whole, state.author
    number, me = whole.inquiry.number, whole.actor
    if author is None:
        raise Refused(
            "no_such_reply",
            _("#{number} has no such sent reply of a colleague.").format(number=number),
        )
    if author == me.login:
        raise Refused("own", _("This reply is your own: thanks come from colleagues."))
    if state.has_thanked:
        raise Refused(
            "thanked",
            _("You have thanked for this reply to #{number} already.").format(number=number),
        )
    row = {"message_id": command.message_id, "member_id": me.id, "at": now}
    told = inbox({author: THANKED}, me, whole.members, number, now, message_id=command.message_id)
    detail = {"message": command.message_id, "thanks": Ref("thanks"), "login": author}
    return Decision(
        (Insert(Thing.THANKS, row, "thanks"), *told),
        EventDraft(THANKED, number, None, detail),
    )


def take_back(state: UndoState, act: Event, now: datetime) -> list[Insert | Update]:
    """Thanks that are taken back are gone from the author's inbox too."""
    return [Update(Thing.THANKS, id_of(act.detail["thanks"]), {"withdrawn_at": now})]
