"""What the members of the story do, as the commands a key would give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from csboard.demo import casework, leaving, replying
from csboard.demo.book import Act, Story
from csboard.demo.when import in_days
from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    EditInquiry,
    EndWaiting,
    Link,
    Move,
    Pin,
    Release,
    SplitOff,
    TakeOver,
    Wait,
)
from csboard.domain.records import InquiryFields, Outcome, TaskRef, Urgency, Waiting
from csboard.domain.time_commands import StartTimer
from csboard.domain.time_records import SHELL
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.demo.making import Making


class Line(NamedTuple):
    """An act with what it is about."""

    making: Making
    story: Story
    act: Act

    @property
    def number(self) -> int:
        return self.making.numbers[self.story.id]

    @property
    def task(self) -> TaskRef:
        return TaskRef(self.number, self.act.seq)

    def words(self, kind: str) -> str:
        return self.making.next_words(self.story.id, kind)

    def said(self, kind: str) -> dict[str, str]:
        """What is said, and of what."""
        said: dict[str, str] = self.making.next_thing(self.story.id, kind)
        return said


Commands = Iterator[Command]


def commands_of(making: Making, story: Story, act: Act) -> Commands:
    """What `act` asks of the board; KeyError for an act nobody knows."""
    return _VERBS[act.verb](Line(making, story, act))


def _claim(line: Line) -> Commands:
    yield Claim(task=line.task)


def _release(line: Line) -> Commands:
    yield Release(task=line.task)


def _take_over(line: Line) -> Commands:
    yield TakeOver(task=line.task, reason=line.words("reasons"))


def _move(line: Line) -> Commands:
    yield Move(task=line.task, stage=line.act.verb)


def _note(line: Line) -> Commands:
    yield AddNote(number=line.number, text=line.words("notes"))


def _wait(line: Line) -> Commands:
    for_whom, *until = line.act.more
    making = line.making
    day = in_days(int(until[0]), making.now, making.zone) if until else None
    yield Wait(task=line.task, waiting=Waiting(for_whom, line.words("waits"), day))


def _go_on(line: Line) -> Commands:
    yield EndWaiting(task=line.task)


def _split(line: Line) -> Commands:
    yield SplitOff(number=line.number, title=line.words("tasks"))


def _judge(line: Line) -> Commands:
    """Write down fact, emotion and policy, as far as there are words for them."""
    said = line.making.book.of(line.story.id)
    known = {key: said[key] for key in ("fact", "emotion", "policy") if key in said}
    yield EditInquiry(number=line.number, fields=InquiryFields(**known))


def _urgency(line: Line) -> Commands:
    fields = InquiryFields(urgency=Urgency(line.act.more[0]))
    yield EditInquiry(number=line.number, fields=fields, reason=line.words("reasons"))


def _close(line: Line) -> Commands:
    """Say how it came out, and move the reply to Done."""
    fields = InquiryFields(outcome=Outcome(line.act.more[0]))
    yield EditInquiry(number=line.number, fields=fields)
    yield Move(task=line.task, stage="done")


def _pin(line: Line) -> Commands:
    yield Pin(task=line.task)


def _timer(line: Line) -> Commands:
    """One of the shell: nobody of the story has a board open, whose silence would end it."""
    yield StartTimer(task=line.task, source=SHELL)


def _link(line: Line) -> Commands:
    yield Link(number=line.number, other=line.making.numbers[line.act.more[0]])


def _work(line: Line) -> Commands:
    yield line.making.worked(line.act, line.task)


_VERBS: dict[str, Callable[[Line], Commands]] = {
    "claim": _claim,
    "release": _release,
    "take-over": _take_over,
    "todo": _move,
    "doing": _move,
    "done": _move,
    "note": _note,
    "wait": _wait,
    "go-on": _go_on,
    "split": _split,
    "judge": _judge,
    "urgency": _urgency,
    "close": _close,
    "link": _link,
    "work": _work,
    "pin": _pin,
    "timer": _timer,
    **replying.VERBS,
    **casework.VERBS,
    **leaving.VERBS,
}
