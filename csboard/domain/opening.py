"""Inquiries come into being: by hand, by import, and from mail that is nobody's answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from csboard.domain.commands import OpenInquiry
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.notes import digest
from csboard.domain.records import NO_TAGS, Channel, Direction, Tags, TaskRef, Urgency
from csboard.domain.states import NewInquiryState
from csboard.domain.tagging import checked, clean_tags, new_words
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean, fold_address, quoted

MAX_SUBJECT = 1_000
MAX_ADDRESS = 320
MAX_NAME = 200
MAX_BODY = 400_000
"""Characters, the same as mail reading keeps (reliability rules, section 4)."""


def open_by_hand(state: NewInquiryState, command: OpenInquiry, now: datetime) -> Decision:
    """An inquiry with its reply task. A subject is all it needs."""
    subject = clean(command.subject).strip()[:MAX_SUBJECT]
    body = clean(command.body, multiline=True).strip("\n")
    email = clean(command.customer_email).strip()
    _check(subject, body, email)
    at = command.received_at or now
    name = clean(command.customer_name).strip()[:MAX_NAME]
    message = {
        "direction": Direction.IN,
        "at": at,
        "sender_name": name,
        "sender_email": email,
        "subject": subject,
        "text": body,
        "receipt_id": command.receipt_id,
    }
    changes = opening_changes(
        state,
        channel=command.channel,
        subject=subject,
        name=name,
        email=email,
        at=at,
        urgency=command.urgency,
        tags=checked(command.tags, state.settings.vocabulary),
        now=now,
        message=message if body or command.receipt_id else None,
    )
    detail: dict[str, object] = {
        "channel": command.channel,
        "urgency": command.urgency,
        "digest": digest(subject + body),
    }
    if command.receipt_id is not None:
        detail["receipt"] = command.receipt_id
        changes.append(became(command.receipt_id, "opened", state.next_number))
    return Decision(
        tuple(changes),
        EventDraft("opened", state.next_number, TaskRef(state.next_number), detail),
    )


def opening_changes(
    state: NewInquiryState,
    *,
    channel: Channel,
    subject: str,
    name: str,
    email: str,
    at: datetime,
    message: Mapping[str, object] | None,
    now: datetime,
    urgency: Urgency = Urgency.NORMAL,
    tags: Tags = NO_TAGS,
    follows: int | None = None,
    mailbox: str = "",
    free_since: datetime | None = None,
) -> list[Insert | Update]:
    """Customer (when new), words for tags that are new, inquiry, reply task, first message.

    `mailbox` is the folded address of ours that it came in by, if it came by mail; `free_since`
    is since when nobody has it, where that isn't `at`.
    """
    number = state.next_number
    vocabulary = state.settings.vocabulary
    tags = clean_tags(tags, vocabulary)
    changes: list[Insert | Update] = [*new_words(tags, vocabulary, state.actor.id, now)]
    if state.customer_id is None:
        changes += _new_customer(name, email)
    values = {
        "number": number,
        "channel": channel,
        "subject": subject,
        "urgency": urgency,
        "customer_id": state.customer_id or _CUSTOMER,
        "opened_at": at,
        "last_in_at": at,
        "tags": tags,
        "follows": follows,
        "mailbox": mailbox,
    }
    changes.append(Insert(Thing.INQUIRY, values))
    changes.append(_reply_task(state, urgency, at, free_since))
    if message is not None:
        changes.append(Insert(Thing.MESSAGE, {**message, "inquiry_id": number}, "message"))
    return changes


_CUSTOMER = Ref("customer")


def _new_customer(name: str, email: str) -> Iterator[Insert]:
    yield Insert(Thing.CUSTOMER, {"name": name, "email": email}, _CUSTOMER.name)
    if 0 < len(email) <= MAX_ADDRESS:
        address = {"folded": fold_address(email), "customer_id": _CUSTOMER}
        yield Insert(Thing.ADDRESS, address)


def _reply_task(
    state: NewInquiryState, urgency: Urgency, at: datetime, free_since: datetime | None
) -> Insert:
    """The work of answering, in the first stage and nobody's."""
    values = {
        "inquiry_id": state.next_number,
        "seq": 1,
        "stage": state.settings.first_stage.key,
        "need": urgency.rank,
        "opened_at": at,
        "free_since": free_since,
    }
    return Insert(Thing.TASK, values)


def became(
    receipt_id: int, state: str, number: int | None, reason: str = "", **more: object
) -> Update:
    """What the stored original became, so that none stays unsorted and all can be found."""
    values = {"state": state, "inquiry_id": number, "reason": reason, **more}
    return Update(Thing.RECEIPT, receipt_id, values)


def _check(subject: str, body: str, email: str) -> None:
    if not subject:
        raise Refused("no_subject", _("An inquiry needs a subject: say in a few words what it is."))
    if len(body) > MAX_BODY:
        raise Refused(
            "too_long",
            _("The text has {n} characters; {limit} at most: shorten it.").format(
                n=len(body), limit=MAX_BODY
            ),
        )
    if email and not is_address(email):
        raise Refused(
            "bad_address",
            _("{email} is not a mail address: write it as name@example.com.").format(
                email=quoted(email)
            ),
        )


def is_address(email: str) -> bool:
    """Whether it could be a mail address; RFC 5321 lets none be longer than 320 octets or so."""
    return len(email) <= MAX_ADDRESS and re.fullmatch(r"[^@\s]+@[^@\s]+", email) is not None
