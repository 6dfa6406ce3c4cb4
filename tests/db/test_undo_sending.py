"""Taking back after a sending was stopped: `u` looks behind it; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import AddNote, Undo
from csboard.domain.records import Actor, TaskRef
from csboard.domain.sending_commands import StopSending
from csboard.errors import Refused
from tests.support.desk import open_inquiry
from tests.support.replying import begin_draft, draft_of, press_send, team

SATO, TANAKA = Actor("sato"), Actor("tanaka")


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """An inquiry with a reply of Sato's that is ready."""
    team(board, "sato", "tanaka")
    ref = open_inquiry(board)
    begin_draft(board, ref, SATO)
    return ref


def state(board: Board, ref: TaskRef) -> str:
    (entry,) = board.replies(ref.number).outbox
    return str(entry.state)


@pytest.mark.parametrize("stops", [SATO, TANAKA])
def test_undo_looks_behind_a_sending_that_was_stopped(
    board: Board, ref: TaskRef, clock: FixedClock, stops: Actor
) -> None:
    note = board.execute(AddNote(number=ref.number, text="電話済み"), stops)
    for _time in range(2):
        clock.advance(timedelta(minutes=1))
        press_send(board, draft_of(board, ref), stops)
        board.execute(StopSending(draft_id=draft_of(board, ref).id), stops)
    undone = board.execute(Undo(number=ref.number), stops)
    assert (undone.kind, undone.detail["event"]) == ("undone", note.id)
    assert state(board, ref) == "stopped"


def test_undo_stops_no_sending_that_a_colleague_began_after_ones_own_was_stopped(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, SATO)
    board.execute(StopSending(draft_id=draft.id), TANAKA)
    clock.advance(timedelta(minutes=1))
    press_send(board, draft, TANAKA)
    with pytest.raises(Refused) as refusal:
        board.execute(Undo(number=ref.number), SATO)
    assert refusal.value.code == "nothing"
    assert state(board, ref) == "queued"
    assert board.execute(Undo(number=ref.number), TANAKA).detail["kind"] == "queued"
    assert state(board, ref) == "stopped"
