"""Which columns make up each of the records of replying, and the record from such a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csboard.db import reply_models as models
from csboard.db.records import Logins, Row
from csboard.domain.letters import Address
from csboard.domain.replies import (
    Ask,
    Comment,
    Correspondent,
    Draft,
    FileInfo,
    OutboxEntry,
    OutboxState,
    Pen,
    Recipients,
    Revision,
    Thanks,
    Verdict,
    VerdictWord,
    Words,
)

_Draft, _File, _Revision = models.DraftRow, models.DraftFileRow, models.RevisionRow
_Comment, _Ask, _Verdict = models.CommentRow, models.AskRow, models.VerdictRow
_Outbox, _Presence, _Thanks = models.OutboxRow, models.PresenceRow, models.ThanksRow

DRAFT_COLUMNS = (
    _Draft.id,
    _Draft.inquiry,
    _Draft.author,
    _Draft.writer,
    _Draft.begun_at,
    _Draft.saved_at,
    _Draft.version,
    _Draft.recipients,
    _Draft.subject,
    _Draft.text,
    _Draft.sender,
    _Draft.answers,
    _Draft.seen_id,
    _Draft.pen,
    _Draft.pen_session,
    _Draft.pen_at,
    _Draft.ended_at,
    _Draft.ending,
)

FILE_COLUMNS = (_File.id, _File.name, _File.type, _File.size, _File.sha256)

REVISION_COLUMNS = (
    _Revision.id,
    _Revision.draft,
    _Revision.seq,
    _Revision.at,
    _Revision.author,
    _Revision.recipients,
    _Revision.subject,
    _Revision.text,
    _Revision.sender,
    _Revision.files,
    _Revision.digest,
    _Revision.kind,
)

COMMENT_COLUMNS = (
    _Comment.id,
    _Comment.inquiry,
    _Comment.author,
    _Comment.at,
    _Comment.text,
    _Comment.version,
    _Comment.draft,
    _Comment.revision,
    _Comment.message,
    _Comment.parent,
    _Comment.first,
    _Comment.last,
    _Comment.quote,
    _Comment.proposal,
    _Comment.accepted_at,
    _Comment.resolved_at,
    _Comment.resolved_by,
)

ASK_COLUMNS = (_Ask.id, _Ask.draft, _Ask.at, _Ask.by, _Ask.of, _Ask.topic)

VERDICT_COLUMNS = (
    _Verdict.id,
    _Verdict.draft,
    _Verdict.revision,
    _Verdict.member,
    _Verdict.at,
    _Verdict.word,
    _Verdict.comment,
)

OUTBOX_COLUMNS = (
    _Outbox.id,
    _Outbox.draft,
    _Outbox.inquiry,
    _Outbox.revision,
    _Outbox.digest,
    _Outbox.message_id,
    _Outbox.way,
    _Outbox.state,
    _Outbox.queued_at,
    _Outbox.queued_by,
    _Outbox.not_before,
    _Outbox.attempt,
    _Outbox.version,
    _Outbox.holder,
    _Outbox.held_until,
    _Outbox.code,
    _Outbox.ended_at,
)

THANKS_COLUMNS = (_Thanks.message, _Thanks.member, _Thanks.at)

PRESENCE_COLUMNS = (
    _Presence.member,
    _Presence.session,
    _Presence.inquiry,
    _Presence.doing,
    _Presence.sends,
    _Presence.at,
)


def draft(row: Row, logins: Logins, files: tuple[FileInfo, ...] = ()) -> Draft:
    draft_id, number, author, writer, begun_at, saved_at, version = row[:7]
    recipients, subject, text, sender, answers, seen = row[7:13]
    pen, session, pen_at, ended_at, ending = row[13:]
    return Draft(
        id=draft_id,
        number=number,
        author=logins[author],
        writer=logins[writer],
        begun_at=begun_at,
        saved_at=saved_at,
        version=version,
        words=Words(recipients_of(recipients), subject, text, sender),
        answers=answers,
        seen=seen,
        pen=Pen(logins[pen], session, pen_at) if pen else None,
        ended_at=ended_at,
        ending=ending,
        files=files,
    )


def revision(row: Row, logins: Logins) -> Revision:
    revision_id, draft_id, seq, at, author = row[:5]
    recipients, subject, text, sender, files, digest, kind = row[5:]
    return Revision(
        id=revision_id,
        draft_id=draft_id,
        seq=seq,
        at=at,
        author=logins[author],
        words=Words(recipients_of(recipients), subject, text, sender),
        files=tuple(FileInfo(**one) for one in files),
        digest=digest,
        kind=kind,
    )


def comment(row: Row, logins: Logins) -> Comment:
    comment_id, number, author, at, text, version, draft_id, revision_id = row[:8]
    message_id, parent, first, last, quote, proposal, accepted_at = row[8:15]
    resolved_at, resolved_by = row[15:]
    return Comment(
        id=comment_id,
        number=number,
        author=logins[author],
        at=at,
        text=text,
        version=version,
        draft_id=draft_id,
        revision_id=revision_id,
        message_id=message_id,
        parent=parent,
        first=first,
        last=last,
        quote=quote,
        proposal=proposal,
        accepted_at=accepted_at,
        resolved_at=resolved_at,
        resolved_by=logins[resolved_by] if resolved_by else None,
    )


def ask(row: Row, logins: Logins) -> Ask:
    ask_id, draft_id, at, by, of, topic = row
    return Ask(ask_id, draft_id, at, logins[by], logins[of] if of else None, topic)


def verdict(row: Row, logins: Logins) -> Verdict:
    verdict_id, draft_id, revision_id, member, at, word, comment_id = row
    return Verdict(
        verdict_id, draft_id, revision_id, logins[member], at, VerdictWord(word), comment_id
    )


def outbox_entry(row: Row, logins: Logins) -> OutboxEntry:
    entry_id, draft_id, number, revision_id, digest, message_id, way, state = row[:8]
    queued_at, queued_by, not_before, attempt, version = row[8:13]
    holder, held_until, code, ended_at = row[13:]
    return OutboxEntry(
        id=entry_id,
        draft_id=draft_id,
        number=number,
        revision_id=revision_id,
        digest=digest,
        message_id=message_id,
        way=way,
        state=OutboxState(state),
        queued_at=queued_at,
        queued_by=logins[queued_by],
        not_before=not_before,
        attempt=attempt,
        version=version,
        holder=holder,
        held_until=held_until,
        code=code,
        ended_at=ended_at,
    )


def thanks(row: Row, logins: Logins) -> Thanks:
    message_id, member, at = row
    return Thanks(message_id, logins[member], at)


def presence(row: Row, logins: Logins) -> Correspondent:
    member, session, number, doing, sends, at = row
    return Correspondent(logins[member], session, number, doing, bool(sends), at)


def recipients_of(stored: Mapping[str, Any]) -> Recipients:
    """From the form in which `stored_recipients` keeps them."""
    to, cc = (
        tuple(Address(one["name"], one["email"]) for one in stored.get(key, ()))
        for key in ("to", "cc")
    )
    return Recipients(to, cc)
