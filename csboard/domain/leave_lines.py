"""What stands in the way of somebody who wants to go: each part of the leave check, line by line.

What each line weighs stands in `csboard.domain.leave_check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice

from csboard.domain.absences import (
    Absence,
    OnMail,
    away_at,
    can_stand_in,
    span_of,
)
from csboard.domain.business_time import add_working
from csboard.domain.hand_off_records import HandOff
from csboard.domain.holders import topics_of
from csboard.domain.leave_findings import Kind, Line
from csboard.domain.leave_situation import Situation, absent_then
from csboard.domain.receivers import receivers
from csboard.domain.records import Card, Tags, TaskRef
from csboard.domain.stand_in_stretches import Stretch, stretches, within

AFTERWARDS = timedelta(hours=1)
"""Business time after somebody is back in which a promise counts as if it fell due meanwhile."""
MOST_TOPICS = 10
"""So many are named at most."""


def lines_of(about: Situation) -> Iterator[Line]:
    """All that stands in the way, in no order."""
    for part in _PARTS:
        yield from part(about)


def _of_tasks(about: Situation) -> Iterator[Line]:
    gone = absent_then(about)
    own = gone.get(about.login)
    sheets = {one.task_id: one for one in about.hand_offs if one.is_open}

    @cache
    def standing_in(named: str | None) -> tuple[Stretch, ...]:
        return _stand_ins(own, named, about.absences, about) if own is not None else ()

    for card in about.tasks:
        sheet = sheets.get(card.task_id)
        rule = own.rule_for(card.task_id) if own is not None else None
        goes_there = rule is not None and rule.on_mail is OnMail.STAND_IN
        parts = standing_in(rule.stand_in) if rule is not None and goes_there else ()
        kind, who, beside = _receiver(parts, sheet, gone, about)
        meanwhile = gone.get(who) if who is not None and kind is Kind.OFFERED else None
        at = span_of(meanwhile, about.zone).start if meanwhile is not None else None
        line = _of_card(kind, card, at=at, who=who)
        varies = len(parts) > 1 and kind in (Kind.OFFERED, Kind.STAND_IN)
        yield line._replace(
            has_sheet=sheet is not None,
            beside=beside,
            stand_ins=parts if varies else (),
            missing=sheet.sheet.missing if sheet is not None else (),
        )


def _receiver(
    parts: tuple[Stretch, ...],
    sheet: HandOff | None,
    gone: Mapping[str, Absence],
    about: Situation,
) -> tuple[Kind, str | None, str | None]:
    """Whether somebody is to go on with a task, who, and who else has to do with it.

    `parts` say who gets it when its customer writes: somebody in a part of that time, at least.
    """
    stand_ins = [one.acting for one in parts if one.acting is not None]
    offered_to = sheet.receiver if sheet else None
    if sheet is not None and sheet.is_offered and _can_take(offered_to, gone, about):
        others = (one for one in stand_ins if one != offered_to)
        return Kind.OFFERED, offered_to, next(others, None)
    if stand_ins:
        return Kind.STAND_IN, stand_ins[0], offered_to
    if sheet is not None and not sheet.is_offered:
        return Kind.SHEET, None, None
    return Kind.NOBODY, offered_to, None


def _stand_ins(
    absence: Absence, named: str | None, absences: Sequence[Absence], about: Situation
) -> tuple[Stretch, ...]:
    """Who stands in for whoever was named, in what is left of the time that is checked."""
    near = [one for one in absences if span_of(one, about.zone).overlaps(about.away)]
    parts = stretches(absence, named, near, about.members, about.zone)
    return tuple(one for one in within(about.away, parts) if one.span.end > about.now)


def _can_take(login: str | None, gone: Mapping[str, Absence], about: Situation) -> bool:
    """Whether they are there now to take it, and in some part of that time."""
    if login is None:
        return True
    away = gone.get(login)
    days = span_of(away, about.zone) if away is not None else None
    throughout = days is not None and days.start <= about.away.start and about.away.end <= days.end
    is_here = login not in away_at(about.absences, about.now, about.zone)
    return is_here and not throughout and can_stand_in(about.members.get(login))


def _of_promises(about: Situation) -> Iterator[Line]:
    until = add_working(about.calendar, about.away.end, AFTERWARDS) or about.away.end
    drafts = {one.number: one.asked_of for one in about.drafts if not one.sending}
    for card in about.tasks:
        if card.clocks is None or card.ref.seq != 1:
            continue
        dues = [(one.due_at, one.which) for one in card.clocks.clocks if one.due_at is not None]
        if not dues:
            continue
        due_at, which = min(dues)
        if due_at <= about.now:
            kind = Kind.OVERDUE
        elif about.away.start <= due_at < until:
            kind = Kind.DUE
        else:
            continue
        asked = drafts.get(card.ref.number)
        line = _of_card(kind, card, at=due_at, who=asked, about=which)
        yield line._replace(has_draft=card.ref.number in drafts)


def _of_replies(about: Situation) -> Iterator[Line]:
    kinds = {"way": Kind.ON_ITS_WAY, "failed": Kind.NOT_SENT, "": Kind.DRAFT}
    for one in about.drafts:
        at = one.goes_at or one.saved_at
        ref = TaskRef(one.number)
        yield Line(kinds[one.sending], one.id, ref, one.subject, at, one.asked_of)


def _of_colleagues(about: Situation) -> Iterator[Line]:
    for ask in about.reviews:
        yield Line(Kind.REVIEW, ask.id, TaskRef(ask.number), ask.subject, ask.at, ask.by)
    for one in about.hand_offs:
        if one.is_offered and one.receiver == about.login:
            title = about.titles.get(one.task_id, "")
            yield Line(Kind.UNTAKEN, one.id, one.task, title, one.offered_at, one.giver)
    yield from _of_those_stood_in_for(about)


def _of_those_stood_in_for(about: Situation) -> Iterator[Line]:
    """Who is away at the same time, in days in which nobody stands in for them then."""
    absences = (*about.absences, _leaving(about))
    for absence in about.absences:
        if absence.stand_in != about.login or absence.login == about.login:
            continue
        parts = _stand_ins(absence, about.login, absences, about)
        alone = tuple(one for one in parts if one.acting is None and _is_worked_in(one, about))
        if alone:
            start = span_of(absence, about.zone).start
            line = Line(Kind.STANDS_IN, absence.id, at=start, who=absence.login)
            yield line._replace(stand_ins=alone, beside=_could_stand_in(absence, alone, about))


def _could_stand_in(absence: Absence, alone: Sequence[Stretch], about: Situation) -> str | None:
    """Who is there on the days on which nobody stands in, and has the least to do."""
    times = [part.span for part in alone]
    found = receivers(Tags(), absence.login, times, about.knowledge, about.absences, about.zone)
    return next((one.login for one in found if one.login != about.login), None)


def _is_worked_in(part: Stretch, about: Situation) -> bool:
    """Whether it has an open minute; a team that says of none is taken to be always there."""
    opens = add_working(about.calendar, part.span.start, timedelta())
    return opens is None or opens < part.span.end


def _leaving(about: Situation) -> Absence:
    """As if their days had been entered, with whoever is named for them already."""
    own = absent_then(about).get(about.login)
    blank = Absence(0, about.login, date.min, date.min, OnMail.POOL)
    return Stretch(about.away, None).days(blank)._replace(stand_in=own.stand_in if own else None)


def _of_waiting(about: Situation) -> Iterator[Line]:
    for card in about.tasks:
        until = card.waiting.until if card.waiting else None
        if card.waiting and until is not None and about.away.holds(until) and until > about.now:
            line = _of_card(Kind.WAKES, card, at=until, about=card.waiting.for_whom)
            yield line._replace(waiting=card.waiting)


def _of_customers(about: Situation) -> Iterator[Line]:
    for one in about.customers:
        yield Line(Kind.CUSTOMER, one.id, TaskRef(one.number), one.name, one.last_in_at)


def _of_topics(about: Situation) -> Iterator[Line]:
    """Those that lack most are named first on the map."""
    gone = absent_then(about).keys() | {about.login}
    at_hand = {topic for card in about.tasks for topic in topics_of(card.tags)}
    found = (
        Line(Kind.TOPIC, 0, topic=row.topic)
        for row in about.knowledge.rows
        if (row.arrivals or row.topic in at_hand)
        and about.login in row.holders
        and gone.issuperset(row.holders)
        and not any(one.wrote for one in row.holdings)
    )
    return islice(found, MOST_TOPICS)


def _of_timer(about: Situation) -> Iterator[Line]:
    if (timer := about.timer) is not None:
        yield Line(Kind.TIMER, timer.id, timer.task, at=timer.started_at, about=timer.work)


_PARTS = (
    _of_tasks,
    _of_promises,
    _of_replies,
    _of_colleagues,
    _of_waiting,
    _of_customers,
    _of_topics,
    _of_timer,
)


def _of_card(
    kind: Kind, card: Card, *, at: datetime | None = None, who: str | None = None, about: str = ""
) -> Line:
    return Line(kind, card.task_id, card.ref, card.title, at, who, about)
