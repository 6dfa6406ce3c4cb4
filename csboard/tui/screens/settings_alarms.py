"""The team's alarms as text that is written in a box: what it is and its words on each line.

All of it is shown in the words of alarms; what the team file writes is understood as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from csboard.domain.alarm_settings import (
    EVERYBODY,
    KINDS,
    LEADS,
    LISTS,
    OWNER,
    AlarmSettings,
)
from csboard.domain.alarm_words import name_of_kind
from csboard.domain.settings import TeamSettings
from csboard.i18n import N_, _
from csboard.near_words import did_you_mean
from csboard.text import fold, quoted

_KEYS = {
    "on": N_("Alarms on"),
    "unowned": N_("Nobody has it after"),
    "soon": N_("Before a promise"),
    "stuck": N_("Nothing happens for"),
    "in_hand": N_("Cards in hand"),
    "tell": N_("Tell"),
    "mail": N_("Mail"),
    "mail_to": N_("Mail to"),
}
_WHOM = {OWNER: N_("whoever has it"), LEADS: N_("leads"), EVERYBODY: N_("everybody")}
_NUMBER = "in_hand"
_COLON = re.compile(r"\s*[:：=]\s*")


def show_alarms(settings: TeamSettings) -> str:
    """What holds now: `Nobody has it after: 1h`, `Tell: whoever has it, leads`."""
    return "\n".join(f"{_(name)}: {_shown(settings.alarms, key)}" for key, name in _KEYS.items())


def take_alarms(settings: TeamSettings, typed: str) -> TeamSettings:
    """The settings with what was written; what has no line stays as it is.

    ValueError with a sentence for what is no such thing, or no number.
    """
    changes: dict[str, Any] = {}
    for line in filter(None, map(str.strip, typed.splitlines())):
        key, rest = _parted(line)
        changes[key] = _taken(key, rest)
    return replace(settings, alarms=replace(settings.alarms, **changes))


def _shown(alarms: AlarmSettings, key: str) -> str:
    value = getattr(alarms, key)
    if key not in LISTS:
        return str(value)
    name = _NAMES.get(key, str)
    return _(", ").join(map(name, value)) or _("none")


def _whom(code: str) -> str:
    return _(_WHOM[code]) if code in _WHOM else code


_NAMES: dict[str, Callable[[str], str]] = {"on": name_of_kind, "mail": name_of_kind, "tell": _whom}
"""How the words of a list are called."""


def _parted(line: str) -> tuple[str, str]:
    """The key that a line is about, and what it says of it; without a colon the first word is."""
    written, *rest = _COLON.split(line, maxsplit=1)
    if not rest:
        written, *rest = line.split(maxsplit=1)
    names = {fold(_(name)): key for key, name in _KEYS.items()} | {key: key for key in _KEYS}
    if (key := names.get(fold(written))) is None:
        known = [_(name) for name in _KEYS.values()]
        told = _("There is no {key}; write one of {keys}.")
        told = told.format(key=quoted(written), keys=_(", ").join(known))
        raise ValueError(told + did_you_mean(written, (*known, *_KEYS)))
    return key, "".join(rest)


def _taken(key: str, written: str) -> object:
    if key in LISTS:
        return tuple(dict.fromkeys(_words(key, written)))
    word = "".join(written.split())
    if key != _NUMBER:
        return word
    if not word.isdecimal() or len(word) > 6:
        raise ValueError(_("{key} is a number of cards, as 10.").format(key=_(_KEYS[key])))
    return int(word)


def _words(key: str, written: str) -> list[str]:
    """The codes that are meant, between commas or blanks; what is none is left to the rules."""
    if fold(written) == fold(_("none")):
        return []
    codes = _codes(key)
    found = []
    for part in filter(None, map(str.strip, re.split("[,、]", written))):
        code = codes.get(fold(part))
        found += [code] if code else [codes.get(fold(word), word) for word in part.split()]
    return found


def _codes(key: str) -> Mapping[str, str]:
    """The codes of a list by how they are called."""
    if key not in _NAMES:
        return {}
    return {fold(_NAMES[key](code)): code for code in (_WHOM if key == "tell" else KINDS)}
