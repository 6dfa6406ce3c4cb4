"""A desk at which anything may happen: real commands at random, minutes or days apart.

For holding what is worked out of a history to the history itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    ApplySettings,
    Claim,
    Command,
    Divide,
    EditInquiry,
    EndWaiting,
    ExcuseMessage,
    FileAsJunk,
    Merge,
    Move,
    OpenInquiry,
    Release,
    Reopen,
    SortLetter,
    SplitOff,
    TakeOver,
    Undo,
    Wait,
)
from csboard.domain.knowledge_commands import MergeTags, RenameTag
from csboard.domain.letters import Address, Letter, Report
from csboard.domain.records import (
    Actor,
    Channel,
    Event,
    InquiryFields,
    Outcome,
    Tags,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.replies import Draft
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import NoteHanding, NoteSent, RecordSent, Send, TakeEntry
from csboard.domain.tag import Dimension, Tag
from csboard.errors import Refused
from csboard.public_holidays import holidays_around
from tests.support.desk import INTAKE, enter
from tests.support.letters import FIRST
from tests.support.replying import agree, begin_draft, seen_of

LEAD, SATO, TANAKA = PEOPLE = Actor("lead"), Actor("sato"), Actor("tanaka")
SALES, SUPPORT = "sales@shop.example", "support@shop.example"
MINUTE = timedelta(minutes=1)
STEPS = (0, 1, 7, 40, 130, 700, 2000)
"""Minutes from one act to the next."""

SETTINGS: tuple[Mapping[str, Any], ...] = (
    {"promises": {}},
    {"promises": {"first": ("4h",), "next": ("8h",), "solved": ("40h", "10h urgency:urgent")}},
    {"promises": {"first": ("2h tag:決済", "30m urgency:urgent"), "solved": ("5h tag:二重",)}},
    {"promises": {"first": (f"1h mailbox:{SALES}", "6h"), "next": ("3h urgency:high",)}},
    {"hours": {day: ("09:00-12:00", "13:00-18:00") for day in ("mon", "tue", "wed", "fri")}},
    {"hours": {"tue": ("22:00-02:00",), "sat": ("00:00-24:00",), "holiday": ("10:00-11:00",)}},
    {"holidays": "JP"},
    {"holidays": ""},
    {"days": {"11-25": (), "11-26..11-28": ("10:00-15:00",)}},
    {"days": {}},
    {"pausing": {"customer": ("first", "next", "solved"), "internal": ("solved",)}},
    {"pausing": {}},
    {"zone": "Europe/Paris"},
    {"zone": "Asia/Tokyo"},
)
"""What the team may decide in the middle of it all."""

WORDS = ("決済", "配送", "支払い", "返金")
RENAMES = 0.3
"""So much of what the team decides is about its words."""

Act = Callable[[], Event]
Choice = TypeVar("Choice")

_count = itertools.count()


class RandomDesk:
    """Does one thing after another on a board, by chance."""

    def __init__(self, board: Board, clock: FixedClock, chance: Random) -> None:
        self.board, self.clock, self.chance = board, clock, chance
        self.numbers: list[int] = []
        """Of every inquiry there has been."""
        self.mails: dict[int, list[str]] = {}
        """By inquiry the Message-IDs of the customer's."""
        self.came_back: list[tuple[datetime, int]] = []
        """When it was heard of which message of ours that it has reached nobody."""
        self.unsorted: tuple[int, ...] = (0, 0, 3)
        """For how many minutes a mail may lie there before it is sorted."""
        self.acts: tuple[tuple[int, Act], ...] = (
            (3, self.new_mail),
            (1, self.call),
            (6, self.further_mail),
            (1, self.machine_mail),
            (6, self.reply),
            (2, self.reply_that_comes_back),
            (3, lambda: self.do(Claim(task=self.task()))),
            (1, lambda: self.do(Release(task=self.task()))),
            (1, lambda: self.do(TakeOver(task=self.task(), reason="休み"))),
            (8, lambda: self.do(Move(task=self.task(), stage=self.one("todo", "doing", "done")))),
            (6, self.wait),
            (2, lambda: self.do(EndWaiting(task=self.task()))),
            (1, lambda: self.do(SplitOff(number=self.number(), title="調べる"))),
            (6, self.edit),
            (3, lambda: self.do(Reopen(number=self.number()))),
            (1, lambda: self.do(FileAsJunk(number=self.number()))),
            (2, lambda: self.do(Merge(number=self.number(), into=self.number()))),
            (1, self.divide),
            (3, self.excuse),
            (6, self.undo),
        )

    def begin(self, **settings: object) -> None:
        """Everybody is there, and the first mails have come."""
        for actor in PEOPLE:
            if self.board.member(actor.login) is None:
                enter(self.board, actor.login)
        with suppress(Refused):  # it may be so already
            agree(self.board, LEAD, own_addresses=(SUPPORT, SALES), flood_mails=0, **settings)
        for _first in range(2):
            self.new_mail()

    def step(self) -> Event | None:
        """Some time passes, then something happens; None when it was refused."""
        self.clock.advance(self.one(*STEPS) * MINUTE)
        weights, acts = zip(*self.acts, strict=True)
        act: Act = self.chance.choices(acts, weights)[0]
        try:
            return act()
        except Refused:
            return None

    def decide(self) -> Event | None:
        """The team decides something else about its clocks; None when it was so already."""
        try:
            return self._decide()
        except Refused:
            return None

    def _decide(self) -> Event:
        now = self.board.settings()
        words = now.vocabulary.in_use(Dimension.CONTENT)
        if len(words) > 1 and self.chance.random() < RENAMES:
            return self._call_otherwise(self.one(*words), self.one(*words))
        changed = replace(now, **self.one(*SETTINGS))
        days = None
        if changed.holidays != now.holidays:
            days = holidays_around(changed.holidays, self.clock.now().date())
        return self.do(ApplySettings(settings=changed, public_days=days), LEAD)

    def _call_otherwise(self, tag: Tag, other: Tag) -> Event:
        if self.one(True, False):
            word = self.one(*WORDS)
            return self.do(RenameTag(tag_id=tag.id, word=word), LEAD)
        return self.do(MergeTags(tag_id=tag.id, into=other.id), LEAD)

    # what happens

    def new_mail(self) -> Event:
        to, sender = Address("", self.one(SUPPORT, SALES)), self._customer()
        letter = replace(FIRST, to=(to,), sender=sender, from_=sender)
        return self._arrives(replace(letter, message_id=self._message_id()))

    def further_mail(self) -> Event:
        number = self.number()
        earlier = self.one(*self.mails[number])
        return self._arrives(
            replace(FIRST, message_id=self._message_id(), in_reply_to=(earlier,), text="続きです")
        )

    def machine_mail(self) -> Event:
        earlier = self.one(*self.mails[self.number()])
        letter = replace(FIRST, message_id=self._message_id(), in_reply_to=(earlier,))
        return self._arrives(replace(letter, automatic="auto-replied"))

    def call(self) -> Event:
        channel = self.one(Channel.PHONE, Channel.COUNTER)
        tags = self.one(Tags(), Tags((self.one(*WORDS),)))
        opening = OpenInquiry(subject="電話", body="まだです", channel=channel, tags=tags)
        return self._opened(self.do(opening, INTAKE), "")

    def reply(self) -> Event:
        """One that went out by hand."""
        draft, actor = self._draft()
        seen = seen_of(self.board, TaskRef(draft.number))
        digest = digest_of_draft(draft)
        return self.do(RecordSent(draft_id=draft.id, digest=digest, seen=seen, anyway=True), actor)

    def reply_that_comes_back(self) -> Event:
        """One that went out by SMTP, and reached nobody."""
        draft, actor = self._draft()
        seen = seen_of(self.board, TaskRef(draft.number))
        digest = digest_of_draft(draft)
        self.do(Send(draft_id=draft.id, digest=digest, seen=seen, way="smtp", anyway=True), actor)
        entry = self.board.replies(draft.number).outbox[-1]
        self.clock.advance(MINUTE)
        self.board.keep(TakeEntry(entry_id=entry.id, holder="me", seconds=60), INTAKE)
        self.board.keep(NoteHanding(entry_id=entry.id, holder="me", digest=entry.digest), INTAKE)
        self.do(NoteSent(entry_id=entry.id, holder="me"), INTAKE)
        sent = self.board.inquiry(draft.number).messages[-1]
        self.clock.advance(self.one(*STEPS[1:]) * MINUTE)
        report = Report("bounce", "yamada@example.jp", "5.1.1")
        letter = replace(FIRST, message_id=self._message_id(), report=report)
        event = self._arrives(replace(letter, mentioned_ids=(entry.message_id,)))
        self.came_back.append((event.at, sent.id))
        return event

    def wait(self) -> Event:
        task = self.task()
        later = self.clock.now() + self.one(30, 300, 3000) * MINUTE
        for_whom = self.one("customer", "internal", "date")
        until = later if for_whom == "date" else self.one(None, later)
        if self.board.card(task).owner is None:
            self.do(Claim(task=task))
        self.do(Move(task=task, stage="doing"))
        return self.do(Wait(task=task, waiting=Waiting(for_whom, "答え", until)))

    def edit(self) -> Event:
        fields = InquiryFields(
            urgency=self.one(None, *Urgency),
            tags=self.one(None, Tags(), Tags((self.one(*WORDS),), ("二重",)), Tags(WORDS[:2])),
            outcome=self.one(None, Outcome.SETTLED, Outcome.SATISFIED),
        )
        return self.do(EditInquiry(number=self.number(), fields=fields))

    def excuse(self) -> Event:
        """A word of the customer's needs no answer."""
        number = self.number()
        message = self.one(*self.board.inquiry(number).messages)
        return self.do(ExcuseMessage(number=number, message_id=message.id))

    def undo(self) -> Event:
        return self.do(Undo(number=self.number()))

    def divide(self) -> Event:
        """A message of the customer's becomes an inquiry of its own."""
        number = self.number()
        message = self.one(*self.board.inquiry(number).messages)
        event = self.do(Divide(number=number, message_id=message.id))
        return self._opened(event, self.one(*self.mails[number]))

    # by whom, about what

    def do(self, command: Command, actor: Actor | None = None) -> Event:
        """Done by that person, or by whoever has the task, or by anybody."""
        event = self.board.execute(command, actor or self._whoever(command))
        self.has_happened(event)
        return event

    def has_happened(self, event: Event) -> None:
        """For whoever watches."""

    def one(self, *choices: Choice) -> Choice:
        return self.chance.choice(choices)

    def number(self) -> int:
        """Of some inquiry, sooner one of the latest."""
        return self.one(*self.numbers[-4:], *self.numbers[-2:], *self.numbers)

    def task(self) -> TaskRef:
        return TaskRef(self.number(), self.one(1, 1, 1, 1, 2))

    def _whoever(self, command: Command) -> Actor:
        task = getattr(command, "task", None)
        if task is not None and not isinstance(command, TakeOver):
            view = self.board.inquiry(task.number)
            owner = next((one.owner for one in view.tasks if one.ref == task), None)
            if owner:
                return Actor(owner)
        if isinstance(command, Undo) and command.number is not None:
            events = self.board.inquiry(command.number).events
            people = [one.actor for one in events if one.kind != "undone"]
            if people and people[-1] in [actor.login for actor in PEOPLE]:
                return Actor(people[-1])
        return self.one(*PEOPLE)

    def _draft(self) -> tuple[Draft, Actor]:
        ref = TaskRef(self.number())
        whole = self.board.inquiry(ref.number).inquiry.number
        actor = self.one(*PEOPLE)
        if self.board.replies(whole).draft is not None:
            raise Refused("twice", "one is being written")
        return begin_draft(self.board, TaskRef(whole), actor), actor

    def _customer(self) -> Address:
        return Address("山田", f"customer{next(_count)}@example.jp")

    def _message_id(self) -> str:
        return f"<{next(_count)}@example.jp>"

    def _arrives(self, letter: Letter) -> Event:
        digest = f"digest {letter.message_id}"
        receipt = self.board.receive(digest.encode(), "pipe")
        self.clock.advance(self.one(*self.unsorted) * MINUTE)
        event = self.do(
            SortLetter(receipt_id=receipt.id, letter=replace(letter, digest=digest)), INTAKE
        )
        if event.kind == "opened":
            return self._opened(event, letter.message_id)
        if event.kind == "joined" and event.number in self.mails:
            self.mails[event.number].append(letter.message_id)
        return event

    def _opened(self, event: Event, message_id: str) -> Event:
        assert event.number is not None
        self.numbers.append(event.number)
        self.mails[event.number] = [message_id or self._message_id()]
        return event
