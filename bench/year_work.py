"""What members do in a team's year, each for themselves, one thing after the other."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bench import year_days
from bench.lifelike import MEMBERS
from bench.year_case import Case
from bench.year_days import DAY, HOUR, MINUTE
from csboard.domain.business_time import add_working, working_between
from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    EditInquiry,
    EndWaiting,
    FileAsJunk,
    Merge,
    Move,
    SplitOff,
    TakeOver,
    Undo,
    Wait,
)
from csboard.domain.draft_commands import BeginDraft, SaveDraft
from csboard.domain.inverses import id_of
from csboard.domain.records import (
    INTAKE_LOGIN,
    Actor,
    InquiryFields,
    Outcome,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.revisions import digest_of
from csboard.domain.sending_commands import NoteHanding, NoteSent, RecordSent, Send, TakeEntry
from csboard.domain.time_commands import EnterTime, StartTimer, StopTimer
from csboard.domain.time_records import MEETING, SHELL
from csboard.errors import Refused

if TYPE_CHECKING:
    from bench.year import Year

INTAKE = Actor(INTAKE_LOGIN)
FIRST, FURTHER, SHORT = 15, 10, 2
"""Minutes that the first answer mostly takes, a further one, and what is quickly done."""
RAISED, ASKED_COLLEAGUES, SPLIT_OFF, NOTED = 0.03, 0.07, 0.02, 0.1
"""How many are raised to urgent, wait for colleagues first, need another task, get a note."""
BY_MAIL, COMES_BACK = 0.05, 0.4
"""How many replies a program sends; how many of these reach nobody."""
SETTLED_AT_ONCE = 0.6
"""Of those who called."""
SOLVED, AWAITED, LATER = 0.6, 0.24, 0.04
"""What follows a reply: it is done; it waits for the customer, or for a day; else it stays."""
UNDONE = 0.01
THANKS, NOT_SOLVED = 0.08, 0.05
"""What customers write once it is done."""
ANSWERS = 0.75
SILENCE = 5 * DAY
OUTCOMES = ((Outcome.SATISFIED, Outcome.SETTLED, Outcome.AGAINST_WISH), (55, 35, 10))


class Worker:
    """One member: what waits for them, and what they are at."""

    def __init__(self, year: Year, login: str) -> None:
        self.year, self.login = year, login
        self.chance = year.chance
        self.waiting: list[tuple[int, datetime, int, Case]] = []
        """The most urgent first, then the oldest."""
        self._looks = False
        """Whether they will look by themselves at what waits."""
        self._met: date | None = None
        self._order = itertools.count()

    def begin(self) -> None:
        self._look_at(self.year.clock.now())

    def take_on(self, case: Case) -> None:
        """This is for them to do."""
        waits = (case.urgency.rank, self.year.clock.now(), next(self._order), case)
        heapq.heappush(self.waiting, waits)
        if not self._looks:
            self._look_at(self.year.clock.now())

    # one thing after the other

    def _look_at(self, moment: datetime) -> None:
        self._looks = True
        at = year_days.next_open(self.year.calendar, self.year.absent[self.login], moment)
        self.year.at(at, self._look)

    def _look(self) -> None:
        """What is next?"""
        now = self.year.clock.now()
        opens = year_days.next_open(self.year.calendar, self.year.absent[self.login], now)
        if opens > now:
            self._stop()
            self._look_at(opens)
            return
        today = now.astimezone(year_days.ZONE).date()
        if today.weekday() == 0 and self._met != today:
            self._met = today
            self._try(StartTimer(work=MEETING, source=SHELL))
            self.year.at(now + 30 * MINUTE, self._look)
        elif self.waiting:
            self._begin(heapq.heappop(self.waiting)[-1])
        else:
            self._looks = False
            self._stop()

    def _stop(self) -> None:
        self._try(StopTimer())

    def _begin(self, case: Case) -> None:
        """Take it up; what is to be done is done when it has taken its time."""
        minutes, finish = self._work(case)
        spent = max(1, round(minutes * self.chance.lognormvariate(0, 0.8))) * MINUTE
        now = self.year.clock.now()
        done_at = add_working(self.year.calendar, now, spent)
        assert done_at is not None
        at_one_go = done_at - now == spent
        if at_one_go and not case.is_over and case.owner == self.login:
            self._try(StartTimer(task=case.task, source=SHELL))
        else:
            self._stop()
        self.year.at(
            done_at, partial(self._finish, case, finish, timedelta() if at_one_go else spent)
        )

    def _finish(self, case: Case, finish: Callable[[], None], enters: timedelta) -> None:
        if enters:
            self._enter_time(case)
        finish()
        self._look()

    def _enter_time(self, case: Case) -> None:
        """Time that no timer ran for, as there was a break in it: the last of it, by hand."""
        ended_at = self.year.clock.now()
        started_at = ended_at - 10 * MINUTE
        if working_between(self.year.calendar, started_at, ended_at) == 10 * MINUTE:
            entry = EnterTime(
                login=self.login, started_at=started_at, ended_at=ended_at, task=case.task
            )
            self._try(entry)

    def _do(self, command: Command) -> None:
        self.year.do(command, self.login)

    def _try(self, command: Command) -> bool:
        """Whether the rules had nothing against it."""
        with suppress(Refused):
            self._do(command)
            return True
        return False

    # what there is to do

    def _work(self, case: Case) -> tuple[int, Callable[[], None]]:
        """How many minutes it mostly takes, and what is done then."""
        if case.is_over:
            return SHORT, nothing
        if case.of and case.of.number and self._try(Merge(number=case.number, into=case.of.number)):
            case.is_over = True
            return SHORT, nothing
        if case.is_junk:
            case.is_over = self._try(FileAsJunk(number=case.number))
            return SHORT, nothing
        self._make_mine(case)
        if case.thanked or case.is_silent:
            return SHORT, partial(self._close, case)
        if case.replies:
            return FURTHER, partial(self._answer, case)
        return FIRST, partial(self._answer_first, case)

    def _make_mine(self, case: Case) -> None:
        if not case.owner:
            self._try(Claim(task=case.task))
            self._try(Move(task=case.task, stage="doing"))
        elif case.owner != self.login:
            self._try(TakeOver(task=case.task, reason="休暇のため"))
        case.owner = self.login

    def _answer_first(self, case: Case) -> None:
        fields = InquiryFields(
            tags=case.asked.tags,
            fact=f"{case.asked.tags.content[0]}の{case.asked.tags.symptom[0]}",
            urgency=Urgency.URGENT if self.chance.random() < RAISED else None,
        )
        self._try(EditInquiry(number=case.number, fields=fields))
        if self.chance.random() < NOTED:
            self._try(AddNote(number=case.number, text="過去の例を確認しました。"))
        if self.chance.random() < SPLIT_OFF:
            self._split_off(case)
        if self.chance.random() < ASKED_COLLEAGUES:
            case.replies = 1  # what follows is the answer
            self._wait(case, "internal", None)
            self.year.at(self._later(6), partial(self._take_up_again, case))
        elif case.is_spoken and self.chance.random() < SETTLED_AT_ONCE:
            self._close(case)
        else:
            self._answer(case)

    def _answer(self, case: Case) -> None:
        self._reply(case)
        case.replies += 1
        self._go_on(case)

    def _go_on(self, case: Case) -> None:
        chance = self.chance.random()
        if chance < SOLVED:
            self._close(case)
        elif chance < SOLVED + AWAITED:
            self._wait(case, "customer", None)
            self._expect(case)
        elif chance < SOLVED + AWAITED + LATER:
            until = self.year.clock.now() + self.chance.randrange(2, 8) * DAY
            self._wait(case, "date", until)
            self.year.at(until, partial(self._take_up_again, case))
        else:
            self._expect(case)

    def _expect(self, case: Case) -> None:
        """The customer answers, or is silent until that is answer enough."""
        if self.chance.random() < ANSWERS:
            text = "Still the same." if case.asked.english else "まだ同じです。"
            self.year.at(self._later(20), partial(self.year.writes_again, case, text))
        else:
            at = self.year.clock.now() + SILENCE
            self.year.at(at, partial(self._take_as_answered, case))

    def _take_up_again(self, case: Case) -> None:
        if not case.is_done and not case.is_over:
            self.year.do_quietly(EndWaiting(task=case.task), case.owner)
            self.year.workers[case.owner].take_on(case)

    def _take_as_answered(self, case: Case) -> None:
        if not case.is_done and not case.is_over:
            case.is_silent = True
            self.year.workers[case.owner].take_on(case)

    def _close(self, case: Case) -> None:
        outcome = Outcome.NO_ANSWER if case.is_silent else self.chance.choices(*OUTCOMES)[0]
        was_thanked, case.thanked, case.is_silent = case.thanked, False, False
        if not was_thanked:
            fields = InquiryFields(outcome=outcome)
            self._try(EditInquiry(number=case.number, fields=fields))
        case.is_done = self._try(Move(task=case.task, stage="done"))
        if case.is_done and self.chance.random() < UNDONE:
            self._try(Undo(number=case.number))
            self._try(Move(task=case.task, stage="done"))
        if case.is_spoken or was_thanked or outcome is Outcome.NO_ANSWER:
            return
        chance = self.chance.random()
        again = partial(self.year.writes_again, case)
        if chance < THANKS:
            thanks = "Thank you!" if case.asked.english else "ありがとうございました。"
            self.year.at(self._later(8), partial(again, thanks, thanks=True))
        elif chance < THANKS + NOT_SOLVED:
            at = self.year.clock.now() + self.chance.randrange(20, 13 * 24) * HOUR
            self.year.at(at, partial(again, "Again." if case.asked.english else "また起きました。"))

    def _split_off(self, case: Case) -> None:
        """A colleague looks into something, hours later."""
        if self._try(SplitOff(number=case.number, title="原因を調べる")):
            colleague = self.chance.choice(MEMBERS)[0]
            part = TaskRef(case.number, 2)
            at = self._later(5)
            self.year.at(at, partial(self.year.do_quietly, Claim(task=part), colleague))
            done = Move(task=part, stage="done")
            self.year.at(at + HOUR, partial(self.year.do_quietly, done, colleague))

    def _wait(self, case: Case, for_whom: str, until: datetime | None) -> None:
        self._try(Wait(task=case.task, waiting=Waiting(for_whom, "", until)))

    def _reply(self, case: Case) -> None:
        """It went out by hand, or a program sent it."""
        year, me = self.year, Actor(self.login)
        begun = year.do(BeginDraft(number=case.number, session="desk"), self.login).detail
        draft = year.board.draft(id_of(begun["draft"]))
        name = dict(MEMBERS)[self.login]
        words = draft.words._replace(text=f"{case.asked.reply}\n\n担当: {name}")
        saving = SaveDraft(
            draft_id=draft.id, session="desk", seen_version=draft.version, words=words
        )
        year.board.keep(saving, me)
        digest, seen = digest_of(words, ()), id_of(begun["message"])
        if case.is_spoken or self.chance.random() >= BY_MAIL:
            self._do(RecordSent(draft_id=draft.id, digest=digest, seen=seen, anyway=True))
            return
        self._do(Send(draft_id=draft.id, digest=digest, seen=seen, way="smtp", anyway=True))
        entry = year.board.replies(case.number).outbox[-1]
        year.clock.advance(timedelta(seconds=1))
        for command in (
            TakeEntry(entry_id=entry.id, holder="worker", seconds=60),
            NoteHanding(entry_id=entry.id, holder="worker", digest=entry.digest),
        ):
            year.board.keep(command, INTAKE)
        year.board.execute(NoteSent(entry_id=entry.id, holder="worker"), INTAKE)
        if self.chance.random() < COMES_BACK:
            at = year.clock.now() + self.chance.randrange(1, 40) * MINUTE
            year.at(at, partial(year.bounces, case, entry.message_id))

    def _later(self, hours: float) -> datetime:
        """A moment that is mostly in so many hours, seldom far later."""
        passed = HOUR * hours * self.chance.lognormvariate(0, 0.9)
        return self.year.clock.now() + max(MINUTE, passed)


def nothing() -> None:
    """There is no more to do."""
