"""`python -m tests.pictures`: draws docs/pictures and docs/session.*.md anew, from the demo.

The same clock and the same story each time, so that a picture changes only when the program
or the story does.
"""

from __future__ import annotations

import asyncio
import html
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len
from textual.events import Paste

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.demo import SCENES as TOLD
from csboard.demo.book import read_book
from csboard.demo.making import make
from csboard.domain.records import Actor, Card
from csboard.domain.wall_pages import PAGES
from csboard.i18n import LANGUAGES, use_language
from csboard.tui.app import CsboardApp
from csboard.tui.screens.board import BoardScreen
from csboard.tui.screens.board_preview import PREVIEW_DELAY
from csboard.tui.wall.app import Showing, WallApp
from csboard.tui.wall.source import Source
from tests.pictured_reply import write_reply

DOCS = Path(__file__).parent.parent / "docs"
PICTURES = DOCS / "pictures"
SIZES = ((80, 24), (120, 40), (200, 60))
WALL_SIZES = ((80, 24), (120, 40), (240, 67))
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""Three on a Friday afternoon in Tokyo."""


LOOKING = ("preview", "read", "headline")
"""Groups of workers that are waited for before a picture."""


class Scene(NamedTuple):
    """One picture: the card it is about, what is pressed, and in which windows."""

    name: str
    story: str
    keys: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], ...] = SIZES[1:2]
    has_reply: bool = False
    """Whether a reply is being written to that inquiry: then on a board of the scene's own."""
    typed: Mapping[str, str] = MappingProxyType({})
    """What is typed then, by the language of the picture."""
    tale: str = ""
    """Which of the demo's scenes it is of; empty for its own story."""


SCENES = (
    Scene("board", "wedding", sizes=SIZES),
    Scene("inquiry", "third-time", ("enter",), SIZES),
    Scene("notes", "button-1", ("enter",)),
    Scene("clock", "button-1", ("enter", "equals_sign"), SIZES[:2]),
    Scene("tray", "apology", ("g", "t")),
    Scene("activity", "apology", ("g", "a")),
    Scene("inbox", "apology", ("g", "i")),
    Scene("round", "apology", ("g", "v")),
    Scene("figures", "apology", ("g", "r", "m"), SIZES),
    Scene("alarms", "apology", ("g", "l"), SIZES[:2]),
    Scene("objectives", "apology", ("g", "o"), SIZES[:2]),
    Scene("time-sheet", "apology", ("g", "y"), SIZES[:2]),
    Scene("look-back", "apology", ("g", "b"), SIZES[:2]),
    Scene("search", "apology", ("g", "slash"), SIZES[:2], typed={"ja": "返品", "en": "return"}),
    Scene("similar", "apology", ("enter", "tilde"), SIZES[:2]),
    Scene("sheet", "apology", ("g", "c"), SIZES),
    Scene("templates", "apology", ("g", "p"), SIZES[:2]),
    Scene("map", "apology", ("g", "k"), SIZES[:2]),
    Scene("palette", "apology", ("ctrl+p",)),
    Scene("help", "apology", ("question_mark",)),
    Scene("reply", "apology", ("r",), SIZES, has_reply=True),
    Scene("send", "apology", ("r", "S"), has_reply=True),
    Scene("absences", "catalogue", ("g", "h"), WALL_SIZES, tale="leave"),
    Scene("leave-check", "catalogue", ("g", "w"), WALL_SIZES, tale="leave"),
    Scene("hand-off-sheet", "catalogue", ("O",), WALL_SIZES, tale="leave"),
    Scene("hand-off-take", "colour-swap", ("O",), WALL_SIZES, tale="leave"),
    Scene("hand-offs", "catalogue", ("g", "f"), WALL_SIZES, tale="leave"),
    Scene("digest", "catalogue", ("g", "d"), WALL_SIZES, tale="leave"),
    Scene("stand-up", "catalogue", ("g", "s"), WALL_SIZES, tale="leave"),
)
TALES = ("", *TOLD)


@contextmanager
def demo(language: str, tale: str = "") -> Iterator[Board]:
    """The demo's board in a language, as it stands at `NOW`; the program speaks it too."""
    use_language(language)
    with tempfile.TemporaryDirectory() as directory:
        board = Board.open(make(Path(directory), language, NOW, tale), FixedClock(NOW))
        try:
            yield board
        finally:
            board.close()
            use_language("en")


@asynccontextmanager
async def seat(
    board: Board, size: tuple[int, int], state_file: Path | None = None, tale: str = ""
) -> AsyncIterator[tuple[CsboardApp, Callable[..., Awaitable[None]]]]:
    """The board before the person of the demo; also a way to press keys and wait."""
    app = CsboardApp(board, Actor(read_book("en", tale).you), state_file=state_file)
    async with app.run_test(size=size) as pilot:

        async def press(*keys: str) -> None:
            await pilot.press(*keys)
            await pilot.pause(3 * PREVIEW_DELAY)
            while any(worker.group in LOOKING for worker in app.workers):
                await pilot.pause(PREVIEW_DELAY)
            await app.live.look()
            await pilot.pause()

        await press()
        yield app, press


async def draw(board: Board, scene: Scene, size: tuple[int, int], language: str) -> str:
    """A scene in a window of a size, as SVG."""
    if scene.has_reply:
        write_reply(board, card_of(board, scene.story).ref.number, language)
    async with seat(board, size, tale=scene.tale) as (app, press):
        board_screen = go_to(app, board, scene.story, scene.tale)
        board_screen.hint()  # the news of the first seconds
        await press(*scene.keys, *scene.typed.get(language, ""))
        drawn = app.export_screenshot(title="csboard", simplify=True)
    return told_apart_no_more(drawn)


async def draw_wall(board: Board, name: str, size: tuple[int, int]) -> str:
    """A page of the wall on a screen of a size, as SVG."""
    source = Source(f"sqlite:///{board.path}", FixedClock(NOW))
    app = WallApp(source, Showing((name,), 30, {}))
    try:
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await app.look()
            app.show()
            await pilot.pause()
            return told_apart_no_more(app.export_screenshot(title="csboard", simplify=True))
    finally:
        source.close()


def told_apart_no_more(drawn: str) -> str:
    """A picture as it is kept: Textual numbers the classes of each at random."""
    return glyphs_in_cells(re.sub(r"terminal-\d+", "terminal", drawn))


def go_to(app: CsboardApp, board: Board, story: str, tale: str = "") -> BoardScreen:
    """Put the cursor on the card of a story; the board's screen."""
    screen = app.screen
    assert isinstance(screen, BoardScreen)
    screen.go_to_task(card_of(board, story, tale))
    return screen


def card_of(board: Board, story: str, tale: str = "") -> Card:
    """The card of a story."""
    words = read_book(board.members()["haruka"].language, tale).of(story)
    cards = board.snapshot(done=500).cards
    return next(card for card in cards if card.title == words["subject"])


def text_of(app: CsboardApp) -> list[str]:
    """What is on the screen, line by line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


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


NOTES = {
    "ja": "花嫁さんに電話しました。今日中に刷り直し、明日お届けします。",
    "en": "Called the bride. Reprinted today, with her tomorrow.",
}
STEPS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "ja": (
        ("`csboard demo` で開いたところ。下から 2 行目が次の一歩を教えます。", ()),
        ("`a` で担当しました。", ("a",)),
        ("`enter` で開いて読みます。", ("enter",)),
        ("`m` で社内メモを書いています。", ("m", NOTES["ja"])),
        ("`F2` で保存し、`L` で次のステージへ進めました。", ("f2", "L")),
        ("`esc` でボードへ戻りました。", ("escape",)),
    ),
    "en": (
        ("Just opened by `csboard demo`. The line above the keys says what to try next.", ()),
        ("`a` took the card.", ("a",)),
        ("`enter` opened it to be read.", ("enter",)),
        ("`m`, and a note is being written.", ("m", NOTES["en"])),
        ("`F2` saved it, and `L` moved the card on.", ("f2", "L")),
        ("`esc` led back to the board.", ("escape",)),
    ),
}
TITLES = {"ja": "1 分間の記録", "en": "One minute, recorded"}


async def record(board: Board, language: str) -> str:
    """A first minute as text: take a card, read it, leave a note, move it on."""
    parts = [f"# {TITLES[language]}\n"]
    with tempfile.TemporaryDirectory() as state:
        async with seat(board, SIZES[0], Path(state, "state.toml")) as (app, press):
            go_to(app, board, "wedding").hint()
            for told, keys in STEPS[language]:
                for key in keys:
                    if key == NOTES[language]:
                        app.post_message(Paste(key))
                        await press()
                    else:
                        await press(key)
                parts.append(f"{told}\n\n```\n" + "\n".join(text_of(app)) + "\n```\n")
    return "\n".join(parts)


def names() -> list[str]:
    """The files that `main` draws into docs/pictures."""
    return [
        f"{scene.name}-{columns}x{lines}-{language}.svg"
        for language in LANGUAGES
        for scene in SCENES
        for columns, lines in scene.sizes
    ] + [
        f"wall-{page}-{columns}x{lines}-{language}.svg"
        for language in LANGUAGES
        for page in PAGES
        for columns, lines in WALL_SIZES
    ]


def main(wanted: Sequence[str]) -> None:
    """All of them, or those whose names begin as one that is `wanted`."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for tale in TALES:
            with demo(language, tale) as board:
                draw_all(board, language, tale, wanted)
        if not wanted:
            with demo(language) as board:
                told = asyncio.run(record(board, language))
            (DOCS / f"session.{language}.md").write_text(told, encoding="utf-8")


def draw_all(board: Board, language: str, tale: str, wanted: Sequence[str]) -> None:
    """What is told of one tale in one language."""

    def is_wanted(name: str) -> bool:
        return not wanted or name.startswith(tuple(wanted))

    for scene in SCENES:
        for size in scene.sizes if scene.tale == tale and is_wanted(scene.name) else ():
            if not scene.has_reply:
                keep(scene.name, size, language, asyncio.run(draw(board, scene, size, language)))
                continue
            with demo(language, tale) as own:
                keep(scene.name, size, language, asyncio.run(draw(own, scene, size, language)))
    for page in PAGES if tale == "leave" else ():
        for size in WALL_SIZES if is_wanted(f"wall-{page}") else ():
            keep(f"wall-{page}", size, language, asyncio.run(draw_wall(board, page, size)))


def keep(name: str, size: tuple[int, int], language: str, picture: str) -> None:
    """Put a picture into docs/pictures."""
    columns, lines = size
    file = f"{name}-{columns}x{lines}-{language}.svg"
    (PICTURES / file).write_text(picture, encoding="utf-8")
    print(file)


if __name__ == "__main__":
    main(sys.argv[1:])
