"""In whose name a program acts that sends for the team, or tells it of something."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.records import INTAKE_LOGIN, Actor


def sender_actor(board: Board, own: Actor) -> Actor:
    """In whose name a program sends: the system member's, unless the database knows better."""
    login = board.login()
    return own if login is not None and login.kind == "member" else Actor(INTAKE_LOGIN)
