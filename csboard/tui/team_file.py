"""The team's settings and members as a TOML file that people edit and apply.

A key that is left out stays as it is, and so does a member who isn't named.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

import msgspec
import tomli_w

from csboard.config import did_you_mean, place_of
from csboard.domain.alarm_settings import AlarmSettings
from csboard.domain.commands import ChangeMember
from csboard.domain.objective_settings import Objective, Result, value_of
from csboard.domain.records import INTAKE_LOGIN, NO_TAGS, Member, Role, Stage, Tags
from csboard.domain.settings import TeamSettings
from csboard.domain.vocabulary import Vocabulary
from csboard.errors import ConfigError
from csboard.i18n import N_, _
from csboard.text import clean, quoted, shortened
from csboard.toml_files import parsed

MOST_CHARACTERS = 1_000_000
"""Of such a file: what a hundred long definitions of done never fill."""


class StageEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[[stages]]`: one column of the board."""

    key: str
    kind: str
    names: dict[str, str] = {}
    definition_of_done: str = ""
    limit: int | None = None
    needs: list[str] = []


class ResultEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[[objectives.results]]`: one key result."""

    key: str
    start: float | str
    target: float | str
    name: str = ""
    unit: str = ""
    measured: str = ""


class ObjectiveEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[[objectives]]`: what the team wants to reach in a period."""

    name: str
    begins: date
    ends: date
    results: list[ResultEntry] = []


class VocabularyEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[vocabulary]`: the words that are offered for tags, by dimension."""

    content: list[str] = []
    symptom: list[str] = []
    emotion: list[str] = []


class MemberEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[[members]]`: what to change about one member."""

    login: str
    name: str | None = None
    role: Role | None = None
    language: str | None = None
    active: bool | None = None
    learning: bool | None = None


class AlarmsEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[alarms]`: what is left out of it stays as it is."""

    on: list[str] | None = None
    unowned: str | None = None
    soon: str | None = None
    stuck: str | None = None
    in_hand: int | None = None
    tell: list[str] | None = None
    mail: list[str] | None = None
    mail_to: list[str] | None = None


class TeamFile(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The whole file; None where it says nothing."""

    name: str | None = None
    zone: str | None = None
    own_addresses: list[str] | None = None
    form_senders: list[str] | None = None
    mail_domain: str | None = None
    reopen_days: int | None = None
    flood_mails: int | None = None
    flood_minutes: int | None = None
    fade_days: int | None = None
    half_life_days: int | None = None
    approval_for: list[str] | None = None
    send_window: int | None = None
    wrap_at: int | None = None
    quoting: str | None = None
    signature: str | None = None
    vocabulary: VocabularyEntry | None = None
    holidays: str | None = None
    hours: dict[str, list[str]] | None = None
    days: dict[str, list[str]] | None = None
    promises: dict[str, list[str]] | None = None
    pausing: dict[str, list[str]] | None = None
    heat: dict[str, int] | None = None
    headline: str | None = None
    objectives: list[ObjectiveEntry] | None = None
    alarms: AlarmsEntry | None = None
    stages: list[StageEntry] | None = None
    members: list[MemberEntry] = []


_ENTRIES: dict[str, type[msgspec.Struct]] = {
    "stages": StageEntry,
    "members": MemberEntry,
    "vocabulary": VocabularyEntry,
    "objectives": ObjectiveEntry,
    "objectives.results": ResultEntry,
    "alarms": AlarmsEntry,
}


def write(settings: TeamSettings, members: list[Member]) -> str:
    """The file that says what holds now."""
    data: dict[str, Any] = {
        field.name: _plain(getattr(settings, field.name)) for field in dataclasses.fields(settings)
    }
    data["members"] = [
        {
            "login": member.login,
            "name": member.name,
            "role": member.role.value,
            "language": member.language,
            "active": member.active,
            "learning": member.learning,
        }
        for member in members
        if member.login != INTAKE_LOGIN
    ]
    return tomli_w.dumps(data, multiline_strings=True)


def only_changes(before: str, after: str) -> str:
    """What the file `after` says otherwise than `before`, as a file that leaves the rest alone."""
    old, new = tomllib.loads(before), tomllib.loads(after)
    changes = {key: value for key, value in new.items() if value != old.get(key)}
    if "members" in changes:
        known = {member["login"]: member for member in old.get("members", [])}
        changes["members"] = [
            member for member in new["members"] if member != known.get(member["login"])
        ]
    return tomli_w.dumps(changes, multiline_strings=True)


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


def read(text: str, place: str) -> TeamFile:
    """The file's content; ConfigError names the file, the key and, where it can tell, the line."""
    if len(text) > MOST_CHARACTERS:
        raise ConfigError(
            _("{file} is too long: {n} characters are the most.").format(
                file=place, n=MOST_CHARACTERS
            )
        )
    data = parsed(text, place)
    try:
        return msgspec.convert(data, TeamFile)
    except msgspec.ValidationError as error:
        raise ConfigError(_explained(str(error), data, text, place)) from None


def _explained(problem: str, data: dict[str, Any], text: str, file: str) -> str:
    """msgspec's finding as a sentence of ours."""
    path = _with_key(_path_in(problem), data)
    if unknown := re.search(r"unknown field `([^`]+)`", problem):
        key = unknown[1]
        table = re.sub(r"\[[^]]*\]", "", path)
        known = _ENTRIES.get(table, TeamFile).__struct_fields__
        place = place_of(file, text, f"{path}.{key}" if path else key)
        sentence = _("{place}: there is no option `{key}`.").format(place=place, key=shortened(key))
        return sentence + did_you_mean(key, known)
    return _("{place}: {key}: {problem}.").format(
        place=place_of(file, text, path),
        key=shortened(path) + _of_objective(path, data),
        problem=_in_words(problem),
    )


def _of_objective(path: str, data: dict[str, Any]) -> str:
    """The name of the objective that a path leads into; empty elsewhere."""
    inside = re.match(r"objectives\[(\d+)\]", path)
    entry = _at(data, inside[0]) if inside else None
    name = entry.get("name") if isinstance(entry, dict) else None
    return f" ({quoted(name)})" if isinstance(name, str) else ""


def _path_in(problem: str) -> str:
    """Where msgspec has found it, as `stages[0].kind` or `promises[...][1]`."""
    return found[1] if (found := re.search(r"`\$\.?([^`]*)`$", problem)) else ""


_ANY = "[...]"
"""How msgspec says that it is in one of the entries of a table whose keys are free to choose."""


def _with_key(path: str, data: dict[str, Any]) -> str:
    """The same path with the key of that entry, the first for which it finds something there."""
    table, found, behind = path.partition(_ANY)
    if not found:
        return path
    entries = _at(data, table)
    every = dict(entries)
    for key, value in every.items():
        entries.clear()
        entries[key] = value
        try:
            msgspec.convert(data, TeamFile)
        except msgspec.ValidationError as error:
            if _path_in(str(error)).partition(_ANY)[0] == table:
                return f"{table}.{key}{behind}"
    return path


def _at(data: Any, path: str) -> Any:
    """What stands at a path such as `stages[0].names`."""
    for name, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        data = data[name] if name else data[int(number)]
    return data


def _in_words(problem: str) -> str:
    if missing := re.search(r"missing required field `([^`]+)`", problem):
        return _("it needs {key}").format(key=missing[1])
    if value := re.search(r"Invalid enum value '([^']*)'", problem):
        return _("{value} is none of {values}").format(
            value=quoted(value[1]), values=_(", ").join(Role)
        )
    if "Invalid RFC3339" in problem:
        return _("it must be a day, as 2026-10-01")
    if types := re.search(r"Expected `(\w+)[^`]*`, got `(\w+)`", problem):
        expected, got = (_(_TYPES.get(name, name)) for name in types.groups())
        return _("it must be {expected}, not {got}").format(expected=expected, got=got)
    return problem.partition(" - at ")[0]


_TYPES = {
    "str": N_("text in quotes"),
    "int": N_("a whole number"),
    "float": N_("a number"),
    "bool": N_("true or false"),
    "array": N_("a list"),
    "object": N_("a table"),
    "date": N_("a day, as 2026-10-01"),
}


def wanted_settings(file: TeamFile, now: TeamSettings) -> TeamSettings:
    """The settings that hold when the file is applied; ConfigError begins with the wrong key."""
    changes: dict[str, Any] = {}
    for key in (
        "name",
        "zone",
        "mail_domain",
        "reopen_days",
        "flood_mails",
        "flood_minutes",
        "fade_days",
        "half_life_days",
        "send_window",
        "wrap_at",
        "quoting",
        "holidays",
        "headline",
    ):
        if (value := getattr(file, key)) is not None:
            changes[key] = clean(value).strip() if isinstance(value, str) else value
    for key in ("own_addresses", "form_senders", "approval_for"):
        if (lines := getattr(file, key)) is not None:
            changes[key] = tuple(clean(line).strip() for line in lines)
    if file.signature is not None:
        changes["signature"] = clean(file.signature, multiline=True).strip("\n")
    for key in ("hours", "days", "promises", "pausing"):
        if (table := getattr(file, key)) is not None:
            changes[key] = {
                clean(name).strip(): tuple(map(clean, words)) for name, words in table.items()
            }
    if file.heat is not None:
        changes["heat"] = {clean(tag).strip(): minutes for tag, minutes in file.heat.items()}
    if file.alarms is not None:
        changes["alarms"] = _alarms(file.alarms, now.alarms)
    if file.stages is not None:
        changes["stages"] = tuple(map(_stage, file.stages))
    if file.objectives is not None:
        changes["objectives"] = tuple(map(_objective, count(), file.objectives))
    return dataclasses.replace(now, **changes)


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


def wanted_changes(file: TeamFile, members: dict[str, Member]) -> list[ChangeMember]:
    """One command for each member of whom the file says something new."""
    return [
        ChangeMember(
            login=entry.login,
            name=entry.name,
            role=entry.role,
            language=entry.language,
            active=entry.active,
            learning=entry.learning,
        )
        for entry in file.members
        if entry.login not in members or _differs(entry, members[entry.login])
    ]


def _differs(entry: MemberEntry, member: Member) -> bool:
    return any(
        getattr(entry, key) not in (None, getattr(member, key))
        for key in ("name", "role", "language", "active", "learning")
    )
