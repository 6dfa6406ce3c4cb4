"""Loading how far a mailbox was taken in."""

from __future__ import annotations

from datetime import datetime

from csboard.db import models
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.commands import NoteMailbox
from csboard.domain.mailbox import MailboxMark
from csboard.domain.states import MailboxState

_MARK = Prepared(
    lambda: models.MailboxRow.select(models.MailboxRow.id, models.MailboxRow.mark).where(
        models.MailboxRow.name == slot("name")
    )
)


def mailbox_state(command: NoteMailbox, login: str, team: Team) -> MailboxState:
    row = _MARK.row(name=command.name)
    return MailboxState(team.member(login), row[0] if row else None)


def mark_of(name: str) -> MailboxMark | None:
    """How far it was taken in; None when it never was."""
    row = _MARK.row(name=name)
    if row is None:
        return None
    mark = row[1]
    looked_at = datetime.fromisoformat(mark["looked_at"])
    return MailboxMark(mark["uid_validity"], mark["uid"], looked_at, tuple(mark["left"]))
