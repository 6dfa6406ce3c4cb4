"""The successful cases that a search finds."""

from __future__ import annotations

from functools import cache

from csboard.db import knowledge_records, search
from csboard.db.knowledge_models import SuccessRow
from csboard.db.prepared import Prepared, slot
from csboard.db.search_conditions import Asked
from csboard.domain.knowledge import Success
from csboard.domain.query import Query, fields
from csboard.domain.query_words import TAG_KEYS


@cache
def _some(many: int) -> Prepared:
    ids = [slot(f"id{index}") for index in range(many)]
    return Prepared(
        lambda: SuccessRow.select(*knowledge_records.SUCCESS_COLUMNS).where(SuccessRow.id.in_(ids))
    )


def found_cases(query: Query, most: int, asked: Asked) -> tuple[Success, ...]:
    """At most `most` cases that say what is looked for, best first.

    None for a query that asks of inquiries: a case answers words and tags only.
    """
    if any(field.key not in TAG_KEYS for field in fields(query)):
        return ()
    order = search.successes(query, most, asked)
    if not order:
        return ()
    padded = {f"id{index}": order[min(index, len(order) - 1)] for index in range(most)}
    vocabulary = asked.team.settings.vocabulary
    found = {
        row[0]: knowledge_records.success(row, asked.team.logins)
        for row in _some(most).rows(**padded)
    }
    return tuple(
        found[one]._replace(tags=vocabulary.shown(found[one].tags)) for one in order if one in found
    )
