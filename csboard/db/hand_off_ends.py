"""Which hand-offs are still to be taken: asked whenever a task is closed or changes hands."""

from __future__ import annotations

from csboard.db import plain_sql
from csboard.domain.hand_offs_of_tasks import ToBeTaken


def to_be_taken(task_ids: list[int]) -> tuple[ToBeTaken, ...]:
    """Those on some tasks that nobody has taken, offered or not."""
    marks = ", ".join(["{0}"] * len(task_ids))
    rows = plain_sql.rows(
        f"SELECT id, version FROM hand_off WHERE task_id IN ({marks})"
        " AND taken_at IS NULL AND ended_at IS NULL ORDER BY id",
        task_ids,
    )
    return tuple(ToBeTaken(*row) for row in rows)
