"""Fills an empty board with many inquiries, quickly: straight into the tables, no rules asked."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

import peewee

from bench.lifelike import MEMBERS, TAGS, Archive, Case, customer_name
from csboard.board import Board
from csboard.db import tables
from csboard.db.address import parse_url
from csboard.db.fields import UtcField
from csboard.db.search_index import make_anew
from csboard.db.store import make_engine
from csboard.text import fold

FIRST_MEMBER = 101
"""Ids of the made-up members, well above those who came by themselves."""

TAG_IDS = {tag: tag_id for tag_id, tag in enumerate(TAGS, 1)}

MESSAGES_OF_THE_LONG_ONE = 200

Line = tuple[object, ...]


def fill(url: str, archive: Archive) -> None:
    """Make the board at `url`, which must not exist yet, and put `archive` on it."""
    Board.open(url, create=True).close()
    engine = make_engine(parse_url(url))
    engine.connect()
    copy = _copy_to_sqlite if engine.is_sqlite else _copy_to_postgres
    with engine.database.atomic():
        for table, columns, lines in _tables(archive):
            copy(engine.database, table, columns, lines)
    with engine.database.bind_ctx(tables.MODELS), engine.database.atomic():
        make_anew()
    if engine.is_sqlite:
        engine.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        _advance_identities(engine.database)
    engine.database.execute_sql("ANALYZE")
    engine.disconnect()


def _copy_to_sqlite(
    database: peewee.Database, table: str, columns: str, lines: Iterable[Line]
) -> None:
    places = ", ".join("?" * len(columns.split()))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"
    database.connection().cursor().executemany(statement, lines)


def _copy_to_postgres(
    database: peewee.Database, table: str, columns: str, lines: Iterable[Line]
) -> None:
    cursor = database.connection().cursor()
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)


def _advance_identities(database: peewee.Database) -> None:
    """Rows that brought their own ids left the sequences behind."""
    for model in tables.MODELS:
        table = model._meta.table_name
        (sequence,) = database.execute_sql(
            "SELECT pg_get_serial_sequence(%s, (SELECT attname FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum = 1))",
            (table, table),
        ).fetchone()
        if sequence:
            database.execute_sql(f"SELECT setval('{sequence}', (SELECT max(id) FROM {table}))")


Table = tuple[str, str, Iterator[Line]]


def _tables(archive: Archive) -> Iterator[Table]:
    """Every table's name, columns and lines, in an order that references allow."""
    yield "member", "id, login, name, role, active, created_at", _members(archive)
    yield "customer", "id, name, email", _customers(archive)
    yield "address", "folded, customer_id", _addresses(archive)
    yield "tag", "id, dimension, word, folded, at", _words(archive)
    for name, columns, make in _PER_CASE:
        yield name, columns, itertools.chain.from_iterable(map(make, archive.cases()))


def _members(archive: Archive) -> Iterator[Line]:
    for offset, (login, name) in enumerate(MEMBERS):
        role = "member" if offset else "lead"
        yield FIRST_MEMBER + offset, login, name, role, True, _time(archive.end)


def _customers(archive: Archive) -> Iterator[Line]:
    for customer in range(1, Case(archive.inquiries - 1, archive).customer + 1):
        yield customer, customer_name(customer), f"c{customer}@example.com"


def _addresses(archive: Archive) -> Iterator[Line]:
    for customer, _name, address in _customers(archive):
        yield address, customer


def _words(archive: Archive) -> Iterator[Line]:
    for (dimension, word), tag_id in TAG_IDS.items():
        yield tag_id, dimension, word, fold(word), _time(archive.end)


def _taggings(case: Case) -> Iterator[Line]:
    for dimension, words in case.tags.items():
        for word in words:
            yield case.number, TAG_IDS[dimension, word], True


def _inquiry(case: Case) -> Iterator[Line]:
    urgency, _need = case.urgency
    yield (
        case.number,
        "mail",
        case.subject,
        urgency,
        case.customer,
        _time(case.opened_at),
        _time(case.opened_at),
        _time(case.closed_at),
        None if case.is_open else "settled",
        json.dumps(case.tags, ensure_ascii=False),
    )


def _task(case: Case) -> Iterator[Line]:
    owner = None if case.owner is None else FIRST_MEMBER + case.owner
    since = None if case.owner is None else _time(case.opened_at + timedelta(minutes=3))
    opened, closed = _time(case.opened_at), _time(case.closed_at)
    pinned, pinner = (_time(case.opened_at), FIRST_MEMBER) if case.is_long else (None, None)
    row = (case.number, 1, case.stage, case.urgency[1], owner, since, opened, closed)
    yield *row, pinned, pinner


def _messages(case: Case) -> Iterator[Line]:
    """What the customer wrote, and for one of them a very long conversation."""
    for turn in range(MESSAGES_OF_THE_LONG_ONE if case.is_long else 1):
        yield (
            case.number,
            "in" if turn % 2 == 0 else "out",
            _time(case.opened_at + timedelta(seconds=turn)),
            customer_name(case.customer),
            f"c{case.customer}@example.com",
            case.subject,
            case.text,
            f"<{case.number}.{turn}@mail.example.com>",
        )


def _events(case: Case) -> Iterator[Line]:
    """Opened, taken, moved on, done: four for most, one for those that nobody has."""
    acts: list[tuple[str, dict[str, object]]] = [("opened", {"channel": "mail"})]
    if case.owner is not None:
        acts += [("claimed", {}), ("moved", {"from": "todo", "to": "doing"})]
    if not case.is_open:
        acts.append(("moved", {"from": "doing", "to": "done"}))
    actor = FIRST_MEMBER + (case.owner or 0)
    for turn, (kind, detail) in enumerate(acts):
        at = _time(case.opened_at + timedelta(minutes=3 * turn))
        yield at, actor, kind, case.number, 1, f"bench-{case.number}-{turn}", json.dumps(detail)


_time: Callable[[datetime | None], str | None] = UtcField().db_value

_PER_CASE: tuple[tuple[str, str, Callable[[Case], Iterator[Line]]], ...] = (
    (
        "inquiry",
        "number, channel, subject, urgency, customer_id, opened_at, last_in_at, closed_at,"
        " outcome, tags",
        _inquiry,
    ),
    ("tagging", "inquiry_id, tag_id, holds", _taggings),
    (
        "task",
        "inquiry_id, seq, stage, need, owner_id, owner_since, opened_at, closed_at,"
        " pinned_at, pinned_by_id",
        _task,
    ),
    (
        "message",
        "inquiry_id, direction, at, sender_name, sender_email, subject, text, message_id",
        _messages,
    ),
    ("event", "at, actor_id, kind, inquiry, seq, op_id, detail", _events),
)
