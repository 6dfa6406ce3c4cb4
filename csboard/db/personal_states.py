"""Loading a member's own marks."""

from __future__ import annotations

from csboard.db import models
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import newest_event
from csboard.db.team import Team
from csboard.domain.commands import MarkSeen
from csboard.domain.personal import SEEN
from csboard.domain.states import PersonalState

_MARK = Prepared(
    lambda: models.PersonalRow.select(models.PersonalRow.id, models.PersonalRow.value).where(
        models.PersonalRow.member == slot("member"), models.PersonalRow.key == slot("key")
    )
)


def personal_state(command: MarkSeen, login: str, team: Team) -> PersonalState:
    me = team.member(login)
    row, seen = _MARK.row(member=me.id, key=SEEN) or (None, 0)
    return PersonalState(me, newest_event(), row, seen)


def seen_by(member_id: int) -> int | None:
    """The event up to which a member has looked; None when they never did."""
    found = _MARK.row(member=member_id, key=SEEN)
    return found[1] if found else None
