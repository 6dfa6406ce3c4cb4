"""What the rules about hand-offs are shown, and to whom something can be offered."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from csboard.domain.absence_words import away_in_words
from csboard.domain.absences import Absence, away_at, stand_in_for
from csboard.domain.hand_off_records import WITHDRAWN, HandOff
from csboard.domain.people import how_one_joins, in_a_sentence, with_login, works_here
from csboard.domain.records import INTAKE_LOGIN, Event, Member, Role
from csboard.domain.states import TaskState
from csboard.errors import Refused
from csboard.i18n import _, together
from csboard.named import NamedTuple
from csboard.text import quoted


class HandOffState(NamedTuple):
    """A task with its hand-offs."""

    of: TaskState
    hand_offs: tuple[HandOff, ...]
    """All of the task that there ever were, the oldest first."""
    absences: tuple[Absence, ...]
    zone: ZoneInfo
    ended_by: Event | None = None
    """What ended the last offer before anybody took it."""
    latest: Event | None = None
    """The latest act on its hand-offs or its undoing, where nobody is offered it."""

    @property
    def overtaken(self) -> HandOff | None:
        """The last one, where it was offered and ended before anybody took it."""
        kept = [one for one in self.hand_offs if one.ending != WITHDRAWN]
        return kept[-1] if kept and kept[-1].is_overtaken_offer else None

    @property
    def open(self) -> HandOff | None:
        """The one that is still to be taken."""
        return next((one for one in self.hand_offs if one.is_open), None)

    @property
    def latest_taken(self) -> HandOff | None:
        """The one that was taken last, ended or not."""
        return max(self.hand_offs, key=_taken, default=None)

    def latest_given(self, giver: str) -> HandOff | None:
        """Of those that `giver` gave and others took, the last one, ended or not."""
        theirs = (one for one in self.hand_offs if one.giver == giver and one.taken_at)
        return max(theirs, key=_taken, default=None)


def _taken(one: HandOff) -> tuple[bool, datetime, int]:
    """By when they were taken; those that weren't come first."""
    return one.taken_at is not None, one.taken_at or one.written_at, one.id


def receiver(
    login: str,
    giver: str,
    members: Mapping[str, Member],
    away: Mapping[str, Absence],
    today: date,
) -> Member:
    """The member of that login; Refused, saying who would work, for one who can't take it now."""
    member = members.get(login)
    if member is None or not member.active or login == INTAKE_LOGIN:
        told = _("There is no member {login} who could take it: name one of {names}.").format(
            login=quoted(login), names=_names(giver, members, away)
        )
        raise Refused("no_such_member", together(told, "" if member else how_one_joins()))
    name = in_a_sentence(login, members)
    if login == giver:
        raise Refused(
            "own",
            _("{name} has it already: name one of {names}.").format(
                name=name, names=_names(giver, members, away)
            ),
        )
    if member.role is Role.VIEWER:
        raise Refused(
            "viewer",
            _("{name} may only look: name one of {names}.").format(
                name=name, names=_names(giver, members, away)
            ),
        )
    if login in away:
        raise _away(away[login], giver, members, away, today)
    return member


def _away(
    absence: Absence,
    giver: str,
    members: Mapping[str, Member],
    away: Mapping[str, Absence],
    today: date,
) -> Refused:
    """With who stands in, where that is somebody who could take it."""
    stand_in = stand_in_for(absence.stand_in, away, members)
    told = away_in_words(absence, stand_in, members, today)
    if stand_in is not None and stand_in != giver:
        sentence = _("{told}: offer it to {login}.").format(
            told=told, login=with_login(stand_in, members)
        )
    else:
        names = _names(giver, members, away)
        sentence = _("{told}: name one of {names}.").format(told=told, names=names)
    return Refused("away", sentence)


def can_receive(
    giver: str, members: Mapping[str, Member], away: Mapping[str, Absence]
) -> tuple[str, ...]:
    """Logins of all to whom `giver` could offer something now, in their order."""
    return tuple(
        sorted(
            login
            for login, member in members.items()
            if works_here(member) and login != giver and login not in away
        )
    )


def _names(giver: str, members: Mapping[str, Member], away: Mapping[str, Absence]) -> str:
    found = can_receive(giver, members, away)
    if not found:
        return _("(nobody is there)")
    return _(", ").join(with_login(login, members) for login in found)


def away_now(state: HandOffState, now: datetime) -> Mapping[str, Absence]:
    """Who is away at the moment of the decision."""
    return away_at(state.absences, now, state.zone)


def who_can_take(state: HandOffState, away: Container[str]) -> Iterator[str]:
    """Whom an offer to whoever takes it reaches: all who work here, but for who is away."""
    for login, member in state.of.members.items():
        if works_here(member) and login not in away:
            yield login
