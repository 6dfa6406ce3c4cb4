"""Where open boards are, what somebody has read, and which things that wanted them are seen to.

All of it is quiet: no event tells of it, and no bell rings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from csboard.domain.decisions import Insert, Quiet, Thing, Update
from csboard.domain.presence_commands import BePresent, MarkRead, ReadInbox
from csboard.domain.records import Card, Member
from csboard.domain.replies import Correspondent
from csboard.domain.time_records import TIMER, Entry
from csboard.named import NamedTuple

PRESENT_FOR = timedelta(seconds=45)
"""After so long without a sign, whoever was somewhere counts as gone."""

ABANDONED = timedelta(hours=1)
"""After so long, another open board may have a row: nobody deletes any."""


class PresenceState(NamedTuple):
    """The row of an open board, if it has one, and the oldest row there is."""

    actor: Member
    number: int | None
    """The inquiry it shows, where that goes on."""
    row: int | None = None
    oldest: tuple[int, datetime] | None = None
    """Id of the row that was silent for longest, and when it last gave a sign."""
    timer: Entry | None = None
    """The timer of theirs that runs."""


class ReadState(NamedTuple):
    """How far a member has read an inquiry."""

    actor: Member
    number: int
    """Where the inquiry goes on."""
    row: int | None = None
    read_at: datetime | None = None


class InboxState(NamedTuple):
    """Of some things in a member's inbox."""

    actor: Member
    unread: tuple[int, ...]
    """Ids of those that are theirs and not read yet."""


def be_present(state: PresenceState, command: BePresent, now: datetime) -> Quiet:
    """Write down where a board is; a new one takes over the row of one long gone.

    It is a sign of life of the timer that runs, too; none that was lost is brought back by it.
    """
    alive: tuple[Update, ...] = ()
    timer = state.timer
    if timer is not None and timer.source == TIMER and not timer.is_lost(now):
        alive = (Update(Thing.TIME_ENTRY, timer.id, {"alive_at": max(now, timer.last_sign)}),)
    values: dict[str, object] = {
        "member_id": state.actor.id,
        "inquiry_id": state.number,
        "doing": command.doing if state.number is not None else "",
        "sends": command.sends,
        "at": now,
    }
    if state.row is not None:
        return Quiet((Update(Thing.PRESENCE, state.row, values), *alive))
    values["session"] = command.session
    if state.oldest is not None and now - state.oldest[1] > ABANDONED:
        return Quiet((Update(Thing.PRESENCE, state.oldest[0], values), *alive))
    return Quiet((Insert(Thing.PRESENCE, values), *alive))


def mark_read(state: ReadState, command: MarkRead, now: datetime) -> Quiet:
    """Up to that moment, which is not to come; never back: one may have two boards open."""
    at = min(command.at, now)
    if state.row is None:
        values = {"member_id": state.actor.id, "inquiry_id": state.number, "at": at}
        return Quiet((Insert(Thing.READ_MARK, values),))
    if state.read_at is not None and at <= state.read_at:
        return Quiet(())
    return Quiet((Update(Thing.READ_MARK, state.row, {"at": at}),))


def read_inbox(state: InboxState, command: ReadInbox, now: datetime) -> Quiet:
    """Those of them that are one's own and still unread; others stay as they are."""
    return Quiet(tuple(Update(Thing.INBOX, one, {"read_at": now}) for one in state.unread))


def by_number(people: Sequence[Correspondent]) -> dict[int, tuple[Correspondent, ...]]:
    """Who is in which inquiry, each person once, those who write first."""
    found: dict[int, dict[str, Correspondent]] = {}
    for one in sorted(people, key=lambda one: one.doing != "writes"):
        if one.number is not None:
            found.setdefault(one.number, {}).setdefault(one.login, one)
    return {number: tuple(there.values()) for number, there in found.items()}


def is_unread(card: Card, read: Mapping[int, datetime], login: str) -> bool:
    """Whether the customer wrote since `login` read it, or since it is theirs.

    `read` says by number up to when they have read an inquiry. What they never looked at and
    don't own is news to everybody, not to them.
    """
    if card.last_in_at is None or card.closed_at is not None or card.ref.seq != 1:
        return False
    read_to = read.get(card.ref.number)
    if read_to is None and card.owner == login:
        read_to = card.owner_since
    return read_to is not None and card.last_in_at > read_to
