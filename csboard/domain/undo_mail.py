"""Taking back what was decided by hand about a mail of the tray."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from csboard.domain.absence_history import ABSENT
from csboard.domain.decisions import Thing, Update
from csboard.domain.flow import SEEN_TO
from csboard.domain.inverses import Changes, id_of, reply_before, time_of
from csboard.domain.opening import became
from csboard.domain.records import Event, Receipt
from csboard.domain.states import InquiryState, UndoState
from csboard.domain.tray import DROPPED, named
from csboard.domain.undo import refuse_if_built_upon
from csboard.errors import Refused
from csboard.i18n import _


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    """The mail goes back into the tray as it was there."""
    receipt = state.receipt
    assert receipt is not None
    return _unjoin(state, act, receipt, now) if act.kind == "joined" else _undrop(act, receipt)


def _undrop(act: Event, receipt: Receipt) -> Changes:
    if (receipt.state, receipt.reason) != ("filed", act.detail.get("as", DROPPED)):
        raise Refused(
            "built_upon",
            _("The mail {mail} is no longer where you put it.").format(mail=named(receipt)),
        )
    was, reason = str(act.detail.get("was", "held")), str(act.detail["reason"])
    return [became(receipt.id, was, receipt.number, reason)]


def _unjoin(state: UndoState, act: Event, receipt: Receipt, now: datetime) -> Changes:
    inquiry = state.inquiry
    assert inquiry is not None
    refuse_if_built_upon(act, state.since, inquiry, now)
    detail: Mapping[str, Any] = act.detail
    was = detail["was"]
    changes: Changes = [
        Update(Thing.MESSAGE, id_of(detail["message"]), {"withdrawn_at": now}),
        became(receipt.id, was["state"], was["number"], was["reason"]),
    ]
    changes += [
        Update(Thing.MESSAGE, id_of(one), {"withdrawn_at": None}) for one in detail["withdrawn"]
    ]
    return [*changes, _inquiry_as_before(detail, inquiry), *_tasks_as_before(state, act, inquiry)]


def _tasks_as_before(state: UndoState, act: Event, inquiry: InquiryState) -> Changes:
    """The marks that the mail had ended, and the reply as it was if it opened or passed it on."""
    waited = state.former.get("waiting_of")
    marks = waited if isinstance(waited, dict) else {}
    values: dict[int, dict[str, object]] = {
        task.id: {"waiting": marks[str(task.ref)], **SEEN_TO}
        for task in inquiry.tasks
        if str(task.ref) in marks
    }
    detail: Mapping[str, Any] = act.detail
    if detail["reopened"] or ABSENT in detail:
        own = values.setdefault(inquiry.reply.id, {})
        own |= reply_before(inquiry, detail["reply"])
    return [
        Update(Thing.TASK, task.id, values[task.id], task.version)
        for task in inquiry.tasks
        if task.id in values
    ]


def _inquiry_as_before(detail: Mapping[str, Any], state: InquiryState) -> Update:
    values: dict[str, object] = {"last_in_at": time_of(detail["last_in_at"])}
    reply = state.reply
    if detail["reopened"] and all(task.closed_at for task in state.tasks if task.ref != reply.ref):
        values["closed_at"] = time_of(detail["inquiry_closed_at"])
    return Update(Thing.INQUIRY, state.inquiry.number, values, state.inquiry.version)
