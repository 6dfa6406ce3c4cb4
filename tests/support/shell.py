"""Running shell commands inside the test's own process."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from csboard.board import Board
from csboard.cli import identity
from csboard.cli.main import main


@dataclass(frozen=True)
class Result:
    """What a command left: exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """`shell("list", "--json")`: one command line, as one account."""

    def __init__(
        self, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.url = url
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("CSBOARD_DATABASE", url)
        self.become("sato", "Sato")

    def become(self, login: str, name: str = "", uid: int = 4001) -> None:
        """From now on another account sits at the keyboard."""
        account = identity.Account(uid, login, name)
        self._monkeypatch.setattr(identity, "own_account", lambda: account)

    def come(self, login: str, name: str = "", uid: int = 4001) -> None:
        """Another account sits at the keyboard, and is a member, as one who opens the board."""
        self.become(login, name, uid)
        board = Board.open(self.url)
        try:
            identity.enter(board, None, "")
        finally:
            board.close()

    def __call__(self, *argv: str, stdin: str | bytes = "") -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), "utf-8"))
        self._capsys.readouterr()
        status = main(argv)
        out, err = self._capsys.readouterr()
        return Result(status, out, err)

    def ok(self, *argv: str, stdin: str | bytes = "") -> str:
        """The output of a command that must do."""
        result = self(*argv, stdin=stdin)
        assert (result.status, result.err) == (0, "")
        return result.out

    def json(self, *argv: str, stdin: str | bytes = "") -> Any:
        """What a command that must do prints with --json."""
        return json.loads(self.ok(*argv, "--json", stdin=stdin))

    def fails(self, status: int, *argv: str, stdin: str | bytes = "") -> str:
        """The one sentence of a command that must fail with `status`."""
        result = self(*argv, stdin=stdin)
        assert (result.status, result.out) == (status, "")
        assert result.err.startswith("csboard: ")
        assert result.err.count("\n") == 1
        return result.err.removeprefix("csboard: ").rstrip("\n")
