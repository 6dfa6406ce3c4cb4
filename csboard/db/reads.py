"""Everything that is read of a board.

The number of queries of each reading is fixed, whatever the size of the board (a test counts them).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, fn

from csboard.db import models, records
from csboard.db.team import Team
from csboard.domain.records import (
    Card,
    CardQuery,
    Channel,
    Counts,
    Delta,
    Event,
    InquiryView,
    Outcome,
    Receipt,
    Snapshot,
    TaskRef,
    Urgency,
)
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import fold

Task, Inquiry, Customer = models.TaskRow, models.InquiryRow, models.CustomerRow
EventRow, ReceiptRow, MessageRow = models.EventRow, models.ReceiptRow, models.MessageRow

FAR_BEHIND = 500
"""Events; a board further behind than this is read whole."""

_CARD_COLUMNS = (
    Task.id,
    Task.inquiry,
    Task.seq,
    Task.version,
    Task.title,
    Task.stage,
    Task.owner,
    Task.owner_since,
    Task.opened_at,
    Task.closed_at,
    Task.waiting,
    Inquiry.subject,
    Inquiry.channel,
    Inquiry.urgency,
    Inquiry.first_reply_at,
    Inquiry.outcome,
    Inquiry.tags,
    Inquiry.last_in_at,
    Customer.name,
    Customer.email,
)


def newest_event() -> int:
    """Id of the newest event, 0 on a board without any."""
    return EventRow.select(fn.MAX(EventRow.id)).scalar() or 0


class Reading:
    """What can be read within the read transaction at hand."""

    def __init__(self, team: Team) -> None:
        self.team = team

    def snapshot(self, now: datetime, done: int) -> Snapshot:
        """The whole board: all open cards, and the `done` latest closed ones."""
        open_cards = _cards(self.team, _card_query().where(Task.closed_at.is_null()))
        closed = _cards(
            self.team,
            _card_query()
            .where(Task.closed_at.is_null(False))
            .order_by(Task.closed_at.desc(), Task.id.desc())
            .limit(done),
        )
        return Snapshot(
            rev=newest_event(),
            stages=self.team.settings.stages,
            members=self.team.members,
            cards=open_cards + closed,
            counts=self.counts(now),
            team_name=self.team.settings.name,
            zone=self.team.settings.zone,
        )

    def delta(self, now: datetime, since: int) -> Delta | None:
        """What the events after `since` touched; None when there are too many of them."""
        rows = (
            EventRow.select().where(EventRow.id > since).order_by(EventRow.id).limit(FAR_BEHIND + 1)
        )
        events = tuple(records.event(row, self.team.logins) for row in rows)
        if len(events) > FAR_BEHIND:
            return None
        kinds = {event.kind for event in events}
        people = bool(kinds & {"entered", "member_changed"})
        agreed = "settings_changed" in kinds
        numbers = {event.number for event in events if event.number is not None}
        touched = _card_query().where(Task.inquiry.in_(sorted(numbers)))
        return Delta(
            since=since,
            rev=events[-1].id if events else since,
            cards=_cards(self.team, touched) if numbers else (),
            events=events,
            counts=self.counts(now),
            members=self.team.members if people else None,
            stages=self.team.settings.stages if agreed else None,
        )

    def counts(self, now: datetime) -> Counts:
        """The figures of header and stage titles, each from a partial index."""
        per_stage: Any = (
            Task.select(Task.stage, fn.COUNT(Task.id))
            .where(Task.closed_at.is_null())
            .group_by(Task.stage)
            .tuples()
        )
        free = Task.select().where(Task.closed_at.is_null(), Task.owner.is_null()).count()
        today = Task.select().where(Task.closed_at >= _start_of_day(self.team, now)).count()
        held = ReceiptRow.select().where(ReceiptRow.state == "held").count()
        return Counts(by_stage=dict(per_stage), unassigned=free, done_today=today, tray=held)

    def cards(self, query: CardQuery) -> tuple[Card, ...]:
        """The tasks asked for: open ones in order of need, done ones latest first behind them."""
        rows = _card_query()
        if query.stage is not None:
            rows = rows.where(Task.stage == query.stage)
        if not query.include_done:
            rows = rows.where(Task.closed_at.is_null())
        if query.unowned:
            rows = rows.where(Task.owner.is_null())
        if query.owner is not None:
            member = self.team.members.get(query.owner)
            rows = rows.where(Task.owner == (member.id if member else -1))
        if query.waiting:
            rows = rows.where(Task.waiting.is_null(False))
        rows = rows.order_by(Task.closed_at.is_null(False), Task.need, Task.opened_at, Task.id)
        if query.tag is None:
            return _cards(self.team, rows.limit(query.limit))
        wanted = fold(query.tag)
        return tuple(card for card in _cards(self.team, rows) if wanted in _folded_tags(card))[
            : query.limit
        ]

    def card(self, ref: TaskRef) -> Card:
        """One task's card; Refused when there is none."""
        found = _cards(
            self.team, _card_query().where(Task.inquiry == ref.number, Task.seq == ref.seq)
        )
        if not found:
            raise Refused("no_such_task", _("There is no task #{task}.").format(task=ref))
        return found[0]

    def next_card(self) -> Card | None:
        """The task most in need: the most urgent, then the oldest, of those nobody has."""
        query = (
            _card_query()
            .where(Task.owner.is_null(), Task.closed_at.is_null())
            .order_by(Task.need, Task.opened_at, Task.id)
            .limit(1)
        )
        found = _cards(self.team, query)
        return found[0] if found else None

    def older_done(self, before: Card, limit: int) -> tuple[Card, ...]:
        """The done cards that closed before `before`, latest first (a keyset page)."""
        earlier = (Task.closed_at < before.closed_at) | (
            (Task.closed_at == before.closed_at) & (Task.id < before.task_id)
        )
        query = (
            _card_query()
            .where(Task.closed_at.is_null(False), earlier)
            .order_by(Task.closed_at.desc(), Task.id.desc())
            .limit(limit)
        )
        return _cards(self.team, query)

    def inquiry(self, number: int) -> InquiryView:
        """One inquiry with conversation, tasks and history; Refused when there is none."""
        row = (
            Inquiry.select(Inquiry, Customer).join(Customer).where(Inquiry.number == number)
        ).get_or_none()
        if row is None:
            raise Refused(
                "no_such_inquiry", _("There is no inquiry #{number}.").format(number=number)
            )
        tasks = Task.select().where(Task.inquiry == number).order_by(Task.seq)
        messages = (
            MessageRow.select()
            .where(MessageRow.inquiry == number, MessageRow.withdrawn_at.is_null())
            .order_by(MessageRow.at, MessageRow.id)
        )
        return InquiryView(
            rev=newest_event(),
            inquiry=records.inquiry(row, row.customer),
            tasks=tuple(records.task(task, self.team.logins) for task in tasks),
            messages=tuple(records.message(message, self.team.logins) for message in messages),
            events=self.history(number),
            members=self.team.members,
        )

    def history(self, number: int) -> tuple[Event, ...]:
        """The events of one inquiry, oldest first."""
        rows = EventRow.select().where(EventRow.inquiry == number).order_by(EventRow.id)
        return tuple(records.event(row, self.team.logins) for row in rows)

    def event(self, event_id: int) -> Event:
        return records.event(EventRow.get_by_id(event_id), self.team.logins)

    def event_of(self, op_id: str) -> Event | None:
        """The event that the wish `op_id` has left, if it was carried out."""
        row = EventRow.get_or_none(EventRow.op_id == op_id)
        return records.event(row, self.team.logins) if row else None

    def receipts(
        self, states: Iterable[str], limit: int, *, oldest_first: bool
    ) -> tuple[Receipt, ...]:
        """Stored originals in any of `states`."""
        order = ReceiptRow.id if oldest_first else ReceiptRow.id.desc()
        rows = ReceiptRow.select().where(ReceiptRow.state.in_(list(states))).order_by(order)
        return tuple(records.receipt(row) for row in rows.limit(limit))

    def receipt(self, receipt_id: int) -> Receipt:
        return records.receipt(_receipt_row(receipt_id))

    def raw(self, receipt_id: int) -> bytes:
        """The original, byte for byte as it came."""
        row = models.RawRow.get_or_none(models.RawRow.receipt == _receipt_row(receipt_id).id)
        return zlib.decompress(bytes(row.data)) if row else b""


def _receipt_row(receipt_id: int) -> models.ReceiptRow:
    row = ReceiptRow.get_or_none(ReceiptRow.id == receipt_id)
    if row is None:
        raise Refused("no_such_mail", _("There is no mail {id}.").format(id=receipt_id))
    return row


def _start_of_day(team: Team, now: datetime) -> datetime:
    zone = ZoneInfo(team.settings.zone)
    return datetime.combine(now.astimezone(zone).date(), time.min, zone)


def _folded_tags(card: Card) -> set[str]:
    return {fold(name) for name in (*card.tags.content, *card.tags.symptom, *card.tags.emotion)}


def _card_query() -> Any:
    return (
        Task.select(*_CARD_COLUMNS)
        .join(Inquiry)
        .join(Customer, JOIN.INNER, on=(Inquiry.customer == Customer.id))
    )


def _cards(team: Team, query: Any) -> tuple[Card, ...]:
    return tuple(_card(team, row) for row in query.tuples())


def _card(team: Team, row: tuple[Any, ...]) -> Card:
    task_id, number, seq, version, title, stage, owner_id, owner_since = row[:8]
    opened_at, closed_at, waiting, subject, channel, urgency = row[8:14]
    first_reply_at, outcome, tags, last_in_at, customer_name, customer_email = row[14:]
    login = team.logins.get(owner_id) if owner_id else None
    return Card(
        task_id=task_id,
        ref=TaskRef(number, seq),
        version=version,
        title=title or subject,
        customer_name=customer_name,
        customer_email=customer_email,
        channel=Channel(channel),
        stage=stage,
        urgency=Urgency(urgency),
        owner=login,
        owner_name=(team.members[login].name or login) if login else "",
        owner_since=owner_since,
        opened_at=opened_at,
        first_reply_at=first_reply_at,
        closed_at=closed_at,
        outcome=Outcome(outcome) if outcome else None,
        waiting=records.waiting(waiting),
        tags=records.tags(tags),
        last_in_at=last_in_at,
    )
