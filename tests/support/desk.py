"""What happens at a support desk, in one call each: people come, inquiries are opened."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import ChangeMember, EnterBoard, OpenInquiry
from csboard.domain.records import INTAKE_LOGIN, Actor, Inquiry, Role, Task, TaskRef
from csboard.errors import Refused

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


def task(board: Board, ref: TaskRef) -> Task:
    """A task as it is now."""
    return next(one for one in board.inquiry(ref.number).tasks if one.ref == ref)


def inquiry(board: Board, ref: TaskRef) -> Inquiry:
    """The inquiry of a task as it is now."""
    return board.inquiry(ref.number).inquiry


def refusal(board: Board, command: object, actor: Actor) -> Refused:
    """Why `command` is refused, which must leave nothing behind."""
    newest = board.newest()
    with pytest.raises(Refused) as refused:
        board.execute(command, actor)  # type: ignore[arg-type]
    assert board.newest() == newest
    return refused.value
