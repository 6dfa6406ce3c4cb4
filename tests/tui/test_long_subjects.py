"""However long a subject is, what a row says of it stands whole."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim
from csboard.domain.hand_off_commands import OfferHandOff, WriteSheet
from csboard.domain.hand_off_records import Severity
from csboard.domain.records import Actor
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.listing import Yielding, fitted
from tests.support.desk import open_inquiry
from tests.support.leaving import SHEET
from tests.tui.conftest import Sit

LONG = "請求書の宛名の変更をお願いしたいのですがどこから手続きをすればよいでしょうか" * 3


@pytest.mark.parametrize(
    ("line", "width", "told"),
    [
        ([(Yielding("#1 件名"), ""), ("  why", "")], 30, "#1 件名  why"),
        ([(Yielding("#1 " + "件名" * 20), ""), ("  why", "")], 30, "#1 件名件名件名件名件名…  why"),
        ([("  why", ""), (Yielding("x" * 40), "")], 20, "  why" + "x" * 14 + "…"),
        # What must stand has no room: what yields keeps its beginning.
        ([(Yielding("#1 " + "件名" * 20), ""), ("y" * 40, "")], 30, "#1 件名件名…" + "y" * 40),
        ([(Yielding("x" * 90), ""), ("y" * 90, "")], 80, "x" * 19 + "…" + "y" * 90),
        ([("x" * 40, ""), ("y" * 40, "")], 30, "x" * 40 + "y" * 40),
    ],
)
def test_what_yields_is_cut_first(line: list[Run], width: int, told: str) -> None:
    assert "".join(text for text, _role in fitted(line, width)) == told


@pytest.mark.parametrize("keys", [("g", "w"), ("g", "f")])
@pytest.mark.parametrize("columns", [79, 80, 81])
async def test_the_reason_stands_whole(
    board: Board, sit: Sit, sato: Actor, keys: tuple[str, ...], columns: int
) -> None:
    offered, left = open_inquiry(board, LONG), open_inquiry(board, LONG)
    for ref in (offered, left):
        board.execute(Claim(task=ref), sato)
    board.execute(WriteSheet(task=offered, sheet=SHEET), sato)
    board.execute(OfferHandOff(task=offered, receiver=None), sato)
    if keys[-1] == "f":
        pressing = SHEET._replace(state=Severity.URGENT)
        board.execute(WriteSheet(task=left, sheet=pressing), sato)
    wanted = {"w": ("nobody has taken it", "nobody is to"), "f": ("to be watched", "pressing")}[
        keys[-1]
    ]
    async with sit("sato", size=(columns, 24)) as seat:
        await seat.press(*keys)
        await seat.until(lambda: LONG[:5] in seat.text())
        lines = seat.text().splitlines()
        assert any("#1001 " in line and wanted[0] in line for line in lines)
        assert any("#1002 " in line and wanted[1] in line for line in lines)
        assert "……" not in seat.text()
