"""Runs csboard's commands where one I/O call goes wrong: a process with `faults.c` before libc.

Each command runs in a fork of a process that has everything loaded, so that a thousand of
them take minutes. `Faulty` is the storm's side; the module run as a program the other.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from csboard.board import Board

KINDS = {"EIO": 1, "ENOSPC once": 2, "ENOSPC lasting": 3, "death": 4, "torn write": 5}
ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("faults.c")


class NoCompiler(Exception):
    """There is no C compiler on this machine."""


class Ran(NamedTuple):
    """What a command came to: its status (negative: the signal), its words, its I/O calls."""

    status: int
    out: str
    err: str
    calls: int


def compiled(directory: Path, source: Path = SOURCE) -> Path:
    """The shared object of a C source. NoCompiler where there is none."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompiler("there is no C compiler: install one (Debian: apt-get install gcc)")
    target = directory / source.with_suffix(".so").name
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", target, source, "-ldl"], check=True)
    return target


class Faulty:
    """Runs commands, one of their I/O calls below a directory failing."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, where: Path, argv: list[str], kind: int = 0, point: int = 0) -> Ran:
        """`csboard ARGV`, whose standard input is `where`/stdin when that is there."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([str(where), argv, kind, point]), file=self._process.stdin, flush=True)
        return Ran(*json.loads(self._process.stdout.readline()))


@contextmanager
def faulty(shim: Path, env: Mapping[str, str]) -> Iterator[Faulty]:
    """A process to run commands in, gone at the end."""
    with subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **env, "LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT)},
        text=True,
    ) as process:
        try:
            yield Faulty(process)
        finally:
            process.kill()


def _serve() -> None:
    _load()
    for line in sys.stdin:
        where, argv, kind, point = json.loads(line)
        print(json.dumps(_forked(Path(where), argv, kind, point)), flush=True)


def _load() -> None:
    """What any of the commands needs, once for all of them."""
    from importlib import import_module

    import csboard.cli.intake as intake
    from csboard.mail import decoding

    for name in ("acts", "identity", "opening", "upkeep", "layout", "sending", "sending_run"):
        import_module(f"csboard.cli.{name}")
    for name in (
        "store",
        "writing",
        "sqlite",
        "backup",
        "states",
        "letter_states",
        "sending_states",
    ):
        import_module(f"csboard.db.{name}")
    import_module("playhouse.migrations")
    decoding.preload()
    setattr(intake, "Reader", ReaderInPlace)  # noqa: B010


class ReaderInPlace:
    """Reads mail in this very process: a child a mail would take the most of the time."""

    def __init__(self) -> None:
        self._readings: list[object] = []

    def __enter__(self) -> ReaderInPlace:
        return self

    def __exit__(self, *_about: object) -> None:
        """Nothing to end."""

    @property
    def is_full(self) -> bool:
        return bool(self._readings)

    def start(self, raw: bytes) -> None:
        from csboard.mail.children import Reading
        from csboard.mail.reading import read

        self._readings.append(Reading(read(raw)))

    def result(self) -> object:
        return self._readings.pop(0)

    def read(self, raw: bytes) -> object:
        self.start(raw)
        return self.result()

    def forget(self) -> None:
        self._readings.clear()


def take_in(board: Board, raws: Sequence[bytes]) -> None:
    """Store mails and sort them, with those that were stored before and left lying."""
    from csboard.mail.intake import sort_leftovers, take_in_all

    reader: Any = ReaderInPlace()
    for _outcome in sort_leftovers(board, reader):
        pass
    for _outcome in take_in_all(board, raws, "pipe", reader):
        pass


def _forked(where: Path, argv: list[str], kind: int, point: int) -> tuple[int, str, str, int]:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        receiver, sender = os.pipe()
        child = os.fork()
        if child == 0:
            for stream, number in ((out, 1), (err, 2)):
                os.dup2(stream.fileno(), number)
            _in_child(where, argv, kind, point, sender)
        os.close(sender)
        _pid, status = os.waitpid(child, 0)
        calls = int(os.read(receiver, 100) or b"0")
        os.close(receiver)
        for stream in (out, err):
            stream.seek(0)
        return os.waitstatus_to_exitcode(status), out.read(), err.read(), calls


def _in_child(where: Path, argv: list[str], kind: int, point: int, sender: int) -> None:
    from csboard.cli.main import main

    given = where / "stdin"
    os.dup2(os.open(given if given.exists() else os.devnull, os.O_RDONLY), 0)
    shim = ctypes.CDLL(None)
    shim.fault_count.restype = ctypes.c_long
    shim.fault_arm(os.fsencode(where), kind, ctypes.c_long(point))
    status = 1
    try:
        status = main(argv)
    finally:
        os.write(sender, str(shim.fault_count()).encode())
        os._exit(status)


if __name__ == "__main__":
    _serve()
