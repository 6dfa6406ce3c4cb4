"""The base of all that is drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from csboard.tui.widgets.canvas import Canvas


class Greeting(Canvas):
    def draw(self, width: int, height: int) -> Sequence[Strip]:
        return [self.line([("今日は", "")], width)]


class GreetingApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Greeting()


async def test_lines_beyond_those_drawn_are_blank() -> None:
    async with GreetingApp().run_test(size=(20, 5)) as pilot:
        greeting = pilot.app.query_one(Greeting)
        lines = greeting.render_lines(Region(0, 0, 20, 9))
        assert [line.text.rstrip() for line in lines] == ["今日は", *[""] * 8]
        assert {line.cell_length for line in lines} == {20}


async def test_taken_off_the_screen_it_still_answers_for_the_lines_it_had() -> None:
    async with GreetingApp().run_test(size=(20, 5)) as pilot:
        greeting = pilot.app.query_one(Greeting)
        for height in (1, 0, 3):
            greeting.styles.height = height
            await pilot.pause()
            lines = greeting.render_lines(Region(0, 0, 20, 5))
            assert [line.text.strip() for line in lines[:height]] == ["今日は", "", ""][:height]
            assert [line.text.strip() for line in lines[height:]] == [""] * (5 - height)
