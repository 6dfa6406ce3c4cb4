"""What is spared on the line is never missed on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from csboard.tui.thrift import Thrift

COLUMNS, LINES = 120, 4
TEXTS = (
    "",
    " ",
    "  ",
    " " * 9,
    " " * 16,
    "返金",
    "Refund ",
    "x  ",
    "　",
    "é",
    "──×",
    "カ\u3099",
    "返す",
    "ｱ",
)
STYLES = (
    *(None, "bold", "italic", "dim bold", "underline", "strike on #171b20", "reverse"),
    *("#d5dbe1 on #171b20", "bold #d5dbe1 on #171b20", "#d5dbe1 on #1d2228", "on #1d2228"),
    *("red", "bright_red on color(240)", "default on default", "black on bright_white"),
)

NARROW = frozenset(map(chr, range(32, 127)))

Run = tuple[str, str | None]
Frame = list[tuple[int, int, list[Run]]]
"""Where text of which style is written: by line, column and pieces."""

frames = st.lists(
    st.tuples(
        st.integers(1, LINES),
        st.sampled_from((1, 1, 1, 2, 17, 25)),
        st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(STYLES)), max_size=5),
    ),
    max_size=6,
)


def written(frame: Frame) -> str:
    """A frame as Textual writes it."""
    parts: list[str] = []
    last = 0
    for line, column, runs in sorted(frame, key=itemgetter(0)):
        parts.append("\n" if last and line > last else "")
        parts.append(f"\x1b[{line};{column}H")
        last = line
        for text, style in runs:
            parts.append(
                Strip.render_style(Style.parse(style), text, ColorSystem.TRUECOLOR)
                if style and text
                else text
            )
    return "".join([*parts, "\x1b[1;1H"])


class Pane:
    """A terminal and what a person sees on it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self._stream = pyte.Stream(self.screen)

    def feed(self, written: str) -> None:
        self._stream.feed(written)

    def seen(self) -> Iterator[tuple[object, ...]]:
        for y in range(LINES):
            for x in range(COLUMNS):
                cell = self.screen.buffer[y][x]
                marks = (cell.underscore, cell.strikethrough, cell.reverse)
                yield (y, x, cell.data, cell.bg, marks, any(marks) and cell.fg)
                if cell.data.strip():
                    yield (y, x, cell.fg, cell.bold, cell.italics)

    @property
    def cursor(self) -> tuple[int, int]:
        return self.screen.cursor.y, self.screen.cursor.x


@pytest.mark.parametrize("erases", [False, True])
@given(shown=st.lists(frames, max_size=4))
def test_the_screen_is_as_if_all_had_been_written(erases: bool, shown: list[Frame]) -> None:
    thrift, plain, spared = Thrift(erases_in_colour=erases), Pane(), Pane()
    for frame in shown:
        whole = written(frame)
        plain.feed(whole)
        spared.feed(thrift.spare(whole))
        assert list(spared.seen()) == list(plain.seen())
        assert spared.cursor == plain.cursor


PIECES: list[Run] = [(text, None) for text in ("a", "a─×", "──", "返金", "…", "  ab  ", " " * 9)]
LINES_OF_TEXT = st.lists(
    st.tuples(st.integers(1, LINES), st.just(1), st.lists(st.sampled_from(PIECES), max_size=6)),
    max_size=5,
)


@given(shown=st.lists(LINES_OF_TEXT, max_size=4))
def test_letters_drawn_wider_than_they_are_leave_nothing_behind(shown: list[Frame]) -> None:
    """As in terminals that draw ambiguous letters in two cells."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pyte.screens.wcwidth", lambda letter: 1 + (letter not in NARROW))
        thrift, plain, spared = Thrift(), Pane(), Pane()
        for frame in shown:
            whole = written([(line, 1, [*runs, (" " * 60, None)]) for line, _one, runs in frame])
            plain.feed(whole)
            spared.feed(thrift.spare(whole))
            assert list(spared.seen()) == list(plain.seen())


LINE: Frame = [(1, 1, [("返金", "bold #d5dbe1 on #171b20"), (" " * 40, "#d5dbe1 on #171b20")])]


def test_a_line_is_not_written_twice() -> None:
    thrift = Thrift()
    first = thrift.spare(written(LINE))
    assert "返金" in first
    assert thrift.spare(written(LINE)) == ""
    thrift.forget()
    assert thrift.spare(written(LINE)) == first


def test_a_line_that_was_painted_over_is_written_again() -> None:
    thrift = Thrift()
    thrift.spare(written(LINE))
    thrift.spare(written([(1, 3, [("×", None)])]))
    assert thrift.spare(written(LINE)).startswith(
        "\x1b[1;3H\x1b[1;38;2;213;219;225;48;2;23;27;32m金"
    )


def test_only_a_change_of_style_is_written() -> None:
    pieces: list[Run] = [("a", "bold red on #171b20"), ("b", "red on #171b20"), (" c", "#d5dbe1")]
    said = Thrift().spare(written([(2, 1, pieces)]))
    turns = ("\x1b[1;31;48;2;23;27;32m", "\x1b[22m", "\x1b[38;2;213;219;225;49m", "\x1b[m")
    assert said == "\x1b[2;1H{}a{}b{} c\x1b[1;1H{}".format(*turns)


def test_blanks_are_erased_where_that_shows_the_background() -> None:
    whole = written(LINE)
    assert " " * 40 in Thrift().spare(whole)
    assert "\x1b[44X返金\x1b[1;1H\x1b[m" in Thrift(erases_in_colour=True).spare(whole)


def test_what_follows_a_gap_begins_in_its_column() -> None:
    runs: list[Run] = [("返金", None), (" " * 20, None), ("x", None)]
    said = Thrift(erases_in_colour=True).spare(written([(1, 5, runs)]))
    assert f"\x1b[25X返金\x1b[{5 + cell_len('返金') + 20}Gx" in said


CARD, PREVIEW = "#d5dbe1 on #171b20", "#d5dbe1 on #1d2228"
AREAS = st.lists(
    st.tuples(st.sampled_from(("返金", "a", " " * 8)), st.sampled_from(("返す", "b", " " * 12))),
    min_size=LINES,
    max_size=LINES,
)


def beside(lines: list[tuple[str, str]]) -> Frame:
    """Two areas on grounds of their own, the second from column 41 on."""
    return [
        (number, 1, [(left + " " * (40 - cell_len(left)), CARD), (right, PREVIEW), ("x", PREVIEW)])
        for number, (left, right) in enumerate(lines, 1)
    ]


@pytest.mark.parametrize("erases", [False, True])
@given(shown=st.lists(AREAS, min_size=1, max_size=3))
def test_each_area_is_drawn_on_its_ground_at_once(
    erases: bool, shown: list[list[tuple[str, str]]]
) -> None:
    """Not line by line, which would turn to both grounds in each."""
    thrift, plain, spared = Thrift(erases_in_colour=erases), Pane(), Pane()
    for number, lines in enumerate(shown):
        whole = written(beside(lines))
        said = thrift.spare(whole)
        assert number or said.count("48;2;29;34;40") == said.count("48;2;23;27;32") == 1
        plain.feed(whole)
        spared.feed(said)
        assert list(spared.seen()) == list(plain.seen())
        assert spared.cursor == plain.cursor


@pytest.mark.parametrize(
    "other",
    [
        "\x1b[?2026h",
        "\x1b]52;c;eA==\x07",
        "\x07",
        "x",
        "\x1b[1;1H\x1b]8;;http://a\x1b\\a\x1b]8;;\x1b\\",
        "\x1b[1;1Ha\rb",
        *(f"\x1b[1;1H\x1b[{codes}ma\x1b[m" for codes in ("38", "48;5", "38;2;1;2", "38;5;;1")),
        *(f"\x1b[1;1H\x1b[{codes}ma\x1b[m" for codes in ("38;6;1", "1;;3", "0;1", "4:3", "01")),
        "\x1b[1;1H\x1b[31ma\x1b[2;1Hb\x1b[m",
    ],
)
def test_what_is_not_understood_stays_as_it_is(other: str) -> None:
    assert Thrift(erases_in_colour=True).spare(other) == other


KNOWN = {0, 1, 2, 3, 4, 5, 7, 9, *range(30, 50), *range(90, 98), *range(100, 108)} - {38, 48}
"""The single codes of SGR that are understood; a reset is one only by itself."""


@pytest.mark.parametrize("code", range(108))
def test_a_style_it_does_not_know_stays_as_it_is_and_ends_all_belief(code: int) -> None:
    thrift = Thrift(erases_in_colour=True)
    first = thrift.spare(written(LINE))
    whole = f"\x1b[2;1H\x1b[{code}m{' ' * 20}a\x1b[m\x1b[3;1H"
    said = thrift.spare(whole)
    assert (said != whole) == (code in KNOWN)
    assert thrift.spare(written(LINE)) == (first if said == whole else "\x1b[1;1H")


codes = st.lists(st.integers(0, 109).map(str) | st.sampled_from(("", "38;5;9", "48;2;1;2;3")))
pieces = st.tuples(codes, st.sampled_from(("", "a", " " * 9, "返金", "\n")))


@pytest.mark.parametrize("erases", [False, True])
@given(
    lines=st.lists(st.lists(pieces, max_size=4), min_size=1, max_size=LINES),
    end=st.sampled_from(("", "\x1b[m")),
)
def test_whatever_is_written_shows_as_it_would_have(
    erases: bool, lines: list[list[tuple[list[str], str]]], end: str
) -> None:
    whole = "".join(
        f"\x1b[{line};1H" + "".join(f"\x1b[{';'.join(said)}m{text}" for said, text in runs) + end
        for line, runs in enumerate(lines, 1)
    )
    whole += "\x1b[m\x1b[1;1H"
    thrift, plain, spared = Thrift(erases_in_colour=erases), Pane(), Pane()
    for frame in (written(LINE), whole, written(LINE)):
        plain.feed(frame)
        spared.feed(thrift.spare(frame))
        assert list(spared.seen()) == list(plain.seen())
