"""Which of a card's events a line about it tells: the newest of what weighs most, if still so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from csboard.domain.absence_history import ABSENT
from csboard.domain.inverses import still_standing
from csboard.domain.records import Event, TaskRef

OWNER, STAGE = "owner", "stage"
_NOTHING: frozenset[str] = frozenset()
_OWNER, _STAGE, _BOTH = frozenset({OWNER}), frozenset({STAGE}), frozenset({OWNER, STAGE})

_TELLS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "claimed": _OWNER,
        "taken_over": _OWNER,
        "handed_over": _OWNER,
        "taken_back": _OWNER,
        "released": _OWNER,
        "moved": _STAGE,
        "reopened": _STAGE,
        "merged": _STAGE,
    }
)
"""By kind what of a task is said, which holds until a later event says another of it."""
_SETS: Mapping[str, frozenset[str]] = MappingProxyType(
    {**_TELLS, "released": _BOTH, "reopened": _BOTH, "merged": _BOTH, "unjunked": _BOTH}
)
"""By kind what of a task is another's, or elsewhere, from then on."""
_WEIGHS_LITTLE = ("opened", "joined")
"""Kinds that are told where nothing has become of the card; before all that isn't named here."""


def overtaken(events: Iterable[Event]) -> frozenset[int]:
    """Ids of those that say whose a task is, or where, which a later one of them has changed.

    `events` are all there are of a time, the oldest first.
    """
    gone: set[int] = set()
    set_since: dict[TaskRef, set[str]] = {}
    for event in reversed(list(events)):
        task = event.task or TaskRef(event.number or 0)
        later = set_since.setdefault(task, set())
        if tells(event) & later:
            gone.add(event.id)
        later |= _set_by(event)
        if event.kind == "merged" and event.other is not None:
            set_since.setdefault(TaskRef(event.other), set()).update(_BOTH)
    return frozenset(gone)


def tells(event: Event) -> frozenset[str]:
    """What of its task an event says."""
    own = _TELLS.get(event.kind, _NOTHING)
    return own | _OWNER if event.detail.get(ABSENT) else own


def _set_by(event: Event) -> frozenset[str]:
    kind = event.kind
    if kind == "undone":
        return _SETS.get(str(event.detail.get("kind")), _NOTHING)
    changed = _SETS.get(kind, _NOTHING)
    if event.detail.get(ABSENT) or event.detail.get("reopened"):
        return changed | _BOTH
    return changed | _OWNER if event.detail.get("took") else changed


def telling(events: Sequence[Event], gone: frozenset[int]) -> Event:
    """The newest of those that weigh most; of what is `gone` only where nothing else is there."""
    standing = still_standing(events) or events
    true = [event for event in standing if event.id not in gone]
    return min(reversed(true or standing), key=_weight)


def _weight(event: Event) -> int:
    if tells(event) or event.kind == "sent":
        return 0
    little = (*_WEIGHS_LITTLE, event.kind)
    return 1 + little.index(event.kind)
