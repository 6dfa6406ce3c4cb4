"""Templates on a PostgreSQL with a role for each: by the door, and by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csboard.board import Board
from csboard.domain.commands import EraseInquiry, Move, Undo
from csboard.domain.draft_commands import BeginDraft
from csboard.domain.records import Actor, TaskRef
from csboard.domain.success_commands import PutIn
from csboard.domain.template_commands import BringBackTemplate, RetireTemplate, WriteTemplate
from csboard.errors import Refused, Unavailable
from tests.support.roles import Desk, roled_board
from tests.support.successes import answered

FORBIDDEN = "42501"


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    """A template of Suzuki's, who leads; Sato is a member."""
    with roled_board(postgres_url) as made:
        board, me = made.board("suzuki"), made.actor("suzuki")
        board.execute(WriteTemplate(name="題", text="言葉"), me)
        yield made


def done(board: Board, me: Actor) -> None:
    """Each act on a template, and back again."""
    for command in (
        WriteTemplate(name="題", text="別の言葉", replaces=1),
        RetireTemplate(template_id=1),
        WriteTemplate(name="別の題", text="言葉"),
    ):
        board.execute(command, me)
        board.execute(Undo(), me)
    board.execute(RetireTemplate(template_id=1), me)
    board.execute(BringBackTemplate(template_id=1), me)


@pytest.mark.parametrize("who", ["sato", "suzuki"])
def test_what_members_do_is_allowed(desk: Desk, who: str) -> None:
    board, me = desk.board(who), desk.actor(who)
    done(board, me)
    draft = board.execute(BeginDraft(number=1001, session="a"), me).detail["draft"]
    assert isinstance(draft, int)
    board.execute(PutIn(draft_id=draft, text="言葉", template_id=1), me)
    assert board.templates().rows[0].use.uses == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE template SET text = 'x'",
        "UPDATE template SET name = 'x'",
        "UPDATE template SET author_id = (SELECT id FROM member WHERE login = session_user)",
        "UPDATE template SET name = 'erased 1', folded = 'erased 1', subject = '', text = '',"
        " retired_at = now()",
        "UPDATE template SET at = now()",
        "DELETE FROM template",
        "INSERT INTO template (at, author_id, name, folded, text)"
        " SELECT at, author_id, 'y', 'y', text FROM template",
    ],
)
def test_nobody_rewrites_one_or_writes_for_another(desk: Desk, statement: str) -> None:
    assert desk.refused("sato", statement) == FORBIDDEN


def test_a_lead_empties_those_that_were_made_of_an_erased_reply(desk: Desk) -> None:
    board, sato = desk.board("sato"), desk.actor("sato")
    reply = answered(board, TaskRef(1001), sato)
    board.execute(WriteTemplate(name="返信", text="言葉", message_id=reply), sato)
    board, me = desk.board("suzuki"), desk.actor("suzuki")
    board.execute(Move(task=TaskRef(1001), stage="done"), me)
    assert board.execute(EraseInquiry(number=1001, why="request"), me).detail["templates"] == [2]
    assert (board.template(2).name, board.template(2).text) == ("erased 2", "")
    assert desk.refused("suzuki", "UPDATE template SET text = 'x' WHERE id = 2") == FORBIDDEN


def test_a_viewer_looks_at_them(desk: Desk) -> None:
    board = desk.board("guest")
    assert [row.template.name for row in board.templates().rows] == ["題"]
    with pytest.raises((Refused, Unavailable)):
        board.execute(RetireTemplate(template_id=1), desk.actor("guest"))
