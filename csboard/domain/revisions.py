"""The states of a draft that are spoken of: what makes two of them the same, and keeping one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from csboard.domain.decisions import Insert, Ref, Thing
from csboard.domain.records import Member
from csboard.domain.replies import Draft, FileInfo, Recipients, Revision, Words
from csboard.named import NamedTuple


def digest_of(words: Words, files: Iterable[FileInfo]) -> str:
    """Equal for what would go out as the same mail: sender, recipients, subject, text, files.

    SHA-256, 64 hex digits. Names of files count, and their bytes by their own digests.
    """
    parts = (
        words.sender,
        [[one.name, one.email] for one in words.recipients.to],
        [[one.name, one.email] for one in words.recipients.cc],
        words.subject,
        words.text,
        [[file.name, file.type, file.sha256] for file in files],
    )
    told = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of_draft(draft: Draft) -> str:
    """Of a draft as it stands."""
    return digest_of(draft.words, draft.files)


class Kept(NamedTuple):
    """A revision that stands for a draft as it is, whether it was there or is made now."""

    changes: tuple[Insert, ...]
    """What makes it; empty when it was there."""
    id: int | Ref
    seq: int
    digest: str


def as_revision(
    draft: Draft, revisions: Sequence[Revision], members: Mapping[str, Member], now: datetime
) -> Kept:
    """The draft as it stands as a revision; `revisions` are all it has, oldest first."""
    digest = digest_of_draft(draft)
    newest = next((one for one in reversed(revisions) if not one.kind), None)
    if newest is not None and newest.digest == digest:
        return Kept((), newest.id, newest.seq, digest)
    seq = revisions[-1].seq + 1 if revisions else 1
    writer = members[draft.writer]
    values = revision_row(draft.id, seq, draft.words, draft.files, writer, now)
    return Kept((Insert(Thing.REVISION, values, "revision"),), Ref("revision"), seq, digest)


def revision_row(
    draft_id: int,
    seq: int,
    words: Words,
    files: tuple[FileInfo, ...],
    writer: Member,
    now: datetime,
    *,
    kind: str = "",
) -> dict[str, object]:
    return {
        "draft_id": draft_id,
        "seq": seq,
        "at": now,
        "author_id": writer.id,
        "kind": kind,
        **words_row(words),
        "files": [file._asdict() for file in files],
        "digest": digest_of(words, files),
    }


def words_row(words: Words) -> dict[str, object]:
    """The columns in which drafts and revisions keep words."""
    return {
        "sender": words.sender,
        "recipients": stored_recipients(words.recipients),
        "subject": words.subject,
        "text": words.text,
    }


def stored_recipients(recipients: Recipients) -> dict[str, list[dict[str, str]]]:
    return {
        "to": [{"name": one.name, "email": one.email} for one in recipients.to],
        "cc": [{"name": one.name, "email": one.email} for one in recipients.cc],
    }
