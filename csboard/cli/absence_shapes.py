"""Absences as JSON: a contract for scripts, as `csboard.cli.shapes` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.absence_days import first_written, last_written

if TYPE_CHECKING:
    from csboard.cli.shapes import Json
    from csboard.domain.absence_list import Away, Listed
    from csboard.domain.absences import Absence
    from csboard.domain.stand_in_stretches import Stretch


def of_days(absence: Absence) -> Json:
    """From when to when, as the command line takes it, and who was named to stand in."""
    return {
        "from": first_written(absence),
        "to": last_written(absence),
        "stand_in": absence.stand_in,
    }


def of_person(absence: Absence, acting: str | None) -> Json:
    """Who is away, and who of the chain stands in."""
    return {"login": absence.login, **of_days(absence), "acting": acting}


def of_absence(one: Listed) -> Json:
    """An absence as `absence list` prints it."""
    from csboard.cli.shapes import time

    absence = one.absence
    return {
        "id": absence.id,
        **of_person(absence, one.acting),
        **({} if one.ended is None else {"to": one.ended.date().isoformat()}),
        "ended_at": time(one.ended),
        "when": one.when,
        "on_mail": absence.on_mail,
        "tasks": [
            {"task": str(task), "on_mail": rule.on_mail, "stand_in": rule.stand_in}
            for task, rule, _parts in one.rules
        ],
        "working_days": one.working,
        "closed": [{"day": day.isoformat(), "name": name} for day, name in one.closed],
        "version": absence.version,
        "stand_ins": [of_stretch(part) for part in one.stretches],
    }


def of_stretch(part: Stretch) -> Json:
    """Who stands in, in which days."""
    days = part.days()
    return {"from": first_written(days), "to": last_written(days), "login": part.acting}


def of_away(away: Away) -> Json:
    """What `list` and `show` say of a task whose owner is away now."""
    return {"until": last_written(away.absence), "stand_in": away.acting}
