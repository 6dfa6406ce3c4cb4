"""How soon customers hear from us: what a team has promised, for which inquiries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from csboard.domain.records import FOR_WHOM, Urgency
from csboard.domain.settings import TeamSettings
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean, fold, fold_address, quoted

FIRST, NEXT, SOLVED = "first", "next", "solved"
CLOCKS = (FIRST, NEXT, SOLVED)
"""The first reply; the next word, after a customer has written again; the matter solved."""

MOST_MINUTES = 100_000
"""Of a promise: ten months of office hours."""
MOST_HEAT = 10_000
MOST_PROMISES = 100
"""For one clock."""

_WITHIN = re.compile(r"(?:(\d{1,6})(?:h|時間))?(?:(\d{1,6})(?:m|分))?")
_PART = re.compile(r'(?:"[^"]*"|\S)+')


class Traits(NamedTuple):
    """What of an inquiry promises go by."""

    urgency: Urgency = Urgency.NORMAL
    tags: frozenset[str] = frozenset()
    """Of all dimensions, folded."""
    mailbox: str = ""
    """The address of ours it came in by, folded."""


class Promise(NamedTuple):
    """One thing promised. What names several of a kind fits each; all kinds it names must fit."""

    clock: str
    """One of `CLOCKS`."""
    minutes: int
    """Of business time."""
    urgencies: frozenset[Urgency] = frozenset()
    tags: frozenset[str] = frozenset()
    """Folded."""
    mailboxes: frozenset[str] = frozenset()
    """Folded."""
    conditions: str = ""
    """What it is for, in the words in which it was written; it says the same as the three."""

    @property
    def within(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def fits(promise: Promise, traits: Traits) -> bool:
    """Whether it was made for such inquiries."""
    return (
        (not promise.urgencies or traits.urgency in promise.urgencies)
        and (not promise.tags or bool(promise.tags & traits.tags))
        and (not promise.mailboxes or traits.mailbox in promise.mailboxes)
    )


def promises_of(settings: TeamSettings) -> tuple[Promise, ...]:
    """All of them, by settings that `check_promises` has let pass."""
    return tuple(
        parse_promise(clock, written)
        for clock, promised in settings.promises.items()
        for written in promised
    )


def parse_promise(clock: str, text: str) -> Promise:
    """What `4h`, or `30m urgency:urgent tag:"two words"`, promises. ValueError with a sentence."""
    parts = _PART.findall(clean(text).replace("：", ":"))
    minutes = minutes_in(parts[0] if parts else "")
    if not 0 < minutes <= MOST_MINUTES:
        raise ValueError(
            _(
                "{promise} doesn't begin with a time; write one from 1m to {most}h, as 4h,"
                " 30m or 1h30m."
            ).format(promise=quoted(text), most=MOST_MINUTES // 60)
        )
    conditions: dict[str, Any] = dict(_conditions(parts[1:]))
    return Promise(clock, minutes, **conditions, conditions=" ".join(parts[1:]))


def minutes_in(text: str) -> int:
    """The minutes that `4h`, `30m` or `1h30m` are; 0 for what is written otherwise."""
    found = _WITHIN.fullmatch(text)
    return int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0


def _conditions(parts: Sequence[str]) -> Iterator[tuple[str, frozenset[object]]]:
    """By the name of the promise's field, what it must be one of."""
    found: dict[str, set[object]] = {}
    for part in parts:
        kind, _colon, value = part.partition(":")
        value = value.strip('"').strip()
        if kind not in _READ or not value:
            raise ValueError(
                _(
                    "{part} is no condition; write urgency:urgent, tag:NAME or mailbox:ADDRESS."
                ).format(part=quoted(part))
            )
        name, read = _READ[kind]
        found.setdefault(name, set()).add(read(value))
    for name, values in found.items():
        yield name, frozenset(values)


def _urgency(value: str) -> Urgency:
    try:
        return Urgency(value)
    except ValueError:
        raise ValueError(
            _("there is no urgency {value}; write one of {values}.").format(
                value=quoted(value), values=_(", ").join(Urgency)
            )
        ) from None


_READ = {
    "urgency": ("urgencies", _urgency),
    "tag": ("tags", fold),
    "mailbox": ("mailboxes", fold_address),
}
"""By the word before the colon: the promise's field, and how what stands behind it is read."""


def check_promises(settings: TeamSettings) -> None:
    """Raise ConfigError, naming the key, for promises that can't be understood."""
    for clock, promised in settings.promises.items():
        key = f"promises.{clean(clock)}"
        _refuse_unless_one_of(key, clock, CLOCKS)
        if len(promised) > MOST_PROMISES:
            raise ConfigError(_("{key}: {limit} at most.").format(key=key, limit=MOST_PROMISES))
        for written in promised:
            try:
                parse_promise(clock, written)
            except ValueError as wrong:
                raise ConfigError(f"{key}: {wrong}") from None
    for for_whom, clocks in settings.pausing.items():
        key = f"pausing.{clean(for_whom)}"
        _refuse_unless_one_of(key, for_whom, FOR_WHOM)
        for clock in clocks:
            _refuse_unless_one_of(key, clock, CLOCKS)
    _check_heat(settings.heat)


def _refuse_unless_one_of(key: str, word: str, words: Sequence[str]) -> None:
    if word not in words:
        raise ConfigError(
            _("{key}: {word} is unknown; write one of {words}.").format(
                key=key, word=quoted(word), words=_(", ").join(words)
            )
        )


def _check_heat(heat: Mapping[str, int]) -> None:
    for tag, minutes in heat.items():
        if not 0 <= minutes <= MOST_HEAT:
            raise ConfigError(
                _("heat.{tag}: from 0 to {limit} minutes.").format(tag=clean(tag), limit=MOST_HEAT)
            )
