"""Stand-ups and what one reads who is back, with a database role for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.errors import Refused
from tests.conftest import MONDAY
from tests.support.roles import Desk, roled_board


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    with roled_board(postgres_url) as made:
        yield made


def test_a_member_begins_and_ends_one_and_a_viewer_sees_it(desk: Desk, clock: FixedClock) -> None:
    board, me = desk.board("sato", clock), desk.actor("sato")
    begun = board.execute(BeginStandUp(), me).detail["stand_up"]
    assert isinstance(begun, int)
    board.disconnect()
    looking, guest = desk.board("guest", clock), desk.actor("guest")
    assert looking.stand_up().found.stand_up is not None
    with pytest.raises(Refused):
        looking.execute(EndStandUp(stand_up_id=begun), guest)
    looking.disconnect()
    board = desk.board("sato", clock)
    board.execute(EndStandUp(stand_up_id=begun), me)
    assert board.stand_up().found.stand_up is None


def test_a_member_reads_what_happened_meanwhile(desk: Desk, clock: FixedClock) -> None:
    board, me = desk.board("sato", clock), desk.actor("sato")
    today = MONDAY.date()
    absence = board.execute(EnterAbsence(login=me.login, first=today, last=today), me)
    number = absence.detail["absence"]
    assert isinstance(number, int)
    clock.advance(timedelta(days=1))
    assert board.digest(me.login).found.absence.id == number
    board.execute(ReadDigest(absence_id=number), me)
    assert board.absences()[0].digested_at == clock.now()
