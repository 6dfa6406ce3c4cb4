"""P1 to P8: the real program in a real terminal, beside the bare Textual app."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator

from bench import floor as bare
from bench import inquiry
from bench.figures import Figure, median, percentile
from bench.process import cpu_seconds, unique_memory
from bench.window import (
    CARD,
    MISSED_AFTER,
    QUIET,
    Floor,
    Window,
    biggest_frame,
    change,
    react,
)
from csboard.board import Board
from csboard.cli.identity import own_account
from csboard.domain.commands import Claim, Release, TakeOver, TaskCommand, new_op_id
from csboard.domain.records import Card, TaskRef
from csboard.domain.views import CardQuery
from tests.support.terminal import Reaction, Terminal


def starts(window: Window, rounds: int) -> tuple[list[Figure], Floor]:
    """P1, with the floor measured in turns so that both see the same machine."""
    bare_starts: list[float] = []
    board_starts: list[float] = []
    keys: list[float] = []
    memory = 0.0
    for turn in range(rounds + 1):
        with window.open_bare() as terminal:
            bare_start = terminal.wait_for_bytes(bare.READY.encode()) - terminal.started
            terminal.settle(QUIET)
            keys += [react(terminal, "x").last for _ in range(8)]
            memory = unique_memory(terminal.process.pid)
        with window.open() as terminal:
            board_start = terminal.wait_for_bytes(CARD) - terminal.started
        if turn:  # the first of each warms the caches
            bare_starts.append(bare_start)
            board_starts.append(board_start)
    found = Floor(median(bare_starts), memory, median(keys))
    limit = 1.25 if window.ground.database == "sqlite" else 1.5
    ratio = median(board_starts) / found.start
    return [
        Figure("P1", "first painted board", window.where, ratio, "x bare", limit),
        Figure("P1", "first painted board", window.where, median(board_starts) * 1000, "ms"),
    ], found


def session(
    window: Window, floor: Floor, rounds: int, changes: int, *, idle: bool = True
) -> Iterator[Figure]:
    """P2 to P5, P7, P8 (with `idle`) and the inquiry's rows, all on one open board."""
    with window.open() as terminal:
        terminal.wait_for_bytes(CARD)
        terminal.settle()
        yield from _keys(window, terminal, floor, rounds)
        yield _redraw(window, terminal)
        yield from _remote(window, terminal, changes)
        yield from _claims(window, terminal, rounds)
        yield from inquiry.figures(window, terminal, floor, rounds)
        if idle:
            yield from _idle(window, terminal)
        memory = unique_memory(terminal.process.pid) / floor.memory
        yield Figure("P2", "memory after use (USS)", window.where, memory, "x bare", 1.5)


def filtering(window: Window, rounds: int) -> Figure:
    """P6: each letter typed into the filter."""
    with window.open() as terminal:
        terminal.wait_for_bytes(CARD)
        terminal.settle()
        taken: list[float] = []
        while len(taken) < rounds:
            terminal.react("/")
            taken += [react(terminal, letter).last for letter in "請求API"]
            terminal.react("\x1b", quiet=0.3)
        open_cards = f"{window.ground.archive.open:,} open"
        return Figure("P6", "filter, a key", open_cards, median(taken) * 1000, "ms", 16)


def _keys(window: Window, terminal: Terminal, floor: Floor, rounds: int) -> Iterator[Figure]:
    """P3 and P4: down the first column, apart by whether the column had to scroll."""
    still: list[Reaction] = []
    scrolled: list[Reaction] = []
    while min(len(still), len(scrolled)) < rounds:
        before = _first_column(terminal)
        reaction = terminal.react("j", QUIET)
        if reaction is None:  # the end of the column
            react(terminal, "\x1b[H")
            continue
        (still if _first_column(terminal) == before else scrolled).append(reaction)
    where = window.where
    for what, reactions, ratio, size in (
        ("cursor in view", still, 1.5, 600),
        ("cursor scrolling", scrolled, 3, 4_000),
    ):
        lasts = [reaction.last for reaction in reactions]
        yield Figure("P3", what, where, median(lasts) / floor.key, "x key floor", ratio)
        yield Figure("P3", f"{what}, p95", where, percentile(lasts, 95) * 1000, "ms", 16)
        sizes = [reaction.size for reaction in reactions]
        yield Figure("P4", what, where, median(sizes), "bytes", size, counted=True)


def _first_column(terminal: Terminal) -> list[str]:
    """Which cards stand on which rows, whatever is marked."""
    found = (re.match(r".(#\d+)", row) for row in terminal.rows())
    return [match[1] if match else "" for match in found]


def _redraw(window: Window, terminal: Terminal) -> Figure:
    """The biggest frame that a change of the window's size paints."""
    for columns in (window.columns - 1, window.columns):
        written = len(terminal.output)
        terminal.resize(columns, window.lines)
        terminal.pump(MISSED_AFTER)
        terminal.settle()
    size, _painted = biggest_frame(terminal, written)
    return Figure("P4", "full redraw", window.where, size, "bytes", 13_000, counted=True)


def _claims(window: Window, terminal: Terminal, rounds: int) -> Iterator[Figure]:
    """P5: take a task, until its card shows the owner; then give it back."""
    me = own_account()
    shown = (me.name or me.login).encode()
    taken: list[float] = []
    for _ in range(rounds):
        terminal.react("n", QUIET)
        written, pressed = len(terminal.output), time.perf_counter()
        terminal.press("a")
        taken.append(terminal.wait_for_bytes(shown, written) - pressed)
        terminal.settle(QUIET)
        terminal.react("A", QUIET)
    yield Figure("P5", "claim by key", window.where, median(taken) * 1000, "ms", 25)


def _remote(window: Window, terminal: Terminal, changes: int) -> Iterator[Figure]:
    """P4 and P7: another process changes cards that are seen, and one that is not."""
    board = Board.open(window.ground.url)
    terminal.react("\x1b[H")
    free = _seen(terminal, board.cards(CardQuery(unowned=True)))[1]
    held = board.cards(CardQuery(owner="sato"))
    claims = [change(board, terminal, command, "suzuki") for command in _toggled(free, changes)]
    one_card = _hand_over(board, terminal, _seen(terminal, held)[0], MISSED_AFTER)
    unseen = _hand_over(board, terminal, held[-1].ref, patience=0.3)
    board.close()
    where = window.where
    painted = [reaction for reaction in claims if reaction]
    delays = [reaction.last * 1000 for reaction in painted]
    for what, reactions, limit in (
        ("remote change in view", one_card, 300),
        ("the same with new counts", painted, 400),
        ("remote change out of view", unseen, 0),
    ):
        size = median([reaction.size if reaction else 0 for reaction in reactions])
        yield Figure("P4", what, where, size, "bytes", limit, counted=True)
    missed = len(claims) - len(painted)
    yield Figure("P7", f"missed of {changes}", where, missed, "", 0, counted=True)
    yield Figure("P7", "commit to paint", where, median(delays), "ms", 50)
    yield Figure("P7", "commit to paint, p99", where, percentile(delays, 99), "ms", 120)


def _toggled(task: TaskRef, times: int) -> Iterator[TaskCommand]:
    """Take it and give it back by turns, each a wish of its own."""
    for turn in range(times):
        yield Release(task=task) if turn % 2 else Claim(task=task)


def _hand_over(
    board: Board, terminal: Terminal, task: TaskRef, patience: float
) -> list[Reaction | None]:
    """Two colleagues take it from each other: one line of one card changes, and no count."""
    command = TakeOver(task=task, reason="bench")
    return [
        change(board, terminal, command.replaced(op_id=new_op_id()), login, patience)
        for login in ("suzuki", "sato") * 5
    ]


def _seen(terminal: Terminal, cards: Iterable[Card]) -> list[TaskRef]:
    """Those of `cards` that the terminal shows, from the top."""
    refs = {card.ref for card in cards}
    numbers = (TaskRef(int(number)) for number in re.findall(r"#(\d+)", terminal.text()))
    return [ref for ref in numbers if ref in refs]


def _idle(window: Window, terminal: Terminal, seconds: float = 12.0) -> Iterator[Figure]:
    """P8, between two minute changes, after toasts have gone."""
    terminal.settle(quiet=6.0, timeout=20.0)
    left_of_minute = 60 - time.time() % 60
    if left_of_minute < seconds + 1:
        terminal.settle(quiet=left_of_minute + 2, timeout=left_of_minute + 2)
    written, used = len(terminal.output), cpu_seconds(terminal.process.pid)
    terminal.settle(quiet=seconds, timeout=seconds)
    share = 100 * (cpu_seconds(terminal.process.pid) - used) / seconds
    size = len(terminal.output) - written
    yield Figure("P8", "idle", window.where, share, "% of a core", 0.4)
    yield Figure("P8", "idle", window.where, size, "bytes", 0, counted=True)
