"""What the board sends down the line: little, and nothing when nothing is to be seen."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator

import pytest
from textual.pilot import Pilot

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import AddNote, Claim
from csboard.domain.records import Actor, TaskRef
from csboard.tui.app import CsboardApp
from csboard.tui.screens.board_preview import PREVIEW_DELAY
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.inquiry_reading import ROOMY
from tests.support.desk import enter, open_inquiry
from tests.support.recording import RecordingDriver

SIZES = [(120, 40), (200, 60)]
Size = tuple[int, int]
Step = Callable[[CsboardApp, Pilot[object]], Awaitable[None]]


@pytest.fixture
def full(sqlite_url: str, clock: FixedClock) -> Iterator[Board]:
    """Sixty inquiries with Japanese subjects; person `sato`."""
    board = Board.open(sqlite_url, clock)
    enter(board, "sato", "佐藤")
    enter(board, "suzuki", "鈴木")
    for number in range(60):
        open_inquiry(board, f"請求書の宛名を変更してください {number}", customer_name="佐藤商店")
    yield board
    board.close()


async def sent_by(board: Board, size: Size, *steps: Step) -> list[int]:
    """How many bytes each step sends, the start being the first of them."""
    return [len("".join(frames).encode()) for frames in await frames_by(board, size, *steps)]


async def frames_by(board: Board, size: Size, *steps: Step) -> list[list[str]]:
    """What each step sends, frame by frame, the start being the first of them."""
    app = CsboardApp(board, Actor("sato"))
    app.driver_class = RecordingDriver
    frames: list[list[str]] = []

    async def take(pilot: Pilot[object]) -> None:
        for step in (_start, *steps):
            await step(app, pilot)
            await app.live.look()
            await pilot.pause()
            driver = app._driver
            assert isinstance(driver, RecordingDriver)
            frames.append(driver.sent)
            driver.sent = []
        app.exit()

    await app.run_async(size=size, auto_pilot=take)
    if app._exception is not None:
        raise app._exception
    return frames


async def _start(app: CsboardApp, pilot: Pilot[object]) -> None:
    await pilot.pause()


def pressing(*keys: str) -> Step:
    async def press(_app: CsboardApp, pilot: Pilot[object]) -> None:
        await pilot.press(*keys)

    return press


@pytest.mark.parametrize("size", SIZES)
async def test_the_board_is_painted_once_at_the_start(full: Board, size: Size) -> None:
    (start,) = await sent_by(full, size)
    assert 2_000 < start <= 13_000


@pytest.mark.parametrize("size", SIZES)
async def test_another_size_paints_everything_once(full: Board, size: Size) -> None:
    columns, lines = size

    async def widen(_app: CsboardApp, pilot: Pilot[object]) -> None:
        await pilot.resize_terminal(columns, lines)

    _start, redraw = await sent_by(full, (columns - 1, lines), widen)
    assert 2_000 < redraw <= 13_000


@pytest.mark.parametrize("size", SIZES)
async def test_moving_the_cursor_paints_two_cards(full: Board, size: Size) -> None:
    sizes = await sent_by(full, size, pressing("j"), pressing("j"), pressing("k"))
    assert all(0 < size <= 600 for size in sizes[1:])


@pytest.mark.parametrize("size", SIZES)
async def test_moving_to_a_card_for_which_other_keys_are_offered_paints_little_more(
    full: Board, size: Size
) -> None:
    for number in range(1001, 1041, 2):
        full.execute(Claim(task=TaskRef(number)), Actor("sato"))
    sizes = await sent_by(full, size, pressing("j"), pressing("j"), pressing("k"))
    assert all(0 < size <= 600 for size in sizes[1:])


@pytest.mark.parametrize("size", SIZES)
async def test_scrolling_paints_one_column(full: Board, size: Size) -> None:
    sizes = await sent_by(full, size, pressing("pagedown", "k"), pressing("j"), pressing("j"))
    assert sizes[2] < sizes[3] <= 4_000


@pytest.mark.parametrize("size", SIZES)
async def test_anothers_change_paints_what_it_changed(full: Board, size: Size) -> None:
    async def claim(_app: CsboardApp, _pilot: Pilot[object]) -> None:
        full.execute(Claim(task=TaskRef(1002)), Actor("suzuki"))

    async def note_out_of_view(_app: CsboardApp, _pilot: Pilot[object]) -> None:
        full.execute(AddNote(number=1040, text="電話で確認済み"), Actor("suzuki"))

    _start, in_view, out_of_view = await sent_by(full, size, claim, note_out_of_view)
    assert 0 < in_view <= 300
    assert out_of_view == 0


async def test_a_minute_later_only_ages_are_painted(full: Board, clock: FixedClock) -> None:
    async def minute(app: CsboardApp, _pilot: Pilot[object]) -> None:
        app.screen.tick()  # type: ignore[attr-defined]

    _start, same_minute = await sent_by(full, SIZES[0], minute)
    assert same_minute == 0


async def likest_read(app: CsboardApp, pilot: Pilot[object]) -> None:
    """What is most like an inquiry comes beside it a moment later, where there is room."""
    screen = app.screen
    assert isinstance(screen, InquiryScreen)
    while app.size.width >= ROOMY and screen.alike is None:
        await pilot.pause(PREVIEW_DELAY)


@pytest.mark.parametrize("size", SIZES)
async def test_an_inquiry_is_painted_once(full: Board, size: Size) -> None:
    _start, opened = await frames_by(full, size, pressing("enter"))
    (painted,) = (frame for frame in opened if re.search(r"\x1b\[[\d;]+m", frame))
    assert 1_000 < len(painted.encode()) <= 13_000


@pytest.mark.parametrize("size", SIZES)
async def test_a_change_of_the_board_behind_an_inquiry_paints_nothing(
    full: Board, size: Size
) -> None:
    async def claim(_app: CsboardApp, pilot: Pilot[object]) -> None:
        full.execute(Claim(task=TaskRef(1002)), Actor("suzuki"))
        await pilot.pause(PREVIEW_DELAY)

    _start, opened, _alike, changed = await frames_by(
        full, size, pressing("enter"), likest_read, claim
    )
    assert opened
    assert not changed


@pytest.mark.parametrize("size", SIZES)
async def test_an_inquiry_full_of_notes_is_little_more(full: Board, size: Size) -> None:
    for number in range(20):
        full.execute(AddNote(number=1001, text=f"お電話で確認しました。{number}"), Actor("suzuki"))
    _start, opened, alike, *scrolled = await sent_by(
        full, size, pressing("enter"), likest_read, *[pressing("k")] * 3
    )
    assert 1_000 < opened <= 13_000
    assert alike <= 4_000
    assert all(100 < step <= 4_000 for step in scrolled)


@pytest.mark.parametrize("size", SIZES)
async def test_a_change_that_offers_another_key_leaves_the_others_in_place(
    full: Board, size: Size
) -> None:
    async def claim(_app: CsboardApp, _pilot: Pilot[object]) -> None:
        full.execute(Claim(task=TaskRef(1001)), Actor("suzuki"))

    _start, changed = await sent_by(full, size, claim)
    assert 0 < changed <= 400
