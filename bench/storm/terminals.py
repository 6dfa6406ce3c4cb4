"""T18: every kind of terminal, locale and size; resizes without end; bytes that mean nothing.

What can't show the board is refused in one sentence, with status 2; all others show it, with
the Japanese letters in it.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing

from bench.figures import Figure
from bench.storm.field import Storm
from bench.storm.ground import at_board
from csboard.board import Board
from csboard.domain.commands import EnterBoard
from csboard.domain.records import Actor
from tests.support.desk import open_inquiry
from tests.support.terminal import Ended, Terminal

KINDS = (
    "xterm-256color",
    "xterm",
    "screen",
    "screen-256color",
    "tmux-256color",
    "linux",
    "vt100",
    "vt220",
    "rxvt-unicode-256color",
    "no-such-terminal",
    "",
    "dumb",
)
LOCALES: tuple[Mapping[str, str], ...] = (
    {"LANG": "C.UTF-8"},
    {"LANG": "C", "LC_ALL": "C"},
    {"LANG": ""},
    {"LANG": "xx_XX.nonsense"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "euc_jp"},
)
SIZES = ((20, 5), (59, 24), (80, 14), (60, 15), (80, 24), (200, 60))
LEAST = (60, 15)
RESIZES = 250
SUBJECT = "返金のお願い"
ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
BAD_INPUT = (
    bytes(range(0x80, 0x100)),
    b"\xe3\x81",  # the beginning of a letter
    b"\xed\xa0\x80\xf8\x88\x80\x80\x80",
    b"\x1b[1;2;3;4;5;6;7;8;9;9;9;9;9;9m\x1b[<0;0;0Mx",
    b"\x1b[<99999999;-1;xM\x1b[M\xff\xff\xff",
    b"\x1b]52;c;" + b"A" * 100 + b"\x07",
    b"\x1b[200~" + b"\xff\x00\x1b" * 100 + b"\x1b[201~",
    b"\x00\x7f\x1c\x1e",
)


def run(storm: Storm) -> Iterator[Figure]:
    with storm.board("sqlite") as url:
        with closing(Board.open(url)) as board:
            board.execute(EnterBoard(), Actor("sato"))
            open_inquiry(board, SUBJECT)
        yield from _matrix(storm, url)
        yield from _resizes(storm, url)
        yield from _bad_input(storm, url)


def _count(what: str, where: str, value: float) -> Figure:
    return Figure("T18", what, where, value, "", 0, counted=True)


def _matrix(storm: Storm, url: str) -> Iterator[Figure]:
    every = [*itertools.product(KINDS, LOCALES, SIZES)]
    tried = random.Random(18).sample(every, storm.times(len(every), 8))
    wrong: Counter[str] = Counter()
    home = storm.home("T18")
    for kind, locale, size in tried:
        env = {"TERM": kind, "COLORTERM": "", "LC_ALL": "", **locale}
        columns, lines = size
        with at_board(url, home, env=env, columns=columns, lines=lines) as terminal:
            fault = _refused(terminal, kind, size) if _unfit(kind, size) else _shown(terminal)
            if ESCAPED.search(terminal.output):
                fault = "letters as \\u codes"
        if fault:
            wrong[fault] += 1
            print(kind, dict(locale), size, fault, file=sys.stderr)
    where = f"{len(tried)} of {len(KINDS)} x {len(LOCALES)} x {len(SIZES)}"
    yield _count("wrong in the matrix", where, wrong.total())


def _unfit(kind: str, size: tuple[int, int]) -> bool:
    return kind == "dumb" or size[0] < LEAST[0] or size[1] < LEAST[1]


def _refused(terminal: Terminal, kind: str, size: tuple[int, int]) -> str:
    """What is wrong with how it was refused."""
    status = terminal.wait_for_exit()
    words = b"can't show the board" if kind == "dumb" else b"too small (%dx%d)" % size
    told = bytes(terminal.output)
    if status != 2:
        return f"unfit, and status {status}"
    if words not in told or b"\x1b" in told or told.count(b"\n") != 1:
        return f"unfit, and told {told!r}"
    return ""


def _shown(terminal: Terminal) -> str:
    """What is wrong with how the board is shown and left."""
    try:
        terminal.wait_for("#1001")
        terminal.settle(0.1)
        if SUBJECT.encode() not in terminal.output:
            return "no Japanese letters"
        terminal.press("q")
        status = terminal.wait_for_exit()
    except (Ended, TimeoutError) as crash:
        return f"{type(crash).__name__} {crash}"
    return f"left with status {status}" if status else ""


def _resizes(storm: Storm, url: str) -> Iterator[Figure]:
    """As a window that is dragged larger and smaller."""
    sizes = random.Random(250)
    with at_board(url, storm.home("T18")) as terminal:
        terminal.wait_for("#1001")
        for _ in range(RESIZES):
            terminal.resize(sizes.randint(1, 300), sizes.randint(1, 100))
            terminal.pump(0.004)
        terminal.resize(120, 40)
        terminal.settle()
        yield _count("wrong after resizes", f"{RESIZES} resizes", _is_lost(terminal))


def _bad_input(storm: Storm, url: str) -> Iterator[Figure]:
    """The board answers on, and nothing was done."""
    places = {"board": "", "note": "m", "filter": "/"}
    for place, keys in list(places.items())[:: storm.times(1, 3)]:
        with at_board(url, storm.home("T18")) as terminal:
            terminal.wait_for("#1001")
            terminal.press(keys)
            terminal.settle()
            for data in BAD_INPUT:
                terminal.press(data)
                terminal.settle(0.05)
            _leave(terminal)
            yield _count("wrong after bad bytes", f"on the {place}", _is_lost(terminal))


def _leave(terminal: Terminal) -> None:
    """Back to the board, throwing away what was typed."""
    for _ in range(8):
        shown = terminal.text()
        if "/ Filter" in shown and "╰" not in shown:
            return
        terminal.press("y" if "Throw away what" in shown else "\x1b")
        terminal.settle(0.6)  # or the next key would make one with the escape


def _is_lost(terminal: Terminal) -> bool:
    """Whether it no longer answers keys, or can't be left."""
    try:
        terminal.press("?")
        terminal.wait_for("─ Keys ─", timeout=10)
        terminal.press("?")
        terminal.wait_until_gone("─ Keys ─", timeout=10)
        terminal.press("q")
        return terminal.wait_for_exit() != 0
    except (Ended, TimeoutError) as lost:
        print(lost, file=sys.stderr)
        return True
