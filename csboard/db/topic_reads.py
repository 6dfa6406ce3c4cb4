"""Reading one topic: who alone has answered it, and what stands behind it on the map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from csboard.db import plain_sql, records
from csboard.db.fields import UtcField
from csboard.db.team import Team
from csboard.domain.behind import Behind, BehindCase, BehindInquiry
from csboard.domain.holders import Topic
from csboard.domain.people import works_here
from csboard.domain.tag import Dimension
from csboard.domain.vocabulary import Vocabulary
from csboard.named import NamedTuple

MOST = 50
"""The latest inquiries of a topic that are read, and as many cases and templates."""


class _Source(NamedTuple):
    """The whole inquiries `i` of a topic, as parts of a query."""

    tables: str
    tests: str


_OWN = " JOIN message m ON m.inquiry_id = i.number"
_OF_PARTS = " JOIN inquiry p ON p.merged_into = i.number JOIN message m ON m.inquiry_id = p.number"
_IS_ANSWER = "m.direction = 'out' AND m.withdrawn_at IS NULL AND m.author_id IS NOT NULL"
"""The answers `m` of a whole inquiry `i`: its own, and those of what was merged into it."""


def only_answerers(asked: Iterable[Topic], team: Team) -> dict[Topic, str | None]:
    """Of some topics who of those who are here has alone ever answered them, else None.

    Two short queries each: for one who has, and for another.
    """
    here = {member.id: member.login for member in team.members.values() if works_here(member)}
    return {topic: _only_answerer(topic, here, team) for topic in asked}


def _only_answerer(topic: Topic, here: Mapping[int, str], team: Team) -> str | None:
    source = _in_topic(topic, team.settings.vocabulary)
    first = _an_answerer(source, here)
    if first is None or _an_answerer(source, here.keys() - {first}) is not None:
        return None
    return here[first]


def _an_answerer(source: _Source, among: Iterable[int]) -> int | None:
    """Whoever of some members has answered in it; it stops at the first that is found."""
    tests = f"WHERE {source.tests} AND {_IS_ANSWER} AND m.author_id IN ({_ids(among)})"
    found = plain_sql.rows(
        f"SELECT author_id FROM (SELECT m.author_id FROM {source.tables}{_OWN} {tests} UNION ALL"
        f" SELECT m.author_id FROM {source.tables}{_OF_PARTS} {tests}) a LIMIT 1"
    )
    return found[0][0] if found else None


def behind(topic: Topic, team: Team) -> Behind:
    """The latest inquiries of a topic, its cases and its templates."""
    vocabulary = team.settings.vocabulary
    source = _in_topic(topic, vocabulary)
    inquiries = plain_sql.rows(
        "SELECT DISTINCT i.number, i.subject, i.opened_at, i.closed_at, i.outcome"
        f" FROM {source.tables} WHERE {source.tests} ORDER BY i.number DESC LIMIT {MOST}"
    )
    answered: dict[int, list[str]] = {}
    tests = f"WHERE i.number IN ({_ids(row[0] for row in inquiries)}) AND {_IS_ANSWER}"
    for number, author in plain_sql.rows(
        f"SELECT i.number, m.author_id FROM inquiry i{_OWN} {tests} UNION"
        f" SELECT i.number, m.author_id FROM inquiry i{_OF_PARTS} {tests} ORDER BY 1, 2"
    ):
        answered.setdefault(number, []).append(team.logins[author])
    moment = UtcField().python_value
    return Behind(
        topic,
        tuple(
            BehindInquiry(
                records.brief((number, subject, moment(opened), moment(closed), outcome)),
                tuple(answered.get(number, ())),
            )
            for number, subject, opened, closed, outcome in inquiries
        ),
        _cases(source, team),
        _templates(topic, team),
    )


def _cases(source: _Source, team: Team) -> tuple[BehindCase, ...]:
    found = plain_sql.rows(
        "SELECT DISTINCT s.id, s.title, s.author_id, i.number"
        f" FROM {source.tables} JOIN inquiry p ON p.number = i.number OR p.merged_into = i.number"
        f" JOIN success s ON s.inquiry_id = p.number WHERE {source.tests}"
        f" AND s.retired_at IS NULL AND s.title <> '' ORDER BY s.id DESC LIMIT {MOST}"
    )
    return tuple(
        BehindCase(own, title, team.logins[author], number) for own, title, author, number in found
    )


def _templates(topic: Topic, team: Team) -> tuple[tuple[int, str], ...]:
    """Their ids and names. There are few templates: all are looked through."""
    vocabulary, found = team.settings.vocabulary, []
    for own, name, written in plain_sql.rows(
        "SELECT id, name, tags FROM template WHERE retired_at IS NULL AND tags IS NOT NULL"
        " ORDER BY id DESC"
    ):
        tags = vocabulary.shown(records.tags_of(json.loads(written)))
        if topic.content in (tags.content or ("",)) and topic.symptom in (tags.symptom or ("",)):
            found.append((own, name))
    return tuple(found[:MOST])


def _in_topic(topic: Topic, vocabulary: Vocabulary) -> _Source:
    words = {Dimension.CONTENT: topic.content, Dimension.SYMPTOM: topic.symptom}
    first, second = sorted(words, key=lambda dimension: not words[dimension])
    ids = {one: _ids(vocabulary.ids_of(words[one], one)) for one in words if words[one]}
    other = (
        "EXISTS (SELECT 1 FROM tagging o WHERE o.inquiry_id = i.number AND o.holds"
        f" AND o.tag_id IN ({ids[second]}))"
        if second in ids
        else "NOT EXISTS (SELECT 1 FROM tagging o JOIN tag w ON w.id = o.tag_id"
        f" WHERE o.inquiry_id = i.number AND o.holds AND w.dimension = '{second.value}')"
    )
    return _Source(
        "tagging g JOIN inquiry i ON i.number = g.inquiry_id",
        f"g.holds AND g.tag_id IN ({ids[first]}) AND {other}"
        " AND i.merged_into IS NULL AND i.junked_at IS NULL",
    )


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(ids))) or "NULL"
