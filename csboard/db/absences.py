"""Reading who is away and who is to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from peewee import fn

from csboard.db.leave_models import AbsenceRow as Absence
from csboard.db.leave_models import AbsenceTaskRow as AbsenceTask
from csboard.db.models import InquiryRow, TaskRow
from csboard.db.records import erased
from csboard.domain import absences as domain
from csboard.domain.records import TaskRef

if TYPE_CHECKING:
    from csboard.db.team import Team

MOST = 500
"""Absences that every board keeps at hand: those that end last, so all that are still to come."""


def latest_absences(logins: Mapping[int, str]) -> tuple[domain.Absence, ...]:
    """Those that stand, the earliest to end first, with what tasks have of their own."""
    rows: Any = (
        Absence.select()
        .where(Absence.withdrawn_at.is_null())
        .order_by(Absence.last_day.desc(), Absence.id.desc())
        .limit(MOST)
    )
    found = tuple(rows)
    tasks = _task_rules([row.id for row in found], logins)
    return tuple(_absence(row, tasks.get(row.id, {}), logins) for row in reversed(found))


def absence_of(absence_id: int, logins: Mapping[int, str]) -> tuple[domain.Absence, bool] | None:
    """The absence of that id, and whether it was withdrawn; None when there is none."""
    row: Any = Absence.get_or_none(Absence.id == absence_id)
    if row is None:
        return None
    rules = _task_rules([row.id], logins)
    return _absence(row, rules.get(row.id, {}), logins), row.withdrawn_at is not None


def standing(absence_id: int, team: Team) -> domain.Absence | None:
    """The absence of that id, however long ago it was; None when there is none or it was
    withdrawn.
    """
    at_hand = next((one for one in team.absences if one.id == absence_id), None)
    if at_hand is not None:
        return at_hand
    found, is_withdrawn = absence_of(absence_id, team.logins) or (None, True)
    return None if is_withdrawn else found


def ruled_tasks(team: Team, now: datetime) -> dict[int, domain.RuledTask]:
    """By id, the tasks that have rules of their own, and are not off the board."""
    ids = sorted({task_id for absence in team.absences for task_id in absence.tasks})
    if not ids:
        return {}
    columns = (
        TaskRow.id,
        TaskRow.inquiry,
        TaskRow.seq,
        InquiryRow.subject,
        TaskRow.owner,
        TaskRow.closed_at,
        InquiryRow.closed_at,
    )
    rows: Any = (
        TaskRow.select(*columns)
        .join(InquiryRow)
        .where(TaskRow.id.in_(ids), TaskRow.withdrawn_at.is_null())
    )
    opens_again = now - timedelta(days=team.settings.reopen_days)
    return {
        task_id: domain.RuledTask(
            TaskRef(number, seq),
            subject or erased(),
            _login(owner_id, team.logins),
            done_at is None or (closed_at is not None and closed_at >= opens_again),
        )
        for task_id, number, seq, subject, owner_id, done_at, closed_at in rows.tuples()
    }


def held(team: Team) -> dict[str, int]:
    """By login of those who are away or will be, and have open replies, the oldest one's number."""
    away = sorted({team.members[one.login].id for one in team.absences})
    rows: Any = (
        TaskRow.select(TaskRow.owner, fn.MIN(TaskRow.inquiry))
        .where(
            TaskRow.owner.in_(away),
            TaskRow.seq == 1,
            TaskRow.closed_at.is_null(),
            TaskRow.withdrawn_at.is_null(),
        )
        .group_by(TaskRow.owner)
        .tuples()
    )
    return {team.logins[owner]: number for owner, number in rows} if away else {}


def standing_rule(absence_id: int, task_id: int) -> int | None:
    """Id of the row with a task's own rule during an absence; None when it has none."""
    found = AbsenceTask.select(AbsenceTask.id).where(
        AbsenceTask.absence == absence_id,
        AbsenceTask.task == task_id,
        AbsenceTask.withdrawn_at.is_null(),
    )
    return found.scalar()  # type: ignore[no-any-return]


def _task_rules(ids: list[int], logins: Mapping[int, str]) -> dict[int, dict[int, domain.TaskRule]]:
    rows: Any = AbsenceTask.select().where(
        AbsenceTask.absence.in_(ids), AbsenceTask.withdrawn_at.is_null()
    )
    rules: dict[int, dict[int, domain.TaskRule]] = {}
    for row in rows:
        rules.setdefault(row.absence_id, {})[row.task_id] = domain.TaskRule(
            domain.OnMail(row.on_mail), _login(row.stand_in_id, logins)
        )
    return rules


def _absence(
    row: Absence, tasks: Mapping[int, domain.TaskRule], logins: Mapping[int, str]
) -> domain.Absence:
    return domain.Absence(
        id=row.id,
        login=logins[row.member_id],
        first=date.fromisoformat(str(row.first_day)),
        last=date.fromisoformat(str(row.last_day)),
        on_mail=domain.OnMail(row.on_mail),
        stand_in=_login(row.stand_in_id, logins),
        from_noon=bool(row.from_noon),
        until_noon=bool(row.until_noon),
        tasks=tasks,
        digested_at=row.digested_at,
        version=int(str(row.version)),
        ended_at=row.ended_at,
    )


def _login(member_id: int | None, logins: Mapping[int, str]) -> str | None:
    return None if member_id is None else logins[member_id]
