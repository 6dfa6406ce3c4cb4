"""The pager prepares only what is seen, and keeps the reader's place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from csboard.tui.base import BaseApp
from csboard.tui.widgets.pager import Pager, Paragraph, Section


class Text:
    """A section of numbered lines that remembers whether it was ever wanted."""

    def __init__(self, name: str, lines: int) -> None:
        self.name, self.lines, self.written = name, lines, False

    def write(self) -> Sequence[Paragraph]:
        self.written = True
        return [Paragraph(f"{self.name} {number}") for number in range(self.lines)]

    @property
    def section(self) -> Section:
        return Section(self.name, self.write)


BELOW = 10
"""Lines below the pager: in a window of its few lines no key would act."""


class PagerApp(BaseApp):
    CSS = f"Pager {{ height: 1fr; margin-bottom: {BELOW}; }}"

    def compose(self) -> ComposeResult:
        yield Pager()


@asynccontextmanager
async def paged(
    *sections: Section, size: tuple[int, int] = (60, 10)
) -> AsyncIterator[tuple[Pager, Pilot[Any]]]:
    columns, rows = size
    async with PagerApp().run_test(size=(columns, rows + BELOW)) as pilot:
        pager = pilot.app.query_one(Pager)
        pager.show(sections)
        pager.focus()
        await pilot.pause()
        yield pager, pilot


def lines(pager: Pager) -> list[str]:
    return [pager.render_line(y).text.rstrip() for y in range(pager.size.height)]


async def test_only_what_is_seen_is_written() -> None:
    texts = [Text(f"text{index}", 20) for index in range(300)]
    async with paged(*(text.section for text in texts)) as (pager, _pilot):
        assert lines(pager)[0] == "text0 0"
        # the last page is looked at too, so that scrolling knows where to end
        assert [text.name for text in texts if text.written] == ["text0", "text299"]


@pytest.mark.parametrize(
    ("pressed", "first"),
    [
        (["j"], "a 1"),
        (["j", "k"], "a 0"),
        (["k"], "a 0"),
        (["pagedown"], "a 9"),
        (["space", "b"], "a 0"),
        (["pagedown"] * 3, "b 7"),
        (["G"], "c 10"),
        (["G", "j", "pagedown"], "c 10"),
        (["G", "home"], "a 0"),
        (["J"], "b 0"),
        (["J", "J"], "c 0"),
        (["J", "J", "J"], "c 0"),
        (["J", "j", "K"], "b 0"),
        (["J", "K"], "a 0"),
        (["ｊ"], "a 1"),
    ],
)
async def test_keys_move_the_view(pressed: list[str], first: str) -> None:
    sections = [Text(name, 20).section for name in "abc"]
    async with paged(*sections) as (pager, pilot):
        await pilot.press(*pressed)
        assert lines(pager)[0] == first
        assert all(lines(pager))


async def test_short_text_does_not_move() -> None:
    async with paged(Text("a", 3).section) as (pager, pilot):
        await pilot.press("j", "pagedown", "G", "J")
        assert lines(pager)[:4] == ["a 0", "a 1", "a 2", ""]


async def test_no_text_at_all_is_no_trouble() -> None:
    async with paged() as (pager, pilot):
        await pilot.press("j", "k", "pagedown", "pageup", "G", "g", "J", "K")
        assert not any(lines(pager))


async def test_the_place_stays_when_text_comes_before_and_after() -> None:
    async with paged(Text("a", 20).section, Text("b", 20).section) as (pager, pilot):
        await pilot.press("J", "j", "j")
        pager.show(Text(name, 20).section for name in ("new", "a", "b", "newer"))
        assert lines(pager)[0] == "b 2"


async def test_the_place_gives_way_when_its_text_is_gone_or_shorter() -> None:
    async with paged(Text("a", 20).section, Text("b", 40).section) as (pager, pilot):
        await pilot.press("G")
        pager.show([Text("a", 20).section, Text("b", 5).section])
        assert lines(pager)[-1] == "b 4"
        pager.show([Text("c", 30).section])
        assert lines(pager)[0] == "c 0"


async def test_the_place_stays_in_its_paragraph_when_the_width_changes() -> None:
    def long(name: str) -> Callable[[], Sequence[Paragraph]]:
        return lambda: [Paragraph(f"{name}{index} " + "語" * 200) for index in range(9)]

    async with paged(Section("a", long("a")), Section("b", long("b"))) as (pager, pilot):
        await pilot.press("J")
        await pilot.resize_terminal(100, 12 + BELOW)
        assert lines(pager)[0].startswith("b0")


async def test_lines_are_framed_to_the_same_width() -> None:
    def boxed() -> Sequence[Paragraph]:
        return [
            Paragraph("─ memo ", "note", ("┌", "┐"), "note", rule="─"),
            Paragraph("語" * 40, "", ("│ ", " │"), "note"),
            Paragraph("", "note", ("└", "┘"), "note", rule="─"),
        ]

    async with paged(Section("a", boxed), size=(60, 8)) as (pager, _pilot):
        shown = lines(pager)
        assert shown[0] == "┌─ memo " + "─" * 50 + "┐"
        assert shown[1] == "│ " + "語" * 27 + "  │"
        assert shown[2] == "│ " + "語" * 13 + " " * 29 + " │"
        assert shown[3] == "└" + "─" * 57 + "┘"
