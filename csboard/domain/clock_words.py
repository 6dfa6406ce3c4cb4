"""A clock in words: how it stands, and line by line how that came about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from csboard.domain import clock_rests as rests
from csboard.domain.business_calendar import Calendar, closed_days, knows_holidays_of
from csboard.domain.business_time_words import business_time, time_left, time_over
from csboard.domain.clocks import EXCUSED, REPLIED, WAS_SOLVED, Clock, Span, State
from csboard.domain.promises import FIRST, NEXT, SOLVED
from csboard.i18n import N_, _, format_day, format_time, in_zone, ngettext
from csboard.named import NamedTuple

MOST_DAYS = 10
"""Closed days that are named one by one."""

_NAMES = {FIRST: N_("first reply"), NEXT: N_("next word"), SOLVED: N_("solved")}
_WHY = {
    "customer": N_("waits for customer"),
    "internal": N_("waits for colleagues"),
    "date": N_("waits for a date"),
    rests.CLOSED: N_("it was closed"),
    rests.JUNK: N_("filed as junk"),
    rests.CAME_BACK: N_("our reply came back"),
}
_ENDINGS = {
    REPLIED: N_("we replied"),
    WAS_SOLVED: N_("it was closed"),
    EXCUSED: N_("no answer was needed"),
    rests.CLOSED: N_("closed without an answer"),
    rests.JUNK: N_("filed as junk"),
}


class Teller(NamedTuple):
    """What moments are told by."""

    calendar: Calendar
    now: datetime

    def moment(self, at: datetime) -> str:
        return format_time(at, self.calendar.zone, now=self.now)


def name_of_clock(which: str) -> str:
    """What people call it."""
    return _(_NAMES[which])


def standing(clock: Clock, teller: Teller) -> str:
    """How it stands, in a few words: `1:40 left, due 11/24 13:00`."""
    return _STANDING[clock.state](clock, teller)


def explained(clock: Clock, teller: Teller) -> tuple[str, ...]:
    """How that came about, a line for each thing: begun, ran, stood still because, due, ended."""
    return tuple(_lines(clock, teller))


def _lines(clock: Clock, teller: Teller) -> Iterator[str]:
    yield _("{at}  started: {why}").format(
        at=teller.moment(clock.started_at),
        why=_("the customer wrote") if clock.which == NEXT else _("it came in"),
    )
    for span in clock.spans:
        yield _span(span, teller)
        if span.why == rests.RUNS and (closed := _closed(span, teller)):
            yield _("    closed: {days}").format(days=closed)
    if clock.ended_at is not None:
        yield _("{at}  ended: {how}, after {used}").format(
            at=teller.moment(clock.ended_at),
            how=_(_ENDINGS[clock.ending]),
            used=business_time(clock.used),
        )
    yield from _promised(clock, teller)


def _span(span: Span, teller: Teller) -> str:
    start = teller.moment(span.start)
    if span.why == rests.RUNS:
        text = _("{start} to {end}  ran {worked}") if span.end else _("since {start}  ran {worked}")
    else:
        text = (
            _("{start} to {end}  paused: {why}") if span.end else _("since {start}  paused: {why}")
        )
    return text.format(
        start=start,
        end=_end(span, teller),
        worked=business_time(span.worked),
        why=_(_WHY[span.why]) if span.why else "",
    )


def _end(span: Span, teller: Teller) -> str:
    """The time alone on the day on which it began."""
    if span.end is None:
        return ""
    zone = teller.calendar.zone
    start, end = in_zone(span.start, zone), in_zone(span.end, zone)
    return f"{end:%H:%M}" if start.date() == end.date() else teller.moment(span.end)


def _closed(span: Span, teller: Teller) -> str:
    """The days in it on which nothing was counted, with the names of holidays."""
    zone = teller.calendar.zone
    first = in_zone(span.start, zone).date()
    last = in_zone(span.end or max(teller.now, span.start), zone).date()
    noon = in_zone(span.start, zone).replace(hour=12)
    days = [
        " ".join(filter(None, (format_day(noon + (day - first), zone, now=teller.now), name)))
        for day, name in closed_days(teller.calendar, first, last)
    ]
    shown = _(", ").join(days[:MOST_DAYS])
    more = len(days) - MOST_DAYS
    if more <= 0:
        return shown
    told = ngettext("and {n} more day", "and {n} more days", more).format(n=more)
    return _("{days} {more}").format(days=shown, more=told)


def _promised(clock: Clock, teller: Teller) -> Iterator[str]:
    promise = clock.promise
    if promise is None or clock.counts_from is None:
        yield _("Nothing is promised for it.")
        return
    within = business_time(promise.within)
    if promise.conditions:
        told = _("Promised within {within} of business time ({conditions})").format(
            within=within, conditions=promise.conditions
        )
    else:
        told = _("Promised within {within} of business time").format(within=within)
    yield told
    if clock.counts_from > clock.started_at:
        told = _("    counted from {at}, when it became one of these")
        yield told.format(at=teller.moment(clock.counts_from))
    if clock.due_at is not None or clock.ended_at is None:
        yield _due(clock, teller)


def _due(clock: Clock, teller: Teller) -> str:
    if clock.due_at is None:
        return _("When it is due can't be told as long as it is paused.")
    day = in_zone(clock.due_at, teller.calendar.zone).date()
    if knows_holidays_of(teller.calendar, day):
        told = _("Due {at}")
    else:
        told = _("Due {at}, or later: the public holidays of {year} are not known yet")
    return told.format(at=teller.moment(clock.due_at), year=day.year)


def _running(clock: Clock, teller: Teller) -> str:
    if clock.left is None:
        return _("running for {used}").format(used=business_time(clock.used))
    if clock.due_at is None:
        return _("{left} left").format(left=time_left(clock.left))
    return _("{left} left, due {due}").format(
        left=time_left(clock.left), due=teller.moment(clock.due_at)
    )


def _paused(clock: Clock, teller: Teller) -> str:
    why = _(_WHY[clock.paused])
    if clock.left is None:
        return _("paused: {why}").format(why=why)
    return _("paused with {left} left: {why}").format(left=time_left(clock.left), why=why)


def _overdue(clock: Clock, teller: Teller) -> str:
    assert clock.due_at is not None
    return _("overdue by {over}, was due {due}").format(
        over=time_over(clock.left or timedelta()), due=teller.moment(clock.due_at)
    )


def _met(clock: Clock, teller: Teller) -> str:
    return _("kept: {how} after {used}, with {left} left").format(
        how=_(_ENDINGS[clock.ending]),
        used=business_time(clock.used),
        left=time_left(clock.left or timedelta()),
    )


def _broken(clock: Clock, teller: Teller) -> str:
    assert clock.due_at is not None
    told = _("not kept: {how} after {used}, was due {due}")
    over = abs(clock.left or timedelta())
    if timedelta() < over < timedelta(minutes=1):
        told = _("not kept: {how} after {used}, {over} late, was due {due}")
    return told.format(
        how=_(_ENDINGS[clock.ending]),
        used=business_time(clock.used),
        over=time_over(over),
        due=teller.moment(clock.due_at),
    )


def _ended(clock: Clock, teller: Teller) -> str:
    return _("{how} after {used}").format(
        how=_(_ENDINGS[clock.ending]), used=business_time(clock.used)
    )


_STANDING: dict[State, Callable[[Clock, Teller], str]] = {
    State.RUNNING: _running,
    State.PAUSED: _paused,
    State.OVERDUE: _overdue,
    State.MET: _met,
    State.BROKEN: _broken,
    State.DONE: _ended,
    State.DROPPED: _ended,
}
