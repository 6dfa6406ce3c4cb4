"""Text read line by line: cursor, selection and view stay at their words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from csboard.tui.base import BaseApp
from csboard.tui.widgets import line_view as module
from csboard.tui.widgets.lines import Line, Selection
from csboard.tui.widgets.reader import Reader

BELOW = 10
"""Lines below the reader: in a window of its few lines no key would act."""


class Reading(BaseApp):
    CSS = f"Reader {{ width: 1fr; height: 1fr; margin-bottom: {BELOW}; }}"

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        yield Reader()

    def on_mount(self) -> None:
        reader = self.query_one(Reader)
        reader.show(self.lines)
        reader.focus()


def numbered(texts: list[str], of: object = "draft") -> list[Line]:
    return [Line(text, "", of, at) for at, text in enumerate(texts)]


@asynccontextmanager
async def reading(
    lines: list[Line], size: tuple[int, int] = (60, 10)
) -> AsyncIterator[tuple[Reader, Pilot[None]]]:
    app = Reading(lines)
    async with app.run_test(size=(size[0], size[1] + BELOW)) as pilot:
        await pilot.pause()
        yield app.query_one(Reader), pilot


def here(reader: Reader) -> str:
    return reader.lines[reader.cursor].text


TEXTS = [f"line {n}" for n in range(30)]


async def test_the_cursor_goes_by_lines_and_pages_and_stays_in_view() -> None:
    async with reading(numbered(TEXTS)) as (reader, pilot):
        await pilot.press("j", "j")
        assert here(reader) == "line 2"
        await pilot.press("pagedown")
        assert here(reader) == "line 11"
        assert reader.row_of("draft", 11) == 9
        await pilot.press("end")
        assert here(reader) == "line 29"
        await pilot.press("home")
        assert (here(reader), reader.row_of("draft", 0)) == ("line 0", 0)
        assert reader.row_of("draft", 20) == 10, "below the view"


async def test_lines_are_selected_by_space_and_by_shift() -> None:
    async with reading(numbered(TEXTS)) as (reader, pilot):
        assert reader.selection == Selection("draft", 0, 0)
        await pilot.press("j", "space", "j", "j")
        assert reader.selection == Selection("draft", 1, 3)
        await pilot.press("space")
        assert reader.selection == Selection("draft", 3, 3)
        await pilot.press("shift+up", "shift+up")
        assert reader.selection == Selection("draft", 1, 3)


async def test_a_selection_never_leaves_its_text_and_headings_are_stepped_over() -> None:
    lines = [*numbered(["a", "b"], 1), Line("heading"), *numbered(["c", "d"], 2)]
    async with reading(lines) as (reader, pilot):
        await pilot.press("j", "j")
        assert here(reader) == "c"
        await pilot.press("k", "space", "j", "j")
        assert reader.selection == Selection(1, 1, 1)


async def test_words_that_come_above_move_neither_cursor_nor_selection_nor_view() -> None:
    async with reading(numbered(TEXTS)) as (reader, pilot):
        await pilot.press(*["j"] * 20, "space", "j")
        row = reader.row_of("draft", 21)
        reader.show(numbered(["new 1", "new 2", *TEXTS]))
        assert here(reader) == "line 21"
        assert reader.selection == Selection("draft", 22, 23)
        assert reader.row_of("draft", 23) == row


async def test_a_line_longer_than_the_view_is_read_to_its_end() -> None:
    async with reading(numbered(["x" * 1000, "end"])) as (reader, pilot):
        seen = set()
        for _time in range(12):
            seen.add(reader._top)
            await pilot.press("j")
        assert here(reader) == "end"
        assert len(seen) > 2, "it was shown in pieces"


async def test_only_what_is_seen_is_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped: list[str] = []

    def counting(text: str, width: int) -> list[str]:
        wrapped.append(text)
        return [text]

    monkeypatch.setattr(module, "wrap_all", counting)
    async with reading(numbered([f"line {n}" for n in range(20_000)])) as (_reader, pilot):
        await pilot.press("j")
        assert len(wrapped) < 60
