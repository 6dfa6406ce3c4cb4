"""What happens at a support desk, in one call each: people come, inquiries are opened."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.commands import ChangeMember, EnterBoard, OpenInquiry
from csboard.domain.records import INTAKE_LOGIN, Actor, Role, TaskRef

INTAKE = Actor(INTAKE_LOGIN)


def enter(board: Board, login: str, name: str = "") -> Actor:
    """A person comes to the board for the first time; the first of all is its lead."""
    actor = Actor(login)
    board.execute(EnterBoard(name=name), actor)
    return actor


def make_viewer(board: Board, login: str, by: Actor) -> Actor:
    """A person who may look and not touch; `by` is a lead."""
    actor = enter(board, login)
    board.execute(ChangeMember(login=login, role=Role.VIEWER), by)
    return actor


def open_inquiry(board: Board, subject: str = "ログインできません", **more: object) -> TaskRef:
    """An inquiry with its reply task, as an import opens it; `more` as in OpenInquiry."""
    command = OpenInquiry(subject=subject, **more)  # type: ignore[arg-type]
    event = board.execute(command, INTAKE)
    assert event.number is not None
    return TaskRef(event.number)
