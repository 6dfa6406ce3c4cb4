"""What a query asks of the board itself (who, where, since when), as SQL.

The SQL is the same on both databases; `{0}` stands for each value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from csboard.db.fields import UtcField
from csboard.db.team import Team
from csboard.domain.past_days import past_day
from csboard.domain.query import AnyOf, Field, Not, Part
from csboard.domain.query_problems import (
    MOST_NAMED,
    has_code,
    no_day,
    not_known,
    owners_named,
    shown,
    stages_named,
)
from csboard.domain.query_words import is_me
from csboard.domain.records import INTAKE_LOGIN, Member
from csboard.errors import Refused
from csboard.i18n import _, current_language, in_zone
from csboard.named import NamedTuple


class Asked(NamedTuple):
    """Who searches, when, on which board."""

    team: Team
    now: datetime
    me: str | None = None
    """Login of whoever `is:mine` and `owner:me` mean."""


class Condition(NamedTuple):
    """SQL and the values in it; `<id>` is the id in the index, `i` the inquiry's row.

    `<number>` is the inquiry's number, of whichever of the two is read.
    """

    sql: str
    given: tuple[object, ...] = ()

    @property
    def reads_the_row(self) -> bool:
        """Whether the number alone doesn't decide."""
        return "i." in self.sql


def _of_whole(source: str, tests: str) -> str:
    """Whether the inquiry, or one that was merged into it, has such a row; each by its index."""
    return (
        f"EXISTS (SELECT 1 FROM {source} x WHERE x.inquiry_id = <number>"
        f" AND x.withdrawn_at IS NULL AND {tests})"
        f" OR EXISTS (SELECT 1 FROM inquiry p JOIN {source} x ON x.inquiry_id = p.number"
        f" WHERE p.merged_into = <number> AND x.withdrawn_at IS NULL AND {tests})"
    )


_REOPENED = (
    "EXISTS (SELECT 1 FROM event e WHERE e.inquiry = <number> AND (e.kind = 'reopened'"
    """ OR e.kind = 'joined' AND e.detail LIKE '%%"reopened": true%%'))"""
)

_OPEN_ONES = (
    "FROM task t JOIN inquiry p ON p.number = t.inquiry_id"
    " WHERE t.closed_at IS NULL AND t.withdrawn_at IS NULL"
)
_AMONG_OPEN = (
    f"<id> >= (SELECT coalesce(min(coalesce(p.merged_into, p.number)), 0) {_OPEN_ONES})"
    f" AND i.number IN (SELECT coalesce(p.merged_into, p.number) {_OPEN_ONES}"
)
"""Read once and not for each candidate: open work is little, whatever there ever was.

The least of them ends the way back through the index. The rest is asked of the row: asked of
the index of words, SQLite would look the words up anew for each open one.
"""

_STANDS: dict[tuple[str, str], str] = {
    ("is", "unowned"): f"{_AMONG_OPEN} AND t.owner_id IS NULL)",
    ("is", "waiting"): f"{_AMONG_OPEN} AND t.waiting IS NOT NULL)",
    ("is", "open"): "i.closed_at IS NULL",
    ("is", "done"): "i.closed_at IS NOT NULL",
    ("is", "reopened"): _REOPENED,
    ("is", "junk"): "i.junked_at IS NOT NULL",
    ("has", "file"): _of_whole("message", "x.attachments IS NOT NULL"),
    ("has", "reply"): "i.first_reply_at IS NOT NULL",
    ("has", "case"): (
        "EXISTS (SELECT 1 FROM success c WHERE c.inquiry_id = <number> AND c.retired_at IS NULL)"
    ),
}


def condition(part: Part, asked: Asked) -> Condition:
    """The condition for a part that asks how things stand; Refused (`query`) with what there is."""
    if isinstance(part, Not):
        inner = condition(part.part, asked)
        return Condition(f"NOT ({inner.sql})", inner.given)
    if isinstance(part, AnyOf):
        several = [condition(one, asked) for one in part.parts]
        given = tuple(value for one in several for value in one.given)
        return Condition(" OR ".join(f"({one.sql})" for one in several), given)
    assert isinstance(part, Field)
    return _BY_KEY[part.key](part, asked)


def _stands(part: Field, asked: Asked) -> Condition:
    if (part.key, part.value) == ("is", "mine"):
        return _owned_by(part, _me(asked))
    sql = _STANDS.get((part.key, part.value))
    if sql is None:
        raise Refused("query", not_known(part))
    return Condition(sql)


def _owner(part: Field, asked: Asked) -> Condition:
    if is_me(part.value):
        return _owned_by(part, _me(asked))
    found = owners_named(part.value, asked.team.members.values())
    if not found:
        raise Refused("query", not_known(part, active_logins(asked.team)[:MOST_NAMED]))
    return _owned_by(part, found)


def active_logins(team: Team) -> tuple[str, ...]:
    """Who can be named as an owner."""
    active = (one.login for one in team.members.values() if one.active)
    return tuple(login for login in active if login != INTAKE_LOGIN)


def _of_tasks(column: str, values: Sequence[object]) -> Condition:
    """That one of its tasks has one of some values."""
    marks = ", ".join("{0}" for _one in values)
    return Condition(_of_whole("task", f"x.{column} IN ({marks})"), (*values, *values))


def _me(asked: Asked) -> list[Member]:
    member = asked.team.members.get(asked.me or "")
    return [member] if member else []


def _owned_by(part: Field, members: list[Member]) -> Condition:
    if not members:
        raise Refused("query", _("{part}: nobody is known here as you.").format(part=shown(part)))
    return _of_tasks("owner_id", [one.id for one in members])


def _stage(part: Field, asked: Asked) -> Condition:
    stages = asked.team.settings.stages
    found = stages_named(part.value, stages)
    if not found:
        names = [stage.name(current_language()) for stage in stages]
        raise Refused("query", not_known(part, names))
    return _of_tasks("stage", found)


def _urgency(part: Field, _asked: Asked) -> Condition:
    if not has_code(part):
        raise Refused("query", not_known(part))
    return Condition("i.urgency = {0}", (part.value,))


def _day(part: Field, asked: Asked) -> Condition:
    zone = ZoneInfo(asked.team.settings.zone)
    day = past_day(part.value, in_zone(asked.now, zone).date())
    if day is None:
        raise Refused("query", no_day(part))
    moment: Any = UtcField().db_value(datetime.combine(day, time.min, zone))
    return Condition(
        "i.opened_at < {0}" if part.key == "before" else "i.opened_at >= {0}", (moment,)
    )


_BY_KEY: dict[str, Callable[[Field, Asked], Condition]] = {
    "is": _stands,
    "has": _stands,
    "owner": _owner,
    "stage": _stage,
    "urgency": _urgency,
    "before": _day,
    "after": _day,
}
