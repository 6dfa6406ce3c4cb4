"""Searching: a query compiled for the database at hand, its answers ranked by pure rules.

Grams lead to candidates, the newest first; the folded text of each decides, and how well it
answers. So both databases find the same, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from csboard.db import models, plain_sql, records, search_table
from csboard.db.prepared import Prepared, slot
from csboard.db.search_conditions import Asked, Condition, active_logins, condition
from csboard.db.search_grams import clauses, literal, match_of
from csboard.db.tag_models import TagRow
from csboard.db.team import Team
from csboard.domain.found import NOTHING_FOUND, Closeness, Found, Hit
from csboard.domain.query import AnyOf, Field, Not, Part, Query
from csboard.domain.query_words import TAG_KEYS, TEXT_KEYS
from csboard.domain.ranking import Rank, rank
from csboard.domain.records import Outcome, Urgency
from csboard.domain.search_text import TAG_KINDS
from csboard.domain.wanted import Wanted, loosened, wanted
from csboard.errors import Refused
from csboard.i18n import _, current_language
from csboard.named import NamedTuple

CANDIDATES = 200
"""So many of the newest are looked at at once."""

MOST_ROUNDS = 5
"""How often older ones are looked at when too few of them answer."""

FEW = 10
"""With fewer answers than this, words are looked for that are put together otherwise."""

Ranked = list[tuple[int, Rank]]
"""A thing's own id, and how well it answers; best first."""


class _Asking(NamedTuple):
    """One query of one kind of thing, ready to be run."""

    wanted: Wanted
    conditions: tuple[Condition, ...]
    kind: int
    """Where the ids of such things begin."""
    with_junk: bool = False
    any_word: bool = False


def search(query: Query, limit: int, asked: Asked) -> Found:
    """The inquiries that answer best. Refused (`query`) when it can't be asked so.

    A number alone finds its inquiry before all that hold it as a word.
    """
    if query.is_empty:
        return NOTHING_FOUND
    ranked, closeness = _ranked(query, limit + 1, asked, search_table.inquiry_id(0))
    order = list(dict.fromkeys((*_named(query), *(own_id for own_id, _rank in ranked))))
    sections = {own_id: one.section for own_id, one in ranked}
    hits = _hits(order[: limit + 1], sections, asked)
    is_apart = closeness is Closeness.TAKEN_APART
    looked_for = tuple(one.text for one in loosened(query).words) if is_apart else ()
    return Found(hits[:limit], len(hits) > limit, closeness, looked_for)


def successes(query: Query, limit: int, asked: Asked) -> tuple[int, ...]:
    """The ids of the success cases that answer, best first; what asks of inquiries counts not.

    A case that has only some of the words is no answer: what is shown as having helped should fit.
    """
    found, closeness = _others(query, limit, asked, search_table.success_id(0))
    return () if closeness is Closeness.SOME_WORDS else found


def templates(query: Query, limit: int, asked: Asked) -> tuple[int, ...]:
    """The same of templates."""
    return _others(query, limit, asked, search_table.template_id(0))[0]


def _others(query: Query, limit: int, asked: Asked, kind: int) -> tuple[tuple[int, ...], Closeness]:
    of_text = Query(tuple(part for part in query.parts if not _asks_the_board(part)))
    if of_text.is_empty:
        return (), Closeness.AS_ASKED
    ranked, closeness = _ranked(of_text, limit, asked, kind)
    return tuple(own_id for own_id, _rank in ranked[:limit]), closeness


def _named(query: Query) -> Iterator[int]:
    if (number := query.number) is not None:
        row = models.InquiryRow.get_or_none(models.InquiryRow.number == number)
        if row is not None:
            yield row.merged_into or row.number


def _ranked(query: Query, limit: int, asked: Asked, kind: int) -> tuple[Ranked, Closeness]:
    """What answers as it was asked; where that is little, what answers nearly, behind it."""
    found = _run(_asking(query, asked, kind), limit)
    closeness = Closeness.AS_ASKED
    looser = loosened(query)
    if len(found) < min(FEW, limit) and looser != query:
        known = {own_id for own_id, _rank in found}
        more = _run(_asking(looser, asked, kind), limit)
        closeness = closeness if found else Closeness.TAKEN_APART
        found = found + [one for one in more if one[0] not in known]
    if not found and len(looser.words) > 1:
        found = _run(_asking(looser, asked, kind, some=True), limit)
        closeness = Closeness.SOME_WORDS
    return found, closeness if found else Closeness.AS_ASKED


def _asking(query: Query, asked: Asked, kind: int, *, some: bool = False) -> _Asking:
    least = -(-len(query.words) // 2) if some else None
    conditions = tuple(condition(part, asked) for part in query.parts if _asks_the_board(part))
    with_junk = any(
        isinstance(part, Field) and (part.key, part.value) == ("is", "junk") for part in query.parts
    )
    texts = Query(tuple(part for part in query.parts if not _asks_the_board(part)))
    return _Asking(
        wanted(texts, asked.team.settings.vocabulary, least=least),
        conditions,
        kind,
        with_junk,
        any_word=some,
    )


def _asks_the_board(part: Part) -> bool:
    """Whether it asks how something stands, not what it says; Refused when it asks both."""
    inner: tuple[Any, ...] = part.parts if isinstance(part, AnyOf) else (part,)
    kinds = {_is_condition(one.part if isinstance(one, Not) else one) for one in inner}
    if len(kinds) > 1:
        raise Refused(
            "query",
            _("OR joins words with words or conditions with conditions, not one with the other."),
        )
    return kinds.pop()


def _is_condition(part: object) -> bool:
    return isinstance(part, Field) and part.key not in TEXT_KEYS and part.key not in TAG_KEYS


def _run(asking: _Asking, limit: int) -> Ranked:
    """Look at the newest candidates, and at older ones while too few answer."""
    grams = clauses(asking.wanted)
    positive = [want for want in asking.wanted.wants if not want.unwanted]
    if positive and not grams:
        raise Refused(
            "query", _("That is too little to search for: write a word of two letters or more.")
        )
    if not asking.wanted.wants and not asking.conditions:
        return []
    answers: Ranked = []
    before: int | None = None
    for _round in range(1 if asking.any_word else MOST_ROUNDS):
        rows = _candidates(asking, grams, before)
        for thing, stored in rows:
            found = rank(asking.wanted, stored)
            if found is not None:
                answers.append((search_table.own_id(thing), found))
        if len(answers) >= limit or len(rows) < CANDIDATES:
            break
        before = rows[-1][0]
    answers.sort(key=lambda one: (-one[1].score, -one[0]))
    return answers


def _candidates(asking: _Asking, grams: Any, before: int | None) -> list[tuple[int, str]]:
    """The newest that may answer: id and text."""
    sqlite = plain_sql.of_sqlite(plain_sql.bound())
    where: list[Condition] = list(asking.conditions)
    if grams:
        match = match_of(grams, sqlite=sqlite, any_word=asking.any_word, with_junk=asking.with_junk)
        source, key = "searchable_grams g", "g.rowid" if sqlite else "g.id"
        where.insert(0, _matching(match, sqlite=sqlite))
    else:
        source, key = "searchable g", "g.id"
        where.append(Condition("g.folded <> ''"))
        if not asking.with_junk:
            where.append(Condition("i.junked_at IS NULL"))
    number = key
    if not grams or _reads_rows(asking.conditions, sqlite=sqlite):
        source += f" JOIN inquiry i ON i.number = {key}"
        number = "i.number"
    end = asking.kind + search_table.SPAN if before is None else before
    where.append(Condition(f"{key} >= {asking.kind} AND {key} < {end}"))
    tests = " AND ".join(f"({one.sql})" for one in where)
    tests = tests.replace("<id>", key).replace("<number>", number)
    given = [value for one in where for value in one.given]
    newest = (
        f"SELECT {key} AS id FROM {source} WHERE {tests} ORDER BY {key} DESC LIMIT {CANDIDATES}"
    )
    sql = (
        f"SELECT s.id, s.folded FROM ({newest}) newest JOIN searchable s ON s.id = newest.id"
        " ORDER BY s.id DESC"
    )
    return plain_sql.rows(sql, given)


def _reads_rows(conditions: Iterable[Condition], *, sqlite: bool) -> bool:
    """Whether the inquiries' rows are read beside the index of words.

    SQLite does without them where the number decides, which takes a third less. PostgreSQL would
    take three times as long: what it tests of the index it tests of all of it, not of the newest.
    """
    return any(one.reads_the_row or not sqlite for one in conditions)


def _matching(match: str, *, sqlite: bool) -> Condition:
    """What the index is asked.

    PostgreSQL reads it in the statement: a statement that holds a place for it gets one plan for
    common words and rare ones once it was asked five times, which is forty times too slow for
    either. A match has letters, digits and its own signs only.
    """
    if sqlite:
        return Condition("searchable_grams MATCH {0}", (match,))
    return Condition(f"g.grams @@ {literal(match)}::tsquery")


def values(team: Team) -> dict[str, tuple[str, ...]]:
    """What each key of a query may have on this board, for whoever types one."""
    rows: Any = (
        TagRow.select(TagRow.dimension, TagRow.word)
        .where(TagRow.becomes.is_null(), TagRow.retired_at.is_null())
        .order_by(TagRow.folded)
        .tuples()
    )
    tags: dict[str, list[str]] = {dimension: [] for dimension in TAG_KINDS}
    for dimension, word in rows:
        tags[dimension].append(word)
    every = [word for words in tags.values() for word in words]
    return {
        **{dimension: tuple(words) for dimension, words in tags.items()},
        "tag": tuple(dict.fromkeys(every)),
        "owner": ("me", *active_logins(team)),
        "stage": tuple(stage.name(current_language()) for stage in team.settings.stages),
    }


Inquiry, Customer, Task = models.InquiryRow, models.CustomerRow, models.TaskRow


@cache
def _heads(many: int) -> Prepared:
    numbers = [slot(f"n{index}") for index in range(many)]
    return Prepared(
        lambda: (
            Inquiry.select(
                Inquiry.number,
                Inquiry.subject,
                Customer.name,
                Customer.email,
                Inquiry.opened_at,
                Inquiry.closed_at,
                Inquiry.outcome,
                Inquiry.urgency,
                Inquiry.tags,
                Inquiry.junked_at,
                Task.stage,
                Task.owner,
            )
            .join(Customer)
            .switch(Inquiry)
            .join(Task, on=((Task.inquiry == Inquiry.number) & (Task.seq == 1)))
            .where(Inquiry.number.in_(numbers))
        )
    )


def _hits(numbers: Iterable[int], sections: dict[int, str], asked: Asked) -> tuple[Hit, ...]:
    order = list(numbers)
    if not order:
        return ()
    size = next(size for size in (8, 64, 256, 1024, len(order)) if size >= len(order))
    padded = order + [order[-1]] * (size - len(order))
    rows = _heads(size).rows(**{f"n{index}": number for index, number in enumerate(padded)})
    found = {row[0]: _hit(row, sections.get(row[0], ""), asked) for row in rows}
    return tuple(found[number] for number in order if number in found)


def _hit(row: tuple[Any, ...], section: str, asked: Asked) -> Hit:
    number, subject, name, email, opened_at, closed_at, outcome, urgency, tags, junked, *task = row
    stage, owner = task
    return Hit(
        number=number,
        subject=subject or records.erased(),
        customer_name=name,
        customer_email=email,
        opened_at=opened_at,
        closed_at=closed_at,
        outcome=Outcome(outcome) if outcome else None,
        urgency=Urgency(urgency),
        stage=stage,
        owner=asked.team.logins.get(owner) if owner else None,
        tags=asked.team.settings.vocabulary.shown(records.tags_of(tags)),
        is_junk=junked is not None,
        section=section,
    )
