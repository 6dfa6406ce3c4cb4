"""An open board sends: from S to the mail at a real server, with the window in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from rich.style import Style

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.config import Config, load
from csboard.db.sending_states import SENDER
from csboard.demo.pretending import PretendedTransport
from csboard.directories import config_directory
from csboard.domain.commands import AddNote
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import OutboxState
from csboard.domain.sending_commands import HoldLease
from csboard.tui import outgoing
from csboard.tui.widgets.header import Facts, Header
from tests.support.desk import enter
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.replying import agree, press_send
from tests.tui.conftest import Seat, Sit
from tests.tui.test_draft_screen import asked, drafted, open_draft, opened

__all__ = ["asked"]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as running:
        yield running


@pytest.fixture
def configured(server: MailServer) -> Config:
    file = config_directory() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(server.table)
    return load({})


@pytest.fixture
def ready(board: Board, sato: Actor, asked: TaskRef, monkeypatch: pytest.MonkeyPatch) -> TaskRef:
    """A draft that may go out, from a board that looks for such all the time."""
    monkeypatch.setattr(outgoing, "SOONEST", 0.01)
    monkeypatch.setattr(outgoing, "LATEST", 0.02)
    agree(board, sato)
    drafted(board, asked, sato)
    return asked


async def let_go(seat: Seat, task: TaskRef, told: str) -> None:
    """S, and S again in the box, where something is told."""
    await opened(seat, task)
    await seat.press("S")
    await seat.until(lambda: told in seat.text())
    await seat.press("S")
    await seat.until(lambda: "Goes out in 15 seconds" in seat.text())


async def test_what_is_let_go_on_the_screen_goes_out_once_when_its_window_is_over(
    board: Board,
    sit: Sit,
    sato: Actor,
    ready: TaskRef,
    clock: FixedClock,
    server: MailServer,
    configured: Config,
) -> None:
    assert not board.somebody_sends()
    async with sit("sato", config=configured) as seat:
        await seat.until(board.somebody_sends)
        await let_go(seat, ready, "Send this reply?")
        assert server.accepted == []
        assert open_draft(board, ready).pen is None
        clock.advance(timedelta(seconds=16))
        await seat.until(lambda: bool(server.accepted))
        await seat.until(lambda: board.replies(ready.number).draft is None)
        seat.app.live.wake()
        await seat.until(lambda: type(seat.app.screen).__name__ == "BoardScreen")
    assert [entry.state for entry in board.replies(ready.number).outbox] == [OutboxState.SENT]
    assert len(server.accepted) == 1
    assert server.accepted[0][1] == ("hanako@example.com",)


async def test_the_demo_sends_to_nobody_whatever_the_host_would_do(
    board: Board,
    sit: Sit,
    sato: Actor,
    ready: TaskRef,
    clock: FixedClock,
    server: MailServer,
    configured: Config,
) -> None:
    async with sit("sato", config=configured, pretended=PretendedTransport()) as seat:
        await seat.until(board.somebody_sends)
        await let_go(seat, ready, "the mail goes to nobody")
        clock.advance(timedelta(seconds=16))
        await seat.until(lambda: board.replies(ready.number).draft is None)
    assert [entry.state for entry in board.replies(ready.number).outbox] == [OutboxState.SENT]
    assert server.accepted == []


async def test_without_a_way_nothing_looks(board: Board, sit: Sit, sato: Actor) -> None:
    async with sit("sato", config=load({})) as seat:
        assert seat.app.outgoing is None


async def test_a_wrong_table_is_told_and_the_board_opens(
    board: Board, sit: Sit, sato: Actor
) -> None:
    file = config_directory() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('[mail]\nway = "smtp"\n')
    async with sit("sato", config=load({})) as seat:
        await seat.until(lambda: "it needs host" in seat.text())
        assert seat.app.outgoing is None


async def test_the_header_says_when_a_reply_waits_that_no_program_sends(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef, clock: FixedClock
) -> None:
    agree(board, sato)
    draft = drafted(board, asked, sato)
    enter(board, "suzuki", "Suzuki")
    async with sit("suzuki") as seat:
        assert "no program sends" not in seat.text()
        press_send(board, draft, sato)
        await seat.until(lambda: "Replies waiting 1, and no program sends them" in seat.text())
        clock.advance(timedelta(minutes=1))
        board.keep(HoldLease(name=SENDER, holder="a worker", seconds=90), sato)
        seat.screen.tick()
        await seat.until(lambda: "no program sends" not in seat.text())


async def test_where_nothing_waits_nobody_asks_who_sends(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks: list[None] = []
    monkeypatch.setattr(Board, "somebody_sends", lambda _board: asks.append(None))
    drafted(board, asked, sato)
    async with sit("sato") as seat:
        board.execute(AddNote(number=asked.number, text="x"), sato)
        await seat.until(lambda: bool(seat.app.live.state.rev == board.newest()))
        seat.screen.tick()
        await seat.settle()
    assert asks == []


@pytest.mark.parametrize(
    ("columns", "facts", "told"),
    [
        (120, Facts("Shop", 2, 1, 5, "Sato", stuck=3), "Replies waiting 3, and no program"),
        (120, Facts("Shop", 2, 1, 5, "Sato", stuck=3), "Done today 5"),
        (60, Facts("Shop", 2, 1, 5, "Sato", stuck=3), "Not sent 3"),
        (60, Facts("Shop", 2, 1, 5, "Sato", order="Newest first", stuck=3), "Not sent 3"),
    ],
)
async def test_that_replies_wait_is_said_in_as_many_words_as_have_room(
    columns: int, facts: Facts, told: str
) -> None:
    header = Header()
    header.facts = facts
    header.role_style = lambda role: Style()  # type: ignore[method-assign]
    (line,) = header.draw(columns, 1)
    assert line.cell_length == columns
    assert told in line.text
