"""What can be asked about who is where, what was read, and thanks."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.commands import Command


class BePresent(Command):
    """Show where an open board is: in which inquiry, doing what. Leaves no event."""

    session: str
    number: int | None = None
    doing: str = ""
    """`looks`, `writes` or empty."""
    sends: bool = False
    """Whether this program can send what is due."""


class MarkRead(Command):
    """One has read an inquiry up to a moment; never back. Leaves no event."""

    number: int
    at: datetime


class ReadInbox(Command):
    """These things that wanted one are seen to. Leaves no event."""

    ids: tuple[int, ...]


class GiveThanks(Command):
    """Thank a colleague for a reply that was sent."""

    message_id: int
