"""A window of any size, at any moment, on any screen: nothing fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.screen import Screen

from csboard.board import Board
from csboard.domain.records import AttachmentInfo, Tags
from csboard.tui.screens.files import FilesDialog, SavableFile
from csboard.tui.screens.help import HelpScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.new_inquiry import NewInquiryDialog
from csboard.tui.screens.note import NoteDialog
from csboard.tui.screens.reason import ReasonDialog
from csboard.tui.screens.tray import TrayScreen
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit

WILD = ((20, 5), (1, 60), (200, 1), (1, 1), (3, 3), (99, 2), (160, 50), (4, 4), (120, 40))

SCREENS: dict[str, Callable[[], Screen[Any]] | None] = {
    "board": None,
    "help": lambda: HelpScreen("board"),
    "inquiry": lambda: InquiryScreen(1001),
    "tray": TrayScreen,
    "note": lambda: NoteDialog("メモ", "本文"),
    "reason": lambda: ReasonDialog("理由", "本文"),
    "new inquiry": NewInquiryDialog,
    "files": lambda: FilesDialog([SavableFile(AttachmentInfo("請求書.pdf", 1, "a/b", 1), 1)]),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_no_size_of_the_window_fails(board: Board, sit: Sit, name: str) -> None:
    enter(board, "sato", "Sato")
    for number in range(5):
        open_inquiry(
            board,
            f"印刷できません {number}",
            body="本文です。\n\n> 引用",
            customer_name="佐藤商店",
            tags=Tags(("決済",), ("二重請求",), ("怒り",)),
        )
    make = SCREENS[name]
    async with sit("sato") as seat:
        if make is not None:
            seat.app.push_screen(make())
            await seat.settle()
        for columns, lines in WILD:
            await seat.resize(columns, lines)
            seat.text()
        assert len(seat.text().split("\n")) == WILD[-1][1]
