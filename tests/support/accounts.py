"""Other accounts of the machine at work on one board: real user ids, each a process of its own.

The ids are free ones without a name, so nothing has to be entered into the system's lists.
Only root can become them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

ROOT = Path(__file__).parents[2]
GROUP = 64100
"""Whose members share the board."""
MEMBERS: Mapping[str, int] = {"cs1": 64101, "cs2": 64102, "cs3": 64103}
OUTSIDER = 64109

IN_CI = os.environ.get("CI") == "true"


def require_root() -> None:
    """Skip where accounts can't be changed, which fails in CI."""
    if os.geteuid() != 0:
        (pytest.fail if IN_CI else pytest.skip)("only root can work as other accounts")


@contextmanager
def open_place() -> Iterator[Path]:
    """A directory that every account can pass through, gone afterwards."""
    directory = Path(tempfile.mkdtemp(prefix="csboard-place-"))
    directory.chmod(0o755)
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


class Account:
    """A process that works as one account, told by lines what to do."""

    def __init__(self, uid: int, groups: list[int], home: Path) -> None:
        home.mkdir()
        os.chown(home, uid, -1)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.account_at_work", str(uid), *map(str, groups)],
            cwd=ROOT,
            env={**os.environ, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, what: str, *about: object) -> Any:
        """Have it do something; what came of it."""
        self.begin(what, *about)
        return self.answer()

    def begin(self, what: str, *about: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps([what, *about]) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def accounts(place: Path) -> Iterator[dict[str, Account]]:
    """cs1, cs2, cs3 and root, who are members, and an outsider."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(Account(uid, groups, place / name))
            for name, uid, groups in (
                *((name, uid, [GROUP]) for name, uid in MEMBERS.items()),
                ("root", 0, []),
                ("outsider", OUTSIDER, []),
            )
        }
