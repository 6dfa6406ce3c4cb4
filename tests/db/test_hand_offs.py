"""Hand-offs as they are read; the same on both databases."""

from __future__ import annotations

from csboard.board import Board
from csboard.db.leave_models import HandOffRow
from csboard.domain.hand_off_records import HandOff, Severity, Sheet
from csboard.domain.records import TaskRef
from tests.conftest import MONDAY


def test_a_sheet_is_read_as_it_was_written(board: Board, mine: TaskRef) -> None:
    task = next(card for card in board.snapshot().cards if card.ref == mine)
    sato = board.snapshot().members["sato"].id
    with board._store.engine.database.atomic():
        HandOffRow.create(
            task=task.task_id,
            giver=sato,
            state="watch",
            story="届いていない",
            steps="運送会社に確認",
            contingency="なし",
            promises="金曜に連絡",
            written_at=MONDAY,
        )
    sheet = Sheet(Severity.WATCH, "届いていない", "運送会社に確認", "なし", "金曜に連絡")
    found = HandOff(1, task.task_id, mine, "sato", None, sheet, MONDAY)
    assert board.hand_offs() == board.hand_offs_of(mine.number) == (found,)
    assert found.is_open
    assert not found.is_offered


def test_what_is_missing_on_a_sheet_is_named_in_its_order() -> None:
    assert Sheet(story="x", promises="y").missing == ("state", "steps", "contingency")
