"""What a person says again after the answer was lost is done once; a deaf line is replaced."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

from csboard.board import Board
from csboard.domain.commands import Command
from csboard.domain.records import Actor, Event
from csboard.errors import Unavailable
from csboard.tui import station, wakeups
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit


def losing_answers(board: Board) -> Callable[[Command, Actor], Event]:
    """Does every command, and then knows nothing of it."""
    execute = board.execute

    def execute_and_lose(command: Command, actor: Actor) -> Event:
        execute(command, actor)
        raise Unavailable("unreachable", "no line")

    return execute_and_lose


async def test_a_note_that_is_saved_again_is_written_once(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    number = open_inquiry(board).number
    async with sit("sato") as seat:
        with monkeypatch.context() as patch:
            patch.setattr(board, "execute", losing_answers(board))
            await seat.press("m", *"twice", "ctrl+s")
            await seat.until(lambda: "no line" in seat.text())
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
        with monkeypatch.context() as patch:
            patch.setattr(board, "execute", losing_answers(board))
            await seat.press("m", *"one", "ctrl+s")
            await seat.until(lambda: "no line" in seat.text())
        await seat.press(*"more ", "ctrl+s")
        await seat.until(lambda: "Noted" in seat.told)
        texts = [message.text for message in board.inquiry(number).messages]
        assert texts == ["one", "more one"]


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
