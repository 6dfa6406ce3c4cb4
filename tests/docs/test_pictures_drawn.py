"""The pictures are those that the command draws, and what they show is fit to be shown."""

from __future__ import annotations

import asyncio
import re

import pytest

from csboard.i18n import LANGUAGES
from csboard.tui.layout import cell_len
from tests.pictures import DOCS, PICTURES, SCENES, SIZES, demo, go_to, names, seat, text_of

FIRST_SEEN = {"ja": ("ピン留め", "作業中"), "en": ("pinned", "at it")}
STARTS_NO_LINE = "。、」』）ーっょゅゃ"


def test_every_picture_is_drawn_by_the_command_and_none_else() -> None:
    assert sorted(path.name for path in PICTURES.iterdir()) == sorted(names())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_is_fit_to_be_shown_in_the_smallest_window(language: str) -> None:
    """Six cards at least, nothing over the edge, no line that begins with a closing sign."""

    async def look() -> list[list[str]]:
        seen = []
        for scene in SCENES[:2]:
            async with seat(board, SIZES[0]) as (app, press):
                go_to(app, board, scene.story)
                await press(*scene.keys)
                seen.append(text_of(app))
        return seen

    with demo(language) as board:
        on_board, on_inquiry = asyncio.run(look())
    assert len([line for line in on_board if re.match(r"[> ]#\d{4}", line)]) >= 6
    shown = "\n".join(on_board)
    assert all(word in shown for word in FIRST_SEEN[language]), "a pin, and somebody at work"
    for line in on_board + on_inquiry:
        assert cell_len(line) <= SIZES[0][0]
        assert line.strip("│ ")[:1] not in tuple(STARTS_NO_LINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recorded_minute_goes_through_all_four_steps(language: str) -> None:
    told = (DOCS / f"session.{language}.md").read_text(encoding="utf-8")
    shown = re.findall(r"^ (\d/4)", told, re.M)
    assert shown == ["1/4", "2/4", "3/4"]  # under the note's box that line is empty
    assert max(map(cell_len, told.splitlines())) <= SIZES[0][0]
