"""Loading what sorting a mail is shown: what the board knows of the ids the mail names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from csboard.db import models
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import Reading
from csboard.db.states import inquiry_state, opening_state
from csboard.db.team import Team
from csboard.domain.commands import SortLetter
from csboard.domain.letters import Letter
from csboard.domain.sorting import Correspondence, customer_of
from csboard.domain.states import LetterState
from csboard.text import fold_address

MAX_NAMED_IDS = 400
"""Message-IDs of one letter that are looked up; hostile mails name thousands."""


IDS_A_QUERY = 4
"""Most mails name no more."""

_NAMED = Prepared(
    lambda: models.MessageRow.select(
        models.MessageRow.message_id, models.MessageRow.direction, models.MessageRow.inquiry
    ).where(
        models.MessageRow.message_id.in_([slot(f"id{index}") for index in range(IDS_A_QUERY)]),
        models.MessageRow.message_id != "",
        models.MessageRow.withdrawn_at.is_null(),
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


def letter_state(command: SortLetter, login: str, team: Team) -> LetterState:
    me = team.member(login)
    receipt = Reading(team).receipt(command.receipt_id)
    letter = command.letter
    known = correspondence(letter, receipt.id) if letter else Correspondence()
    numbers = {*known.sent.values(), *known.participants}
    numbers |= {known.duplicate_number} if known.duplicate_number else set()
    email = customer_of(letter, team.settings).email if letter else ""
    return LetterState(
        opening=opening_state(me, team.settings, email),
        receipt=receipt,
        correspondence=known,
        conversations={number: inquiry_state(number, me, team) for number in sorted(numbers)},
    )


def correspondence(letter: Letter, receipt_id: int) -> Correspondence:
    """What the board knows of the ids, numbers and the digest a letter names."""
    sent: dict[str, int] = {}
    received: dict[str, list[int]] = {}
    for message_id, direction, number in _messages_named(letter.ids_to_look_up[:MAX_NAMED_IDS]):
        if direction == "out":
            sent[message_id] = number
        elif number not in received.setdefault(message_id, []):
            received[message_id].append(number)
    twin = _TWIN.row(digest=letter.digest, receipt_id=receipt_id)
    numbers = {*sent.values(), *(n for some in received.values() for n in some)}
    return Correspondence(
        sent=sent,
        received={key: tuple(value) for key, value in received.items()},
        participants=participants({*numbers, *_existing(letter.subject_numbers)}),
        duplicate_of=twin[0] if twin else None,
        duplicate_number=twin[1] if twin else None,
    )


def _messages_named(ids: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """Message-ID, direction and inquiry of each message that has one of `ids`."""
    for start in range(0, len(ids), IDS_A_QUERY):
        some = ids[start : start + IDS_A_QUERY]
        padded = (*some, *[some[0]] * (IDS_A_QUERY - len(some)))
        yield from _NAMED.rows(**{f"id{index}": one for index, one in enumerate(padded)})


def _existing(numbers: Iterable[int]) -> set[int]:
    wanted = list(numbers)[:20]
    query = models.InquiryRow.select(models.InquiryRow.number).where(
        models.InquiryRow.number.in_(wanted)
    )
    return {row.number for row in query} if wanted else set()


def participants(numbers: set[int]) -> dict[int, frozenset[str]]:
    """Who wrote in each inquiry or was written to, folded."""
    people: dict[int, set[str]] = {number: set() for number in numbers}
    if not numbers:
        return {}
    rows: Any = (
        models.MessageRow.select(
            models.MessageRow.inquiry, models.MessageRow.sender_email, models.MessageRow.recipients
        )
        .where(
            models.MessageRow.inquiry.in_(sorted(numbers)),
            models.MessageRow.direction.in_(("in", "out")),
            models.MessageRow.withdrawn_at.is_null(),
        )
        .tuples()
    )
    for number, sender, recipients in rows:
        people[number] |= {fold_address(sender), *(recipients or ())} - {""}
    return {number: frozenset(some) for number, some in people.items()}
