"""Reading hand-offs: their sheets, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from peewee import fn

from csboard.db import plain_sql
from csboard.db.leave_models import AbsenceRow
from csboard.db.leave_models import HandOffRow as HandOff
from csboard.db.models import TaskRow as Task
from csboard.db.records import Logins, Row, erased
from csboard.db.team import Team
from csboard.domain import hand_off_records as domain
from csboard.domain.absences import Absence
from csboard.domain.inverses import id_of
from csboard.domain.records import Event, TaskRef

_TITLES = """SELECT t.id, t.title, i.subject FROM task t JOIN inquiry i ON i.number = t.inquiry_id
    WHERE t.id IN (%s)"""

COLUMNS = (
    HandOff.id,
    HandOff.task,
    Task.inquiry,
    Task.seq,
    HandOff.giver,
    HandOff.receiver,
    HandOff.state,
    HandOff.story,
    HandOff.steps,
    HandOff.contingency,
    HandOff.promises,
    HandOff.written_at,
    HandOff.absence,
    HandOff.offered_at,
    HandOff.taken_at,
    HandOff.taken_by,
    HandOff.read_back,
    HandOff.ended_at,
    HandOff.ending,
    HandOff.version,
    Task.owner,
    Task.owner_since,
)


def standing(team: Team) -> tuple[domain.HandOff, ...]:
    """Those that have not ended, taken or not, of tasks that are on the board; oldest first."""
    return of(HandOff.ended_at.is_null() & Task.withdrawn_at.is_null(), team)


def left_lying(team: Team) -> tuple[domain.HandOff, ...]:
    """Those that nobody took before their open tasks went to somebody otherwise, oldest first.

    Of each task the last one; none of those whose tasks have another since.
    """
    other = HandOff.alias()
    newer = other.select(other.id).where(
        other.task == HandOff.task, other.id > HandOff.id, other.ending != domain.WITHDRAWN
    )
    is_open = Task.closed_at.is_null() & Task.withdrawn_at.is_null()
    untaken = (HandOff.ending == domain.OVERTAKEN) & HandOff.taken_at.is_null()
    found = of(untaken & is_open & ~fn.EXISTS(newer), team)
    return tuple(one for one in found if one.was_left)


def of_absence(absence_id: int, team: Team) -> tuple[domain.HandOff, ...]:
    """Those that were made for one absence, ended or not, the oldest first."""
    return of(HandOff.absence == absence_id, team)


def given_for(absence: Absence, since: datetime, team: Team) -> tuple[domain.HandOff, ...]:
    """Those that were taken of somebody for an absence, ended or not, the oldest first.

    Those too that were made for another one or for none: if they were taken after this one began,
    or stand while the other was withdrawn. Whoever enters their days anew makes no sheet anew.
    """
    rows = AbsenceRow.select(AbsenceRow.id).where(AbsenceRow.withdrawn_at.is_null(False))
    is_left_over = HandOff.ended_at.is_null() & HandOff.absence.in_(rows)
    member = team.members.get(absence.login)
    is_theirs = HandOff.giver == (member.id if member else 0)
    is_of_it = (HandOff.absence == absence.id) | (
        is_theirs & ((HandOff.taken_at >= since) | is_left_over)
    )
    return of(HandOff.taken_at.is_null(False) & is_of_it, team)


def untaken_of(login: str, team: Team) -> tuple[domain.HandOff, ...]:
    """Those that somebody wrote and that are still to be taken, the oldest first."""
    member = team.members.get(login)
    is_theirs = HandOff.giver == (member.id if member else 0)
    is_open = HandOff.taken_at.is_null() & HandOff.ended_at.is_null()
    return of(is_theirs & is_open & Task.withdrawn_at.is_null(), team)


def of_inquiry(number: int, team: Team) -> tuple[domain.HandOff, ...]:
    """All that there ever were of one inquiry's tasks, the oldest first."""
    return of(Task.inquiry == number, team)


def read_backs(events: Iterable[Event]) -> dict[int, str]:
    """By the id of the event with which a task was taken, how that was said again.

    A query where there is any such event; of a hand-off that was taken twice the second one.
    """
    took = {id_of(one.detail["hand_off"]): one.id for one in events if one.kind == "handed_over"}
    if not took:
        return {}
    rows: Any = HandOff.select(HandOff.id, HandOff.read_back).where(
        HandOff.id.in_(sorted(took)), HandOff.read_back != ""
    )
    return {took[hand_off]: line for hand_off, line in rows.tuples()}


def of(which: Any, team: Team) -> tuple[domain.HandOff, ...]:
    """Those for which a condition on hand-offs and their tasks holds."""
    rows: Any = HandOff.select(*COLUMNS).join(Task).where(which).order_by(HandOff.id).tuples()
    return tuple(_record(row, team.logins) for row in rows)


def titles(task_ids: Iterable[int]) -> dict[int, str]:
    """What tasks are called, by their ids: replies by their inquiry's subject. One query."""
    listed = ", ".join(map(str, sorted(task_ids))) or "NULL"
    return {
        task_id: title or subject or erased()
        for task_id, title, subject in plain_sql.rows(_TITLES % listed)
    }


def _record(row: Row, logins: Logins) -> domain.HandOff:
    row_id, task_id, number, seq, giver, receiver, state, *rest = row
    *said, written_at, absence_id, offered_at, taken_at, taken_by = rest[:9]
    read_back, ended_at, ending, version, owner, owner_since = rest[9:]
    is_anothers = owner_since is None or (ended_at is not None and owner_since >= ended_at)
    return domain.HandOff(
        row_id,
        task_id,
        TaskRef(number, seq),
        logins[giver],
        logins.get(receiver),
        domain.Sheet(domain.Severity(state) if state else None, *said),
        written_at,
        absence_id,
        offered_at,
        taken_at,
        logins.get(taken_by),
        read_back,
        ended_at,
        ending,
        version,
        logins.get(owner),
        ending == domain.OVERTAKEN and taken_at is None and is_anothers,
    )
