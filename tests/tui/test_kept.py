"""What comes back at the next start: view, order, filter, preview, cursor; and broken files."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, Move
from csboard.domain.records import Actor
from csboard.tui.app import CsboardApp
from csboard.tui.arrange import Order, View, Whose
from csboard.tui.kept import MOST_BYTES, MOST_CHARACTERS, MOST_ENTRIES, Keeper, Kept
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import WIDE, Seat

Again = Callable[[str], AbstractAsyncContextManager[Seat]]

SEEN = Kept(View(Whose.MINE, Order.OLDEST, "請求 x"), True, "doing", "1002.2")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "state.toml"


@pytest.fixture
def again(board: Board, file: Path) -> Again:
    """The board opened for a login, leaving and coming back through the file."""

    @asynccontextmanager
    async def opened(login: str) -> AsyncIterator[Seat]:
        app = CsboardApp(board, Actor(login), state_file=file)
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await pilot.pause()
            yield Seat(app, pilot)

    return opened


async def test_one_finds_the_board_as_one_left_it(board: Board, again: Again) -> None:
    sato = enter(board, "sato")
    for subject in ("One", "Two", "Three"):
        ref = open_inquiry(board, subject)
        board.execute(Claim(task=ref), sato)
        board.execute(Move(task=ref, stage="doing"), sato)
    async with again("sato") as seat:
        await seat.press("2", "o", "o", "v", "down")
        left, card = seat.screen.as_left(), seat.card
        assert left.stage == "doing"
    async with again("sato") as seat:
        assert seat.screen.as_left() == left
        assert seat.card == card
        assert seat.screen.view == View(Whose.MINE, Order.OLDEST)


async def test_the_words_of_a_filter_come_back_too(board: Board, again: Again) -> None:
    enter(board, "sato")
    open_inquiry(board, "One")
    open_inquiry(board, "請求 Two")
    async with again("sato") as seat:
        await seat.press("slash", *"two", "enter")
    async with again("sato") as seat:
        assert seat.screen.view.words == "two"
        assert "One" not in seat.text()
        await seat.press("escape")
        assert "One" in seat.text()


async def test_a_card_that_is_gone_leaves_the_cursor_in_its_stage(
    board: Board, again: Again
) -> None:
    sato = enter(board, "sato")
    first, second = open_inquiry(board, "One"), open_inquiry(board, "Two")
    for ref in (first, second):
        board.execute(Move(task=ref, stage="doing"), sato)
    async with again("sato") as seat:
        await seat.press("l", "down")
        gone = seat.card
    board.execute(Move(task=second if gone == str(second) else first, stage="todo"), sato)
    async with again("sato") as seat:
        assert seat.card == gone or seat.screen.column.stage_key == "doing"


async def test_everybody_has_their_own(board: Board, again: Again) -> None:
    for login in ("sato", "suzuki"):
        enter(board, login)
    async with again("sato") as seat:
        await seat.press("2")
    async with again("suzuki") as seat:
        assert seat.screen.view == View()
        await seat.press("3")
    async with again("sato") as seat:
        assert seat.screen.view.whose is Whose.MINE


def test_the_file_is_private_and_the_boards_do_not_mix(file: Path) -> None:
    Keeper(file, "sqlite:///a", "sato").write(SEEN)
    Keeper(file, "sqlite:///b", "sato").write(Kept(stage="todo"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {path.name for path in file.parent.iterdir()} == {"state.toml", ".state.toml.lock"}
    for database, kept in (("sqlite:///a", SEEN), ("sqlite:///b", Kept(stage="todo"))):
        keeper = Keeper(file, database, "sato")
        keeper.read()
        assert keeper.kept == kept


def test_the_same_again_writes_nothing(file: Path) -> None:
    keeper = Keeper(file, "sqlite:///a", "sato")
    keeper.write(SEEN)
    file.unlink()
    keeper.write(SEEN)
    assert not file.exists()


def test_boards_of_long_ago_are_forgotten(file: Path) -> None:
    for number in range(MOST_ENTRIES + 5):
        Keeper(file, f"sqlite:///{number}", "sato").write(SEEN)
    assert file.read_text(encoding="utf-8").count("[[boards]]") == MOST_ENTRIES


BROKEN = [
    b"",
    b"boards = 3",
    b"boards = [3, 'x']",
    b"[[boards]",
    b"\xff\xfe",
    b"x = " + b"[" * 5000,
    b'[[boards]]\ndatabase = "sqlite:///a"\nlogin = "sato"\nview = 3\nstage = 4\npreview = "x"',
    b'[[boards]]\ndatabase = "sqlite:///a"\nlogin = "sato"\n[boards.view]\nwhose = "them"\nx = 1',
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_file_is_forgotten_and_replaced(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    keeper = Keeper(file, "sqlite:///a", "sato")
    keeper.read()
    assert keeper.kept == Kept()
    keeper.write(SEEN)
    keeper.read()
    assert keeper.kept == SEEN


def test_a_file_that_is_too_large_is_kept_aside_and_told(file: Path) -> None:
    file.parent.mkdir()
    for number in (1, 2):
        file.write_text("#" * (MOST_BYTES + 1))
        keeper = Keeper(file, "sqlite:///a", "sato")
        keeper.read()
        assert keeper.kept == Kept()
        assert str(file) in keeper.problem
        assert f"state.toml.aside-{number}" in keeper.problem
        assert file.with_name(f"state.toml.aside-{number}").stat().st_size == MOST_BYTES + 1
    keeper.write(SEEN)
    keeper.read()
    assert keeper.kept == SEEN


def test_a_file_too_large_that_can_not_be_put_aside_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.parent.mkdir()
    file.write_text("#" * (MOST_BYTES + 1))

    def refused(_file: Path, _name: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refused)
    keeper = Keeper(file, "sqlite:///a", "sato")
    keeper.read()
    keeper.write(SEEN)
    assert str(file) in keeper.problem
    assert file.stat().st_size == MOST_BYTES + 1


async def test_what_was_put_aside_is_told_on_the_board(
    board: Board, file: Path, again: Again
) -> None:
    enter(board, "sato")
    file.parent.mkdir()
    file.write_text("#" * (MOST_BYTES + 1))
    async with again("sato") as seat:
        await seat.until(lambda: any("aside-1" in one.message for one in seat.app._notifications))


def test_entries_of_the_greatest_length_can_be_read_again(file: Path) -> None:
    longest = Kept(View(words="請" * MOST_CHARACTERS), True, "段" * MOST_CHARACTERS, "1042.2")
    for number in range(MOST_ENTRIES):
        Keeper(file, f"sqlite:///{'長' * 1200}{number}", "sato").write(longest)
    assert file.stat().st_size < MOST_BYTES


def test_a_pipe_is_not_waited_on(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    keeper = Keeper(file, "sqlite:///a", "sato")
    keeper.read()
    assert keeper.kept == Kept()
    keeper.write(SEEN)
    keeper.read()
    assert keeper.kept == SEEN


def test_what_is_wrong_costs_only_itself(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(
        '[[boards]]\ndatabase = "sqlite:///a"\nlogin = "sato"\nstage = "do\\u001bing"\n'
        '[boards.view]\nwhose = "them"\norder = "oldest"\nwords = "a"',
        encoding="utf-8",
    )
    keeper = Keeper(file, "sqlite:///a", "sato")
    keeper.read()
    assert keeper.kept.view == View(order=Order.OLDEST, words="a")
    assert "\x1b" not in keeper.kept.stage


def test_a_place_that_takes_no_file_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Keeper(tmp_path / "file" / "state.toml", "sqlite:///a", "sato").write(SEEN)
