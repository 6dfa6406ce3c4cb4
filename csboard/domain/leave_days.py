"""Whose leave is checked, and of which days: those of the next absence, or others named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from csboard.domain import absences as domain
from csboard.domain.absence_days import (
    first_written,
    gone_by,
    last_written,
    parse_days,
    senseless,
)
from csboard.domain.absences import Absence, OnMail, span_of
from csboard.domain.people import how_one_joins, in_a_sentence, with_login, works_here
from csboard.domain.records import INTAKE_LOGIN, Member
from csboard.errors import Refused
from csboard.i18n import _, in_zone, together
from csboard.text import quoted

_BETWEEN = re.compile(r"\s*(?:\.\.+|[~\u2013\u2014\u301c]|から|\s-\s)\s*")

MOST_DAYS = 366
"""From the first to the last that a check looks at."""


def whose(login: str, members: Mapping[str, Member]) -> Member:
    """The member whose leave is meant; Refused for one who isn't there or has nothing to leave."""
    member = members.get(login)
    if member is not None and works_here(member):
        return member
    told = _why_not(login, member).format(
        login=quoted(login),
        name=in_a_sentence(login, members),
        logins=_(", ").join(
            with_login(one, members)
            for one in sorted(one.login for one in members.values() if works_here(one))
        ),
    )
    raise Refused("no_such_member", together(told, "" if member else how_one_joins()))


def _why_not(login: str, member: Member | None) -> str:
    if member is None or login == INTAKE_LOGIN:
        return _("There is no member {login} here; there are: {logins}.")
    if not member.active:
        return _("{name} is no longer in the team; there are: {logins}.")
    return _("{name} works on no inquiries; others do: {logins}.")


def next_leave(login: str, absences: Iterable[Absence], now: datetime, zone: str) -> Absence:
    """The absence of theirs that goes on, else the next; next week where none is entered (id 0)."""
    found = domain.next_absence(login, absences, now, ZoneInfo(zone))
    return next_week(login, now, zone) if found is None else found


def days_named(login: str, first: str, last: str | None, now: datetime, zone: str) -> Absence:
    """The days that are written, as an absence that isn't entered (its id is 0).

    With what would work: UsageError for what is no day; Refused for an end before the start, days
    gone by or too many, as whoever enters such an absence is.
    """
    begin, end = parse_days(first, last, in_zone(now, zone).date())
    wanted = Absence(
        0, login, begin.day, end.day, OnMail.POOL, None, begin.is_at_noon, end.is_at_noon
    )
    _check(wanted, now, zone)
    return wanted


def as_entered(asked: Absence, absences: Iterable[Absence]) -> Absence:
    """The absence of theirs with these very days, where one is entered; else what was asked."""
    same = (
        one
        for one in absences
        if one.login == asked.login and one.ended_at is None and _days(one) == _days(asked)
    )
    return next(same, asked)


def _days(of: Absence) -> tuple[date, date, bool, bool]:
    return of.first, of.last, of.from_noon, of.until_noon


def days_in_a_line(login: str, text: str, now: datetime, zone: str) -> Absence:
    """As `days_named`, of `2026-11-24..2026-11-30`, `11/24〜11/30`, one day, or `来週`."""
    first, *last = _BETWEEN.split(unicodedata.normalize("NFKC", text).strip(), maxsplit=1)
    return days_named(login, first, last[0] if last else None, now, zone)


def written(asked: Absence) -> str:
    """Days as `days_in_a_line` reads them; one day alone is written once."""
    if asked.first == asked.last:
        return f"{first_written(asked)}{'am' if asked.until_noon else ''}"
    return f"{first_written(asked)}..{last_written(asked)}"


def next_week(login: str, now: datetime, zone: str) -> Absence:
    """Monday to Sunday of the week after this, for whom no absence is entered."""
    today = in_zone(now, zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    return Absence(0, login, monday, monday + timedelta(days=6), OnMail.POOL)


def _check(wanted: Absence, now: datetime, zone: str) -> None:
    today = in_zone(now, zone).date()
    if (wrong := senseless(wanted, today)) is not None:
        raise Refused(wrong.code, wrong.sentence)
    if wanted.last - wanted.first >= timedelta(days=MOST_DAYS) or wanted.last == date.max:
        raise Refused("too_far", _("A leave check looks at a year at most: name fewer days."))
    if span_of(wanted, ZoneInfo(zone)).end <= now:
        raise Refused("past", gone_by(wanted, today))
