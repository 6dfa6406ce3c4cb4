"""How each kind of act is taken back in a ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any, NamedTuple

from csboard.domain.inverses import id_of, time_of
from csboard.domain.records import Event, TaskRef
from tests.property import (
    ledger_clocks,
    ledger_hand_offs,
    ledger_leave,
    ledger_reviews,
    ledger_successes,
    ledger_templates,
)
from tests.property.ledger import OF_CUSTOMER, Ledger, Work
from tests.property.ledger_acts import end_draft, higher, moved_to, put, waiting_again


class Undoing(NamedTuple):
    """An act that is taken back."""

    act: Event
    before: Ledger
    """What was known before it."""
    at: datetime
    is_written_since: bool
    """Whether a mail came into the act's inquiry after it."""

    @property
    def number(self) -> int:
        """The inquiry it was on."""
        assert self.act.number is not None
        return self.act.number

    @property
    def other(self) -> int:
        assert self.act.other is not None
        return self.act.other

    @property
    def task(self) -> TaskRef:
        assert self.act.task is not None
        return self.act.task

    @property
    def detail(self) -> Mapping[str, Any]:
        return self.act.detail


def _task_back(ledger: Ledger, undoing: Undoing) -> None:
    """As it was before, but what it was called; no longer for a customer who has written since."""
    work, was = ledger.tasks[undoing.task], deepcopy(undoing.before.tasks[undoing.task])
    if was.waiting and was.waiting[0] == "customer" and undoing.is_written_since:
        was.waiting = None
    was.title = work.title
    ledger.tasks[undoing.task] = was
    closed = [work.closed_at for work in ledger.tasks_of(undoing.number) if work.closed_at]
    at = time_of(undoing.detail.get("inquiry_closed_at")) or max(closed, default=undoing.at)
    ledger.settle(undoing.number, at)
    if undoing.act.kind == "taken_over":
        _withdraw(ledger, undoing)


def _excuse_back(ledger: Ledger, undoing: Undoing) -> None:
    for task, mark in waiting_again(undoing.detail).items():
        if ledger.tasks[task].waiting == mark:
            ledger.tasks[task].waiting = None


def _pin_back(ledger: Ledger, undoing: Undoing) -> None:
    assert undoing.task in ledger.tasks


def _withdraw(ledger: Ledger, undoing: Undoing) -> None:
    key = id_of(undoing.detail["message"])
    number, text, _before = ledger.messages[key]
    ledger.messages[key] = (number, text, True)


def _split_back(ledger: Ledger, undoing: Undoing) -> None:
    work = ledger.tasks[undoing.task]
    work.is_withdrawn, work.closed_at = True, undoing.at
    ledger.settle(undoing.number, undoing.at)


def _rename_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.tasks[undoing.task].title = undoing.before.tasks[undoing.task].title


def _edit_back(ledger: Ledger, undoing: Undoing) -> None:
    detail = undoing.detail
    whole = ledger.whole(undoing.number)
    matter, was = ledger.matters[whole], undoing.before.matters[undoing.number]
    for name in detail["digests"]:
        if name in OF_CUSTOMER:
            _names_back(ledger, undoing, (undoing.number, name))
        elif name in was.fields and whole == undoing.number:
            matter.fields[name] = was.fields[name]
        else:
            matter.fields.pop(name, None)
    if "urgency" in detail:
        matter.urgency = detail["urgency"]["from"]
    if "message" in detail:
        _withdraw(ledger, undoing)


def _names_back(ledger: Ledger, undoing: Undoing, undone: tuple[int, str]) -> None:
    """Told in the order of before the act, with what was told since behind it."""
    there = ledger.names.keys()  # the others are of customers who were erased
    names = {key: told for key, told in undoing.before.names.items() if key in there}
    for key, told in ledger.names.items():
        if key != undone and names.get(key) != told:
            names.pop(key, None)
            names[key] = told
    ledger.names = names


def _join_back(ledger: Ledger, undoing: Undoing) -> None:
    """The mail is in the tray again, and the inquiry waits, or is closed, as before."""
    detail = undoing.detail
    _withdraw(ledger, undoing)
    was = detail["was"]
    ledger.mails[detail["receipt"]] = (was["state"], was["number"], was["reason"])
    for message in detail["withdrawn"]:
        number, text, _before = ledger.messages[message]
        ledger.messages[message] = (number, text, False)
    for ref in detail.get("resumed", ()):
        task = TaskRef.parse(ref)
        ledger.tasks[task].waiting = undoing.before.tasks[task].waiting
    if detail["reopened"] or "absent" in detail:
        ledger.tasks[TaskRef(ledger.whole(undoing.number))].put_back(detail["reply"])
    if detail["reopened"]:
        ledger.settle(undoing.number, time_of(detail["inquiry_closed_at"]))


def _drop_back(ledger: Ledger, undoing: Undoing) -> None:
    key = id_of(undoing.detail["receipt"])
    _state, number, _reason = ledger.mails[key]
    was = str(undoing.detail.get("was", "held"))
    ledger.mails[key] = (was, number, str(undoing.detail["reason"]))


def _junk_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.bring_back(undoing.number)


def _block_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.blocks[id_of(undoing.detail["block"])] = undoing.act.kind == "unblocked"


def _merge_back(ledger: Ledger, undoing: Undoing) -> None:
    detail = undoing.detail
    source, target = ledger.matters[undoing.number], ledger.matters[undoing.other]
    assert source.merged_into == undoing.other
    source.merged_into = None
    for number in detail["absorbed"]:
        ledger.matters[number].merged_into = undoing.number
    reply, kept = ledger.tasks[TaskRef(undoing.number)], ledger.tasks[TaskRef(undoing.other)]
    reply.is_withdrawn, reply.closed_at = False, time_of(detail["reply"]["closed_at"])
    left = Work()
    left.put_back(detail["target"]["left"])
    left.title = kept.title
    if detail["target"]["changed"] and kept == left:
        kept.put_back(detail["target"]["reply"])
    _closed_apart(ledger, undoing.number, detail["closed_at"])
    _closed_apart(ledger, undoing.other, detail["target"]["closed_at"])
    target.urgency = _urgency_apart(detail["urgency"], source.urgency, target.urgency)
    _links_apart(ledger, undoing)


def _closed_apart(ledger: Ledger, number: int, before: str | None) -> None:
    times = [work.closed_at for work in ledger.tasks_of(number)]
    closed = [moment for moment in times if moment is not None]
    is_closed = len(closed) == len(times)
    ledger.matters[number].closed_at = time_of(before) or max(closed) if is_closed else None


def _urgency_apart(before: str, source: str, present: str) -> str:
    """That of before, unless somebody has set another since."""
    return before if present == higher(before, source) else present


def _links_apart(ledger: Ledger, undoing: Undoing) -> None:
    detail = undoing.detail
    for link in detail["links"]["ended"]:
        ledger.links[link] = undoing.before.links[link]
    for link in detail["links"]["moved"]:
        ends = ledger.links[link]
        if ends and undoing.other in ends:
            ledger.links[link] = moved_to(ends, undoing.other, undoing.number)


def _divide_back(ledger: Ledger, undoing: Undoing) -> None:
    detail = undoing.detail
    ledger.matters[undoing.number].merged_into = ledger.whole(undoing.other)
    reply = ledger.tasks[TaskRef(undoing.number)]
    reply.is_withdrawn, reply.closed_at = True, undoing.at
    put(ledger, detail, detail["from"])
    ledger.links[detail["link"]] = None


def _link_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.links[id_of(undoing.detail["link"])] = None


def _unlink_back(ledger: Ledger, undoing: Undoing) -> None:
    ends = ledger.whole(undoing.number), ledger.whole(undoing.other)
    ledger.links[id_of(undoing.detail["link"])] = moved_to(ends, 0, 0)


def _begin_back(ledger: Ledger, undoing: Undoing) -> None:
    end_draft(ledger, undoing.act, "discarded")


def _discard_back(ledger: Ledger, undoing: Undoing) -> None:
    end_draft(ledger, undoing.act, "")


def _file_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.files[id_of(undoing.detail["file"])] = undoing.act.kind == "file_removed"


def _queued_back(ledger: Ledger, undoing: Undoing) -> None:
    ledger.outbox[id_of(undoing.act.detail["draft"])] = "stopped"


def _nothing_back(ledger: Ledger, undoing: Undoing) -> None:
    """What no ledger keeps."""


BACK: dict[str, Callable[[Ledger, Undoing], None]] = {
    "thanked": _nothing_back,
    "claimed": _task_back,
    "taken_over": _task_back,
    "released": _task_back,
    "moved": _task_back,
    "waiting": _task_back,
    "resumed": _task_back,
    "excused": _excuse_back,
    **dict.fromkeys(("pinned", "unpinned"), _pin_back),
    "reopened": _task_back,
    "split_off": _split_back,
    "task_renamed": _rename_back,
    "edited": _edit_back,
    "noted": _withdraw,
    "joined": _join_back,
    "dropped": _drop_back,
    "junked": _junk_back,
    "blocked": _block_back,
    "unblocked": _block_back,
    "merged": _merge_back,
    "divided": _divide_back,
    "linked": _link_back,
    "unlinked": _unlink_back,
    **ledger_clocks.BACK,
    **ledger_leave.BACK,
    **ledger_hand_offs.BACK,
    **ledger_reviews.BACK,
    **ledger_successes.BACK,
    **ledger_templates.BACK,
    "drafted": _begin_back,
    "queued": _queued_back,
    "draft_discarded": _discard_back,
    "file_added": _file_back,
    "file_removed": _file_back,
}
"""By the kind of the act."""
