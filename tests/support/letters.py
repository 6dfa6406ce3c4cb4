"""A first mail, as it is read; and taking one in as the commands do."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.letters import Address, Letter
from csboard.mail.children import Reader
from csboard.mail.intake import Outcome, take_in_all

YAMADA = Address("山田", "yamada@example.jp")
FIRST = Letter(
    subject="ログインできない",
    sender=YAMADA,
    from_=YAMADA,
    to=(Address("", "support@csboard.example"),),
    cc=(),
    sent_at=None,
    message_id="<first@example.jp>",
    in_reply_to=(),
    references=(),
    text="助けてください",
    attachments=(),
    digest="d1",
)


def take_in(board: Board, raw: bytes, source: str, reader: Reader) -> Outcome:
    """One item alone, stored, read and sorted."""
    (outcome,) = take_in_all(board, [raw], source, reader)
    return outcome
