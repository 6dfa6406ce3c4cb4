"""What holds when the team's file is applied: all of it, or beside what it doesn't name."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from itertools import count
from typing import Any

from csboard.domain.alarm_settings import AlarmSettings
from csboard.domain.commands import ChangeMember
from csboard.domain.objective_settings import Objective, Result, value_of
from csboard.domain.promises import CLOCKS
from csboard.domain.records import FOR_WHOM, NO_TAGS, Member, Stage, Tags
from csboard.domain.settings import HOLIDAY, WEEKDAYS, TeamSettings
from csboard.domain.team_days import Day, parse_days
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.team_file.entries import (
    OF_MEMBERS,
    AlarmsEntry,
    MemberEntry,
    ObjectiveEntry,
    ResultEntry,
    StageEntry,
    TeamFile,
)
from csboard.text import clean

DAYS = "days"
BY_KEY: Mapping[str, tuple[str, ...]] = {
    "hours": (*WEEKDAYS, HOLIDAY),
    "promises": CLOCKS,
    "pausing": FOR_WHOM,
    "heat": (),
    DAYS: (),
}
"""The tables whose entries change one by one, with their keys where these aren't free to choose."""
_NUMBERS = (
    "reopen_days",
    "flood_mails",
    "flood_minutes",
    "fade_days",
    "half_life_days",
    "send_window",
    "wrap_at",
)
_WORDS = ("name", "zone", "mail_domain", "quoting", "holidays", "headline")
_LISTS = ("own_addresses", "form_senders", "approval_for")


def emptied(now: TeamSettings) -> TeamSettings:
    """What a file is applied to that shows all there is to be: what it leaves out is taken out.

    Lists, entries of tables and words that may be missing are not there; a number, or a word
    that no team can be without, is as it is `now`.
    """
    nothing: dict[str, Any] = {
        **dict.fromkeys(("holidays", "headline", "signature"), ""),
        **dict.fromkeys((*_LISTS, "stages", "objectives"), ()),
        **{key: {} for key in BY_KEY},
        "alarms": dataclasses.replace(now.alarms, on=(), tell=(), mail=(), mail_to=()),
    }
    return dataclasses.replace(now, **nothing)


def wanted_settings(file: TeamFile, now: TeamSettings) -> TeamSettings:
    """The settings that hold when the file is applied; ConfigError begins with the wrong key.

    What the file doesn't name stays as it is `now`, an entry of a table too. A list that it names
    is the whole list.
    """
    changes: dict[str, Any] = {}
    for key in (*_NUMBERS, *_WORDS):
        if (value := getattr(file, key)) is not None:
            changes[key] = clean(value).strip() if isinstance(value, str) else value
    for key in _LISTS:
        if (lines := getattr(file, key)) is not None:
            changes[key] = tuple(clean(line).strip() for line in lines)
    if file.signature is not None:
        changes["signature"] = clean(file.signature, multiline=True).strip("\n")
    for key in BY_KEY:
        if (table := getattr(file, key)) is not None:
            changes[key] = _entries(key, getattr(now, key), table)
    if file.alarms is not None:
        changes["alarms"] = _alarms(file.alarms, now.alarms)
    if file.stages is not None:
        changes["stages"] = tuple(map(_stage, file.stages))
    if file.objectives is not None:
        changes["objectives"] = tuple(map(_objective, count(), file.objectives))
    return dataclasses.replace(now, **changes)


def _entries(table: str, now: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of a table with those that are named anew, in the order of its keys.

    One that is named with nothing in it is taken out; only a day of the team's own is closed.
    """
    keys = BY_KEY[table]
    anew = {
        clean(key).strip(): entry if isinstance(entry, int) else tuple(map(clean, entry))
        for key, entry in named.items()
    }
    gone = [key for key in keys or anew if table != DAYS and key in anew and not anew[key]]
    if table == DAYS:
        _refuse_days_twice(now, anew)
    merged = {**now, **anew}
    return {key: merged[key] for key in (*keys, *merged) if key in merged and key not in gone}


def _refuse_days_twice(now: Mapping[str, Any], named: Mapping[str, Any]) -> None:
    """A day may not stand in an entry that is named and in another one that stays."""
    stay = {day: key for key in now if key not in named for day in _days(key)}
    for key in named:
        if other := next((stay[day] for day in _days(key) if day in stay), None):
            raise ConfigError(
                _(
                    "days.{key}: {other} has it already and stays as it is;"
                    " csboard team edit takes that out."
                ).format(key=key, other=other)
            )


def _days(written: str) -> tuple[Day, ...]:
    """None of what is no day: that is told when all of the settings are judged."""
    try:
        return parse_days(written)
    except ValueError:
        return ()


def _alarms(entry: AlarmsEntry, now: AlarmSettings) -> AlarmSettings:
    changes: dict[str, Any] = {}
    for key in entry.__struct_fields__:
        value = getattr(entry, key)
        if isinstance(value, list):
            changes[key] = tuple(clean(word).strip() for word in value)
        elif value is not None:
            changes[key] = clean(value).strip() if isinstance(value, str) else value
    return dataclasses.replace(now, **changes)


def wanted_words(file: TeamFile) -> Tags:
    """The words for tags that there are to be when the file is applied; none is taken out."""
    if (words := file.vocabulary) is None:
        return NO_TAGS
    return Tags(tuple(words.content), tuple(words.symptom), tuple(words.emotion))


def _stage(entry: StageEntry) -> Stage:
    return Stage(
        key=clean(entry.key).strip(),
        kind=entry.kind,
        names={language: clean(name).strip() for language, name in entry.names.items()},
        definition_of_done=clean(entry.definition_of_done, multiline=True).strip(),
        limit=entry.limit,
        needs=tuple(entry.needs),
    )


def _objective(index: int, entry: ObjectiveEntry) -> Objective:
    place = f"objectives[{index}].results"
    return Objective(
        clean(entry.name).strip(),
        entry.begins.isoformat(),
        entry.ends.isoformat(),
        tuple(_result(f"{place}[{number}]", one) for number, one in enumerate(entry.results)),
    )


def _result(place: str, entry: ResultEntry) -> Result:
    values: dict[str, float] = {}
    for key in ("start", "target"):
        try:
            values[key] = value_of(getattr(entry, key))
        except ValueError as wrong:
            raise ConfigError(f"{place}.{key}: {wrong}") from None
    return Result(
        key=clean(entry.key).strip(),
        name=clean(entry.name).strip(),
        unit=clean(entry.unit).strip(),
        measured=clean(entry.measured).strip(),
        **values,
    )


def wanted_changes(file: TeamFile, seen: Mapping[str, Member]) -> tuple[ChangeMember, ...]:
    """One command for each member of whom the file says something else than was `seen`."""
    return tuple(
        ChangeMember(login=entry.login, **changes)
        for entry in file.members
        if (changes := _changes(entry, seen.get(entry.login))) or entry.login not in seen
    )


def _changes(entry: MemberEntry, member: Member | None) -> dict[str, Any]:
    return {
        key: value
        for key in OF_MEMBERS
        if (value := getattr(entry, key)) not in (None, getattr(member, key, None))
    }
