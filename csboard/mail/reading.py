"""Raw bytes of a mail to a `Letter`, step by step as docs and tests describe it.

Every step is bounded, and `read` never raises: a mail that can't be read keeps what its
headers say and a problem code, so that a person looks at the original.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from csboard.domain.file_names import safe_name
from csboard.domain.letters import Address, Excess, Letter
from csboard.domain.records import AttachmentInfo
from csboard.mail.addresses import read_addresses
from csboard.mail.content import Content, read_content
from csboard.mail.headers import (
    MAX_BLOCK,
    Headers,
    is_block_too_long,
    read_date,
    read_headers,
    read_ids,
    read_message_id,
    read_subject,
    start_of_mail,
)
from csboard.mail.reports import automatic_mark, mentioned_own_ids, read_report
from csboard.mail.structure import Part, Structure, read_structure
from csboard.text import fold_address

_SUBJECT_TAG = re.compile(r"\[CS#([1-9][0-9]{0,8})\]", re.IGNORECASE)
NOBODY = Address("", "")
_OF_MAIL = frozenset(
    "from sender reply-to to cc subject date message-id received return-path delivered-to"  # noqa: SIM905
    " mime-version content-type in-reply-to references".split()
)
"""Fields by which any mail is known as one; what has none of them is no mail."""

VERSION = 3
"""Goes up with every change by which some mail is read otherwise than before.

Each receipt keeps the version that read it: `csboard intake reread --all` looks for older ones.
"""


def read(raw: bytes) -> Letter:
    """Read a mail, decoded and cleaned."""
    if not raw.strip():
        return _nothing_of(raw, "empty")
    problem = "unreadable"
    try:
        return _read_whole(raw)
    except MemoryError:
        problem = "over-memory"
    except Exception:  # whatever a hostile mail brings about, a person has to see it
        pass
    try:
        return _read_headers_only(raw, problem)
    except Exception:
        return _nothing_of(raw, problem)


def attachment(raw: bytes, part: int) -> bytes:
    """The bytes of the attachment whose `AttachmentInfo.part` is `part`; else LookupError."""
    return read_structure(raw).parts[part].payload()


def _read_whole(raw: bytes) -> Letter:
    structure = read_structure(raw)
    content = read_content(structure)
    files = _read_files(content)
    people = _read_people(structure.root.headers)
    problems = list(content.problems)
    named = {name for name, _value in structure.root.headers.fields}
    if people.sender == NOBODY and not named & _OF_MAIL:
        problems.append("no-mail")
    excess = Excess("headers", MAX_BLOCK) if is_block_too_long(raw) else structure.excess
    if excess:
        problems.append("over-limits")
    return _letter(raw, structure, people, content.text, files, problems, excess)


def _read_headers_only(raw: bytes, problem: str) -> Letter:
    headers, start = read_headers(raw, start_of_mail(raw), len(raw))
    root = Part(0, headers, memoryview(raw)[start:])
    return _letter(raw, Structure(root, [root]), _read_people(headers), "", [], [problem])


def _nothing_of(raw: bytes, problem: str) -> Letter:
    return Letter(
        subject="",
        sender=NOBODY,
        from_=NOBODY,
        to=(),
        cc=(),
        sent_at=None,
        message_id="",
        in_reply_to=(),
        references=(),
        text="",
        attachments=(),
        digest=hashlib.sha256(raw).hexdigest(),
        problems=(problem,),
    )


@dataclass(frozen=True, slots=True)
class _File:
    info: AttachmentInfo
    digest: str


@dataclass(frozen=True, slots=True)
class _People:
    from_: Address
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]


def _letter(
    raw: bytes,
    structure: Structure,
    people: _People,
    text: str,
    files: list[_File],
    problems: list[str],
    excess: Excess | None = None,
) -> Letter:
    headers = structure.root.headers
    subject = read_subject(headers)
    message_id = read_message_id(headers)
    return Letter(
        subject=subject,
        sender=people.sender,
        from_=people.from_,
        to=people.to,
        cc=people.cc,
        sent_at=read_date(headers),
        message_id=message_id,
        in_reply_to=read_ids(headers, "in-reply-to"),
        references=read_ids(headers, "references"),
        text=text,
        attachments=tuple(file.info for file in files),
        digest=_digest(headers, people.from_, message_id, subject, text, files),
        mentioned_ids=mentioned_own_ids(raw, structure, text),
        subject_numbers=_subject_numbers(subject),
        automatic=automatic_mark(headers),
        report=read_report(structure, people.from_, text),
        loop_mark=headers.text("x-csboard-loop")[:255],
        hops=len(headers.all("received")),
        problems=tuple(problems),
        excess=excess,
    )


def _read_people(headers: Headers) -> _People:
    def addresses(*names: str) -> tuple[Address, ...]:
        return tuple(
            one for name in names for value in headers.all(name) for one in read_addresses(value)
        )

    from_ = next(iter(addresses("from")), None) or next(iter(addresses("sender")), NOBODY)
    to, cc = addresses("to"), addresses("cc")
    sender = _whom_to_answer(from_, addresses("reply-to"), (*to, *cc))
    return _People(from_, sender, to, cc)


def _whom_to_answer(
    from_: Address, reply_to: tuple[Address, ...], recipients: tuple[Address, ...]
) -> Address:
    """Reply-To, unless it leads back to a recipient, as mailing lists set it."""
    to_all = {fold_address(one.email) for one in recipients}
    for address in reply_to:
        folded = fold_address(address.email)
        if folded == fold_address(from_.email):
            return from_
        if "@" in folded and folded not in to_all:
            return address
    return from_


def _read_files(content: Content) -> list[_File]:
    files: list[_File] = []
    taken: set[str] = set()
    for part in content.attachments:
        payload = part.payload()
        info = AttachmentInfo(
            name=safe_name(part.name, part.type, taken),
            size=len(payload),
            type=part.type,
            part=part.index,
        )
        files.append(_File(info, hashlib.sha256(payload).hexdigest()))
    return files


def _digest(
    headers: Headers,
    from_: Address,
    message_id: str,
    subject: str,
    text: str,
    files: list[_File],
) -> str:
    """One key for every delivery of the same mail, whatever way it came."""
    date = " ".join(headers.text("date").split())
    lines = [line.rstrip() for line in text.strip().splitlines()]
    parts = [fold_address(from_.email), date or message_id, subject, "\n".join(lines)]
    parts += [file.digest for file in files]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _subject_numbers(subject: str) -> tuple[int, ...]:
    tags = _SUBJECT_TAG.findall(unicodedata.normalize("NFKC", subject))
    return tuple(dict.fromkeys(int(number) for number in tags))[:10]
