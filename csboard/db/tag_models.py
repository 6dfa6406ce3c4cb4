"""The tables of the team's words for tags as peewee models: every start reads them.

`csboard.db.models` has the others, and what holds for all.
"""

from __future__ import annotations

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from csboard.db.fields import JsonField, UtcField
from csboard.db.models import InquiryRow, MemberRow, Row


class TagRow(Row):
    """A word by which inquiries are tagged. Inquiries keep the word they were tagged with.

    A word that was renamed or merged leads to another; chains are one hop.
    """

    id = AutoField()
    dimension = TextField()
    word = TextField()
    folded = TextField()
    reading = TextField(default="")
    """In kana, by which the word is found as it is typed."""
    becomes = ForeignKeyField("self", null=True)
    becomes_id: int | None
    at = UtcField()
    member = ForeignKeyField(MemberRow, null=True)
    member_id: int | None
    """Who wrote it first; null for what came with an upgrade."""
    retired_at = UtcField(null=True)
    """From then on it is offered no more; who has it keeps it."""
    version = IntegerField(default=1)
    former = JsonField(null=True)
    """How it was spelled and read before, so that it can be taken back."""

    class Meta:
        table_name = "tag"


class TaggingRow(Row):
    """Which inquiry has which tag, for looking up; the inquiry's own words are the truth."""

    id = AutoField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    tag = ForeignKeyField(TagRow)
    tag_id: int
    holds = BooleanField()

    class Meta:
        table_name = "tagging"
