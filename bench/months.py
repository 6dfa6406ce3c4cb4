"""`python -m bench.months`: what months of use leave behind, in minutes.

An open board follows 10,000 changes made by another process, and a person opens and closes
every screen 1,000 times: neither may make the program bigger, or leave files open.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, table
from bench.ground import Ground, laid_out
from bench.lifelike import Archive
from bench.process import open_files, unique_memory
from csboard.board import Board
from csboard.db.driver import load_peewee
from csboard.domain.commands import Claim, Command, Move, Release, Undo, new_op_id
from csboard.domain.records import Actor
from csboard.domain.views import CardQuery
from tests.support.postgres import running_server
from tests.support.terminal import Terminal

GROWTH = 1.0
"""MiB that a flat memory may still differ by: pages that the allocator keeps."""
AT_ONCE = 20
"""Changes between two looks at what the board painted."""

SCREENS: dict[str, tuple[str, ...]] = {
    "inquiry": ("enter", "escape"),
    "help": ("question_mark", "escape"),
    "tray": ("g", "t", "escape"),
    "note": ("m", "escape", "escape"),
    "what is known": ("e", "escape"),
    "on hold": ("w", "escape"),
    "split off": ("s", "escape"),
    "merge": ("enter", "M", "escape", "escape"),
    "new inquiry": ("i", "escape", "escape"),
    "filter": ("slash", "escape"),
    "palette": ("ctrl+p", "escape"),
    "activity": ("g", "a", "escape"),
    "settings": ("g", "comma", "escape"),
    "link": ("enter", "ampersand", "escape", "escape"),
    "others": ("enter", "o", "escape", "escape"),
    "marks": ("x", "escape"),
}
"""Keys that open each from the board and close it again."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.months", description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument(
        "--times", type=int, default=1_000, help="how often each screen opens; 0 for none"
    )
    parser.add_argument("--databases", default="sqlite,postgres")
    options = parser.parse_args()
    load_peewee(postgres=True)
    figures: list[Figure] = []
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="csboard-months-")))
        server = stack.enter_context(running_server()) if "postgres" in options.databases else None
        for database in options.databases.split(","):
            archive = Archive.of(1_000, datetime.now(UTC))
            ground = stack.enter_context(laid_out(database, archive, directory, server))
            for figure in _months(ground, options.changes, options.times):
                figures.append(figure)
                print(figure.line(), file=sys.stderr)
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def _months(ground: Ground, changes: int, times: int) -> Iterator[Figure]:
    with ground.terminal() as terminal:
        terminal.wait_for_bytes(b"#1")
        _follow(ground, terminal, changes)  # until SQLite has filled its cache of pages
        before = _size(terminal)
        _follow(ground, terminal, changes)
        yield from _grown(f"{changes:,} changes", ground.where, before, _size(terminal))
    for name, keys in SCREENS.items() if times else ():
        yield from asyncio.run(_open_and_close(ground, name, keys, times))


def _size(terminal: Terminal) -> tuple[float, int]:
    terminal.settle(quiet=0.5)
    return _size_of(terminal.process.pid)


def _size_of(pid: int) -> tuple[float, int]:
    return unique_memory(pid), open_files(pid)


def _grown(
    what: str, where: str, before: tuple[float, int], after: tuple[float, int]
) -> Iterator[Figure]:
    grown = after[0] - before[0]
    yield Figure("M1", f"{what}: memory grown", where, grown, "MiB", GROWTH)
    yield Figure("M1", f"{what}: memory after", where, after[0], "MiB")
    files = after[1] - before[1]
    yield Figure("M2", f"{what}: files left open", where, files, "", 0, counted=True)


def _follow(ground: Ground, terminal: Terminal, changes: int) -> None:
    """Take, move on, take back, give back, on tasks that are seen and on others."""
    board = Board.open(ground.url)
    tasks = [card.ref for card in board.cards(CardQuery(unowned=True, limit=50))]
    done = 0
    while done < changes:
        for task in tasks:
            steps: tuple[Command, ...] = (
                Claim(task=task),
                Move(task=task, stage="doing"),
                Undo(number=task.number),
                Release(task=task),
            )
            for step in steps:
                board.execute(step.replaced(op_id=new_op_id()), Actor("suzuki"))
            done += len(steps)
            if done % AT_ONCE == 0:
                terminal.pump(0.05)
            if done >= changes:
                break
    board.close()


async def _open_and_close(
    ground: Ground, name: str, keys: tuple[str, ...], times: int
) -> list[Figure]:
    """A screen in this process, without a terminal: a tenth of the time, the same objects."""
    from csboard.tui.app import CsboardApp

    app = CsboardApp(Board.open(ground.url), Actor("sato"))
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(max(1, times // 10)):
            await pilot.press(*keys)
        gc.collect()
        before = _size_of(os.getpid())
        for _ in range(times):
            await pilot.press(*keys)
        gc.collect()
        if len(app.screen_stack) != 1:
            raise RuntimeError(f"{name} did not close")
        return list(_grown(f"{name} {times:,} times", ground.where, before, _size_of(os.getpid())))


if __name__ == "__main__":
    sys.exit(main())
