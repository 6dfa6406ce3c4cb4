"""What the figures of a report are called, how they are written, and what each means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from csboard.domain import setting_words, words
from csboard.domain.business_time_words import business_time
from csboard.domain.counted import Basis, Counted, judged_by
from csboard.domain.people import name_of
from csboard.domain.periods import today
from csboard.domain.records import Event, Outcome
from csboard.domain.settings import WEEKDAYS
from csboard.i18n import N_, _, current_language, format_time, ngettext, weekday

if TYPE_CHECKING:
    from csboard.domain.report import FlowDay

_LABELS = {
    "arrived": N_("came in"),
    "departed": N_("closed"),
    "reopened": N_("reopened"),
    "junked": N_("filed as junk"),
    "open": N_("open at the end"),
    "first_reply_median": N_("first reply, half within"),
    "first_reply_p90": N_("first reply, 90 % within"),
    "solved_median": N_("solved, half within"),
    "solved_p90": N_("solved, 90 % within"),
    "cycle_median": N_("from taken to closed, half within"),
    "cycle_p90": N_("from taken to closed, 90 % within"),
    "age_median": N_("age of open ones, half under"),
    "age_p90": N_("age of open ones, 90 % under"),
    "same_day": N_("answered the same day"),
    "kept_first": N_("first reply in time"),
    "kept_next": N_("next word in time"),
    "kept_solved": N_("solved in time"),
    "first_contact": N_("settled by who answered first"),
}
_TAGS = {
    "content": N_("Content of what came in"),
    "symptom": N_("Symptoms of what came in"),
    "emotion": N_("Emotions of what came in"),
}
_WORKS = {
    "meeting": N_("meetings"),
    "break": N_("breaks"),
    "training": N_("training"),
    "other": N_("other work"),
}
_DEFINITIONS = (
    N_(
        "Came in, closed, reopened and filed as junk count when it happened, each time. So what is"
        " open at the end is what was open before and came, less what went."
    ),
    N_(
        "First reply and solved count where they ended, in business time, without the time in"
        " which the clock stood still. What was closed without a reply has none."
    ),
    N_(
        "From taken to closed: business time since somebody first had it, waiting included, but"
        " not while it was closed."
    ),
    N_("The age of open ones is business time since they came in."),
    N_(
        "Half within: the one in the middle, of an even number halfway between the two."
        " 90 % within: nine of ten were not slower."
    ),
    N_("Answered the same day: of those that came in, on the day on which business time began."),
    N_("In time: a promise is kept when its clock ends, and broken on the day it was due."),
    N_(
        "Settled by who answered first: of those closed after a reply, all replies are one"
        " person's, and it was never reopened."
    ),
    N_("Outcomes are of what is still closed. Tags are of what came in, as they are called now."),
    N_("Time worked is what timers and entries say; an inquiry with two tags counts in both."),
)


def label(key: str) -> str:
    """What a figure is called."""
    return _(_LABELS[key])


def outcome(value: Outcome | None) -> str:
    return words.outcome(value) if value else _("not noted")


def tags_of(dimension: str) -> str:
    """What the tags of a dimension are headed by."""
    return _(_TAGS[dimension])


def work(name: str) -> str:
    """What somebody does that is no inquiry."""
    return _(_WORKS[name]) if name in _WORKS else name


def definitions() -> Iterator[str]:
    """What is counted where, a sentence or two each."""
    return (_(one) for one in _DEFINITIONS)


def measured(unit: str, measure: int | float | None) -> str:
    """`12`, `1:40`, `85 %`; a dash for nothing."""
    return "-" if measure is None else _WRITTEN[unit](measure)


def difference(unit: str, now: int | float | None, before: int | float | None) -> str:
    """What changed, with its sign; empty when nothing did or there was nothing before."""
    if now is None or before is None or measured(unit, now) == measured(unit, before):
        return ""
    if unit == "share":
        return f"{percent(now) - percent(before):+}"
    return ("+" if now > before else "-") + measured(unit, abs(now - before))


def percent(share: float) -> int:
    """Whole percents; half of one up, as people round."""
    return int(share * 100 + 0.5)


def _hours(minutes: float) -> str:
    return business_time(timedelta(minutes=minutes))


_WRITTEN: dict[str, Callable[[int | float], str]] = {
    "inquiries": str,
    "minutes": _hours,
    "share": lambda share: f"{percent(share)} %",
}


def day_of(counted: Counted) -> date:
    """The day on which it was counted, in the team's zone."""
    return today(counted.now, counted.basis.settings.zone)


def span(day: FlowDay) -> str:
    """A day of the flow, or the days that are told together: `11/24(火)`, `11/24 - 11/30`."""
    if day.first == day.last:
        return short(day.first, with_weekday=True)
    return f"{short(day.first)} - {short(day.last)}"


def short(day: date, *, with_weekday: bool = False) -> str:
    """`11/24`, `11-24`, with the weekday in brackets if it is wanted."""
    told = f"{day.month}/{day.day}" if current_language() == "ja" else f"{day:%m-%d}"
    return f"{told} ({weekday(day.weekday())})" if with_weekday else told


def title(counted: Counted) -> str:
    """What the report is called: the team and the days."""
    return _("{team}: {period}").format(team=counted.basis.settings.name, period=counted.days.name)


def so_far(counted: Counted) -> str:
    """That a period isn't over, and until when it is told; empty when it is."""
    if not counted.is_unfinished:
        return ""
    told = _("Not finished: counted until {when}.")
    return told.format(when=format_time(counted.now, counted.basis.settings.zone))


def behind(count: int) -> str:
    """Of how many inquiries a figure tells."""
    return ngettext("of {n}", "of {n}", count).format(n=count)


def behind_in_words(count: int) -> str:
    """How many inquiries a figure tells of, by itself."""
    return ngettext("{n} inquiry", "{n} inquiries", count).format(n=count)


def counted_by(basis: Basis) -> Iterator[str]:
    """By which settings, a line each."""
    settings = basis.settings
    hours = _(", ").join(_hours_by_days(settings.hours))
    yield _("Business hours ({zone}): {hours}").format(zone=settings.zone, hours=hours)
    if settings.holidays:
        yield _("Public holidays: {place}").format(place=settings.holidays)
    promises = _("; ").join(
        f"{clock} {_(', ').join(promised)}" for clock, promised in settings.promises.items()
    )
    yield _("Promises: {promises}").format(promises=promises or _("none"))


def _hours_by_days(hours: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Each stretch of the day with the days that have it: `Mon Tue 09:00-18:00`."""
    days: dict[tuple[str, ...], list[str]] = {}
    for day, ranges in hours.items():
        is_weekday = day in WEEKDAYS
        name = weekday(WEEKDAYS.index(day)) if is_weekday else _("holidays")
        days.setdefault(tuple(ranges), []).append(name)
    between = "" if current_language() == "ja" else " "
    for ranges, names in days.items():
        yield f"{between.join(names)} {' '.join(ranges)}".rstrip()


def changed_since(counted: Counted) -> Iterator[str]:
    """What of them has changed since the period began: each setting once, where it last did."""
    basis = counted.basis
    last = {key: event for event in basis.changes for key in judged_by(event)}
    for event in basis.changes:
        if keys := [key for key in judged_by(event) if last[key] is event]:
            yield _changed(event, keys, counted)
    if basis.corrected:
        yield ngettext(
            "{n} entry of time was corrected or dropped.",
            "{n} entries of time were corrected or dropped.",
            basis.corrected,
        ).format(n=basis.corrected)


def _changed(event: Event, keys: Sequence[str], counted: Counted) -> str:
    basis = counted.basis
    return _("{name} changed {what} ({when}): all is counted by what holds now.").format(
        name=name_of(event.actor, basis.members),
        what=_(", ").join(setting_words.name(key) for key in keys),
        when=format_time(event.at, basis.settings.zone, now=counted.now),
    )
