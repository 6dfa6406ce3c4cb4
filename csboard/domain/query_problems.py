"""What is said of a part of a query that names something there isn't; with what there is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csboard.domain.query import Field
from csboard.domain.query_words import KEYS, values_of
from csboard.domain.records import Member, Stage
from csboard.i18n import _
from csboard.text import fold, quoted

MOST_NAMED = 8
"""So many logins have room in a sentence."""


def not_known(part: Field, known: Sequence[str] = ()) -> str:
    """`known` is what there is on this board, where the key has no codes."""
    named = known or values_of(part.key, part.written)
    told = _("{part} is not known; there are: {known}.")
    return told.format(part=shown(part), known=_(", ").join(named))


def no_day(part: Field) -> str:
    """What is said of a day that can't be read."""
    told = _("{part}: write a day as 2026-11-23, 11/23, yesterday or 7d.")
    return told.format(part=shown(part))


def shown(part: Field) -> str:
    """The part as it was typed."""
    return quoted(f"{part.written or part.key}:{part.value}")


def has_code(part: Field) -> bool:
    """Whether a key with codes has one of them."""
    return part.value in KEYS[part.key].values


def owners_named(value: str, members: Iterable[Member]) -> list[Member]:
    """Those whose login or name begins so."""
    wanted = fold(value)
    return [
        one for one in members if any(fold(n).startswith(wanted) for n in (one.login, one.name))
    ]


def stages_named(value: str, stages: Iterable[Stage]) -> list[str]:
    """The keys of those that are called so, or begin so, in any language."""
    wanted = fold(value)
    return [
        stage.key
        for stage in stages
        if any(fold(name).startswith(wanted) for name in (stage.key, *stage.names.values()))
    ]
