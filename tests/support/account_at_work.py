"""What an `Account` does: reads a line, works on a board as it says, answers with a line.

`python -m tests.support.account_at_work UID GROUP …`: everything is loaded while it is still
root, because the interpreter may lie where the account can't read.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import pkgutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from typing import Any

import csboard.cli
import csboard.db
import csboard.domain
from csboard.board import Board
from csboard.cli.main import main
from csboard.domain.commands import EnterBoard, OpenInquiry
from csboard.domain.records import Actor
from csboard.errors import CsboardError, Refused

PR_SET_DUMPABLE = 4
NOGROUP = 65534


class Work:
    """One board at a time."""

    board: Board | None = None

    def __init__(self) -> None:
        self.me = Actor(f"uid{os.getuid()}")

    def umask(self, mask: int) -> str:
        os.umask(mask)
        return "ok"

    def open(self, url: str) -> str:
        self.board = Board.open(url)
        if self.me.login not in self.board.members():
            self.board.execute(EnterBoard(name=self.me.login), self.me)
        return "ok"

    def write(self) -> str:
        assert self.board
        self.board.execute(OpenInquiry(subject=self.me.login), self.me)
        return "ok"

    def events(self) -> int:
        assert self.board
        return self.board.newest()

    def close(self) -> str:
        if self.board:
            self.board.close()
        self.board = None
        return "ok"

    def shell(self, *argv: str) -> dict[str, Any]:
        """A command line of csboard."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(argv)
        return {"status": status, "out": out.getvalue(), "err": err.getvalue()}

    def tamper(self, path: str) -> str:
        """Try to change the files of a board without csboard."""
        for opened in (path, f"{path}-wal", f"{path}.bell/ring"):
            try:
                os.close(os.open(opened, os.O_WRONLY))
            except OSError:
                continue
            return f"wrote {opened}"
        return "refused"


def answer(work: Work, line: str) -> Any:
    what, *about = json.loads(line)
    try:
        return getattr(work, what)(*about)
    except Refused as refusal:
        return refusal.code
    except CsboardError as error:
        return error.sentence


def load_everything() -> None:
    for package in (csboard.cli, csboard.db, csboard.domain):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                import_module(module.name)
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        url, work = f"sqlite:///{place}/board/board.db", Work()
        work.shell("init", "--db", url, "--group", "0")
        work.shell("doctor", "--json", "--db", url)
        work.open(url)
        work.write()
        work.close()


def become(uid: int, groups: list[int]) -> None:
    os.setgroups(groups)
    os.setgid(NOGROUP)
    os.setuid(uid)
    # As after a login: else /proc would show this process as root's.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1)
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        del os.environ[name]


def run(uid: int, *groups: int) -> None:
    load_everything()
    become(uid, list(groups))
    work = Work()
    for line in sys.stdin:
        print(json.dumps(answer(work, line)), flush=True)


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
