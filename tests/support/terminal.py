"""A program under a real pseudo terminal, driven and timed as a person would.

The terminal answers the queries a modern one answers, keeps every piece of output with
the moment it came, and shows the screen as a person sees it (by pyte).
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyte

LOOKS = 3
"""Looks in a row at which a program that sleeps for good is found asleep."""
PATIENCE = 30.0
"""Seconds that waiting for something to be shown takes at most."""

_REPLIES = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronized output: known, off
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
}
_QUERY = re.compile(b"|".join(re.escape(query) for query in _REPLIES))
_LONGEST_QUERY = max(map(len, _REPLIES))
_HIDDEN = ("COLUMNS", "LINES", "NO_COLOR", "TMUX", "STY")


@dataclass(frozen=True)
class Reaction:
    """What a key did: seconds to the first and to the last byte painted, and how many."""

    first: float
    last: float
    size: int


class Ended(Exception):
    """The program ended while something was still expected of it."""


class Terminal:
    """Starts `argv` at once; a context manager that leaves no process behind."""

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        columns: int = 120,
        lines: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        draws: Callable[[str], int | None] | None = None,
    ) -> None:
        """`draws` tells the cells that a text takes, or None for a terminal that won't say."""
        self._draws = draws
        self.output = bytearray()
        self._chunks: list[tuple[float, int]] = []
        self._answered = 0
        self._drawn = 0
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        self._set_size(columns, lines)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=_environment(env or {}),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(slave)
        os.set_blocking(self._master, False)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # What a person does

    def press(self, keys: str | bytes) -> None:
        """Type `keys`, as the bytes a terminal sends."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            try:
                data = data[os.write(self._master, data) :]
            except BlockingIOError:
                self.pump(0.01)

    def react(self, keys: str | bytes, quiet: float = 0.1) -> Reaction | None:
        """Press `keys` and time what is painted until `quiet` seconds pass; None if nothing."""
        self.drain()
        before, pressed = len(self._chunks), time.perf_counter()
        self.press(keys)
        self.settle(quiet)
        painted = self._chunks[before:]
        if not painted:
            return None
        size = sum(length for _, length in painted)
        return Reaction(painted[0][0] - pressed, painted[-1][0] - pressed, size)

    def resize(self, columns: int, lines: int) -> None:
        self._draw()
        self._set_size(columns, lines)
        self._screen.resize(lines, columns)
        self.process.send_signal(signal.SIGWINCH)

    def wait_until_stopped(self) -> None:
        """Until it is stopped, as by Ctrl+Z; TimeoutError after `PATIENCE`.

        What it paints meanwhile is read: a full line would hold it up for good.
        """
        deadline = time.monotonic() + PATIENCE
        stopped = os.WSTOPPED | os.WNOWAIT | os.WNOHANG
        while os.waitid(os.P_PID, self.process.pid, stopped) is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"it goes on:\n{self.text()}")
            self.pump(0.05)

    def wait_until_asleep(self) -> None:
        """Until no thread of it works, as when all is painted or the line takes no more.

        Nothing of what it paints is read meanwhile. TimeoutError after `PATIENCE`.
        """
        deadline = time.monotonic() + PATIENCE
        looks = 0
        while looks < LOOKS:
            if time.monotonic() > deadline:
                raise TimeoutError("it goes on working")
            looks = looks + 1 if self._is_asleep() else 0
            select.select([], [], [], 0.005)

    def _is_asleep(self) -> bool:
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return all(
            (task / "stat").read_text().rpartition(") ")[2].startswith("S") for task in tasks
        )

    def hang_up(self) -> None:
        """Drop the line, as a closed window does."""
        os.close(self._master)
        self._master = -1

    # What a person sees

    def rows(self) -> list[str]:
        """The screen, line by line, without trailing blanks."""
        self._draw()
        return [self._line(y).rstrip() for y in range(self._screen.lines)]

    def _line(self, y: int) -> str:
        # pyte keeps an empty cell behind every wide letter, and its own `display` falls over
        # one that has lost its letter
        return "".join(self._screen.buffer[y][x].data for x in range(self._screen.columns))

    def text(self) -> str:
        return "\n".join(self.rows())

    def wait_for(self, text: str, timeout: float = PATIENCE) -> str:
        """Wait until `text` is on the screen, and return the screen."""
        deadline = time.perf_counter() + timeout
        while text not in (shown := self.text()):
            if not self.pump(deadline - time.perf_counter()):
                raise TimeoutError(f"{text!r} is not shown:\n{shown}")
        return shown

    def wait_until_gone(self, text: str, timeout: float = PATIENCE) -> str:
        """Wait until `text` is no longer on the screen, and return the screen."""
        deadline = time.perf_counter() + timeout
        while text in (shown := self.text()):
            if not self.pump(deadline - time.perf_counter()):
                raise TimeoutError(f"{text!r} is still shown:\n{shown}")
        return shown

    def wait_for_bytes(
        self, marker: bytes | re.Pattern[bytes], start: int = 0, timeout: float = PATIENCE
    ) -> float:
        """The moment (of `perf_counter`) at which `marker` was complete in the output."""
        pattern = re.compile(re.escape(marker)) if isinstance(marker, bytes) else marker
        deadline = time.perf_counter() + timeout
        while (found := pattern.search(self.output, start)) is None:
            if not self.pump(deadline - time.perf_counter()):
                raise TimeoutError(f"{marker!r} was not written:\n{self.text()}")
        written = 0
        for moment, length in self._chunks:
            written += length
            if written >= found.end():
                return moment
        raise AssertionError("output without a chunk")

    def settle(self, quiet: float = 0.25, timeout: float = PATIENCE) -> float:
        """Wait until nothing was written for `quiet` seconds; the moment of the last byte."""
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline and self.pump(quiet):
            pass
        return self._chunks[-1][0] if self._chunks else self.started

    def drain(self) -> None:
        """Read what has been written by now."""
        while self.pump(0):
            pass

    def pump(self, timeout: float) -> bool:
        """Read once, waiting at most `timeout` seconds; whether anything came."""
        if not select.select([self._master], [], [], max(0.0, timeout))[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # EIO: the last process on the line is gone
            data = b""
        if not data:
            raise Ended(f"the program ended:\n{self.text()}")
        self._chunks.append((time.perf_counter(), len(data)))
        self.output += data
        self._answer()
        return True

    # The end

    def wait_for_exit(self, timeout: float = PATIENCE) -> int:
        """Read to the end of the program; its exit status (negative: the signal)."""
        deadline = time.perf_counter() + timeout
        try:
            while self._master >= 0 and time.perf_counter() < deadline:
                self.pump(deadline - time.perf_counter())
        except Ended:
            pass
        return self.process.wait(max(0.1, deadline - time.perf_counter()))

    def close(self) -> None:
        """End the program, by force if it must be."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._master >= 0:
            self.hang_up()

    def _answer(self) -> None:
        for query in _QUERY.finditer(self.output, self._answered):
            self.press(self._reply(query))
            self._answered = query.end()
        self._answered = max(self._answered, len(self.output) - _LONGEST_QUERY + 1)

    def _reply(self, query: re.Match[bytes]) -> bytes:
        if query[0] != b"\x1b[6n" or self._draws is None:
            return _REPLIES[query[0]]
        line = bytes(self.output[: query.start()]).rpartition(b"\r")[2]
        cells = self._draws(line.decode())
        return b"" if cells is None else f"\x1b[1;{1 + cells}R".encode()

    def _draw(self) -> None:
        self._stream.feed(bytes(self.output[self._drawn :]))
        self._drawn = len(self.output)

    def _set_size(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
    modern = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {"LANG": "C.UTF-8", **inherited, **modern, **extra}


def _take_terminal() -> None:
    """In the child: make the line its controlling terminal, so that hanging up reaches it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
