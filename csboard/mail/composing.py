"""A reply as the bytes of a mail: what people wrote, and the headers that make it an answer.

Pure: the same `Reply` gives the same bytes. Headers are made here and not by the
standard library, which mangles Message-IDs of 78 characters and more, splits a name at its comma
and loses blanks between encoded words; the parts of the body are its own.
"""

from __future__ import annotations

import base64
import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from csboard.domain.file_names import safe_name
from csboard.domain.letters import Address
from csboard.domain.mailable import mailable
from csboard.domain.replies import Words
from csboard.mail.wrapping import wrapped
from csboard.named import NamedTuple
from csboard.text import clean

LOOP_HEADER = "X-CSBoard-Loop"
MAX_IDS = 12
MAX_REFERENCES = 1_500
"""Bytes; some relays refuse a mail with more."""
MAX_LINE = 998
"""Bytes of a line without its end, RFC 5322 2.1.1."""
MAX_WORD = 75
"""Characters of an encoded word, RFC 2047 2."""
FOLD_AT = 76
MAX_NAME = 100
"""Characters of a name beside an address; the rest of it is left out."""

_ID = re.compile(r"<[!-;=?-~]+>")
_TYPE = re.compile(r"(?:application|audio|font|image|text|video)/[a-z0-9][a-z0-9.+-]{0,80}")
_BINARY = "application/octet-stream"


class CannotCompose(Exception):
    """It can't be made into a mail. `code` says why: `address`, `sender`, `recipients`, `id`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Enclosure(NamedTuple):
    """A file with its bytes."""

    name: str
    type: str
    data: bytes


class Reply(NamedTuple):
    """Everything a mail is made from."""

    message_id: str
    words: Words
    at: datetime
    """When it goes out, in the zone that its Date tells."""
    from_name: str
    """What the team is called."""
    domain: str
    """Of the team's mail: marks what is our own."""
    thread: tuple[str, ...] = ()
    """Message-IDs of the conversation, the oldest first; the last is what it answers."""
    files: tuple[Enclosure, ...] = ()
    wrap_at: int = 72
    automatic: bool = False
    """Whether a program wrote it, and no program is to answer it (RFC 3834)."""


class Composed(NamedTuple):
    """A mail ready to be handed over."""

    data: bytes
    """With CRLF at the end of each line, ASCII only."""
    recipients: tuple[str, ...]
    """The addresses of To and Cc, each once."""


def composed(reply: Reply) -> Composed:
    """The mail; CannotCompose when an address or the id is none that can stand in one."""
    words = reply.words
    everyone = words.recipients.all
    if not everyone:
        raise CannotCompose("recipients")
    if not mailable(words.sender):
        raise CannotCompose("sender")
    if not all(mailable(one.email) for one in everyone):
        raise CannotCompose("address")
    if not _stands_in_a_line(reply.message_id):
        raise CannotCompose("id")
    headers = [
        _field("Date", [format_datetime(reply.at)]),
        _people("From", (Address(reply.from_name, words.sender),)),
        _people("To", words.recipients.to),
        _people("Cc", words.recipients.cc),
        f"Subject: {_text(words.subject, len('Subject: '))}\r\n",
        _field("Message-ID", [reply.message_id]),
        *_threading(reply.thread),
        _field("Auto-Submitted", ["auto-generated"] if reply.automatic else []),
        _field(LOOP_HEADER, [clean(reply.domain)]),
    ]
    recipients = tuple(dict.fromkeys(one.email for one in everyone))
    return Composed("".join(headers).encode("ascii") + _body(reply), recipients)


def mail_text(words: Words, wrap_at: int) -> str:
    """The text of a reply as it goes out."""
    return wrapped(clean(words.text, multiline=True), wrap_at).rstrip("\n") + "\n"


def _body(reply: Reply) -> bytes:
    message = EmailMessage(SMTP)
    message.set_content(mail_text(reply.words, reply.wrap_at), cte="base64")
    taken: set[str] = set()
    for file in reply.files:
        main, _, sub = _type_of(file).partition("/")
        name = safe_name(file.name, file.type, taken)
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=name)
    if reply.files:
        message.set_boundary(f"=_{reply.message_id.strip('<>').partition('@')[0][-40:]}")
    return message.as_bytes()


def _type_of(file: Enclosure) -> str:
    """What the file says it is; what a mail program could take for parts of the mail is bytes."""
    return file.type if _TYPE.fullmatch(file.type) else _BINARY


def _threading(thread: tuple[str, ...]) -> list[str]:
    """In-Reply-To and References, each id as it came on a line of its own."""
    ids = [one for one in dict.fromkeys(reversed(thread)) if _stands_in_a_line(one)][::-1]
    if not ids:
        return []
    return [_field("In-Reply-To", ids[-1:]), _field("References", _shortened(ids))]


def _shortened(ids: list[str]) -> list[str]:
    """The first and the latest, as many as a header may hold; never without the very last."""
    kept = ids if len(ids) <= MAX_IDS else [ids[0], *ids[1 - MAX_IDS :]]
    while len(kept) > 1 and sum(len(one) + 3 for one in kept) > MAX_REFERENCES:
        del kept[1 if len(kept) > 2 else 0]
    return kept


def _stands_in_a_line(message_id: str) -> bool:
    """Whether a header can hold it unchanged; one that looks like an encoded word can't."""
    fits = len(message_id) < MAX_LINE and "=?" not in message_id
    return fits and _ID.fullmatch(message_id) is not None


def _people(name: str, people: tuple[Address, ...]) -> str:
    return _field(name, [_mailbox(one, len(name) + 2) for one in people], ",")


def _field(name: str, items: list[str], between: str = "") -> str:
    """A header field, its items on lines of their own; empty without any."""
    if not items:
        return ""
    first, *rest = items
    fits = len(name) + 2 + len(first.partition("\r\n")[0]) <= FOLD_AT
    begin = f"{name}: {first}" if fits else f"{name}:\r\n {first}"
    return f"{between}\r\n ".join([begin, *rest]) + "\r\n"


def _mailbox(person: Address, before: int) -> str:
    """The name, quoted or encoded, and the address; never a comma or bracket of the name's own."""
    name = clean(person.name).strip()[:MAX_NAME]
    if not name:
        return person.email
    escaped = re.sub(r'(["\\])', r"\\\1", name)
    is_plain = name.isascii() and "=?" not in name
    shown = f'"{escaped}"' if is_plain else _encoded(name, before)
    last_line = shown.rpartition("\r\n")[2]
    fits = before + len(last_line) + len(person.email) + 3 <= FOLD_AT
    return f"{shown} <{person.email}>" if fits else f"{shown}\r\n <{person.email}>"


def _text(text: str, before: int) -> str:
    """Free text: as it is when it is short ASCII, else in encoded words."""
    text = clean(text).strip()
    is_plain = text.isascii() and "=?" not in text
    return text if is_plain and before + len(text) <= FOLD_AT else _encoded(text, before)


def _encoded(text: str, before: int) -> str:
    """Encoded words of UTF-8, none cut within a letter, each on a line of its own.

    `before` is how many characters stand on the first line already.
    """
    words: list[str] = []
    chunk, room = b"", _bytes_of_word(MAX_WORD - before)
    for char in text:
        letter = char.encode("utf-8", "replace")
        if len(chunk) + len(letter) > room:
            words.append(_encoded_word(chunk))
            chunk, room = b"", _bytes_of_word(MAX_WORD - 1)
        chunk += letter
    return "\r\n ".join([*words, _encoded_word(chunk)])


def _encoded_word(chunk: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(chunk).decode('ascii')}?="


def _bytes_of_word(characters: int) -> int:
    """How many bytes an encoded word of so many characters holds."""
    return (characters - len("=?utf-8?b??=")) // 4 * 3
