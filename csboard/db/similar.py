"""Finding what is like an inquiry: by the search's own index, ranked by pure rules.

Each word, and the subject as a whole, leads to the newest things that have it; how close together
those stand tells how many there are, so that no count has to be kept. What is led to most is
read, and ranked. Both databases find the same, in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from peewee import fn

from csboard.db import models, plain_sql, search_table, wholes
from csboard.db.prepared import Prepared, slot
from csboard.db.search_conditions import Asked
from csboard.db.search_grams import Clause, literal, match_of
from csboard.domain.own_words import own_words
from csboard.domain.records import Direction, Inquiry
from csboard.domain.search_fold import search_fold
from csboard.domain.similar import (
    Told,
    leads,
    likeness,
    measure,
    subject_leads,
    subject_tells,
    traits_of,
    wording_of,
)
from csboard.domain.sorting import STRANGER
from csboard.domain.vocabulary import by_dimension
from csboard.named import NamedTuple

NEWEST = 300
"""So many of the newest things that have a word are looked at."""

READ = 80
"""So many of the inquiries that most words lead to are read and ranked."""
READ_OTHERS = 40
"""The same of cases and templates together."""
COMMON = 0.05
"""A gram that is in this share of things is found soonest from the newest thing on."""
OF_SUBJECT = 20
"""So many of those with the same words in the subject are, however old they are."""
OF_CUSTOMER = 10
"""So many of the customer's latest others are, too."""

InquiryRow, MessageRow = models.InquiryRow, models.MessageRow

Things = list[tuple[int, int]]
"""Index of a trait, and the id of a thing in the index that has it."""


class Likely(NamedTuple):
    """A thing of the index, and how like it is."""

    thing: int
    like: float


def _said(latest: bool) -> Prepared:
    def build() -> Any:
        order = MessageRow.id.desc() if latest else MessageRow.id
        return (
            MessageRow.select(MessageRow.id, MessageRow.text)
            .where(
                MessageRow.inquiry.in_(wholes.parts_of(slot("number"))),
                MessageRow.withdrawn_at.is_null(),
                MessageRow.direction == Direction.IN.value,
                MessageRow.flag.is_null() | (MessageRow.flag != STRANGER),
            )
            .order_by(order)
            .limit(1)
        )

    return Prepared(build)


_FIRST_SAID, _LAST_SAID = _said(False), _said(True)
_OTHERS = Prepared(
    lambda: (
        InquiryRow.select(InquiryRow.number)
        .where(
            InquiryRow.customer == slot("customer"),
            InquiryRow.merged_into.is_null(),
            InquiryRow.number != slot("number"),
        )
        .order_by(InquiryRow.number.desc())
        .limit(OF_CUSTOMER)
    )
)
# Apart: both in one query would go through the whole index.
_LOWEST = Prepared(lambda: InquiryRow.select(fn.MIN(InquiryRow.number)))
_HIGHEST = Prepared(lambda: InquiryRow.select(fn.MAX(InquiryRow.number)))


def likely(inquiry: Inquiry, asked: Asked) -> list[Likely]:
    """What is like an inquiry by what is written in both, in no order; itself is not among it."""
    says = told(inquiry, asked)
    traits = traits_of(says)
    grams = [*map(leads, traits), subject_leads(says)]
    own = search_table.inquiry_id(inquiry.number)
    common = _common(grams)
    led = [one for one in _newest(grams, common, of_inquiries=True) if one[1] != own]
    often, total = _often(led, len(grams))
    measured = measure(traits, often[:-1], total)
    weight_of = {id(one.trait): one.weight for one in measured.telling}
    weights = [weight_of.get(id(trait), 0.0) for trait in traits]
    weights.append(subject_tells(often[-1], total))
    found = _most(led, weights, READ) | _of_customer(inquiry)
    of_subject = {thing for index, thing in led if index == len(traits)}
    found |= _most([one for one in led if one[1] in of_subject], weights, OF_SUBJECT)
    tells = [one if weight else () for one, weight in zip(grams, weights, strict=True)]
    found |= _most(_newest(tells, common, of_inquiries=False), weights, READ_OTHERS)
    texts = _texts(sorted(found - {own}))
    put = wording_of(says)
    return [
        Likely(
            thing,
            likeness(measured, stored, put if thing < search_table.SPAN else put.in_title),
        )
        for thing, stored in texts
    ]


def _of_customer(inquiry: Inquiry) -> set[int]:
    rows = _OTHERS.rows(customer=inquiry.customer.id, number=inquiry.number)
    return {search_table.inquiry_id(number) for (number,) in rows}


def told(inquiry: Inquiry, asked: Asked) -> Told:
    """What the customer says in it, first and last, and its tags by all that lead to them."""
    texts = dict(_FIRST_SAID.rows(number=inquiry.number) + _LAST_SAID.rows(number=inquiry.number))
    vocabulary = asked.team.settings.vocabulary
    tags = []
    for dimension, word in by_dimension(inquiry.tags):
        ids = vocabulary.ids_of(word, dimension)
        words = {search_fold(tag.word) for tag_id in ids if (tag := vocabulary.tag(tag_id))}
        tags.append((dimension.value, frozenset(words | {search_fold(word)})))
    return Told(inquiry.subject, tuple(own_words(text) for text in texts.values()), tuple(tags))


def _newest(grams: Sequence[Clause], common: frozenset[str], *, of_inquiries: bool) -> Things:
    """Of each the newest things that hold it: inquiries, or cases and templates."""
    there = [(index, clause) for index, clause in enumerate(grams) if clause]
    if not there:
        return []
    sqlite = plain_sql.of_sqlite(plain_sql.bound())
    matches = [
        match_of((clause,), sqlite=sqlite, any_word=False, with_junk=True)
        for _index, clause in there
    ]
    key = "rowid" if sqlite else "id"
    among = f"{key} {'<' if of_inquiries else '>='} {search_table.SPAN}"
    parts = []
    for (index, clause), match in zip(there, matches, strict=True):
        holds = "searchable_grams MATCH {0}" if sqlite else f"grams @@ {literal(match)}::tsquery"
        # PostgreSQL can't tell how rare several words together are, and would go through all
        # things from the newest on for one that hardly any of them has.
        is_common = sqlite or any(one.whole <= common for one in clause)
        order = key if is_common else f"{key} + 0"
        parts.append(
            f"SELECT {index} AS n, t.id FROM (SELECT {key} AS id FROM searchable_grams"
            f" WHERE {holds} AND {among} ORDER BY {order} DESC LIMIT {NEWEST}) t"
        )
    return plain_sql.rows(" UNION ALL ".join(parts), matches if sqlite else ())


def _common(clauses: Iterable[Clause]) -> frozenset[str]:
    """Which grams PostgreSQL has counted as held by many things; how it searches hangs on it.

    None on SQLite, which goes through any list of things from its end.
    """
    if plain_sql.of_sqlite(plain_sql.bound()):
        return frozenset()
    grams = sorted({gram for clause in clauses for one in clause for gram in one.whole})
    rows = plain_sql.rows(_COUNTED, (grams, COMMON))
    return frozenset(gram for (gram,) in rows)


_COUNTED = (
    "SELECT t.gram FROM pg_stats s,"
    " unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) t (gram, share)"
    " WHERE s.schemaname = current_schema() AND s.tablename = 'searchable_grams'"
    " AND s.attname = 'grams' AND t.gram = ANY ({0}) AND t.share >= {0}"
)


def _often(led: Things, count: int) -> tuple[list[int], int]:
    """How many inquiries each leads to, and how many there are: by how densely they stand."""
    lowest, highest = _LOWEST.scalar(), _HIGHEST.scalar()
    total = highest - lowest + 1
    found: list[list[int]] = [[] for _trait in range(count)]
    for index, thing in led:
        found[index].append(thing)
    often = []
    for things in found:
        # One of them may have been the inquiry itself.
        is_all = len(things) < NEWEST - 1
        reach = total if is_all else highest - min(things) + 1
        often.append(-(-len(things) * total // max(reach, 1)))
    return often, total


def _most(led: Things, weights: Sequence[float], most: int) -> set[int]:
    """The things that the weightiest traits lead to, of equals the newest."""
    worth: Counter[int] = Counter()
    for index, thing in led:
        if weights[index]:
            worth[thing] += weights[index]  # type: ignore[assignment]
    return set(sorted(worth, key=lambda thing: (-worth[thing], -thing))[:most])


def _texts(things: Iterable[int]) -> list[tuple[int, str]]:
    wanted = list(things)
    if not wanted:
        return []
    marks = ", ".join("{0}" for _thing in wanted)
    return plain_sql.rows(f"SELECT id, folded FROM searchable WHERE id IN ({marks})", wanted)
