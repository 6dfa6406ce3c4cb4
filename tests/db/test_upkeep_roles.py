"""What a worker keeps up with the intake's database role: public holidays and no other setting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from csboard.domain.commands import ApplySettings, BringHolidays
from csboard.public_holidays import public_holidays
from tests.db.test_database_roles import FORBIDDEN
from tests.support.desk import INTAKE
from tests.support.roles import Desk, roled_board


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    with roled_board(postgres_url) as made:
        yield made


def test_the_intake_writes_public_holidays_down_and_no_other_setting(desk: Desk) -> None:
    board, lead = desk.board("suzuki"), desk.actor("suzuki")
    kept = replace(board.settings(), holidays="JP")
    board.execute(ApplySettings(settings=kept, public_days=public_holidays("JP", 2025, 2026)), lead)
    worker = desk.board("intake")
    worker.execute(BringHolidays(public_days=public_holidays("JP", 2026, 2029)), INTAKE)
    assert worker.public_days().last == 2029
    by_hand = "INSERT INTO setting (key, value) VALUES ('{}', '1') ON CONFLICT (key) DO NOTHING"
    assert desk.refused("intake", by_hand.format("name")) == FORBIDDEN
    assert desk.refused("intake", by_hand.format("public_days")) == ""
    assert desk.refused("intake", "UPDATE setting SET value = '1'") == FORBIDDEN
    assert desk.refused("intake", "UPDATE setting SET key = 'public_days'") == FORBIDDEN
