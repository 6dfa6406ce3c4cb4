"""Inquiries that have to do with each other, noted on both."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.commands import Link, Unlink
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.states import LinkState
from csboard.errors import Refused
from csboard.i18n import _


def refuse_to_itself(number: int, other: int) -> None:
    if number == other:
        raise Refused(
            "itself",
            _("#{number} can't be linked to itself: name another.").format(number=number),
        )


def link(state: LinkState, command: Link, now: datetime) -> Decision:
    number, other = state.number, state.other
    refuse_to_itself(number, other)
    if state.link is not None:
        raise Refused(
            "linked",
            _("#{number} and #{other} are linked already.").format(number=number, other=other),
        )
    return Decision(
        (Insert(Thing.LINK, pair(number, other), "link"),),
        EventDraft("linked", number, None, {"link": Ref("link")}, other),
    )


def unlink(state: LinkState, command: Unlink, now: datetime) -> Decision:
    number, other = state.number, state.other
    if state.link is None:
        raise Refused(
            "not_linked",
            _("#{number} and #{other} are not linked.").format(
                number=command.number, other=command.other
            ),
        )
    return Decision(
        (Update(Thing.LINK, state.link.id, {"ended_at": now}),),
        EventDraft("unlinked", number, None, {"link": state.link.id}, other),
    )


def pair(one: int, other: int) -> dict[str, object]:
    """The two ends of a link as a row has them: the lower number first."""
    return {"first_id": min(one, other), "second_id": max(one, other)}
