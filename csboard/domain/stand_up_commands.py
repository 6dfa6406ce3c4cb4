"""What can be asked about the team's meeting before its board."""

from __future__ import annotations

from csboard.domain.commands import Command


class BeginStandUp(Command):
    """The team stands up; what moved is told since the one before."""


class EndStandUp(Command):
    """It is over."""

    stand_up_id: int
