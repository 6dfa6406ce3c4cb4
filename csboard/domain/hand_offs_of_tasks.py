"""A hand-off ends with what happens to its task otherwise, whether it was taken or not.

Closing the task, taking it over, giving it back, merging it away, a customer's word that sends it
to a stand-in: whatever lets it change hands ends the hand-off in the same decision, so that nobody
takes what the giver no longer has, or takes back what whoever took it no longer has. It is asked
in one place, as with timers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from csboard.domain.absence_history import ABSENT
from csboard.domain.decisions import Decision, Insert, Thing, Update
from csboard.domain.hand_off_history import OFFERS_ENDED
from csboard.domain.hand_off_records import OVERTAKEN
from csboard.domain.mentions import (
    OFFER_CLOSED,
    OFFER_MERGED,
    OFFER_OVER,
    OFFER_PASSED,
    OFFER_RELEASED,
    OFFER_TAKEN_OVER,
    OWN_OFFER_MERGED,
    inbox,
)
from csboard.domain.records import Member
from csboard.named import NamedTuple

ENDED_WITH = "hand_offs"
"""Where an event keeps the ids of the hand-offs that ended with it."""
STAND_AGAIN = "hand_offs_again"
"""Where an undoing keeps the ids of those that stand again with it."""


class Standing(NamedTuple):
    """A hand-off that has not ended."""

    id: int
    version: int
    is_offered: bool = False
    """Whether somebody could take it."""
    receiver: str | None = None
    """Login of whom it is offered to; None: to whoever takes it."""
    number: int = 0
    """Of its inquiry."""
    giver: str = ""
    """Login of whoever wrote it."""


class Ended(NamedTuple):
    """A hand-off that ended with an act that is to be taken back."""

    id: int
    version: int
    task_id: int
    holder: str
    """Who had the task while it stood: whoever took it, else the giver."""
    owner: str | None
    """Who has the task now."""
    is_closed: bool
    """Whether the task is, or is off the board."""


def with_hand_offs_ended(
    decision: Decision,
    on_them: Sequence[Standing],
    actor: Member | None,
    members: Mapping[str, Member],
    now: datetime,
) -> Decision:
    """The decision that ends those on the tasks it leaves, but for what it changes itself.

    Whom one was offered to hears what became of it, and who offered it that it was merged away.
    """
    own = {
        change.id
        for change in decision.changes
        if isinstance(change, Update) and change.thing is Thing.HAND_OFF
    }
    ending = [one for one in on_them if one.id not in own]
    if not ending:
        return decision
    values = {"ended_at": now, "ending": OVERTAKEN}
    ended = (Update(Thing.HAND_OFF, one.id, values, one.version) for one in ending)
    detail = {**decision.event.detail, ENDED_WITH: [one.id for one in ending]}
    if offered := [one.receiver for one in ending if one.is_offered]:
        detail[OFFERS_ENDED] = offered
    told = _told(decision, ending, actor, members, now) if actor is not None else ()
    return Decision((*decision.changes, *ended, *told), decision.event._replace(detail=detail))


def _told(
    decision: Decision,
    ending: Sequence[Standing],
    actor: Member,
    members: Mapping[str, Member],
    now: datetime,
) -> Iterator[Insert]:
    """What tells those whom an offer was for, and of a merge those who made it.

    Whoever has the task by that hears it otherwise.
    """
    detail = decision.event.detail
    passed = detail.get(ABSENT)
    to = passed.get("to") if isinstance(passed, Mapping) else None
    kind = _KINDS.get(decision.event.kind, OFFER_OVER)
    for one in ending:
        wanted = {}
        if one.is_offered and one.receiver not in (None, to):
            wanted[one.receiver or ""] = kind
        if one.is_offered and kind == OFFER_MERGED:
            wanted[one.giver] = OWN_OFFER_MERGED
        yield from inbox(wanted, actor, members, one.number, now)


_KINDS = {
    "joined": OFFER_PASSED,
    "moved": OFFER_CLOSED,
    "taken_over": OFFER_TAKEN_OVER,
    "released": OFFER_RELEASED,
    "merged": OFFER_MERGED,
}
"""What is told, by the kind of the event that ended an offer."""


def standing_again(
    decision: Decision, ended: Sequence[Ended], members: Mapping[str, Member]
) -> Decision:
    """The undoing that lets those stand again whose holder has the task again, and it is open."""
    again = [one for one in ended if _is_held_again(decision, one, members)]
    if not again:
        return decision
    values = {"ended_at": None, "ending": ""}
    changes = (Update(Thing.HAND_OFF, one.id, values, one.version) for one in again)
    detail = {**decision.event.detail, STAND_AGAIN: [one.id for one in again]}
    return Decision((*decision.changes, *changes), decision.event._replace(detail=detail))


def _is_held_again(decision: Decision, one: Ended, members: Mapping[str, Member]) -> bool:
    owner: object = members[one.owner].id if one.owner else None
    is_closed = one.is_closed
    for change in decision.changes:
        if isinstance(change, Update) and (change.thing, change.id) == (Thing.TASK, one.task_id):
            owner = change.values.get("owner_id", owner)
            is_closed = bool(change.values.get("closed_at", is_closed))
    return not is_closed and owner == members[one.holder].id
