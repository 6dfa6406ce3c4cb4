"""Every screen in small windows and both languages: what no screen may look like."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from textual.widget import Widget

from csboard.demo.book import read_book
from csboard.domain.records import Actor
from csboard.i18n import LANGUAGES
from csboard.tui.app import CsboardApp
from csboard.tui.fence import Plain
from csboard.tui.layout import cell_len
from csboard.tui.widgets.footer import Footer
from tests.pictures import demo, go_to, text_of
from tests.support.settling import settled

SIZES = ((60, 15), (80, 24))

WALKS: dict[str, tuple[str, ...]] = {
    "board": (),
    "filter": ("slash", "a"),
    "mine, in another order": ("2", "o"),
    "marks": ("x", "down", "x"),
    "where to go": ("g",),
    "inquiry": ("enter",),
    "details": ("enter", "v"),
    "reply": ("r",),
    "reading the reply": ("r", "escape"),
    "comments": ("r", "escape", "tab"),
    "remark": ("r", "escape", "c"),
    "recipients": ("r", "escape", "h"),
    "sending": ("r", "escape", "S"),
    "review": ("r", "escape", "w"),
    "help of the reply": ("r", "escape", "question_mark"),
    "note": ("m", "a", "escape", "escape"),
    "take over": ("right", "T"),
    "new inquiry": ("i",),
    "edit": ("e",),
    "tags": ("enter", "number_sign"),
    "on hold": ("w", "right", "right"),
    "why here": ("equals_sign",),
    "the clock": ("enter", "equals_sign"),
    "objectives": ("g", "o"),
    "behind a key result": ("g", "o", "enter"),
    "look back": ("g", "b"),
    "time sheet": ("g", "y"),
    "time box": ("g", "y", "n"),
    "split off": ("s",),
    "merge": ("enter", "M"),
    "link": ("enter", "ampersand", "a", "enter"),
    "others": ("enter", "o"),
    "divide": ("enter", "D"),
    "tray": ("g", "t"),
    "original": ("g", "t", "enter"),
    "join": ("g", "t", "plus"),
    "activity": ("g", "a"),
    "inbox": ("g", "i"),
    "alarms": ("g", "l"),
    "search": ("g", "slash"),
    "round": ("g", "v"),
    "figures": ("g", "r", "m"),
    "leave check": ("g", "w"),
    "days of a leave check": ("g", "w", "d"),
    "palette": ("ctrl+p",),
    "nothing found": ("ctrl+p", "q", "q", "z"),
    "help": ("question_mark",),
    "help of the inquiry": ("enter", "question_mark"),
    "settings": ("g", "comma"),
    "theme": ("g", "comma", "enter"),
    "keys": ("g", "comma", "down", "down", "enter"),
    "a key": ("g", "comma", "down", "down", "enter", "enter", "a"),
    "the team": ("g", "comma", "tab"),
}

IN_A_LONG_ONE = ("others", "divide")
NEVER_FIRST = "、。，．）」』】〉》〕］｝"
FRAME = re.compile(r"^[\s│|>*]*")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_is_cut_without_a_mark_and_no_line_begins_wrong(language: str) -> None:
    faults = []
    with demo(language) as board:
        for walk, keys in WALKS.items():
            app = CsboardApp(board, Actor(read_book("en").you))
            async with app.run_test(size=SIZES[0]) as pilot:
                await pilot.pause()
                go_to(app, board, "third-time" if walk in IN_A_LONG_ONE else "apology")
                await pilot.press(*keys)
                for size in SIZES:
                    await pilot.resize_terminal(*size)
                    await settled(app, pilot)
                    faults += [(walk, *size, fault) for fault in _faults(app)]
    assert faults == []


def _faults(app: CsboardApp) -> Iterator[str]:
    for line in text_of(app):
        if FRAME.sub("", line)[:1] in tuple(NEVER_FIRST):
            yield line
    for keys in app.screen.query(Footer):
        if keys.display and not (
            app.screen.region.contains_region(keys.region)
            and isinstance(keys.parent, Widget)
            and keys.parent.content_region.contains_region(keys.region)
        ):
            yield "the keys are outside"
    for text in app.screen.query(Plain):
        room = text.content_size
        lines = text.render().plain.split("\n")
        is_marked = text.styles.text_overflow == "ellipsis"
        fits = len(lines) <= room.height and max(map(cell_len, lines)) <= room.width
        if room and not fits and not is_marked:
            yield "\n".join(lines)
