"""Who could go on with a task, as it is read; the same on both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import ChangeMember, Claim
from csboard.domain.holders import Deed
from csboard.domain.receivers import reason
from csboard.domain.records import Actor, Tags, TaskRef
from csboard.errors import Refused
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.successes import answered

LOGIN = Tags(("認証",), ("ログイン不可",))


def test_who_has_answered_the_kind_is_proposed_first(
    board: Board, lead: Actor, sato: Actor, tanaka: Actor
) -> None:
    make_viewer(board, "guest", lead)
    board.execute(ChangeMember(login=enter(board, "yamada").login, active=False), lead)
    answered(board, open_inquiry(board, tags=LOGIN), tanaka)
    ref = open_inquiry(board, tags=LOGIN)
    board.execute(Claim(task=ref), sato)
    first, second = board.receivers(ref)
    assert (first.login, first.deeds) == ("tanaka", (Deed.HANDLED,))
    assert (second.login, second.deeds, second.knowledge) == ("suzuki", (), 0.0)


def test_who_never_had_a_task_comes_last_and_it_is_said_why(
    board: Board, sato: Actor, tanaka: Actor
) -> None:
    ref, other, third = (open_inquiry(board) for _ in range(3))
    board.execute(Claim(task=ref), sato)
    for taken, who in ((other, tanaka), (third, tanaka), (open_inquiry(board), tanaka)):
        board.execute(Claim(task=taken), who)
    enter(board, "root", "root")
    first, *others = board.receivers(ref)
    assert (first.login, first.is_untried) == ("tanaka", False)
    assert all(
        one.is_untried and reason(one) == "0 open tasks, and has never had one" for one in others
    )
    assert {"root", "suzuki"} <= {one.login for one in others}


def test_there_has_to_be_such_a_task(board: Board, lead: Actor) -> None:
    with pytest.raises(Refused) as refused:
        board.receivers(TaskRef(4711))
    assert refused.value.code == "no_such_task"
