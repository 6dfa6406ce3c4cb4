"""Whoever lends the terminal out or stops the process does it outside of every write."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from csboard.board import Board
from csboard.domain.commands import AddNote
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Unavailable
from csboard.tui.station import Station
from tests.support.desk import enter, open_inquiry


@pytest.fixture
async def desk(board: Board) -> AsyncIterator[tuple[Station, TaskRef]]:
    sato = enter(board, "sato")
    task = open_inquiry(board)
    station = Station(board, sato)
    yield station, task
    await asyncio.to_thread(station.close)


def texts(board: Board, task: TaskRef) -> list[str]:
    return [message.text for message in board.inquiry(task.number).messages]


async def test_what_is_done_aside_is_finished_first(
    board: Board, desk: tuple[Station, TaskRef]
) -> None:
    station, task = desk
    begun, go_on = threading.Event(), threading.Event()

    def job(own: Board) -> None:
        begun.set()
        go_on.wait()
        own.execute(AddNote(number=task.number, text="aside"), station.actor)

    async def rest() -> list[str]:
        async with station.at_rest():
            return await asyncio.to_thread(read_anew)

    def read_anew() -> list[str]:
        board.connect()
        try:
            return texts(board, task)
        finally:
            board.disconnect()

    doing = asyncio.create_task(station.aside(job))
    await asyncio.to_thread(begun.wait)
    resting = asyncio.create_task(rest())
    await asyncio.sleep(0)
    doing.cancel()  # whoever waited is gone: it is under way all the same
    await asyncio.sleep(0)
    go_on.set()
    assert await resting == ["aside"]


async def test_nothing_begins_before_the_rest_is_over(
    board: Board, desk: tuple[Station, TaskRef]
) -> None:
    station, task = desk
    done: list[str] = []

    def note(own: Board) -> None:
        done.append("aside")
        own.execute(AddNote(number=task.number, text="aside"), station.actor)

    async with station.at_rest():
        doing = [
            asyncio.create_task(station.aside(note)),
            asyncio.create_task(station.execute(AddNote(number=task.number, text="written"))),
            asyncio.create_task(station.read(lambda _board: done.append("read"))),
        ]
        finished, _waiting = await asyncio.wait(doing, timeout=0.1)
        assert not finished
        assert done == []
        assert texts(board, task) == []
    await asyncio.gather(*doing)
    assert sorted(texts(board, task)) == ["aside", "written"]


async def test_one_act_after_the_other_stops_between_two(
    board: Board, desk: tuple[Station, TaskRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next act of many is asked for in the moment in which the one before it ends."""
    station, task = desk
    writing = threading.Event()
    execute = board.execute

    def watched(*given: AddNote) -> object:
        writing.set()
        try:
            return execute(*given)  # type: ignore[arg-type]
        finally:
            writing.clear()

    monkeypatch.setattr(board, "execute", watched)

    async def many() -> None:
        for number in range(20):
            await station.execute(AddNote(number=task.number, text=str(number)))

    doing = asyncio.create_task(many())
    while not doing.done():
        async with station.at_rest():
            before = len(texts(board, task))
            await asyncio.sleep(0)
            assert not writing.is_set()
            assert len(texts(board, task)) == before
        await asyncio.sleep(0)
    await doing
    assert len(texts(board, task)) == 20


async def test_whoever_asks_while_the_board_is_being_left_is_told(board: Board) -> None:
    """A look that begins at the last moment is no failure of the program."""
    station = Station(board, Actor("sato"))
    station.close()
    with pytest.raises(Unavailable) as told:
        await station.read(lambda board: board.newest())
    assert told.value.code == "closed"
