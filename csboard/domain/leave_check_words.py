"""A leave check in words, for its screen and for the shell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from csboard.domain import knowledge_words
from csboard.domain.absence_telling import in_their_place
from csboard.domain.absence_words import short_days
from csboard.domain.absences import Absence, Span, span_of
from csboard.domain.clock_words import name_of_clock
from csboard.domain.leave_check import LeaveCheck, PartScore
from csboard.domain.leave_findings import HEAVY, MOST, POINTS, Kind, Line, Mend, Part
from csboard.domain.people import in_a_sentence
from csboard.domain.receivers import reason
from csboard.domain.records import Member
from csboard.domain.stand_in_stretches import Stretch
from csboard.domain.time_words import worked_at
from csboard.i18n import N_, _, ngettext
from csboard.text import clean

Members = Mapping[str, Member]
Telling = Callable[[datetime], str]
"""How a moment is told."""

PARTS = {
    Part.TASKS: N_("tasks without a receiver"),
    Part.PROMISES: N_("promises due meanwhile"),
    Part.REPLIES: N_("replies left half-way"),
    Part.COLLEAGUES: N_("what colleagues wait for"),
    Part.WAITING: N_("dates that fall in"),
    Part.CUSTOMERS: N_("customers only they know"),
    Part.TOPICS: N_("topics only they know"),
    Part.TIMER: N_("running timer"),
}

_SAID = {
    Kind.OVERDUE: N_("overdue since {at}: {clock}"),
    Kind.NOBODY: N_("nobody is to go on with it"),
    Kind.SHEET: N_("the hand-off sheet is written, but not offered"),
    Kind.DUE: N_("due {at}: {clock}"),
    Kind.STAND_IN: N_("{name} stands in, but only once the customer writes"),
    Kind.NOT_SENT: N_("the reply did not go out"),
    Kind.REVIEW: N_("{name} has asked for a review"),
    Kind.DRAFT: N_("a draft that was not sent"),
    Kind.STANDS_IN: N_("away too, and nobody else stands in then: {days}"),
    Kind.OFFERED: N_("offered, but nobody has taken it"),
    Kind.UNTAKEN: N_("offered by {name}, and not taken yet"),
    Kind.WAKES: N_("on hold until {at}"),
    Kind.TIMER: N_("running since {at}"),
    Kind.ON_ITS_WAY: N_("the reply goes out {at}"),
    Kind.CUSTOMER: N_("nobody else has answered them; last wrote {at}"),
    Kind.TOPIC: N_("nobody else who is there knows it, and no case tells of it"),
}
_SAID_OF_SOMEBODY = {
    Kind.NOBODY: N_("offered to {name}, who is away or has left the team"),
    Kind.DRAFT: N_("a draft that {name} is to review"),
    Kind.OFFERED: N_("offered to {name}, but not taken yet"),
}
"""Where a line names a colleague and needn't."""
_SAID_OF_ONE_AWAY = {
    Kind.OFFERED: N_("offered to {name}, whose own absence begins {at}; not taken yet")
}
"""Of a colleague who is there now, and away in a part of that time."""
_SAID_OF_SOME_DAYS = {
    Kind.STAND_IN: N_("stand-in: {days}; but only once the customer writes"),
}
"""Where it isn't the same all the time."""


def verdict(check: LeaveCheck, members: Members) -> str:
    """Whether they can go, in a sentence."""
    name = in_a_sentence(check.login, members)
    if check.has_begun:
        return _already_away(check, name)
    if check.heavy:
        return ngettext(
            "{name} can't go yet: {n} thing stands in the way.",
            "{name} can't go yet: {n} things stand in the way.",
            check.heavy,
        ).format(name=name, n=check.heavy)
    if check.lines:
        return ngettext(
            "{name} can go; {n} small thing is worth seeing to.",
            "{name} can go; {n} small things are worth seeing to.",
            len(check.lines),
        ).format(name=name, n=len(check.lines))
    return _("{name} can go: nothing stands in the way.").format(name=name)


def _already_away(check: LeaveCheck, name: str) -> str:
    """Of an absence that goes on."""
    if not check.lines:
        return _("{name} is away, and nothing was left undone.").format(name=name)
    return ngettext(
        "{name} is away already, and {n} thing needs a colleague.",
        "{name} is away already, and {n} things need a colleague.",
        len(check.lines),
    ).format(name=name, n=len(check.lines))


def entry(asked: Absence, absences: Iterable[Absence], zone: ZoneInfo, today: date) -> str:
    """What is entered of days that are asked about; empty where it is just these."""
    if asked.id:
        return ""
    time = span_of(asked, zone)
    theirs = [one for one in absences if one.login == asked.login and one.ended_at is None]
    found = sorted(
        (one for one in theirs if span_of(one, zone).overlaps(time)), key=lambda one: one.first
    )
    if not found:
        return _("(not entered)")
    days = _(", ").join(short_days(one, today) for one in found)
    return _("(entered: {days})").format(days=days)


def score(check: LeaveCheck) -> str:
    """The score, with its scale."""
    return _("{score} of 100").format(score=check.score)


def part(one: PartScore) -> str:
    """What a part is called."""
    return _(PARTS[one.part])


def taken(one: PartScore) -> str:
    """The points a part takes, of how many at most: `-16/50`."""
    return f"{-one.taken}/{one.most}"


def subject(line: Line, members: Members) -> str:
    """What a line is about."""
    if line.kind is Kind.TOPIC:
        return clean(knowledge_words.topic(line.topic))
    if line.kind is Kind.STANDS_IN and line.who is not None:
        return in_a_sentence(line.who, members)
    if line.kind is Kind.TIMER:
        what = worked_at(line.task, line.about)
        return _("timer on {what}").format(what=what)
    if line.kind is Kind.CUSTOMER:
        return clean(f"{line.title} (#{line.task})")
    return clean(f"#{line.task} {line.title}".rstrip())


def with_stand_ins_once(lines: Iterable[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines, each with whether one above it has told who of the same stands in when."""
    known: set[tuple[Stretch, ...]] = set()
    for line in lines:
        is_of_stand_ins = bool(line.stand_ins) and line.kind is not Kind.STANDS_IN
        yield line, is_of_stand_ins and line.stand_ins in known
        known |= {line.stand_ins} if is_of_stand_ins else set()


def hindrance(
    line: Line, members: Members, telling: Telling, today: date, *, is_again: bool = False
) -> str:
    """Why it stands in the way, in a few words; fewer where it `is_again` the same stand-ins."""
    days = _("as above") if is_again else clean(_stand_ins(line, members, today))
    told = _(_said(line)).format(
        name=clean(in_a_sentence(line.who, members)) if line.who else "",
        at=_moment(line, telling, today),
        clock=name_of_clock(line.about) if line.kind in (Kind.OVERDUE, Kind.DUE) else "",
        days=days,
    )
    beside = _beside(line)
    if not beside:
        return told
    name = clean(in_a_sentence(line.beside, members)) if line.beside else ""
    more = _(beside).format(name=name, days=days)
    return _("{told}; {more}").format(told=told, more=more)


def _moment(line: Line, telling: Telling, today: date) -> str:
    """The moment it names; where an absence begins then the day, as absences are told."""
    if line.at is None:
        return ""
    if line.kind is not Kind.OFFERED:
        return telling(line.at)
    midnight = datetime.combine(line.at.date() + timedelta(days=1), time.min, line.at.tzinfo)
    return short_days(Stretch(Span(line.at, midnight), None).days(), today)


def _said(line: Line) -> str:
    said = _SAID_OF_SOMEBODY.get(line.kind) if line.who else None
    if line.who and line.at:
        said = _SAID_OF_ONE_AWAY.get(line.kind, said)
    if line.stand_ins:
        said = _SAID_OF_SOME_DAYS.get(line.kind, said)
    return said or _SAID[line.kind]


def _stand_ins(line: Line, members: Members, today: date) -> str:
    """Who stands in when; of an absence the days of it in which nobody does."""
    if line.kind is Kind.STANDS_IN:
        return _(", ").join(short_days(part.days(), today) for part in line.stand_ins)
    return _(", ").join(in_their_place(part, members, today) for part in line.stand_ins)


def _beside(line: Line) -> str:
    """What else there is of a hand-off, if anything."""
    if line.kind is Kind.OFFERED and line.beside and line.stand_ins:
        return N_("stand-in once the customer writes: {days}")
    if line.kind is Kind.OFFERED and line.beside:
        return N_("{name} stands in once the customer writes")
    if line.kind is Kind.STAND_IN and line.beside:
        return _SAID_OF_SOMEBODY[Kind.NOBODY]
    if line.kind is Kind.STAND_IN and line.has_sheet:
        return _SAID[Kind.SHEET]
    return ""


def what_to_do(line: Line, members: Members) -> str:
    """In words, of a line that only somebody else can mend."""
    if line.kind is Kind.STANDS_IN and line.who is not None:
        told = _("ask {name} or a lead to name somebody else who stands in")
        return told.format(name=clean(in_a_sentence(line.who, members)))
    if line.who is not None:
        told = _("wait for {name}, or offer it to somebody else")
        return told.format(name=clean(in_a_sentence(line.who, members)))
    return _("wait until somebody takes it, or offer it to one by name")


_ASKED = {
    Mend.HAND_OFF: N_("ask {name} to hand it off"),
    Mend.OFFER: N_("ask {name} to hand it off"),
    Mend.TAKE: N_("ask {name} to take it"),
    Mend.REPLY: N_("ask {name} to send the reply, or to hand it off"),
    Mend.SEND: N_("ask {name} to send the reply, or to hand it off"),
    Mend.REVIEW: N_("ask {name} to review it"),
    Mend.WAIT: N_("ask {name} to set another date, or to hand it off"),
    Mend.NOTE: N_("ask {name} to write a note"),
    Mend.LEARN: N_("ask {name} to write a case"),
}


def to_ask(line: Line, check: LeaveCheck, members: Members) -> str:
    """What to ask whoever goes for, by somebody who can't do it in their place."""
    if line.mend is Mend.STOP:
        return theirs_to_stop(check, members)
    if line.mend is Mend.REVIEW and check.has_begun:
        return _("ask another colleague to review it")
    if line.mend not in _ASKED:
        return what_to_do(line, members)
    return _(_ASKED[line.mend]).format(name=clean(in_a_sentence(check.login, members)))


def to_be_reviewed(line: Line, members: Members) -> str:
    """Of a reply that a colleague is to review first."""
    told = _("wait until {name} has reviewed the draft")
    return told.format(name=clean(in_a_sentence(line.who or "", members)))


def theirs_to_stop(check: LeaveCheck, members: Members) -> str:
    """Of a timer that is somebody else's."""
    told = _("ask {name} to stop it")
    return told.format(name=clean(in_a_sentence(check.login, members)))


def why_taken_over(check: LeaveCheck, members: Members) -> str:
    """The reason for which a colleague takes over what was left."""
    return _("{name} is away").format(name=clean(in_a_sentence(check.login, members)))


def who_could_take(line: Line, check: LeaveCheck, members: Members, reader: str) -> str:
    """Who could take the task of a line, and why; empty where nobody is proposed.

    Somebody else than `reader` is named as the other way where they themselves can take it over.
    """
    of = check.proposed_for(line)
    if of is None:
        return ""
    is_other = check.mend_for(line, reader) is Mend.TAKE_OVER and of.login != reader
    told = _("or {name} could: {reason}") if is_other else _("{name} could take it: {reason}")
    return told.format(name=clean(in_a_sentence(of.login, members)), reason=reason(of))


def explanation() -> Iterator[str]:
    """How the score comes about, in paragraphs."""
    yield _(
        "Each thing takes points from 100, and each part no more than its most; the parts' most"
        " make 100 together."
    )
    yield _("From {n} points on a thing stands in the way; the others are worth seeing to.").format(
        n=HEAVY
    )
    points = {kind.value: taken for kind, (_part, taken) in POINTS.items()}
    for one, line in _EXPLAINED.items():
        yield _(line).format(most=MOST[one], **points)


_EXPLAINED = {
    Part.TASKS: N_(
        "Tasks without a receiver, {most} at most: {nobody} for a task that nobody is to go on"
        " with, {sheet} while its sheet is being written, {stand_in} when there is only a"
        " stand-in, {offered} when it is offered and not taken."
    ),
    Part.PROMISES: N_(
        "Promises, {most} at most: {overdue} for one that is overdue, {due} for one that falls due"
        " meanwhile or in the first business hour after."
    ),
    Part.REPLIES: N_(
        "Replies, {most} at most: {not_sent} for one that did not go out, {draft} for a draft,"
        " {on_its_way} for one that is on its way. A reply goes with its inquiry to whoever has"
        " that now; where nobody does, it is whose who began it."
    ),
    Part.COLLEAGUES: N_(
        "Colleagues, {most} at most: {review} for a review that is asked of them, {stands_in} for"
        " somebody who is away at the same time and for whom they stand in, {untaken} for a"
        " hand-off that is offered to them and that they have not taken yet."
    ),
    Part.WAITING: N_(
        "Dates, {most} at most: {wakes} for a task that is on hold until a date that falls in."
    ),
    Part.CUSTOMERS: N_(
        "Customers, {most} at most: {customer} for a customer who was answered in two inquiries or"
        " more, only by them, and who has one open or opened one in the last 30 days. A note of"
        " theirs since the customer last wrote settles it."
    ),
    Part.TOPICS: N_(
        "Topics, {most} at most: {topic} for a topic in which something arrived lately and that"
        " only they hold, or they and others who are away then, as long as no case tells of it."
    ),
    Part.TIMER: N_("Timer, {most}: it runs."),
}
