"""What programs ask of the board so that people hear of alarms."""

from __future__ import annotations

from csboard.domain.commands import Command


class TellAlarms(Command):
    """Put what nobody was told of yet into inboxes; refused (`told`) when there is no such."""


class NoteAlarmMail(Command):
    """What became of the mail about some alarms. Leaves no event."""

    ids: tuple[int, ...]
    became: str
    """`sent`, `passed` or `failed`."""
