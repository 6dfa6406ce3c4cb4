"""Erasing a customer's data takes the templates along that were made of it; both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.db.tables import MODELS
from csboard.domain.commands import EraseCustomer, EraseInquiry, Move, Undo
from csboard.domain.records import Actor, TaskRef
from csboard.domain.success_commands import PutIn
from csboard.domain.template_commands import BringBackTemplate, RetireTemplate, WriteTemplate
from csboard.errors import Refused
from tests.support.desk import enter, open_inquiry, refusal
from tests.support.replies import written
from tests.support.successes import answered, made
from tests.support.templates import prepared

SATO = Actor("sato")
WORD = "hanabi"


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """An answered question, with templates of the reply (1, then 2), of a case (3), of neither."""
    enter(board, "sato", "佐藤")
    ref = open_inquiry(board, WORD, body=WORD, customer_name=WORD, customer_email="h@b.example")
    reply = answered(board, ref, SATO, f"We told {WORD}.")
    success = made(board, ref, SATO, title="x")
    first = prepared(board, SATO, f"Of {WORD}", name=WORD, message_id=reply)
    again = WriteTemplate(
        name=WORD, language="ja", text=f"Again {WORD}", subject=WORD, replaces=first.id
    )
    board.execute(again, SATO)
    prepared(board, SATO, f"Case {WORD}", name="case", success_id=success.id)
    prepared(board, SATO, "Nobody's own.", name="own")
    board.execute(Move(task=ref, stage="done"), SATO)
    return ref


def erase(board: Board, ref: TaskRef) -> None:
    event = board.execute(EraseInquiry(number=ref.number, why="request"), SATO)
    assert event.detail["templates"] == [1, 2, 3]
    customer = board.inquiry(ref.number).inquiry.customer.id
    board.execute(EraseCustomer(customer_id=customer, why="request"), SATO)


def everything(board: Board) -> str:
    return str([list(model.select().dicts()) for model in MODELS])


def test_no_word_of_theirs_is_left_in_a_template(board: Board, ref: TaskRef) -> None:
    assert board.kept_of(ref.number).templates == ((2, WORD), (3, "case"))
    erase(board, ref)
    assert WORD not in everything(board)
    assert [row.template.name for row in board.templates().rows] == ["own"]
    assert not board.templates(retired=True).rows
    assert not board.damages(deep=True)
    assert [event.kind for event in board.history(ref.number)][-1] == "erased"


def test_nothing_of_one_that_was_erased_comes_back(board: Board, ref: TaskRef) -> None:
    board.execute(RetireTemplate(template_id=3), SATO)
    erase(board, ref)
    board.execute(Undo(kinds=("template_written",)), SATO)  # the fourth, which is nobody's
    for command in (
        RetireTemplate(template_id=2),
        BringBackTemplate(template_id=3),
        WriteTemplate(name="y", text="y", replaces=2),
        Undo(kinds=("template_retired",)),
        Undo(kinds=("template_written",)),
    ):
        assert refusal(board, command, SATO).code == "erased"
    draft = written(board, open_inquiry(board).number, SATO, "x")
    with pytest.raises(Refused):
        board.execute(PutIn(draft_id=draft.id, text="x", template_id=2), SATO)


def test_none_is_written_of_a_reply_that_was_erased(board: Board, ref: TaskRef) -> None:
    """As by somebody whose box was open meanwhile."""
    reply = board.template(2).message_id
    erase(board, ref)
    late = WriteTemplate(name="late", text=WORD, message_id=reply)
    assert refusal(board, late, SATO).code == "no_such_source"


def test_one_that_was_made_before_is_found_after_the_inquiry_was_erased(
    board: Board, ref: TaskRef
) -> None:
    """Of whom only a template has words left is not done with."""
    from csboard.db.knowledge_models import TemplateRow

    board.execute(EraseInquiry(number=ref.number, why="request"), SATO)
    TemplateRow.update(text=WORD).where(TemplateRow.id == 2).execute()
    assert [one.number for one in board.kept_of(ref.number).inquiries] == [ref.number]
