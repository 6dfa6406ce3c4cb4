"""A team's year on a board: what customers do, what the team decides, and in which order.

Twenty thousand inquiries by mail, on the phone and at the counter, from April to March; more on
Mondays, before the end of the year and in spring, fewer on holidays. Everything is done by real
commands, at the moment at which it would be. The same for the same seed.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from bench import year_days
from bench.desk import Desk
from bench.lifelike import MEMBERS
from bench.year_case import Case
from bench.year_days import DAY, MINUTE
from bench.year_work import Worker
from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.driver import load_peewee
from csboard.domain.business_calendar import Calendar
from csboard.domain.commands import ApplySettings, Command, EnterBoard, OpenInquiry, SortLetter
from csboard.domain.letters import Address, Letter, Report
from csboard.domain.records import INTAKE_LOGIN, Actor, Channel, Event, Urgency
from csboard.domain.settings import WEEKDAYS, TeamSettings
from csboard.domain.team_calendar import calendar_of
from csboard.errors import Refused
from csboard.public_holidays import holidays_around

INQUIRIES = 20_000
SUPPORT, BILLING, PARTNERS = MAILBOXES = (
    "support@example.org",
    "billing@example.org",
    "partners@example.org",
)
INTAKE = Actor(INTAKE_LOGIN)
LATE, LATE_FROM = "lee", date(2025, 7, 1)
"""Who joins the team later than the others, and when."""
AT_ONCE = 200
"""So many acts are written to the disk together."""

BEFORE = TeamSettings(
    name="サポート",
    zone="Asia/Tokyo",
    own_addresses=MAILBOXES,
    mail_domain="example.org",
    signature="担当: {name}",
    send_window=0,
    flood_mails=0,
    holidays="JP",
    hours={day: ("09:00-12:00", "13:00-18:00") for day in WEEKDAYS[:5]},
    days={"12-29..01-03": (), "2025-08-13..2025-08-15": (), "2025-12-26": ("09:00-12:00",)},
    promises={
        "first": ("8h", "1h urgency:urgent", f"4h mailbox:{PARTNERS}"),
        "next": ("8h", "2h urgency:urgent"),
        "solved": ("40h", "16h tag:二重請求"),
    },
    heat={"怒り": 120, "不安": 30},
)
"""What the team has agreed on when the year begins."""
DECISIONS: tuple[tuple[date, dict[str, Any]], ...] = (
    (
        date(2025, 10, 1),
        {"promises": {**BEFORE.promises, "first": ("4h", *BEFORE.promises["first"][1:])}},
    ),
    (
        date(2026, 1, 5),
        {"hours": {**BEFORE.hours, "fri": ("09:00-12:00", "13:00-17:00"), "sat": ("10:00-13:00",)}},
    ),
)
"""And what it decides later."""

PHONE, COUNTER = 0.16, 0.03
"""How many come so, of those that come in working hours."""
JUNK, TWICE = 0.03, 0.015
"""How many are junk; how many customers write anew at once, as if the first mail were lost."""


class Year(Desk):
    """A board on which a team's year passes."""

    def __init__(self, board: Board, clock: FixedClock, inquiries: int = INQUIRIES) -> None:
        super().__init__(board, clock, inquiries)
        self.absent = year_days.absences([login for login, _name in MEMBERS], self.chance)
        for day in range((LATE_FROM - year_days.FIRST).days):
            self.absent[LATE].add(year_days.FIRST + day * DAY)
        self.calendar = self._calendar(BEFORE)
        self.workers = {login: Worker(self, login) for login, _name in MEMBERS}
        self._coming: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._letters = itertools.count(1)

    def live_through(self) -> None:
        """From the first of April to the end of March."""
        for login, name in MEMBERS:
            self.do(EnterBoard(name=name), login)
        self._decide(BEFORE)
        settings = BEFORE
        for day, changed in DECISIONS:
            settings = replace(settings, **changed)
            self.at(year_days.midnight(day), partial(self._decide, settings))
        holidays = self.board.public_days().days
        for at in year_days.arrivals(self.inquiries, holidays, self.chance):
            self.at(at, self._arrives)
        for worker in self.workers.values():
            worker.begin()
        while self._coming and self._coming[0][0] < year_days.end():
            with self._written_together():
                for _act in range(AT_ONCE):
                    self._happen()

    def at(self, moment: datetime, happen: Callable[[], object]) -> None:
        """Something will happen then."""
        heapq.heappush(self._coming, (moment, next(self._order), happen))

    def do(self, command: Command, login: str) -> Event:
        self.clock.advance(timedelta(seconds=1))
        return self.board.execute(command, Actor(login))

    def do_quietly(self, command: Command, login: str) -> None:
        """Unless the rules have something against it, as things have gone on."""
        with suppress(Refused):
            self.do(command, login)

    def _happen(self) -> None:
        if not self._coming or self._coming[0][0] >= year_days.end():
            return
        at, _order, happen = heapq.heappop(self._coming)
        self.clock.advance(max(at - self.clock.now(), timedelta()))
        happen()

    @contextmanager
    def _written_together(self) -> Iterator[None]:
        with self.board._store.engine.database.atomic():
            yield

    # what the team decides

    def _decide(self, settings: TeamSettings) -> None:
        stored = self.board.settings()
        changed = replace(settings, vocabulary=stored.vocabulary)
        new = settings.holidays != stored.holidays
        days = holidays_around(settings.holidays, year_days.FIRST) if new else None
        self.do(ApplySettings(settings=changed, public_days=days), MEMBERS[0][0])
        self.calendar = self._calendar(settings)

    def _calendar(self, settings: TeamSettings) -> Calendar:
        public = holidays_around(settings.holidays, year_days.FIRST)
        return calendar_of(settings, public.days, (public.first, public.last))

    # what customers do

    def _arrives(self) -> None:
        now = self.clock.now()
        asked = self._asked(early=False)
        is_open = year_days.next_open(self.calendar, set(), now) == now
        how = self.chance.random() if is_open else 1.0
        case = Case(asked, self.chance.randrange(self.inquiries * 2 // 3))
        case.urgency = self.chance.choices(list(Urgency), (5, 82, 10, 3))[0]
        case.is_junk = self.chance.random() < JUNK
        if how < PHONE + COUNTER:
            case.is_spoken = True
            self._comes(case, Channel.PHONE if how < PHONE else Channel.COUNTER)
            return
        self.mails(case)
        if self.chance.random() < TWICE:
            again = Case(asked, case.customer, of=case)
            self.at(now + self.chance.randrange(5, 240) * MINUTE, partial(self.mails, again))

    def _comes(self, case: Case, channel: Channel) -> None:
        """Somebody calls, or stands at the counter: whoever is free writes it down."""
        worker = min(self._present(), key=lambda one: (len(one.waiting), one.login))
        opening = OpenInquiry(
            subject=case.asked.subject,
            customer_name=self._name(case.customer, english=case.asked.english),
            body=case.asked.text,
            channel=channel,
            urgency=case.urgency,
            tags=case.asked.tags,
        )
        case.opened(self.do(opening, worker.login), "")
        worker.take_on(case)

    def mails(self, case: Case) -> None:
        """The customer writes, for the first time."""
        event, letter = self._send_in(case, case.asked.subject, case.asked.text)
        case.opened(event, letter.message_id)
        self.holder(case).take_on(case)

    def writes_again(self, case: Case, text: str, *, thanks: bool = False) -> None:
        """The customer answers, whatever state it is in by now."""
        if case.is_over:
            return
        event, letter = self._send_in(case, f"Re: {case.asked.subject}", text)
        if event.kind == "opened":  # too late for the one it is about
            case = Case(case.asked, case.customer)
            case.opened(event, letter.message_id)
            self.holder(case).take_on(case)
        else:
            case.thanked, case.is_done, case.is_silent = thanks, False, False
            self.workers[case.owner or case.asked.holder].take_on(case)

    def bounces(self, case: Case, message_id: str) -> None:
        """A reply of ours has reached nobody."""
        self._send_in(case, "Undelivered Mail", "550 5.1.1", sent=message_id)
        self.workers[case.owner or case.asked.holder].take_on(case)

    def _send_in(
        self, case: Case, subject: str, text: str, *, sent: str = ""
    ) -> tuple[Event, Letter]:
        """A mail of the customer's, or of their post office about the one we `sent`."""
        count = next(self._letters)
        customer = Address(self._name(case.customer, english=case.asked.english), case.email)
        sender = Address("", "mailer-daemon@example.net") if sent else customer
        letter = Letter(
            subject=subject,
            sender=sender,
            from_=sender,
            to=(Address("", self._mailbox(case)),),
            cc=(),
            sent_at=self.clock.now(),
            message_id=f"<{count}@mail.example.com>",
            in_reply_to=(case.message_id,) if case.message_id and not sent else (),
            references=(),
            text=text,
            attachments=(),
            digest=f"{count:064x}",
            mentioned_ids=(sent,) if sent else (),
            subject_numbers=(case.number,) if case.number and not sent else (),
            report=Report("bounce", case.email, "5.1.1") if sent else None,
        )
        receipt = self.board.receive(f"{count}\n{text}".encode(), "imap")
        sorting = SortLetter(receipt_id=receipt.id, letter=letter, urgency=case.urgency)
        return self.board.execute(sorting, INTAKE), letter

    def _mailbox(self, case: Case) -> str:
        if case.customer % 25 == 0:
            return PARTNERS
        return BILLING if case.asked.tags.content[0] in ("決済", "契約") else SUPPORT

    # who takes it

    def holder(self, case: Case) -> Worker:
        """Who knows about it, if they are there; else whoever has the least to do."""
        known = self.workers[case.asked.holder]
        there = self._present()
        if known in there or not there:
            return known
        return min(there, key=lambda one: (len(one.waiting), one.login))

    def _present(self) -> list[Worker]:
        today = self.clock.now().astimezone(year_days.ZONE).date()
        return [one for one in self.workers.values() if today not in self.absent[one.login]]


def make(url: str, inquiries: int = INQUIRIES) -> None:
    """Make the board at `url`, which must not exist yet, as it stands when the year is over."""
    clock = FixedClock(year_days.start())
    board = Board.open(url, clock, create=True)
    try:
        Year(board, clock, inquiries).live_through()
    finally:
        board.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.year", description=__doc__)
    parser.add_argument("url", help="where to make the board, as sqlite:////tmp/year.db")
    parser.add_argument("--inquiries", type=int, default=INQUIRIES)
    options = parser.parse_args()
    load_peewee(postgres=not options.url.startswith("sqlite"))
    make(options.url, options.inquiries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
