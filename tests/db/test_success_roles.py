"""Successful cases on a PostgreSQL with a role for each: by the door, and by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csboard.board import Board
from csboard.domain.commands import EraseInquiry, Move, Undo
from csboard.domain.draft_commands import BeginDraft
from csboard.domain.knowledge import Finding, SuccessFields
from csboard.domain.records import Actor, TaskRef
from csboard.domain.success_commands import (
    BringBack,
    EditSuccess,
    MakeSuccess,
    PutIn,
    RetireSuccess,
    SayOfSuccess,
)
from csboard.errors import Refused, Unavailable
from tests.support.roles import Desk, roled_board
from tests.support.successes import answered

FORBIDDEN = "42501"
FIELDS = SuccessFields(title="題", passage="言葉")


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    """A case of Suzuki's, who leads; Sato is a member."""
    with roled_board(postgres_url) as made:
        board, me = made.board("suzuki"), made.actor("suzuki")
        answered(board, TaskRef(1001), me)
        board.execute(MakeSuccess(number=1001, fields=FIELDS), me)
        yield made


def done(board: Board, me: Actor) -> None:
    """Each act on a case, and back again."""
    for command in (
        EditSuccess(success_id=1, fields=SuccessFields(why="訳")),
        SayOfSuccess(success_id=1, word=Finding.USED, note="効いた", number=1001),
        RetireSuccess(success_id=1),
        MakeSuccess(number=1001, fields=FIELDS),
    ):
        board.execute(command, me)
        board.execute(Undo(), me)
    board.execute(RetireSuccess(success_id=1), me)
    board.execute(BringBack(success_id=1), me)


@pytest.mark.parametrize("who", ["sato", "suzuki"])
def test_what_members_do_is_allowed(desk: Desk, who: str) -> None:
    board, me = desk.board(who), desk.actor(who)
    done(board, me)
    event = board.execute(BeginDraft(number=1001, session="a"), me)
    draft = event.detail["draft"]
    assert isinstance(draft, int)
    board.execute(PutIn(draft_id=draft, text="言葉", success_id=1), me)
    assert board.sheet().rows[0].standing.used == 1


def test_a_lead_erases_what_stands_on_the_sheet(desk: Desk) -> None:
    said = SayOfSuccess(success_id=1, word=Finding.USED, note="言葉")
    desk.board("sato").execute(said, desk.actor("sato"))
    board, me = desk.board("suzuki"), desk.actor("suzuki")
    board.execute(Move(task=TaskRef(1001), stage="done"), me)
    board.execute(EraseInquiry(number=1001, why="request"), me)
    view = board.success(1)
    assert (view.success.title, view.success.passage, view.words[0].note) == ("", "", "")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE success SET author_id = (SELECT id FROM member WHERE login = session_user)",
        "UPDATE success SET at = now()",
        "DELETE FROM success",
        "INSERT INTO success (inquiry_id, author_id, at)"
        " SELECT inquiry_id, author_id, at FROM success",
        "UPDATE success_word SET word = 'used'",
        "UPDATE success_word SET withdrawn_at = now()",
        "UPDATE success_word SET note = ''",
        "DELETE FROM success_word",
        "INSERT INTO success_word (success_id, member_id, at, word)"
        " SELECT success_id, member_id, at, word FROM success_word",
    ],
)
def test_nobody_speaks_for_another(desk: Desk, statement: str) -> None:
    said = SayOfSuccess(success_id=1, word=Finding.NOT_HERE, note="x")
    desk.board("suzuki").execute(said, desk.actor("suzuki"))
    assert desk.refused("sato", statement) == FORBIDDEN


def test_a_viewer_reads_the_sheet(desk: Desk) -> None:
    board = desk.board("guest")
    assert [row.success.title for row in board.sheet().rows] == ["題"]
    assert board.success(1).words == ()
    with pytest.raises((Refused, Unavailable)):
        board.execute(SayOfSuccess(success_id=1, word=Finding.USED), desk.actor("guest"))
