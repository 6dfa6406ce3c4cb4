"""How old what the wall shows is, and when it is read again. Pure.

Old is told from the beginning of the last reading that succeeded: never is old data shown as new.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from csboard.i18n import _
from csboard.named import NamedTuple

EVERY = timedelta(seconds=5)
"""Between two readings."""
OLD_AFTER = 3 * EVERY
ASIDE_EVERY = timedelta(minutes=3)
"""Between two times at which what takes longer is worked out."""
ASIDE_OLD_AFTER = 3 * ASIDE_EVERY
LONGEST_REST = timedelta(seconds=60)
"""Between two tries while the board can't be read."""


class Readings(NamedTuple):
    """How reading goes."""

    read_at: datetime | None = None
    """When the last reading that succeeded began; None before the first."""
    next_at: datetime | None = None
    """When the next one is due; None: at once."""
    failed: int = 0
    """How many failed since."""
    why: str = ""
    """What the last one failed by, in a sentence."""


def is_due(readings: Readings, now: datetime) -> bool:
    """Whether it is time to read; also when the clock was put back."""
    due = readings.next_at
    return due is None or now >= due or due - now > LONGEST_REST


def succeeded(began: datetime) -> Readings:
    return Readings(read_at=began, next_at=began + EVERY)


def failed(readings: Readings, now: datetime, why: str, luck: float) -> Readings:
    """It is tried again soon, then less and less often, for ever.

    `luck` from 0 to 1 keeps many walls from coming back in the same moment.
    """
    seconds = min(2.0 ** min(readings.failed, 10), LONGEST_REST.total_seconds())
    rest = timedelta(seconds=seconds * (0.75 + luck / 4))
    return readings._replace(next_at=now + rest, failed=readings.failed + 1, why=why)


def is_old(readings: Readings, now: datetime) -> bool:
    """Whether nothing that is shown may be taken for how it is now."""
    if readings.read_at is None:
        return True
    return not -EVERY <= now - readings.read_at <= OLD_AFTER


def is_aside_old(at: datetime, now: datetime) -> bool:
    """Whether what takes longer, as it was at that moment, may not be taken for how it is now."""
    return not -ASIDE_EVERY <= now - at <= ASIDE_OLD_AFTER


def told(readings: Readings, now: datetime) -> str:
    """What stands around the page while its data is old; empty while it isn't.

    Empty also at the very beginning, when there is no page to be taken for anything.
    """
    if readings.read_at is None:
        return _("[NO DATA YET]") if readings.failed else ""
    if not is_old(readings, now):
        return ""
    age = abs(now - readings.read_at)
    minutes = age // timedelta(minutes=1)
    if minutes < 1:
        return _("[STOPPED for {n} s]").format(n=age // timedelta(seconds=1))
    if minutes < 120:
        return _("[STOPPED for {n} min]").format(n=minutes)
    return _("[STOPPED for {n} h]").format(n=minutes // 60)
