"""How far a mailbox on a mail server was taken in, so that nothing is fetched twice or missed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from csboard.domain.commands import NoteMailbox
from csboard.domain.decisions import Insert, Quiet, Thing, Update
from csboard.domain.states import MailboxState

MAX_LEFT = 1_000
"""UIDs that a mark keeps apart."""


@dataclass(frozen=True, slots=True)
class MailboxMark:
    """Everything up to `uid` is stored, but for what is `left`."""

    uid_validity: int
    """The server's number for this numbering of the mailbox; with another one `uid` is void."""
    uid: int
    looked_at: datetime
    """When the mailbox was last looked at from end to end."""
    left: tuple[int, ...] = ()
    """UIDs that the server could not hand out; they are asked for again."""


def with_left(mark: MailboxMark, left: Collection[int]) -> MailboxMark:
    """The mark with what is left; it goes back to where all of that can be kept.

    What is behind a mark is asked for again, and stored once.
    """
    kept, more = sorted(left)[:MAX_LEFT], sorted(left)[MAX_LEFT:]
    return replace(mark, uid=more[0] - 1 if more else mark.uid, left=tuple(kept))


def note(state: MailboxState, command: NoteMailbox, now: datetime) -> Quiet:
    """Remember it. Nothing depends on it but what is fetched: originals are stored once anyway."""
    values = {"mark": command.mark}
    if state.row is None:
        return Quiet((Insert(Thing.MAILBOX, {"name": command.name, **values}),))
    return Quiet((Update(Thing.MAILBOX, state.row, values),))
