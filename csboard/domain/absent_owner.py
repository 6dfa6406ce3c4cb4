"""What becomes of a reply when its customer writes, or it is opened again, while its owner is away.

Decided in the same transaction as what it follows from: between a mail and its rule there is no
moment in which it lies with somebody who isn't there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from csboard.domain.absence_history import ABSENT
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.decisions import Insert
    from csboard.domain.states import InquiryState


class Passed(NamedTuple):
    """A reply that doesn't stay with its owner, who is away."""

    absent: str
    """Login of the owner."""
    to: str | None
    """Login of who stands in, the chain followed; None for nobody: it is free for anybody."""

    @property
    def told(self) -> dict[str, object]:
        """For an event."""
        return {ABSENT: {"login": self.absent, "to": self.to}}


def passed_on(state: InquiryState, now: datetime) -> Passed | None:
    """To whom the reply goes by the absence of its owner; None where it stays with them.

    An owner who acts themselves, and no lead in their name, came in after all and keeps it; and
    what was put to rest until a date whatever the customer writes rests on.
    """
    reply = state.reply
    owner = state.members.get(reply.owner or "")
    if not state.absences or owner is None or acts_in_person(owner.login, state):
        return None
    if reply.closed_at is not None and not owner.active:  # opened again, it is nobody's anyway
        return None
    waiting = reply.waiting
    if waiting is not None and waiting.sleeps and not waiting.is_over(now):
        return None
    from zoneinfo import ZoneInfo

    from csboard.domain.absences import OnMail, away_at, stand_in_for

    away = away_at(state.absences, now, ZoneInfo(state.settings.zone))
    absence = away.get(owner.login)
    if absence is None:
        return None
    rule = absence.rule_for(reply.id)
    if rule.on_mail is OnMail.KEEP:
        return None
    to = None
    if rule.on_mail is OnMail.STAND_IN:
        to = stand_in_for(rule.stand_in, away, state.members)
    return Passed(absence.login, to)


def acts_in_person(login: str, state: InquiryState) -> bool:
    """Whether it is `login` who acts: whatever their absence says, they are there."""
    return state.in_person and login == state.actor.login


def passed_values(passed: Passed, state: InquiryState, now: datetime) -> dict[str, object]:
    """Of the reply: another's in its stage, or nobody's in the first stage, waiting no more."""
    if passed.to is not None:
        return {"owner_id": state.members[passed.to].id, "owner_since": now}
    return {
        "owner_id": None,
        "owner_since": None,
        "free_since": now,
        "stage": state.settings.first_stage.key,
        "waiting": None,
    }


def told_stand_in(passed: Passed | None, state: InquiryState, now: datetime) -> tuple[Insert, ...]:
    """What tells the stand-in that it is theirs now; nothing where nobody stands in."""
    if passed is None or passed.to is None:
        return ()
    from csboard.domain.mentions import STOOD_IN, inbox

    about = state.members[passed.absent].id
    wanted: Mapping[str, str] = {passed.to: STOOD_IN}
    number = state.inquiry.number
    return inbox(wanted, state.actor, state.members, number, now, about_id=about)
