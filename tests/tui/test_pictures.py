"""The board as people see it. After a wanted change: pytest tests/tui --snapshot-update."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from textual.app import App
from textual.pilot import Pilot

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import AddNote, Move
from csboard.domain.records import Actor, Tags, Urgency
from csboard.tui.app import CsboardApp
from csboard.tui.screens.board_preview import PREVIEW_DELAY
from tests.support.desk import enter, open_inquiry

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="pictures are compared on one Python only"
)

Compare = Callable[..., bool]


@pytest.fixture
def desk(sqlite_url: str, clock: FixedClock) -> Iterator[Board]:
    """Six inquiries of a Monday morning."""
    board = Board.open(sqlite_url, clock)
    yamada, sato = enter(board, "yamada", "山田"), enter(board, "sato", "佐藤")
    clock.advance(timedelta(hours=-20))
    open_inquiry(
        board,
        "二重に請求されています",
        customer_name="佐藤商店",
        customer_email="a@example.jp",
        urgency=Urgency.URGENT,
        body="クレジットカードに二重に請求されています。\n「7月分」を確認してください。",
        tags=Tags(("決済",), ("二重請求",), ("怒り",)),
    )
    clock.advance(timedelta(hours=18))
    open_inquiry(
        board,
        "配送先の住所を「東京都千代田区」に変更したいのですが、まだ間に合いますか。",
        customer_name="山本様",
        customer_email="b@example.jp",
    )
    doing = open_inquiry(
        board, "Cannot open the invoice", customer_name="Jane Doe", customer_email="c@example.com"
    )
    board.execute(Move(task=doing, stage="doing"), yamada)
    board.execute(AddNote(number=doing.number, text="電話で確認済み"), yamada)
    other = open_inquiry(board, "ﾊﾟｽﾜｰﾄﾞ忘れ", customer_name="田中", customer_email="d@example.jp")
    board.execute(Move(task=other, stage="doing"), sato)
    for subject in ("解約したい", "領収書の宛名"):
        done = open_inquiry(board, subject, customer_email="e@example.jp")
        board.execute(Move(task=done, stage="done"), sato)
    clock.advance(timedelta(hours=2))
    yield board
    board.close()


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause(3 * PREVIEW_DELAY)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def seen(snap_compare: Compare, board: Board, size: tuple[int, int], *keys: str) -> bool:
    app: App[None] = CsboardApp(board, Actor("yamada"))
    return snap_compare(app, press=keys, terminal_size=size, run_before=settled)


@pytest.mark.usefixtures("japanese")
def test_narrow(desk: Board, snap_compare: Compare) -> None:
    """You should see the two cards of ToDo in Japanese, with 」 and 、 never at the start of a
    line, over them a strip with the three stages and their counts, five keys below."""
    assert seen(snap_compare, desk, (80, 24))


def test_wide(desk: Board, snap_compare: Compare) -> None:
    """You should see three stages beside each other in English, the cursor on the second card
    of ToDo, whose two title lines are indented under its number; 山田 in another colour."""
    assert seen(snap_compare, desk, (120, 40), "j")


@pytest.mark.usefixtures("japanese")
def test_roomy(desk: Board, snap_compare: Compare) -> None:
    """You should see three stages and at the right the card under the cursor: its customer,
    when it came, urgency, tags, and the latest message in two lines."""
    assert seen(snap_compare, desk, (160, 30))


@pytest.mark.usefixtures("japanese")
def test_filtered(desk: Board, snap_compare: Compare) -> None:
    """You should see the one card with a forgotten password in Doing, empty other stages that
    say how the filter ends, and the typed word in the last line."""
    assert seen(snap_compare, desk, (120, 20), "slash", "パ", "ス")


def test_empty(sqlite_url: str, clock: FixedClock, snap_compare: Compare) -> None:
    """You should see what to press and to type next on a board without inquiries."""
    board = Board.open(sqlite_url, clock)
    enter(board, "yamada", "Yamada")
    assert seen(snap_compare, board, (80, 24))


def test_help(desk: Board, snap_compare: Compare) -> None:
    """You should see all keys of the board in a frame, the keys and the texts in line."""
    assert seen(snap_compare, desk, (100, 45), "question_mark")
