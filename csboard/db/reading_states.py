"""What writing values down is shown, and the values that were written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from csboard.db.clock_models import ReadingRow
from csboard.db.team import Team
from csboard.domain.goal_commands import EnterReading, WithdrawReading
from csboard.domain.goal_readings import ReadingState
from csboard.domain.records import Event
from csboard.domain.team_goals import Entered


def reading_state(command: EnterReading | WithdrawReading, login: str, team: Team) -> ReadingState:
    return ReadingState(team.member(login), team.settings, _standing(command.result))


def _standing(key: str) -> dict[date, int]:
    rows: Any = (
        ReadingRow.select(ReadingRow.day, ReadingRow.id)
        .where(ReadingRow.result == key, ReadingRow.withdrawn_at.is_null())
        .tuples()
    )
    return {date.fromisoformat(day): row_id for day, row_id in rows}


def undo_readings(act: Event) -> dict[str, frozenset[int]]:
    """Of an act's own readings those that stand; and others that stand for its day."""
    standing = _standing(str(act.detail.get("result")))
    own = frozenset(_ids(act.detail.get("readings")))
    day = date.fromisoformat(str(act.detail.get("day")))
    beside = frozenset({standing[day]} - own if day in standing else ())
    return {"standing": own & set(standing.values()), "beside": beside}


def _ids(value: object) -> Sequence[int]:
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else ()


def entered(keys: Sequence[str], team: Team) -> dict[str, tuple[Entered, ...]]:
    """The readings of some keys that stand, by key, the oldest first."""
    rows: Any = (
        ReadingRow.select(
            ReadingRow.result,
            ReadingRow.day,
            ReadingRow.value,
            ReadingRow.at,
            ReadingRow.member,
        )
        .where(ReadingRow.result.in_(list(keys)), ReadingRow.withdrawn_at.is_null())
        .order_by(ReadingRow.day)
        .tuples()
    )
    found: dict[str, list[Entered]] = {key: [] for key in keys}
    for key, day, value, at, member in rows:
        login = team.logins.get(member, "")
        found[key].append(Entered(date.fromisoformat(day), value, at, login))
    return {key: tuple(values) for key, values in found.items()}
