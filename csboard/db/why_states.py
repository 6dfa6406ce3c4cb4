"""Which promises of an inquiry were broken, and what was said of why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from csboard.db.clock_models import BrokenWhyRow
from csboard.db.clock_rules import rules_of
from csboard.db.models import MessageRow
from csboard.db.states import inquiry_state
from csboard.db.stories import told
from csboard.db.team import Team
from csboard.domain.clocks import Clock
from csboard.domain.goal_commands import SayWhyBroken
from csboard.domain.late import Said, WhyState, broken_of, to_ask_of
from csboard.domain.team_goals import Why


def why_state(command: SayWhyBroken, login: str, team: Team) -> WhyState:
    whole = inquiry_state(command.number, team.member(login), team)
    number = whole.inquiry.number
    story = next(told([number], team)).story
    return WhyState(whole, story, rules_of(team), said_of(number))


def to_explain(number: int, team: Team, now: datetime, replied_at: datetime | None) -> Clock | None:
    """The broken promise of an inquiry that is to be asked of, if nobody has said why yet."""
    rules = rules_of(team)
    if not rules.promises:
        return None
    found = next(told([number], team), None)
    clock = to_ask_of(broken_of(found.story, rules, now), replied_at) if found else None
    if clock is None or (clock.which, clock.started_at) in said_of(number):
        return None
    return clock


def said_of(number: int) -> dict[tuple[str, datetime], Said]:
    """What stands of why they were broken, by clock and when it began."""
    rows: Any = (
        BrokenWhyRow.select(
            BrokenWhyRow.clock, BrokenWhyRow.since, BrokenWhyRow.id, BrokenWhyRow.note
        )
        .where(BrokenWhyRow.inquiry == number, BrokenWhyRow.withdrawn_at.is_null())
        .tuples()
    )
    return {(clock, since): Said(row_id, note) for clock, since, row_id, note in rows}


def whys_of(numbers: Iterable[int], team: Team) -> tuple[Why, ...]:
    """What was said of broken promises of some inquiries, with the words where they stand."""
    rows: Any = (
        BrokenWhyRow.select(
            BrokenWhyRow.inquiry,
            BrokenWhyRow.clock,
            BrokenWhyRow.since,
            BrokenWhyRow.code,
            BrokenWhyRow.at,
            BrokenWhyRow.member,
            MessageRow.text,
        )
        .join(MessageRow, "LEFT JOIN", on=(MessageRow.id == BrokenWhyRow.note))
        .where(BrokenWhyRow.inquiry.in_(list(numbers)), BrokenWhyRow.withdrawn_at.is_null())
        .order_by(BrokenWhyRow.at, BrokenWhyRow.id)
        .tuples()
    )
    return tuple(
        Why(number, clock, since, code, at, team.logins.get(member, ""), text or "")
        for number, clock, since, code, at, member, text in rows
    )
