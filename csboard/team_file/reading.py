"""Reading the team's file: what is wrong in it is a sentence with file, line and key."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from csboard.domain.records import Role
from csboard.errors import ConfigError
from csboard.i18n import N_, _
from csboard.near_words import did_you_mean
from csboard.team_file.entries import ENTRIES, TeamFile
from csboard.text import quoted, shortened
from csboard.toml_files import parsed, place_of

MOST_CHARACTERS = 1_000_000
"""Of such a file: what a hundred long definitions of done never fill."""


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
        known = ENTRIES.get(table, TeamFile).__struct_fields__
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
