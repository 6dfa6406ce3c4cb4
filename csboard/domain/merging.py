"""One inquiry goes on in another, or a message of it in a new one.

By redirect, as in Request Tracker: nothing is moved, the merged inquiry keeps its row, its
messages and its history, and its number leads to where it goes on. That is why a merge can
be taken back whole.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from csboard.domain.absent_owner import Passed, acts_in_person, passed_on, told_stand_in
from csboard.domain.commands import Divide, Merge
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.flow import iso, reopen_reply, reply_as_it_is
from csboard.domain.links import pair
from csboard.domain.opening import MAX_SUBJECT, opening_changes
from csboard.domain.records import Direction, Message, Task, TaskRef, Urgency
from csboard.domain.states import DivideState, InquiryState, MergeState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean

Changes = list[Insert | Update]

DIVISIBLE = (Direction.IN, Direction.NOTE)
"""What can become an inquiry of its own."""


def merge(state: MergeState, command: Merge, now: datetime) -> Decision:
    """The source goes on in the target: messages, tasks split off, links, the higher urgency.

    Of the two replies the target's is the one to write; it reopens when the source was open.
    """
    _refuse_senseless(state, command)
    source, target = state.source, state.target
    number, into = source.inquiry.number, target.inquiry.number
    urgency = min(source.inquiry.urgency, target.inquiry.urgency, key=lambda one: one.rank)
    reply, passed = _reply_of_target(state, now)
    links, links_detail = _links(state, now)
    changes: Changes = [*_rows(state, urgency, reopened="closed_at" in reply), *links]
    changes += [Update(Thing.INQUIRY, one, {"merged_into": into}) for one in state.absorbed]
    changes.append(_hidden(source.reply, now))
    if reply:
        task = target.reply
        changes.append(Update(Thing.TASK, task.id, reply, task.version))
    changes += needs((*source.tasks, *target.tasks), urgency)
    changes += told_stand_in(passed, target, now)
    detail = {
        "absorbed": list(state.absorbed),
        "links": links_detail,
        "urgency": target.inquiry.urgency,
        "reply": reply_as_it_is(source.reply),
        "closed_at": iso(source.inquiry.closed_at),
        "target": {
            "reply": reply_as_it_is(target.reply),
            "left": reply_as_it_is(_with(target.reply, reply, target)),
            "changed": sorted(reply),
            "closed_at": iso(target.inquiry.closed_at),
            "last_in_at": iso(state.last_in[1]),
        },
        **(passed.told if passed else {}),
    }
    return Decision(tuple(changes), EventDraft("merged", number, None, detail, into))


def divide(state: DivideState, command: Divide, now: datetime) -> Decision:
    """That message opens an inquiry of its own, linked to where it was."""
    inquiry, opening = state.inquiry.inquiry, state.opening
    message = _divisible(state)
    number = opening.next_number
    subject = clean(command.subject).strip() or message.subject or inquiry.subject
    changes = opening_changes(
        opening,
        channel=inquiry.channel,
        subject=subject[:MAX_SUBJECT],
        name=inquiry.customer.name,
        email=inquiry.customer.email,
        at=message.at,
        message=None,
        now=now,
        urgency=inquiry.urgency,
        mailbox=state.mailbox,
        free_since=now if state.inquiry.reply.owner else None,
    )
    changes.append(Update(Thing.MESSAGE, message.id, {"inquiry_id": number}))
    if message.receipt_id is not None:
        changes.append(Update(Thing.RECEIPT, message.receipt_id, {"inquiry_id": number}))
    changes.append(Insert(Thing.LINK, pair(number, inquiry.number), "link"))
    detail = {
        "message": message.id,
        "mail": message.receipt_id,
        "from": message.number,
        "link": Ref("link"),
    }
    event = EventDraft("divided", number, TaskRef(number), detail, inquiry.number)
    return Decision(tuple(changes), event)


def needs(tasks: tuple[Task, ...], urgency: Urgency) -> list[Update]:
    """All tasks of an inquiry are as urgent as it is."""
    return [Update(Thing.TASK, task.id, {"need": urgency.rank}) for task in tasks]


def merged_already(number: int, into: int) -> Refused:
    """For an inquiry that goes on in another, named where it can't be meant."""
    return Refused(
        "merged",
        _("#{number} was merged: it goes on in #{into}.").format(number=number, into=into),
    )


def refuse_into_itself(number: int, into: int) -> None:
    if number == into:
        raise Refused(
            "itself",
            _("#{number} can't be merged into itself: name another.").format(number=number),
        )


def _refuse_senseless(state: MergeState, command: Merge) -> None:
    number, into = command.number, command.into
    refuse_into_itself(number, into)
    for named, found in ((number, state.source), (into, state.target)):
        if found.inquiry.merged_into is not None:
            raise merged_already(named, found.inquiry.merged_into)


def _rows(state: MergeState, urgency: Urgency, *, reopened: bool) -> list[Update]:
    """Both inquiries, the lower number first, each only if it is as it was read."""
    source, target = state.source.inquiry, state.target.inquiry
    values: dict[str, object] = {"urgency": urgency}
    times = [moment for moment in state.last_in if moment is not None]
    if times:
        values["last_in_at"] = max(times)
    if reopened:
        values["closed_at"] = None
    both = [
        Update(Thing.INQUIRY, source.number, {"merged_into": target.number}, source.version),
        Update(Thing.INQUIRY, target.number, values, target.version),
    ]
    return both if source.number < target.number else both[::-1]


def _reply_of_target(state: MergeState, now: datetime) -> tuple[dict[str, object], Passed | None]:
    """What changes of the reply that goes on: it reopens, and takes over the owner it lacks.

    With it to whom it goes as it reopens, if its owner is away.
    """
    source, target = state.source, state.target
    values: dict[str, object] = {}
    passed = None
    owner = source.members.get(source.reply.owner or "")
    reply = target.reply
    if reply.owner is None and owner is not None and owner.active and not _is_away(source, now):
        values = {"owner_id": owner.id, "owner_since": now}
        tasks = tuple(
            task._replace(owner=owner.login) if task.ref == reply.ref else task
            for task in target.tasks
        )
        target = target._replace(tasks=tasks)
    if source.inquiry.closed_at is None and target.inquiry.closed_at is not None:
        values = {**values, **reopen_reply(target, now).values}
        passed = passed_on(target, now)
    return values, passed


def _is_away(source: InquiryState, now: datetime) -> bool:
    """Whether the owner of its reply is away: nothing more is given to them."""
    if not source.absences or acts_in_person(source.reply.owner or "", source):
        return False
    from zoneinfo import ZoneInfo

    from csboard.domain.absences import away_at

    away = away_at(source.absences, now, ZoneInfo(source.settings.zone))
    return source.reply.owner in away


def _with(reply: Task, values: dict[str, object], state: InquiryState) -> Task:
    """The reply as it will be with these values."""
    logins = {member.id: member.login for member in state.members.values()}
    new: dict[str, Any] = {key: value for key, value in values.items() if key != "owner_id"}
    if "owner_id" in values:
        new["owner"] = next((one for key, one in logins.items() if key == values["owner_id"]), None)
    return reply._replace(**new)


def _hidden(reply: Task, now: datetime) -> Update:
    values = {"closed_at": reply.closed_at or now, "withdrawn_at": now}
    return Update(Thing.TASK, reply.id, values, reply.version)


def _links(state: MergeState, now: datetime) -> tuple[list[Update], dict[str, object]]:
    """The source's links become the target's; those it has already, or to itself, end."""
    number, into = state.source.inquiry.number, state.target.inquiry.number
    changes, moved, ended = [], [], []
    for link in state.links:
        other = link.other(number)
        if other == into or other in state.linked:
            changes.append(Update(Thing.LINK, link.id, {"ended_at": now}))
            ended.append(link.id)
        else:
            changes.append(Update(Thing.LINK, link.id, pair(into, other)))
            moved.append(link.id)
    return changes, {"moved": moved, "ended": ended}


def _divisible(state: DivideState) -> Message:
    number, message = state.inquiry.inquiry.number, state.message
    if message is None:
        raise Refused("no_such_message", _("#{number} has no such message.").format(number=number))
    if message.direction not in DIVISIBLE:
        raise Refused(
            "not_divisible",
            _("Only a customer's message or a note can be taken out into an inquiry."),
        )
    if state.is_only:
        raise Refused(
            "only_message",
            _("It is the only message of #{number}: there is nothing to take apart.").format(
                number=number
            ),
        )
    return message
