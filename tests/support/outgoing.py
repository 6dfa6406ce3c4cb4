"""Replies to be made into mails, and what is tried to get more into those mails than belongs."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from csboard.domain.letters import Address
from csboard.domain.replies import Recipients, Words
from csboard.mail.composing import Composed, Reply
from csboard.mail.reading import read

OUR_ID = "<csb.1001.7.abcdefghijklmnop@shop.example>"
HEADERS = (
    *("date", "from", "to", "cc", "subject", "message-id", "in-reply-to", "references"),
    *("x-csboard-loop", "mime-version", "content-type", "content-transfer-encoding"),
)

HOSTILE = (
    "a\r\nBcc: evil@example.net",
    "a\nBcc: evil@example.net",
    "a\rBcc: evil@example.net",
    "a\r\n\r\n<script>",
    "a\r\n .\r\nMAIL FROM:<evil@example.net>",
    "a\x00b",
    "a\x0bBcc: evil@example.net",
    "a\x0cBcc: evil@example.net",
    "a\x1c\x1d\x1eBcc: evil@example.net",
    "a\x85Bcc: evil@example.net",
    "a\u2028Bcc: evil@example.net",
    "a\u2029Bcc: evil@example.net",
    "a\x1b[2J\x1b]0;title\x07",
    "=?utf-8?q?a=0D=0ABcc:_evil@example.net?=",
    "=?utf-8?b?YQ0KQmNjOiBldmlsQGV4YW1wbGUubmV0?=",
    "=?us-ascii?q?=3Cevil@example.net=3E?=",
    "a, evil@example.net",
    "a; evil@example.net",
    'a" <evil@example.net>, "b',
    'a\\" <evil@example.net>, "b',
    "a\\",
    "<evil@example.net>",
    "a <evil@example.net>",
    "(evil@example.net)",
    "a (evil",
    "group: evil@example.net;",
    "evil@example.net",
    "\u202eevil\u202c",
    "山田\r\nBcc: evil@example.net",
    "山田, evil@example.net",
    "ａ＜evil@example.net＞",
    "\ud800\udfff",
    "\ufeffBcc: evil@example.net",
    "x" * 5_000,
    "長" * 3_000,
    "x " * 2_000,
    " leading and trailing ",
    "\t\tBcc: evil@example.net",
    "e\u0301" * 200,
    "👩‍👩‍👧‍👦" * 50,
)
"""Subjects, names and file names; mail servers and readers must see nothing more in them."""

HOSTILE_ADDRESSES = (
    "a@b.jp\r\nBcc: evil@example.net",
    "a@b.jp, evil@example.net",
    "a@b.jp> <evil@example.net",
    "<a@b.jp>",
    "a b@b.jp",
    '"a b"@b.jp',
    "a@b.jp evil@example.net",
    "a@b.jp\x00",
    "a@b.jp;evil@example.net",
    "a@[127.0.0.1]",
    "a@b.jp(comment)",
    "@hop:a@b.jp",
    "a@",
    "@b.jp",
    "a",
    "",
    "山田@b.jp",
    "a@-b.jp",
    "a@b.jp-",
    f"{'a' * 65}@b.jp",
)
"""None of these is one address that can stand in an envelope."""

HOSTILE_IDS = (
    "<a@b.jp>\r\nBcc: evil@example.net",
    "<a@b.jp>\nBcc: evil@example.net",
    "<a b@b.jp>",
    "<=?utf-8?q?a=0D=0ABcc=3A?=@b.jp>",
    "<山田@b.jp>",
    "a@b.jp",
    "",
    "<<a@b.jp>>",
    f"<{'a' * 1_000}@b.jp>",
    "<a\x00@b.jp>",
)
"""None of these can stand in a header as they are; they are left out."""


def reply(
    subject: str = "Re: 件名",
    to: tuple[Address, ...] = (Address("山田", "yamada@example.jp"),),
    text: str = "お世話になっております。",
    **more: object,
) -> Reply:
    """A reply as the outbox makes a mail of it; `more` as in Reply."""
    cc = (Address("", "boss@example.jp"),)
    words = Words(Recipients(to, cc), subject, text, "support@shop.example")
    values: dict[str, object] = {
        "message_id": OUR_ID,
        "words": words,
        "at": datetime(2026, 11, 23, 0, 30, tzinfo=UTC),
        "from_name": "Support",
        "domain": "shop.example",
        "thread": ("<first@example.jp>", "<second@example.jp>"),
        **more,
    }
    return Reply(**values)  # type: ignore[arg-type]


def parsed(mail: Composed) -> Message:
    """As the standard library reads it."""
    return message_from_bytes(mail.data, policy=compat32)


def faults(mail: Composed, recipients: tuple[str, ...]) -> list[str]:
    """What is in a mail that doesn't belong there, or was changed, read twice."""
    message, letter = parsed(mail), read(mail.data)
    names = [name.lower() for name in message]
    seen = tuple(one.email for one in (*letter.to, *letter.cc))
    found = {
        "headers": [name for name in names if names.count(name) > 1 or name not in HEADERS],
        "recipients": [] if recipients == mail.recipients == seen else [*mail.recipients, *seen],
        "sender": [] if letter.from_.email == "support@shop.example" else [letter.from_.email],
        "id": [] if message["message-id"] == letter.message_id == OUR_ID else ["message-id"],
        "threading": []
        if tuple(message["references"].split())[-1:] == letter.in_reply_to == letter.references[-1:]
        else [message["references"]],
        "lines": [line for line in mail.data.split(b"\r\n") if len(line) > 998 or b"\n" in line],
        "bytes": [] if mail.data.isascii() and b"\0" not in mail.data else ["not ASCII"],
    }
    return [f"{what}: {which}" for what, which in found.items() if which]
