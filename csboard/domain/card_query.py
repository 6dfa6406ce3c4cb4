"""The language of the search, asked of the cards at hand. Pure.

Words are found anywhere in a card's text, also within other words: a filter narrows with each
letter. What a card doesn't tell is named, and narrows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, tzinfo

from csboard.domain.past_days import past_day
from csboard.domain.query import AnyOf, Field, Not, Part, Query, Words, fields, parse
from csboard.domain.query_problems import (
    MOST_NAMED,
    has_code,
    no_day,
    not_known,
    owners_named,
    stages_named,
)
from csboard.domain.query_words import KEYS, is_me, key_of, values_of
from csboard.domain.records import INTAKE_LOGIN, Card, Member, Stage
from csboard.domain.search_fold import search_fold
from csboard.domain.tag import Dimension
from csboard.domain.tags_sought import sought
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary, by_dimension
from csboard.errors import Refused
from csboard.i18n import _, current_language
from csboard.named import NamedTuple
from csboard.text import fold


class Seen(NamedTuple):
    """A card with what is asked of it beside."""

    card: Card
    text: str
    """Folded for the search."""
    stage: Stage


class Asker(NamedTuple):
    """Who filters, and what day it is where the team is."""

    me: str
    today: date
    zone: tzinfo | None = None
    vocabulary: Vocabulary = NO_VOCABULARY
    """In which cards' tags are words of today."""
    members: Sequence[Member] = ()
    """Who may be named as an owner."""
    stages: Sequence[Stage] = ()


Test = Callable[[Seen], bool]


class CardFilter(NamedTuple):
    """What a filter lets through."""

    tests: tuple[Test, ...]
    unaskable: tuple[str, ...] = ()
    """What was written that no card tells."""
    problem: str = ""
    """A sentence about what names something there isn't, or is too long."""

    def lets(self, card: Card, text: str, stage: Stage) -> bool:
        """Whether it lets a card through, whose text is folded for the search."""
        seen = Seen(card, text, stage)
        return all(test(seen) for test in self.tests)


def card_filter(typed: str, asker: Asker) -> CardFilter:
    """The filter that was typed; one that is too long lets nothing through."""
    try:
        query = parse(typed)
    except Refused as no:
        return CardFilter((lambda _seen: False,), problem=no.sentence)
    tests = tuple(test for part in query.parts if (test := _test(part, asker)) is not None)
    problem = next(filter(None, (_problem(one, asker) for one in fields(query))), "")
    return CardFilter(tests, tuple(_unaskable(query, asker)), problem or _to_come(typed, asker))


def _problem(part: Field, asker: Asker) -> str:
    """What is said of a value that there isn't; empty where there is."""
    if part.key in ("before", "after"):
        return no_day(part) if past_day(part.value, asker.today) is None else ""
    known = _board_values(part.key, asker)
    if KEYS[part.key].values:
        return "" if has_code(part) else not_known(part)
    is_owner = is_me(part.value) or owners_named(part.value, asker.members)
    is_there = is_owner if part.key == "owner" else stages_named(part.value, asker.stages)
    return not_known(part, known) if known and not is_there else ""


def _to_come(typed: str, asker: Asker) -> str:
    """What there is for a key that has nothing behind it yet."""
    found = re.search(r"(\w+)[:：]$", typed)
    key = key_of(found[1]) if found else None
    if found is None or key is None:
        return ""
    known = _board_values(key, asker)
    values = values_of(key, found[1], ("me", *known) if key == "owner" else known)
    return _("There are: {known}.").format(known=_(", ").join(values)) if values else ""


def _board_values(key: str, asker: Asker) -> tuple[str, ...]:
    if key == "owner":
        active = (one.login for one in asker.members if one.active and one.login != INTAKE_LOGIN)
        return tuple(active)[:MOST_NAMED]
    language = current_language()
    return tuple(stage.name(language) for stage in asker.stages) if key == "stage" else ()


def _unaskable(query: Query, asker: Asker) -> Iterable[str]:
    return (
        f"{one.written or one.key}:{one.value}"
        for one in fields(query)
        if _field(one, asker) is None
    )


def _test(part: Part, asker: Asker) -> Test | None:
    """None where it can't be asked of a card."""
    if isinstance(part, Not):
        inner = _test(part.part, asker)
        return None if inner is None else lambda seen: not inner(seen)
    if isinstance(part, AnyOf):
        several = [_test(one, asker) for one in part.parts]
        asked = [test for test in several if test is not None]
        if len(asked) < len(several):
            return None
        return lambda seen: any(test(seen) for test in asked)
    if isinstance(part, Words):
        return lambda seen: part.folded in seen.text
    return _field(part, asker)


def _field(part: Field, asker: Asker) -> Test | None:
    return _BY_KEY[part.key](part, asker)


def _tag(part: Field, asker: Asker) -> Test:
    wanted, vocabulary = search_fold(part.value), asker.vocabulary
    found = sought(vocabulary, part.key, part.value, exact=part.exact)
    now = {(one.dimension, vocabulary.goes_on_as(one).word) for one in found}

    def fits(dimension: Dimension, word: str) -> bool:
        folded = search_fold(word)
        is_it = folded == wanted if part.exact else folded.startswith(wanted)
        return is_it or (dimension, word) in now

    def has(seen: Seen) -> bool:
        return any(
            fits(dimension, word)
            for dimension, word in by_dimension(seen.card.tags)
            if part.key in ("tag", dimension)
        )

    return has


def _from(part: Field, _asker: Asker) -> Test:
    wanted = search_fold(part.value)
    return lambda seen: (
        wanted in search_fold(f"{seen.card.customer_name} {seen.card.customer_email}")
    )


def _owner(part: Field, asker: Asker) -> Test:
    wanted = fold(part.value)
    if is_me(part.value):
        return lambda seen: seen.card.owner == asker.me
    return lambda seen: (
        seen.card.owner is not None
        and (
            fold(seen.card.owner).startswith(wanted)
            or fold(seen.card.owner_name).startswith(wanted)
        )
    )


def _stage(part: Field, _asker: Asker) -> Test:
    wanted = fold(part.value)
    return lambda seen: any(
        fold(name).startswith(wanted) for name in (seen.stage.key, *seen.stage.names.values())
    )


def _urgency(part: Field, _asker: Asker) -> Test | None:
    if part.value not in KEYS["urgency"].values:
        return None
    return lambda seen: seen.card.urgency == part.value


def _day(part: Field, asker: Asker) -> Test | None:
    day = past_day(part.value, asker.today)
    if day is None:
        return None
    if part.key == "before":
        return lambda seen: seen.card.opened_at.astimezone(asker.zone).date() < day
    return lambda seen: seen.card.opened_at.astimezone(asker.zone).date() >= day


def _stands(part: Field, asker: Asker) -> Test | None:
    if (part.key, part.value) == ("is", "mine"):
        return lambda seen: seen.card.owner == asker.me
    return _STANDS.get((part.key, part.value))


_STANDS: dict[tuple[str, str], Test] = {
    ("is", "unowned"): lambda seen: seen.card.owner is None and seen.card.closed_at is None,
    ("is", "waiting"): lambda seen: seen.card.waiting is not None,
    ("is", "open"): lambda seen: seen.card.closed_at is None,
    ("is", "done"): lambda seen: seen.card.closed_at is not None,
    ("has", "reply"): lambda seen: seen.card.first_reply_at is not None,
}

_BY_KEY: dict[str, Callable[[Field, Asker], Test | None]] = {
    **dict.fromkeys(("tag", "content", "symptom", "emotion"), _tag),
    "from": _from,
    "owner": _owner,
    "stage": _stage,
    "urgency": _urgency,
    "before": _day,
    "after": _day,
    "is": _stands,
    "has": _stands,
}
