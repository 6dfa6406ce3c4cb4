"""Long commands: how far they are, and being stopped without leaving anything half."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from csboard.errors import Stopped
from csboard.i18n import _, ngettext

BAR_CELLS = 30
PATIENCE = 1.0
"""Seconds after which the way of a count is shown."""


class ProgressBar:
    """How far it is, on stderr when that is a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total if sys.stderr.isatty() else 0
        self._percent = -1
        self._cells = 0

    def show(self, position: int, told: str) -> None:
        """Draw the bar at `position` of the total, and `told` beside it."""
        if not self._total:
            return
        percent = min(100, 100 * position // self._total)
        if percent == self._percent:
            return
        self._percent = percent
        filled = BAR_CELLS * percent // 100
        bar = "#" * filled + "-" * (BAR_CELLS - filled)
        line = f"[{bar}] {percent:3d} %  {told}"
        sys.stderr.write(f"\r{line:{self._cells}}")
        sys.stderr.flush()
        self._cells = max(self._cells, len(line))

    def clear(self) -> None:
        """Wipe the bar; the next step draws it again."""
        if self._cells:
            sys.stderr.write("\r" + " " * self._cells + "\r")
            sys.stderr.flush()
            self._percent, self._cells = -1, 0


@contextmanager
def progress(total: int) -> Iterator[ProgressBar]:
    """A bar that is gone when the work is, however it ended."""
    bar = ProgressBar(total)
    try:
        yield bar
    finally:
        bar.clear()


def inquiries(many: int) -> str:
    """So many of them."""
    return ngettext("{n} inquiry", "{n} inquiries", many).format(n=many)


@contextmanager
def counting(unit: Callable[[int], str]) -> Iterator[Callable[[int, int], None]]:
    """What to tell how far a count is, and of how many; shown when there is time to look at it.

    `unit` says a number of what is counted in words. Ctrl+C raises Stopped.
    """
    bar: ProgressBar | None = None
    began = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - began > PATIENCE:
            bar = ProgressBar(of)
        if bar is not None:
            bar.show(done, unit(done))

    try:
        yield tell
    except KeyboardInterrupt:
        raise Stopped(_("Stopped; nothing was written.")) from None
    finally:
        if bar is not None:
            bar.clear()


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM and a hang-up stop the work as Ctrl+C does: what it began is cleared away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(*_about: object) -> NoReturn:
    raise KeyboardInterrupt
