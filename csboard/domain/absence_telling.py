"""Absences of a list in words: whether one goes on, who stands in, what days are closed anyway."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from csboard.domain.absence_list import Listed
from csboard.domain.absence_words import days_in_words, days_until_end, meanwhile, short_days
from csboard.domain.absences import Absence, OnMail, TaskRule, WhyNot, why_not
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member
from csboard.domain.stand_in_stretches import Stretch
from csboard.i18n import _, format_day, ngettext

MOST_CLOSED = 12
"""Days that are named; a list shows a line of them."""


def when_in_words(one: Listed) -> str:
    """ "away now", "over", or nothing of what is to come."""
    return _WHEN[one.when]()


def listed_days(one: Listed, today: date) -> str:
    """From when to when: as it was entered, or until when it was ended by hand."""
    if one.ended is None:
        return days_in_words(one.absence, today)
    return days_until_end(one.absence, one.ended, today)


def stand_in_in_words(one: Listed, members: Mapping[str, Member], today: date) -> str:
    """Who was named, and in which days it is somebody in their place who are away too."""
    return stand_ins_in_words(one.absence, one.stretches, members, today)


def stand_ins_in_words(
    absence: Absence, parts: Sequence[Stretch], members: Mapping[str, Member], today: date
) -> str:
    """The same of an absence and of who stands in when, one stretch at least."""
    named, acting = absence.stand_in, parts[0].acting
    if named is None:
        return _("no stand-in")
    name = in_a_sentence(named, members)
    if len(parts) > 1:
        others = _(", ").join(
            in_their_place(part, members, today) for part in parts if part.acting != named
        )
        return _("stand-in: {name}; {others}, as {name} is away").format(name=name, others=others)
    if acting == named:
        return _("stand-in: {name}").format(name=name)
    if acting is None:
        return _AND_NOBODY[why_not(named, members)]().format(name=name)
    return _("stand-in: {instead} for {name}").format(
        instead=in_a_sentence(acting, members), name=name
    )


def in_their_place(part: Stretch, members: Mapping[str, Member], today: date) -> str:
    """Who stands in, in which days: "Nov 26 - Nov 27 Sato" · "Nov 28 nobody"."""
    days = short_days(part.days(), today)
    if part.acting is None:
        return _("{days} nobody").format(days=days)
    return _("{days} {name}").format(days=days, name=in_a_sentence(part.acting, members))


def meanwhile_in_words(one: Listed, members: Mapping[str, Member]) -> str:
    """Where it goes when a customer writes: by who stands in indeed, not by who was named.

    With what has a rule of its own.
    """
    what = _goes(one.absence.on_mail, one.stretches, members)
    if not one.rules:
        return _("customer writes: {what}").format(what=what)
    told = _(", ").join(
        _("#{task}: {what}").format(
            task=task, what=_goes(rule.on_mail, parts, members, rule.stand_in)
        )
        for task, rule, parts in one.rules
    )
    return _("customer writes: {what}, but {rules}").format(what=what, rules=told)


def _goes(
    on_mail: OnMail,
    parts: Sequence[Stretch],
    members: Mapping[str, Member],
    own: str | None = None,
) -> str:
    """`own`: who was named for one task alone, whom no line above tells."""
    if on_mail is OnMail.STAND_IN and len(parts) > 1:
        if own is None:
            return _("goes to whoever stands in then")
        told = _("goes to {name}, while they are away to whoever stands in")
        return told.format(name=in_a_sentence(own, members))
    return meanwhile(TaskRule(on_mail, parts[0].acting), members)


def days_in_short(working: float, closed: tuple[tuple[date, str], ...]) -> str:
    """How many working days it takes, and which of its days are closed anyway."""
    whole = int(working)
    is_whole = working == whole
    told = ngettext("{n} working day", "{n} working days", whole if is_whole else 2)
    told = told.format(n=whole if is_whole else working)
    if not closed:
        return told
    off = _("closed anyway: {days}").format(days=_named(closed))
    return f"{told}  {off}"


def _named(closed: tuple[tuple[date, str], ...]) -> str:
    """The days that have names first, as those one doesn't think of."""
    ordered = sorted(closed, key=lambda one: (not one[1], one[0]))
    days = [f"{_day(day)} {name}".rstrip() for day, name in ordered[:MOST_CLOSED]]
    more = len(closed) - len(days)
    return _(", ").join([*days, *([f"+{more}"] if more else [])])


def _day(day: date) -> str:
    return format_day(datetime.combine(day, time(12), UTC), UTC)


_AND_NOBODY: dict[WhyNot, Callable[[], str]] = {
    WhyNot.AWAY: lambda: _("stand-in: {name}, who is away too"),
    WhyNot.GONE: lambda: _("stand-in: {name}, who isn't in the team any more"),
    WhyNot.LOOKS_ON: lambda: _("stand-in: {name}, who doesn't work on inquiries any more"),
}
"""Why nobody stands in, though somebody was named."""

_WHEN: dict[str, Callable[[], str]] = {
    "now": lambda: _("away now"),
    "to_come": lambda: "",
    "over": lambda: _("over"),
}
