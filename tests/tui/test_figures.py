"""The figures on the screen: counted aside, stopped, opened, written into a file."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import Move
from csboard.domain.counted import Counted
from csboard.domain.periods import Days, Length
from csboard.domain.records import Actor, Tags, TaskRef
from csboard.domain.report import COUNT, FlowDay, Line, Part, Report, report_of
from csboard.errors import Unavailable
from csboard.tui import figure_lines
from csboard.tui.layout import cell_len
from csboard.tui.screens.behind import BehindScreen
from csboard.tui.screens.figures import FiguresScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.flow_plot import lines_of
from tests.domain.clock_builders import opened
from tests.domain.clock_builders import story as told
from tests.domain.test_report import counted, settled
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit

SATO = Actor("sato")


@pytest.fixture(autouse=True)
def desk(board: Board, clock: FixedClock) -> None:
    """Two came in last week and two today, of which one is closed."""
    enter(board, "sato", "佐藤")
    for _each in range(2):
        open_inquiry(board, "先週の", tags=Tags(("決済",)))
    clock.advance(timedelta(days=7, hours=1))
    open_inquiry(board, "今日の")
    open_inquiry(board, "終わった")
    board.execute(Move(task=TaskRef(1004), stage="done"), SATO)


async def at_the_figures(seat: Seat) -> FiguresScreen:
    await seat.press("g", "r")
    await seat.until(lambda: isinstance(seat.app.screen, FiguresScreen))
    screen = seat.app.screen
    assert isinstance(screen, FiguresScreen)
    await seat.until(lambda: screen.report is not None and screen.is_idle)
    await seat.settle()
    return screen


def row(seat: Seat, label: str) -> list[str]:
    return next(line for line in seat.text().splitlines() if f" {label} " in line).split()


async def test_a_week_against_as_much_of_the_one_before(sit: Sit) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await at_the_figures(seat)
        assert row(seat, "came in")[-2:] == ["2", "2"]
        assert row(seat, "closed")[-3:] == ["1", "0", "+1"]
        assert "Not finished: counted until" in seat.text()


async def test_to_the_period_before_and_to_other_lengths(sit: Sit) -> None:
    async with sit("sato", size=(120, 40)) as seat:
        screen = await at_the_figures(seat)
        await seat.press("right")
        await seat.until(lambda: "That time has not come yet." in seat.text())
        await seat.press("left")
        await seat.until(lambda: row(seat, "closed")[-2:] == ["0", "0"])
        assert row(seat, "open at the end")[-3:] == ["2", "0", "+2"]
        await seat.press("d")
        await seat.until(lambda: _shown(screen).length is Length.DAY)
        await seat.press("m")
        await seat.until(lambda: _shown(screen).length is Length.MONTH)


def _shown(screen: FiguresScreen) -> Days:
    assert screen.report is not None
    return screen.report.counted.days


async def test_a_figure_leads_to_the_inquiries_behind_it(sit: Sit) -> None:
    async with sit("sato", size=(120, 40)) as seat:
        screen = await at_the_figures(seat)
        assert screen.chosen is not None
        assert screen.chosen.key == "arrived"
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, BehindScreen))
        await seat.until(lambda: "#1003" in seat.text() and "今日の" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("escape", "escape")
        await seat.until(lambda: seat.app.screen is screen)


async def test_a_heading_says_that_nothing_is_behind_it(sit: Sit) -> None:
    async with sit("sato", size=(120, 40)) as seat:
        screen = await at_the_figures(seat)
        await seat.press("up")
        await seat.settle()
        assert screen.chosen is None
        await seat.press("enter")
        await seat.until(lambda: "No inquiry is behind that." in seat.text())


async def test_a_count_can_be_stopped_and_nothing_waits_for_it(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The board behind it goes on meanwhile."""
    begun, go_on = threading.Event(), threading.Event()
    whole = Board.counted

    def slow(board: Board, days: Days, login: str | None, progress, stop) -> Counted:  # type: ignore[no-untyped-def]
        begun.set()
        while not stop() and not go_on.wait(0.01):
            progress(1, 4)
        return whole(board, days, login, progress, stop)

    async with sit("sato") as seat:
        await at_the_figures(seat)
        monkeypatch.setattr(Board, "counted", slow)
        await seat.press("m")
        await seat.until(lambda: begun.is_set() and "25 %  esc: stop" in seat.text())
        await seat.press("escape")
        await seat.until(lambda: "Stopped before it was done." in seat.text())
        assert isinstance(seat.app.screen, FiguresScreen)
        assert _shown(seat.app.screen).length is Length.WEEK
        await seat.press("escape")
        await seat.until(lambda: not isinstance(seat.app.screen, FiguresScreen))


@pytest.mark.parametrize("fails", [True, False])
async def test_a_count_that_fails_or_notices_late_leaves_what_was_shown(
    sit: Sit, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    whole, stopped, over = Board.counted, threading.Event(), threading.Event()

    def late(board: Board, days: Days, login: str | None, progress, _stop) -> Counted:  # type: ignore[no-untyped-def]
        try:
            progress(1, 4)
            if fails:
                raise Unavailable("gone", "The server is gone.")
            assert stopped.wait(timeout=10)
            return whole(board, days, login, progress, lambda: False)
        finally:
            over.set()

    async with sit("sato") as seat:
        screen = await at_the_figures(seat)
        title = seat.text().splitlines()[0]
        monkeypatch.setattr(Board, "counted", late)
        await seat.press("m")
        if not fails:
            await seat.until(lambda: "25 %  esc: stop" in seat.text())
            await seat.press("escape")
            stopped.set()
        told = "The server is gone." if fails else "Stopped before it was done."
        await seat.until(lambda: over.is_set() and told in seat.text())
        await seat.settle()
        assert seat.text().splitlines()[0] == title
        assert _shown(screen).length is screen.days.length is Length.WEEK


async def test_what_the_figures_mean(sit: Sit) -> None:
    async with sit("sato", size=(120, 40)) as seat:
        await at_the_figures(seat)
        await seat.press("equals_sign")
        await seat.until(lambda: "Settled by who answered first" in seat.text())
        assert "Business hours (Asia/Tokyo)" in seat.text()


async def test_the_report_goes_into_a_file(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csboard.tui.figure_files.default_directory", lambda: tmp_path)
    async with sit("sato", size=(120, 40)) as seat:
        await at_the_figures(seat)
        await seat.press("X", "enter")
        await seat.until(lambda: "Saved as" in seat.text())
    (file,) = tmp_path.glob("report-*.html")
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("width", [40, 79, 119, 199])
@pytest.mark.usefixtures("japanese")
def test_rows_fit(width: int) -> None:
    one = settled(told(opened("24 09:00")), 1, "決済" * 40)
    report = report_of(counted(one))
    for found in figure_lines.rows_of(report, width):
        assert sum(cell_len(text) for text, _role in found.row[0]) <= width
    assert cell_len(figure_lines.heading(report, width)) <= width + 1


def test_bars_are_of_the_most_in_their_part() -> None:
    lines = tuple(Line(f"tag_content:{n}", str(n), COUNT, n, (n,)) for n in (8, 4, 0))
    report = Report(counted(), (Part("tags_content", "T", lines),), ())
    _heading, *rows = figure_lines.rows_of(report, 100)
    bars = [sum(len(text) for text, role in one.row[0] if role == "bar") for one in rows]
    assert bars == [40, 20, 0]


def test_each_day_has_its_columns() -> None:
    """The least one is seen too, and days that there is no room for are the first."""
    days = [FlowDay(day, day, n, 12 - n, n) for n, day in enumerate(_days(13))]
    columns = lines_of(days, 60, 7)[1:5]
    assert columns[0][0][0].strip() == "12"
    assert [of(line, "came") for line in columns] == [3, 6, 9, 12]
    assert [of(line, "went") for line in columns] == [3, 6, 9, 12]
    narrow = drawn(days, 24)
    assert narrow[-2].split() == ["11-05", "10"]
    assert narrow[-1].split()[1:] == ["4", "9"]


def test_a_month_has_room_in_a_narrow_window() -> None:
    days = [FlowDay(day, day, 1, 1, n) for n, day in enumerate(_days(30))]
    columns = lines_of(days, 79, 7)
    assert of(columns[4], "came") == of(columns[4], "went") == 30
    *_levels, named, still_open = drawn(days, 79)
    assert named.split() == ["11-01", "5", "10", "15", "20", "25", "30"]
    for day in ("5", "20", "30"):
        at = named.index(f" {day}") + 1
        assert still_open[at:].split()[0] == str(int(day) - 1)


def of(runs: list[Run], role: str) -> int:
    """Cells that a role takes."""
    return sum(len(text) for text, own in runs if own == role)


def drawn(days: list[FlowDay], width: int) -> list[str]:
    return ["".join(text for text, _role in runs) for runs in lines_of(days, width, 7)]


def _days(count: int) -> list[date]:
    return [date(2026, 11, 1) + timedelta(n) for n in range(count)]
