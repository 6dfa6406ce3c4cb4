"""What can be asked about the successful-cases sheet, and putting prepared words into a draft."""

from __future__ import annotations

from csboard.domain.commands import Command
from csboard.domain.knowledge import Finding, SuccessFields


class MakeSuccess(Command):
    """Make a case of an inquiry: what was asked, what helped, and what changed by it."""

    number: int
    fields: SuccessFields
    message_id: int | None = None
    """The reply that did it; None for the latest that was sent, or for what was said by voice."""


class EditSuccess(Command):
    """Write down more of a case, or otherwise.

    `fields` holds the new values, None for what stays. `was` holds what the person saw of
    them: a field that somebody else has changed since is a conflict, never overwritten.
    """

    success_id: int
    fields: SuccessFields
    was: SuccessFields | None = None


class RetireSuccess(Command):
    """Take a case off the sheet, as when it holds no more. It can be brought back."""

    success_id: int


class BringBack(Command):
    """Put a retired case onto the sheet again."""

    success_id: int


class SayOfSuccess(Command):
    """Say what one found of a case: used, did not work, still true; where, and in a few words."""

    success_id: int
    word: Finding
    note: str = ""
    number: int | None = None
    """The inquiry where it was used or did not work."""


class PutIn(Command):
    """Note that prepared words went into a draft; just one of the sources is given.

    The words themselves are saved with the draft, by whoever has its pen. When it is sent it
    shows whether they went out as they were put in.
    """

    draft_id: int
    text: str
    success_id: int | None = None
    template_id: int | None = None
    message_id: int | None = None
