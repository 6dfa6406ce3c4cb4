"""The team's meetings before its board: when one goes on, and since when the next one tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from csboard.domain.business_calendar import MINUTES_A_DAY, Calendar, hours_on
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.errors import Refused
from csboard.i18n import _, ago, in_zone
from csboard.named import NamedTuple

LONGEST = timedelta(hours=3)
"""One that nobody has ended is over by then: it was forgotten."""
FARTHEST_DAY = 60
"""Days that are looked through for the last one with hours."""

_STAND_UP = "stand_up"


class StandUp(NamedTuple):
    """One meeting."""

    id: int
    login: str
    """Who began it."""
    began_at: datetime
    ended_at: datetime | None = None
    """None also of one that was forgotten."""
    ended_by: str | None = None
    """Who ended it, where that was read."""

    def goes_on(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.began_at + LONGEST

    @property
    def over_at(self) -> datetime:
        """When it ended; until then one may take that nobody has ended."""
        return self.ended_at or self.began_at + LONGEST

    @property
    def told_until(self) -> datetime:
        """What came later, nobody was told of in it; of a forgotten one, its beginning."""
        return self.ended_at or self.began_at


class StandUpState(NamedTuple):
    """What the rules are shown."""

    actor: Member
    members: Mapping[str, Member]
    stand_up: StandUp | None
    """The latest to begin one, the one that is named to end it."""


def begin(state: StandUpState, command: BeginStandUp, now: datetime) -> Decision:
    """One at a time: whoever comes later joins it."""
    latest = state.stand_up
    if latest is not None and latest.goes_on(now):
        raise Refused(
            "standing_up",
            _("The stand-up goes on already, begun by {name} {ago}: take part in it.").format(
                name=in_a_sentence(latest.login, state.members),
                ago=ago((now - latest.began_at).total_seconds()),
            ),
        )
    row = {"began_at": now, "member_id": state.actor.id}
    event = EventDraft("stand_up_begun", detail={"stand_up": Ref(_STAND_UP)})
    return Decision((Insert(Thing.STAND_UP, row, _STAND_UP),), event)


def end(state: StandUpState, command: EndStandUp, now: datetime) -> Decision:
    """Whoever takes part may end it."""
    one = state.stand_up
    if one is None:
        raise Refused("no_stand_up", _("There is no such stand-up."))
    if not one.goes_on(now):
        raise Refused("stand_up_over", _("That stand-up is over already."))
    minutes = max(0, (now - one.began_at) // timedelta(minutes=1))
    event = EventDraft("stand_up_ended", detail={"stand_up": one.id, "minutes": minutes})
    return Decision((Update(Thing.STAND_UP, one.id, {"ended_at": now}),), event)


def told_since(before: StandUp | None, calendar: Calendar, now: datetime) -> datetime:
    """From when on a stand-up at `now` tells: the end of the one before.

    The first of all tells since the last working day's end.
    """
    return before.told_until if before else last_days_end(calendar, now)


def last_days_end(calendar: Calendar, now: datetime) -> datetime:
    """When work ended on the last day before today that had hours.

    A day ago where work never ends, or has not been for long.
    """
    today = in_zone(now, calendar.zone).date()
    for back in range(1, FARTHEST_DAY + 1):
        day = today - timedelta(days=back)
        hours = hours_on(calendar, day).hours
        if not hours:
            continue
        if hours[-1].end >= MINUTES_A_DAY:
            break
        midnight = datetime.combine(day, time.min, ZoneInfo(calendar.zone))
        return midnight + timedelta(minutes=hours[-1].end)
    return now - timedelta(days=1)
