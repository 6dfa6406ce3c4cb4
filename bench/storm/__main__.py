"""`python -m bench.storm [--short] [--databases sqlite,postgres] [T1 T9 …]`.

Prints each figure beside what is asked, and how long each test took. The exit status is 1 when
a figure that must hold on any machine (a count) doesn't; without `--short` times decide too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from bench.figures import Figure, table
from bench.storm.field import Storm
from csboard.db.driver import load_peewee
from tests.support.postgres import running_server

TESTS = {
    "T1": "claims",
    "T2": "everything",
    "T3": "disk_faults",
    "T4": "hard_mails",
    "T5": "mailrooms",
    "T6": "intake_kills",
    "T7": "bombs",
    "T8": "damaged_mails",
    "T9": "hostile_text",
    "T10": "cleaning",
    "T11": "outbox",
    "T12": "pressing",
    "T13": "lost_lines",
    "T14": "accounts",
    "T15": "endings",
    "T16": "full_disk",
    "T17": "backups",
    "T18": "terminals",
    "T19": "injections",
    "T20": "exported_sheets",
    "T21": "long_open",
    "T22": "clocks",
    "T23": "copies",
    "T24": "members",
    "T25": "imap_kills",
    "T26": "every_step",
    "T27": "recounts",
    "T28": "minutes",
    "T29": "on_the_wall",
}
"""Which module of this package holds a test."""


def main() -> int:
    options = _read_options()
    load_peewee(postgres=True)
    figures: list[Figure] = []
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="csboard-storm-")))
        databases = tuple(options.databases.split(","))
        server = stack.enter_context(running_server()) if "postgres" in databases else None
        storm = Storm(options.short, databases, directory, server)
        for name in options.tests or TESTS:
            figures += _run(name, storm)
    print(table(figures))
    return 0 if all(f.holds for f in figures if f.counted or not options.short) else 1


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.storm", description=__doc__)
    parser.add_argument("--short", action="store_true", help="shortened, counts decide (for CI)")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("tests", nargs="*", choices=[*TESTS, []], metavar="TEST")
    return parser.parse_args()


def _run(name: str, storm: Storm) -> list[Figure]:
    module = import_module(f"bench.storm.{TESTS[name]}")
    begun = time.perf_counter()
    found: list[Figure] = []
    for figure in module.run(storm):
        found.append(figure)
        print(figure.line(), file=sys.stderr)
    return [*found, Figure(name, "took", "", time.perf_counter() - begun, "s")]


if __name__ == "__main__":
    sys.exit(main())
