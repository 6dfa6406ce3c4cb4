"""Which hand-offs stand: asked whenever a task is closed or changes hands; and what ended one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csboard.db import plain_sql
from csboard.domain.hand_offs_of_tasks import ENDED_WITH, Standing

if TYPE_CHECKING:
    from csboard.db.team import Team
    from csboard.domain.hand_off_records import HandOff
    from csboard.domain.records import Event, TaskRef


def standing_on(task_ids: list[int]) -> tuple[Standing, ...]:
    """Those on some tasks that have not ended, taken or not, offered or not."""
    marks = ", ".join(["{0}"] * len(task_ids))
    rows = plain_sql.rows(
        "SELECT h.id, h.version, h.offered_at, h.taken_at, m.login, t.inquiry_id, g.login"
        " FROM hand_off h JOIN task t ON t.id = h.task_id"
        " JOIN member g ON g.id = h.giver_id"
        " LEFT JOIN member m ON m.id = h.receiver_id"
        f" WHERE h.task_id IN ({marks}) AND h.ended_at IS NULL ORDER BY h.id",
        task_ids,
    )
    return tuple(
        Standing(
            row_id, version, offered_at is not None and taken_at is None, receiver, number, giver
        )
        for row_id, version, offered_at, taken_at, receiver, number, giver in rows
    )


def ended_by(one: HandOff, team: Team) -> Event | None:
    """What ended an offer before anybody took it; None for any other hand-off."""
    from csboard.db import records
    from csboard.db.models import EventRow as Row

    if not one.is_overtaken_offer:
        return None
    rows: Any = (
        Row.select(*records.EVENT_COLUMNS)
        .where(Row.inquiry == one.task.number, Row.at == one.ended_at)
        .order_by(Row.id)
        .tuples()
    )
    for event in (records.event(row, team.logins) for row in rows):
        ended: Any = event.detail.get(ENDED_WITH, ())
        if one.id in ended:
            return event
    return None


def latest_on(ref: TaskRef, team: Team) -> Event | None:
    """The latest act on the hand-offs of a task, or its undoing."""
    from csboard.db import records
    from csboard.db.models import EventRow as Row
    from csboard.domain.hand_off_records import HAND_OFFS

    rows: Any = (
        Row.select(*records.EVENT_COLUMNS)
        .where(
            Row.inquiry == ref.number,
            Row.seq == ref.seq,
            Row.kind.in_((*HAND_OFFS, "undone")),
        )
        .order_by(Row.id.desc())
        .tuples()
    )
    for event in (records.event(row, team.logins) for row in rows):
        if event.kind != "undone" or event.detail.get("kind") in HAND_OFFS:
            return event
    return None
