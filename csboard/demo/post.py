"""Mails as the customers' programs would send them, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from csboard.board import Board
from csboard.domain.commands import SortLetter
from csboard.domain.records import INTAKE_LOGIN, NO_TAGS, Actor, Event, Tags, Urgency
from csboard.mail.reading import read

INTAKE = Actor(INTAKE_LOGIN)
MAIL_DOMAIN = "mail.example.com"

_KINDS = {
    "jpg": ("image", "jpeg"),
    "png": ("image", "png"),
    "pdf": ("application", "pdf"),
    "csv": ("text", "csv"),
}
_BEGINNINGS = {
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "png": b"\x89PNG\r\n\x1a\n",
    "pdf": b"%PDF-1.4\n",
    "csv": b"name,amount\n",
}
"""Enough of a file to be told from others; there is no picture behind it."""


def compose(
    *,
    sender: tuple[str, str],
    to: str,
    subject: str,
    text: str,
    at: datetime,
    message_id: str,
    answers: str = "",
    files: Sequence[str] = (),
) -> bytes:
    """A mail from `sender` (name and address), as an answer to the mail with id `answers`."""
    mail = _plain(sender=sender, to=to, subject=subject, text=text, at=at, message_id=message_id)
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    for name in files:
        kind = name.rpartition(".")[2]
        maintype, subtype = _KINDS[kind]
        # As many bytes as a photograph would make the board carry a megabyte for nothing.
        content = _BEGINNINGS[kind] + message_id.encode() * 40
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes()


def deliver(
    board: Board, raw: bytes, urgency: Urgency = Urgency.NORMAL, tags: Tags = NO_TAGS
) -> Event:
    """Hand a mail to the board as the intake does: stored first, then read and sorted."""
    receipt = board.receive(raw, "pipe")
    command = SortLetter(
        op_id=f"sort-{receipt.id}",
        receipt_id=receipt.id,
        letter=read(raw),
        urgency=urgency,
        tags=tags,
    )
    return board.execute(command, INTAKE)


def _automatic(**mail: Any) -> bytes:
    """An answer that a machine gives while its person is away."""
    return _marked(mail, "Auto-Submitted", "auto-replied")


def _bounce(**mail: Any) -> bytes:
    """A mail server's report that there is no such address."""
    daemon = ("Mail Delivery System", "MAILER-DAEMON@example.com")
    return _marked({**mail, "sender": daemon}, "X-Failed-Recipients", mail["sender"][1])


def _own(**mail: Any) -> bytes:
    """A mail in the team's own name, which a person has to look at."""
    return compose(**{**mail, "sender": ("", mail["to"])})


def _empty(**mail: Any) -> bytes:
    """Nothing at all: a broken line, or a thumb that was too quick."""
    return b"\r\n"


STRAYS: Mapping[str, Callable[..., bytes]] = {
    "automatic": _automatic,
    "bounce": _bounce,
    "own": _own,
    "empty": _empty,
}
"""Mails that open no card, by kind."""


def _marked(mail: Mapping[str, Any], header: str, value: str) -> bytes:
    letter = _plain(**mail)
    letter[header] = value
    return letter.as_bytes()


def _plain(
    *, sender: tuple[str, str], to: str, subject: str, text: str, at: datetime, message_id: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = formataddr(sender), to, subject
    mail["Date"], mail["Message-ID"] = format_datetime(at), message_id
    mail.set_content(text)
    return mail
