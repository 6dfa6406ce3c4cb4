"""Absences as JSON: a contract for scripts, as `csboard.cli.shapes` has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csboard.domain.absence_days import first_written, last_written

if TYPE_CHECKING:
    from csboard.cli.shapes import Json
    from csboard.domain.absence_list import Away, Listed


def of_absence(one: Listed, refs: Mapping[int, str]) -> Json:
    """An absence as `absence list` prints it; `refs` names tasks by their ids."""
    absence = one.absence
    return {
        "id": absence.id,
        "login": absence.login,
        "from": first_written(absence),
        "to": last_written(absence),
        "when": one.when,
        "stand_in": absence.stand_in,
        "acting": one.acting,
        "on_mail": absence.on_mail,
        "tasks": [
            {"task": refs[task_id], "on_mail": rule.on_mail, "stand_in": rule.stand_in}
            for task_id, rule in absence.tasks.items()
            if task_id in refs
        ],
        "working_days": one.working,
        "closed": [{"day": day.isoformat(), "name": name} for day, name in one.closed],
        "version": absence.version,
    }


def of_away(away: Away) -> Json:
    """What `list` and `show` say of a task whose owner is away now."""
    return {"until": last_written(away.absence), "stand_in": away.acting}
