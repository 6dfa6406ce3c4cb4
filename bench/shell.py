"""P10 to P12: plain commands as whole processes, and the intake of a mailbox."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bench.figures import Figure, median
from bench.ground import ROOT, Ground
from bench.lifelike import Archive, Case, mail

EMPTY = [sys.executable, "-c", "pass"]
ONLY_PEEWEE = [sys.executable, "-c", "import sys; sys.modules['psycopg'] = None; import peewee"]


def answers(ground: Ground, rounds: int) -> list[Figure]:
    """P11: what answers without a board."""
    program = [sys.executable, "-m", "csboard"]
    empty, *taken = _compare(
        [EMPTY, [*program, "--help"], [*program, "--version"]], ground.environment(), rounds
    )
    return [
        figure
        for word, seconds in zip(("--help", "--version"), taken, strict=True)
        for figure in (
            Figure("P11", f"csboard {word}", "", seconds * 1000, "ms", 100),
            Figure("P11", f"csboard {word}", "", seconds / empty, "x empty interpreter", 4),
        )
    ]


def commands(ground: Ground, rounds: int) -> list[Figure]:
    """P10: `list`, whole and cut short, `next`, `add` and `claim` against importing peewee.

    Beside them what the driver alone costs, which no command can do without.
    """
    environment = ground.environment()
    add = ground.program("add", "--subject", "電話で折り返し希望", "--from", "山本様")
    timed = {word: ground.program(*word.split()) for word in ("list", "list --limit 20", "next")}
    timed["add"] = add
    floor, bare, *taken = _compare(
        [ONLY_PEEWEE, _asked(ground), *timed.values()], environment, rounds
    )
    numbers = [_output(add, environment).strip() for _ in range(rounds)]
    claiming = median([_seconds(ground.program("claim", n), environment) for n in numbers])
    figures = [
        Figure("P10", f"csboard {word}", ground.where, seconds / floor, "x import peewee", 2)
        for word, seconds in (*zip(timed, taken, strict=True), ("claim", claiming))
    ]
    what = "a question by the bare driver"
    return [Figure("P10", what, ground.where, bare / floor, "x import peewee"), *figures]


def _asked(ground: Ground) -> list[str]:
    """A process that asks the database one thing, without csboard and peewee."""
    if ground.database == "postgres":
        asking = f"import psycopg; psycopg.connect({ground.url!r})"
    else:
        path = ground.url.removeprefix("sqlite:///")
        asking = f"import apsw; apsw.Connection({path!r})"
    return [sys.executable, "-c", f"{asking}.execute('SELECT 1').fetchone()"]


def intake(ground: Ground, directory: Path, mails: int) -> list[Figure]:
    """P12: a mailbox of ordinary mails; flat memory means the tenth of it peaks as high."""
    environment = ground.environment()
    few, many = directory / "few.mbox", directory / "many.mbox"
    archive = Archive(mails + mails // 10, 0, datetime.now(UTC))
    cases = archive.cases()
    _write_mbox(few, (next(cases) for _ in range(mails // 10)))
    _write_mbox(many, cases)
    little = run_measured(ground.program("intake", "mbox", str(few)), environment).memory
    seconds, much, _cpu = run_measured(ground.program("intake", "mbox", str(many)), environment)
    return [
        Figure("P12", "intake", ground.where, mails / seconds, "mails/s", 150, at_least=True),
        Figure(
            "P12", f"memory, {mails} mails of {mails // 10}", ground.where, much / little, "x", 1.2
        ),
    ]


def _write_mbox(path: Path, cases: Iterable[Case]) -> None:
    with path.open("wb") as file:
        for case in cases:
            file.write(b"From - Sat Nov 21 09:00:00 2026\n")
            file.write(mail(case).replace(b"\r\n", b"\n") + b"\n")


def _compare(
    commands: Sequence[list[str]], environment: dict[str, str], rounds: int
) -> list[float]:
    """Median seconds of each command; taken in turns, so that all see the same machine."""
    for command in commands:
        _seconds(command, environment)
    turns = [[_seconds(command, environment) for command in commands] for _ in range(rounds)]
    return [median(column) for column in zip(*turns, strict=True)]


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    _output(command, environment)
    return time.perf_counter() - begun


def _output(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


class Used(NamedTuple):
    """What a command took."""

    seconds: float
    memory: float
    """MiB at the peak."""
    cpu: float
    """Seconds of it."""


def run_measured(command: list[str], environment: dict[str, str]) -> Used:
    """Run a command to its end."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if process.returncode is None:
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu = usage.ru_utime + usage.ru_stime
    return Used(time.perf_counter() - begun, usage.ru_maxrss / 1024, cpu)
