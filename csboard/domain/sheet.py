"""The successful-cases sheet as it is read: rows, what stands of each case, the week's pick."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from csboard.domain.knowledge import Reuse, Success, SuccessWord
from csboard.domain.records import Member, Outcome, Tags
from csboard.domain.views import InquiryBrief
from csboard.i18n import in_zone
from csboard.named import NamedTuple
from csboard.text import fold

DIMENSIONS = ("content", "symptom", "emotion")
"""Those of `Tags`, in the order in which they are told."""

NEW_DAYS = 14
"""A case counts as new for so long."""
MUCH_USED = 2
"""Uses from which on a case counts as one that helps often."""
DUE_SHARE = 2 / 3
"""Of the days after which a case fades: from then on the pick asks whether it still holds."""
APART = 4
"""Weeks between two picks of one case, while there are others."""


class Standing(NamedTuple):
    """What colleagues have found of a case."""

    used: int = 0
    """Drafts it was put into and that were not discarded, and words that it was used."""
    not_here: int = 0
    still_true: int = 0
    confirmed_at: datetime | None = None
    """When somebody last used it or said that it holds; None when nobody did."""


class SheetRow(NamedTuple):
    """One case on the sheet."""

    success: Success
    number: int
    """The inquiry in which the case's own goes on."""
    outcome: Outcome | None
    """How that ended."""
    standing: Standing
    is_faded: bool

    @property
    def confirmed_at(self) -> datetime:
        """When it was last known to hold: making it counts."""
        return confirmed_at(self.success, self.standing)


class PickReason(StrEnum):
    """Why a case is the pick of the week."""

    REUSED = "reused"
    NEW = "new"
    UNCONFIRMED = "unconfirmed"
    HOLDS = "holds"


class Pick(NamedTuple):
    """The case that a team looks at together this week."""

    success_id: int
    reason: PickReason


class Sheet(NamedTuple):
    """The cases that are on the sheet, those that hold first, the latest confirmed first."""

    rows: tuple[SheetRow, ...]
    total: int
    """How many there are; more than `rows` when there are too many to read at once."""
    pick: Pick | None
    members: Mapping[str, Member]
    fade_days: int


class SheetQuery(NamedTuple):
    """Which rows to show. Empty or None does not narrow."""

    words: str = ""
    """Each of them must stand somewhere in the case, unless `found` says which do."""
    content: str = ""
    symptom: str = ""
    emotion: str = ""
    faded: bool | None = None
    found: tuple[int, ...] | None = None
    """Ids of the cases that a search for the words has found, best first."""


class SuccessView(NamedTuple):
    """One case in full."""

    row: SheetRow
    inquiry: InquiryBrief
    """In which its own goes on."""
    replied_by: str | None
    """Login of whose reply did it."""
    words: tuple[SuccessWord, ...]
    """What colleagues said of it, the latest first."""
    reuses: tuple[Reuse, ...]
    """The latest first; of discarded drafts none."""
    where: Mapping[int, int]
    """By id of a reuse: the inquiry, as it goes on, into whose reply it was put."""
    members: Mapping[str, Member]
    fade_days: int

    @property
    def success(self) -> Success:
        return self.row.success


def confirmed_at(success: Success, standing: Standing) -> datetime:
    return max(success.at, standing.confirmed_at or success.at)


def is_faded(success: Success, standing: Standing, now: datetime, days: int) -> bool:
    """Whether nobody has confirmed it for so many `days` (0: never), or more say no than yes.

    The inquiry it was made of counts as one yes, and so does each use and each word that it holds.
    """
    if standing.not_here > 1 + standing.used + standing.still_true:
        return True
    return bool(days) and now - confirmed_at(success, standing) >= timedelta(days=days)


def in_order(rows: Iterable[SheetRow]) -> tuple[SheetRow, ...]:
    """Those that hold first, then the faded; of both the latest confirmed first."""
    newest_first = sorted(rows, key=lambda row: (row.confirmed_at, row.success.id), reverse=True)
    return tuple(sorted(newest_first, key=lambda row: row.is_faded))


def narrowed(rows: Iterable[SheetRow], query: SheetQuery) -> tuple[SheetRow, ...]:
    """The rows that the query leaves, in their order; what was found for words: best first."""
    words = fold(query.words).split() if query.found is None else []
    places = {success_id: place for place, success_id in enumerate(query.found or ())}
    left = tuple(
        row
        for row in rows
        if (query.faded is None or row.is_faded == query.faded)
        and all(_has(row.success.tags, name, getattr(query, name)) for name in DIMENSIONS)
        and (query.found is None or row.success.id in places)
        and _says(row.success, words)
    )
    if query.found is None:
        return left
    return tuple(sorted(left, key=lambda row: (row.is_faded, places[row.success.id])))


def facets(rows: Iterable[SheetRow]) -> dict[str, tuple[tuple[str, int], ...]]:
    """By dimension: the words and how many of the rows have them, the most frequent first."""
    some = tuple(rows)
    return {name: _counted(name, some) for name in DIMENSIONS}


def week_of(now: datetime, zone: str) -> datetime:
    """The beginning of the week in the team's zone: Monday, midnight."""
    local = in_zone(now, zone)
    monday = local - timedelta(days=local.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)


def pick(rows: Iterable[SheetRow], week: datetime, fade_days: int) -> Pick | None:
    """The case of the week that begins at `week`; the same for all who ask in it.

    `rows` stand as they did when the week began, so that what is done with the pick doesn't
    change it. Weeks take turns: one that is used much, a new one, one to be confirmed; and each
    case has its turn in every fourth week, so that none comes again soon. In its first week a
    team's only cases may be younger: then they are the choice.
    """
    some = tuple(rows)
    number = week.date().toordinal() // 7
    old = _in_turn([row for row in some if row.success.at < week], number)
    turn = [*_KINDS[number % len(_KINDS) :], *_KINDS[: number % len(_KINDS)]]
    for reason, belongs in turn:
        if found := [row for row in old if belongs(row, week, fade_days)]:
            return _chosen(found, reason, number)
    if old:
        return _chosen(old, PickReason.HOLDS, number)
    return _chosen(some, PickReason.NEW, number) if some else None


def _in_turn(rows: Sequence[SheetRow], week: int) -> tuple[SheetRow, ...]:
    """Those whose week this is; where it is nobody's, those whose week is farthest."""

    def weeks_since(row: SheetRow) -> int:
        return (week - row.success.id) % APART

    turns = {weeks_since(row) for row in rows}
    turn = min(turns, key=lambda since: (since > 0, abs(since - APART // 2), since), default=0)
    return tuple(row for row in rows if weeks_since(row) == turn)


def _chosen(rows: Iterable[SheetRow], reason: PickReason, week: int) -> Pick:
    """By a hash, so that a case that comes or goes changes nothing but its own turn."""

    def lot(row: SheetRow) -> bytes:
        return hashlib.sha256(f"{week} {row.success.id}".encode()).digest()

    return Pick(max(rows, key=lot).success.id, reason)


def _is_reused(row: SheetRow, week: datetime, days: int) -> bool:
    return row.standing.used >= MUCH_USED and not row.is_faded


def _is_new(row: SheetRow, week: datetime, days: int) -> bool:
    return week - row.success.at <= timedelta(days=NEW_DAYS)


def _is_unconfirmed(row: SheetRow, week: datetime, days: int) -> bool:
    return row.is_faded or (
        bool(days) and week - row.confirmed_at >= timedelta(days=days * DUE_SHARE)
    )


_KINDS: tuple[tuple[PickReason, Callable[[SheetRow, datetime, int], bool]], ...] = (
    (PickReason.REUSED, _is_reused),
    (PickReason.NEW, _is_new),
    (PickReason.UNCONFIRMED, _is_unconfirmed),
)


def _has(tags: Tags, dimension: str, word: str) -> bool:
    return not word or fold(word) in map(fold, getattr(tags, dimension))


def _says(success: Success, words: list[str]) -> bool:
    if not words:
        return True
    text = fold("\n".join(_texts(success)))
    return all(word in text for word in words)


def _texts(success: Success) -> tuple[str, ...]:
    tags = tuple(word for name in DIMENSIONS for word in getattr(success.tags, name))
    return (
        success.title,
        success.situation,
        success.fact,
        success.emotion,
        success.policy,
        success.passage,
        success.was,
        success.became,
        success.why,
        *tags,
    )


def _counted(dimension: str, rows: tuple[SheetRow, ...]) -> tuple[tuple[str, int], ...]:
    counts = Counter(word for row in rows for word in getattr(row.success.tags, dimension))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
