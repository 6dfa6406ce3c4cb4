"""Carrying out a decision: its changes, then its event, in the transaction at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from csboard.db import models, team
from csboard.db.prepared import Prepared, slot
from csboard.domain.decisions import Decision, Insert, Ref, Thing, Update
from csboard.domain.records import Actor, Event
from csboard.errors import Conflict
from csboard.i18n import _

_TABLES: dict[Thing, type[models.Row]] = {
    Thing.MEMBER: models.MemberRow,
    Thing.CUSTOMER: models.CustomerRow,
    Thing.ADDRESS: models.AddressRow,
    Thing.INQUIRY: models.InquiryRow,
    Thing.TASK: models.TaskRow,
    Thing.MESSAGE: models.MessageRow,
    Thing.RECEIPT: models.ReceiptRow,
    Thing.RAW: models.RawRow,
    Thing.SETTING: models.SettingRow,
    Thing.FORMER: models.FormerRow,
    Thing.LINK: models.LinkRow,
    Thing.PERSONAL: models.PersonalRow,
    Thing.BLOCK: models.BlockRow,
    Thing.MAILBOX: models.MailboxRow,
}

Ids = dict[str, int]


def apply(
    decision: Decision, *, actor: Actor, actor_id: int | None, op_id: str, now: datetime
) -> Event:
    """Write a decision down and return its event.

    Raises Conflict when a row's version is no longer the one decided on. `actor_id` is None
    for a member's own first appearance, whose row the decision makes.
    """
    ids = write_down(decision.changes)
    draft = decision.event
    detail = json.dumps(_resolved(draft.detail, ids), ensure_ascii=False)
    row = {
        "at": now,
        "actor": actor_id or ids["member"],
        "via": actor.via,
        "kind": draft.kind,
        "inquiry": draft.number,
        "seq": draft.task.seq if draft.task else None,
        "op_id": op_id,
        "detail": json.loads(detail),
        "other": draft.other,
    }
    return Event(
        id=put(models.EventRow, row),
        at=now,
        actor=actor.login,
        kind=draft.kind,
        number=draft.number,
        task=draft.task,
        detail=json.loads(detail),
        via=actor.via,
        op_id=op_id,
        other=draft.other,
    )


def write_down(changes: tuple[Insert | Update, ...]) -> Ids:
    """Write changes in their order; the ids of the rows that were given names."""
    ids: Ids = {}
    for change in changes:
        if isinstance(change, Insert):
            _insert(change, ids)
        else:
            _update(change, ids)
    if any(change.thing in (Thing.MEMBER, Thing.SETTING) for change in changes):
        team.changed()
    return ids


def _insert(change: Insert, ids: Ids) -> None:
    new_id = put(_table(change.thing), _resolved(change.values, ids))
    if change.name:
        ids[change.name] = new_id


def put(table: type[models.Row], values: Mapping[str, object]) -> Any:
    """Insert one row; its primary key."""
    fields = _fields(table, values)
    return _insert_into(table, tuple(fields)).scalar(**_stored(fields))


def _update(change: Update, ids: Ids) -> None:
    if change.thing is Thing.SETTING:
        models.SettingRow.put(str(change.id), change.values["value"])
        return
    table = _table(change.thing)
    values = _resolved(change.values, ids)
    if change.version is not None:
        values["version"] = change.version + 1
    fields = _fields(table, values)
    row_id = ids[change.id.name] if isinstance(change.id, Ref) else change.id
    query = _update_of(table, tuple(fields), change.version is not None)
    if query.change(**_stored(fields), row_id=row_id, seen=change.version) != 1:
        raise Conflict("changed", _("Somebody else changed it at the same moment: look again."))


def _table(thing: Thing) -> type[models.Row]:
    return _TABLES.get(thing) or _tables_of_replies()[thing]


@cache
def _tables_of_replies() -> dict[Thing, type[models.Row]]:
    """Loaded when the first row of them is written: most shell commands write none."""
    from csboard.db.reply_models import REPLY_MODELS

    return {Thing(model._meta.table_name): model for model in REPLY_MODELS}


def _fields(table: type[models.Row], values: Mapping[str, object]) -> dict[Any, object]:
    """The values by field, whether named as the field or as its column."""
    combined = table._meta.combined
    return {combined[key]: value for key, value in values.items()}


def _stored(fields: Mapping[Any, object]) -> dict[str, object]:
    return {field.column_name: field.db_value(value) for field, value in fields.items()}


@cache
def _insert_into(table: type[models.Row], fields: tuple[Any, ...]) -> Prepared:
    key = table._meta.primary_key
    return Prepared(
        lambda: table.insert({field: slot(field.column_name) for field in fields}).returning(key)
    )


@cache
def _update_of(table: type[models.Row], fields: tuple[Any, ...], versioned: bool) -> Prepared:
    matching = table._meta.primary_key == slot("row_id")
    if versioned:
        matching &= table._meta.combined["version"] == slot("seen")
    return Prepared(
        lambda: table.update({field: slot(field.column_name) for field in fields}).where(matching)
    )


def _resolved(values: Mapping[str, object], ids: Ids) -> dict[str, object]:
    return {
        key: ids[value.name] if isinstance(value, Ref) else value for key, value in values.items()
    }
