"""Carrying out a decision: its changes, then its event, in the transaction at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from csboard.db import models, team
from csboard.db.prepared import Prepared, slot
from csboard.db.tag_models import TagRow
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
    Thing.TAG: TagRow,
}

_OF_THE_TEAM = (
    Thing.MEMBER,
    Thing.SETTING,
    Thing.TAG,
    Thing.ABSENCE,
    Thing.ABSENCE_TASK,
)
"""What every open board keeps at hand until it changes."""
_SEARCHED = (Thing.INQUIRY, Thing.MESSAGE, Thing.CUSTOMER, Thing.SUCCESS, Thing.TEMPLATE)
"""Where the words that are searched for stand; the rest writes without loading the index."""

Ids = dict[str, int]


def apply(
    decision: Decision,
    *,
    actor: Actor,
    actor_id: int | None,
    op_id: str,
    now: datetime,
    reads_no_words: bool = False,
) -> Event:
    """Write a decision down, with what it does to the search index, and return its event.

    Raises Conflict when a row's version is no longer the one decided on. `actor_id` is None
    for a member's own first appearance, whose row the decision makes. `reads_no_words` is said
    of a login that the database lets add to the index only.
    """
    ids = write_down(decision.changes)
    draft = decision.event
    if any(map(_may_be_searched, decision.changes)):
        from csboard.db import search_index

        search_index.keep_in_step(decision.changes, draft, ids, by_function=reads_no_words)
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


def _may_be_searched(change: Insert | Update) -> bool:
    """Whether the index has to look at it; taking and moving a task load nothing of that."""
    if change.thing is Thing.TASK:
        return "title" in change.values or "withdrawn_at" in change.values
    return change.thing in _SEARCHED


def write_down(changes: tuple[Insert | Update, ...]) -> Ids:
    """Write changes in their order; the ids of the rows that were given names."""
    ids: Ids = {}
    for change in changes:
        if isinstance(change, Insert):
            _insert(change, ids)
        else:
            _update(change, ids)
    if any(change.thing in _OF_THE_TEAM for change in changes):
        team.changed()
    if any("tags" in change.values for change in changes if change.thing is Thing.INQUIRY):
        from csboard.db import tagging_index

        tagging_index.keep_in_step(changes)
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
    return _TABLES.get(thing) or _tables_loaded_late()[thing]


@cache
def _tables_loaded_late() -> dict[Thing, type[models.Row]]:
    """Of replies, knowledge, time and leave: most shell commands write no row of them."""
    from csboard.db.clock_models import CLOCK_MODELS
    from csboard.db.knowledge_models import KNOWLEDGE_MODELS
    from csboard.db.leave_models import LEAVE_MODELS
    from csboard.db.reply_models import REPLY_MODELS

    late = (*REPLY_MODELS, *KNOWLEDGE_MODELS, *CLOCK_MODELS, *LEAVE_MODELS)
    return {Thing(model._meta.table_name): model for model in late}


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
    return {key: _resolve(value, ids) for key, value in values.items()}


def _resolve(value: object, ids: Ids) -> object:
    """A `Ref` becomes the id it stands for, among others too."""
    if isinstance(value, Ref):
        return ids[value.name]
    if type(value) is tuple:
        return [_resolve(one, ids) for one in value]
    return value
