"""What can be asked about a draft: begin it, write in it, pass the pen, add files, discard it."""

from __future__ import annotations

from csboard.domain.commands import Command
from csboard.domain.replies import Words


class BeginDraft(Command):
    """Begin the reply to an inquiry that has none, with what is known, and take the pen."""

    number: int
    session: str = ""
    answers: int | None = None
    """Id of the message it answers; None: the customer's latest."""
    to_all: bool = False
    """Whether it goes to everybody who was written to."""


class SaveDraft(Command):
    """Keep what was typed. Leaves no event. Only whoever has the pen, or finds it free."""

    draft_id: int
    session: str
    seen_version: int
    """The version that the words were typed over."""
    words: Words
    seen: int = 0
    """Id of the newest message the writer has before their eyes."""


class HoldPen(Command):
    """Take a free pen, show that one still has it, or lay it down (`leave`). Leaves no event."""

    draft_id: int
    session: str
    leave: bool = False


class TakePen(Command):
    """Take the pen from whoever has it; what they have saved is kept as a revision."""

    draft_id: int
    session: str


class LeaveWords(Command):
    """Keep beside the draft what somebody had typed when the pen was taken from them."""

    draft_id: int
    words: Words


class AddFile(Command):
    """Let a file go out with the reply."""

    draft_id: int
    name: str
    data: bytes


class RemoveFile(Command):
    """Let a file not go out after all."""

    draft_id: int
    file_id: int


class DiscardDraft(Command):
    """Put a draft away; undo brings it back while the inquiry has no other."""

    draft_id: int
