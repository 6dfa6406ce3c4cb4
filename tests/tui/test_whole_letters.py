"""A letter of two cells at the edge of a box is there again when the box gives way."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Static

from csboard.tui.base import BaseApp
from tests.support.recording import record, seen

ROWS = 9


class Box(ModalScreen[None]):
    DEFAULT_CSS = """
    Box { align: left top; background: transparent; }
    Box Static { border: solid white; height: auto; }
    """

    def __init__(self, left: int, width: int) -> None:
        super().__init__()
        self._place = (left, width)

    def compose(self) -> ComposeResult:
        inside = Static("x")
        inside.styles.margin = (1, 0, 0, self._place[0])
        inside.styles.width = self._place[1]
        yield inside


class Behind(BaseApp):
    def __init__(self, row: str) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        yield Static("\n".join([self._row] * ROWS))


@pytest.mark.parametrize("row", ["返金" * 10, "x" + "返金" * 9, "返x金" * 8])
@pytest.mark.parametrize("left", [6, 7])
@pytest.mark.parametrize("width", [13, 14])
async def test_when_it_shrinks(row: str, left: int, width: int) -> None:
    async def grow_and_shrink(pilot: Pilot[None]) -> None:
        app = pilot.app
        box = Box(left, width)
        await app.push_screen(box)
        for said in ("x", "x\ny\nz", "x"):
            box.query_one(Static).update(said)
            await pilot.pause()

    shown = seen(await record(Behind(row), grow_and_shrink)).splitlines()
    assert shown[:1] + shown[4:ROWS] == [row] * (ROWS - 3)
