"""What a team has decided of its alarms: which there are, from when on, and whom they reach."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from csboard.domain.frozen_dataclasses import dataclass

UNOWNED, SOON, BROKEN, OVERSLEPT, STUCK, BOUNCED, LADEN, UNTAKEN = (
    "unowned", "soon", "broken", "overslept", "stuck", "bounced", "laden", "untaken",
)  # fmt: skip
"""Nobody's for too long; a promise about to break, and broken; waiting past its date; unmoved;
sent and come back; too much in one hand; offered by who leaves soon, and not taken."""

KINDS = (BROKEN, SOON, OVERSLEPT, BOUNCED, UNTAKEN, UNOWNED, STUCK, LADEN)
"""In the order in which they are told: what can be helped least comes first."""

IN_INBOX = "alarm_"
"""Begins the kind by which an alarm stands in an inbox."""

TELLER = "alarms"
"""The lease that a program holds which tells of alarms."""

OWNER, LEADS, EVERYBODY = "owner", "leads", "everybody"
WHOM = (OWNER, LEADS, EVERYBODY)
"""Whose inbox an alarm reaches. Where nobody has the card, its owner is everybody."""

MOST_IN_HAND = 1_000
MOST_ADDRESSES = 20


@dataclass(frozen=True)
class AlarmSettings:
    """The table `alarms` of the team's settings."""

    on: tuple[str, ...] = (SOON, BROKEN, OVERSLEPT, BOUNCED, UNTAKEN)
    """Some of `KINDS`. To begin with those that come of what the team itself has said, a promise,
    a date, an absence, and of mail that came back: the others would fill a board that is behind."""
    unowned: str = "1h"
    """From how much business time on something that nobody has is an alarm, as `1h30m`."""
    soon: str = "30m"
    """How much business time before a promise is due."""
    stuck: str = "16h"
    """After how much business time without anything happening in its inquiry."""
    in_hand: int = 10
    """More open cards of one person than this, without those on hold, are too many."""
    tell: tuple[str, ...] = (OWNER,)
    """Whose inbox: some of `WHOM`."""
    mail: tuple[str, ...] = ()
    """Which kinds `csboard worker` mails, too."""
    mail_to: tuple[str, ...] = ()
    """The addresses it mails them to."""


LISTS = ("on", "tell", "mail", "mail_to")
"""The keys that hold several words."""
TIMES = (UNOWNED, SOON, STUCK)
"""The keys that hold business time."""


def first_unknown(words: Collection[str], known: Sequence[str]) -> str | None:
    return next((word for word in words if word not in known), None)
