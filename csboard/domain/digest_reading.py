"""Saying that one is back and has read what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from csboard.domain.absences import Absence, away_at, span_of
from csboard.domain.decisions import Decision, EventDraft, Thing, Update
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.records import Member
from csboard.errors import Refused
from csboard.i18n import _

OFFERED_FOR = timedelta(days=30)
"""After the end of an absence; by then nobody waits for what happened in it."""


class DigestState(NamedTuple):
    """What the rule is shown."""

    actor: Member
    absence: Absence | None
    """The one that is named, if it is among those that every board keeps at hand."""
    zone: ZoneInfo


def read(state: DigestState, command: ReadDigest, now: datetime) -> Decision:
    """Once, by whoever was away."""
    absence = state.absence
    if absence is None:
        raise Refused("no_such_absence", _("There is no such absence."))
    if absence.login != state.actor.login:
        raise Refused("anothers", _("Only whoever was away reads what happened meanwhile."))
    if span_of(absence, state.zone).end > now:
        raise Refused("still_away", _("That absence is not over yet."))
    if absence.digested_at is not None:
        raise Refused("read", _("You have read already what happened in that absence."))
    return Decision(
        (Update(Thing.ABSENCE, absence.id, {"digested_at": now}, absence.version),),
        EventDraft("digest_read", detail={"absence": absence.id}),
    )


def to_read(
    absences: Iterable[Absence], login: str, now: datetime, zone: ZoneInfo
) -> Absence | None:
    """The earliest absence of somebody who is back from it and hasn't read of it yet."""
    own = [one for one in absences if one.login == login]
    if login in away_at(own, now, zone):
        return None
    over = [
        one
        for one in own
        if one.digested_at is None and now - OFFERED_FOR < span_of(one, zone).end <= now
    ]
    return min(over, key=lambda one: (one.last, one.id), default=None)


def latest_begun(
    absences: Iterable[Absence], login: str, now: datetime, zone: ZoneInfo
) -> Absence | None:
    """The absence of somebody that began last, over or not, read or not."""
    begun = [one for one in absences if one.login == login and span_of(one, zone).start <= now]
    return max(begun, key=lambda one: (one.first, one.id), default=None)
