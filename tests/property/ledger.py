"""What a board must say by its history: owners, stages, times, texts by their digests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from csboard.domain.editing import digests
from csboard.domain.inverses import time_of
from csboard.domain.notes import digest
from csboard.domain.records import Outcome, Tags, TaskRef
from tests.property.ledger_hand_offs import HandOffs
from tests.property.ledger_reviews import Reviews
from tests.property.ledger_successes import Successes
from tests.property.ledger_templates import Templates

Row = Mapping[str, Any]
UNKNOWN = "unknown"
"""The digest of a text that no event tells, as the reason of a take-over."""

OF_CUSTOMER = {"customer_name": "name", "organisation": "organisation"}


@dataclass
class Work:
    """A task as the history has it."""

    stage: str = "todo"
    owner: str | None = None
    owner_since: datetime | None = None
    closed_at: datetime | None = None
    waiting: tuple[str, datetime | None] | None = None
    """For whom, until when; what for is text and in no event."""
    title: str = digest("")
    is_withdrawn: bool = False

    def put_back(self, reply: Mapping[str, Any]) -> None:
        """As an event has kept a reply task."""
        self.stage, self.closed_at = reply["stage"], time_of(reply["closed_at"])
        self.owner, self.owner_since = reply["owner"], time_of(reply["owner_since"])


@dataclass
class Junk:
    """What comes back with an inquiry that was none for a while."""

    at: datetime
    tasks: list[TaskRef]
    mails: dict[int, str]
    """By id of the receipt: its state of before."""


@dataclass
class Matter:
    """An inquiry as the history has it."""

    merged_into: int | None = None
    closed_at: datetime | None = None
    fields: dict[str, str] = field(default_factory=dict)
    """Digests, of those fields that an event has told."""
    urgency: str = "normal"
    junk: Junk | None = None
    """What was taken off the board when it was filed as junk."""


class Ledger:
    """What is known of a board; the rows must say the same."""

    def __init__(self) -> None:
        self.tasks: dict[TaskRef, Work] = {}
        self.matters: dict[int, Matter] = {}
        self.links: dict[int, tuple[int, int] | None] = {}
        """By id; None for one that has ended."""
        self.messages: dict[int, tuple[int, str, bool]] = {}
        """By id: in which inquiry's row, digest of the text, whether it is withdrawn."""
        self.mails: dict[int, tuple[str, int | None, str]] = {}
        """By id of the receipt: state, inquiry, reason."""
        self.names: dict[tuple[int, str], str] = {}
        """By inquiry edited and field: digests of what customers are called."""
        self.blocks: dict[int, bool] = {}
        """By id: whether it stands."""
        self.drafts: dict[int, tuple[int, str, str]] = {}
        """By id: of which inquiry, whose, and how it ended; empty while it is open."""
        self.files: dict[int, bool] = {}
        """By id: whether it goes out with its draft."""
        self.outbox: dict[int, str] = {}
        """By draft: how far its sending is; that a program has it in hand, no event tells."""
        self.reviews = Reviews()
        self.successes = Successes()
        self.templates = Templates()
        self.hand_offs = HandOffs()
        self.members: dict[str, tuple[str, bool]] = {}
        """By login: role, and whether they are still here."""

    def copy(self) -> Ledger:
        return deepcopy(self)

    def whole(self, number: int) -> int:
        """Where an inquiry goes on."""
        return self.matters[number].merged_into or number

    def shows(self, number: int, ref: TaskRef) -> bool:
        """Whether a task is one of the inquiry in which `number` goes on."""
        is_of = self.whole(ref.number) == self.whole(number)
        return is_of and not self.tasks[ref].is_withdrawn

    def tasks_of(self, number: int) -> list[Work]:
        """The tasks that the inquiry in which `number` goes on shows."""
        return [work for ref, work in self.tasks.items() if self.shows(number, ref)]

    def settle(self, number: int, at: datetime | None) -> None:
        """An inquiry is closed exactly while all its tasks are, at that time if it closes now."""
        matter = self.matters[self.whole(number)]
        is_closed = all(work.closed_at for work in self.tasks_of(number))
        if is_closed != (matter.closed_at is not None):
            matter.closed_at = at if is_closed else None

    def bring_back(self, number: int) -> None:
        """What was filed as junk is on the board as it was."""
        matter = self.matters[number]
        junk, matter.junk = matter.junk, None
        assert junk is not None
        for work in [self.tasks[ref] for ref in junk.tasks]:
            work.is_withdrawn = False
            work.closed_at = None if work.closed_at == junk.at else work.closed_at
        matter.closed_at = None if matter.closed_at == junk.at else matter.closed_at
        for mail, state in junk.mails.items():
            _state, whose, reason = self.mails[mail]
            if (_state, reason) == ("filed", "junk"):
                self.mails[mail] = (state, whose, "")

    # ---- comparing ----------------------------------------------------------------------

    def check(self, rows: Mapping[str, Iterable[Row]], logins: Mapping[int, str]) -> None:
        """Fail unless the rows (by table, as peewee's `dicts` gives them) say the same."""
        self._check_tasks(rows["task"], logins)
        self._check_inquiries(rows["inquiry"])
        self._check_messages(rows["message"])
        standing = {
            row["id"]: (row["first"], row["second"])
            for row in rows["link"]
            if row["ended_at"] is None
        }
        assert standing == {key: ends for key, ends in self.links.items() if ends is not None}
        mails = {
            row["id"]: (row["state"], row["inquiry"], row["reason"])
            for row in rows["receipt"]
            if row["id"] in self.mails
        }
        assert mails == self.mails
        blocks = {row["id"]: row["ended_at"] is None for row in rows.get("block", ())}
        assert blocks == self.blocks
        drafts = {
            row["id"]: (row["inquiry"], logins[row["author"]], row["ending"])
            for row in rows.get("draft", ())
        }
        assert drafts == self.drafts
        self.reviews.check(rows, logins)
        self.successes.check(rows, logins)
        self.templates.check(rows, logins)
        self.hand_offs.check(rows, logins)
        files = {row["id"]: row["removed_at"] is None for row in rows.get("draft_file", ())}
        assert files == self.files
        outbox = {
            row["draft"]: "queued" if row["state"] in ("claimed", "handing") else row["state"]
            for row in rows.get("outbox", ())
        }
        assert outbox == self.outbox
        self._check_customers(rows["inquiry"], rows["customer"])

    def _check_tasks(self, rows: Iterable[Row], logins: Mapping[int, str]) -> None:
        found = {
            TaskRef(row["inquiry"], row["seq"]): Work(
                row["stage"],
                logins.get(row["owner"]),
                row["owner_since"],
                row["closed_at"],
                _mark(row["waiting"]),
                digest(row["title"]),
                row["withdrawn_at"] is not None,
            )
            for row in rows
        }
        assert found == self.tasks

    def _check_inquiries(self, rows: Iterable[Row]) -> None:
        found = {row["number"]: row for row in rows}
        assert found.keys() == self.matters.keys()
        for number, matter in self.matters.items():
            row = found[number]
            assert (row["merged_into"], row["closed_at"]) == (
                matter.merged_into,
                matter.closed_at,
            ), number
            assert row["junked_at"] == (matter.junk and matter.junk.at), number
            assert matter.urgency == row["urgency"], number
            told = {name: digests({name: _field(row, name)})[name] for name in matter.fields}
            assert told == matter.fields, number

    def _check_messages(self, rows: Iterable[Row]) -> None:
        by_id = {row["id"]: row for row in rows}
        for key, (number, text, is_withdrawn) in self.messages.items():
            row = by_id[key]
            assert (row["inquiry"], row["withdrawn_at"] is not None) == (number, is_withdrawn), key
            assert text in (UNKNOWN, digest(row["text"])) or row["kind"] == "erased", key

    def _check_customers(self, inquiries: Iterable[Row], customers: Iterable[Row]) -> None:
        of = {row["number"]: row["customer"] for row in inquiries}
        by_id = {row["id"]: row for row in customers}
        last = {(of[number], name): told for (number, name), told in self.names.items()}
        for (customer, name), told in last.items():
            assert digest(by_id[customer][OF_CUSTOMER[name]]) == told


def _mark(waiting: Any) -> tuple[str, datetime | None] | None:
    if not waiting:
        return None
    return waiting["for_whom"], time_of(waiting["until"])


def _field(row: Row, name: str) -> object:
    """A value as `editing` takes its digest."""
    if name == "tags":
        tags = row["tags"] or {}
        return Tags(**{key: tuple(words) for key, words in tags.items()})
    if name == "outcome":
        return Outcome(row["outcome"]) if row["outcome"] else ""
    return row[name]
