"""A terminal of a size on a filled board: how it reacts to keys and to other people's changes."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass

from bench.ground import ROOT, Ground
from csboard.board import Board
from csboard.domain.commands import Command
from csboard.domain.records import Actor
from tests.support.terminal import Reaction, Terminal

CARD = re.compile(rb"#\d{4,}")
FRAME_END = b"\x1b[?2026l"
QUIET = 0.08
"""Seconds without output after which a reaction counts as complete."""

FRAME = 0.02
"""The same after a change by somebody else, which is painted in one frame."""

BETWEEN = 0.03
"""The same before a change, for what is read and painted behind that frame."""

MISSED_AFTER = 3.0
"""Seconds after which a remote change that was not painted counts as missed."""


@dataclass(frozen=True)
class Floor:
    """What the bare Textual app costs in this run."""

    start: float
    memory: float
    key: float


@dataclass(frozen=True)
class Window:
    """A ground seen in a terminal of a size, with the floor measured at that size."""

    ground: Ground
    columns: int
    lines: int

    @property
    def where(self) -> str:
        return f"{self.ground.where} {self.columns}x{self.lines}"

    def open(self) -> Terminal:
        return self.ground.terminal(self.columns, self.lines)

    def open_bare(self) -> Terminal:
        argv = [sys.executable, "-m", "bench.floor"]
        environment = self.ground.environment()
        return Terminal(argv, columns=self.columns, lines=self.lines, env=environment, cwd=ROOT)


def react(terminal: Terminal, keys: str, quiet: float = QUIET) -> Reaction:
    reaction = terminal.react(keys, quiet)
    if reaction is None:
        raise RuntimeError(f"{keys!r} did nothing:\n{terminal.text()}")
    return reaction


def biggest_frame(terminal: Terminal, start: int) -> tuple[int, float]:
    """How long the biggest frame is of those written from `start` on, and when it was complete."""
    ends = [found.end() for found in re.finditer(re.escape(FRAME_END), terminal.output[start:])]
    size, end = max((end - begun, end) for begun, end in zip((0, *ends), ends, strict=False))
    return size, terminal.wait_for_bytes(FRAME_END, start + end - len(FRAME_END))


def change(
    board: Board,
    terminal: Terminal,
    command: Command,
    login: str,
    patience: float = MISSED_AFTER,
) -> Reaction | None:
    """Change the board from here; how the terminal reacts, None when it does not.

    What the change before still has painted, as a preview that is read after the board, is waited
    for first: taken for the answer to this one it would hide whether there was any.
    """
    terminal.settle(BETWEEN)
    written = len(terminal.output)
    board.execute(command, Actor(login))
    committed = time.perf_counter()
    if not terminal.pump(patience):
        return None
    last = terminal.settle(FRAME)
    return Reaction(0.0, last - committed, len(terminal.output) - written)
