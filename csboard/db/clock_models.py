"""The tables of promises, worked time, alarms and readings as peewee models.

`csboard.db.models` has the others, and what holds for all.
"""

from __future__ import annotations

from peewee import AutoField, FloatField, ForeignKeyField, TextField

from csboard.db.fields import UtcField
from csboard.db.models import InquiryRow, MemberRow, MessageRow, Row, TaskRow


class TimeEntryRow(Row):
    """A stretch of one person's work: a timer while it has no end, of which each has one."""

    id = AutoField()
    member = ForeignKeyField(MemberRow)
    member_id: int
    task = ForeignKeyField(TaskRow, null=True)
    task_id: int | None
    work = TextField(default="")
    """What it was where it is no task."""
    started_at = UtcField()
    ended_at = UtcField(null=True)
    source = TextField()
    ending = TextField(default="")
    entered_by = ForeignKeyField(MemberRow, null=True)
    entered_by_id: int | None
    """Who wrote it down, where that isn't whose it is."""
    corrects = ForeignKeyField("self", null=True)
    corrects_id: int | None
    withdrawn_at = UtcField(null=True)
    alive_at = UtcField(null=True)
    """When a board of its person last gave a sign while it ran."""

    class Meta:
        table_name = "time_entry"


class BrokenWhyRow(Row):
    """Why a promise was broken, as somebody said at the time."""

    id = AutoField()
    inquiry = ForeignKeyField(InquiryRow)
    inquiry_id: int
    clock = TextField()
    since = UtcField()
    """When that clock began: an inquiry has several of a kind in its time."""
    at = UtcField()
    member = ForeignKeyField(MemberRow)
    member_id: int
    code = TextField()
    note = ForeignKeyField(MessageRow, null=True)
    note_id: int | None
    """The note that has their words."""
    withdrawn_at = UtcField(null=True)

    class Meta:
        table_name = "broken_why"


class AlarmRow(Row):
    """An alarm that was told, so that it is told once."""

    id = AutoField()
    kind = TextField()
    task = ForeignKeyField(TaskRow, null=True)
    task_id: int | None
    member = ForeignKeyField(MemberRow, null=True)
    member_id: int | None
    """Whom it is about, where it is about no task."""
    clock = TextField(default="")
    """Of a promise: which clock it is about."""
    since = UtcField()
    told_at = UtcField()
    mail = TextField(default="")
    """What became of its mail: `due`, `sent`, `passed` (it stood no more), `failed`; empty where
    none was wanted."""

    class Meta:
        table_name = "alarm"


class ReadingRow(Row):
    """A value of a day that somebody entered: of a key result, or how many users there are."""

    id = AutoField()
    result = TextField()
    day = TextField()
    """ISO date."""
    value = FloatField()
    at = UtcField()
    member = ForeignKeyField(MemberRow)
    member_id: int
    withdrawn_at = UtcField(null=True)

    class Meta:
        table_name = "reading"


CLOCK_MODELS: tuple[type[Row], ...] = (
    TimeEntryRow,
    BrokenWhyRow,
    AlarmRow,
    ReadingRow,
)
