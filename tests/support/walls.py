"""A wall's data by hand, for tests of what is shown of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from csboard.domain.absences import Absence, OnMail
from csboard.domain.card_clocks import CardClocks, Ticking
from csboard.domain.clock_rules import Rules, rules_of
from csboard.domain.records import Card, Channel, Member, Role, TaskRef, Urgency
from csboard.domain.settings import TeamSettings
from csboard.domain.views import Counts, Snapshot
from csboard.domain.wall import NOTHING_ASIDE, Aside, Targets, Wall
from csboard.domain.wall_pages import View
from csboard.public_holidays import NO_HOLIDAYS

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Eleven on a Tuesday morning in Tokyo, two hours after the beginning of work."""
SETTINGS = TeamSettings()
RULES: Rules = rules_of(SETTINGS, NO_HOLIDAYS)
MEMBERS = {
    "sato": Member(1, "sato", "佐藤", Role.LEAD),
    "suzuki": Member(2, "suzuki", "鈴木", Role.MEMBER),
    "tanaka": Member(3, "tanaka", "田中", Role.MEMBER),
    "guest": Member(4, "guest", "客", Role.VIEWER),
    "left": Member(5, "left", "退職", Role.MEMBER, active=False),
    "intake": Member(6, "intake", "", Role.MEMBER),
}


def card(ref: str, owner: str = "", **more: Any) -> Card:
    """An open card, an hour old and in its stage by whether somebody has it."""
    opened_at = more.pop("opened_at", NOW - timedelta(hours=1))
    one = Card(
        task_id=0,
        ref=TaskRef.parse(ref),
        version=1,
        title="",
        customer_name="",
        customer_email="",
        channel=Channel.MAIL,
        stage="doing" if owner else "todo",
        urgency=Urgency.NORMAL,
        owner=owner or None,
        owner_name=MEMBERS[owner].name if owner else "",
        owner_since=NOW if owner else None,
        opened_at=opened_at,
        free_since=None if owner else opened_at,
    )
    return one._replace(**more)


def due(at: datetime, left: timedelta, *, rests: str = "") -> CardClocks:
    """A promise as it stands at `NOW`."""
    return CardClocks(NOW, (Ticking("first", NOW, left, at, rests),))


def absence(login: str, first: str, last: str, **more: Any) -> Absence:
    days = (date.fromisoformat(first), date.fromisoformat(last))
    return Absence(1, login, *days, OnMail.STAND_IN)._replace(**more)


def wall(*cards: Card, done: int = 0, came: int = 0, **more: Any) -> Wall:
    """`more` as in `Snapshot`."""
    counts = Counts({}, 0, done, 0)
    found = Snapshot(1, SETTINGS.stages, MEMBERS, cards, counts, "Support", SETTINGS.zone)
    return Wall(NOW, found._replace(**{"rules": RULES, **more}), came)


def view(
    one: Wall, now: datetime = NOW, aside: Aside = NOTHING_ASIDE, targets: Targets | None = None
) -> View:
    return View(one, aside, now, targets or {})
