"""Which columns make up each of the domain's records, and the record from such a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from csboard.db import models
from csboard.db.tag_models import TagRow
from csboard.domain.records import (
    NO_TAGS,
    AttachmentInfo,
    Card,
    Channel,
    Customer,
    Direction,
    Event,
    Inquiry,
    Member,
    Message,
    Outcome,
    Pin,
    Receipt,
    Role,
    Tags,
    Task,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.tag import Dimension, Tag
from csboard.domain.views import InquiryBrief
from csboard.domain.vocabulary import Vocabulary
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.domain.card_clocks import CardClocks

Row = tuple[Any, ...]
Logins = Mapping[int, str]

_Inquiry, _Task, _Customer = models.InquiryRow, models.TaskRow, models.CustomerRow
_Message, _Event, _Receipt = models.MessageRow, models.EventRow, models.ReceiptRow

INQUIRY_COLUMNS = (
    _Inquiry.number,
    _Inquiry.channel,
    _Inquiry.subject,
    _Inquiry.urgency,
    _Customer.id,
    _Customer.name,
    _Customer.email,
    _Customer.organisation,
    _Inquiry.opened_at,
    _Inquiry.version,
    _Inquiry.tags,
    _Inquiry.first_reply_at,
    _Inquiry.closed_at,
    _Inquiry.outcome,
    _Inquiry.policy,
    _Inquiry.fact,
    _Inquiry.emotion,
    _Inquiry.follows,
    _Inquiry.merged_into,
    _Inquiry.junked_at,
)

BRIEF_COLUMNS = (
    _Inquiry.number,
    _Inquiry.subject,
    _Inquiry.opened_at,
    _Inquiry.closed_at,
    _Inquiry.outcome,
)

TASK_COLUMNS = (
    _Task.id,
    _Task.inquiry,
    _Task.seq,
    _Task.title,
    _Task.stage,
    _Task.owner,
    _Task.owner_since,
    _Task.version,
    _Task.opened_at,
    _Task.closed_at,
    _Task.waiting,
    _Task.free_since,
    _Task.pinned_at,
    _Task.pinned_by,
    _Task.woke_at,
)

CARD_COLUMNS = (
    *TASK_COLUMNS,
    _Inquiry.subject,
    _Inquiry.channel,
    _Task.need,
    _Inquiry.first_reply_at,
    _Inquiry.outcome,
    _Inquiry.tags,
    _Inquiry.last_in_at,
    _Inquiry.clocks,
    _Customer.name,
    _Customer.email,
)

MESSAGE_COLUMNS = (
    _Message.id,
    _Message.direction,
    _Message.at,
    _Message.sender_name,
    _Message.sender_email,
    _Message.subject,
    _Message.text,
    _Message.attachments,
    _Message.kind,
    _Message.author,
    _Message.receipt,
    _Message.flag,
    _Message.inquiry,
)

EVENT_COLUMNS = (
    _Event.id,
    _Event.at,
    _Event.actor,
    _Event.kind,
    _Event.inquiry,
    _Event.seq,
    _Event.detail,
    _Event.via,
    _Event.op_id,
    _Event.other,
)

RECEIPT_COLUMNS = (
    _Receipt.id,
    _Receipt.received_at,
    _Receipt.source,
    _Receipt.state,
    _Receipt.size,
    _Receipt.inquiry,
    _Receipt.reason,
    _Receipt.subject,
    _Receipt.sender,
    _Receipt.detail,
    _Receipt.reader,
)

TAG_COLUMNS = (
    TagRow.id,
    TagRow.dimension,
    TagRow.word,
    TagRow.reading,
    TagRow.becomes,
    TagRow.retired_at,
    TagRow.version,
    TagRow.former,
)


def member(row: models.MemberRow) -> Member:
    return Member(
        row.id,
        row.login,
        row.name,
        Role(row.role),
        row.language,
        bool(row.active),
        bool(row.learning),
    )


def inquiry(row: Row) -> Inquiry:
    number, channel, subject, urgency, *customer = row[:8]
    opened_at, version, tags, first_reply_at, closed_at, outcome = row[8:14]
    policy, fact, emotion, follows, merged_into, junked_at = row[14:]
    return Inquiry(
        number=number,
        channel=Channel(channel),
        subject=subject or erased(),
        urgency=Urgency(urgency),
        customer=Customer(*customer),
        opened_at=opened_at,
        version=version,
        tags=tags_of(tags),
        first_reply_at=first_reply_at,
        closed_at=closed_at,
        outcome=Outcome(outcome) if outcome else None,
        policy=policy,
        fact=fact,
        emotion=emotion,
        follows=follows,
        merged_into=merged_into,
        junked_at=junked_at,
    )


def erased() -> str:
    """What stands for a subject that was erased; without erasing none is empty."""
    return _("(erased)")


def brief(row: Row) -> InquiryBrief:
    number, subject, opened_at, closed_at, outcome = row
    return InquiryBrief(
        number, subject or erased(), opened_at, closed_at, Outcome(outcome) if outcome else None
    )


def task(row: Row, logins: Logins) -> Task:
    task_id, number, seq, title, stage, owner, since, version, opened_at, closed_at = row[:10]
    waiting, free_since, pinned_at, pinned_by, woke_at = row[10:]
    return Task(
        id=task_id,
        ref=TaskRef(number, seq),
        title=title,
        stage=stage,
        owner=logins.get(owner) if owner else None,
        owner_since=since,
        version=version,
        opened_at=opened_at,
        closed_at=closed_at,
        waiting=waiting_of(waiting),
        free_since=free_since,
        pin=Pin(logins[pinned_by], pinned_at) if pinned_at else None,
        woke_at=woke_at,
    )


_OF_TASK = len(TASK_COLUMNS)


def card(
    row: Row,
    logins: Logins,
    members: Mapping[str, Member],
    vocabulary: Vocabulary,
) -> Card:
    whole = task(row[:_OF_TASK], logins)
    subject, channel, need, first_reply_at, outcome, tags, *rest = row[_OF_TASK:]
    last_in_at, clocks, name, email = rest
    owner = members.get(whole.owner) if whole.owner else None
    return Card(
        task_id=whole.id,
        ref=whole.ref,
        version=whole.version,
        title=whole.title or subject or erased(),
        customer_name=name,
        customer_email=email,
        channel=Channel(channel),
        stage=whole.stage,
        urgency=Urgency.of_rank(need),
        owner=whole.owner,
        owner_name=(owner.name or owner.login) if owner else "",
        owner_since=whole.owner_since,
        opened_at=whole.opened_at,
        first_reply_at=first_reply_at,
        closed_at=whole.closed_at,
        outcome=Outcome(outcome) if outcome else None,
        waiting=whole.waiting,
        tags=vocabulary.shown(tags_of(tags)),
        last_in_at=last_in_at,
        clocks=card_clocks(clocks) if clocks else None,
        free_since=None if owner and owner.active else whole.free_since or whole.opened_at,
        pin=whole.pin,
        woke_at=whole.woke_at,
    )


def card_clocks(stored: dict[str, Any]) -> CardClocks:
    """How the promises stood; loaded with the first card that has some."""
    from csboard.domain.card_clocks import from_stored

    return from_stored(stored)


def message(row: Row, logins: Logins) -> Message:
    message_id, direction, at, name, email, subject, text = row[:7]
    attachments, kind, author, receipt_id, flag, number = row[7:]
    return Message(
        id=message_id,
        direction=Direction(direction),
        at=at,
        sender_name=name,
        sender_email=email,
        subject=subject,
        text=text,
        attachments=tuple(AttachmentInfo(**one) for one in attachments or ()),
        kind=kind,
        author=logins.get(author) if author else None,
        receipt_id=receipt_id,
        flag=flag,
        number=number,
    )


def event(row: Row, logins: Logins) -> Event:
    event_id, at, actor, kind, number, seq, detail, via, op_id, other = row
    return Event(
        id=event_id,
        at=at,
        actor=logins.get(actor, str(actor)),
        kind=kind,
        number=number,
        task=TaskRef(number, seq) if seq else None,
        detail=detail,
        via=via,
        op_id=op_id,
        other=other,
    )


def receipt(row: Row, *, known: bool = False) -> Receipt:
    receipt_id, received_at, source, state, size, number, reason, subject, sender = row[:9]
    detail, reader = row[9:]
    return Receipt(
        receipt_id,
        received_at,
        source,
        state,
        size,
        number,
        reason,
        subject,
        sender,
        known,
        detail or {},
        reader,
    )


def tag(row: Row) -> Tag:
    tag_id, dimension, word, reading, becomes, retired_at, version, former = row
    return Tag(
        id=tag_id,
        dimension=Dimension(dimension),
        word=word,
        reading=reading,
        becomes=becomes,
        retired_at=retired_at,
        version=version,
        former=tuple((old_word, old_reading) for old_word, old_reading in former or ()),
    )


def tags_of(value: Mapping[str, Any] | None) -> Tags:
    if not value:
        return NO_TAGS
    return Tags(*(tuple(value.get(key, ())) for key in ("content", "symptom", "emotion")))


def waiting_of(value: Mapping[str, Any] | None) -> Waiting | None:
    """What a task waits for, as it is stored."""
    if not value:
        return None
    until = value.get("until")
    return Waiting(**{**value, "until": datetime.fromisoformat(until) if until else None})
