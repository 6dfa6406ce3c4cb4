"""What a worker does about alarms: tells of them when they come, and mails them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from csboard.cli import streams
from csboard.cli.sending_run import SendingRun
from csboard.domain.alarm_commands import TellAlarms
from csboard.errors import Refused
from csboard.i18n import ngettext
from csboard.mail.alarm_mail import AlarmMailer, Mailed
from csboard.mail.mail_options import mail_options

if TYPE_CHECKING:
    from csboard.cli.session import Session

REST = 5.0
"""Seconds between two looks at least, however much happens."""


class AlarmRun:
    """Looks when something has happened, and when the next alarm comes by itself."""

    def __init__(self, session: Session, sending: SendingRun) -> None:
        self._session = session
        self._board = session.board
        self._actor = sending.actor
        self._mailer = (
            AlarmMailer(sending.actor, mail_options(session.config), sending.transport)
            if sending.transport is not None
            else None
        )
        self._seen = -1
        """Id of the newest event at the last look."""
        self._next: datetime | None = None
        self._free_at = 0.0
        self._said = ""

    def turn(self, seconds: float) -> None:
        """Tell of what is new if it is time, and mail what is due; `seconds` since the begin."""
        newest = self._board.newest()
        has_come = self._next is not None and self._next <= self._board.clock.now()
        if seconds >= self._free_at and (newest != self._seen or has_come):
            self._free_at = seconds + REST
            self._seen = newest
            self._tell()
        mailed = self._mailer.step(self._board) if self._mailer else None
        if mailed is not None:
            self._say_of_mail(mailed)

    def _tell(self) -> None:
        alarms = self._board.alarms()
        self._next = alarms.next_look
        if not alarms.untold:
            return
        try:
            event = self._board.execute(TellAlarms(), self._actor)
        except Refused:  # another was first
            return
        kinds = event.detail.get("kinds")
        count = sum(kinds.values()) if isinstance(kinds, dict) else 0
        told = ngettext("Told of {n} alarm.", "Told of {n} alarms.", count)
        self._say("told", count, told.format(n=count))

    def _say_of_mail(self, mailed: Mailed) -> None:
        """What became of it; the same trouble is said once."""
        n, why = mailed.n, mailed.sentence
        if mailed.became == "sent":
            told = ngettext("Mailed {n} alarm.", "Mailed {n} alarms.", n)
        else:
            told = ngettext(
                "{n} alarm was not mailed. {why}", "{n} alarms were not mailed. {why}", n
            )
        if why == "" or why != self._said:
            self._say(mailed.became, n, told.format(n=n, why=why))
        self._said = why

    def _say(self, became: str, count: int, sentence: str) -> None:
        if self._session.wants_json:
            self._session.print_json({"alarms": count, "became": became})
        else:
            self._session.print(sentence)
        streams.flush()
