"""What is opened and closed all day leaves nothing behind (the full run: `bench.months`)."""

from __future__ import annotations

import gc
from collections import Counter

import pytest
from textual.dom import DOMNode
from textual.strip import Strip

from bench.months import SCREENS
from csboard.board import Board
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit

FEW_LINES = 100
"""Textual remembers its thousand latest pairs of background colours by the widget that asked, with
the lines of that widget: two small ones each time the filter is opened."""


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_that_was_closed_is_gone(board: Board, sit: Sit, name: str) -> None:
    enter(board, "sato")
    for _ in range(2):  # of one customer, so that each has another
        open_inquiry(
            board, body="ログインできません。\n\n> 引用です", customer_email="y@example.jp"
        )
    earlier = _nodes()  # of another test's app, held so that none of it goes meanwhile
    async with sit("sato") as seat:
        for _ in range(3):
            await seat.press(*SCREENS[name])
        before, lines = _alive(), _lines()
        for _ in range(5):
            await seat.press(*SCREENS[name])
        await seat.until(lambda: _alive() == before)
        assert _lines() - lines < FEW_LINES
        assert len(seat.app.screen_stack) == 1
    assert not any(node.is_running for node in earlier)


def _nodes() -> list[DOMNode]:
    return [one for one in gc.get_objects() if isinstance(one, DOMNode)]


def _alive() -> Counter[str]:
    """Every widget that something still holds; tests freeze none (`tests.support.garbage`)."""
    gc.collect()
    return Counter(type(one).__name__ for one in _nodes())


def _lines() -> int:
    """How many drawn lines something still holds."""
    return sum(isinstance(one, Strip) for one in gc.get_objects())
