"""One board that several people work on, and what must hold after each thing they do."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.models import (
    CustomerRow,
    InquiryRow,
    LinkRow,
    MemberRow,
    MessageRow,
    ReceiptRow,
    TaskRow,
)
from csboard.domain.commands import (
    Command,
    EnterBoard,
    OpenInquiry,
    SortLetter,
    TaskCommand,
    Undo,
)
from csboard.domain.letters import Address, Letter
from csboard.domain.records import INTAKE_LOGIN, Actor, Event, TaskRef, Urgency
from csboard.domain.undo import PINNING
from csboard.errors import Refused
from tests.property.replaying import Replay

LOGINS = ("lead", "sato", "tanaka")
WHOEVER = ""
"""For whoever can: who holds the task, or acted last when something is taken back."""

WHOLE = ("merged", "divided", "linked", "unlinked")
"""Acts on more than one inquiry: what they leave untouched is for their own tests."""

Row = dict[str, Any]
_count = itertools.count()


class Look(NamedTuple):
    """The rows of one customer's inquiries, without versions and what was withdrawn.

    Those of a merged inquiry count as of the one it goes on in: taking back a division merges.
    """

    tasks: dict[TaskRef, Row]
    inquiries: dict[int, Row]
    customer: Row
    messages: dict[int, Row]
    links: frozenset[tuple[int, int]]


class Story:
    """Plays steps on one board and checks after each that all is as it must be."""

    def __init__(self, board: Board, clock: FixedClock) -> None:
        self.board, self.clock = board, clock
        self.events: list[Event] = []
        self.before: dict[int, Look] = {}
        """By event id: what there was when it happened."""
        self.after: dict[int, Look] = {}
        self.replay = Replay()

    def begin(self) -> None:
        """Everybody is there, and the same customer has asked twice.

        Each person has opened an inquiry, behind which no undo goes: not into an earlier story.
        """
        for login in LOGINS:
            if self.board.member(login) is None:
                self.board.execute(EnterBoard(), Actor(login))
        self.email = f"customer{self.board.newest()}@example.jp"
        opened = [
            self.board.execute(
                OpenInquiry(subject="x", customer_email=email, customer_name="山田", body="y"),
                Actor(login),
            )
            for login, email in zip(LOGINS, (self.email, self.email, ""), strict=True)
        ]
        self.numbers = [event.number for event in opened[:2] if event.number is not None]
        self.customer = self.board.inquiry(self.numbers[0]).inquiry.customer.id
        for event in opened[:2]:
            self.replay.follow(event)

    def ref(self, at: tuple[int, int]) -> TaskRef:
        """The task of one of the two inquiries, by index and seq."""
        return TaskRef(self.numbers[at[0]], at[1])

    def mail(self, index: int) -> Command:
        """The customer writes about one of their inquiries."""
        customer = Address("山田", self.email)
        letter = Letter(
            subject="x",
            sender=customer,
            from_=customer,
            to=(),
            cc=(),
            sent_at=None,
            message_id="",
            in_reply_to=(),
            references=(),
            text="z",
            attachments=(),
            digest=f"d{next(_count)}",
            subject_numbers=(self.numbers[index],),
        )
        raw = f"{self.board.newest()} {next(_count)}".encode()
        return SortLetter(receipt_id=self.board.receive(raw, "pipe").id, letter=letter)

    def step(self, login: str, make: Callable[[Story], Command]) -> None:
        """One person does one thing."""
        self.clock.advance(timedelta(seconds=1))
        command = make(self)
        actor = Actor(login or self.whoever_can(command))
        if isinstance(command, SortLetter):
            actor = Actor(INTAKE_LOGIN)
        before, versions, newest = self.look(), self.versions(), self.board.newest()
        try:
            event = self.board.execute(command, actor)
        except Refused:
            assert (self.look(), self.versions(), self.board.newest()) == (before, versions, newest)
            return
        assert (event.actor, event.at) == (actor.login, self.clock.now())
        after, later = self.look(), self.versions()
        assert all(later[key] >= version for key, version in versions.items())
        self.check(after)
        if event.kind == "undone":
            self.check_undo(event, before, after)
        self.before[event.id], self.after[event.id] = before, after
        self.events.append(event)
        self.replay.follow(event)
        self.replay.ledger.check(self.rows(), _logins())

    def whoever_can(self, command: Command) -> str:
        """Somebody whose command has a chance, so that stories get somewhere."""
        if isinstance(command, Undo):
            people = [event.actor for event in self.events if event.actor in LOGINS]
            return people[-1] if people else "sato"
        ref = command.task if isinstance(command, TaskCommand) else None
        return self.owners().get(ref or TaskRef(0)) or "sato"

    def owners(self) -> dict[TaskRef, str | None]:
        views = [self.board.inquiry(number) for number in self.numbers]
        return {task.ref: task.owner for view in views for task in view.tasks}

    def look(self) -> Look:
        inquiries = {row["number"]: row for row in _rows(self._inquiries())}
        numbers = list(inquiries)
        tasks = _rows(TaskRow.select().where(TaskRow.inquiry.in_(numbers)))
        messages = _rows(MessageRow.select().where(MessageRow.inquiry.in_(numbers)))
        links = LinkRow.select().where(LinkRow.first.in_(numbers), LinkRow.ended_at.is_null())
        (customer,) = _rows(CustomerRow.select().where(CustomerRow.id == self.customer))
        return Look(
            {
                TaskRef(row["inquiry"], row["seq"]): _without(row, "version", "id")
                for row in tasks
                if row["withdrawn_at"] is None
            },
            {
                number: _without(row, "version")
                for number, row in inquiries.items()
                if row["merged_into"] is None
            },
            customer,
            {
                row["id"]: row
                | {"inquiry": inquiries[row["inquiry"]]["merged_into"] or row["inquiry"]}
                for row in messages
                if row["withdrawn_at"] is None
            },
            frozenset((link.first_id, link.second_id) for link in links),
        )

    def rows(self) -> dict[str, list[Row]]:
        """All rows of the customer's inquiries, by table."""
        inquiries = _rows(self._inquiries())
        numbers = [row["number"] for row in inquiries]
        mails = list(self.replay.ledger.mails)
        return {
            "inquiry": inquiries,
            "task": _rows(TaskRow.select().where(TaskRow.inquiry.in_(numbers))),
            "message": _rows(MessageRow.select().where(MessageRow.inquiry.in_(numbers))),
            "link": _rows(LinkRow.select().where(LinkRow.first.in_(numbers))),
            "receipt": _rows(ReceiptRow.select().where(ReceiptRow.id.in_(mails))),
            "customer": _rows(CustomerRow.select().where(CustomerRow.id == self.customer)),
        }

    def versions(self) -> dict[tuple[str, int], int]:
        inquiries = {("inquiry", row.number): row.version for row in self._inquiries()}
        numbers = [number for _kind, number in inquiries]
        tasks = TaskRow.select().where(TaskRow.inquiry.in_(numbers))
        return inquiries | {("task", row.id): row.version for row in tasks}

    def _inquiries(self) -> Any:
        return InquiryRow.select().where(InquiryRow.customer == self.customer)

    def check(self, look: Look) -> None:
        """What holds always."""
        for row in look.tasks.values():
            assert (row["owner"] is None) == (row["owner_since"] is None)
            assert (row["closed_at"] is None) == (row["stage"] != "done")
            if row["waiting"] is not None:
                assert (row["stage"], row["owner"] is None) == ("doing", False)
        leads = {row.number: row.merged_into or row.number for row in self._inquiries()}
        assert set(leads.values()) == set(look.inquiries), "a merged number leads there in one hop"
        for number, inquiry in look.inquiries.items():
            parts = {part for part, whole in leads.items() if whole == number}
            own = [row for ref, row in look.tasks.items() if ref.number in parts]
            closed = all(row["closed_at"] is not None for row in own)
            assert (inquiry["closed_at"] is not None) == closed
            assert {row["need"] for row in own} == {Urgency(inquiry["urgency"]).rank}

    def check_undo(self, event: Event, before: Look, after: Look) -> None:
        """Taken back to the letter, and nothing else with it."""
        act = next(one for one in self.events if one.id == event.detail["event"])
        assert act.actor == event.actor
        then = self.before[act.id]
        if not self._standing_since(act):
            assert after == then
        if act.kind in WHOLE:
            return
        self._check_task(act, then, before, after)
        self._check_fields(act, then, before, after)
        wrote = act.kind in ("noted", "taken_over", "edited") and "message" in act.detail
        gone = {act.detail["message"]} if wrote else set()
        assert before.messages.keys() - after.messages.keys() == gone
        assert after.messages.items() <= before.messages.items()
        assert before.links == after.links

    def _standing_since(self, act: Event) -> list[Event]:
        """What has changed since and is not taken back; undoing what was before it counts too."""
        later = self.events[self.events.index(act) + 1 :]
        ids = {event.id for event in later}
        undone = {event.detail["event"] for event in later if event.kind == "undone"}
        return [
            event
            for event in later
            if event.id not in undone
            and not (event.kind == "undone" and event.detail["event"] in ids)
        ]

    def _pins_since(self, act: Event) -> list[str]:
        """Columns that others were free to change: a pin is nothing that one goes on with."""
        since = self._standing_since(act)
        kinds = {event.kind for event in since if event.task == act.task}
        kinds |= {str(event.detail["kind"]) for event in since if event.kind == "undone"}
        return [*OF_PINS] if kinds & {*PINNING} else []

    def _check_pin(self, act: Event, then: Look, before: Look, after: Look) -> None:
        """Others may have gone on with the task: nothing changes of it but the pin."""
        assert act.task is not None
        for ref in {*before.tasks, *after.tasks}:
            kept = OF_PINS if ref == act.task else ()
            assert _known(after.tasks, ref, ["need", *kept]) == _known(
                before.tasks, ref, ["need", *kept]
            )
        if act.task in after.tasks and after.tasks[act.task]["closed_at"] is None:
            for key in OF_PINS:
                assert after.tasks[act.task][key] == then.tasks[act.task][key]

    def _check_task(self, act: Event, then: Look, before: Look, after: Look) -> None:
        loose = ["need"]
        if any(event.kind == "joined" for event in self._standing_since(act)):
            loose.append("waiting")  # a customer who has written is no longer waited for
        if act.kind in PINNING:
            self._check_pin(act, then, before, after)
            return
        pins = self._pins_since(act)
        loose += pins
        if act.task is not None:
            left = self.after[act.id].tasks
            still = ["need", *pins]
            assert _known(before.tasks, act.task, still) == _known(left, act.task, still)
        for ref in {*before.tasks, *after.tasks}:
            if ref == act.task:
                assert _known(after.tasks, ref, loose) == _known(then.tasks, ref, loose)
            else:
                assert _known(after.tasks, ref, ["need"]) == _known(before.tasks, ref, ["need"])

    def _check_fields(self, act: Event, then: Look, before: Look, after: Look) -> None:
        fields: Any = act.detail.get("fields", [])
        of_customer = {"customer_name": "name", "organisation": "organisation"}
        edited = {of_customer.get(name, name) for name in fields}
        pairs = [(number, row, after.inquiries[number]) for number, row in before.inquiries.items()]
        changed = {
            (number, key)
            for number, row, now in [*pairs, (0, before.customer, after.customer)]
            for key in row
            if row[key] != now[key]
        }
        assert {key for _number, key in changed} <= {*edited, "closed_at"}
        whole = self.board.inquiry(act.number or 0).inquiry.number
        assert {number for number, _key in changed} <= {0, act.number, whole}
        for key in edited:
            assert self._value(after, act, key) == self._value(then, act, key)
            left = self._value(self.after[act.id], act, key)
            assert self._value(before, act, key) == left, "somebody else's words"

    def _value(self, look: Look, act: Event, key: str) -> object:
        row = look.inquiries[act.number or 0]
        return row[key] if key in row else look.customer[key]


def _rows(query: Any) -> list[Row]:
    return list(query.dicts())


def _logins() -> dict[int, str]:
    return {row.id: row.login for row in MemberRow.select()}


def _without(row: Row, *keys: str) -> Row:
    return {key: value for key, value in row.items() if key not in keys}


OF_PINS = ("pinned_at", "pinned_by")


def _known(tasks: dict[TaskRef, Row], ref: TaskRef, loose: list[str]) -> Row | None:
    return _without(tasks[ref], *loose) if ref in tasks else None
