"""Loading an inquiry with its mails, for filing it as junk and for bringing it back."""

from __future__ import annotations

from csboard.db import models, records, wholes
from csboard.db.prepared import Prepared, slot
from csboard.db.replies import is_going_out
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.domain.commands import FileAsJunk, Reopen
from csboard.domain.states import InquiryState, JunkState

_RECEIPTS = Prepared(
    lambda: (
        models.ReceiptRow.select(*records.RECEIPT_COLUMNS)
        .where(
            models.ReceiptRow.id.in_(
                models.MessageRow.select(models.MessageRow.receipt).where(
                    models.MessageRow.inquiry.in_(wholes.parts_of(slot("number"))),
                    models.MessageRow.direction == "in",
                    models.MessageRow.receipt.is_null(False),
                    models.MessageRow.withdrawn_at.is_null(),
                )
            )
        )
        .order_by(models.ReceiptRow.id)
    )
)


def junk_state(command: FileAsJunk | Reopen, login: str, team: Team) -> JunkState:
    may_be_junk = isinstance(command, Reopen)
    return junk_state_of(inquiry_state(command.number, team.member(login), team, junk=may_be_junk))


def junk_state_of(whole: InquiryState) -> JunkState:
    rows = _RECEIPTS.rows(number=whole.inquiry.number)
    going_out = is_going_out(whole.inquiry.number)
    return JunkState(whole, tuple(records.receipt(row) for row in rows), going_out)
