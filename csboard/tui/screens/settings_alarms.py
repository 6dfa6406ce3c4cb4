"""The team's alarms as text that is written in a box: a key and its words on each line."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from csboard.config import did_you_mean
from csboard.domain.alarm_settings import LISTS, AlarmSettings
from csboard.domain.settings import TeamSettings
from csboard.i18n import _
from csboard.text import quoted

_KEYS = tuple(field.name for field in fields(AlarmSettings))
_NUMBER = "in_hand"


def show_alarms(settings: TeamSettings) -> str:
    """What holds now: `unowned 1h`, `tell owner leads`."""
    return "\n".join(" ".join([key, *_words(settings.alarms, key)]) for key in _KEYS)


def take_alarms(settings: TeamSettings, typed: str) -> TeamSettings:
    """The settings with what was written; a key without a line stays as it is.

    ValueError with a sentence for what is no key, or no number.
    """
    changes: dict[str, Any] = {}
    for line in typed.replace("、", " ").replace(",", " ").splitlines():
        if parts := line.replace("：", " ").replace(":", " ", 1).replace("=", " ", 1).split():
            key, *words = parts
            changes[key] = _taken(key, words)
    return replace(settings, alarms=replace(settings.alarms, **changes))


def _words(alarms: AlarmSettings, key: str) -> tuple[str, ...]:
    value = getattr(alarms, key)
    return value if isinstance(value, tuple) else (str(value),)


def _taken(key: str, words: list[str]) -> object:
    if key not in _KEYS:
        told = _("There is no {key}; write one of {keys}.")
        told = told.format(key=quoted(key), keys=_(", ").join(_KEYS))
        raise ValueError(told + did_you_mean(key, _KEYS))
    if key in LISTS:
        return tuple(dict.fromkeys(words))
    word = "".join(words)
    if key != _NUMBER:
        return word
    if not word.isdecimal() or len(word) > 6:
        raise ValueError(_("{key} is a number of cards, as 10.").format(key=key))
    return int(word)
