"""The tables of absences, hand-offs and stand-ups as peewee models.

`csboard.db.models` has the others, and what holds for all.
"""

from __future__ import annotations

from peewee import AutoField, BooleanField, ForeignKeyField, IntegerField, TextField

from csboard.db.fields import UtcField
from csboard.db.models import MemberRow, Row, TaskRow


class AbsenceRow(Row):
    """When somebody is away, and what is done meanwhile with what the customers of theirs write."""

    id = AutoField()
    member = ForeignKeyField(MemberRow)
    member_id: int
    first_day = TextField()
    """ISO date, on the team's calendar."""
    last_day = TextField()
    from_noon = BooleanField(default=False)
    """Whether they are still there in the first day's morning."""
    until_noon = BooleanField(default=False)
    """Whether they are back in the last day's afternoon."""
    stand_in = ForeignKeyField(MemberRow, null=True)
    stand_in_id: int | None
    on_mail = TextField()
    entered_at = UtcField()
    entered_by = ForeignKeyField(MemberRow)
    entered_by_id: int
    withdrawn_at = UtcField(null=True)
    ended_at = UtcField(null=True)
    """When they were back already in its first half day."""
    digested_at = UtcField(null=True)
    """When they have read, back again, what happened meanwhile."""
    version = IntegerField(default=1)

    class Meta:
        table_name = "absence"


class AbsenceTaskRow(Row):
    """What is done otherwise with one task when its customer writes while its owner is away."""

    id = AutoField()
    absence = ForeignKeyField(AbsenceRow)
    absence_id: int
    task = ForeignKeyField(TaskRow)
    task_id: int
    on_mail = TextField()
    stand_in = ForeignKeyField(MemberRow, null=True)
    stand_in_id: int | None
    withdrawn_at = UtcField(null=True)

    class Meta:
        table_name = "absence_task"


class HandOffRow(Row):
    """The sheet by which a task goes from one to another; a task has one at a time that is open."""

    id = AutoField()
    task = ForeignKeyField(TaskRow)
    task_id: int
    giver = ForeignKeyField(MemberRow)
    giver_id: int
    receiver = ForeignKeyField(MemberRow, null=True)
    receiver_id: int | None
    """To whom it is offered; to anybody while it is nobody."""
    absence = ForeignKeyField(AbsenceRow, null=True)
    absence_id: int | None
    """The absence it was made for."""
    state = TextField(default="")
    story = TextField(default="")
    steps = TextField(default="")
    contingency = TextField(default="")
    promises = TextField(default="")
    written_at = UtcField()
    offered_at = UtcField(null=True)
    """None while the sheet is being written."""
    taken_at = UtcField(null=True)
    taken_by = ForeignKeyField(MemberRow, null=True)
    taken_by_id: int | None
    read_back = TextField(default="")
    """How the receiver said it again, in a line of theirs."""
    ended_at = UtcField(null=True)
    ending = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        table_name = "hand_off"


class StandUpRow(Row):
    """A meeting of the team before its board."""

    id = AutoField()
    began_at = UtcField()
    ended_at = UtcField(null=True)
    member = ForeignKeyField(MemberRow)
    member_id: int
    """Who led it."""

    class Meta:
        table_name = "stand_up"


LEAVE_MODELS: tuple[type[Row], ...] = (
    AbsenceRow,
    AbsenceTaskRow,
    HandOffRow,
    StandUpRow,
)
