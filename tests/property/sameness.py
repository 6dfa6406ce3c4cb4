"""Rows and records without what two databases may differ in: which ids they have given out.

An id is replaced by its place among those of its table: PostgreSQL leaves gaps where a
transaction was rolled back.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from peewee import AutoField, ForeignKeyField

from csboard.db import models, tables
from csboard.domain.frozen import Frozen

Rows = Mapping[str, list[dict[str, Any]]]
Places = Mapping[str, Mapping[int, int]]
"""By table and id: which one it is, from 0."""

_OF_RECORDS = {
    ("Card", "task_id"): "task",
    ("Task", "id"): "task",
    ("Message", "id"): "message",
    ("Message", "receipt_id"): "receipt",
    ("Event", "id"): "event",
    ("Receipt", "id"): "receipt",
    ("Customer", "id"): "customer",
    ("Member", "id"): "member",
    ("Snapshot", "rev"): "event",
    ("InquiryView", "rev"): "event",
    ("Activity", "rev"): "event",
    ("Activity", "since"): "event",
    ("Block", "id"): "block",
    ("Tag", "id"): "tag",
    ("Tag", "becomes"): "tag",
    ("Draft", "id"): "draft",
    ("Draft", "answers"): "message",
    ("Draft", "seen"): "message",
    ("FileInfo", "id"): "draft_file",
    ("Revision", "id"): "revision",
    ("OutboxEntry", "id"): "outbox",
    ("OutboxEntry", "draft_id"): "draft",
    ("OutboxEntry", "revision_id"): "revision",
    ("Revision", "draft_id"): "draft",
    ("Comment", "id"): "comment",
    ("Comment", "parent"): "comment",
    ("Comment", "draft_id"): "draft",
    ("Comment", "revision_id"): "revision",
    ("Comment", "message_id"): "message",
    ("Ask", "id"): "ask",
    ("Ask", "draft_id"): "draft",
    ("Verdict", "id"): "verdict",
    ("Verdict", "draft_id"): "draft",
    ("Verdict", "revision_id"): "revision",
    ("Verdict", "comment_id"): "comment",
    ("Success", "id"): "success",
    ("Success", "message_id"): "message",
    ("SuccessWord", "id"): "success_word",
    ("SuccessWord", "success_id"): "success",
    ("Pick", "success_id"): "success",
    ("Reuse", "id"): "reuse",
    ("Reuse", "draft_id"): "draft",
    ("Reuse", "success_id"): "success",
    ("Reuse", "message_id"): "message",
    ("Reuse", "template_id"): "template",
    ("Template", "id"): "template",
    ("Template", "success_id"): "success",
    ("Template", "message_id"): "message",
    ("Template", "replaces"): "template",
    ("Absence", "id"): "absence",
    ("InboxItem", "id"): "inbox",
    ("InboxItem", "draft_id"): "draft",
    ("InboxItem", "comment_id"): "comment",
    ("InboxItem", "message_id"): "message",
}
"""Which fields of records are ids, and of which table."""

OF_DETAIL = {
    "thanks": "thanks",
    "message": "message",
    "mail": "receipt",
    "receipt": "receipt",
    "link": "link",
    "former": "former",
    "event": "event",
    "customer": "customer",
    "withdrawn": "message",
    "moved": "link",
    "ended": "link",
    "duplicate_of": "receipt",
    "receipts": "receipt",
    "block": "block",
    "tag": "tag",
    "to": "tag",
    "led": "tag",
    "tagged": "tag",
    "untagged": "tag",
    "draft": "draft",
    "revision": "revision",
    "comment": "comment",
    "parent": "comment",
    "ask": "ask",
    "asks": "ask",
    "verdict": "verdict",
    "file": "draft_file",
    "sent": "message",
    "success": "success",
    "finding": "success_word",
    "reuse": "reuse",
    "template": "template",
    "replaces": "template",
    "entry": "time_entry",
    "corrects": "time_entry",
    "timers": "time_entry",
    "replaced_note": "message",
    "readings": "reading",
    "absence": "absence",
    "rule": "absence_task",
    "hand_off": "hand_off",
    "hand_offs": "hand_off",
    "hand_offs_again": "hand_off",
    "was_absence": "absence",
    "stand_up": "stand_up",
}
"""The same of what is kept as JSON."""

OF_KINDS = {
    "timer_started": {"ended": "time_entry"},
    "timer_switched": {"ended": "time_entry"},
    "why_late": {"why": "broken_why", "replaced": "broken_why"},
    "reading_entered": {"replaced": "reading"},
    "absence_ruled": {"replaced": "absence_task"},
}
"""By the kind of an event, names in its detail that stand for another table than elsewhere."""

OWN_ID = "<csb."
"""So begin the ids that a board makes for its mails, by chance."""

_OWN = {"board": ("board_id", "created_at"), "member": ("created_at",)}
"""What each board has for itself."""


def places(rows: Rows) -> Places:
    return {
        table: {row["id"]: place for place, row in enumerate(some)}
        for table, some in rows.items()
        if some and "id" in some[0]
    }


def same_rows(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """All rows, comparable with those of another database."""
    where = places(rows)
    return {
        model._meta.table_name: [_row(model, row, where) for row in rows[model._meta.table_name]]
        for model in tables.MODELS
    }


def _row(model: type[models.Row], row: Mapping[str, Any], where: Places) -> dict[str, Any]:
    meta = model._meta
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name in _OWN.get(meta.table_name, ()):
            continue
        table = _table_of(meta.fields[name], meta.table_name)
        if table is None or value is None:
            found[name] = _detail(value, row, where) if name == "detail" else value
        else:
            found[name] = where[table][value]
    if str(found.get("message_id")).startswith(OWN_ID):
        found["message_id"] = OWN_ID
    if meta.table_name == "draft":
        found["seen_id"] = where.get("message", {}).get(found["seen_id"], 0)
    if meta.table_name == "revision":
        found["files"] = [
            {**file, "id": where["draft_file"][file["id"]]} for file in found["files"]
        ]
    if meta.table_name == "personal":
        found["value"] = where["event"].get(found["value"], found["value"])
    return found


def _table_of(field: Any, table: str) -> str | None:
    if isinstance(field, AutoField):
        return table
    if isinstance(field, ForeignKeyField) and isinstance(field.rel_field, AutoField):
        name: str = field.rel_model._meta.table_name
        return name
    return None


def _detail(value: Any, record: Mapping[str, Any], where: Places) -> Any:
    """What an event, or something else with its kind, keeps as JSON."""
    return _json(value, where, {**OF_DETAIL, **OF_KINDS.get(record.get("kind", ""), {})})


def _json(value: Any, where: Places, named: Mapping[str, str], key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {one: _json(inner, where, named, one) for one, inner in value.items()}
    if isinstance(value, list):
        return [_json(inner, where, named, key) for inner in value]
    if str(value).startswith(OWN_ID):
        return OWN_ID
    if key in named and isinstance(value, int) and not isinstance(value, bool):
        return where[named[key]][value]
    return value


def same(value: Any, where: Places) -> Any:
    """A record, or anything made of them, comparable with that of another database."""
    if hasattr(value, "_fields"):
        return type(value).__name__, {
            name: _field(value, name, where) for name in type(value)._fields
        }
    if isinstance(value, Frozen):
        return type(value).__name__, same(vars(value), where)
    if isinstance(value, Mapping):
        return {key: same(inner, where) for key, inner in value.items()}
    if isinstance(value, list | tuple) and not isinstance(value, Enum):
        return [same(inner, where) for inner in value]
    return value


def _field(record: Any, name: str, where: Places) -> Any:
    value, table = getattr(record, name), _OF_RECORDS.get((type(record).__name__, name))
    if name == "detail":
        return _detail(value, record._asdict(), where)
    if name == "message_id" and str(value).startswith(OWN_ID):
        return OWN_ID
    if table is None or not value:
        return same(value, where)
    return where[table][value]


def difference(one: Any, other: Any, way: str = "") -> str:
    """Where two values that were made comparable first differ; empty when they don't."""
    if one == other:
        return ""
    if isinstance(one, Frozen) and type(one) is type(other):
        return difference(vars(one), vars(other), way)
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        inner: list[tuple[Any, Any, Any]] = [(key, one[key], other[key]) for key in one]
    elif (
        isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other)
    ):
        inner = [(place, *both) for place, both in enumerate(zip(one, other, strict=True))]
    else:
        return f"{way}: {one!r} and {other!r}"
    deeper = (difference(its, others, f"{way}/{key}") for key, its, others in inner)
    return next(filter(None, deeper), "")
