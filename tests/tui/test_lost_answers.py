"""What a person says again after the answer was lost is done once; a deaf line is replaced."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, Command, Release
from csboard.domain.records import Actor, Event
from csboard.errors import Conflict, Unavailable
from csboard.tui import station, wakeups
from csboard.tui.station import Station
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit


def losing_answers(board: Board) -> Callable[[Command, Actor], Event]:
    """Does every command, and then knows nothing of it."""
    execute = board.execute

    def execute_and_lose(command: Command, actor: Actor) -> Event:
        execute(command, actor)
        raise Unavailable("unreachable", "no line")

    return execute_and_lose


def lose_the_line(board: Board, patch: pytest.MonkeyPatch) -> None:
    """Every command is done, and nobody hears of it or can ask."""

    def deaf(*_asked: object) -> None:
        raise Unavailable("unreachable", "no line")

    patch.setattr(board, "execute", losing_answers(board))
    patch.setattr(board, "event_of", deaf)
    patch.setattr(board, "delta", deaf)


async def save_on_a_lost_line(
    seat: Seat, board: Board, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """A note of which nobody can tell whether it was written; its box is open again."""
    with monkeypatch.context() as patch:
        lose_the_line(board, patch)
        await seat.press("m", *words, "ctrl+s")
        await seat.until(lambda: "no line" in seat.text())


async def test_a_note_that_is_saved_again_is_written_once(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    number = open_inquiry(board).number
    async with sit("sato") as seat:
        await save_on_a_lost_line(seat, board, monkeypatch, "twice")
        await seat.press("ctrl+s")
        await seat.until(lambda: "Noted" in seat.told)
        assert [message.text for message in board.inquiry(number).messages] == ["twice"]
        await seat.press("m", *"twice", "ctrl+s")
        await seat.until(lambda: len(board.inquiry(number).messages) == 2)


async def test_other_words_are_another_note(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    number = open_inquiry(board).number
    async with sit("sato") as seat:
        await save_on_a_lost_line(seat, board, monkeypatch, "one")
        await seat.press(*" more", "ctrl+s")
        await seat.until(lambda: "Noted" in seat.told)
        texts = [message.text for message in board.inquiry(number).messages]
        assert texts == ["one", "one more"]


async def test_an_answer_that_was_lost_is_looked_for(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        with monkeypatch.context() as patch:
            patch.setattr(board, "execute", losing_answers(board))
            await seat.press("m", *"once", "ctrl+s")
            await seat.until(lambda: "Noted" in seat.told)
        await seat.press("m", *"once", "ctrl+s")  # which is another wish
        await seat.until(lambda: len(board.inquiry(task.number).messages) == 2)


async def test_what_others_have_changed_since_is_told_and_not_that_it_is_done(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = enter(board, "kato", "Kato")
    enter(board, "sato", "Sato")
    task, execute = open_inquiry(board), board.execute
    async with sit("sato") as seat:
        with monkeypatch.context() as patch:
            lose_the_line(board, patch)
            await seat.press("a")
            await seat.until(lambda: "no line" in seat.told)
            execute(Release(task=task), lead)
            patch.setattr(board, "execute", execute)
            await seat.press("a")  # before the board is read anew
            await seat.until(lambda: "owner nobody" in seat.told)
        assert board.card(task).owner is None
        await seat.settle()
        await seat.press("a")
        await seat.until(lambda: "is yours" in seat.told)
        assert board.card(task).owner == "sato"


async def test_a_wish_that_is_refused_is_in_doubt_no_longer(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, sato = enter(board, "kato", "Kato"), enter(board, "sato", "Sato")
    task = open_inquiry(board)
    station = Station(board, sato)

    def lost(_command: Command, _actor: Actor) -> Event:
        raise Unavailable("unreachable", "no line")

    try:
        with monkeypatch.context() as patch:
            patch.setattr(board, "execute", lost)
            with pytest.raises(Unavailable):
                await station.execute(Claim(task=task))
        board.execute(Claim(task=task), lead)
        with pytest.raises(Conflict):
            await station.execute(Claim(task=task))
        board.execute(Release(task=task), lead)
        again = Claim(task=task)
        assert (await station.execute(again)).op_id == again.op_id
    finally:
        await asyncio.to_thread(station.close)


class Deaf:
    """A line that is open and never says anything."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()

    def fileno(self) -> int:
        return self._read

    def drain(self) -> None:
        raise AssertionError("it said something")

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)


async def test_a_line_that_tells_of_nothing_is_replaced(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    if board.is_sqlite:
        pytest.skip("only PostgreSQL has a line that tells of commits")
    monkeypatch.setattr(wakeups, "POLL_POSTGRES", 0.05)
    monkeypatch.setattr(wakeups, "LISTEN_AGAIN", 0.01)
    lines: list[Any] = []
    wakeup = board.wakeup

    def first_a_deaf_one() -> Any:
        lines.append(wakeup() if lines else Deaf())
        return lines[-1]

    monkeypatch.setattr(board, "wakeup", first_a_deaf_one)
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        open_inquiry(board, "found by the poll")
        await seat.until(lambda: "found by the poll" in seat.text())
        await seat.until(lambda: len(lines) == 2)


async def test_whoever_leaves_a_silent_database_is_told_and_not_kept(
    board: Board,
    sit: Sit,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    given_up = threading.Event()

    def silent(_command: Command, _actor: Actor) -> Event:
        given_up.wait()
        raise Unavailable("unreachable", "no line")

    monkeypatch.setattr(station, "LONGEST_LEAVING", 0.05)
    monkeypatch.setattr(board, "execute", silent)
    monkeypatch.setattr(board, "give_up", given_up.set)
    async with sit("sato") as seat:
        await seat.type_at_once("a", "q")
    assert seat.app.failure is not None
    assert "gave no answer" in seat.app.failure.sentence
    gc.collect()  # a failure that nobody asked for would be told now, on the terminal
    assert caplog.records == []
