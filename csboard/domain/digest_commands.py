"""What can be asked of somebody who is back."""

from __future__ import annotations

from csboard.domain.commands import Command


class ReadDigest(Command):
    """One is back, and has read what happened meanwhile."""

    absence_id: int
