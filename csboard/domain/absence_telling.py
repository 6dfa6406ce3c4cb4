"""Absences of a list in words: whether one goes on, who stands in, what days are closed anyway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

from csboard.domain.absence_list import Listed
from csboard.domain.absence_words import meanwhile
from csboard.domain.absences import TaskRule
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, TaskRef
from csboard.i18n import _, format_day, ngettext

MOST_CLOSED = 12
"""Days that are named; a list shows a line of them."""


def when_in_words(one: Listed) -> str:
    """ "away now", "over", or nothing of what is to come."""
    return _WHEN[one.when]()


def stand_in_in_words(one: Listed, members: Mapping[str, Member]) -> str:
    """Who was named, and who it is in their place where they are away too."""
    named = one.absence.stand_in
    if named is None:
        return _("no stand-in")
    name = in_a_sentence(named, members)
    if one.acting == named:
        return _("stand-in: {name}").format(name=name)
    if one.acting is None:
        return _("stand-in: {name}, who is away too").format(name=name)
    return _("stand-in: {instead} for {name}").format(
        instead=in_a_sentence(one.acting, members), name=name
    )


def meanwhile_in_words(
    one: Listed, members: Mapping[str, Member], refs: Mapping[int, TaskRef]
) -> str:
    """Where it goes when a customer writes: by who stands in indeed, not by who was named.

    With what has a rule of its own; `refs` names tasks by their ids, and who isn't in it is gone.
    """
    what = meanwhile(TaskRule(one.absence.on_mail, one.acting), members)
    own = sorted((refs[task_id], rule) for task_id, rule in one.rules.items() if task_id in refs)
    if not own:
        return _("customers' words: {what}").format(what=what)
    told = _(", ").join(
        _("#{task}: {what}").format(task=task, what=meanwhile(rule, members)) for task, rule in own
    )
    return _("customers' words: {what}, but {rules}").format(what=what, rules=told)


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


_WHEN: dict[str, Callable[[], str]] = {
    "now": lambda: _("away now"),
    "to_come": lambda: "",
    "over": lambda: _("over"),
}
