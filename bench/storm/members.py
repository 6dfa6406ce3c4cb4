"""T24: members at both databases at once, every command at random, deaths, cut lines, reopenings.

What is done to a board on SQLite is done to one on PostgreSQL as well. After every step both
must hold the same, follow from their histories, and hold nothing half written; see
`tests.property.machine`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bench.figures import Figure
from bench.storm.field import Storm
from csboard.db.address import parse_url
from tests.property.machine import Machine, counted

EXAMPLES, STEPS = 400, 90


def run(storm: Storm) -> Iterator[Figure]:
    if {"sqlite", "postgres"} - set(storm.databases):
        return
    counted.clear()
    with ExitStack() as stack:

        class OnBoth(Machine):
            urls = staticmethod(_new_boards(storm, stack))

        how = settings(
            max_examples=storm.times(EXAMPLES, 4),
            stateful_step_count=storm.times(STEPS, 20),
            suppress_health_check=list(HealthCheck),
            deadline=None,
            database=None,
        )
        differing = 0
        try:
            run_state_machine_as_test(OnBoth, settings=how)
        except AssertionError as found:
            differing = 1
            print(*getattr(found, "__notes__", ()), found, sep="\n")
    where = f"{counted['examples']} runs, {counted['steps']} commands, {counted['killed']} kills"
    yield Figure("T24", "faults found", where, differing, "", 0, counted=True)
    yield Figure("T24", "carried out", where, counted["done"], "")
    yield Figure("T24", "lines cut off", where, counted["cut off"], "")


def _new_boards(storm: Storm, stack: ExitStack) -> Callable[[], tuple[str, ...]]:
    """Makes an empty board on each database, as copies of two."""
    assert storm.server is not None
    server, numbers = storm.server, count()
    sqlite, postgres = (stack.enter_context(storm.board(one)) for one in ("sqlite", "postgres"))
    file = parse_url(sqlite).path
    assert file is not None

    def urls() -> tuple[str, ...]:
        copy = shutil.copy(file, file.with_name(f"{next(numbers)}.db"))
        url = server.create_database(postgres)
        stack.callback(server.drop_database, url)
        return f"sqlite:///{copy}", url

    return urls
