"""Reading mail in a process of its own: started early, replaced often, watched always."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import msgspec

import csboard
from csboard.domain.letters import Letter
from csboard.errors import Unavailable
from csboard.i18n import _
from csboard.mail.child import READY, receive, send

SECONDS = 30.0
"""How long one mail may take on the clock before its child is ended."""
MAILS_PER_CHILD = 500
START_SECONDS = 60.0

_ROOT = str(Path(csboard.__file__).parent.parent)
_RUN_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); import csboard.mail.child as c; c.main()"


class Reading(NamedTuple):
    """A letter, or why there is none: `reader-died` or `reader-late`."""

    letter: Letter | None
    problem: str = ""


class Reader:
    """Reads one mail at a time; `start` gives it to the child, `result` waits for it.

    What the caller does in between (storing the original) goes on at the same time.
    """

    def __init__(self, seconds: float = SECONDS, mails_per_child: int = MAILS_PER_CHILD) -> None:
        self._seconds = seconds
        self._mails_per_child = mails_per_child
        self._raw: bytes | None = None
        self._child: _Child | None = _Child()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self, raw: bytes) -> None:
        """Begin to read `raw`. What became of a mail never asked for is forgotten."""
        if self._raw is not None:
            self.result()
        self._raw = raw
        if self._child is None or self._child.mails >= self._mails_per_child:
            self._replace_child()
        self._current.begin(raw, self._seconds)

    def result(self) -> Reading:
        """The letter of the mail begun last. A child that died or is late is replaced."""
        raw, self._raw = self._raw, None
        if raw is None:
            raise RuntimeError("no mail was begun")
        reading = self._current.finish()
        if reading.problem == "reader-died" and self._current.mails > 1:
            # It may have been worn out by the mails before: try once with a fresh one.
            self._replace_child()
            self._current.begin(raw, self._seconds)
            reading = self._current.finish()
        if reading.letter is None:
            self._replace_child()
        return reading

    def read(self, raw: bytes) -> Reading:
        """Read one mail and wait for it."""
        self.start(raw)
        return self.result()

    @property
    def process_id(self) -> int:
        """Of the child at work now."""
        return self._current.process_id

    def close(self) -> None:
        """End the child."""
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
            return Reading(None, "reader-died")
        try:
            answer = receive(self._wire)
        except TimeoutError:
            return Reading(None, "reader-late")
        except OSError:
            answer = None
        if answer is None:
            return Reading(None, "reader-died")
        try:
            return Reading(msgspec.msgpack.decode(answer, type=Letter))
        except msgspec.MsgspecError:
            return Reading(None, "reader-died")

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
