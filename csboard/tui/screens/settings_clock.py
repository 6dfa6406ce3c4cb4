"""Holidays, days of one's own, promises, pauses and heat as text in a box, and back.

What is wrong with a day, a promise or a place, the settings' own rules say; here only what has no
form of a line at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from csboard.domain.settings import TeamSettings
from csboard.i18n import _, current_language
from csboard.text import quoted

_AFTER_FIRST = re.compile(r"\s*[:：]\s*|\s+")
_CLOSED = ("closed", "休み")
_CLOCKS = {"first": "初回返信", "next": "次の連絡", "solved": "解決"}
_WHOM = {"customer": "お客様", "internal": "社内", "date": "日時"}
"""How the words of the settings are read in Japanese; either is understood."""


def show_days(settings: TeamSettings) -> str:
    closed = _CLOSED[current_language() == "ja"]
    return _lines((day, " ".join(ranges) or closed) for day, ranges in settings.days.items())


def take_days(settings: TeamSettings, typed: str) -> TeamSettings:
    days: dict[str, tuple[str, ...]] = {}
    for day, rest in _read(typed):
        if day in days:
            raise ValueError(_("{day} stands there twice; write it once.").format(day=day))
        days[day] = tuple(one for one in rest.split() if one not in _CLOSED)
    return replace(settings, days=days)


def show_promises(settings: TeamSettings) -> str:
    return _lines(
        (_shown(clock, _CLOCKS), promise)
        for clock, promises in settings.promises.items()
        for promise in promises
    )


def take_promises(settings: TeamSettings, typed: str) -> TeamSettings:
    promises: dict[str, tuple[str, ...]] = {}
    for clock, promise in _read(typed):
        key = _key(clock, _CLOCKS)
        promises[key] = (*promises.get(key, ()), promise)
    return replace(settings, promises=promises)


def show_pausing(settings: TeamSettings) -> str:
    return _lines(
        (_shown(whom, _WHOM), " ".join(_shown(clock, _CLOCKS) for clock in clocks))
        for whom, clocks in settings.pausing.items()
    )


def take_pausing(settings: TeamSettings, typed: str) -> TeamSettings:
    pausing: dict[str, tuple[str, ...]] = {}
    for whom, clocks in _read(typed):
        key = _key(whom, _WHOM)
        named = (_key(clock, _CLOCKS) for clock in clocks.split())
        pausing[key] = tuple(dict.fromkeys((*pausing.get(key, ()), *named)))
    return replace(settings, pausing=pausing)


def show_heat(settings: TeamSettings) -> str:
    return _lines((tag, str(minutes)) for tag, minutes in settings.heat.items())


def take_heat(settings: TeamSettings, typed: str) -> TeamSettings:
    """The number is the last word of its line: a tag may be of several."""
    heat: dict[str, int] = {}
    for line in filter(None, map(str.strip, typed.splitlines())):
        tag, _space, minutes = line.rpartition(" ")
        if not tag.strip() or not minutes.isdecimal():
            raise ValueError(
                _("{line} is no tag with minutes; write one as: anger 60").format(line=quoted(line))
            )
        heat[tag.strip()] = int(minutes)
    return replace(settings, heat=heat)


def _lines(rows: Iterator[tuple[str, str]]) -> str:
    return "\n".join(f"{first} {rest}".rstrip() for first, rest in rows)


def _read(typed: str) -> Iterator[tuple[str, str]]:
    """Of each line that says something the first word, with or without a colon, and the rest."""
    for line in filter(None, map(str.strip, typed.splitlines())):
        first, *rest = _AFTER_FIRST.split(line, maxsplit=1)
        yield first, "".join(rest)


def _shown(key: str, names: Mapping[str, str]) -> str:
    return names.get(key, key) if current_language() == "ja" else key


def _key(written: str, names: Mapping[str, str]) -> str:
    """The word of the settings that is meant; what is none is left to their rules."""
    return next((key for key, name in names.items() if name == written), written)
