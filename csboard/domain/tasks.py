"""Tasks split off the reply: more work on the same inquiry, for whoever takes it."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.commands import RenameTask, SplitOff
from csboard.domain.decisions import Decision, EventDraft, Insert, Thing, Update
from csboard.domain.flow import refuse_if_changed
from csboard.domain.former import FORMER, former_row
from csboard.domain.notes import digest
from csboard.domain.records import TaskRef
from csboard.domain.states import SplitState, TaskState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean

MAX_TITLE = 200
MAX_SEQ = 9_999
"""What `TaskRef.parse` reads."""


def split_off(state: SplitState, command: SplitOff, now: datetime) -> Decision:
    """Another task in the first stage, nobody's yet, as urgent as its inquiry."""
    whole = state.whole
    inquiry = whole.inquiry
    title = _title(command.title)
    if inquiry.closed_at is not None:
        raise Refused(
            "closed", _("#{number} is closed: reopen it first.").format(number=inquiry.number)
        )
    if state.next_seq > MAX_SEQ:
        raise Refused("too_many", _("#{number} has too many tasks.").format(number=inquiry.number))
    row = {
        "inquiry_id": inquiry.number,
        "seq": state.next_seq,
        "title": title,
        "stage": whole.settings.first_stage.key,
        "need": inquiry.urgency.rank,
        "opened_at": now,
    }
    ref = TaskRef(inquiry.number, state.next_seq)
    return Decision(
        (Insert(Thing.TASK, row),),
        EventDraft("split_off", inquiry.number, ref, {"digest": digest(title)}),
    )


def rename(state: TaskState, command: RenameTask, now: datetime) -> Decision:
    """Another title for a task split off; the reply goes by the inquiry's subject."""
    task = state.task
    if task.ref.seq == 1:
        raise Refused(
            "reply",
            _("#{task} goes by the inquiry's subject: change that.").format(task=task.ref),
        )
    title = _title(command.title)
    if title == task.title:
        raise Refused("unchanged", _("#{task} is called that already.").format(task=task.ref))
    refuse_if_changed(state, command)
    return Decision(
        (
            Update(Thing.TASK, task.id, {"title": title}, task.version),
            former_row(task.ref.number, {"title": task.title}, now),
        ),
        EventDraft(
            "task_renamed", task.ref.number, task.ref, {"digest": digest(title), "former": FORMER}
        ),
    )


def _title(text: str) -> str:
    title = clean(text).strip()
    if not title:
        raise Refused("no_title", _("A task needs a title: say in a few words what is to do."))
    if len(title) > MAX_TITLE:
        raise Refused(
            "too_long",
            _("The title has {n} characters; {limit} at most: shorten it.").format(
                n=len(title), limit=MAX_TITLE
            ),
        )
    return title
