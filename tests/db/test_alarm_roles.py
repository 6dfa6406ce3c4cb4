"""Alarms with a database role for each: who works tells of them, who looks sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from csboard.clock import FixedClock
from csboard.domain.alarm_commands import NoteAlarmMail, TellAlarms
from csboard.domain.alarm_settings import AlarmSettings
from csboard.domain.commands import ApplySettings
from csboard.domain.records import Actor
from csboard.errors import Refused
from csboard.mail.sender_actor import sender_actor
from tests.conftest import MONDAY
from tests.support.desk import INTAKE
from tests.support.roles import Desk, roled_board


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def desk(postgres_url: str, clock: FixedClock) -> Iterator[Desk]:
    """An inquiry that nobody has taken for too long."""
    with roled_board(postgres_url) as made:
        lead = made.board("suzuki", clock)
        settings = replace(
            lead.settings(),
            own_addresses=("support@shop.example",),
            alarms=AlarmSettings(on=("unowned",), mail=("unowned",), mail_to=("a@example.com",)),
        )
        lead.execute(ApplySettings(settings=settings), made.actor("suzuki"))
        look = lead.alarms().next_look
        assert look is not None
        lead.disconnect()
        clock.advance(look - clock.now())
        yield made


@pytest.mark.parametrize("who", ["intake", "sato"])
def test_whoever_works_tells(desk: Desk, who: str, clock: FixedClock) -> None:
    board = desk.board(who, clock)
    own = INTAKE if who == "intake" else desk.actor(who)
    me = sender_actor(board, own)
    assert me == own
    assert board.alarms().untold
    board.execute(TellAlarms(), me)
    ids = tuple(one.id for one in board.alarms_to_mail())
    board.keep(NoteAlarmMail(ids=ids, became="sent"), me)
    assert (board.alarms().untold, board.alarms_to_mail()) == ((), ())
    board.disconnect()
    lead = desk.board("suzuki", clock)
    assert "alarm_unowned" in [item.kind for item in lead.inbox(desk.login("suzuki"))]


def test_who_may_only_look_sees_them_and_tells_nobody(desk: Desk, clock: FixedClock) -> None:
    board = desk.board("reader", clock)
    assert board.alarms().untold
    with pytest.raises(Refused):
        board.execute(TellAlarms(), Actor("reader"))
