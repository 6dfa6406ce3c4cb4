"""A sheet begun from what the board knows; its writer corrects it and adds what only they know.

What may come up nobody can read off the history, nor what is next where nothing waits or is begun:
such a field stays empty, so that its writer thinks of it, if only to write that there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from csboard.domain import words
from csboard.domain.clock_words import name_of_clock
from csboard.domain.hand_off_records import Severity, Sheet
from csboard.domain.own_words import own_words
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Channel, Direction, Message, Task, Urgency, Waiting
from csboard.domain.views import InquiryView
from csboard.i18n import _, format_time
from csboard.named import NamedTuple

PRESSES_WITHIN = timedelta(days=1)
"""A promise that is due so soon presses."""
WATCHED_WITHIN = timedelta(days=4)
"""One that is due within it is to be watched: over a long weekend."""
MOST_SAID = 100
"""Characters of what was said last, and of a note, that stand on a sheet."""
MOST_NOTES = 3


class Due(NamedTuple):
    """A promise that goes on."""

    which: str
    """One of `promises.CLOCKS`."""
    at: datetime | None
    """When it is due; None while nobody can say, as it stands still."""
    is_over: bool = False


class Known(NamedTuple):
    """What a sheet is begun from."""

    view: InquiryView
    task: Task
    due: tuple[Due, ...]
    """Of the inquiry; the one that is due first before the others."""
    zone: str
    now: datetime

    def when(self, moment: datetime) -> str:
        return format_time(moment, self.zone, now=self.now)

    @property
    def is_reply(self) -> bool:
        return self.task.ref.seq == 1

    @property
    def last_said(self) -> Message | None:
        """What the customer or we said last."""
        said = (one for one in self.view.messages if one.direction in _SAID and not one.kind)
        return max(said, key=lambda one: (one.at, one.id), default=None)

    @property
    def latest_notes(self) -> tuple[Message, ...]:
        """What people wrote for each other last, the oldest of it first."""
        notes = [one for one in self.view.messages if one.direction is Direction.NOTE]
        written = [one for one in notes if not one.kind and one.text.strip()]
        return tuple(sorted(written, key=lambda one: (one.at, one.id))[-MOST_NOTES:])

    @property
    def waiting(self) -> Waiting | None:
        """What it waits for, if its time hasn't come."""
        waiting = self.task.waiting
        return None if waiting is None or waiting.is_over(self.now) else waiting


_SAID = (Direction.IN, Direction.OUT)


def prefilled(known: Known) -> Sheet:
    """The sheet as far as it can be read off the board."""
    return Sheet(
        severity(known),
        "\n".join(_story(known)),
        "\n".join(_steps(known)),
        "",
        "\n".join(_promises(known)) or _("none"),
    )


def severity(known: Known) -> Severity:
    """By how urgent it is, what is promised, and how the customer feels."""
    inquiry, due = known.view.inquiry, known.due if known.is_reply else ()
    if inquiry.urgency is Urgency.URGENT or _is_within(due, known.now, PRESSES_WITHIN):
        return Severity.URGENT
    feels = bool(inquiry.tags.emotion or inquiry.emotion.strip())
    if inquiry.urgency is Urgency.HIGH or feels or known.task.woke_at is not None:
        return Severity.WATCH
    return Severity.WATCH if _is_within(due, known.now, WATCHED_WITHIN) else Severity.STABLE


def _is_within(due: tuple[Due, ...], now: datetime, time: timedelta) -> bool:
    return any(one.is_over or (one.at is not None and one.at - now <= time) for one in due)


def _story(known: Known) -> Iterator[str]:
    """What it is, what was decided, what was said last; and what colleagues noted lately."""
    inquiry = known.view.inquiry
    what = known.task.title or inquiry.subject
    fact = _first_line(inquiry.fact)
    yield _("{subject}: {fact}").format(subject=what, fact=fact) if fact else what
    if policy := _first_line(inquiry.policy):
        yield _("Policy: {policy}").format(policy=policy)
    last = [_said(known, said)] if (said := known.last_said) else []
    if waiting := known.waiting:
        until = known.when(waiting.until) if waiting.until else ""
        last.append(words.waiting(waiting, until))
    if last:
        yield "  ".join(last)
    for note in known.latest_notes:
        yield _("Noted, {when}, {who}: {text}").format(
            when=known.when(note.at),
            who=in_a_sentence(note.author or "", known.view.members),
            text=_briefly(note.text),
        )


def _said(known: Known, said: Message) -> str:
    if said.direction is Direction.OUT:
        who = in_a_sentence(said.author, known.view.members) if said.author else _("we")
    else:
        customer = known.view.inquiry.customer
        who = said.sender_name or customer.name or _("the customer")
    text = _briefly(own_words(said.text))
    return _("Last, {when}, {who}: {text}").format(when=known.when(said.at), who=who, text=text)


def _briefly(written: str) -> str:
    text = " ".join(written.split())
    return f"{text[:MOST_SAID].rstrip()}…" if len(text) > MOST_SAID else text


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _steps(known: Known) -> Iterator[str]:
    """What is next, a line for each thing."""
    said, waiting = known.last_said, known.waiting
    if waiting is not None:
        yield _AFTER[waiting.for_whom](known, waiting)
    elif known.is_reply and said is not None and said.direction is Direction.IN:
        is_mail = known.view.inquiry.channel is Channel.MAIL
        told = _("Answer what the customer wrote ({when})")
        told = told if is_mail else _("Answer what the customer asked ({when})")
        yield told.format(when=known.when(said.at))
    if known.is_reply and known.view.reply is not None:
        mark = words.reply_mark(known.view.reply)
        yield _("The reply is begun ({state}): see it through").format(state=mark)
    for task in known.view.tasks:
        if known.is_reply and task.ref != known.task.ref and task.closed_at is None:
            owner = in_a_sentence(task.owner, known.view.members) if task.owner else _("unassigned")
            yield _("#{task} is open still: {title} ({owner})").format(
                task=task.ref, title=task.title or known.view.inquiry.subject, owner=owner
            )


def _after_customer(known: Known, waiting: Waiting) -> str:
    if waiting.until is None:
        return _("Go on when the customer answers")
    return _("Go on when the customer answers; without an answer by {when}, ask again").format(
        when=known.when(waiting.until)
    )


def _after_internal(known: Known, waiting: Waiting) -> str:
    what = waiting.what or _("what is waited for")
    if waiting.until is None:
        return _("Ask the colleagues: {what}").format(what=what)
    return _("Ask the colleagues by {when}: {what}").format(
        what=what, when=known.when(waiting.until)
    )


def _after_date(known: Known, waiting: Waiting) -> str:
    what = waiting.what or _("go on with it")
    when = known.when(waiting.until) if waiting.until else ""
    return _("On {when}: {what}").format(when=when, what=what)


_AFTER: dict[str, Callable[[Known, Waiting], str]] = {
    "customer": _after_customer,
    "internal": _after_internal,
    "date": _after_date,
}


def _promises(known: Known) -> Iterator[str]:
    """What the customer can expect by when."""
    for one in known.due if known.is_reply else ():
        if one.at is not None:
            told = _("{clock} by {when} (overdue)") if one.is_over else _("{clock} by {when}")
            yield told.format(clock=name_of_clock(one.which), when=known.when(one.at))
    waiting = known.waiting
    if waiting is not None and waiting.until is not None:
        what = waiting.what or words.waiting(waiting)
        yield _("By {when}: {what}").format(when=known.when(waiting.until), what=what)
