"""Whether this machine's clock agrees with the board's events and with the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.mending import Mend, command
from csboard.i18n import _

MOST_AHEAD = timedelta(minutes=1)
"""How far in the future an event may be before somebody's clock is wrong."""
MOST_APART = 60.0
"""Seconds a server's clock may be away from this machine's."""


def clock_findings(now: datetime, newest_event_at: str, ahead: float) -> Iterator[Finding]:
    """`ahead` is by how many seconds the database server's clock is before this machine's."""
    subject = _("clock")
    mend = Mend(command("timedatectl", "set-ntp", "true", root=True))
    newest = datetime.fromisoformat(newest_event_at) if newest_event_at else now
    faults = []
    if newest - now > MOST_AHEAD:
        faults.append(
            fail(
                subject,
                _("the newest event is {minutes} minutes in the future: a clock was wrong").format(
                    minutes=int((newest - now).total_seconds() // 60)
                ),
                _("set the clock of every machine by the network"),
                mend,
            )
        )
    if abs(ahead) > MOST_APART:
        faults.append(
            warn(
                subject,
                _("this machine and the server are {seconds} seconds apart").format(
                    seconds=int(abs(ahead))
                ),
                _("csboard goes by the server's; set the clock of every machine by the network"),
                mend,
            )
        )
    yield from faults or [ok(subject, _("agrees with the board"))]
