"""What can be asked about sending, by people and by the programs that hand replies over."""

from __future__ import annotations

from csboard.domain.commands import Command


class Send(Command):
    """Let a draft go out once the send window is over; refused when something holds it."""

    draft_id: int
    digest: str
    """Of the words and files as they were seen."""
    seen: int
    """Id of the newest message that was seen."""
    way: str
    """`smtp` or `sendmail`: how this host sends."""
    anyway: bool = False
    """Although the conversation has moved on."""


class StopSending(Command):
    """Stop a reply that nobody has begun to hand over; its draft is open again."""

    draft_id: int


class RecordSent(Command):
    """Note that a person has sent the draft by hand, with the words as they were seen."""

    draft_id: int
    digest: str
    seen: int
    anyway: bool = False


class TakeEntry(Command):
    """Take a due entry of the outbox in hand for some seconds. Leaves no event."""

    entry_id: int
    holder: str
    seconds: int


class NoteHanding(Command):
    """The recipients were accepted: from here on the server may have it. Leaves no event."""

    entry_id: int
    holder: str
    digest: str
    """Of what is handed over, computed from the stored revision and files."""


class PutBack(Command):
    """The server said "later" (4xx) or couldn't be reached before anything was given away.

    Leaves no event.
    """

    entry_id: int
    holder: str
    code: str


class NoteSent(Command):
    """The server has accepted it."""

    entry_id: int
    holder: str


class NoteFailed(Command):
    """The server has refused it for good (5xx), or it can't be made."""

    entry_id: int
    holder: str
    code: str


class ParkUnknown(Command):
    """Nobody knows whether it went out: a person has to say; never sent again by itself."""

    entry_id: int
    holder: str = ""
    """Of whoever handed it over; empty for one whose lease has ended."""
    code: str = ""


class SettleUnknown(Command):
    """A person says of an unknown or failed entry whether it was sent; if not, it is sent again.

    With the same Message-ID, so that a customer who has both sees one.
    """

    entry_id: int
    was_sent: bool


class HoldLease(Command):
    """Be the one program that does a thing, for some seconds. Leaves no event."""

    name: str
    holder: str
    seconds: int
