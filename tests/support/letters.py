"""A first mail, as it is read."""

from __future__ import annotations

from csboard.domain.letters import Address, Letter

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
