"""Losing the database and coming back; hearing of others on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import ApplySettings, ChangeMember, Claim
from csboard.domain.hand_off_commands import WriteSheet
from csboard.domain.records import Actor, Stage
from csboard.domain.views import Delta, Snapshot
from csboard.errors import Unavailable
from csboard.tui import live, wakeups
from csboard.tui.app import CsboardApp
from csboard.tui.screens.absence_box import AbsenceDialog
from csboard.tui.screens.hand_off_sheet import SheetDialog
from csboard.tui.screens.pick import PickDialog
from csboard.tui.widgets.column import Column
from tests.conftest import MONDAY
from tests.support.desk import enter, open_inquiry
from tests.support.leaving import SHEET
from tests.tui.conftest import Seat, Sit


def gone(*_args: object) -> None:
    raise Unavailable("unreachable", "the server is down")


async def test_a_lost_database_is_said_and_the_board_stays_readable(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "read before")
    monkeypatch.setattr(live, "FIRST_WAIT", 0.05)
    async with sit("sato") as seat:
        with monkeypatch.context() as patch:
            for name in ("delta", "newest", "execute"):
                patch.setattr(board, name, gone)
            seat.app.live.wake()
            await seat.until(lambda: "can't be reached" in seat.text())
            assert "read before" in seat.text()
            await seat.press("a")
            assert seat.told == "the server is down"
        open_inquiry(board, "came meanwhile")
        await seat.until(lambda: "came meanwhile" in seat.text())
        await seat.until(lambda: "can't be reached" not in seat.text())


async def _is_said_and_taken_back(seat: Seat, board: Board, patch: pytest.MonkeyPatch) -> None:
    for name in ("delta", "newest"):
        patch.setattr(board, name, gone)
    seat.app.live.wake()
    await seat.until(lambda: "can't be reached" in seat.text())
    patch.undo()
    await seat.until(lambda: "can't be reached" not in seat.text())


async def test_a_lost_database_is_said_on_whatever_screen_is_in_front(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in a box into which one writes; and taken back when the database is there again."""
    sato = enter(board, "sato", "Sato")
    today = MONDAY.date()
    board.execute(EnterAbsence(login="sato", first=today, last=today), sato)
    open_inquiry(board, "read before")
    monkeypatch.setattr(live, "FIRST_WAIT", 0.05)
    async with sit("sato", size=(80, 24)) as seat:
        board_screen = seat.app.screen
        for key in "dfswrith":
            await seat.press("g", key)
            await seat.until(lambda: seat.app.screen is not board_screen)
            with monkeypatch.context() as patch:
                await _is_said_and_taken_back(seat, board, patch)
            if key != "h":
                await seat.press("escape")
                await seat.until(lambda: seat.app.screen is board_screen)
        await seat.press("n")
        await seat.until(lambda: isinstance(seat.app.screen, AbsenceDialog))
        with monkeypatch.context() as patch:
            await _is_said_and_taken_back(seat, board, patch)


@pytest.mark.parametrize(
    ("key", "reads", "told"), [("f", "hand_offs", "#1001"), ("s", "stand_up", "1/3")]
)
async def test_a_list_that_was_opened_meanwhile_fills_when_the_database_is_there_again(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch, key: str, reads: str, told: str
) -> None:
    ref = open_inquiry(board, "read before")
    sato = enter(board, "sato", "Sato")
    board.execute(Claim(task=ref), sato)
    board.execute(WriteSheet(task=ref, sheet=SHEET), sato)
    monkeypatch.setattr(live, "FIRST_WAIT", 0.05)
    async with sit("sato", size=(80, 24)) as seat:
        board_screen = seat.app.screen
        with monkeypatch.context() as patch:
            for name in ("delta", "newest", reads):
                patch.setattr(board, name, gone)
            await seat.press("g", key)
            await seat.until(lambda: seat.app.screen is not board_screen)
            seat.app.live.wake()
            await seat.until(lambda: "can't be reached" in seat.text())
            assert told not in seat.text()
        await seat.until(lambda: told in seat.text())


async def test_a_box_complains_no_more_when_the_database_is_there_again(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_inquiry(board, "read before").number
    enter(board, "sato", "Sato")
    monkeypatch.setattr(live, "FIRST_WAIT", 0.05)
    async with sit("sato", size=(80, 24)) as seat:
        with monkeypatch.context() as patch:
            for name in ("delta", "newest", "execute"):
                patch.setattr(board, name, gone)
            await seat.press("m", *"words", "ctrl+s")
            await seat.until(lambda: "the server is down" in seat.text())
        await seat.until(lambda: "The database is there again" in seat.text())
        assert "the server is down" not in seat.text()
        await seat.press("ctrl+s")
        await seat.until(lambda: len(board.inquiry(number).messages) == 1)


async def test_a_box_complains_of_nothing_that_is_over_as_it_opens(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_inquiry(board, "read before")
    enter(board, "sato", "Sato")
    async with sit("sato", size=(80, 24)) as seat:
        with monkeypatch.context() as patch:
            patch.setattr(board, "execute", gone)
            await seat.press("m", *"words", "ctrl+s")
            await seat.until(lambda: "The database is there again" in seat.text())
        assert "the server is down" not in seat.text()


async def test_a_choice_complains_no_more_when_the_database_is_there_again(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = open_inquiry(board, "read before")
    sato = enter(board, "sato", "Sato")
    enter(board, "suzuki", "Suzuki")
    board.execute(Claim(task=ref), sato)
    board.execute(WriteSheet(task=ref, sheet=SHEET), sato)
    monkeypatch.setattr(live, "FIRST_WAIT", 0.05)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.press("f2")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        with monkeypatch.context() as patch:
            for name in ("delta", "newest", "execute"):
                patch.setattr(board, name, gone)
            await seat.press("enter")
            await seat.until(lambda: "the server is down" in seat.text())
        await seat.until(lambda: "The database is there again" in seat.text())
        assert "the server is down" not in seat.text()
        await seat.press("enter")
        await seat.until(lambda: [one.receiver for one in board.hand_offs()] == ["suzuki"])


async def test_a_file_taken_away_is_noticed_by_itself(
    sqlite_url: str, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(wakeups, "POLL_SQLITE", 0.05)
    board = Board.open(sqlite_url, clock)
    enter(board, "sato", "Sato")
    open_inquiry(board, "read before")
    app = CsboardApp(board, Actor("sato"))
    async with app.run_test(size=(80, 24)) as pilot:
        seat = Seat(app, pilot)
        (tmp_path / "board.db").rename(tmp_path / "aside.db")
        await seat.until(lambda: "removed or replaced" in seat.text())
        await seat.press("a")
        assert "is yours" not in seat.text()
        (tmp_path / "aside.db").rename(tmp_path / "board.db")
        await seat.until(lambda: "removed or replaced" not in seat.text())
        await seat.press("a")
        await seat.until(lambda: "is yours" in seat.text())
    board.close()


async def test_nothing_is_missed_however_many_come_at_once(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        for number in range(100):
            open_inquiry(board, f"number {number}")
        await seat.until(lambda: len(seat.app.state.cards) == 100)
        await seat.until(lambda: "Unassigned 100" in seat.text())


async def test_a_far_behind_board_reads_everything_again(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        monkeypatch.setattr(board, "delta", lambda _since: None)
        open_inquiry(board, "found in the snapshot")
        await seat.until(lambda: "found in the snapshot" in seat.text())


async def test_a_wish_to_read_anew_is_kept_while_a_look_is_under_way(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As at midnight, just when a colleague's change is being read."""
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        read, wished, anew = board.delta, iter([seat.app.live.read_anew]), []

        def delta(since: int) -> Delta | None:
            for wish in wished:
                seat.app.call_from_thread(wish)
            return read(since)

        def snapshot() -> Snapshot:
            anew.append(True)
            return Board.snapshot(board)

        monkeypatch.setattr(board, "delta", delta)
        monkeypatch.setattr(board, "snapshot", snapshot)
        seat.app.live.wake()
        await seat.until(lambda: bool(anew))


async def test_a_new_name_shows_on_cards_nobody_touched(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    board.execute(Claim(task=open_inquiry(board)), sato)
    async with sit("sato") as seat:
        board.execute(ChangeMember(login="sato", name="Sato Hanako"), sato)
        await seat.until(lambda: "  Sato Hanako" in seat.text())


async def test_another_stage_makes_another_column(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    open_inquiry(board, "still here")
    async with sit("sato") as seat:
        todo, doing, done = board.settings().stages
        review = Stage("review", "doing", {"en": "Review"})
        board.execute(
            ApplySettings(settings=replace(board.settings(), stages=(todo, doing, review, done))),
            sato,
        )
        await seat.until(lambda: "Review 0" in seat.text())
        assert "still here" in seat.text()
        await seat.press("l", "l", "l")
        assert seat.screen.stage_index == 3


@pytest.mark.parametrize("steps", range(1, 5))
async def test_stages_that_change_twice_at_once_leave_no_column_behind(
    board: Board, sit: Sit, steps: int
) -> None:
    """The second change comes while the columns for the first one are being mounted."""
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        for _ in range(2):
            seat.screen.run_worker(seat.screen._renew_columns(), group="stages", exclusive=True)
            for _ in range(steps):
                await asyncio.sleep(0)
        await seat.settle()
        await seat.until(lambda: len(seat.screen.query(Column)) == 3)


async def test_a_changed_zone_reaches_the_open_board(board: Board, sit: Sit) -> None:
    """It is Monday in Tokyo and still Sunday in Honolulu when the inquiry came."""
    sato = enter(board, "sato", "Sato")
    open_inquiry(board, "still here")
    async with sit("sato") as seat:
        here = seat.card
        board.execute(
            ApplySettings(settings=replace(board.settings(), zone="Pacific/Honolulu")), sato
        )
        await seat.until(lambda: seat.app.state.zone == "Pacific/Honolulu")
        await seat.settle()
        assert seat.screen._local_day() == MONDAY.date() - timedelta(days=1)
        assert all(str(c._sayings.zone) == "Pacific/Honolulu" for c in seat.screen.all_columns)
        assert seat.card == here


async def test_ages_are_counted_when_the_minute_changes(
    board: Board, clock: FixedClock, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        assert "just now" in seat.text()
        clock.advance(timedelta(minutes=5))
        seat.screen.tick()
        await seat.settle()
        assert "5m" in seat.text()


async def test_after_an_upgrade_the_board_asks_to_be_restarted(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upgraded(_since: int) -> None:
        raise Unavailable("upgraded", "csboard was upgraded: restart me.")

    enter(board, "sato", "Sato")
    open_inquiry(board, "read before")
    async with sit("sato") as seat:
        monkeypatch.setattr(board, "delta", upgraded)
        seat.app.live.wake()
        await seat.until(lambda: "csboard was upgraded: restart me." in seat.text())
        assert "read before" in seat.text()


async def test_the_cursor_stays_on_its_card_when_stages_and_team_change(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    second = open_inquiry(board, "two")
    async with sit("sato") as seat:
        await seat.press("j", "L")
        todo, doing, done = board.settings().stages
        review = Stage("review", "doing", {"en": "Review"})
        settings = replace(board.settings(), name="Night shift", stages=(todo, review, doing, done))
        board.execute(ApplySettings(settings=settings), sato)
        await seat.until(lambda: "Review 0" in seat.text() and "Night shift" in seat.text())
        assert seat.card == str(second)
        assert seat.screen.stage_index == 2
        assert not seat.screen.guard
