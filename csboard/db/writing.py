"""Carrying out a decision: its changes, then its event, in the transaction at hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.db import models, team
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
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
    Thing.SETTING: models.SettingRow,
}

Ids = dict[str, int]


def apply(
    decision: Decision, *, actor_id: int | None, via: str | None, op_id: str, now: datetime
) -> int:
    """Write a decision down; returns the new event's id.

    Raises Conflict when a row's version is no longer the one decided on. `actor_id` is None
    for a member's own first appearance, whose row the decision makes.
    """
    ids: Ids = {}
    for change in decision.changes:
        if isinstance(change, Insert):
            _insert(change, ids)
        else:
            _update(change, ids)
    if any(change.thing in (Thing.MEMBER, Thing.SETTING) for change in decision.changes):
        team.changed()
    return _append(decision.event, actor_id or _own_id(decision), via, op_id, now, ids)


def _insert(change: Insert, ids: Ids) -> None:
    table = _TABLES[change.thing]
    new_id = table.insert(_resolved(change.values, ids)).execute()
    if change.name:
        ids[change.name] = new_id


def _update(change: Update, ids: Ids) -> None:
    if change.thing is Thing.SETTING:
        models.SettingRow.put(str(change.id), change.values["value"])
        return
    table = _TABLES[change.thing]
    key = table._meta.primary_key
    row_id = ids[change.id.name] if isinstance(change.id, Ref) else change.id
    values = _resolved(change.values, ids)
    matching = key == row_id
    if change.version is not None:
        values["version"] = change.version + 1
        matching &= table.version == change.version  # type: ignore[attr-defined]
    if table.update(values).where(matching).execute() != 1:
        raise Conflict("changed", _("Somebody else changed it at the same moment: look again."))


def _resolved(values: Mapping[str, object], ids: Ids) -> dict[str, object]:
    return {
        key: ids[value.name] if isinstance(value, Ref) else value for key, value in values.items()
    }


def _own_id(decision: Decision) -> int:
    login = decision.event.detail["login"]
    return int(models.MemberRow.get(models.MemberRow.login == login).id)


def _append(
    event: EventDraft, actor_id: int, via: str | None, op_id: str, now: datetime, ids: Ids
) -> int:
    return int(
        models.EventRow.insert(
            at=now,
            actor=actor_id,
            via=via,
            kind=event.kind,
            inquiry=event.number,
            seq=event.task.seq if event.task else None,
            op_id=op_id,
            detail=_resolved(event.detail, ids),
        ).execute()
    )
