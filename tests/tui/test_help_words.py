"""What the help and the settings say in the words of whoever reads them."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.settings import TeamSettings
from csboard.i18n import use_language
from csboard.tui.screens.settings_fields import FIELDS
from tests.support.desk import enter
from tests.tui.conftest import Sit


async def test_a_key_of_the_screen_is_told_once(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato", size=(120, 60)) as seat:
        await seat.press("g", "t", "question_mark")
        await seat.settle()
        lines = [line for line in seat.text().splitlines() if "│ enter " in line]
        assert len(lines) == 1
        assert "Read the mail" in lines[0]


def test_business_hours_are_read_and_written_in_either_way() -> None:
    use_language("ja")
    hours = FIELDS["hours"]
    assert hours.show(TeamSettings()).startswith("月 09:00-18:00\n火 ")
    for day in ("月", "月曜", "月曜日", "mon"):
        taken = hours.take(TeamSettings(), f"{day} 10:00-12:00")
        assert taken.hours == {"mon": ("10:00-12:00",)}
    use_language("en")
    assert hours.show(TeamSettings()).startswith("mon 09:00-18:00\n")
