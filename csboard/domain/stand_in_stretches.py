"""Who stands in when: an absence by the stretches in which it is one and the same person. Pure.

Whoever was named may be away themselves in the middle of it, and so may theirs: at each turn at
which anybody leaves or comes back the chain is followed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from csboard.domain.absences import NOON, Absence, OnMail, Span, away_at, span_of, stand_in_for
from csboard.domain.records import Member
from csboard.i18n import in_zone
from csboard.named import NamedTuple

_NOBODYS = Absence(0, "", date.min, date.min, OnMail.POOL)


class Stretch(NamedTuple):
    """A part of an absence."""

    span: Span
    """On the clocks of the team's zone."""
    acting: str | None
    """Login of who stands in; None for nobody."""

    def days(self, absence: Absence = _NOBODYS) -> Absence:
        """The absence, or one of nobody's, as if it had these days alone."""
        start, end = self.span
        is_whole = end.time() == time.min
        return absence._replace(
            first=start.date(),
            last=end.date() - timedelta(days=1) if is_whole else end.date(),
            from_noon=start.time() >= NOON,
            until_noon=not is_whole and end.time() <= NOON,
        )


def stretches(
    absence: Absence,
    named: str | None,
    absences: Iterable[Absence],
    members: Mapping[str, Member],
    zone: ZoneInfo,
) -> tuple[Stretch, ...]:
    """All of an absence, the earliest first: no two that follow each other have the same person.

    `named` is who was named for it, or for one task; `absences` are everybody's.
    """
    known = tuple(absences)
    start, end = span_of(absence, zone)
    whole = Span(start, in_zone(end, zone))
    found: list[Stretch] = []
    for span in _between(whole, _turns(known, zone)):
        acting = stand_in_for(named, away_at(known, span.start, zone), members)
        if found and found[-1].acting == acting:
            found[-1] = Stretch(Span(found[-1].span.start, span.end), acting)
        else:
            found.append(Stretch(span, acting))
    return tuple(found)


def left_of(
    absence: Absence,
    named: str | None,
    absences: Iterable[Absence],
    members: Mapping[str, Member],
    zone: ZoneInfo,
    now: datetime,
) -> tuple[Stretch, ...]:
    """The stretches of an absence that aren't past, one at least.

    Of one that is over whoever was named, for all of it: later plans say nothing of that time.
    """
    start, end = span_of(absence, zone)
    if end <= now:
        return (Stretch(Span(start, in_zone(end, zone)), named),)
    found = stretches(absence, named, absences, members, zone)
    return tuple(part for part in found if part.span.end > now)


def within(time: Span, parts: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """What of the stretches falls into a time, on the clocks of the same zone."""
    cut = (
        Stretch(Span(max(span.start, time.start), min(span.end, time.end)), acting)
        for span, acting in parts
    )
    return tuple(one for one in cut if one.span.start < one.span.end)


def _turns(absences: tuple[Absence, ...], zone: ZoneInfo) -> set[datetime]:
    """When anybody leaves or comes back, on the clocks of the zone."""
    return {in_zone(turn, zone) for one in absences for turn in span_of(one, zone)}


def _between(whole: Span, turns: set[datetime]) -> list[Span]:
    inside = sorted(turn for turn in turns if whole.start < turn < whole.end)
    edges = [whole.start, *inside, whole.end]
    return [Span(start, end) for start, end in pairwise(edges)]
