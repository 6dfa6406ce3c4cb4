"""Taking back that inquiries were merged, divided or linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from csboard.domain.decisions import Insert, Thing, Update
from csboard.domain.flow import reply_as_it_is
from csboard.domain.inverses import id_of, reply_before, stage_still_there, time_of
from csboard.domain.junk import refuse_junk
from csboard.domain.links import pair
from csboard.domain.merging import needs
from csboard.domain.records import Event, Task, Urgency
from csboard.domain.states import InquiryState, MergeState, UndoState
from csboard.domain.undo import built_upon
from csboard.errors import Refused
from csboard.i18n import _

Changes = list[Insert | Update]


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    return _INVERSES[act.kind](state, act, now)


def _unmerge(state: UndoState, act: Event, now: datetime) -> Changes:
    """Both as they were; what was added to the target since stays there."""
    merge = state.merge
    assert merge is not None
    source, target = merge.source, merge.target
    if source.inquiry.merged_into != act.other:
        raise Refused(
            "built_upon",
            _("#{number} can't be undone: it was merged on, into #{into}.").format(
                number=act.number, into=source.inquiry.merged_into
            ),
        )
    if target.inquiry.junked_at is not None:
        raise refuse_junk(target.inquiry.number)
    detail: Mapping[str, Any] = act.detail
    changes: Changes = _inquiries(merge, detail)
    changes += [Update(Thing.INQUIRY, one, {"merged_into": act.number}) for one in merge.absorbed]
    changes += _replies(merge, detail)
    changes += needs(source.tasks, source.inquiry.urgency)
    changes += needs(target.tasks, _urgency(merge, detail))
    return changes + _links(merge, detail)


def _inquiries(merge: MergeState, detail: Mapping[str, Any]) -> Changes:
    """Both rows, each inquiry closed exactly while all tasks it has then are."""
    source, target, was = merge.source, merge.target, detail["target"]
    own, reply = source.reply, target.reply
    own_times = [time_of(detail["reply"]["closed_at"]), *_others_closed(source, own)]
    before = time_of(was["reply"]["closed_at"]) if _is_as_left(reply, was) else reply.closed_at
    its_times = [before, *_others_closed(target, reply)]
    values = {"merged_into": None, "closed_at": _closed_at(own_times, detail["closed_at"])}
    target_values: dict[str, object] = {
        "closed_at": _closed_at(its_times, was["closed_at"]),
        "urgency": _urgency(merge, detail),
    }
    if merge.last_in[1] == merge.last_in[0]:
        target_values["last_in_at"] = time_of(was["last_in_at"])
    both = [
        Update(Thing.INQUIRY, source.inquiry.number, values, source.inquiry.version),
        Update(Thing.INQUIRY, target.inquiry.number, target_values, target.inquiry.version),
    ]
    return [*(both if source.inquiry.number < target.inquiry.number else both[::-1])]


def _others_closed(state: InquiryState, reply: Task) -> list[datetime | None]:
    return [task.closed_at for task in state.tasks if task.ref != reply.ref]


def _closed_at(times: list[datetime | None], before: str | None) -> datetime | None:
    """None while a task is open; else when it was closed before, or with its last task."""
    closed = [moment for moment in times if moment is not None]
    return time_of(before) or max(closed) if len(closed) == len(times) else None


def _urgency(merge: MergeState, detail: Mapping[str, Any]) -> Urgency:
    """The target's of before, unless somebody has set another since."""
    before, source = Urgency(detail["urgency"]), merge.source.inquiry.urgency
    merged = min(before, source, key=lambda one: one.rank)
    present = merge.target.inquiry.urgency
    return before if present is merged else present


def _is_as_left(reply: Task, was: Mapping[str, Any]) -> bool:
    """Whether the merge changed the target's reply, and it is as the merge left it."""
    left, found = was["left"], reply_as_it_is(reply)
    as_left = reply.waiting is None and all(found[key] == left[key] for key in left)
    return bool(was["changed"]) and as_left


def _replies(merge: MergeState, detail: Mapping[str, Any]) -> Changes:
    """The source's is shown again; the target's goes back, unless somebody went on with it."""
    source, target = merge.source.reply, merge.target.reply
    stage_still_there(source.stage, source, merge.source)
    shown = {"closed_at": time_of(detail["reply"]["closed_at"]), "withdrawn_at": None}
    changes: Changes = [Update(Thing.TASK, source.id, shown, source.version)]
    if _is_as_left(target, detail["target"]):
        before = reply_before(merge.target, detail["target"]["reply"])
        changes.append(Update(Thing.TASK, target.id, before, target.version))
    return changes


def _links(merge: MergeState, detail: Mapping[str, Any]) -> Changes:
    """Those that ended stand again, those that moved lead to the source again."""
    number, into = merge.source.inquiry.number, merge.target.inquiry.number
    moved, ended = detail["links"]["moved"], detail["links"]["ended"]
    changes: Changes = []
    for link in merge.links:
        if link.id in ended:
            changes.append(Update(Thing.LINK, link.id, {"ended_at": None}))
        elif link.id in moved and into in (link.first, link.second):
            changes.append(Update(Thing.LINK, link.id, pair(number, link.other(into))))
    return changes


def _undivide(state: UndoState, act: Event, now: datetime) -> Changes:
    """The message is where it was, and the new number leads there, while nobody acted on it."""
    merge = state.merge
    assert merge is not None
    _refuse_if_touched(state, act, now)
    source, target = merge.source, merge.target
    reply = source.reply
    number, into = source.inquiry.number, target.inquiry.number
    back = {"inquiry_id": id_of(act.detail["from"])}
    mail = act.detail.get("mail")
    changes: Changes = [Update(Thing.RECEIPT, id_of(mail), back)] if mail else []
    return [
        *changes,
        Update(Thing.MESSAGE, id_of(act.detail["message"]), back),
        Update(Thing.INQUIRY, number, {"merged_into": into}, source.inquiry.version),
        Update(Thing.TASK, reply.id, {"closed_at": now, "withdrawn_at": now}, reply.version),
        Update(Thing.LINK, id_of(act.detail["link"]), {"ended_at": now}),
    ]


def _refuse_if_touched(state: UndoState, act: Event, now: datetime) -> None:
    undone = {event.detail.get("event") for event in state.since if event.kind == "undone"}
    for event in state.since:
        if event.kind != "undone" and event.id not in undone:
            assert state.inquiry is not None
            raise built_upon(act, event, state.inquiry, now)


def _unlink(state: UndoState, act: Event, now: datetime) -> Changes:
    found = state.link
    assert found is not None
    if found.link is None or found.link.ended:
        raise _other_since(act)
    return [Update(Thing.LINK, found.link.id, {"ended_at": now})]


def _relink(state: UndoState, act: Event, now: datetime) -> Changes:
    """Between those in which the two go on by now."""
    found = state.link
    assert found is not None
    if found.link is None or not found.link.ended or found.again or found.number == found.other:
        raise _other_since(act)
    values = {"ended_at": None, **pair(found.number, found.other)}
    return [Update(Thing.LINK, found.link.id, values)]


def _other_since(act: Event) -> Refused:
    return Refused(
        "built_upon",
        _("The link of #{number} and #{other} is another by now: look again.").format(
            number=act.number, other=act.other
        ),
    )


_INVERSES: dict[str, Callable[[UndoState, Event, datetime], Changes]] = {
    "merged": _unmerge,
    "divided": _undivide,
    "linked": _unlink,
    "unlinked": _relink,
}
