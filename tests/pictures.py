"""`python -m tests.pictures`: draws the board's pictures in docs/pictures anew.

The same clock and the same inquiries each time, so that a picture changes only when the
program does.
"""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.cells import cell_len

from bench.fill import fill
from bench.lifelike import Archive
from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.records import Actor
from csboard.i18n import LANGUAGES, use_language
from csboard.tui.app import CsboardApp
from csboard.tui.screens.board_preview import PREVIEW_DELAY

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZES = ((80, 24), (120, 40), (200, 60))
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


async def draw(board: Board, actor: Actor, columns: int, lines: int) -> str:
    """The board in a window of a size, as SVG."""
    app = CsboardApp(board, actor)
    async with app.run_test(size=(columns, lines)) as pilot:
        await pilot.pause(3 * PREVIEW_DELAY)
        await app.workers.wait_for_complete()
        await pilot.pause()
        drawn = app.export_screenshot(title="csboard", simplify=True)
    # Textual numbers the classes of each picture at random.
    return glyphs_in_cells(re.sub(r"terminal-\d+", "terminal", drawn))


_RUN = re.compile(r'<text([^>]*) x="([\d.]+)"([^>]*) textLength="[\d.]+"([^>]*)>([^<]*)</text>')
CELL = 12.2
"""Width of a cell in the picture's units, as Rich draws it."""


def glyphs_in_cells(svg: str) -> str:
    """Put each glyph at its own cell: stretched to a length, wide letters run into each other."""
    return _RUN.sub(_placed, svg)


def _placed(run: re.Match[str]) -> str:
    before, x, between, after, text = run.groups()
    place, places = float(x), []
    for letter in html.unescape(text):
        places.append(f"{place:g}")
        place += CELL * cell_len(letter)
    return f'<text{before} x="{" ".join(places)}"{between}{after}>{text}</text>'


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/board.db"
        fill(url, Archive(90, 40, NOW))
        board = Board.open(url, FixedClock(NOW))
        actor = Actor("yamada")
        for language in LANGUAGES:
            use_language(language)
            for columns, lines in SIZES:
                name = f"board-{columns}x{lines}-{language}.svg"
                picture = asyncio.run(draw(board, actor, columns, lines))
                (PICTURES / name).write_text(picture, encoding="utf-8")
                print(name)
        board.close()


if __name__ == "__main__":
    main()
