"""The tables of replying as peewee models: drafts, what is said of them, the outbox, presence.

`csboard.db.models` has the others, and what holds for all.
"""

from __future__ import annotations

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from csboard.db.fields import JsonField, UtcField
from csboard.db.models import InquiryRow, MemberRow, MessageRow, Row


class DraftRow(Row):
    """A reply being written. An inquiry has one that is open at most (a unique index)."""

    id = AutoField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    author = ForeignKeyField(MemberRow)
    author_id: int
    """Who is accountable for it."""
    writer = ForeignKeyField(MemberRow)
    """Whose the words are as they stand: who last saved others."""
    writer_id: int
    begun_at = UtcField()
    saved_at = UtcField()
    answers = ForeignKeyField(MessageRow, null=True)
    """The message it answers."""
    answers_id: int | None
    seen_id = IntegerField(default=0)
    """Id of the newest message that whoever wrote it last had seen."""
    sender = TextField(default="")
    """The address of ours it goes out from."""
    recipients = JsonField()
    subject = TextField(default="")
    text = TextField(default="")
    pen = ForeignKeyField(MemberRow, null=True)
    """Who writes in it; `pen_session` says at which board of theirs, `pen_at` when last."""
    pen_id: int | None
    pen_session = TextField(default="")
    pen_at = UtcField(null=True)
    ended_at = UtcField(null=True)
    ending = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        table_name = "draft"


class DraftFileRow(Row):
    """A file that goes out with a reply."""

    id = AutoField()
    draft = ForeignKeyField(DraftRow)
    draft_id: int
    name = TextField()
    type = TextField()
    size = IntegerField()
    sha256 = CharField(64)
    data = BlobField()
    removed_at = UtcField(null=True)

    class Meta:
        table_name = "draft_file"


class RevisionRow(Row):
    """A state of a draft that somebody spoke of, judged or sent; never changed."""

    id = AutoField()
    draft = ForeignKeyField(DraftRow)
    draft_id: int
    seq = IntegerField()
    at = UtcField()
    author = ForeignKeyField(MemberRow)
    author_id: int
    kind = TextField(default="")
    """`left`: words of somebody whose pen was taken, beside what the draft went on as."""
    sender = TextField(default="")
    recipients = JsonField()
    subject = TextField(default="")
    text = TextField(default="")
    files = JsonField()
    digest = CharField(64)

    class Meta:
        table_name = "revision"


class CommentRow(Row):
    """A colleague's word on lines of a draft, of a customer's message, or of a sent reply."""

    id = AutoField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    draft = ForeignKeyField(DraftRow, null=True)
    draft_id: int | None
    revision = ForeignKeyField(RevisionRow, null=True)
    revision_id: int | None
    message = ForeignKeyField(MessageRow, null=True)
    message_id: int | None
    parent = ForeignKeyField("self", null=True)
    """The comment it answers; answers are one deep."""
    parent_id: int | None
    author = ForeignKeyField(MemberRow)
    author_id: int
    at = UtcField()
    first = IntegerField(null=True)
    last = IntegerField(null=True)
    """Lines it is on, counted from 0, both included; null for a word on the whole."""
    quote = TextField(default="")
    text = TextField(default="")
    proposal = TextField(null=True)
    """Words to stand in place of the quoted ones."""
    accepted_at = UtcField(null=True)
    resolved_at = UtcField(null=True)
    resolved_by = ForeignKeyField(MemberRow, null=True)
    resolved_by_id: int | None
    withdrawn_at = UtcField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "comment"


class AskRow(Row):
    """Somebody asked for a review: of one person, of who knows a topic, or of anybody."""

    id = AutoField()
    draft = ForeignKeyField(DraftRow)
    draft_id: int
    at = UtcField()
    by = ForeignKeyField(MemberRow)
    by_id: int
    of = ForeignKeyField(MemberRow, null=True)
    of_id: int | None
    topic = TextField(default="")
    ended_at = UtcField(null=True)

    class Meta:
        table_name = "ask"


class VerdictRow(Row):
    """A review that was given on one revision: `approve`, `change` or `comment`."""

    id = AutoField()
    draft = ForeignKeyField(DraftRow)
    draft_id: int
    revision = ForeignKeyField(RevisionRow)
    revision_id: int
    member = ForeignKeyField(MemberRow)
    member_id: int
    at = UtcField()
    word = TextField()
    comment = ForeignKeyField(CommentRow, null=True)
    """What was said with it."""
    comment_id: int | None
    withdrawn_at = UtcField(null=True)

    class Meta:
        table_name = "verdict"


class OutboxRow(Row):
    """A reply on its way out; one for each draft, so that a second sending is impossible."""

    id = AutoField()
    draft = ForeignKeyField(DraftRow, unique=True)
    draft_id: int
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    revision = ForeignKeyField(RevisionRow)
    revision_id: int
    digest = CharField(64)
    """Of the revision as it was approved; whoever sends compares it with what is to go out."""
    message_id = TextField(unique=True)
    """RFC 5322 Message-ID with a random token, the same at every attempt."""
    way = TextField()
    state = TextField()
    queued_at = UtcField()
    queued_by = ForeignKeyField(MemberRow)
    queued_by_id: int
    not_before = UtcField()
    attempt = IntegerField(default=0)
    holder = TextField(default="")
    held_until = UtcField(null=True)
    code = TextField(default="")
    """What the mail server said last, as `451` or `550 5.1.1`, or a code of ours."""
    ended_at = UtcField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "outbox"


class PresenceRow(Row):
    """An open board: whose it is, what inquiry they are in, and whether it can send."""

    id = AutoField()
    session = TextField(unique=True)
    member = ForeignKeyField(MemberRow)
    member_id: int
    inquiry = ForeignKeyField(InquiryRow, null=True)
    inquiry_id: int | None
    doing = TextField(default="")
    sends = BooleanField()
    at = UtcField()

    class Meta:
        table_name = "presence"


class LeaseRow(Row):
    """Of several programs that may do a thing, the one that does it now."""

    name = TextField(primary_key=True)
    holder = TextField()
    until = UtcField()

    class Meta:
        table_name = "lease"


class InboxRow(Row):
    """Something that wants one member."""

    id = AutoField()
    member = ForeignKeyField(MemberRow)
    member_id: int
    at = UtcField()
    kind = TextField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    actor = ForeignKeyField(MemberRow)
    actor_id: int
    draft = ForeignKeyField(DraftRow, null=True)
    draft_id: int | None
    comment = ForeignKeyField(CommentRow, null=True)
    comment_id: int | None
    message = ForeignKeyField(MessageRow, null=True)
    message_id: int | None
    read_at = UtcField(null=True)
    about = ForeignKeyField(MemberRow, null=True)
    about_id: int | None
    """Of an alarm about a person: who that is."""
    more = IntegerField(default=0)
    """How many more of its kind it tells of."""

    class Meta:
        table_name = "inbox"


class ReadMarkRow(Row):
    """Up to when a member has read an inquiry."""

    id = AutoField()
    member = ForeignKeyField(MemberRow)
    member_id: int
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    at = UtcField()

    class Meta:
        table_name = "read_mark"


class ThanksRow(Row):
    """A colleague's thanks for a reply that was sent."""

    id = AutoField()
    message = ForeignKeyField(MessageRow)
    message_id: int
    member = ForeignKeyField(MemberRow)
    member_id: int
    at = UtcField()
    withdrawn_at = UtcField(null=True)

    class Meta:
        table_name = "thanks"


REPLY_MODELS: tuple[type[Row], ...] = (
    DraftRow,
    DraftFileRow,
    RevisionRow,
    CommentRow,
    AskRow,
    VerdictRow,
    OutboxRow,
    PresenceRow,
    LeaseRow,
    InboxRow,
    ReadMarkRow,
    ThanksRow,
)
