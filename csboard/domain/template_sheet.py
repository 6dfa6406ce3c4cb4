"""The templates as they are looked through: what became of each where it was used. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from csboard.domain.knowledge import Template
from csboard.domain.records import Member, Tags
from csboard.domain.repeated import Repeated, covers
from csboard.domain.templates import Facts
from csboard.domain.vocabulary import by_dimension
from csboard.named import NamedTuple
from csboard.text import fold


class Use(NamedTuple):
    """What became of a text that was put into drafts; a discarded draft counts for nothing."""

    uses: int = 0
    """Drafts."""
    sent: int = 0
    """Of them those that went out."""
    kept: int = 0
    """Of those the ones in which it went out as it was."""
    last_used: datetime | None = None

    @property
    def kept_rate(self) -> float | None:
        """The share that needed no edit; None while nothing was sent with it."""
        return self.kept / self.sent if self.sent else None

    def with_also(self, other: Use) -> Use:
        """Both together."""
        latest = [at for at in (self.last_used, other.last_used) if at is not None]
        return Use(
            self.uses + other.uses,
            self.sent + other.sent,
            self.kept + other.kept,
            max(latest, default=None),
        )


NO_USE = Use()


class Listed(NamedTuple):
    """A template with its use."""

    template: Template
    use: Use
    """Of all its wordings."""
    of_wording: Use
    """Of the present one, which says whether that needs no edit."""


class TemplateSheet(NamedTuple):
    """The templates in use, or those that were retired, with what lacks one."""

    rows: tuple[Listed, ...]
    repeated: tuple[Repeated, ...]
    members: Mapping[str, Member]


class Offered(NamedTuple):
    """The templates for a reply, the fittest first, and what they are filled in with."""

    rows: tuple[Listed, ...]
    facts: Facts


def families(replaced: Mapping[int, int | None]) -> dict[int, int]:
    """By id of a wording that of the first one. `replaced` says which wording each replaced."""
    first: dict[int, int] = {}
    for wording in sorted(replaced):
        before = replaced[wording]
        first[wording] = first.get(before, wording) if before is not None else wording
    return first


def listed(
    templates: Iterable[Template], replaced: Mapping[int, int | None], uses: Mapping[int, Use]
) -> tuple[Listed, ...]:
    """Each template with its use: the most used first, then by name.

    `replaced` and `uses` are of all wordings there ever were, by id.
    """
    first, whole = families(replaced), dict[int, Use]()
    for wording, use in uses.items():
        root = first.get(wording, wording)
        whole[root] = whole.get(root, NO_USE).with_also(use)
    rows = [
        Listed(one, whole.get(first.get(one.id, one.id), NO_USE), uses.get(one.id, NO_USE))
        for one in templates
    ]
    return tuple(sorted(rows, key=_most_used_first))


def narrowed(rows: Iterable[Listed], words: str) -> tuple[Listed, ...]:
    """The rows in which each of the words stands, in their order."""
    wanted = fold(words).split()
    return tuple(row for row in rows if not wanted or _says(row.template, wanted))


def fitting(rows: Iterable[Listed], tags: Tags, language: str) -> tuple[Listed, ...]:
    """All rows: those in another language last, and of each first those for these tags.

    Otherwise in their order.
    """
    return tuple(sorted(rows, key=lambda row: _how_far(row.template, tags, language)))


def _how_far(template: Template, tags: Tags, language: str) -> tuple[bool, bool]:
    other = bool(template.language and language and template.language != language)
    return other, not covers(template.tags, tags)


def _most_used_first(row: Listed) -> tuple[int, str, int]:
    return -row.use.uses, fold(row.template.name), row.template.id


def _says(template: Template, wanted: list[str]) -> bool:
    tags = (word for _dimension, word in by_dimension(template.tags))
    text = fold("\n".join((template.name, template.subject, template.text, *tags)))
    return all(word in text for word in wanted)
