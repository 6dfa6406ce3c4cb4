"""Loading what sorting a mail is shown: what the board knows of the ids the mail names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from peewee import fn

from csboard.db import models
from csboard.db.block_states import standing_block
from csboard.db.in_parts import in_parts
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import Reading
from csboard.db.reply_models import OutboxRow
from csboard.db.states import inquiry_state, opening_state
from csboard.db.team import Team
from csboard.domain.commands import SortLetter
from csboard.domain.letters import Letter
from csboard.domain.mail_arrival import arrived, sender_key
from csboard.domain.records import Member, Receipt
from csboard.domain.sending_states import SendingState
from csboard.domain.sorting import Correspondence, customer_of
from csboard.domain.states import LetterState
from csboard.text import fold_address

MAX_NAMED_IDS = 400
"""Message-IDs of one letter that are looked up; hostile mails name thousands."""


MAX_SUBJECT_NUMBERS = 20
_OWN_FORM = re.compile(r"<csb\.[0-9]{1,9}\.([0-9]{1,10})\.[A-Za-z0-9_-]{16,64}@")
"""All that is the reply's, its draft's number in it; the domain follows."""
MAX_RETURNED = 5
"""Ids with a return path's domain that are looked up; a report has one."""

OWN_ID = "<csb."
"""How the Message-IDs of our own replies begin."""

IDS_A_QUERY = 4
"""Most mails name no more."""

Message, Inquiry = models.MessageRow, models.InquiryRow
WHOLE = whole_of(Inquiry)
"""Where an inquiry goes on: in itself, or in the one it was merged into."""

_NAMED = Prepared(
    lambda: (
        Message.select(Message.message_id, Message.direction, WHOLE)
        .join(Inquiry)
        .where(
            Message.message_id.in_([slot(f"id{index}") for index in range(IDS_A_QUERY)]),
            Message.message_id != "",
            Message.withdrawn_at.is_null(),
        )
    )
)
_GOING_OUT = Prepared(
    lambda: (
        OutboxRow.select(OutboxRow.message_id, WHOLE)
        .join(Inquiry)
        .where(OutboxRow.message_id.in_([slot(f"id{index}") for index in range(IDS_A_QUERY)]))
    )
)
_OF_DRAFT = Prepared(
    lambda: (
        OutboxRow.select(OutboxRow.message_id, WHOLE)
        .join(Inquiry)
        .where(OutboxRow.draft == slot("draft"))
    )
)
_TWIN = Prepared(
    lambda: (
        models.ReceiptRow.select(models.ReceiptRow.id, models.ReceiptRow.inquiry)
        .where(
            models.ReceiptRow.digest == slot("digest"),
            models.ReceiptRow.id != slot("receipt_id"),
            models.ReceiptRow.reason != "duplicate",
        )
        .limit(1)
    )
)
_LATELY = Prepared(
    lambda: models.ReceiptRow.select(fn.COUNT(models.ReceiptRow.id)).where(
        models.ReceiptRow.sender_key == slot("key"),
        models.ReceiptRow.arrived_at > slot("since"),
        models.ReceiptRow.arrived_at <= slot("until"),
        models.ReceiptRow.id != slot("receipt_id"),
    )
)
_FLOOD_HELD = Prepared(
    lambda: (
        models.ReceiptRow.select(models.ReceiptRow.id)
        .where(
            models.ReceiptRow.sender_key == slot("key"),
            models.ReceiptRow.state == "held",
            models.ReceiptRow.reason == "flood",
            models.ReceiptRow.id != slot("receipt_id"),
        )
        .limit(1)
    )
)


def _filed_of_flood() -> Any:
    """The mails that are filed as part of the flood that a held mail stands for."""
    rows, held = models.ReceiptRow, models.ReceiptRow.alias("held")
    sender = held.select(held.sender_key).where(held.id == slot("receipt_id"))
    return rows.select(fn.COUNT(rows.id)).where(
        rows.sender_key == sender, rows.state == "filed", rows.reason == "flood"
    )


_FILED_OF_FLOOD = Prepared(_filed_of_flood)


def filed_of_flood(receipt_id: int) -> int:
    """How many mails of its sender are filed because there were so many."""
    return int(_FILED_OF_FLOOD.scalar(receipt_id=receipt_id))


def letter_state(command: SortLetter, login: str, team: Team) -> LetterState:
    me = team.member(login)
    receipt = Reading(team).receipt(command.receipt_id)
    letter = command.letter
    known = correspondence(letter, receipt, team) if letter else Correspondence()
    numbers = {*known.sent.values(), *known.participants}
    numbers |= {known.duplicate_number} if known.duplicate_number else set()
    email = customer_of(letter, team.settings).email if letter else ""
    return LetterState(
        opening=opening_state(me, team.settings, email),
        receipt=receipt,
        correspondence=known,
        conversations={
            number: inquiry_state(number, me, team, junk=True) for number in sorted(numbers)
        },
        outgoing=_outgoing(letter, known, me, team) if letter else None,
    )


def _outgoing(letter: Letter, known: Correspondence, me: Member, team: Team) -> SendingState | None:
    """The first reply of the outbox that the letter names."""
    for message_id in known.own_named(letter):
        if not message_id.startswith(OWN_ID):
            continue
        from csboard.db.sending_states import state_named

        return state_named(message_id, me, team)
    return None


def correspondence(letter: Letter, receipt: Receipt, team: Team) -> Correspondence:
    """What the board knows of the ids, numbers, the digest and the senders a letter names."""
    sent: dict[str, int] = {}
    received: dict[str, list[int]] = {}
    for message_id, direction, number in _messages_named(letter.ids_to_look_up[:MAX_NAMED_IDS]):
        if direction == "out":
            sent[message_id] = number
        elif number not in received.setdefault(message_id, []):
            received[message_id].append(number)
    returned = {}
    for alias, message_id, number in _returned(letter, sent):
        returned[alias] = message_id
        sent[message_id] = number
    twin = _TWIN.row(digest=letter.digest, receipt_id=receipt.id)
    numbers = {*sent.values(), *(n for some in received.values() for n in some)}
    return Correspondence(
        sent=sent,
        received={key: tuple(value) for key, value in received.items()},
        returned=returned,
        participants=participants({*numbers, *letter.subject_numbers[:MAX_SUBJECT_NUMBERS]}),
        duplicate_of=twin[0] if twin else None,
        duplicate_number=twin[1] if twin else None,
        block=standing_block((letter.from_.email, letter.sender.email), team),
        **_flood(letter, receipt, team),
    )


def _flood(letter: Letter, receipt: Receipt, team: Team) -> dict[str, Any]:
    """How many mails came lately from who sent this one, and whether one of them waits."""
    key, agreed = sender_key(letter), team.settings
    if not key or not agreed.flood_mails:
        return {}
    at = arrived(receipt, letter.sent_at)
    lately = _LATELY.scalar(
        key=key,
        since=at - timedelta(minutes=agreed.flood_minutes),
        until=at,
        receipt_id=receipt.id,
    )
    if lately < agreed.flood_mails:
        return {"lately": lately}
    is_held = _FLOOD_HELD.scalar(key=key, receipt_id=receipt.id) is not None
    return {"lately": lately, "flood_is_held": is_held}


def _messages_named(ids: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """Message-ID, direction and (whole) inquiry of each message that has one of `ids`.

    Those in the outbox too: an answer or a bounce can be here before it is known as sent.
    """
    for some in in_parts(ids, IDS_A_QUERY):
        padded = (*some, *[some[0]] * (IDS_A_QUERY - len(some)))
        values = {f"id{index}": one for index, one in enumerate(padded)}
        yield from _NAMED.rows(**values)
        if any(one.startswith(OWN_ID) for one in some):
            yield from ((one, "out", number) for one, number in _GOING_OUT.rows(**values))


def _returned(letter: Letter, sent: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """Ids of our form with a domain that our replies haven't: the reply's own, and its inquiry.

    A reply that comes back is named by its return path, whose domain may be another host's.
    What can't be guessed is the part before it, and that must be the same.
    """
    strange = (_OWN_FORM.match(one) for one in letter.mentioned_ids if one not in sent)
    for alias in [one for one in strange if one][:MAX_RETURNED]:
        for message_id, number in _OF_DRAFT.rows(draft=int(alias[1])):
            if message_id.startswith(alias[0]):
                yield alias.string, message_id, number


def participants(numbers: set[int]) -> dict[int, frozenset[str]]:
    """Whose each of the inquiries that exist is, who wrote in it or was written to; folded.

    Whose it is counts without a word of theirs: somebody may have written down a call.
    """
    wholes = _wholes(numbers)
    if not wholes:
        return {}
    parts = Inquiry.alias("part")
    named = list(set(wholes.values()))
    rows: Any = (
        Message.select(WHOLE, Message.sender_email, Message.recipients)
        .join(Inquiry)
        .where(
            Message.inquiry.in_(
                parts.select(parts.number).where(
                    parts.number.in_(named) | parts.merged_into.in_(named)
                )
            ),
            Message.direction.in_(("in", "out")),
            Message.withdrawn_at.is_null(),
        )
        .tuples()
    )
    people: dict[int, set[str]] = {whole: set() for whole in named}
    for whole, address in _customers(named):
        people[whole].add(address)
    for whole, sender, recipients in rows:
        people[whole] |= {fold_address(sender), *(recipients or ())} - {""}
    return {number: frozenset(people[whole]) for number, whole in wholes.items()}


def _customers(wholes: list[int]) -> Iterator[tuple[int, str]]:
    """The addresses of the customers of inquiries and of what was merged into them, folded."""
    rows: Any = (
        Inquiry.select(WHOLE, models.AddressRow.folded)
        .join(models.AddressRow, on=models.AddressRow.customer == Inquiry.customer)
        .where(Inquiry.number.in_(wholes) | Inquiry.merged_into.in_(wholes))
        .tuples()
    )
    yield from rows


def _wholes(numbers: set[int]) -> dict[int, int]:
    """By number, where each of the inquiries that exist goes on."""
    if not numbers:
        return {}
    rows: Any = (
        Inquiry.select(Inquiry.number, WHOLE).where(Inquiry.number.in_(sorted(numbers))).tuples()
    )
    return dict(rows)
