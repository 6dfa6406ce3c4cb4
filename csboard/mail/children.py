"""Reading mail in a process of its own: started early, replaced often, watched always."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import msgspec

import csboard
from csboard.domain.letters import Letter
from csboard.errors import Unavailable
from csboard.i18n import _
from csboard.mail.child import CPU_SECONDS, READY, receive, send
from csboard.named import NamedTuple

SECONDS = 30.0
"""How long one mail may take on the clock before its child is ended."""
MAILS_PER_CHILD = 500
CHILDREN = 2
"""How many mails are read at the same time."""
START_SECONDS = 60.0
END_SECONDS = 5.0
"""How long a child whose line is closed may take to be gone."""

_ROOT = str(Path(csboard.__file__).parent.parent)
_RUN_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); import csboard.mail.child as c; c.main()"


class Reading(NamedTuple):
    """A letter, or why there is none: `reader-died`, `reader-late`, `reader-cpu`."""

    letter: Letter | None
    problem: str = ""
    measured: Mapping[str, int] = MappingProxyType({})
    """What was measured of the problem: `seconds`, or the `signal` that was its end."""


class Reader:
    """Reads mails in up to `size` children; results come in the order in which mails began.

    `start` gives a mail to a child, `result` waits for the oldest one begun. What the caller
    does in between (storing the originals) goes on at the same time.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        mails_per_child: int = MAILS_PER_CHILD,
        size: int = CHILDREN,
    ) -> None:
        self.size = size
        self._seconds = seconds
        self._mails_per_child = mails_per_child
        self._seats = [self._new_seat()]
        self._latest = self._seats[0]
        self._pending: deque[_Seat] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def is_full(self) -> bool:
        """Whether every child has a mail: `result` comes first."""
        return len(self._pending) == self.size

    def start(self, raw: bytes) -> None:
        """Begin to read `raw`; RuntimeError when the reader is full."""
        if self.is_full:
            raise RuntimeError("every child has a mail")
        self._latest = self._free_seat()
        self._pending.append(self._latest)
        self._latest.start(raw)

    def result(self) -> Reading:
        """The letter of the mail begun first. A child that died or is late is replaced."""
        if not self._pending:
            raise RuntimeError("no mail was begun")
        return self._pending.popleft().result()

    def read(self, raw: bytes) -> Reading:
        """Read one mail and wait for it."""
        self.forget()
        self.start(raw)
        return self.result()

    def forget(self) -> None:
        """Let go of the mails that were begun and never asked for."""
        while self._pending:
            self.result()

    @property
    def process_id(self) -> int:
        """Of the child that was given the latest mail."""
        return self._latest.process_id

    def close(self) -> None:
        """End the children."""
        for seat in self._seats:
            seat.close()

    def _free_seat(self) -> _Seat:
        for seat in self._seats:
            if seat not in self._pending:
                return seat
        self._seats.append(self._new_seat())
        return self._seats[-1]

    def _new_seat(self) -> _Seat:
        return _Seat(self._seconds, self._mails_per_child)


class _Seat:
    """One child at a time: the next one takes its place when it dies, is late or worn out."""

    def __init__(self, seconds: float, mails_per_child: int) -> None:
        self._seconds = seconds
        self._mails_per_child = mails_per_child
        self._raw = b""
        self._child: _Child | None = _Child()

    def start(self, raw: bytes) -> None:
        self._raw = raw
        if self._child is None or self._child.mails >= self._mails_per_child:
            self._replace_child()
        self._current.begin(raw, self._seconds)

    def result(self) -> Reading:
        raw, self._raw = self._raw, b""
        reading = self._current.finish()
        if reading.problem == "reader-died" and self._current.mails > 1:
            # It may have been worn out by the mails before: try once with a fresh one.
            self._replace_child()
            self._current.begin(raw, self._seconds)
            reading = self._current.finish()
        if reading.letter is None:
            self._replace_child()
        return reading

    @property
    def process_id(self) -> int:
        return self._current.process_id

    def close(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    @property
    def _current(self) -> _Child:
        if self._child is None:
            self._child = _Child()
        return self._child

    def _replace_child(self) -> None:
        self.close()
        self._child = _Child()


class _Child:
    """One reading process, from its start to its end."""

    def __init__(self) -> None:
        self.mails = 0
        self._is_ready = False
        self._is_cut = False
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _RUN_CHILD, _ROOT],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C at the terminal is not meant for it
            )
        self._wire = ours

    @property
    def process_id(self) -> int:
        return self._process.pid

    def begin(self, raw: bytes, seconds: float) -> None:
        self._wait_until_ready()
        self.mails += 1
        self._wire.settimeout(seconds)
        try:
            send(self._wire, raw)
        except OSError:  # told by `finish`, which finds no answer
            self._is_cut = True

    def finish(self) -> Reading:
        if self._is_cut:
            return self._died()
        try:
            answer = receive(self._wire)
        except TimeoutError:
            return Reading(None, "reader-late", {"seconds": int(self._wire.gettimeout() or 0)})
        except OSError:
            answer = None
        if answer is None:
            return self._died()
        try:
            return Reading(msgspec.msgpack.decode(answer, type=Letter))
        except msgspec.MsgspecError:
            return Reading(None, "reader-died")

    def _died(self) -> Reading:
        """Why the line is closed: the end of the process tells."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        status = self._process.returncode or 0
        if status == -signal.SIGXCPU:
            return Reading(None, "reader-cpu", {"seconds": CPU_SECONDS})
        return Reading(None, "reader-died", {"signal": -status} if status < 0 else {})

    def end(self) -> None:
        self._wire.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()

    def _wait_until_ready(self) -> None:
        """A child that can't even start says nothing about the mail: that is our trouble."""
        if self._is_ready:
            return
        self._wire.settimeout(START_SECONDS)
        try:
            self._is_ready = self._wire.recv(1) == READY
        except OSError:
            self._is_ready = False
        if not self._is_ready:
            raise Unavailable(
                "reader", _("The process that reads mail could not be started: try again later.")
            )
