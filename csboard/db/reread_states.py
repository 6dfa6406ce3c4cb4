"""Loading what deciding anew about a stored mail is shown, and which mails an older reader read."""

from __future__ import annotations

from peewee import fn

from csboard.db import models, records, wholes
from csboard.db.letter_states import letter_state
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.db.tray_states import standing
from csboard.domain.commands import NoteRead, Reread, SortLetter
from csboard.domain.records import Member, Receipt
from csboard.domain.states import RereadState

Receipts, Messages = models.ReceiptRow, models.MessageRow

_MESSAGE = Prepared(
    lambda: Messages.select(*records.MESSAGE_COLUMNS).where(
        Messages.receipt == slot("receipt_id"),
        Messages.direction == "in",
        Messages.withdrawn_at.is_null(),
    )
)
_OLDER = Prepared(
    lambda: (
        Receipts.select(*records.RECEIPT_COLUMNS)
        .where(
            Receipts.id > slot("after"),
            Receipts.reader < slot("reader"),
            Receipts.state != "received",
        )
        .order_by(Receipts.id)
        .limit(slot("limit"))
    )
)
_HOW_MANY_OLDER = Prepared(
    lambda: Receipts.select(fn.COUNT(Receipts.id)).where(
        Receipts.reader < slot("reader"), Receipts.state != "received"
    )
)


def reread_state(command: Reread, login: str, team: Team) -> RereadState:
    sorting = SortLetter(receipt_id=command.receipt_id, letter=command.letter)
    letter = letter_state(sorting, login, team)
    row = _MESSAGE.row(receipt_id=command.receipt_id)
    message = records.message(row, team.logins) if row else None
    return RereadState(
        letter=letter,
        standing=standing(letter.receipt),
        last_in_at={number: wholes.last_in_at(number) for number in letter.conversations},
        message=message,
        inquiry=wholes.alone(message.number) if message else None,
    )


def note_state(command: NoteRead, login: str, team: Team) -> Member:
    return team.member(login)


def read_before(reader: int, after: int, limit: int) -> tuple[Receipt, ...]:
    """Sorted mails that a reader older than `reader` has read, by id behind `after`."""
    rows = _OLDER.rows(reader=reader, after=after, limit=limit)
    return tuple(records.receipt(row) for row in rows)


def how_many_before(reader: int) -> int:
    """How many there are of them."""
    return int(_HOW_MANY_OLDER.scalar(reader=reader))
