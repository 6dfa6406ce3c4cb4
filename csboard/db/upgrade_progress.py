"""How far a long upgrade is, for whoever shows it: opening a board has no other way to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Progress = Callable[[int, int], object]
"""Told how much is done, and of how much."""

_reported: ContextVar[Progress | None] = ContextVar("reported", default=None)


@contextmanager
def reported_to(progress: Progress) -> Iterator[None]:
    """Let `progress` be told while the block runs."""
    before = _reported.set(progress)
    try:
        yield
    finally:
        _reported.reset(before)


def report(done: int, total: int) -> None:
    """Tell whoever listens."""
    if progress := _reported.get():
        progress(done, total)
