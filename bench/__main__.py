"""`python -m bench`: every row of the table of targets, in one run of under ten minutes.

With `--short` a small board is measured in a minute, and only what must hold on any machine
decides the exit status: bytes on the line, changes missed, queries asked.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench import queries, reporting, screens, searching, shell, writing
from bench.as_installed import compile_once, forget_the_person
from bench.figures import Figure, table
from bench.ground import Ground, laid_out
from bench.lifelike import Archive
from bench.window import Window
from csboard.db.driver import load_peewee
from tests.support.postgres import NoServer, Server, running_server

SIZES = (100, 10_000, 100_000)
SCREEN_ROWS = {"P1", "P2", "P3", "P4", "P5", "P7", "P8", "P14"}


@dataclass
class Run:
    """What is to be measured, and the figures so far."""

    rows: set[str]
    sizes: list[int]
    databases: list[str]
    short: bool
    mails: int
    figures: list[Figure] = field(default_factory=list)
    queries: dict[str, dict[str, int]] = field(default_factory=dict)
    """On the smallest board, by database."""

    def wants(self, *rows: str) -> bool:
        return not self.rows or bool(self.rows.intersection(rows))

    def add(self, found: Iterable[Figure]) -> None:
        for figure in found:
            if self.wants(figure.row):
                self.figures.append(figure)
                print(figure.line(), file=sys.stderr)

    @property
    def rounds(self) -> int:
        return 5 if self.short else 12


def main() -> int:
    run = _read_options()
    forget_the_person()
    compile_once()
    load_peewee(postgres=True)
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="csboard-bench-")))
        server = _server(run, stack)
        for database in run.databases:
            for size in run.sizes:
                archive = Archive.of(size, datetime.now(UTC))
                with laid_out(database, archive, directory, server) as ground:
                    _measure(run, ground, directory)
        if run.wants("P6") and not run.short:
            archive = Archive(10_000, 2_000, datetime.now(UTC))
            with laid_out("sqlite", archive, directory, None) as ground:
                run.add([screens.filtering(Window(ground, 120, 40), run.rounds)])
    print(table(run.figures))
    return 0 if all(f.holds for f in run.figures if f.counted or not run.short) else 1


def _read_options() -> Run:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="small, counts decide (for CI)")
    parser.add_argument("--rows", default="", help="only these, such as P1,P3")
    parser.add_argument("--sizes", default="", help="inquiries on the board, such as 100,10000")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--mails", type=int, default=2_000, help="how many mails P12 takes in")
    options = parser.parse_args()
    sizes = [int(word) for word in options.sizes.split(",") if word]
    return Run(
        rows={word for word in options.rows.split(",") if word},
        sizes=sizes or list(SIZES[:1] if options.short else SIZES),
        databases=options.databases.split(","),
        short=options.short,
        mails=options.mails,
    )


def _server(run: Run, stack: ExitStack) -> Server | None:
    if "postgres" not in run.databases:
        return None
    try:
        return stack.enter_context(running_server())
    except NoServer as reason:
        print(f"without PostgreSQL: {reason}", file=sys.stderr)
        run.databases.remove("postgres")
        return None


def _measure(run: Run, ground: Ground, directory: Path) -> None:
    """All rows on one board."""
    first = ground.archive.inquiries == run.sizes[0]
    last = ground.archive.inquiries == run.sizes[-1]
    if run.wants("P15"):
        expected = run.queries.setdefault(ground.database, queries.count(ground.url))
        run.add(queries.figures(ground, expected))
    if run.wants(*SCREEN_ROWS):
        _measure_screens(run, Window(ground, 120, 40), thorough=last and not run.short)
        if last and not run.short:
            _measure_screens(run, Window(ground, 200, 60), thorough=False)
    if run.short:
        return
    if run.wants("P10") and (first or last):
        run.add(shell.commands(ground, run.rounds))
    if run.wants("P11") and first and ground.database == run.databases[0]:
        run.add(shell.answers(ground, run.rounds))
    if run.wants("P13"):
        run.add(searching.figures(ground, run.rounds))
    if run.wants("P9") and last:
        run.add(writing.figures(ground))
    if run.wants("P16") and last:
        run.add(reporting.figures(ground))
    if run.wants("P12") and first:
        run.add(shell.intake(ground, directory, run.mails))


def _measure_screens(run: Run, window: Window, *, thorough: bool) -> None:
    """With `thorough`, as many changes as tell a lost one, and an idle stretch."""
    started, floor = screens.starts(window, 3 if run.short else 5)
    run.add(started)
    if run.wants(*(SCREEN_ROWS - {"P1"})):
        changes = 1_000 if thorough else 100
        run.add(screens.session(window, floor, run.rounds, changes, idle=thorough))


if __name__ == "__main__":
    sys.exit(main())
