"""Reading who holds which knowledge: one query for each source, the same on both databases.

A source says of each deed on what tags it was, whose and on which day; what that weighs is reckoned
here, as it is read, so that no more than the result is ever held. Tags count as they are called
now. What was done more than `REMEMBERED` half-lives ago is not read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from csboard.db import plain_sql, records
from csboard.db.fields import UtcField
from csboard.db.team import Team
from csboard.domain.growth import Growth, Way, Went, growth
from csboard.domain.holders import (
    REMEMBERED,
    Deed,
    Done,
    KnowledgeMap,
    Topic,
    Work,
    decayed,
    knowledge_map,
    topics_of,
)
from csboard.domain.people import works_here
from csboard.domain.vocabulary import Vocabulary

_DEEDS = {
    Deed.HANDLED: """SELECT inquiry_id, author_id AS member_id, max(at) AS at FROM message
        WHERE direction = 'out' AND author_id IS NOT NULL AND withdrawn_at IS NULL
        GROUP BY inquiry_id, author_id""",
    Deed.REVIEWED: """SELECT d.inquiry_id, v.member_id, max(v.at) AS at
        FROM verdict v JOIN draft d ON d.id = v.draft_id
        WHERE v.withdrawn_at IS NULL AND d.author_id <> v.member_id
        GROUP BY d.inquiry_id, v.member_id""",
    Deed.WROTE: """SELECT inquiry_id, author_id AS member_id, at FROM success
        WHERE retired_at IS NULL AND title <> ''""",
}
"""Each inquiry counts once for whoever did something in it, on the last day of it."""

_ON_WHOLE = """ JOIN (SELECT p.number AS part,
            CASE WHEN p.merged_into IS NULL THEN p.tags ELSE w.tags END AS tags,
            CASE WHEN p.merged_into IS NULL THEN p.junked_at ELSE w.junked_at END AS junked_at
        FROM inquiry p LEFT JOIN inquiry w ON w.number = p.merged_into) i ON i.part = x.inquiry_id
    WHERE i.tags IS NOT NULL AND i.junked_at IS NULL"""
"""The inquiry `i` in which that of a deed `x` goes on, for its tags.

Few are merged, and only for these another is looked up: for each it took twice as long.
"""

_ARRIVALS = (
    "SELECT tags, count(*) FROM inquiry WHERE opened_at >= {0} AND tags IS NOT NULL"
    " AND merged_into IS NULL AND junked_at IS NULL GROUP BY tags"
)
_OPEN_TASKS = """
    SELECT i.number, t.seq, t.owner_id, i.tags FROM task t JOIN inquiry p ON p.number = t.inquiry_id
        JOIN inquiry i ON i.number = coalesce(p.merged_into, p.number)
    WHERE t.closed_at IS NULL AND t.withdrawn_at IS NULL ORDER BY t.need, t.opened_at, t.id"""

_TRIED = """SELECT owner_id FROM task WHERE owner_id IS NOT NULL
    UNION SELECT author_id FROM message WHERE direction = 'out' AND author_id IS NOT NULL"""
"""Who has or had a task at its end, or has answered a customer."""

_DAY = {True: "substr(x.at, 1, 10)", False: "(x.at AT TIME ZONE 'UTC')::date"}
"""The day of a deed, on SQLite or not."""

_REVIEWED = """SELECT DISTINCT d.inquiry_id FROM draft d JOIN verdict v ON v.draft_id = d.id
    WHERE d.author_id = {0} AND v.member_id <> {0} AND v.withdrawn_at IS NULL"""
"""The inquiries in which a colleague has reviewed a reply of one's own."""

_OF_ONE = _ON_WHOLE + " AND x.member_id = {0}"
_OWN = (
    "SELECT i.tags, CASE WHEN r.inquiry_id IS NULL THEN 'alone' ELSE 'reviewed' END AS way,"
    f" count(*) FROM ({_DEEDS[Deed.HANDLED]}) x"
    f" LEFT JOIN ({_REVIEWED}) r ON r.inquiry_id = x.inquiry_id {_OF_ONE} GROUP BY i.tags, way",
    *(
        f"SELECT i.tags, 'taught', count(*) FROM ({_DEEDS[deed]}) x {_OF_ONE} GROUP BY i.tags"
        for deed in (Deed.REVIEWED, Deed.WROTE)
    ),
    "SELECT tags, 'taught', count(*) FROM template"
    " WHERE author_id = {0} AND retired_at IS NULL GROUP BY tags",
)


class _Sum:
    """How often, and what is left of it."""

    times = 0
    left = 0.0


class _Topics:
    """The topics that written tags mean now, each spelling reckoned once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str | None, tuple[Topic, ...]] = {None: ()}

    def of(self, written: str | None) -> tuple[Topic, ...]:
        found = self._known.get(written)
        if found is None:
            tags = records.tags_of(json.loads(written or "null"))
            found = self._known[written] = topics_of(self._vocabulary.shown(tags))
        return found


def knowledge(now: datetime, team: Team) -> KnowledgeMap:
    """Topics by members: who has answered, reviewed, written a case."""
    half_life, topics = team.settings.half_life_days, _Topics(team.settings.vocabulary)
    since = now - timedelta(days=half_life)
    arrivals: dict[Topic, int] = {}
    for written, count in plain_sql.rows(_ARRIVALS, (_moment(since),)):
        for topic in topics.of(written):
            arrivals[topic] = arrivals.get(topic, 0) + count
    done = _done(now, team, topics)
    found = knowledge_map(done, arrivals, team.members.values(), half_life)
    return found._replace(work=_work(topics, team))


def _done(now: datetime, team: Team, topics: _Topics) -> Iterator[Done]:
    half_life = team.settings.half_life_days
    since = _moment(now - REMEMBERED * timedelta(days=half_life))
    here = {member.id: member.login for member in team.members.values() if works_here(member)}
    left: dict[Any, float] = {}
    day = _DAY[plain_sql.of_sqlite(plain_sql.bound())]
    for deed, source in _DEEDS.items():
        added: dict[tuple[str, int], _Sum] = {}
        for written, member_id, done_on in plain_sql.each(
            f"SELECT i.tags, x.member_id, {day} FROM ({source}) x{_ON_WHOLE} AND x.at >= {{0}}",
            (since,),
        ):
            if (weight := left.get(done_on)) is None:
                weight = left[done_on] = decayed(_days_ago(done_on, now), half_life)
            if (known := added.get((written, member_id))) is None:
                known = added[written, member_id] = _Sum()
            known.times += 1
            known.left += weight
        for (written, member_id), known in added.items():
            for topic in topics.of(written) if member_id in here else ():
                yield Done(topic, here[member_id], deed, known.times, known.left)


def _work(topics: _Topics, team: Team) -> Work:
    free: dict[Topic, list[int]] = {}
    load: Counter[str] = Counter()
    for number, seq, owner, written in plain_sql.rows(_OPEN_TASKS):
        if owner is not None:
            load[team.logins[owner]] += 1
        elif seq == 1:
            for topic in topics.of(written):
                free.setdefault(topic, []).append(number)
    tried = {team.logins[member] for (member,) in plain_sql.rows(_TRIED)}
    untried = frozenset(team.members) - tried
    return Work({topic: tuple(numbers) for topic, numbers in free.items()}, load, untried)


def own_growth(login: str, team: Team) -> tuple[Growth, ...]:
    """By topic how `login` has answered with a reviewer, alone, and taught, of all time."""
    member = team.members.get(login)
    if member is None:
        return ()
    return growth(_went(member.id, _Topics(team.settings.vocabulary)))


def _went(member_id: int, topics: _Topics) -> Iterator[Went]:
    for sql in _OWN:
        for written, way, times in plain_sql.rows(sql, (member_id,) * sql.count("{0}")):
            for topic in topics.of(written):
                yield Went(topic, Way(way), times)


def _moment(moment: datetime) -> str | None:
    return UtcField().db_value(moment)


def _days_ago(day: str | date, now: datetime) -> float:
    since = date.fromisoformat(day) if isinstance(day, str) else day
    return (now.astimezone(UTC).date() - since).days
