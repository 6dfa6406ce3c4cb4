"""Saying that one is back and has read what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from csboard.domain.absences import Absence, span_of
from csboard.domain.decisions import Decision, EventDraft, Thing, Update
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

OFFERED_FOR = timedelta(days=30)
"""After the end of an absence; by then nobody waits for what happened in it."""


class DigestState(NamedTuple):
    """What the rule is shown."""

    actor: Member
    absence: Absence | None
    """The one that is named, if it stands."""
    members: Mapping[str, Member]
    zone: ZoneInfo


def read(state: DigestState, command: ReadDigest, now: datetime) -> Decision:
    """Once, by whoever was away."""
    absence = state.absence
    if absence is None:
        raise Refused("no_such_absence", _("There is no such absence."))
    if absence.login != state.actor.login:
        raise anothers(absence, state.members)
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
    """The earliest absence of somebody that is over and that they haven't read of yet.

    Also when they are away again by now: what happened in the first one is told nowhere else.
    """
    over = [
        one
        for one in _own(absences, login)
        if one.digested_at is None and now - OFFERED_FOR < span_of(one, zone).end <= now
    ]
    return min(over, key=lambda one: (one.last, one.id), default=None)


def to_tell_of(
    absences: Iterable[Absence], login: str, now: datetime, zone: ZoneInfo
) -> Absence | None:
    """The absence of somebody that is told of when they name none; None when none has begun.

    What they haven't read goes first: what is offered, then the latest that is over, however long
    ago; else the one that began last, read or not.
    """
    own = _own(absences, login)
    if (offered := to_read(own, login, now, zone)) is not None:
        return offered
    over = [one for one in own if span_of(one, zone).end <= now]
    latest = max(over, key=lambda one: (span_of(one, zone).end, one.id), default=None)
    if latest is not None and latest.digested_at is None:
        return latest
    begun = [one for one in own if span_of(one, zone).start <= now]
    return max(begun, key=lambda one: (one.first, one.id), default=None)


def asked_for(
    absences: Iterable[Absence],
    login: str,
    absence_id: int | None,
    members: Mapping[str, Member],
    now: datetime,
    zone: ZoneInfo,
) -> Absence:
    """The absence whose digest somebody asks for: the one of that id, or `to_tell_of`.

    Refused when there is none, it is another's or it hasn't begun.
    """
    if absence_id is None:
        if (found := to_tell_of(absences, login, now, zone)) is None:
            told = _("You have not been away: there is nothing to tell.")
            raise Refused("no_such_absence", told)
        return found
    named = next((one for one in absences if one.id == absence_id), None)
    if named is None:
        told = _("There is no absence {id}: look at csboard absence list --all.")
        raise Refused("no_such_absence", told.format(id=absence_id))
    if named.login != login:
        raise anothers(named, members)
    if span_of(named, zone).start > now:
        told = _("Absence {id} has not begun yet: there is nothing to tell.")
        raise Refused("not_begun", told.format(id=absence_id))
    return named


def anothers(absence: Absence, members: Mapping[str, Member]) -> Refused:
    """For whoever asks for the digest of a colleague: it speaks to the one who was away."""
    told = _(
        "Absence {id} is {name}'s: only they read what happened meanwhile, or a lead in their name"
        " (csboard --as {login} absence digest {id})."
    )
    name = in_a_sentence(absence.login, members)
    return Refused("anothers", told.format(id=absence.id, name=name, login=absence.login))


def _own(absences: Iterable[Absence], login: str) -> list[Absence]:
    return [one for one in absences if one.login == login]
