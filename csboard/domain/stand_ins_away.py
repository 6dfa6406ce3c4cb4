"""Telling those who count on a stand-in that this one enters days of their own, and the leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from csboard.domain import access
from csboard.domain.absence_states import AbsenceState
from csboard.domain.absences import Absence, span_of
from csboard.domain.decisions import Insert
from csboard.domain.mentions import OTHERS_STAND_IN_AWAY, STAND_IN_AWAY, inbox
from csboard.domain.people import works_here
from csboard.domain.records import Member


def counting_on(
    absence: Absence,
    absences: Iterable[Absence],
    members: Mapping[str, Member],
    zone: ZoneInfo,
    now: datetime,
) -> frozenset[str]:
    """Logins of those for whom whoever is away was named to stand in, of the same time to come."""
    span = span_of(absence, zone)
    return frozenset(
        other.login
        for other in absences
        if _names(other, absence.login)
        and works_here(members[other.login])
        and span_of(other, zone).end > now
        and span_of(other, zone).overlaps(span)
    )


def _names(absence: Absence, login: str) -> bool:
    named = {absence.stand_in, *(rule.stand_in for rule in absence.tasks.values())}
    return absence.login != login and login in named


def told_of(
    state: AbsenceState, wanted: Absence, before: Absence | None, now: datetime
) -> Iterator[Insert]:
    """What reaches inboxes when an absence is entered, or changed from what was `before`.

    A line stands at the oldest open reply of whoever counts on them; without any nothing waits.
    """
    about = (state.absences, state.members, state.zone, now)
    known = counting_on(before, *about) if before is not None else frozenset()
    leads = [one.login for one in state.members.values() if access.is_lead(one)]
    for login in sorted(counting_on(wanted, *about) - known):
        if (number := state.held.get(login)) is not None:
            whom = {**dict.fromkeys(leads, OTHERS_STAND_IN_AWAY), login: STAND_IN_AWAY}
            whom.pop(wanted.login, None)
            away = state.members[wanted.login].id
            yield from inbox(whom, state.actor, state.members, number, now, about_id=away)
