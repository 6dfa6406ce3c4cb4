"""Absences in words: from when to when, until when, and what is done meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

from csboard.domain.absences import Absence, OnMail, TaskRule
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member
from csboard.i18n import _, format_day, short_day


def days_in_words(absence: Absence, today: date) -> str:
    """From when to when: "Tue Nov 24 - Mon Nov 30" · "11/24(火)〜11/30(月)"; half days say so."""
    return _from_to(absence, _day, today)


def days_until_end(absence: Absence, ended: datetime, today: date) -> str:
    """The same of one that was ended by hand: until the minute, `ended` being on the team's clocks.

    "Tue Nov 24 - Thu Nov 26 15:51"; of its first day "Tue Nov 24 - 15:51".
    """
    first, last = _day(absence.first, today), f"{ended:%H:%M}"
    if absence.from_noon:
        first = _("{day} afternoon").format(day=first)
    if ended.date() != absence.first:
        last = f"{_day(ended.date(), today)} {last}"
    return _("{first} - {last}").format(first=first, last=last)


def short_days(absence: Absence, today: date) -> str:
    """The same without weekdays: "Nov 24 - Nov 30" · "11/24〜11/30"."""
    return _from_to(absence, _short, today)


def _from_to(absence: Absence, day: Callable[[date, date], str], today: date) -> str:
    first, last = day(absence.first, today), day(absence.last, today)
    if absence.first == absence.last:
        return _ALONE[absence.from_noon, absence.until_noon]().format(day=first)
    if absence.from_noon:
        first = _("{day} afternoon").format(day=first)
    if absence.until_noon:
        last = _("{day} morning").format(day=last)
    return _("{first} - {last}").format(first=first, last=last)


def until_in_words(absence: Absence, today: date) -> str:
    """Until when, the last day included: "until Nov 30" · "11/30まで"."""
    day = _short(absence.last, today)
    if absence.until_noon:
        return _("until noon on {day}").format(day=day)
    return _("until {day}").format(day=day)


def away_in_words(
    absence: Absence, acting: str | None, members: Mapping[str, Member], today: date
) -> str:
    """That somebody is away: until when, and who of the chain stands in now."""
    until = until_in_words(absence, today)
    if acting is None:
        return _("{name} is away {until}").format(
            name=in_a_sentence(absence.login, members), until=until
        )
    return _("{name} is away {until}, {instead} stands in").format(
        name=in_a_sentence(absence.login, members),
        until=until,
        instead=in_a_sentence(acting, members),
    )


def meanwhile(rule: TaskRule, members: Mapping[str, Member]) -> str:
    """What is done when a customer writes: "to Sato" · "free for anybody" · "waits"."""
    if rule.on_mail is OnMail.STAND_IN and rule.stand_in is not None:
        return _("goes to {name}").format(name=in_a_sentence(rule.stand_in, members))
    return _MEANWHILE[rule.on_mail]()


def _day(day: date, today: date) -> str:
    return format_day(_moment(day), UTC, now=_moment(today))


def _short(day: date, today: date) -> str:
    return short_day(_moment(day), UTC, _moment(today))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


_ALONE: dict[tuple[bool, bool], Callable[[], str]] = {
    (False, False): lambda: "{day}",
    (True, False): lambda: _("{day} afternoon"),
    (False, True): lambda: _("{day} morning"),
}
"""One day: whether it begins at noon, and whether it ends then."""

_MEANWHILE: dict[OnMail, Callable[[], str]] = {
    OnMail.STAND_IN: lambda: _("free for anybody, as nobody stands in"),
    OnMail.POOL: lambda: _("free for anybody"),
    OnMail.KEEP: lambda: _("waits for them"),
}
