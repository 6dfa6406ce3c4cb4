"""The team's file as it is written: all that holds now, or only what somebody changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import tomli_w

from csboard.domain.alarm_settings import AlarmSettings
from csboard.domain.commands import ChangeMember
from csboard.domain.objective_settings import Objective, Result
from csboard.domain.records import INTAKE_LOGIN, Member, Stage, Tags
from csboard.domain.settings import TeamSettings
from csboard.domain.vocabulary import Vocabulary
from csboard.team_file.entries import OF_MEMBERS


def write(settings: TeamSettings, members: Iterable[Member]) -> str:
    """The file that says what holds now."""
    data = {
        field.name: _plain(getattr(settings, field.name)) for field in dataclasses.fields(settings)
    }
    data["members"] = [_of_member(one) for one in members if one.login != INTAKE_LOGIN]
    return tomli_w.dumps(data, multiline_strings=True)


def only_changes(
    seen: TeamSettings, wanted: TeamSettings, words: Tags, members: Iterable[ChangeMember]
) -> str:
    """What somebody changed of what they have `seen`, as a file that leaves the rest alone.

    `days_taken_out` are not in it: no such file can say that.
    """
    data: dict[str, Any] = {}
    for field in dataclasses.fields(seen):
        old, new = (_plain(getattr(one, field.name)) for one in (seen, wanted))
        if old != new:
            data[field.name] = _entries_anew(old, new) if isinstance(new, dict) else new
    for day in days_taken_out(seen, wanted):
        del data["days"][day]
    for dimension, word in seen.vocabulary.missing(words):
        data.setdefault("vocabulary", {}).setdefault(dimension.value, []).append(word)
    if changed := [_of_member(one) for one in members]:
        data["members"] = changed
    return tomli_w.dumps(data, multiline_strings=True)


def days_taken_out(seen: TeamSettings, wanted: TeamSettings) -> list[str]:
    """The days of the team's own that were there and are not to be."""
    return [day for day in seen.days if day not in wanted.days]


def _entries_anew(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The entries of a table that differ; one that was taken out with nothing in it."""
    gone: dict[str, Any] = {
        key: 0 if isinstance(entry, int) else [] for key, entry in old.items() if key not in new
    }
    return {**{key: entry for key, entry in new.items() if old.get(key) != entry}, **gone}


def _of_member(one: Member | ChangeMember) -> dict[str, Any]:
    told = {key: getattr(one, key) for key in ("login", *OF_MEMBERS)}
    return {key: value for key, value in told.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Vocabulary):
        value = value.words
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Objective):
        days = {key: date.fromisoformat(getattr(value, key)) for key in ("begins", "ends")}
        return {"name": value.name, **days, "results": _plain(value.results)}
    if isinstance(value, Stage | Tags | Result):
        plain = {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
        return {key: one for key, one in plain.items() if one not in (None, "", {}, [])}
    if isinstance(value, AlarmSettings):
        value = vars(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value
