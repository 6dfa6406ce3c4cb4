"""What a change of the team's settings has changed, in a few words: from what to what. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from csboard.domain import setting_words, words
from csboard.domain.records import Member, Tags
from csboard.domain.settings import TeamSettings
from csboard.domain.tag import Dimension
from csboard.i18n import N_, _, ngettext
from csboard.text import shortened

MOST_TOLD = 5
"""Parts of one setting that are told one by one."""
_OF_MEMBERS = ("name", "role", "language", "active", "learning")
_UNTOLD = "vocabulary"
"""Only grows, and not by the settings alone."""
_EMPTY = {"days": N_("closed all day")}
"""What an entry without anything in it says, by the setting."""


_Part = str | tuple[str, ...]


def changes(old: TeamSettings, new: TeamSettings) -> Iterator[str]:
    """A line for each setting that differs: `send window: 15 -> 60`."""
    for field in fields(TeamSettings):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name != _UNTOLD and before != after:
            empty = _(_EMPTY.get(field.name, ""))
            parts = (_parts(one, empty) for one in (before, after))
            yield _line(setting_words.name(field.name), *parts)


def changes_of_members(old: Mapping[str, Member], new: Mapping[str, Member]) -> Iterator[str]:
    """A line for each member who is told of otherwise: `sato: role member -> lead`."""
    for login, after in new.items():
        before = old.get(login)
        if before is not None and before != after:
            yield _line(login, _of_member(before), _of_member(after))


def new_words(old: Tags, new: Tags) -> Iterator[str]:
    """A line for each dimension of the words for tags that has some more: `symptom: + bent`."""
    for dimension in Dimension:
        known = getattr(old, dimension)
        if more := [word for word in getattr(new, dimension) if word not in known]:
            told = [f"+ {shortened(word)}" for word in more]
            yield _told(words.dimension(dimension), told)


def _of_member(member: Member) -> dict[str, str]:
    return {key: _text(getattr(member, key)) for key in _OF_MEMBERS}


def _line(name: str, old: Mapping[str, _Part], new: Mapping[str, _Part]) -> str:
    told = [
        " ".join(filter(None, [part, _from_to(old.get(part), new.get(part))]))
        for part in {**old, **new}
        if old.get(part) != new.get(part)
    ]
    return _told(name, told)


def _told(name: str, told: list[str]) -> str:
    more = len(told) - MOST_TOLD
    if more > 0:
        told[MOST_TOLD:] = [ngettext("and {n} more", "and {n} more", more).format(n=more)]
    return _("{name}: {words}").format(name=name, words=_("; ").join(told))


def _from_to(old: _Part | None, new: _Part | None) -> str:
    whole = [_text(one) for one in (old, new)]
    before, after = (shortened(one) or _("none") for one in whole)
    if whole != [before, after] and isinstance(old, tuple) and isinstance(new, tuple):
        return _put_and_taken(old, new) or f"{before} -> {after}"
    return _("changed") if before == after else f"{before} -> {after}"


def _put_and_taken(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """What a list too long to be told whole has more and less; empty for another order alone."""
    put = [one for one in new if one not in old]
    taken = [one for one in old if one not in new]
    signed = (("+", put), ("-", taken))
    return " ".join(f"{sign} {_few(some)}" for sign, some in signed if some)


def _few(some: list[str]) -> str:
    told = [shortened(one) for one in some[:MOST_TOLD]]
    if (more := len(some) - MOST_TOLD) > 0:
        told.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    return _(", ").join(told)


def _parts(value: Any, empty: str) -> dict[str, _Part]:
    """A setting by what can change in it on its own: a day, a stage, an objective."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {str(key): _told_of(one) or empty for key, one in value.items()}
    if isinstance(value, tuple) and not all(isinstance(one, str) for one in value):
        return {_called(one): _text(one) for one in value}
    return {"": _told_of(value)} if value else {}


def _told_of(value: Any) -> _Part:
    """A list of words as it is, anything else in words."""
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return value
    return _text(value)


def _called(one: Any) -> str:
    return str(getattr(one, "key", "") or one.name)


_TEXTS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: _("yes") if value else _("no")),
    (float, "{:g}".format),
    (tuple, lambda value: _(", ").join(map(_text, value))),
    (Mapping, lambda value: _(", ").join(_text(one) for one in value.values())),
)


def _text(value: Any) -> str:
    for kind, told in _TEXTS:
        if isinstance(value, kind):
            return told(value)
    if is_dataclass(value) and not isinstance(value, type):
        told_of = (_text(getattr(value, field.name)) for field in fields(value))
        return _(", ").join(filter(None, told_of))
    return "" if value is None else str(value)
