"""Ends the wait for a server that has stopped answering, wherever its silence comes from.

The system gives a dead line up by itself (`tcp_user_timeout`), but only while nothing between
here and the server takes the bytes: a tunnel or a pooler that hangs does. Then a statement
waits for ever, and everything behind it.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Patience:
    """Closes the lines on which one statement takes longer than `seconds`; for all threads.

    Whoever waits on such a line then has the driver's own error for a lost connection.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: dict[int, float] = {}
        """When each line's time is over, by file descriptor."""
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None

    @contextmanager
    def over(self, line: int) -> Iterator[None]:
        """While the server is waited for on this file descriptor."""
        with self._lock:
            self._waiting[line] = time.monotonic() + self._seconds
            if self._watcher is None:
                self._watcher = threading.Thread(
                    target=self._watch, name="csboard-patience", daemon=True
                )
                self._watcher.start()
        try:
            yield
        finally:
            with self._lock:
                self._waiting.pop(line, None)

    def lose(self) -> None:
        """Close all lines on which somebody waits, at once."""
        with self._lock:
            self._close_all(list(self._waiting))

    def _watch(self) -> None:
        """Wakes once in `seconds` while there is something to wait for, and then ends."""
        while (due := self._first_due()) is not None:
            time.sleep(max(0.0, due - time.monotonic()))

    def _first_due(self) -> float | None:
        """When to look next; lines whose time is over are closed. None: nobody waits."""
        with self._lock:
            now = time.monotonic()
            self._close_all([line for line, due in self._waiting.items() if due <= now])
            if not self._waiting:
                self._watcher = None
            return min(self._waiting.values(), default=None)

    def _close_all(self, lines: list[int]) -> None:
        for line in lines:
            del self._waiting[line]
            _close(line)


def _close(line: int) -> None:
    with suppress(OSError), socket.socket(fileno=os.dup(line)) as copy:
        copy.shutdown(socket.SHUT_RDWR)
