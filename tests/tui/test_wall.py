"""The wall display at work: pages turn, keys change nothing, old data is never shown as new."""

from __future__ import annotations

import os
import string
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import ApplySettings, Claim
from csboard.domain.records import Actor
from csboard.domain.settings import TeamSettings
from csboard.domain.wall_pages import PAGES
from csboard.domain.wall_turning import Turn
from csboard.errors import CsboardError
from csboard.tui.wall.app import Showing, WallApp, is_night, shift_at
from csboard.tui.wall.source import Source
from tests.support.desk import enter, open_inquiry

SATO = Actor("sato")


class Hall:
    """A wall, and whoever stands before it."""

    def __init__(self, app: WallApp, pilot: Pilot[None], clock: FixedClock) -> None:
        self.app, self.pilot, self.clock = app, pilot, clock

    def text(self) -> str:
        view = self.app._view
        lines = view.draw(*view.size)
        return "\n".join("".join(segment.text for segment in line) for line in lines)

    async def wait(self, seconds: float) -> str:
        """Let so much time pass, a second at a time, and the display do what it does each."""
        for _second in range(int(seconds)):
            self.clock.advance(timedelta(seconds=1))
            await self.app.look()
            self.app.show()
        return self.text()

    async def press(self, key: str) -> str:
        await self.pilot.press(key)
        return self.text()


@asynccontextmanager
async def hanging(
    url: str, clock: FixedClock, *pages: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Hall]:
    source = Source(url, clock)
    app = WallApp(source, Showing(pages or PAGES, 30, {}), "csboard-dark")
    app.tick = lambda: None  # type: ignore[method-assign]  # its seconds are the test's
    try:
        async with app.run_test(size=size) as pilot:
            hall = Hall(app, pilot, clock)
            await hall.wait(1)
            await hall.wait(1)
            yield hall
    finally:
        source.close()


@pytest.fixture
def url(board: Board) -> str:
    """A board with two inquiries, that nobody has open."""
    enter(board, "sato", "佐藤")
    board.execute(ApplySettings(settings=TeamSettings(name="窓口")), SATO)
    open_inquiry(board, "山田の件")
    board.execute(Claim(task=open_inquiry(board)), SATO)
    found = board._store.engine.address.url
    board.close()
    return found


async def test_pages_turn_by_themselves(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock) as hall:
        assert "The board" in hall.text()
        assert "窓口" in hall.text()
        seen = []
        for _turn in range(5):
            seen.append(hall.app.turn.page)
            await hall.wait(30)
        assert seen == ["board", "figures", "oldest", "people", "board"]


async def test_an_urgent_figure_stops_them(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock) as hall:
        hall.app.showing = hall.app.showing._replace(targets={"unassigned": (0, 0)})
        assert "[URGENT]" in await hall.wait(1)
        assert "How it stands" in await hall.wait(90)
        assert hall.app.turn.page == "figures"
        assert "stays while urgent" in hall.text()


async def test_a_page_that_has_nothing_to_show_any_more_can_be_drawn(
    url: str, clock: FixedClock
) -> None:
    """The window is drawn anew also between the moment and the second in which pages turn."""
    async with hanging(url, clock) as hall:
        hall.app.turn = Turn("away", clock.now())
        assert "Everybody is here today." in hall.text()


async def test_without_the_figures_they_stop_where_the_red_is(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock, "people", "oldest", "board") as hall:
        hall.app.showing = hall.app.showing._replace(targets={"unassigned": (0, 0)})
        await hall.wait(90)
        assert hall.app.turn.page == "oldest"


async def test_keys_turn_pages_hold_and_explain(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock) as hall:
        assert "How it stands" in await hall.press("right")
        assert "The board" in await hall.press("p")
        assert "held" in await hall.press("h")
        assert "The board" in await hall.wait(60)
        assert "no key changes anything" in await hall.press("question_mark")
        assert "The board" in await hall.press("question_mark")


async def test_no_key_changes_anything(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock) as hall:
        assert hall.app.source.wall is not None
        before = hall.app.source.wall.snapshot
        keys = [
            *string.ascii_lowercase,
            "A",
            "D",
            "1",
            "0",
            "enter",
            "escape",
            "tab",
            "f1",
            "ctrl+p",
        ]
        await hall.pilot.press(*keys, "ctrl+z", "ctrl+c", "delete", "slash", "colon")
        await hall.wait(10)
        assert hall.app.source.wall.snapshot == before
        assert len(hall.app.screen_stack) == 1
        assert hall.app.is_running


async def test_it_ends_by_its_one_key(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock) as hall:
        await hall.press("q")
        assert hall.app.is_running
        assert hall.app.return_code is None
        await hall.pilot.press("ctrl+q")
        assert hall.app.return_code == 0


async def test_what_others_do_is_seen_within_seconds(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock, "people") as hall:
        assert "#1002" in hall.text()
        _by_another(
            url, "UPDATE task SET owner_id = NULL, owner_since = NULL WHERE inquiry_id = 1002"
        )
        _by_another(url, _EVENT)
        found = await hall.wait(6)
        assert "#1002" not in found
        assert "free" in found


_EVENT = (
    "INSERT INTO event (at, actor_id, kind, inquiry, op_id, detail)"
    " SELECT at, actor_id, kind, inquiry, 'x1', detail FROM event WHERE id = 1"
)


def _by_another(url: str, sql: str) -> None:
    """A statement of another program."""
    if url.startswith("sqlite"):
        import apsw

        connection = apsw.Connection(url.removeprefix("sqlite:///"))
        connection.execute(sql)
        connection.close()
        return
    import psycopg

    with psycopg.connect(url) as other:
        other.execute(sql.encode())


async def test_old_data_is_never_shown_as_new(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock, "figures") as hall:
        board = hall.app.source._board
        assert board is not None
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(type(board), "wall_mark", _fails)
            assert "STOPPED" not in await hall.wait(10)
            assert "[STOPPED for" in await hall.wait(15)
            hall.clock.advance(timedelta(minutes=11, seconds=40))
            told = await hall.wait(1)
            assert "[STOPPED for 12 min]" in told
            assert "it broke" not in told, "what nobody foresaw is for the log"
            assert "nobody foresaw" in told
        fresh = await hall.wait(61)
        assert "STOPPED" not in fresh
        assert f"as of {(clock.now() + timedelta(hours=9)):%H:%M}" in fresh


def _fails(_board: Board) -> int:
    raise RuntimeError("it broke")


async def test_what_takes_longer_tells_its_age_and_is_tried_less_and_less_often(
    url: str, clock: FixedClock
) -> None:
    tries = []

    def fails(_board: Board, *, names: bool) -> None:
        tries.append(clock.now())
        raise (RuntimeError if len(tries) % 2 else CsboardError)("it broke")

    async with hanging(url, clock, "success") as hall:
        assert "There is no case on the sheet yet." in hall.text()
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(Board, "wall_aside", fails)
            _by_another(url, _EVENT)
            clock.advance(timedelta(minutes=4))
            assert "This is from" not in await hall.wait(120)
            assert 4 <= len(tries) <= 9
            clock.advance(timedelta(minutes=4))
            told = " ".join((await hall.wait(1)).split())
            assert "This is from Mon Nov 23 09:30: it couldn't be worked out again since." in told
        assert "This is from" not in await hall.wait(61)


async def test_what_takes_longer_is_worked_out_only_when_something_has_changed(
    url: str, clock: FixedClock
) -> None:
    async with hanging(url, clock, "success") as hall:
        first = hall.app.source.aside
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(Board, "wall_aside", None)
            for _quarter in range(4):
                clock.advance(timedelta(minutes=15))
                assert "This is from" not in await hall.wait(2)
        assert first.at is not None
        assert hall.app.source.aside == first._replace(at=clock.now() - timedelta(seconds=1))


async def test_without_a_page_for_it_nothing_longer_is_worked_out(
    url: str, clock: FixedClock
) -> None:
    source = Source(url, clock, thinks=False)
    try:
        await source.look()
        assert not await source.think()
        assert source.aside.at is None
    finally:
        source.close()


async def test_a_board_that_was_moved_away_and_put_back_is_found_again(
    sqlite_url: str, clock: FixedClock
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    away = file.with_name("away.db")
    async with hanging(sqlite_url, clock, "figures") as hall:
        file.rename(away)
        told = await hall.wait(60)
        assert "[STOPPED for" in told
        assert "The board is gone from its place: it is shown again as soon as it is back." in told
        assert str(file.parent) not in told
        away.rename(file)
        assert "STOPPED" not in await hall.wait(70)


async def test_it_can_begin_without_a_board_and_wait_for_it(
    sqlite_url: str, clock: FixedClock
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    away = file.with_name("away.db")
    file.rename(away)
    async with hanging(sqlite_url, clock) as hall:
        assert "[NO DATA YET]  Wall display" in hall.text()
        assert "There is no board at board.db: make one" in hall.text()
        away.rename(file)
        assert "ToDo" in await hall.wait(5)


async def test_midnight_begins_another_day(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock, "figures") as hall:
        closing = datetime.fromisoformat("2026-11-23T23:59:55+09:00")
        _by_another(url, "UPDATE task SET closed_at = opened_at WHERE inquiry_id = 1002")
        _by_another(url, _EVENT)
        clock.advance(closing - clock.now())
        assert "Mon Nov 23" in await hall.wait(2)
        assert _done(hall) == 1
        assert "Tue Nov 24" in await hall.wait(10)
        assert _done(hall) == 0


def _done(hall: Hall) -> int:
    assert hall.app.source.wall is not None
    return hall.app.source.wall.snapshot.counts.done_today


async def test_a_public_holiday_is_told_by_its_name(board: Board, clock: FixedClock) -> None:
    enter(board, "sato")
    settings = TeamSettings(days={"2026-11-24": ()})
    board.execute(ApplySettings(settings=settings), SATO)
    url = board._store.engine.address.url
    board.close()
    async with hanging(url, clock, "figures") as hall:
        assert "closed today" not in hall.text()
        clock.advance(timedelta(days=1))
        assert "closed today" in await hall.wait(6)


@pytest.mark.parametrize("size", [(240, 67), (60, 15), (20, 4), (1, 1), (80, 24)])
async def test_it_survives_any_size(
    sqlite_url: str, clock: FixedClock, size: tuple[int, int]
) -> None:
    async with hanging(sqlite_url, clock) as hall:
        await hall.pilot.resize_terminal(*size)
        await hall.pilot.pause()
        assert len(hall.text().splitlines()) == size[1]
        await hall.pilot.resize_terminal(120, 40)
        await hall.pilot.pause()
        assert "The board" in hall.text()


async def test_an_upgrade_ends_it_to_be_started_anew(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock) as hall:
        _by_another(url, "UPDATE board SET schema = schema + 1")
        try:
            await hall.wait(6)
            await hall.pilot.pause()
            assert hall.app.source.is_outdated
            assert hall.app.return_code == 0
        finally:
            _by_another(url, "UPDATE board SET schema = schema - 1")


async def test_a_new_process_that_is_still_too_old_waits_before_the_next(
    url: str, clock: FixedClock
) -> None:
    _by_another(url, "UPDATE board SET schema = schema + 1")
    try:
        async with hanging(url, clock) as hall:
            assert "was upgraded by a newer csboard" in " ".join(hall.text().split())
            await hall.wait(40)
            assert not hall.app.source.is_outdated
            await hall.wait(90)
            assert hall.app.source.is_outdated
    finally:
        _by_another(url, "UPDATE board SET schema = schema - 1")


def test_everything_stands_elsewhere_every_few_minutes(clock: FixedClock) -> None:
    places = [shift_at(clock.now() + timedelta(minutes=3 * step)) for step in range(5)]
    assert len(set(places)) == 4
    assert places[0] == places[4]


async def test_at_night_it_is_dim(url: str, clock: FixedClock) -> None:
    async with hanging(url, clock) as hall:
        view = hall.app.view
        assert view is not None
        hours = {8: False, 7: True, 12: False, 18: False, 19: True, 23: True}
        day = datetime.fromisoformat("2026-11-24T00:30+09:00")
        found = {hour: is_night(view, day + timedelta(hours=hour)) for hour in hours}
        assert found == hours


def test_a_walls_file_handles_stay_as_many(sqlite_url: str, clock: FixedClock) -> None:
    """Opening anew after a failure leaves nothing open."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    away = file.with_name("away.db")

    async def often() -> list[int]:
        counts = []
        async with hanging(sqlite_url, clock, "figures") as hall:
            for _time in range(4):
                file.rename(away)
                await hall.wait(8)
                away.rename(file)
                await hall.wait(40)
                assert "STOPPED" not in hall.text()
                counts.append(len(os.listdir("/proc/self/fd")))
        return counts

    import asyncio

    counts = asyncio.run(often())
    assert counts[1:] == [counts[1]] * 3


@pytest.mark.parametrize("url", ["nonsense", "postgresql://[::1/db", "postgresql://u:secret@[::1/"])
async def test_an_address_that_is_none_is_told_and_ends_nothing(
    url: str, clock: FixedClock
) -> None:
    source = Source(url, clock)
    try:
        assert await source.look()
        assert source.readings.why
        assert "secret" not in source.readings.why
        assert source.wall is None
    finally:
        source.close()
