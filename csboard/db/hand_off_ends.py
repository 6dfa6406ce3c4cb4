"""Which hand-offs stand: asked whenever a task is closed or changes hands."""

from __future__ import annotations

from csboard.db import plain_sql
from csboard.domain.hand_offs_of_tasks import Standing


def standing_on(task_ids: list[int]) -> tuple[Standing, ...]:
    """Those on some tasks that have not ended, taken or not, offered or not."""
    marks = ", ".join(["{0}"] * len(task_ids))
    rows = plain_sql.rows(
        f"SELECT id, version FROM hand_off WHERE task_id IN ({marks})"
        " AND ended_at IS NULL ORDER BY id",
        task_ids,
    )
    return tuple(Standing(*row) for row in rows)
