"""`python -m bench.desk URL`: a support desk's year, lived through by real commands.

Thousands of inquiries in Japanese and English, tagged by content, symptom and emotion, answered by
several members, of whom some know a topic alone; ten successful cases whose words go into later
replies. The same for the same seed. For pictures, and for trying what the team knows.
"""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bench.lifelike import MEMBERS
from csboard.board import Board
from csboard.clock import FixedClock, SystemClock
from csboard.db.driver import load_peewee
from csboard.domain.commands import Claim, Command, EditInquiry, EnterBoard, Move, OpenInquiry
from csboard.domain.draft_commands import BeginDraft, HoldPen, SaveDraft
from csboard.domain.knowledge import Finding, SuccessFields
from csboard.domain.knowledge_commands import MergeTags, RenameTag, SetReading
from csboard.domain.records import (
    INTAKE_LOGIN,
    Actor,
    Channel,
    Event,
    InquiryFields,
    Outcome,
    Tags,
    TaskRef,
    Urgency,
)
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.domain.success_commands import MakeSuccess, PutIn, SayOfSuccess

BOOK = Path(__file__).with_name("desk.toml")
INTAKE = Actor(INTAKE_LOGIN)

BETWEEN = timedelta(minutes=100)
"""From one inquiry to the next; five thousand are a year."""
CASES = 10
STILL_OPEN = 60
"""The latest inquiries nobody has answered yet."""
IN_ENGLISH = 6
"""One in so many."""
REUSED = 4
"""Of the replies in a topic that has a case, one in so many takes up its words."""
MERGED, RENAMED = ("支払い", "決済"), ("ソフト", "アプリ")
"""Words of the first half of the year, each with that of today: one was used beside it."""
SEED = 6


class Asked(NamedTuple):
    """One inquiry: what it is about and the words of both sides."""

    tags: Tags
    subject: str
    text: str
    reply: str
    holder: str
    english: bool


class Desk:
    """A board on which a year is lived through, fast."""

    def __init__(self, board: Board, clock: FixedClock, inquiries: int) -> None:
        self.board = board
        self.clock = clock
        self.inquiries = inquiries
        self.book: Mapping[str, Any] = tomllib.loads(BOOK.read_text(encoding="utf-8"))
        self.chance = random.Random(SEED)
        self.cases: dict[Tags, tuple[int, str]] = {}
        """By content and symptom the case of a topic, and its words."""

    def live_through(self) -> None:
        """From the first day to the last inquiry, which has just come."""
        for login, name in MEMBERS:
            self.do(EnterBoard(name=name), login)
        began = self.clock.now()
        for index in range(self.inquiries):
            if index == self.inquiries // 2:
                self._put_words_in_order()
            self._inquiry(index)
            self.clock.advance(began + BETWEEN * (index + 1) - self.clock.now())

    def do(self, command: Command, login: str) -> Event:
        """Do it, a moment after what was done before."""
        self.clock.advance(timedelta(seconds=20))
        return self.board.execute(command, Actor(login))

    # what happens

    def _inquiry(self, index: int) -> None:
        asked = self._asked(index < self.inquiries // 2)
        customer = self.chance.randrange(self.inquiries * 2 // 3)
        opening = OpenInquiry(
            subject=asked.subject,
            customer_name=self._name(customer, english=asked.english),
            customer_email=f"customer{customer}@example.com",
            body=asked.text,
            channel=Channel.MAIL,
            urgency=self.chance.choices(list(Urgency), (4, 40, 5, 1))[0],
            tags=asked.tags,
        )
        event = self.board.execute(opening, INTAKE)
        assert event.number is not None
        task = TaskRef(event.number)
        left = self.inquiries - index
        if left <= STILL_OPEN and self.chance.random() < left / STILL_OPEN / 2 + 0.3:
            return
        self.clock.advance(BETWEEN / 4)
        self.do(Claim(task=task), asked.holder)
        if left <= STILL_OPEN:
            self.do(Move(task=task, stage="doing"), asked.holder)
            return
        self._answer(task, asked)
        self.do(Move(task=task, stage="done"), asked.holder)
        self._learn(task, asked)

    def _answer(self, task: TaskRef, asked: Asked) -> None:
        """A reply that went out by hand; it may take up the words of a case."""
        me = Actor(asked.holder)
        case = None if asked.english else self.cases.get(_topic(asked.tags))
        reused = case is not None and self.chance.randrange(REUSED) == 0
        text = case[1] if case is not None and reused else asked.reply
        name = dict(MEMBERS)[asked.holder]
        greeting = ("{name}", "Kind regards,\n{name}") if asked.english else ("", "担当: {name}")
        begun = self.do(BeginDraft(number=task.number, session="desk"), asked.holder)
        draft = self.board.draft(_id(begun.detail["draft"]))
        whole = f"{text}\n\n{greeting[1].format(name=name)}"
        saving = SaveDraft(
            draft_id=draft.id,
            session="desk",
            seen_version=draft.version,
            words=draft.words._replace(text=whole),
        )
        self.board.keep(saving, me)
        if case is not None and reused:
            self.do(PutIn(draft_id=draft.id, text=text, success_id=case[0]), asked.holder)
        self.board.keep(HoldPen(draft_id=draft.id, session="desk", leave=True), me)
        digest = digest_of_draft(self.board.draft(draft.id))
        seen = _id(begun.detail["message"])
        self.do(RecordSent(draft_id=draft.id, digest=digest, seen=seen), asked.holder)

    def _learn(self, task: TaskRef, asked: Asked) -> None:
        """The first answers of ten topics become cases; colleagues say what they found of them."""
        topic = _topic(asked.tags)
        due = self.inquiries * (len(self.cases) + 1) // (2 * CASES)
        if topic in self.cases:
            if self.chance.randrange(40) == 0:
                self._say(self.cases[topic][0], task)
        elif len(self.cases) < CASES and task.number - 1001 >= due and not asked.english:
            self._make_case(task, asked, topic)

    def _make_case(self, task: TaskRef, asked: Asked, topic: Tags) -> None:
        feeling = asked.tags.emotion[0]
        fields = InquiryFields(
            fact=f"{topic.content[0]}の{topic.symptom[0]}",
            emotion=f"{feeling}が強い",
            policy="原因と、いつ終わるかを、先に伝える",
            outcome=Outcome.SATISFIED,
        )
        self.do(EditInquiry(number=task.number, fields=fields), asked.holder)
        told = SuccessFields(
            title=asked.subject,
            situation=asked.text,
            fact=fields.fact,
            emotion=fields.emotion,
            policy=fields.policy,
            passage=asked.reply,
            was=f"{feeling}。「どうなっているのか」と繰り返す",
            became="「分かりました、待ちます」",
            why="いつまでに何が起きるかを、最初の二行で伝えたから",
        )
        event = self.do(MakeSuccess(number=task.number, fields=told), asked.holder)
        self.cases[topic] = (_id(event.detail["success"]), asked.reply)

    def _say(self, success_id: int, task: TaskRef) -> None:
        colleague, _name = self.chance.choice(MEMBERS)
        word = self.chance.choices(list(Finding), (5, 1, 3))[0]
        note = "相手が急いでいたので、短くした" if word is Finding.NOT_HERE else ""
        number = None if word is Finding.STILL_TRUE else task.number
        saying = SayOfSuccess(success_id=success_id, word=word, number=number, note=note)
        self.do(saying, colleague)

    def _put_words_in_order(self) -> None:
        """Half a year's words get readings; one is merged into another, one is renamed."""
        lead, _name = MEMBERS[0]
        self.do(MergeTags(tag_id=self._tag(MERGED[0]), into=self._tag(MERGED[1])), lead)
        self.do(RenameTag(tag_id=self._tag(RENAMED[0]), word=RENAMED[1]), lead)
        there = {tag.word for tag in self.board.settings().vocabulary.tags}
        for word, reading in self.book["readings"].items():
            if word in there:
                self.do(SetReading(tag_id=self._tag(word), reading=reading), lead)

    # what is asked, by whom

    def _asked(self, early: bool) -> Asked:
        topics = self.book["topic"]
        topic = self.chance.choices(topics, [one["weight"] for one in topics])[0]
        english = "en" in topic and self.chance.randrange(IN_ENGLISH) == 0
        said = self.chance.choice(topic["en" if english else "ja"])
        holders = topic["holders"]
        filled = {
            "code": self.chance.randrange(100, 1000),
            "thing": self.chance.choice(topic["things"]),
        }
        words = {name: said[name].format(**filled) for name in ("subject", "text", "reply")}
        hello = "Hello," if english else "お世話になっております。"
        content = topic["content"]
        for old, new in (MERGED, RENAMED) if early else ():
            if content == new and (new == RENAMED[1] or self.chance.random() < 0.5):
                content = old
        return Asked(
            tags=Tags((content,), (topic["symptom"],), (self.chance.choice(topic["emotions"]),)),
            subject=words["subject"],
            text=f"{hello}\n{words['text']}",
            reply=words["reply"],
            holder=self.chance.choices(list(holders), list(holders.values()))[0],
            english=english,
        )

    def _name(self, customer: int, *, english: bool) -> str:
        if english:
            first, last = ("Robin", "Sam", "Jo", "Chris"), ("Brown", "Miller", "Silva", "Novak")
            return f"{first[customer % 4]} {last[customer // 4 % 4]}"
        return f"{_FAMILY[customer % len(_FAMILY)]} {_GIVEN[customer // 7 % len(_GIVEN)]}"

    def _tag(self, word: str) -> int:
        return next(one.id for one in self.board.settings().vocabulary.tags if one.word == word)


_FAMILY = ("山本", "中村", "小林", "加藤", "吉田", "佐々木", "山口", "松本", "井上", "木村", "清水")
_GIVEN = ("花子", "太郎", "明", "恵", "誠", "由美", "健")


def _topic(tags: Tags) -> Tags:
    """Content and symptom, by the words of today."""
    today = dict((MERGED, RENAMED))
    return Tags(tuple(today.get(word, word) for word in tags.content), tags.symptom, ())


def _id(value: object) -> int:
    assert isinstance(value, int)
    return value


def make(url: str, inquiries: int, end: datetime) -> None:
    """Make the board at `url`, which must not exist yet, as it stands at `end`."""
    clock = FixedClock(end - BETWEEN * inquiries)
    board = Board.open(url, clock, create=True)
    try:
        Desk(board, clock, inquiries).live_through()
    finally:
        board.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description=__doc__)
    parser.add_argument("url", help="where to make the board, as sqlite:////tmp/desk.db")
    parser.add_argument("--inquiries", type=int, default=5000)
    options = parser.parse_args()
    load_peewee(postgres=not options.url.startswith("sqlite"))
    make(options.url, options.inquiries, SystemClock().now())
    return 0


if __name__ == "__main__":
    sys.exit(main())
