"""The digest of an absence that is named; the same on both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db import absences
from csboard.domain.absence_commands import EnterAbsence, WithdrawAbsence
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.records import Actor
from csboard.errors import Refused
from tests.db.test_digests import DAY, FRIDAY, TUESDAY
from tests.support.desk import enter


@pytest.fixture
def suzuki(board: Board) -> Actor:
    enter(board, "sato", "Sato")
    return enter(board, "suzuki", "Suzuki")


def test_one_that_is_named_is_told_of_however_many_there_were_since(
    board: Board, suzuki: Actor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A board keeps the latest absences at hand, and this isn't one of them any more."""
    monkeypatch.setattr(absences, "MOST", 1)
    old = board.execute(
        EnterAbsence(login="suzuki", first=TUESDAY, last=TUESDAY, stand_in="sato"), suzuki
    ).detail["absence"]
    gone, _new = (
        board.execute(
            EnterAbsence(login="suzuki", first=day, last=day, stand_in="sato"), suzuki
        ).detail["absence"]
        for day in (TUESDAY + DAY, FRIDAY)
    )
    assert isinstance(old, int)
    assert isinstance(gone, int)
    board.execute(WithdrawAbsence(absence_id=gone), suzuki)
    clock.advance(7 * DAY)
    assert board.digest("suzuki", old).found.absence.id == old
    assert board.execute(ReadDigest(absence_id=old), suzuki).detail == {"absence": old}
    for number in (gone, 999):
        with pytest.raises(Refused) as refusal:
            board.digest("suzuki", number)
        assert refusal.value.code == "no_such_absence"
