"""Rows of the database as the domain's records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csboard.db import models
from csboard.domain.records import (
    NO_TAGS,
    AttachmentInfo,
    Channel,
    Customer,
    Direction,
    Event,
    Inquiry,
    Member,
    Message,
    Outcome,
    Receipt,
    Role,
    Tags,
    Task,
    TaskRef,
    Urgency,
    Waiting,
)


def member(row: models.MemberRow) -> Member:
    return Member(row.id, row.login, row.name, Role(row.role), row.language, bool(row.active))


def tags(value: Mapping[str, Any] | None) -> Tags:
    if not value:
        return NO_TAGS
    return Tags(*(tuple(value.get(key, ())) for key in ("content", "symptom", "emotion")))


def waiting(value: Mapping[str, Any] | None) -> Waiting | None:
    return Waiting(**value) if value else None


def inquiry(row: models.InquiryRow, customer: models.CustomerRow) -> Inquiry:
    return Inquiry(
        number=row.number,
        channel=Channel(row.channel),
        subject=row.subject,
        urgency=Urgency(row.urgency),
        customer=Customer(customer.id, customer.name, customer.email, customer.organisation),
        opened_at=row.opened_at,
        version=row.version,
        tags=tags(row.tags),
        first_reply_at=row.first_reply_at,
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        policy=row.policy,
        fact=row.fact,
        emotion=row.emotion,
        follows=row.follows,
    )


def task(row: models.TaskRow, logins: Mapping[int, str]) -> Task:
    return Task(
        id=row.id,
        ref=TaskRef(row.inquiry_id, row.seq),
        title=row.title,
        stage=row.stage,
        owner=logins.get(row.owner_id) if row.owner_id else None,
        owner_since=row.owner_since,
        version=row.version,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        waiting=waiting(row.waiting),
    )


def message(row: models.MessageRow, logins: Mapping[int, str]) -> Message:
    return Message(
        id=row.id,
        direction=Direction(row.direction),
        at=row.at,
        sender_name=row.sender_name,
        sender_email=row.sender_email,
        subject=row.subject,
        text=row.text,
        attachments=tuple(AttachmentInfo(**one) for one in row.attachments or ()),
        kind=row.kind,
        author=logins.get(row.author_id) if row.author_id else None,
        receipt_id=row.receipt_id,
        flag=row.flag,
    )


def event(row: models.EventRow, logins: Mapping[int, str]) -> Event:
    return Event(
        id=row.id,
        at=row.at,
        actor=logins.get(row.actor_id, str(row.actor_id)),
        kind=row.kind,
        number=row.inquiry,
        task=TaskRef(row.inquiry, row.seq) if row.inquiry and row.seq else None,
        detail=row.detail,
        via=row.via,
        op_id=row.op_id,
    )


def receipt(row: models.ReceiptRow, *, known: bool = False) -> Receipt:
    return Receipt(
        id=row.id,
        received_at=row.received_at,
        source=row.source,
        state=row.state,
        size=row.size,
        number=row.inquiry_id,
        reason=row.reason,
        subject=row.subject,
        sender=row.sender,
        known=known,
    )
