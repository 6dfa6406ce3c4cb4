"""The tables as peewee models, bound to a database (`bind`) when a board opens.

The schema itself (checks, indexes, triggers) is made by the migrations; a test keeps both
in step. Times are UTC; `version` columns carry the compare-and-set.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
    BigAutoField,
    BlobField,
    BooleanField,
    CharField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    fn,
)

from csboard.db.fields import JsonField, UtcField


class Row(Model):
    class Meta:
        legacy_table_names = False


def bind(database: Database) -> None:
    """Let every table be asked of `database`, those too whose models are loaded later."""
    every: list[type[Row]] = [Row, *Row.__subclasses__()]
    for model in every:
        model._meta.set_database(database)


class BoardRow(Row):
    """One row that says whose database this is."""

    id = AutoField()
    board_id = CharField(32)
    """Random; marks our own mail and backups."""
    schema = IntegerField()
    team_revision = IntegerField(default=1)
    """Goes up with every change of members or settings."""
    created_at = UtcField()

    class Meta:
        table_name = "board"


class MemberRow(Row):
    id = AutoField()
    login = TextField(unique=True)
    name = TextField(default="")
    role = TextField()
    language = TextField(default="")
    active = BooleanField(default=True)
    learning = BooleanField(default=False)
    """Whether the team's rule may ask for an approval of what they send."""
    created_at = UtcField()

    class Meta:
        table_name = "member"


class CustomerRow(Row):
    id = AutoField()
    name = TextField(default="")
    email = TextField(default="")
    organisation = TextField(default="")

    class Meta:
        table_name = "customer"


class AddressRow(Row):
    """An address a customer writes from, folded for finding them again."""

    folded = TextField(primary_key=True)
    customer = ForeignKeyField(CustomerRow)
    customer_id: int

    class Meta:
        table_name = "address"


class InquiryRow(Row):
    number = IntegerField(primary_key=True)
    channel = TextField()
    subject = TextField()
    urgency = TextField()
    customer = ForeignKeyField(CustomerRow)
    customer_id: int
    opened_at = UtcField()
    last_in_at = UtcField(null=True)
    first_reply_at = UtcField(null=True)
    closed_at = UtcField(null=True)
    outcome = TextField(null=True)
    policy = TextField(default="")
    fact = TextField(default="")
    emotion = TextField(default="")
    tags = JsonField(null=True)
    follows = IntegerField(null=True)
    merged_into = IntegerField(null=True)
    """Always an inquiry that isn't merged itself: chains are one hop."""
    junked_at = UtcField(null=True)
    mailbox = TextField(default="")
    """The address of ours it came in by, folded; empty when that is not known."""
    clocks = JsonField(null=True)
    """How its promises stood when anything last happened in it; null where nothing is promised."""
    version = IntegerField(default=1)

    class Meta:
        table_name = "inquiry"


def whole_of(inquiry: Any) -> Any:
    """The number where it goes on, in a query: of the table of inquiries or an alias of it."""
    return fn.COALESCE(inquiry.merged_into, inquiry.number)


class TaskRow(Row):
    id = AutoField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    seq = IntegerField()
    title = TextField(default="")
    stage = TextField()
    need = IntegerField()
    """The inquiry's urgency as a rank, 0 first: what the index of unassigned tasks sorts by."""
    owner = ForeignKeyField(MemberRow, null=True)
    owner_id: int | None
    owner_since = UtcField(null=True)
    waiting = JsonField(null=True)
    opened_at = UtcField()
    closed_at = UtcField(null=True)
    withdrawn_at = UtcField(null=True)
    """When the splitting off was undone, the inquiry of a reply was merged into another, or
    the inquiry was filed as junk.

    Such a task is closed too, and shown nowhere.
    """
    free_since = UtcField(null=True)
    """Since when nobody has it; null for as long as it is open, or while somebody has it."""
    pinned_at = UtcField(null=True)
    pinned_by = ForeignKeyField(MemberRow, null=True)
    pinned_by_id: int | None
    """Who wants it to come first."""
    woke_at = UtcField(null=True)
    """When the customer's answer ended its waiting, until somebody acts on it."""
    version = IntegerField(default=1)

    class Meta:
        table_name = "task"


class ReceiptRow(Row):
    """A raw original: when and whence it came, and what became of it."""

    id = AutoField()
    sha256 = CharField(64, unique=True)
    received_at = UtcField()
    source = TextField()
    state = TextField()
    size = IntegerField()
    reason = TextField(default="")
    inquiry = ForeignKeyField(InquiryRow, null=True)
    inquiry_id: int | None
    digest = TextField(null=True)
    subject = TextField(default="")
    sender = TextField(default="")
    detail = JsonField(null=True)
    """What was measured or found out about its reason."""
    reader = IntegerField(default=1)
    """Version of what has read it."""
    sender_key = TextField(default="")
    """Who sent it, folded, for counting."""
    arrived_at = UtcField(null=True)

    class Meta:
        table_name = "receipt"


class RawRow(Row):
    """The bytes of a receipt, zlib-compressed; apart, so that lists stay quick."""

    receipt = ForeignKeyField(ReceiptRow, primary_key=True)
    receipt_id: int
    data = BlobField()

    class Meta:
        table_name = "raw"


class MessageRow(Row):
    id = AutoField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    direction = TextField()
    at = UtcField()
    sender_name = TextField(default="")
    sender_email = TextField(default="")
    subject = TextField(default="")
    text = TextField(default="")
    attachments = JsonField(null=True)
    kind = TextField(default="")
    flag = TextField(default="")
    author = ForeignKeyField(MemberRow, null=True)
    author_id: int | None
    receipt = ForeignKeyField(ReceiptRow, null=True)
    receipt_id: int | None
    message_id = TextField(default="")
    """RFC 5322 Message-ID with its angle brackets; ours carry a random token."""
    recipients = JsonField(null=True)
    """Folded addresses of To and Cc: who takes part in the conversation."""
    mailbox = TextField(default="")
    """The address of ours it was written to, folded; empty when that is not known."""
    withdrawn_at = UtcField(null=True)

    class Meta:
        table_name = "message"


class EventRow(Row):
    """One line of history; the database refuses to change or delete it."""

    id = BigAutoField()
    at = UtcField()
    actor = ForeignKeyField(MemberRow)
    actor_id: int
    via = TextField(null=True)
    kind = TextField()
    inquiry = IntegerField(null=True)
    seq = IntegerField(null=True)
    op_id = TextField(unique=True)
    detail = JsonField()
    other = IntegerField(null=True)

    class Meta:
        table_name = "event"


class FormerRow(Row):
    """What edited fields said before; emptied when a customer's data is erased."""

    id = AutoField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    at = UtcField()
    fields = JsonField()

    class Meta:
        table_name = "former"


class LinkRow(Row):
    """Two inquiries that have to do with each other; the lower number first."""

    id = AutoField()
    first = ForeignKeyField(InquiryRow)
    first_id: int
    second = ForeignKeyField(InquiryRow)
    second_id: int
    ended_at = UtcField(null=True)

    class Meta:
        table_name = "link"


class PersonalRow(Row):
    """What the board remembers for one member alone."""

    id = AutoField()
    member = ForeignKeyField(MemberRow)
    member_id: int
    key = TextField()
    value = JsonField()

    class Meta:
        table_name = "personal"


class BlockRow(Row):
    """An address or a domain whose mail opens no card."""

    id = AutoField()
    pattern = TextField()
    """A folded address, or `@` and a folded domain."""
    member = ForeignKeyField(MemberRow)
    member_id: int
    at = UtcField()
    why = TextField(default="")
    ended_at = UtcField(null=True)

    class Meta:
        table_name = "block"


class MailboxRow(Row):
    """How far a mailbox on a mail server has been taken in."""

    id = AutoField()
    name = TextField(unique=True)
    mark = JsonField()

    class Meta:
        table_name = "mailbox"


class SettingRow(Row):
    key = TextField(primary_key=True)
    value = JsonField()

    class Meta:
        table_name = "setting"

    @classmethod
    def put(cls, key: str, value: object) -> None:
        """Set one setting, whether or not it was there."""
        cls.insert(key=key, value=value).on_conflict(
            conflict_target=[cls.key], update={cls.value: value}
        ).execute()
