"""Dying at a chosen step of sending a mail: before or after what is written or said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from csboard.board import Board
from csboard.mail.transport import Delivery, Give, Transport

Death = Callable[[], object]
"""What happens at the chosen step; it doesn't return."""


class Steps:
    """Counts what a sender does, and brings death at one of the steps."""

    def __init__(self, at: int, death: Death) -> None:
        self._left = at
        self._death = death
        self.count = 0

    def taken(self) -> None:
        """Here is a place to die."""
        self.count += 1
        self._left -= 1
        if self._left == 0:
            self._death()


class DyingBoard:
    """A board whose user may die before and after each write."""

    def __init__(self, board: Board, steps: Steps) -> None:
        self._board = board
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._board, name)
        if name not in ("keep", "execute"):
            return found

        def write(*given: object) -> object:
            self._steps.taken()
            answer = found(*given)
            self._steps.taken()
            return answer

        return write


class DyingTransport:
    """A transport whose user may die before and after each of its parts."""

    def __init__(self, transport: Transport, steps: Steps) -> None:
        self._transport = transport
        self._steps = steps
        self.way = transport.way

    @contextmanager
    def offered(self, delivery: Delivery) -> Iterator[Give]:
        self._steps.taken()
        with self._transport.offered(delivery) as give:
            self._steps.taken()

            def given() -> None:
                give()
                self._steps.taken()

            yield given
            self._steps.taken()

    def check(self) -> None:
        self._transport.check()
