"""The hard mails in tests/mail/corpus: each with a sidecar that says how it must come out."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from csboard.board import Board
from csboard.db import models, writing
from csboard.domain.commands import ApplySettings
from csboard.domain.letters import Letter
from csboard.domain.records import Actor, Direction
from csboard.domain.settings import TeamSettings
from csboard.mail.quotes import split_quotes
from csboard.text import fold_address

DIRECTORY = Path(__file__).parent.parent / "mail" / "corpus"


@dataclass(frozen=True)
class Case:
    """One mail and what is expected of it."""

    name: str
    raw: bytes
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        return self.name

    def readings(self, key: str) -> Iterator[Any]:
        """The expected value of a field, and the other right ones."""
        for source in (self.expected, *map(self.expected.get, ("also_ok", "normalised_ok"))):
            if source and key in source:
                yield source[key]


@cache
def cases() -> tuple[Case, ...]:
    """All mails in the order of their names."""
    return tuple(
        Case(path.stem, path.read_bytes(), json.loads(path.with_suffix(".json").read_text()))
        for path in sorted(DIRECTORY.glob("[0-9]*.eml"))
    )


def case(prefix: str) -> Case:
    """The mail whose name begins with `prefix`."""
    return next(one for one in cases() if one.name.startswith(prefix))


def cases_with(*keys: str) -> tuple[Case, ...]:
    return tuple(one for one in cases() if any(key in one.expected for key in keys))


@cache
def context() -> dict[str, Any]:
    """The mailbox's surroundings: own addresses, replies sent, forms."""
    found: dict[str, Any] = json.loads((DIRECTORY / "_context.json").read_text())
    return found


def team_settings() -> TeamSettings:
    return TeamSettings(
        own_addresses=tuple(context()["own_addresses"]),
        form_senders=tuple(context()["form_senders"]),
        mail_domain="csboard.example",
    )


def sent_after(case: Case) -> list[dict[str, Any]]:
    """The replies of ours that went out right after this mail."""
    return [sent for sent in context()["sent"] if sent["thread_of"] == case.name]


def sent_id(ref: str | None) -> str:
    """Message-ID of the reply that a sidecar calls `S1`; empty for None."""
    return next((one["message_id"] for one in context()["sent"] if one["ref"] == ref), "")


def prepare(board: Board, lead: Actor) -> None:
    """Give a board the settings of the corpus."""
    board.execute(ApplySettings(settings=team_settings()), lead)


def insert_reply(board: Board, number: int, sent: Mapping[str, Any]) -> None:
    """Put a delivered reply into an inquiry, as sending will once it is there."""
    row = {
        "inquiry_id": number,
        "direction": Direction.OUT,
        "at": board.clock.now(),
        "subject": sent["subject"],
        "text": sent["body"],
        "message_id": sent["message_id"],
        "recipients": [fold_address(one) for one in sent["to"]],
    }
    board._store.engine.write(lambda: writing.put(models.MessageRow, row))


def forbidden_in(*texts: str) -> set[str]:
    """Characters that no stored text may hold: controls, surrogates, direction overrides."""
    overrides = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    return {
        char
        for text in texts
        for char in text
        if char in overrides or (unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t")
    }


def texts_of(letter: Letter) -> list[str]:
    """Every text of a letter that is stored or shown."""
    people = (letter.sender, letter.from_, *letter.to, *letter.cc)
    return [
        letter.subject,
        letter.text,
        letter.message_id,
        letter.loop_mark,
        *letter.in_reply_to,
        *letter.references,
        *(text for person in people for text in (person.name, person.email)),
        *(text for file in letter.attachments for text in (file.name, file.type)),
        *((letter.report.failed_recipient, letter.report.status) if letter.report else ()),
    ]


def new_text(text: str) -> str:
    """What the writer added, without the quotations."""
    return "".join(span.text for span in split_quotes(text) if not span.quoted).strip()
