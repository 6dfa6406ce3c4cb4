"""`csboard worker`: sends what is due, takes mail in, tells of alarms, for as long as it runs.

Besides it ends lost timers, and brings in the public holidays of new years.
Any number may run. Each reply is taken by one of them; the mailbox and the alarms by the one that
holds their lease.
Mail is taken in by `csboard intake` in a process of its own, which is started again when it ends.
"""

from __future__ import annotations

import secrets
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli import reply_shapes, streams
from csboard.cli.alarm_run import AlarmRun
from csboard.cli.intake_run import Stop, stop_signals
from csboard.cli.sending_run import SendingRun, in_words
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.worker_upkeep import Upkeep
from csboard.domain.alarm_settings import TELLER
from csboard.domain.sending_commands import HoldLease
from csboard.errors import Conflict, Unavailable, UsageError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.mail.sending import Step

LOOK_EVERY = 2.0
"""Seconds between two looks for what is due."""
LEASE_SECONDS = 60
RENEW_EVERY = 20.0
AGAIN_AFTER = 30.0
"""Seconds after which an intake that ended is started again."""
ENDING_SECONDS = 30.0
_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of <linux/prctl.h>."""
SENDER = "sender"
"""The lease by which `Board.somebody_sends` knows."""


class Intake:
    """`csboard intake SOURCE --watch` as a child, while this worker is who takes mail in."""

    def __init__(self, name: str, arguments: list[str]) -> None:
        self.name = name
        self._arguments = arguments
        self._child: subprocess.Popen[bytes] | None = None
        self._start_at = 0.0

    def tend(self, is_ours: bool, now: float) -> None:
        """Start it, or end it where another worker has the lease."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None
            self._start_at = now + AGAIN_AFTER
        if not is_ours:
            self.end()
        elif self._child is None and now >= self._start_at:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "csboard", "intake", *self._arguments, "--watch"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                preexec_fn=_ending_with_us(),
            )

    def once(self) -> int:
        """Take in what waits; the exit status."""
        command = [sys.executable, "-m", "csboard", "intake", *self._arguments]
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ).returncode

    def end(self) -> None:
        """Let it finish the mail at hand."""
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._child = None


def _ending_with_us() -> Callable[[], object] | None:
    """For a child: the system tells it to end when we are gone, killed ones included.

    Else the next worker takes the lease, and two would read the same mailbox from then on.
    """
    if sys.platform != "linux":
        return None
    import ctypes

    return partial(ctypes.CDLL(None).prctl, _PARENT_DEATH_SIGNAL, signal.SIGTERM)


class Worker:
    """One worker at its work."""

    def __init__(self, session: Session, stop: Stop) -> None:
        self._session = session
        self._stop = stop
        self._sending = SendingRun(session)
        self._holder = secrets.token_hex(8)
        self.intakes = _intakes(session)
        if self._sending.transport is None and not self.intakes:
            raise UsageError(
                _("There is nothing to do: config.toml has neither [mail] with a way nor [imap].")
            )
        self._alarms = AlarmRun(session, self._sending)
        self._upkeep = Upkeep(session, self._sending.actor)
        self._renew_at = 0.0
        self._ours: set[str] = set()
        self._is_cut_off = False

    def work(self) -> None:
        """Until told to end."""
        clock = self._session.board.clock
        begun = clock.now()
        try:
            while not self._stop.is_set():
                seconds = (clock.now() - begun).total_seconds()
                if not self._patiently(seconds):
                    self._stop.rest(LOOK_EVERY)
        finally:
            for intake in self.intakes:
                intake.end()

    def once(self) -> int:
        """What is due and what waits, and no more; the exit status."""
        self._renew()
        statuses = [intake.once() for intake in self.intakes if intake.name in self._ours]
        for step in self._sending.all_due():
            self._tell(step)
        if TELLER in self._ours:
            self._alarms.turn(0.0)
        self._upkeep.turn(0.0)
        return max(statuses, default=0)

    def _patiently(self, seconds: float) -> bool:
        """Whether there was something to do; a board out of reach is waited for, and told once."""
        try:
            if self._is_cut_off:
                self._session.board.reconnect()
            did = self._turn(seconds)
        except Unavailable as failure:
            if not self._is_cut_off:
                self._session.say(failure.sentence)
            self._is_cut_off = True
            return False
        if self._is_cut_off:
            self._session.say(_("The board can be reached again."))
        self._is_cut_off = False
        return did

    def _turn(self, seconds: float) -> bool:
        if seconds >= self._renew_at:
            self._renew()
            self._renew_at = seconds + RENEW_EVERY
        for intake in self.intakes:
            intake.tend(intake.name in self._ours, seconds)
        if TELLER in self._ours:
            self._alarms.turn(seconds)
        self._upkeep.turn(seconds)
        step = self._sending.step()
        if step is not None:
            self._tell(step)
        return step is not None

    def _renew(self) -> None:
        """Hold, or try to get, what only one worker does."""
        names = [intake.name for intake in self.intakes]
        wanted = (*names, *self._sends(), TELLER)
        self._ours = {name for name in wanted if self._holds(name)}

    def _sends(self) -> list[str]:
        return [SENDER] if self._sending.transport is not None else []

    def _holds(self, name: str) -> bool:
        lease = HoldLease(name=name, holder=self._holder, seconds=LEASE_SECONDS)
        try:
            self._session.board.keep(lease, self._sending.actor)
        except Conflict:
            return False
        return True

    def _tell(self, step: Step) -> None:
        if self._session.wants_json:
            self._session.print_json(reply_shapes.of_step(step))
        else:
            self._session.print(in_words(step))
        streams.flush()


def worker(session: Session) -> int:
    """Send and take in until ended; with --once what there is now."""
    with stop_signals() as stop:
        worker = Worker(session, stop)
        if session.options.once:
            return worker.once()
        session.say(_("At work: Ctrl+C ends it."))
        worker.work()
    return 0


def _intakes(session: Session) -> list[Intake]:
    """The sources that the configuration and the options name."""
    found = []
    database = ["--db", session.options.db] if session.options.db else []
    if session.config.imap:
        from csboard.mail.imap_options import imap_options

        imap_options(session.config)  # what is wrong with it is told now
        found.append(Intake("intake imap", ["imap", *database]))
    if session.options.maildir:
        place = str(Path(session.options.maildir).absolute())
        found.append(Intake(f"intake {place}", ["maildir", place, *database]))
    return found


COMMANDS = {
    "worker": ShellCommand(
        worker,
        (
            argument(
                "--once", action="store_true", help=N_("do what there is to do now, then end")
            ),
            argument("--maildir", metavar="DIR", help=N_("take new mail of this Maildir in, too")),
            JSON,
        ),
    )
}
