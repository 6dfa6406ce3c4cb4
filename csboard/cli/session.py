"""What one shell command works with: its options, the board, who acts, where it prints."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csboard.cli import streams
from csboard.cli.failures import say
from csboard.config import Config
from csboard.errors import ConfigError
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.cli.layout import Look
    from csboard.domain.records import Actor


_STEERING = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
"""What JSON may hold unescaped although it isn't harmless on a terminal, or no UTF-8."""


class Session:
    """One run of one command. Board and actor are made when first asked for."""

    def __init__(
        self, options: Namespace, config: Config | ConfigError, *, creates: bool = False
    ) -> None:
        self.options = options
        self._config = config
        self._creates = creates

    @property
    def config(self) -> Config:
        """The configuration; raises what is wrong with it."""
        if isinstance(self._config, ConfigError):
            raise self._config
        return self._config

    @cached_property
    def board(self) -> Board:
        """The board, open; made first when this command may do that."""
        from csboard.cli.identity import represented
        from csboard.cli.opening import open_board

        board = open_board(self.config, creates=self._creates)
        try:
            represented(board, self.as_login)  # who only looks must be somebody too
        except BaseException:
            board.close()
            raise
        return board

    @cached_property
    def actor(self) -> Actor:
        """Who acts; somebody new is known to the board from the first act on that isn't refused."""
        from csboard.cli.identity import acting

        return acting(self.board, self.as_login, self.config.language or "")

    def enter(self) -> Actor:
        """Who acts, known to the board from now on: for who opens the board itself, or made it."""
        from csboard.cli.identity import enter

        return enter(self.board, self.as_login, self.config.language or "")

    @cached_property
    def look(self) -> Look:
        """How the team wants things shown."""
        from csboard.cli.layout import Look

        return Look(self.board.settings(), self.board.clock.now())

    @property
    def as_login(self) -> str | None:
        """The other member whom `--as` names."""
        return getattr(self.options, "as_login", None)

    @property
    def reader(self) -> str:
        """Login of whoever looks: reading makes nobody known to the board."""
        from csboard.cli.identity import own_account

        return self.as_login or own_account().login

    @property
    def wants_json(self) -> bool:
        return bool(getattr(self.options, "json", False))

    def print(self, text: str) -> None:
        """Text for the person on stdout, harmless wherever it comes from."""
        streams.write(clean(text, multiline=True) + "\n")

    def print_lines(self, lines: Iterable[str]) -> None:
        """Lines for the person on stdout."""
        streams.write("".join(f"{clean(line, multiline=True)}\n" for line in lines))

    def print_json(self, value: Any) -> None:
        """One JSON value on a line of its own, letters as they are but what steers a terminal."""
        import json

        text = json.dumps(value, ensure_ascii=False)
        streams.write(re.sub(_STEERING, lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")

    def print_raw(self, data: bytes) -> None:
        """Bytes on stdout as they are: for a file or a pipe only."""
        streams.write(data)

    def say(self, text: str) -> None:
        """A line for the person on stderr."""
        say(text)

    def close(self) -> None:
        """Let go of the board, if it was opened."""
        if "board" in self.__dict__:
            self.board.close()
