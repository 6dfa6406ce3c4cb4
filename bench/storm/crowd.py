"""A crowd of processes at the same work, one of them killed at random every moment and replaced."""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from csboard.db.loaders import LOADERS
from csboard.domain.rules import RULES

KILL_EVERY = 0.05
"""Seconds between two kills."""
LONGEST_WORDS = 120
"""Characters of a failed worker's last words that its figure shows."""

_CONTEXT = multiprocessing.get_context("forkserver")
"""A process that replaces another must start quickly, and not from one that has a database open."""

_OF_EVERY_WORKER = (
    "csboard.db.store",
    "csboard.db.writing",
    "csboard.db.sqlite",
    "csboard.db.postgres",
    "csboard.log_file",
    *sorted({f"csboard.db.{file}" for file, _loader in LOADERS.values()}),
    *sorted({f"csboard.domain.{file}" for file, _rule in RULES.values()}),
)
"""All that a command may load: else each of thousands of short lives begins with it."""

Work = Callable[..., None]


def preload(*modules: str) -> None:
    """What the workers need, imported once for all of them; before the first crowd."""
    _CONTEXT.set_forkserver_preload([*_OF_EVERY_WORKER, *modules])


class Diary:
    """What a worker has seen done, line by line; whole lines survive its death."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, *words: object) -> None:
        """Remember: this was acknowledged."""
        fd = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(fd, (" ".join(map(str, words)) + "\n").encode())
        finally:
            os.close(fd)

    @property
    def length(self) -> int:
        """Bytes noted so far."""
        return self._path.stat().st_size if self._path.exists() else 0

    def entries(self) -> list[list[str]]:
        """All of them, each as its words."""
        if not self._path.exists():
            return []
        return [line.split() for line in self._path.read_text(encoding="utf-8").splitlines()]


class Crowd:
    """A process for each of `arguments`, whose last is its diary; a slot ends when its work does.

    Whoever has noted nothing since it began is spared: where the machine is slow, all would
    else be killed before they come to anything.
    """

    def __init__(self, work: Work, arguments: Sequence[tuple[Any, ...]], seed: int = 1) -> None:
        self.kills = 0
        self._failed: Counter[str] = Counter()
        """Last words of workers that ended by themselves, and not well."""
        self._work, self._arguments = work, arguments
        self._random = random.Random(seed)
        self._running: dict[int, BaseProcess] = {}
        self._begun_at: dict[int, int] = {}

    @property
    def faults(self) -> dict[str, int]:
        """How many workers ended by themselves, and not well; and with what last words."""
        return {"workers that failed": self._failed.total(), **self._failed}

    def run(self, limit: float, meanwhile: Callable[[float], None] = lambda seconds: None) -> float:
        """Until every slot's work is done; the seconds it took. TimeoutError after `limit`.

        `meanwhile` is called at every step with the seconds that have gone by.
        """
        begun = time.perf_counter()
        for slot in range(len(self._arguments)):
            self._start(slot)
        try:
            while self._running:
                passed = time.perf_counter() - begun
                if passed > limit:
                    raise TimeoutError(f"{len(self._running)} workers are not done in {limit} s")
                meanwhile(passed)
                self._clear_away()
                self._kill_one()
                time.sleep(KILL_EVERY)
        finally:
            for process in self._running.values():
                process.kill()
        return time.perf_counter() - begun

    def _start(self, slot: int) -> None:
        self._begun_at[slot] = self._length(slot)
        given = (self._work, self._words(slot), self._arguments[slot])
        self._running[slot] = _CONTEXT.Process(target=_at_work, args=given)
        self._running[slot].start()

    def _words(self, slot: int) -> Path:
        """Where the worker's standard error goes."""
        diary: Path = self._arguments[slot][-1]
        return diary.with_name(f"{diary.name}-words")

    def _length(self, slot: int) -> int:
        return Diary(self._arguments[slot][-1]).length

    def _clear_away(self) -> None:
        for slot, process in list(self._running.items()):
            if process.exitcode is None:
                continue
            del self._running[slot]
            if process.exitcode:
                self._note_failure(slot, process.exitcode)

    def _note_failure(self, slot: int, status: int) -> None:
        words = self._words(slot).read_text(encoding="utf-8", errors="replace")
        print(f"worker {slot}, status {status}:\n{words}", file=sys.stderr)
        last = words.splitlines()[-1] if words else ""
        self._failed[f"status {status}: {last[:LONGEST_WORDS]}"] += 1

    def _kill_one(self) -> None:
        ripe = [slot for slot in self._running if self._length(slot) > self._begun_at[slot]]
        if not ripe:
            return
        slot = self._random.choice(ripe)
        process = self._running[slot]
        process.kill()
        process.join()
        self.kills += 1
        self._start(slot)


def _at_work(work: Work, words: Path, arguments: tuple[Any, ...]) -> None:
    """What a worker says on its standard error is kept, for when it ends badly."""
    os.dup2(os.open(words, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), 2)
    work(*arguments)
