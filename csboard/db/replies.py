"""Reading drafts, what is said of them, and the outbox; a fixed number of queries each."""

from __future__ import annotations

from typing import Any

from csboard.db import reply_models as models
from csboard.db import reply_records as records
from csboard.db import wholes
from csboard.db.models import EventRow, MessageRow
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.replies import Comment as Comment_
from csboard.domain.replies import Draft, FileInfo, OutboxEntry, OutboxState, ReplyView
from csboard.domain.replies import Revision as Revision_
from csboard.errors import Refused
from csboard.i18n import _

Draft_, File, Revision = models.DraftRow, models.DraftFileRow, models.RevisionRow
Comment, Ask, Verdict = models.CommentRow, models.AskRow, models.VerdictRow
Outbox, Thanks = models.OutboxRow, models.ThanksRow

GOING_OUT = (OutboxState.QUEUED, OutboxState.CLAIMED, OutboxState.HANDING)
"""States of a sending in which its words are still needed."""


def _open_drafts() -> Any:
    """The ids of the open drafts of a whole inquiry."""
    return Draft_.select(Draft_.id).where(
        Draft_.inquiry.in_(wholes.parts_of(slot("number"))), Draft_.ended_at.is_null()
    )


_DRAFTS = Prepared(
    lambda: (
        Draft_.select(*records.DRAFT_COLUMNS)
        .where(Draft_.inquiry.in_(wholes.parts_of(slot("number"))), Draft_.ended_at.is_null())
        .order_by(Draft_.inquiry != slot("number"), Draft_.id)
    )
)
_DRAFT = Prepared(lambda: Draft_.select(*records.DRAFT_COLUMNS).where(Draft_.id == slot("draft")))
_FILES = Prepared(
    lambda: (
        File.select(File.draft, *records.FILE_COLUMNS)
        .where(File.draft.in_(_open_drafts()), File.removed_at.is_null())
        .order_by(File.id)
    )
)
_FILES_OF = Prepared(
    lambda: (
        File.select(*records.FILE_COLUMNS)
        .where(File.draft == slot("draft"), File.removed_at.is_null())
        .order_by(File.id)
    )
)
_REVISIONS = Prepared(
    lambda: (
        Revision.select(*records.REVISION_COLUMNS)
        .where(Revision.draft.in_(_open_drafts()))
        .order_by(Revision.draft, Revision.seq)
    )
)
_COMMENTS = Prepared(
    lambda: (
        Comment.select(*records.COMMENT_COLUMNS)
        .where(Comment.inquiry.in_(wholes.parts_of(slot("number"))), Comment.withdrawn_at.is_null())
        .order_by(Comment.id)
    )
)
_ASKS = Prepared(
    lambda: (
        Ask.select(*records.ASK_COLUMNS)
        .where(Ask.draft.in_(_open_drafts()), Ask.ended_at.is_null())
        .order_by(Ask.id)
    )
)
_VERDICTS = Prepared(
    lambda: (
        Verdict.select(*records.VERDICT_COLUMNS)
        .where(Verdict.draft.in_(_open_drafts()), Verdict.withdrawn_at.is_null())
        .order_by(Verdict.id)
    )
)
_DATA = Prepared(lambda: File.select(File.name, File.data).where(File.id == slot("file")))
_REVISIONS_OF = Prepared(
    lambda: (
        Revision.select(*records.REVISION_COLUMNS)
        .where(Revision.draft == slot("draft"))
        .order_by(Revision.seq)
    )
)
_ENTRY_OF = Prepared(
    lambda: Outbox.select(*records.OUTBOX_COLUMNS).where(Outbox.draft == slot("draft"))
)
_ON_ITS_WAY = Prepared(
    lambda: (
        Outbox.select(Outbox.id)
        .where(Outbox.inquiry.in_(wholes.parts_of(slot("number"))), Outbox.state.in_(GOING_OUT))
        .limit(1)
    )
)
_CLAIMED = Prepared(
    lambda: (
        EventRow.select(EventRow.actor, EventRow.detail)
        .where(EventRow.inquiry == slot("number"), EventRow.seq == 1, EventRow.kind == "claimed")
        .order_by(EventRow.id.desc())
        .limit(1)
    )
)
_OUTBOX = Prepared(
    lambda: (
        Outbox.select(*records.OUTBOX_COLUMNS)
        .where(Outbox.inquiry.in_(wholes.parts_of(slot("number"))))
        .order_by(Outbox.id)
    )
)
_THANKS = Prepared(
    lambda: (
        Thanks.select(*records.THANKS_COLUMNS)
        .join(MessageRow)
        .where(
            MessageRow.inquiry.in_(wholes.parts_of(slot("number"))),
            Thanks.withdrawn_at.is_null(),
        )
        .order_by(Thanks.id)
    )
)


def replies(number: int, team: Team) -> ReplyView:
    """The replies of the inquiry in which `number` goes on; Refused when there is none."""
    whole = wholes.whole(number, team)
    inquiry, owner = whole.inquiry, whole.tasks[0].owner if whole.tasks else None
    number, logins = inquiry.number, team.logins
    return ReplyView(
        inquiry=inquiry,
        messages=wholes.messages(number, team),
        members=dict(team.members),
        drafts=open_drafts(number, team),
        revisions=tuple(records.revision(row, logins) for row in _REVISIONS.rows(number=number)),
        comments=tuple(records.comment(row, logins) for row in _COMMENTS.rows(number=number)),
        asks=tuple(records.ask(row, logins) for row in _ASKS.rows(number=number)),
        verdicts=tuple(records.verdict(row, logins) for row in _VERDICTS.rows(number=number)),
        outbox=outbox_of(number, team),
        thanks=tuple(records.thanks(row, logins) for row in _THANKS.rows(number=number)),
        reviewer=reviewer_meant(number, owner, team),
    )


def reviewer_meant(number: int, owner: str | None, team: Team) -> str | None:
    """Whom the owner of the reply meant to ask for a review as they took it."""
    claimed = _CLAIMED.row(number=number) if owner is not None else None
    if claimed is None or team.logins[claimed[0]] != owner:
        return None
    reviewer = claimed[1].get("reviewer")
    return reviewer if reviewer in team.members and team.members[reviewer].active else None


def comments_on_messages(number: int, team: Team) -> tuple[Comment_, ...]:
    """What was said of the messages of the whole inquiry, oldest first."""
    found = (records.comment(row, team.logins) for row in _COMMENTS.rows(number=number))
    return tuple(one for one in found if one.message_id is not None)


def open_drafts(number: int, team: Team) -> tuple[Draft, ...]:
    """The open ones of the whole inquiry, its own first."""
    files: dict[int, list[FileInfo]] = {}
    for draft_id, *file in _FILES.rows(number=number):
        files.setdefault(draft_id, []).append(FileInfo(*file))
    return tuple(
        records.draft(row, team.logins, tuple(files.get(row[0], ())))
        for row in _DRAFTS.rows(number=number)
    )


def draft(draft_id: int, team: Team) -> Draft:
    """One draft, open or ended; Refused (`no_such_draft`) when there is none."""
    row = _DRAFT.row(draft=draft_id)
    if row is None:
        raise Refused("no_such_draft", _("There is no such draft any more: look again."))
    return records.draft(row, team.logins, files_of(draft_id))


def files_of(draft_id: int) -> tuple[FileInfo, ...]:
    """The files that go out with a draft, in the order in which they were added."""
    return tuple(FileInfo(*row) for row in _FILES_OF.rows(draft=draft_id))


def file_data(file_id: int) -> bytes:
    """The bytes of a draft's file; Refused when there is none or it was erased."""
    row = _DATA.row(file=file_id)
    if row is None:
        raise Refused("no_such_file", _("There is no such file any more: look again."))
    name, data = row
    if not name:
        raise Refused("erased", _("The file was erased: nothing of it is left."))
    return bytes(data)


def revisions_of(draft_id: int, team: Team) -> tuple[Revision_, ...]:
    """All revisions of a draft, oldest first."""
    return tuple(records.revision(row, team.logins) for row in _REVISIONS_OF.rows(draft=draft_id))


def entry_of(draft_id: int, team: Team) -> OutboxEntry | None:
    """The sending of a draft; None when it was never to be sent."""
    row = _ENTRY_OF.row(draft=draft_id)
    return records.outbox_entry(row, team.logins) if row else None


def is_going_out(number: int) -> bool:
    """Whether a reply of the whole inquiry is on its way."""
    return _ON_ITS_WAY.row(number=number) is not None


def outbox_of(number: int, team: Team) -> tuple[OutboxEntry, ...]:
    """Every reply of the whole inquiry that was ever on its way out, oldest first."""
    return tuple(records.outbox_entry(row, team.logins) for row in _OUTBOX.rows(number=number))
