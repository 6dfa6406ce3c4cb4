"""Replies that colleagues have sent, for tests of what others do with them."""

from __future__ import annotations

from csboard.board import Board
from csboard.db import models
from csboard.db.writing import put
from csboard.domain.records import Actor, Direction, TaskRef


def sent(board: Board, ref: TaskRef, by: Actor, text: str = "お答えします。") -> int:
    """A reply that `by` has sent just now; the id of its message."""
    row = {
        "inquiry_id": ref.number,
        "direction": Direction.OUT,
        "at": board.clock.now(),
        "sender_name": "",
        "sender_email": "support@shop.example",
        "subject": "Re: 件名",
        "text": text,
        "author_id": board.members()[by.login].id,
    }
    return int(put(models.MessageRow, row))
