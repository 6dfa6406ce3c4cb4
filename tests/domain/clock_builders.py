"""Stories for clocks, told by the days and hours of an office in Tokyo in November 2026."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from csboard.domain.business_calendar import CLOSED, Calendar, DayHours, Hours
from csboard.domain.clock_rules import Rules
from csboard.domain.clock_story import Story, Turn, Turned
from csboard.domain.clocks import Clock, Clocks, clocks_of
from csboard.domain.figures import Figures, Matter, Period, Tally
from csboard.domain.promises import Promise, Traits
from csboard.domain.records import Urgency

TOKYO = ZoneInfo("Asia/Tokyo")
NUMBER = 1042
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

OFFICE = Calendar(
    zone="Asia/Tokyo",
    week=(DayHours((Hours(540, 1080),)),) * 5 + (CLOSED,) * 2,
    holidays={date(2026, 11, 23): "勤労感謝の日"},
    known_from=2026,
    known_to=2027,
)
"""Nine to six; Monday the 23rd is a holiday."""

PAUSING = {"customer": frozenset({"next", "solved"}), "date": frozenset({"next", "solved"})}
FOUR_HOURS = (Promise("first", 240), Promise("next", 240), Promise("solved", 2400))
RULES = Rules(OFFICE, FOUR_HOURS, PAUSING)


def at(text: str) -> datetime:
    """`24 10:30` is that time of that day in November 2026, Tokyo's."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)


def turn(
    when: str,
    kind: Turned,
    message: int = 0,
    *,
    number: int = NUMBER,
    for_whom: str = "",
    until: str = "",
) -> Turn:
    return Turn(at(when), kind, number, message, for_whom, at(until) if until else None)


def opened(when: str) -> Turn:
    return turn(when, Turned.OPENED)


def asked(when: str, message: int = 1) -> Turn:
    return turn(when, Turned.ASKED, message)


def answered(when: str, message: int = 100) -> Turn:
    return turn(when, Turned.ANSWERED, message)


def came_back(when: str, message: int = 100) -> Turn:
    return turn(when, Turned.CAME_BACK, message)


def excused(when: str, message: int = 1) -> Turn:
    return turn(when, Turned.EXCUSED, message)


def waits(when: str, for_whom: str = "customer", until: str = "") -> Turn:
    return turn(when, Turned.WAITS, for_whom=for_whom, until=until)


def resumed(when: str) -> Turn:
    return turn(when, Turned.RESUMED)


def closed(when: str) -> Turn:
    return turn(when, Turned.CLOSED)


def reopened(when: str) -> Turn:
    return turn(when, Turned.REOPENED)


def story(*turns: Turn, traits: Mapping[str, Traits] | None = None, spoken: bool = False) -> Story:
    """What happened, in any order; traits by the time from which they held."""
    told = sorted(turns, key=lambda turn: turn.at)
    start = told[0].at
    held = tuple((max(at(when), start), one) for when, one in (traits or {}).items())
    return Story(NUMBER, start, tuple(told), held or ((start, Traits()),), spoken)


def urgent() -> Traits:
    return Traits(Urgency.URGENT)


def clocks(told: Story, now: str, rules: Rules = RULES) -> Clocks:
    return clocks_of(told, rules, at(now))


def most_pressing(clocks: Clocks) -> Clock | None:
    """Of the clocks that go on, the one whose promise has the least time left."""
    open_ones = [one for one in clocks.all if one.ended_at is None and one.left is not None]
    return min(open_ones, key=lambda one: (one.left, one.started_at), default=None)


def figures_of(
    matters: Iterable[Matter], period: Period, calendar: Calendar, now: datetime
) -> Figures:
    """The figures of a period."""
    tally = Tally(period, calendar, now)
    for matter in matters:
        tally.take(matter)
    return tally.figures()
