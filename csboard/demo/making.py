"""Makes the demo's board: everybody enters, and the story is lived through by the real door.

Each act is a command like any other, judged by the same rules; only the clock is told what
time it is, so that three weeks pass within a second or two.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.demo import leaving
from csboard.demo.book import Act, Book, Prepared, Story, Stray, read_book
from csboard.demo.doing import commands_of
from csboard.demo.post import MAIL_DOMAIN, STRAYS, compose, deliver
from csboard.demo.replying import QUIET
from csboard.demo.when import moment
from csboard.domain.commands import ApplySettings, EnterBoard, MarkSeen, OpenInquiry
from csboard.domain.inverses import id_of
from csboard.domain.knowledge_commands import SetReading
from csboard.domain.objective_settings import Objective, Result
from csboard.domain.records import Actor, Channel, TaskRef, Urgency
from csboard.domain.settings import TeamSettings, default_stages
from csboard.domain.template_commands import WriteTemplate
from csboard.domain.time_commands import EnterTime

BEFORE_IT_ALL = timedelta(days=40)
LUNCH = timedelta(minutes=75)
"""For so long the person hasn't looked."""
STEP = timedelta(minutes=1)
"""Between two acts of one story that would fall together."""
PROMISES = {
    "first": ("16h", "6h urgency:high", "2h urgency:urgent"),
    "next": ("8h", "2h urgency:urgent"),
}
"""Of the shop. It keeps no public holidays: its clocks run on every day somebody looks at it."""

HEADLINE = "kept"
OBJECTIVE_FROM, OBJECTIVE_TO = timedelta(weeks=3), timedelta(weeks=6)
"""Before and after the day on which the demo is looked at."""


def make(directory: Path, language: str, now: datetime, scene: str = "") -> str:
    """Make the demo's board in `directory` as it stands at `now`; its URL.

    `scene` is one of `SCENES`, or empty for the story that is always told.
    """
    url = f"sqlite:///{directory / 'board.db'}"
    clock = FixedClock(now - BEFORE_IT_ALL)
    board = Board.open(url, clock, create=True)
    try:
        Making(board, clock, read_book(language, scene), now).live_through()
    finally:
        board.close()
    return url


class Making:
    """A board on which a story is happening, fast."""

    def __init__(self, board: Board, clock: FixedClock, book: Book, now: datetime) -> None:
        self.board = board
        self.book = book
        self.now = now
        self.zone = ZoneInfo(book.zone)
        self.numbers: dict[str, int] = {}
        """What the board calls each story."""
        self.templates: dict[str, int] = {}
        """And each template."""
        self.used: Counter[tuple[str, str]] = Counter()
        """How many notes, mails, ... of a story have been written."""
        self._clock = clock

    def live_through(self) -> None:
        """Everything up to the present, in the order of time."""
        self._gather()
        for at, _order, happen in sorted(self._happenings(), key=lambda one: one[:2]):
            self._clock.advance(at - self._clock.now())
            happen()

    def next_words(self, story: str, kind: str) -> str:
        """The next of the notes, mails, ... that were written for a story."""
        text: str = self.next_thing(story, kind)
        return text.strip("\n")

    def next_thing(self, story: str, kind: str) -> Any:
        """The next of what was written for a story, as it stands there."""
        thing = self.book.of(story)[kind][self.used[story, kind]]
        self.used[story, kind] += 1
        return thing

    # ---- the team -----------------------------------------------------------------------

    def _gather(self) -> None:
        book = self.book
        for login in book.members:
            entering = EnterBoard(name=book.name(login), language=book.language)
            self.board.execute(entering, Actor(login))
        said = book.words["team"]
        *before, done = default_stages()
        settings = TeamSettings(
            name=said["name"],
            zone=book.zone,
            stages=(*before, replace(done, definition_of_done=said["done"], needs=("outcome",))),
            own_addresses=(book.address,),
            signature="{name}\n{team}",
            mail_domain=MAIL_DOMAIN,
            promises=PROMISES,
            objectives=(self._objective(),),
            headline=HEADLINE,
        )
        words = book.tags(key for keys in book.vocabulary.values() for key in keys)
        lead = Actor(book.members[0])
        self.board.execute(ApplySettings(settings=settings, words=words), lead)
        readings = book.readings
        for tag in self.board.settings().vocabulary.tags:
            if tag.word in readings:
                reading = readings[tag.word]
                self.board.execute(SetReading(tag_id=tag.id, reading=reading), lead)

    def _objective(self) -> Objective:
        """What the shop aims at, from the story's first weeks on."""
        said, day = self.book.words["objective"], self.now.astimezone(self.zone).date()
        results = (
            Result(HEADLINE, 70.0, 90.0, name=said["kept"], unit="%", measured="kept_first"),
            Result("solved", 4.0, 2.0, name=said["solved"], measured="solved_median"),
        )
        begins, ends = day - OBJECTIVE_FROM, day + OBJECTIVE_TO
        return Objective(said["name"], begins.isoformat(), ends.isoformat(), results)

    # ---- the story ----------------------------------------------------------------------

    def _happenings(self) -> Iterator[tuple[datetime, int, Callable[[], object]]]:
        """Everything that happens, with its moment; of one moment, in the order written."""
        order = itertools.count()
        for story in self.book.stories:
            latest = self._moment(story.at)
            yield latest, next(order), partial(self._open, story)
            for act in story.acts:
                latest = min(max(self._moment(act.at), latest + STEP), self.now)
                yield latest, next(order), partial(self._act, story, act)
        for template in self.book.templates:
            yield self._moment(template.at), next(order), partial(self._prepare, template)
        for stray in self.book.strays:
            yield self._moment(stray.at), next(order), partial(self._stray, stray)

        for act in self.book.work:
            yield self._moment(act.at), next(order), partial(self._work, act)

        yield self.now - LUNCH, next(order), self._look

    def _look(self) -> None:
        """The person's last look at the board, before what they have missed since."""
        seen = MarkSeen(event_id=self.board.newest())
        self.board.keep(seen, Actor(self.book.you))

    def pass_by(self, time: timedelta) -> None:
        """Let so much time of the story go by."""
        self._clock.advance(time)

    def _work(self, act: Act) -> None:
        if act.verb in leaving.OF_THE_TEAM:
            leaving.OF_THE_TEAM[act.verb](self, act)
            return
        self.board.execute(self.worked(act, work=act.verb), Actor(act.who))

    def worked(self, act: Act, task: TaskRef | None = None, *, work: str = "") -> EnterTime:
        """That so many minutes up to now were worked, on a task or beside."""
        until = self._clock.now()
        since = until - timedelta(minutes=int(act.more[0]))
        return EnterTime(login=act.who, started_at=since, ended_at=until, task=task, work=work)

    def _moment(self, text: str) -> datetime:
        return moment(text, self.now, self.zone)

    def _open(self, story: Story) -> None:
        subject, text = self.book.of(story.id)["subject"], self.next_words(story.id, "mail")
        tags, urgency = self.book.tags(story.tags), Urgency(story.urgency)
        if story.channel == "mail":
            event = deliver(
                self.board, self._mail(story, subject, text, story.files), urgency, tags
            )
        else:
            command = OpenInquiry(
                subject=subject,
                customer_name=self.book.name(story.customer),
                body=text,
                channel=Channel(story.channel),
                urgency=urgency,
                tags=tags,
            )
            event = self.board.execute(command, Actor(story.by))
        assert event.number is not None, f"{story.id} opened no card"
        self.numbers[story.id] = event.number

    def _act(self, story: Story, act: Act) -> None:
        if act.verb == "mail":
            text = self.next_words(story.id, "mail")
            subject = f"Re: {self.book.of(story.id)['subject']}"
            deliver(self.board, self._mail(story, subject, text, act.more))
            return
        for command in commands_of(self, story, act):
            do = self.board.keep if isinstance(command, QUIET) else self.board.execute
            do(command, Actor(act.who))

    def _mail(self, story: Story, subject: str, text: str, files: Sequence[str]) -> bytes:
        """The customer's next mail; the first is answered by all others."""
        count = self.used[story.id, "mail"]
        return compose(
            sender=self.book.customer(story.customer),
            to=self.book.address,
            subject=subject,
            text=text,
            at=self._clock.now(),
            message_id=f"<{story.id}.{count}@{MAIL_DOMAIN}>",
            answers=f"<{story.id}.1@{MAIL_DOMAIN}>" if count > 1 else "",
            files=files,
        )

    def _prepare(self, template: Prepared) -> None:
        said = self.book.words["templates"][template.id]
        command = WriteTemplate(
            name=said["name"],
            text=said["text"],
            language=self.book.language,
            tags=self.book.tags(template.tags),
        )
        event = self.board.execute(command, Actor(template.who))
        self.templates[template.id] = id_of(event.detail["template"])

    def _stray(self, stray: Stray) -> None:
        said = self.book.of(stray.id)
        mail = STRAYS[stray.kind](
            sender=self.book.customer(stray.customer),
            to=self.book.address,
            subject=said["subject"],
            text=said["mail"][0].strip("\n"),
            at=self._clock.now(),
            message_id=f"<{stray.id}.1@{MAIL_DOMAIN}>",
        )
        deliver(self.board, mail)
