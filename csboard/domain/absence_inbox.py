"""Telling colleagues what somebody else did to absences: those who count on a stand-in, and the
leads, that this one enters days of their own; whoever is away, what a lead did to theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from csboard.domain import access
from csboard.domain.absence_states import AbsenceState
from csboard.domain.absences import Absence, counting_on
from csboard.domain.decisions import Insert
from csboard.domain.mentions import OTHERS_STAND_IN_AWAY, STAND_IN_AWAY, inbox


def told_of(
    state: AbsenceState, wanted: Absence, before: Absence | None, now: datetime
) -> Iterator[Insert]:
    """What reaches inboxes when an absence is entered, or changed from what was `before`.

    A line stands at the oldest open reply of whoever counts on them; without any nothing waits.
    """
    known = _counting_on(before, state, now) if before is not None else frozenset()
    leads = [one.login for one in state.members.values() if access.is_lead(one)]
    for login in sorted(_counting_on(wanted, state, now) - known):
        if (number := state.held.get(login)) is not None:
            whom = {**dict.fromkeys(leads, OTHERS_STAND_IN_AWAY), login: STAND_IN_AWAY}
            whom.pop(wanted.login, None)
            away = state.members[wanted.login].id
            yield from inbox(whom, state.actor, state.members, number, now, about_id=away)


def told_absent(state: AbsenceState, login: str, kind: str, now: datetime) -> tuple[Insert, ...]:
    """What tells whoever's absence it is what another did to it, at their oldest open reply.

    Without any there is no place for a line; the history tells it all the same.
    """
    number = state.held.get(login)
    if number is None:
        return ()
    return inbox({login: kind}, state.actor, state.members, number, now)


def _counting_on(absence: Absence, state: AbsenceState, now: datetime) -> frozenset[str]:
    """Logins of those who do."""
    found = counting_on(absence, state.absences, state.members, state.zone, now)
    return frozenset(one.login for one in found)
