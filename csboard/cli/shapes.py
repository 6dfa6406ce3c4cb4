"""Records as JSON: the contract for scripts. Keys may be added, none renamed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from csboard.domain.records import (
    AttachmentInfo,
    Card,
    Direction,
    Event,
    Inquiry,
    Member,
    Message,
    Pin,
    Receipt,
    Tags,
    Task,
    Waiting,
)
from csboard.domain.settings import TeamSettings
from csboard.domain.views import Activity, InquiryBrief, InquiryView
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary

if TYPE_CHECKING:
    from csboard.domain.alarm_records import ShownAlarm
    from csboard.domain.blocking import Block
    from csboard.domain.replies import InboxItem
    from csboard.domain.tag import Tag
    from csboard.domain.template_sheet import Listed

Json = dict[str, Any]


def time(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second or finer where it was finer."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def of_promise(
    first_reply_due_at: datetime | None = None,
    which: str | None = None,
    due_at: datetime | None = None,
    left_s: int | None = None,
    paused: str | None = None,
) -> Json:
    """What is promised to the customer of a task; nothing by default.

    Of what goes on the promise that is due next: seconds of business time that are `left_s`,
    negative when it is over; why it is `paused`.
    """
    return {
        "first_reply_due_at": time(first_reply_due_at),
        "promise": which,
        "promise_due_at": time(due_at),
        "promise_left_s": left_s,
        "promise_paused": paused,
    }


Away = Mapping[str, Json]
"""By login, the absence of who is away now, as `absence_shapes.of_away` makes it."""
NOBODY: Away = {}


def of_card(card: Card, promise: Json | None = None, away: Away = NOBODY) -> Json:
    """A task as `list`, `next` and `add` print it; `promise` as `of_promise` makes it."""
    return {
        "number": card.ref.number,
        "task": str(card.ref),
        "subject": card.title,
        "customer": {"name": card.customer_name, "email": card.customer_email},
        "channel": card.channel,
        "stage": card.stage,
        "owner": card.owner,
        "urgency": card.urgency,
        "waiting": _waiting(card.waiting),
        "tags": of_tags(card.tags),
        "opened_at": time(card.opened_at),
        **(promise or of_promise()),
        "first_reply_at": time(card.first_reply_at),
        "closed_at": time(card.closed_at),
        "outcome": card.outcome,
        "version": card.version,
        "woke_at": time(card.woke_at),
        "free_since": time(card.free_since),
        "pin": _pin(card.pin),
        "owner_away": away.get(card.owner or ""),
    }


def of_inquiry(view: InquiryView, promise: Json | None = None, away: Away = NOBODY) -> Json:
    """An inquiry as `show` prints it: its reply task's keys, and all that belongs to it."""
    inquiry, reply = view.inquiry, view.tasks[0]
    return {
        **_task_of(inquiry, reply, promise, away),
        "messages": [_message(one) for one in view.messages if one.direction is not Direction.NOTE],
        "tasks": [_task_of(inquiry, task, promise, away) for task in view.tasks],
        "notes": [_note(one) for one in view.messages if one.direction is Direction.NOTE],
        "policy": inquiry.policy,
        "fact": inquiry.fact,
        "emotion": inquiry.emotion,
        "follows": inquiry.follows,
        "organisation": inquiry.customer.organisation,
        "merged": list(view.merged),
        "related": [of_brief(one) for one in view.related],
        "others": [of_brief(one) for one in view.others],
        "customer_total": view.customer_total,
    }


def of_event(event: Event) -> Json:
    """A line of history, and what an act prints about itself."""
    shape: Json = {
        "id": event.id,
        "at": time(event.at),
        "actor": event.actor,
        "kind": event.kind,
        "number": event.number,
        "task": None if event.task is None else str(event.task),
        "detail": dict(event.detail),
    }
    further = {"via": event.via, "other": event.other}
    return {**shape, **{key: value for key, value in further.items() if value is not None}}


def of_alarm(shown: ShownAlarm) -> Json:
    """An alarm that stands; `left_seconds` is business time, below 0 when a promise is broken."""
    alarm = shown.alarm
    return {
        "kind": alarm.kind,
        "number": alarm.ref.number if alarm.ref else None,
        "task": str(alarm.ref) if alarm.ref else None,
        "login": alarm.login,
        "since": time(alarm.since),
        "clock": alarm.clock or None,
        "left_seconds": None if shown.left is None else shown.left // timedelta(seconds=1),
        "open": alarm.held or None,
        "subject": shown.title or None,
        "told_at": time(shown.told_at),
    }


def of_inbox(item: InboxItem) -> Json:
    """Something that wants whoever asks."""
    return {
        "id": item.id,
        "at": time(item.at),
        "kind": item.kind,
        "number": item.number,
        "subject": item.subject,
        "actor": item.actor,
        "draft_id": item.draft_id,
        "comment_id": item.comment_id,
        "message_id": item.message_id,
        "read_at": None if item.read_at is None else time(item.read_at),
        "words": item.words,
        "about": item.about,
        "more": item.more,
        "clock": item.clock or None,
    }


def of_activity(activity: Activity) -> Json:
    """What `activity` prints: by inquiry, the one touched last first."""
    return {
        "since": activity.since,
        "rev": activity.rev,
        "more": activity.more,
        "inquiries": [
            {
                "number": one.number,
                "subject": one.subject,
                "events": [of_event(event) for event in one.events],
            }
            for one in activity.inquiries
        ],
        "rest": [of_event(event) for event in activity.rest],
    }


def of_receipt(receipt: Receipt) -> Json:
    """A mail in the tray."""
    return {
        "id": receipt.id,
        "received_at": time(receipt.received_at),
        "source": receipt.source,
        "state": receipt.state,
        "reason": receipt.reason,
        "size": receipt.size,
        "number": receipt.number,
        "subject": receipt.subject,
        "from": receipt.sender,
        "detail": dict(receipt.detail),
    }


def of_block(block: Block) -> Json:
    """A blocked address or domain."""
    return {"address": block.pattern, "by": block.by, "at": time(block.at), "why": block.why}


def of_template(row: Listed) -> Json:
    """A template as `template list` and `template show` print it; the rate is this wording's."""
    template, use, own = row.template, row.use, row.of_wording
    return {
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "subject": template.subject,
        "text": template.text,
        "tags": of_tags(template.tags),
        "author": template.author,
        "at": time(template.at),
        "case": template.success_id,
        "reply": template.message_id,
        "replaces": template.replaces,
        "retired_at": time(template.retired_at),
        "uses": use.uses,
        "last_used_at": time(use.last_used),
        "sent": own.sent,
        "kept": own.kept,
        "kept_rate": own.kept_rate,
    }


def of_tag(tag: Tag, vocabulary: Vocabulary, uses: int) -> Json:
    """A word of the vocabulary as `tag list` prints it."""
    return {
        "id": tag.id,
        "dimension": tag.dimension.value,
        "word": tag.word,
        "reading": tag.reading,
        "uses": uses,
        "retired_at": time(tag.retired_at),
        "formerly": [former.word for former in vocabulary.leading_to(tag)],
    }


def of_member(member: Member) -> Json:
    return {
        "login": member.login,
        "name": member.name,
        "role": member.role,
        "language": member.language,
        "active": member.active,
    }


def of_settings(settings: TeamSettings) -> Json:
    words = settings.vocabulary.words
    return dataclasses.asdict(dataclasses.replace(settings, vocabulary=NO_VOCABULARY)) | {
        "vocabulary": dataclasses.asdict(words)
    }


def of_attachments(messages: Iterable[Message]) -> list[Json]:
    """All attachments of a conversation, numbered as `show N --attachments` does."""
    found = [(message, one) for message in messages for one in message.attachments]
    return [
        {"index": index, "message": message.id, **_attachment(one)}
        for index, (message, one) in enumerate(found, 1)
    ]


def _task_of(inquiry: Inquiry, task: Task, promise: Json | None, away: Away) -> Json:
    return {
        "number": inquiry.number,
        "task": str(task.ref),
        "subject": task.title or inquiry.subject,
        "customer": {"name": inquiry.customer.name, "email": inquiry.customer.email},
        "channel": inquiry.channel,
        "stage": task.stage,
        "owner": task.owner,
        "urgency": inquiry.urgency,
        "waiting": _waiting(task.waiting),
        "tags": of_tags(inquiry.tags),
        "opened_at": time(task.opened_at),
        **(promise if promise and not task.closed_at else of_promise()),
        "first_reply_at": time(inquiry.first_reply_at),
        "closed_at": time(task.closed_at),
        "outcome": inquiry.outcome,
        "version": task.version,
        "woke_at": time(task.woke_at),
        "free_since": time(task.nobodys_since),
        "pin": _pin(task.pin),
        "owner_away": away.get(task.owner or ""),
    }


def of_brief(one: InquiryBrief) -> Json:
    return {
        "number": one.number,
        "subject": one.subject,
        "opened_at": time(one.opened_at),
        "closed_at": time(one.closed_at),
        "outcome": one.outcome,
    }


def _message(message: Message) -> Json:
    return {
        "id": message.id,
        "number": message.number,
        "direction": message.direction,
        "at": time(message.at),
        "from": {"name": message.sender_name, "email": message.sender_email},
        "subject": message.subject,
        "text": message.text,
        "attachments": [_attachment(one) for one in message.attachments],
        "kind": message.kind,
    }


def _note(message: Message) -> Json:
    return {
        "id": message.id,
        "number": message.number,
        "at": time(message.at),
        "author": message.author,
        "text": message.text,
        "kind": message.kind,
    }


def _attachment(one: AttachmentInfo) -> Json:
    return {"name": one.name, "size": one.size, "type": one.type}


def of_tags(tags: Tags) -> Json:
    return {
        "content": list(tags.content),
        "symptom": list(tags.symptom),
        "emotion": list(tags.emotion),
    }


def _waiting(waiting: Waiting | None) -> Json | None:
    if waiting is None:
        return None
    return {
        "for": waiting.for_whom,
        "what": waiting.what,
        "until": time(waiting.until),
        "sleeps": waiting.sleeps,
    }


def _pin(pin: Pin | None) -> Json | None:
    return pin and {"by": pin.login, "at": time(pin.at)}
