"""The tables of what the team knows as peewee models: success cases, templates, their use.

`csboard.db.models` has the others, and what holds for all.
"""

from __future__ import annotations

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from csboard.db.fields import JsonField, UtcField
from csboard.db.models import InquiryRow, MemberRow, MessageRow, Row
from csboard.db.reply_models import DraftRow


class SearchableRow(Row):
    """All that is searched of one thing, folded. Beside it stands an index of its grams:
    `searchable_grams`, an FTS5 table on SQLite and one with a GIN index on PostgreSQL.
    """

    id = BigIntegerField(primary_key=True)
    """The thing's own id in the range of its kind (`csboard.db.search_table`)."""
    folded = TextField()
    weight = IntegerField()
    """How many bytes its grams take at most."""

    class Meta:
        table_name = "searchable"


class SuccessRow(Row):
    """A case in which the customer's words or use changed for the better."""

    id = AutoField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    message = ForeignKeyField(MessageRow, null=True)
    message_id: int | None
    """The reply that did it."""
    author = ForeignKeyField(MemberRow)
    author_id: int
    at = UtcField()
    title = TextField(default="")
    situation = TextField(default="")
    fact = TextField(default="")
    emotion = TextField(default="")
    policy = TextField(default="")
    passage = TextField(default="")
    was = TextField(default="")
    """What the customer said or did before."""
    became = TextField(default="")
    why = TextField(default="")
    tags = JsonField(null=True)
    retired_at = UtcField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "success"


class SuccessWordRow(Row):
    """What a colleague found of a case: it was used, it did not work here, it still holds."""

    id = AutoField()
    success = ForeignKeyField(SuccessRow)
    success_id: int
    member = ForeignKeyField(MemberRow)
    member_id: int
    at = UtcField()
    word = TextField()
    inquiry = ForeignKeyField(InquiryRow, null=True)
    inquiry_id: int | None
    """Where it was used, or did not work."""
    note = TextField(default="")
    withdrawn_at = UtcField(null=True)

    class Meta:
        table_name = "success_word"


class TemplateRow(Row):
    """Prepared text with variables. Never rewritten: a new wording is a row that replaces it."""

    id = AutoField()
    at = UtcField()
    author = ForeignKeyField(MemberRow)
    author_id: int
    name = TextField()
    folded = TextField()
    language = TextField(default="")
    subject = TextField(default="")
    text = TextField()
    tags = JsonField(null=True)
    success = ForeignKeyField(SuccessRow, null=True)
    success_id: int | None
    message = ForeignKeyField(MessageRow, null=True)
    message_id: int | None
    replaces = ForeignKeyField("self", null=True)
    replaces_id: int | None
    retired_at = UtcField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "template"


class ReuseRow(Row):
    """Words of a template, a case or an earlier reply that were put into a draft."""

    id = AutoField()
    at = UtcField()
    member = ForeignKeyField(MemberRow)
    member_id: int
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    draft = ForeignKeyField(DraftRow)
    draft_id: int
    template = ForeignKeyField(TemplateRow, null=True)
    template_id: int | None
    success = ForeignKeyField(SuccessRow, null=True)
    success_id: int | None
    message = ForeignKeyField(MessageRow, null=True)
    message_id: int | None
    lines = JsonField()
    """Short digests of the lines that were put in: enough to tell whether they were kept."""
    sent_at = UtcField(null=True)
    kept = BooleanField(null=True)
    """Whether all of them went out as they were put in; null until it is sent."""

    class Meta:
        table_name = "reuse"


KNOWLEDGE_MODELS: tuple[type[Row], ...] = (SuccessRow, SuccessWordRow, TemplateRow, ReuseRow)
"""Each after those it refers to."""

INDEX_MODELS: tuple[type[Row], ...] = (SearchableRow,)
"""Made from the others whenever those are written; no decision writes them."""
