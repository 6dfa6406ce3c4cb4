"""The inquiry's own rows of P3, P4 and P7, and P14: opened, read along, changed by others."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from bench.figures import Figure, median, percentile
from bench.window import MISSED_AFTER, QUIET, Floor, Window, biggest_frame, change, react
from csboard.board import Board
from csboard.domain.commands import AddNote, new_op_id
from tests.support.terminal import Reaction, Terminal

OPENED = 0.3
"""Seconds without output after which a screen counts as there."""
NOTES = 12
"""Notes that a colleague writes while the inquiry is read."""


def figures(window: Window, terminal: Terminal, floor: Floor, rounds: int) -> Iterator[Figure]:
    """All on the inquiry with a very long conversation, which is pinned and stands first."""
    yield from _opening(window, terminal, rounds)
    terminal.react("\x1b[H", QUIET)
    react(terminal, "\r", OPENED)
    yield from _reading(window, terminal, floor, rounds)
    yield from _notes(window, terminal)
    react(terminal, "\x1b", OPENED)


def _opening(window: Window, terminal: Terminal, rounds: int) -> Iterator[Figure]:
    """P14 and P4: painted with its conversation, and with all that comes to stand beside it later.

    What is alike is asked for a moment after the inquiry was painted, so that nobody waits for it.
    """
    opened: list[Reaction] = []
    painted: list[float] = []
    for _ in range(max(3, rounds // 4)):
        terminal.react("\x1b[H", QUIET)
        written, pressed = len(terminal.output), time.perf_counter()
        opened.append(react(terminal, "\r", OPENED))
        painted.append((biggest_frame(terminal, written)[1] - pressed) * 1000)
        react(terminal, "\x1b", OPENED)
    size = median([reaction.size for reaction in opened])
    complete = median([reaction.last * 1000 for reaction in opened])
    yield Figure("P14", "open 200 messages", window.where, median(painted), "ms", 60)
    yield Figure("P14", "the same, with what is alike", window.where, complete, "ms")
    yield Figure("P4", "open an inquiry", window.where, size, "bytes", 13_000, counted=True)


def _reading(window: Window, terminal: Terminal, floor: Floor, rounds: int) -> Iterator[Figure]:
    """P3 and P4: line by line up the conversation, which is shown at its end."""
    steps = [react(terminal, "k", QUIET) for _ in range(rounds)]
    lasts = [step.last for step in steps]
    size = median([step.size for step in steps])
    what, where = "scroll an inquiry", window.where
    yield Figure("P3", what, where, median(lasts) / floor.key, "x key floor", 3)
    yield Figure("P3", f"{what}, p95", where, percentile(lasts, 95) * 1000, "ms", 16)
    yield Figure("P4", what, where, size, "bytes", 4_000, counted=True)


def _notes(window: Window, terminal: Terminal) -> Iterator[Figure]:
    """P4 and P7: a colleague adds notes to the inquiry that is read."""
    found = re.search(r"#(\d+)", terminal.rows()[0])
    assert found is not None, terminal.text()
    note = AddNote(number=int(found[1]), text="お電話で確認しました。")
    board = Board.open(window.ground.url)
    # By turns: after one more note of the same person the same lines would stand on the screen.
    reactions = [
        change(board, terminal, note.replaced(op_id=new_op_id()), login, MISSED_AFTER)
        for login in ("suzuki", "sato") * (NOTES // 2)
    ]
    board.close()
    painted = [reaction for reaction in reactions if reaction]
    where, missed = window.where, len(reactions) - len(painted)
    size = median([reaction.size for reaction in painted])
    delay = median([reaction.last * 1000 for reaction in painted])
    yield Figure("P4", "another's note on an inquiry", where, size, "bytes", 4_000, counted=True)
    yield Figure("P7", f"another's note, missed of {NOTES}", where, missed, "", 0, counted=True)
    yield Figure("P7", "another's note, commit to paint", where, delay, "ms", 50)
