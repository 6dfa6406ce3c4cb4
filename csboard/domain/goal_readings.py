"""Values that people enter: of key results that the board can't measure, and how many users."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime

from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.goal_commands import EnterReading, WithdrawReading
from csboard.domain.objective_settings import USERS, every_result, find_result
from csboard.domain.records import Event, Member
from csboard.domain.settings import TeamSettings
from csboard.domain.states import UndoState
from csboard.errors import Refused
from csboard.i18n import _, in_zone
from csboard.named import NamedTuple
from csboard.text import quoted

ENTERED, WITHDRAWN = "reading_entered", "reading_withdrawn"
MOST_DAYS = 4000
"""Of one command: eleven years of days."""
FIRST_DAY = date(2000, 1, 1)


class ReadingState(NamedTuple):
    """What writing values down needs to know."""

    actor: Member
    settings: TeamSettings
    standing: Mapping[date, int]
    """Ids of the readings of that key that stand, by day."""


def enter(state: ReadingState, command: EnterReading, now: datetime) -> Decision:
    """Write values down; what stood for one of their days is replaced."""
    _refuse_other_than_by_hand(state.settings, command.result)
    _refuse_bad_values(state, command, now)
    changes: list[Insert | Update] = []
    made, replaced = [], []
    for place, (day, value) in enumerate(command.values):
        if (before := state.standing.get(day)) is not None:
            changes.append(Update(Thing.READING, before, {"withdrawn_at": now}))
            replaced.append(before)
        changes.append(Insert(Thing.READING, _row(state, command, day, value, now), f"r{place}"))
        made.append(Ref(f"r{place}"))
    day, value = max(command.values)
    detail = {
        "result": command.result,
        "day": day.isoformat(),
        "value": value,
        "readings": tuple(made),
        "replaced": replaced,
    }
    return Decision(tuple(changes), EventDraft(ENTERED, detail=detail))


def withdraw(state: ReadingState, command: WithdrawReading, now: datetime) -> Decision:
    """What was written down of that day counts no more; it can be found still."""
    reading = state.standing.get(command.day)
    if reading is None:
        raise Refused(
            "no_such_reading",
            _("Nothing was entered of {key} for {day}.").format(
                key=quoted(command.result), day=command.day.isoformat()
            ),
        )
    detail = {"result": command.result, "day": command.day.isoformat(), "readings": [reading]}
    gone = Update(Thing.READING, reading, {"withdrawn_at": now})
    return Decision((gone,), EventDraft(WITHDRAWN, detail=detail))


def take_back(state: UndoState, act: Event, now: datetime) -> list[Insert | Update]:
    """Values stand again as before the act, unless somebody has entered others since."""
    own = _ids(act.detail.get("readings"))
    if act.kind == WITHDRAWN:
        if state.readings.get("beside"):
            raise _entered_since()
        return [Update(Thing.READING, one, {"withdrawn_at": None}) for one in own]
    if set(own) - state.readings.get("standing", frozenset()):
        raise _entered_since()
    gone = [Update(Thing.READING, one, {"withdrawn_at": now}) for one in own]
    before = _ids(act.detail.get("replaced"))
    return [*gone, *(Update(Thing.READING, one, {"withdrawn_at": None}) for one in before)]


def _entered_since() -> Refused:
    return Refused(
        "built_upon",
        _("It can't be undone: another value was entered for that day since."),
    )


def _ids(value: object) -> list[int]:
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else []


def _row(
    state: ReadingState, command: EnterReading, day: date, value: float, now: datetime
) -> dict[str, object]:
    return {
        "result": command.result,
        "day": day.isoformat(),
        "value": value,
        "at": now,
        "member_id": state.actor.id,
    }


def _refuse_other_than_by_hand(settings: TeamSettings, key: str) -> None:
    if key == USERS:
        return
    found = find_result(settings, key)
    if found is None:
        known = [USERS, *(one.key for _of, one in every_result(settings) if not one.measured)]
        raise Refused(
            "no_such_result",
            _("There is no key result {key}; values are entered for: {known}.").format(
                key=quoted(key), known=_(", ").join(known)
            ),
        )
    if found[1].measured:
        raise Refused(
            "measured",
            _("The board measures {key} itself ({measure}): nothing is entered for it.").format(
                key=key, measure=found[1].measured
            ),
        )


def _refuse_bad_values(state: ReadingState, command: EnterReading, now: datetime) -> None:
    if not 1 <= len(command.values) <= MOST_DAYS:
        raise Refused(
            "no_values", _("From 1 to {limit} days at once, please.").format(limit=MOST_DAYS)
        )
    today = in_zone(now, state.settings.zone).date()
    seen: set[date] = set()
    for day, value in command.values:
        if not math.isfinite(value):
            raise Refused("no_number", _("That is no number to reckon with."))
        if command.result == USERS and value < 1:
            raise Refused("no_users", _("A number of users is at least 1."))
        if day > today:
            raise Refused(
                "future",
                _("{day} has not come yet: today is {today}.").format(
                    day=day.isoformat(), today=today.isoformat()
                ),
            )
        if day < FIRST_DAY:
            raise Refused(
                "too_early",
                _("{day} is too long ago: {first} is the first day.").format(
                    day=day.isoformat(), first=FIRST_DAY.isoformat()
                ),
            )
        if day in seen:
            raise Refused("twice", _("{day} is there twice.").format(day=day.isoformat()))
        seen.add(day)
