"""Every theme on every screen: what stands there can be read, and no state is colour alone."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from textual._color_constants import COLOR_NAME_TO_RGB
from textual.color import Color
from textual.pilot import Pilot
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES
from textual.widget import Widget

import csboard.tui
from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import AddNote, Claim, Move, Wait
from csboard.domain.records import Actor, Tags, Urgency, Waiting
from csboard.tui.app import CsboardApp
from csboard.tui.fence import say
from csboard.tui.screens.confirm import ConfirmDialog
from csboard.tui.screens.help import HelpScreen
from csboard.tui.theme_file import MEANINGS, STYLABLE, read_theme
from csboard.tui.themes import theme_file
from tests.support.colours import contrast, difference, faint, of_hex, rgb
from tests.support.desk import enter, open_inquiry
from tests.support.recording import record, seen
from tests.support.settling import settled
from tests.tui.test_every_screen import SCREENS

OURS = sorted(file.stem for file in (Path(__file__).parents[2] / "themes").glob("*.toml"))
SIZE = (120, 40)

TEXT = [
    (ink, paper)
    for ink in ("foreground", *MEANINGS)
    if not ink.endswith(("-foreground", "-background"))
    for paper in ("background", "surface")
]
ON_HEAD = ("foreground", "muted", "unowned", "mine", "urgent", "success", "head-foreground")
PAIRS = [
    *TEXT,
    *((ink, "head-background") for ink in ON_HEAD),
    *(("success", "background"), ("accent", "surface"), ("warning", "surface")),
    *(("note", "note-background"), ("foreground", "note-background")),
    *((name, name.replace("fore", "back")) for name in MEANINGS if name.endswith("-foreground")),
]
"""What stands on what: cards, marks and remarks on the board and in boxes; the head and the
footer; keys and problems in boxes; notes; whatever brings its own ground."""
STATES = ("unowned", "mine", "waiting", "overdue", "urgent")

BOARD_KEYS = (
    *("x j x", "2", "5", "v", "w", "ctrl+p", "ctrl+p m o v", "g a", "g t", "g comma"),
    *("g comma enter", "g comma down down enter", "g comma tab", "g comma tab enter"),
)
INQUIRY_KEYS = ("e", "e tab tab", "w", "number_sign", "s", "o", "M", "D", "ampersand", "v", "n")
"""What opens the boxes and lists that need something to be about."""

EXTRA: dict[str, Callable[[str, int], Screen[Any]]] = {
    "confirm": lambda text, number: ConfirmDialog(text, text),
    "help": lambda text, number: HelpScreen("board", "inquiry", "pager"),
}


@pytest.fixture
def desk(sqlite_url: str, clock: FixedClock) -> Iterator[Board]:
    """Every state of a card and every kind of message, in ASCII."""
    board = Board.open(sqlite_url, clock)
    sato, _suzuki = enter(board, "sato", "Sato"), enter(board, "suzuki", "Suzuki")
    long = "\n".join(f"line {n}" for n in range(60))
    refs = [
        open_inquiry(
            board,
            f"Subject {urgency.value} " + "word " * 30,
            customer_name="Jane Doe",
            customer_email="jane@example.com",
            urgency=urgency,
            body=f"Hello\n\n> quoted\n> again\n\n{long}",
            tags=Tags(("billing",), ("twice",), ("anger",)),
        )
        for urgency in (Urgency.URGENT, Urgency.HIGH, Urgency.NORMAL, Urgency.LOW)
        for _each in range(2)
    ]
    board.execute(Claim(task=refs[0]), sato)
    board.execute(Claim(task=refs[2]), Actor("suzuki"))
    board.execute(Move(task=refs[4], stage="done"), sato)
    board.execute(Wait(task=refs[0], waiting=Waiting("customer")), sato)
    board.execute(AddNote(number=refs[0].number, text="note\n" + "word " * 60), sato)
    yield board
    board.close()


async def looked_at(
    board: Board, theme: str, look: Callable[[str, CsboardApp], None], borders: str = "line"
) -> None:
    """Open every screen in turn and let `look` see it."""
    app = CsboardApp(board, Actor("sato"), theme=theme)
    app.draw_lines_in(borders)

    async def then(name: str) -> None:
        await settled(app, pilot)
        look(name, app)

    async def back_to_the_board() -> None:
        while len(app.screen_stack) > 1:
            await app.pop_screen()

    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await then("board")
        say(app, "a warning", "warning")
        await then("warning")
        say(app, "an error " * 30, "error")
        await then("toast")
        app.clear_notifications()
        await pilot.press("slash")
        await then("filter")
        await pilot.press("escape")
        for keys in BOARD_KEYS:
            await pilot.press(*keys.split())
            await then(f"board {keys}")
            await back_to_the_board()
            await pilot.press("escape", "escape")
        for keys in INQUIRY_KEYS:
            await app.push_screen(SCREENS["inquiry"]("", 1001))
            await settled(app, pilot)
            await pilot.press(*keys.split())
            await then(f"inquiry {keys}")
            await back_to_the_board()
        for name, screen in {**SCREENS, **EXTRA}.items():
            await app.push_screen(screen("words " * 40, 1001))
            await then(name)
            await pilot.press("tab", "down")
            await then(f"{name}, next")
            await back_to_the_board()


def lines_of(app: CsboardApp) -> list[list[Segment]]:
    """What the screen in front shows, without what lies faintly behind a box, and the toasts."""
    strips = app.screen._compositor.render_strips()
    regions = [toast.region for toast in app.screen.query("Toast")]
    regions.append(box_of(app.screen).region if app.screen.is_modal else app.screen.region)
    return [
        list(strips[y].crop(region.x, region.right))
        for region in regions
        for y in region.line_range
        if y < len(strips)
    ]


def box_of(screen: Screen[Any]) -> Widget:
    """The one thing of a box's own; beside it Textual has its toasts and tooltips there."""
    return next(each for each in screen.children if not each.has_class("-textual-system"))


def nearest(colour: RichColor | None) -> tuple[float, float, float] | None:
    """What becomes of a colour over ssh, where COLORTERM is often lost: one of 256."""
    return rgb(colour.downgrade(ColorSystem.EIGHT_BIT)) if colour else None


@pytest.mark.parametrize("theme", OURS)
async def test_whatever_is_drawn_can_be_read(desk: Board, theme: str) -> None:
    found: dict[str, str] = {}

    def look(name: str, app: CsboardApp) -> None:
        assert app.theme == theme
        for line in lines_of(app):
            for fault in (*faint(line), *faint(line, nearest)):
                found.setdefault(re.sub(r"^.*?: ", "", fault), f"{name} {fault}")

    await looked_at(desk, theme, look)
    assert list(found.values()) == []


@pytest.mark.parametrize("theme", OURS)
async def test_every_pair_of_meanings_keeps_its_contrast(desk: Board, theme: str) -> None:
    app = CsboardApp(desk, Actor("sato"), theme=theme)
    variables = app.get_css_variables()
    faults = []
    for ink, paper in PAIRS:
        one, other = (_parsed(variables[name]) for name in (ink, paper))
        if one and other and (ratio := contrast(one, other)) < 4.5:
            faults.append(f"{ink} on {paper}: {ratio:.2f}")
        assert (one is None) == (other is None)
    assert faults == []


def _parsed(colour: str) -> tuple[float, float, float] | None:
    return rgb(Color.parse(colour).rich_color)


@pytest.mark.parametrize("theme", [name for name in OURS if "colourblind" in name])
@pytest.mark.parametrize("vision", ["ordinary", "deuteranopia", "protanopia"])
def test_states_stay_apart_for_the_colour_blind(theme: str, vision: str) -> None:
    file = theme_file(theme)
    assert file is not None
    colours = {state: of_hex(read_theme(file).variables[state]) for state in STATES}
    near = {
        f"{one} {other}": round(difference(colours[one], colours[other], vision), 1)
        for one, other in itertools.combinations(STATES, 2)
        if difference(colours[one], colours[other], vision) < 15
    }
    assert near == {}


@pytest.mark.parametrize("screen", ["board", "inquiry"])
async def test_no_state_is_told_by_colour_alone(desk: Board, screen: str) -> None:
    """Without any colour each state still has its word, and oneself one's name."""
    app = CsboardApp(desk, Actor("sato"), theme="csboard-monochrome")

    async def steps(pilot: Pilot[Any]) -> None:
        if screen == "inquiry":
            await app.push_screen(SCREENS["inquiry"]("", 1002))
            await app.workers.wait_for_complete()
            await pilot.pause()

    shown = seen(await record(app, steps, SIZE), SIZE)
    told = {
        "board": ("urgent", "high", "low", "unassigned", "Sato", "Suzuki", "waits for customer"),
        "inquiry": ("Urgency: urgent", "unassigned", "Customer"),
    }
    assert [word for word in told[screen] if word not in shown] == []


async def test_monochrome_sends_no_colour_at_all(desk: Board) -> None:
    app = CsboardApp(desk, Actor("sato"), theme="csboard-monochrome")

    async def steps(pilot: Pilot[Any]) -> None:
        for screen in {**SCREENS, **EXTRA}.values():
            app.push_screen(screen("words", 1001))
            await app.workers.wait_for_complete()
            await pilot.press("a", "tab", "down")
            say(app, "an error " * 30, "error")
            await pilot.pause(0.05)
            while len(app.screen_stack) > 1:
                app.pop_screen()

    sent = await record(app, steps, SIZE)
    codes = {
        code for sequence in re.findall(r"\x1b\[([\d;]*)m", sent) for code in sequence.split(";")
    }
    ends = {"", "0", "22", "23", "24", "27", "39", "49"}
    assert codes <= {*ends, "1", "2", "3", "4", "7"}
    assert {"1", "7"} <= codes


@pytest.mark.parametrize("theme", ["csboard-monochrome", "csboard-ansi"])
async def test_boxes_show_where_the_cursor_is(desk: Board, theme: str) -> None:
    """Where there are no shades, the cell that is written to is reversed."""
    app = CsboardApp(desk, Actor("sato"), theme=theme)
    async with app.run_test(size=SIZE) as pilot:
        for name in ("note", "reason", "new inquiry"):
            app.push_screen(SCREENS[name]("", 1001))
            await pilot.pause(0.05)
            reversed_cells = [
                text
                for line in lines_of(app)
                for text, style, _control in line
                if style and style.reverse
            ]
            assert reversed_cells, name
            app.pop_screen()


def test_style_sheets_name_meanings_and_no_colours() -> None:
    """A colour written into a sheet would be the same in every theme."""
    known = {
        *BUILTIN_THEMES["textual-dark"].to_color_system().generate(),
        *MEANINGS,
        "veil",
        "field-edge",
    }
    known |= {f"{name}-style" for name in STYLABLE}
    colours = set(COLOR_NAME_TO_RGB) - {"transparent"}
    source = Path(csboard.tui.__file__).parent
    sheets = [(file, file.read_text("utf-8")) for file in source.rglob("*.tcss")]
    for file in source.rglob("*.py"):
        written = re.findall(r'CSS[^=\n]*= """(.*?)"""', file.read_text("utf-8"), re.DOTALL)
        sheets += [(file, sheet) for sheet in written]
    faults = []
    for file, sheet in sheets:
        for declared, value in re.findall(r"([\w-]+)\s*:\s*([^;{}]+);", sheet):
            for word in re.findall(r"[$#]?[\w-]+", value):
                if word.startswith("$"):
                    faults += [f"{file.name}: {word}"] if word[1:] not in known else []
                elif "color" in declared or "background" in declared or "border" in declared:
                    is_colour = word in colours or word.startswith(("#", "ansi_", "rgb"))
                    faults += [f"{file.name}: {word}"] if is_colour else []
    assert len(sheets) > 10
    assert faults == []


async def test_in_ascii_no_line_is_of_doubtful_width(desk: Board) -> None:
    """Terminals draw characters of ambiguous width in one cell or in two: none is ours."""
    found: set[str] = set()

    def look(name: str, app: CsboardApp) -> None:
        for strip in app.screen._compositor.render_strips():
            found.update(
                f"{name}: {letter}"
                for letter in strip.text
                if unicodedata.east_asian_width(letter) == "A"
            )

    await looked_at(desk, "csboard-dark", look, borders="ascii")
    assert found == set()


def test_what_stands_out_by_its_ground_has_a_style_for_themes_without_colour() -> None:
    """Else nobody sees the cursor where there is but one ground: `text-style: $cursor-style`."""
    source = Path(csboard.tui.__file__).parent
    faults = []
    for file in source.rglob("*.tcss"):
        for rule in re.findall(r"([^{};]*\{[^{}]*\})", file.read_text("utf-8")):
            grounds = re.findall(
                r"background: \$(cursor|head-active|warning|error|chip)-back", rule
            )
            lacks = [ground for ground in grounds if f"${ground}-style" not in rule]
            typed = "Input:focus" in rule  # the cell that is written to is reversed
            faults += [] if typed else [f"{file.name}: ${ground}-style" for ground in lacks]
            faults += [f"{file.name}: $veil"] if "$background 60%" in rule else []
    assert faults == []
