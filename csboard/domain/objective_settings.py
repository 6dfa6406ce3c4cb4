"""What the team wants to reach, as it is written down: objectives with their key results."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from csboard.domain.objectives import KeyResult, refuse_senseless
from csboard.domain.settings import TeamSettings
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.text import clean, quoted

USERS = "users"
"""The key of readings that say how many users there are; no key result can have it."""
MOST_OBJECTIVES = 20
MOST_RESULTS = 20
"""Of one objective."""
MOST_SIGNS = 120
"""Of a name."""

_KEY = re.compile(r"[\w-]{1,40}")
_CLOCK_TIME = re.compile(r"([0-9]{1,6}):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Result:
    """One key result: from a figure to another one."""

    key: str
    start: float
    target: float
    name: str = ""
    """Empty where the key says it."""
    unit: str = ""
    measured: str = ""
    """The figure by which the board measures it (`measured.MEASURES`); empty: by hand."""

    @property
    def called(self) -> str:
        return self.name or self.key


@dataclass(frozen=True, slots=True)
class Objective:
    """What the team aims at in a period, and by which results it will know."""

    name: str
    begins: str
    """ISO date."""
    ends: str
    """ISO date of the last day that counts."""
    results: tuple[Result, ...] = ()

    def result_of(self, result: Result) -> KeyResult:
        """One of its key results, to be reckoned with."""
        begins, ends = date.fromisoformat(self.begins), date.fromisoformat(self.ends)
        return KeyResult(result.start, result.target, begins, ends)


def stored_objectives(stored: Sequence[Mapping[str, Any]]) -> tuple[Objective, ...]:
    """As they were before they became a setting."""
    return tuple(
        Objective(**{**one, "results": tuple(Result(**result) for result in one["results"])})
        for one in stored
    )


def every_result(settings: TeamSettings) -> Iterator[tuple[Objective, Result]]:
    """All key results in their order, each with its objective."""
    for objective in settings.objectives:
        for result in objective.results:
            yield objective, result


def find_result(settings: TeamSettings, key: str) -> tuple[Objective, Result] | None:
    """The key result of that key."""
    return next((one for one in every_result(settings) if one[1].key == key), None)


def value_of(written: float | str) -> float:
    """A number as it was written, or hours as `2:30`. ValueError with a sentence if neither."""
    text = clean(str(written)).strip()
    if isinstance(written, str):
        text = text.replace("：", ":")
        if time := _CLOCK_TIME.fullmatch(text):
            return int(time[1]) + int(time[2]) / 60
        try:
            written = float(text.removesuffix("%").replace(",", ""))
        except ValueError:
            raise ValueError(
                _("{value} is no number; write one as 85 or 4.5, or hours as 2:30.").format(
                    value=quoted(text)
                )
            ) from None
    if not math.isfinite(written) or abs(written) > 1e12:
        told = _("{value} is no number to reckon with; write one up to 1,000,000,000,000.")
        raise ValueError(told.format(value=quoted(text)))
    return float(written)


def check_objectives(settings: TeamSettings) -> None:
    """Raise ConfigError, naming the key with its place, for objectives that make no sense."""
    if len(settings.objectives) > MOST_OBJECTIVES:
        raise ConfigError(
            _("{key}: {limit} at most.").format(key="objectives", limit=MOST_OBJECTIVES)
        )
    known: dict[str, str] = {}
    for index, objective in enumerate(settings.objectives):
        place = f"objectives[{index}]"
        _check_objective(place, objective)
        for number, result in enumerate(objective.results):
            _check_result(f"{place}.results[{number}]", objective, result, known)
    if settings.headline and settings.headline not in known:
        raise ConfigError(
            _("headline: there is no key result {key}; there are: {known}.").format(
                key=quoted(settings.headline), known=_(", ").join(known) or _("none")
            )
        )


def _check_objective(place: str, objective: Objective) -> None:
    if not objective.name or len(objective.name) > MOST_SIGNS:
        raise ConfigError(
            _("{key}: it needs a name of {limit} characters at most.").format(
                key=f"{place}.name", limit=MOST_SIGNS
            )
        )
    days = []
    for key in ("begins", "ends"):
        try:
            days.append(date.fromisoformat(getattr(objective, key)))
        except ValueError:
            raise ConfigError(
                _("{key}: {day} is no day; write one as 2026-10-01.").format(
                    key=f"{place}.{key}", day=quoted(getattr(objective, key))
                )
            ) from None
    try:
        refuse_senseless(KeyResult(0, 1, *days))
    except ValueError as wrong:
        raise ConfigError(f"{place}.ends: {wrong}") from None
    if len(objective.results) > MOST_RESULTS:
        raise ConfigError(
            _("{key}: {limit} at most.").format(key=f"{place}.results", limit=MOST_RESULTS)
        )


def _check_result(place: str, objective: Objective, result: Result, known: dict[str, str]) -> None:
    if not _KEY.fullmatch(result.key) or result.key == USERS:
        raise ConfigError(
            _(
                "{key}: {written} can't be a key; write letters, digits, - and _, 40 at most,"
                " and not {users}."
            ).format(key=f"{place}.key", written=quoted(result.key), users=USERS)
        )
    if result.key in known:
        raise ConfigError(
            _("{key}: {written} is the key of {other} already.").format(
                key=f"{place}.key", written=result.key, other=known[result.key]
            )
        )
    known[result.key] = place
    for name in ("name", "unit"):
        if len(getattr(result, name)) > MOST_SIGNS:
            raise ConfigError(
                _("{key}: {limit} characters at most.").format(
                    key=f"{place}.{name}", limit=MOST_SIGNS
                )
            )
    try:
        refuse_senseless(objective.result_of(result))
    except ValueError as wrong:
        raise ConfigError(f"{place}.target: {wrong}") from None
    _check_measure(f"{place}.measured", result.measured)


def _check_measure(key: str, measured: str) -> None:
    from csboard.domain.measured import MEASURES

    if measured and measured not in MEASURES:
        raise ConfigError(
            _("{key}: {word} is unknown; write one of {words}.").format(
                key=key, word=quoted(measured), words=_(", ").join(MEASURES)
            )
        )
