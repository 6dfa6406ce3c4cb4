"""Reading what stands in the way of somebody who wants to go: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from csboard.db import hand_offs, plain_sql
from csboard.db.clock_rules import rules_of
from csboard.db.fields import UtcField
from csboard.db.knowledge_map import knowledge
from csboard.db.team import Team
from csboard.db.time_entry_rows import running_of
from csboard.domain.absences import Absence, span_of
from csboard.domain.leave_days import whose
from csboard.domain.leave_situation import AskedReview, LoneCustomer, OwnDraft, Situation
from csboard.domain.people import works_here
from csboard.domain.records import Member
from csboard.domain.time_records import Running
from csboard.domain.views import CardQuery

if TYPE_CHECKING:
    from csboard.db.reads import Reading

MOST_TASKS = 10_000
LATELY = timedelta(days=30)
"""How long ago a customer may have opened an inquiry to count, if none of theirs is open."""
REGULAR = 2
"""In so many inquiries a customer was answered at least to be one whom somebody knows."""
MOST_CUSTOMERS = 10
"""Those who wrote last are named, and no more."""

_DRAFTS = """SELECT d.id, w.number, w.subject, d.saved_at, o.state,
        o.not_before, (SELECT min(a.of_id) FROM ask a WHERE a.draft_id = d.id
            AND a.ended_at IS NULL) AS asked_of
    FROM draft d JOIN inquiry i ON i.number = d.inquiry_id
        JOIN inquiry w ON w.number = coalesce(i.merged_into, i.number)
        JOIN task t ON t.inquiry_id = w.number AND t.seq = 1
        LEFT JOIN outbox o ON o.draft_id = d.id
    WHERE d.ended_at IS NULL
        AND CASE WHEN t.owner_id IN (%s) THEN t.owner_id ELSE d.author_id END = {0}
    ORDER BY d.id"""
_REVIEWS = """SELECT a.id, w.number, w.subject, a.at, a.by_id
    FROM ask a JOIN draft d ON d.id = a.draft_id JOIN inquiry i ON i.number = d.inquiry_id
        JOIN inquiry w ON w.number = coalesce(i.merged_into, i.number)
    WHERE a.ended_at IS NULL AND a.of_id = {0} AND d.ended_at IS NULL ORDER BY a.id"""
_SENDING = {
    "queued": "way",
    "claimed": "way",
    "handing": "way",
    "failed": "failed",
    "unknown": "failed",
}
_CUSTOMERS = """SELECT c.id, c.name, c.email,
        (SELECT max(n.number) FROM inquiry n WHERE n.customer_id = c.id
            AND n.merged_into IS NULL AND n.junked_at IS NULL),
        (SELECT max(coalesce(n.last_in_at, n.opened_at)) FROM inquiry n
            WHERE n.customer_id = c.id AND n.junked_at IS NULL)
    FROM customer c JOIN inquiry i ON i.customer_id = c.id
        JOIN message m ON m.inquiry_id = i.number
    WHERE c.id IN (SELECT n.customer_id FROM inquiry n WHERE n.opened_at >= {0}
            UNION SELECT n.customer_id FROM task t JOIN inquiry n ON n.number = t.inquiry_id
            WHERE t.closed_at IS NULL)
        AND m.direction = 'out' AND m.withdrawn_at IS NULL AND m.author_id IN (%s)
        AND i.junked_at IS NULL
    GROUP BY c.id, c.name, c.email
    HAVING min(m.author_id) = {0} AND max(m.author_id) = {0}
        AND count(DISTINCT coalesce(i.merged_into, i.number)) >= {0}
    ORDER BY 5 DESC, 1 DESC LIMIT {0}"""
_NOTED = """SELECT inquiry_id, max(at) FROM message WHERE direction = 'note' AND kind = ''
    AND author_id = {0} AND withdrawn_at IS NULL AND inquiry_id IN (%s) GROUP BY inquiry_id"""


def situation(asked: Absence, now: datetime, reading: Reading) -> Situation:
    """All that the check of somebody's leave goes by."""
    team = reading.team
    member = whose(asked.login, team.members)
    standing = hand_offs.standing(team)
    query = CardQuery(owner=member.login, limit=MOST_TASKS)
    return Situation(
        login=member.login,
        away=span_of(asked, ZoneInfo(team.settings.zone)),
        now=now,
        calendar=rules_of(team).calendar,
        members=team.members,
        absences=team.absences,
        tasks=reading.cards(query, now),
        hand_offs=standing,
        titles=hand_offs.titles(one.task_id for one in standing),
        drafts=_drafts(member, team),
        reviews=_reviews(member, team),
        customers=_customers(member, now, team),
        knowledge=knowledge(now, team),
        timer=_timer(member, now, team),
    )


def _drafts(member: Member, team: Team) -> tuple[OwnDraft, ...]:
    """Of the inquiries that they have, whoever began them; of what nobody has, those they began.

    So a reply goes with its inquiry: anybody can write on in it, and its owner is asked about it.
    """
    return tuple(
        OwnDraft(
            own,
            number,
            subject,
            _moment(saved_at),
            _SENDING.get(state or "", ""),
            _moment(not_before) if _SENDING.get(state or "") == "way" else None,
            team.logins.get(asked_of),
        )
        for own, number, subject, saved_at, state, not_before, asked_of in plain_sql.rows(
            _DRAFTS % _here(team), (member.id,)
        )
    )


def _reviews(member: Member, team: Team) -> tuple[AskedReview, ...]:
    return tuple(
        AskedReview(own, number, subject, _moment(at), team.logins[by])
        for own, number, subject, at, by in plain_sql.rows(_REVIEWS, (member.id,))
    )


def _customers(member: Member, now: datetime, team: Team) -> tuple[LoneCustomer, ...]:
    """Regular ones with something open or lately, whom nobody else who is here has answered.

    Not those of whom a note was written since they wrote last: colleagues can read that.
    """
    since = UtcField().db_value(now - LATELY)
    given = (since, member.id, member.id, REGULAR, MOST_CUSTOMERS)
    found = [
        LoneCustomer(own, name or email, number, _moment(at))
        for own, name, email, number, at in plain_sql.rows(_CUSTOMERS % _here(team), given)
    ]
    numbers = _listed(one.number for one in found)
    noted = plain_sql.rows(_NOTED % numbers, (member.id,)) if found else []
    noted_at = {number: _moment(at) for number, at in noted}
    return tuple(
        one for one in found if one.number not in noted_at or noted_at[one.number] < one.last_in_at
    )


def _timer(member: Member, now: datetime, team: Team) -> Running | None:
    found = running_of(member.id, team)
    if found is None or found.is_lost(now):
        return None
    return Running(found.id, found.login, found.started_at, found.task, found.work, False)


def _here(team: Team) -> str:
    """Ids of those who work on inquiries."""
    return _listed(one.id for one in team.members.values() if works_here(one))


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(ids))) or "NULL"


def _moment(stored: Any) -> Any:
    return UtcField().python_value(stored)
