"""T22: the machine's clock goes back, jumps with the season, stands in 2038; mails of any year.

The order of events is that of their ids, no card has an age below nothing, and on PostgreSQL
the server's clock counts, not this machine's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure
from bench.storm.faulty import NoCompiler, compiled
from bench.storm.field import Storm
from bench.storm.ground import ROOT, at_board
from csboard.board import Board
from csboard.cli.identity import own_account
from csboard.domain.commands import ApplySettings, EnterBoard
from csboard.domain.records import Actor
from csboard.domain.settings import TeamSettings

HOUR = 3600
MOMENTS = {
    "end of summer time, before": "2026-10-25T00:59:50",
    "end of summer time, after": "2026-10-25T01:00:10",
    "begin of summer time": "2026-03-29T01:00:01",
    "end of 32 bits": "2038-01-19T03:14:10",
    "after 32 bits": "2038-01-20T00:00:00",
    "1 January 2100": "2100-01-01T00:00:00",
}
DATES = (
    "Fri, 01 Jan 2100 00:00:00 +0900",
    "Thu, 01 Jan 1970 00:00:00 +0000",
    "Mon, 01 Jan 1900 00:00:00 +0000",
    "Sat, 31 Feb 2026 99:99:99 +9999",
    "yesterday",
    "Fri, 31 Dec 9999 23:59:59 -1200",
    "Sun, 25 Oct 2026 02:30:00 +0100",
)
NEGATIVE = re.compile(r"(?<![\w/:.-])[-−]\s?\d+\s?(?:s|m|h|d|min)\b")


def run(storm: Storm) -> Iterator[Figure]:
    try:
        shim = compiled(storm.directory, Path(__file__).with_name("clock.c"))
    except NoCompiler as missing:
        yield from storm.left_out("T22", str(missing))
        return
    for database in storm.databases:
        with storm.board(database) as url:
            with closing(Board.open(url)) as board:
                me = Actor(own_account().login)
                board.execute(EnterBoard(), me)
                team = replace(TeamSettings(), zone="Europe/Berlin")
                board.execute(ApplySettings(settings=team), me)
            program = _Program(storm, url, shim)
            yield from _backwards(program, database)
            if database == "sqlite" or not storm.short:
                yield from _moments(program, storm, database)
                yield from _mails(program, database, DATES[:: storm.times(1, 3)])


def _count(what: str, where: str, value: float) -> Figure:
    return Figure("T22", what, where, value, "", 0, counted=True)


class _Program:
    """csboard on a machine whose clock is wrong."""

    def __init__(self, storm: Storm, url: str, shim: Path) -> None:
        self._url, self._shim = url, shim
        self._home = storm.home("T22")
        self.failed = 0

    def env(self, off: float) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._shim), "FAULT_CLOCK": str(int(off))}

    def shell(self, off: float, *argv: str, stdin: bytes = b"") -> str:
        """What a command prints; one that fails is counted."""
        env: Mapping[str, str] = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CSBOARD_DATABASE": self._url,
            "CSBOARD_LANG": "en",
            "HOME": str(self._home),
            **self.env(off),
        }
        words = [sys.executable, "-m", "csboard", *argv]
        done = subprocess.run(words, input=stdin, env=env, capture_output=True, check=False)
        if done.returncode:
            self.failed += 1
            print(argv, off, done.stderr.decode(), file=sys.stderr)
        return done.stdout.decode()

    def screen(self, off: float) -> str:
        """The board as it looks; the inquiry under the cursor is opened and left again."""
        with at_board(self._url, self._home, env=self.env(off), columns=160) as terminal:
            terminal.wait_for("#1001")
            terminal.settle()
            shown = terminal.text()
            terminal.press("\r")
            terminal.wait_for("esc Back")
            terminal.settle()
            shown += terminal.text()
            terminal.press("\x1b")
            terminal.settle(0.6)
            terminal.press("q")
            self.failed += terminal.wait_for_exit() != 0
        return shown


def _backwards(program: _Program, database: str) -> Iterator[Figure]:
    """An inquiry is opened; then the clock is an hour back."""
    program.shell(0, "add", "--subject", "件名", "--body", "本文")
    program.shell(-HOUR, "claim", "1001")
    program.shell(-HOUR / 2, "note", "1001", "later, by an earlier clock")
    program.shell(-HOUR, "add", "--subject", "of an hour ago", "--body", "本文")
    events = json.loads(program.shell(-2 * HOUR, "history", "1001", "--json"))
    kinds = [event["kind"] for event in events]
    where = f"clock an hour back, {database}"
    wrong_order = kinds != ["opened", "claimed", "noted"]
    yield _count("events not in the order of their ids", where, wrong_order)
    told = program.shell(-2 * HOUR, "list") + program.screen(-2 * HOUR)
    yield _count("ages below nothing", where, len(NEGATIVE.findall(told)))
    yield _count("failed", where, program.failed)
    if database == "postgres":
        written = datetime.fromisoformat(events[1]["at"])
        apart = abs((datetime.now(UTC) - written).total_seconds())
        yield _count("events not by the server's clock", where, apart > HOUR / 4)


def _moments(program: _Program, storm: Storm, database: str) -> Iterator[Figure]:
    told, program.failed = "", 0
    moments = list(MOMENTS.values())
    for moment in moments[1::3] if storm.short else moments:
        off = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() - time.time()
        program.shell(off, "add", "--subject", moment, "--body", "本文")
        told += program.shell(off, "list") + program.screen(off)
    where = f"summer time, 2038, 2100, {database}"
    yield _count("ages below nothing", where, len(NEGATIVE.findall(told)))
    yield _count("failed", where, program.failed)


def _mails(program: _Program, database: str, dates: Sequence[str]) -> Iterator[Figure]:
    """Mails that say they were written in any year at all."""
    program.failed = 0
    before = len(json.loads(program.shell(0, "list", "--json")))
    for date in dates:
        mail = f"From: a@example.jp\nTo: us@example.jp\nSubject: {date}\nDate: {date}\n\nx {date}\n"
        program.shell(0, "intake", "mail", stdin=mail.encode())
    listed = json.loads(program.shell(0, "list", "--json"))
    told = program.shell(0, "list") + program.screen(0)
    where = f"{len(dates)} mails of any year, {database}"
    yield _count("mails that opened nothing", where, before + len(dates) - len(listed))
    yield _count("ages below nothing", where, len(NEGATIVE.findall(told)))
    yield _count("failed", where, program.failed)
