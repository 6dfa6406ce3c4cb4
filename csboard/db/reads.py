"""Everything that is read of a board.

The number of queries of each reading is fixed, whatever the size of the board (a test counts them).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from peewee import SQL, fn

from csboard.db import card_queries, models, records, wholes
from csboard.db.prepared import Prepared, rows_of, slot
from csboard.db.team import Team
from csboard.domain.records import Card, Event, Receipt, TaskRef
from csboard.domain.records import Inquiry as InquiryRecord
from csboard.domain.records import Task as TaskRecord
from csboard.domain.views import CardQuery, Counts, Delta, InquiryView, Snapshot
from csboard.errors import Refused
from csboard.i18n import _, in_zone
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.replies import Comment

Task, EventRow, ReceiptRow = models.TaskRow, models.EventRow, models.ReceiptRow

_OF_ALL = frozenset({"settings_changed", "tag_renamed", "tag_respelled", "tags_merged"})
"""Kinds of events after which any card may look otherwise."""

FAR_BEHIND = 500
"""Events; a board further behind than this is read whole."""

_NEWEST = Prepared(lambda: EventRow.select(fn.MAX(EventRow.id)))
_PER_STAGE = Prepared(
    lambda: (
        Task.select(Task.stage, fn.COUNT(Task.id))
        .where(Task.closed_at.is_null())
        .group_by(Task.stage)
    )
)


class _Figures(NamedTuple):
    """What is counted beside the cards."""

    unassigned: int
    done: int
    """Since a moment."""
    held: int
    """Mails."""
    offers: int
    """Tasks that are being handed off."""


_OFFERS = SQL(  # as text: its model is loaded by few
    "(SELECT COUNT(*) FROM hand_off"
    " WHERE taken_at IS NULL AND ended_at IS NULL AND offered_at IS NOT NULL)"
)


def _figures() -> Any:
    """Figures at once, as in `_Figures`, each from a partial index."""
    tasks = Task.select(fn.COUNT(Task.id))
    return models.BoardRow.select(
        tasks.where(Task.closed_at.is_null(), Task.owner.is_null()),
        tasks.where(Task.closed_at >= slot("since"), Task.withdrawn_at.is_null()),
        ReceiptRow.select(fn.COUNT(ReceiptRow.id)).where(ReceiptRow.state == "held"),
        _OFFERS,
    ).limit(1)


_FIGURES = Prepared(_figures)
_EVENTS_AFTER = Prepared(
    lambda: (
        EventRow.select(*records.EVENT_COLUMNS)
        .where(EventRow.id > slot("since"))
        .order_by(EventRow.id)
        .limit(FAR_BEHIND + 1)
    )
)
_EVENT_OF = Prepared(
    lambda: EventRow.select(*records.EVENT_COLUMNS).where(EventRow.op_id == slot("op_id"))
)
_RECEIPT = Prepared(
    lambda: ReceiptRow.select(*records.RECEIPT_COLUMNS).where(ReceiptRow.id == slot("id"))
)
_RAW = Prepared(
    lambda: models.RawRow.select(models.RawRow.data).where(models.RawRow.receipt == slot("id"))
)


def no_such_task(ref: TaskRef) -> Refused:
    """For a number that names no task."""
    return Refused("no_such_task", _("There is no task #{task}.").format(task=ref))


def newest_event() -> int:
    """Id of the newest event, 0 on a board without any."""
    return _NEWEST.scalar() or 0


def _counts(figures: _Figures) -> Counts:
    """The figures of header and stage titles."""
    return Counts(
        by_stage=dict((stage, count) for stage, count in _PER_STAGE.rows()),
        unassigned=figures.unassigned,
        done_today=figures.done,
        tray=figures.held,
    )


class Reading:
    """What can be read within the read transaction at hand."""

    def __init__(self, team: Team) -> None:
        self.team = team

    def _cards(self, rows: Iterable[tuple[Any, ...]]) -> tuple[Card, ...]:
        logins, members = self.team.logins, self.team.members
        vocabulary = self.team.settings.vocabulary
        return tuple(records.card(row, logins, members, vocabulary) for row in rows)

    def _marked(
        self, cards: tuple[Card, ...], figures: _Figures, numbers: Sequence[int] | None = None
    ) -> tuple[Card, ...]:
        """The cards with what is offered of them, and how their drafts stand; of these inquiries
        only."""
        from csboard.db.reply_marks import marks

        if figures.offers:
            from csboard.db.hand_off_marks import with_offers

            cards = with_offers(cards, self.team.logins, self.team.members)
        found = marks(self.team.logins, numbers)
        if not found:
            return cards
        return tuple(
            card._replace(reply=found[card.ref.number])
            if card.ref.seq == 1 and card.ref.number in found
            else card
            for card in cards
        )

    def snapshot(self, now: datetime, done: int) -> Snapshot:
        """The whole board: all open cards, and the `done` latest closed ones."""
        from csboard.db.clock_rules import rules_of
        from csboard.domain.need import heat_of

        agreed, figures = self.team.settings, self._figures(now)
        cards = self._cards(card_queries.OPEN.rows()) + self._cards(
            card_queries.CLOSED.rows(limit=done)
        )
        return Snapshot(
            rev=newest_event(),
            stages=agreed.stages,
            members=self.team.members,
            cards=self._marked(cards, figures),
            counts=_counts(figures),
            team_name=agreed.name,
            zone=agreed.zone,
            vocabulary=agreed.vocabulary,
            rules=rules_of(self.team),
            heat=heat_of(agreed),
            absences=self.team.absences,
        )

    def delta(self, now: datetime, since: int) -> Delta | None:
        """What the events after `since` touched; None when too much did, and a snapshot is due."""
        rows = _EVENTS_AFTER.rows(since=since)
        if len(rows) > FAR_BEHIND:
            return None
        events = tuple(records.event(row, self.team.logins) for row in rows)
        kinds = {event.kind for event in events}
        if kinds & _OF_ALL or ("undone" in kinds and _OF_ALL & _undone(events)):
            return None
        if any(event.kind == "member_changed" and "active" in event.detail for event in events):
            return None
        people = bool(kinds & {"entered", "member_changed"})
        numbers = {number for event in events for number in _numbers(event)}
        if len(numbers) > card_queries.MOST_AT_ONCE:
            return None
        figures = self._figures(now)
        cards, gone = self._touched(numbers, figures)
        return Delta(
            since=since,
            rev=events[-1].id if events else since,
            cards=cards,
            events=events,
            counts=_counts(figures),
            members=self.team.members if people else None,
            gone=gone,
            vocabulary=self.team.settings.vocabulary,
            absences=self.team.absences,
        )

    def _touched(
        self, numbers: set[int], figures: _Figures
    ) -> tuple[tuple[Card, ...], tuple[int, ...]]:
        """The cards of some inquiries, and the ids of their tasks that were withdrawn."""
        if not numbers:
            return (), ()
        rows = card_queries.rows_of_inquiries(numbers)
        there = self._cards(row[:-1] for row in rows if row[-1] is None)
        gone = tuple(row[0] for row in rows if row[-1] is not None)
        return self._marked(there, figures, card_queries.padded(numbers)), gone

    def _figures(self, now: datetime) -> _Figures:
        (found,) = _FIGURES.rows(since=start_of_day(self.team, now))
        return _Figures._make(found)

    def cards(self, query: CardQuery, now: datetime) -> tuple[Card, ...]:
        """The tasks asked for: open ones in order of need, done ones latest first behind them."""
        open_ones = self._in_need(query, now)
        room = query.limit - len(open_ones)
        if not query.include_done or room <= 0:
            return open_ones
        done = card_queries.asked_for(self.team, query).where(Task.closed_at.is_null(False))
        latest = done.order_by(Task.closed_at.desc(), Task.id.desc()).limit(room)
        return open_ones + self._cards(rows_of(latest))

    def _in_need(self, query: CardQuery, now: datetime) -> tuple[Card, ...]:
        """The open tasks asked for, the one most in need first; few are made cards one by one."""
        if query.limit > card_queries.MOST_AT_ONCE:
            return self._all_in_need(query, now)[: query.limit]
        from csboard.db.in_need import COLUMNS, in_need

        rows = rows_of(
            card_queries.asked_for(self.team, query, COLUMNS).where(Task.closed_at.is_null())
        )
        refs = list(islice(in_need(rows, self.team, now), query.limit))
        if not refs:
            return ()
        whole = self._cards(
            row[:-1] for row in card_queries.rows_of_inquiries({ref.number for ref in refs})
        )
        found = {card.ref: card for card in whole}
        return tuple(found[ref] for ref in refs)

    def _all_in_need(self, query: CardQuery, now: datetime) -> tuple[Card, ...]:
        from csboard.db.clock_rules import calendar_of
        from csboard.domain.card_need import most_in_need
        from csboard.domain.need import heat_of

        heat, calendar = heat_of(self.team.settings), calendar_of(self.team)
        rows = rows_of(card_queries.asked_for(self.team, query).where(Task.closed_at.is_null()))
        return tuple(most_in_need(self._cards(rows), calendar, heat, now))

    def card(self, ref: TaskRef) -> Card:
        """One task's card; Refused when there is none.

        The reply of a merged inquiry is the reply of the one it goes on in.
        """
        if ref.seq == 1:
            found = self._cards(card_queries.REPLY.rows(number=ref.number))
        else:
            found = self._cards(card_queries.ONE.rows(number=ref.number, seq=ref.seq))
        if not found:
            raise no_such_task(ref)
        return found[0]

    def next_card(self, now: datetime) -> Card | None:
        """The task most in need of those that nobody has and that don't wait."""
        from csboard.db.in_need import next_to_take

        found = next_to_take(self.team, now)
        return None if found is None else self.card(found)

    def older_done(self, before: Card, limit: int) -> tuple[Card, ...]:
        """The done cards that closed before `before`, latest first (a keyset page)."""
        return self._cards(
            card_queries.CLOSED_BEFORE.rows(
                closed_at=before.closed_at, task_id=before.task_id, limit=limit
            )
        )

    def inquiry(self, number: int) -> InquiryView:
        """One inquiry with conversation, tasks and history; Refused when there is none."""
        from csboard.db.reply_marks import beside

        found = wholes.whole(number, self.team)
        number = found.inquiry.number
        others, total = wholes.others_of_customer(found.inquiry)
        around = beside(number, self.team.logins)
        vocabulary = self.team.settings.vocabulary
        events = wholes.history(number, self.team)
        return InquiryView(
            rev=around.newest,
            inquiry=found.inquiry._replace(tags=vocabulary.shown(found.inquiry.tags)),
            tasks=found.tasks,
            messages=wholes.messages(number, self.team),
            events=events,
            members=self.team.members,
            merged=found.merged,
            related=wholes.related(number),
            others=others,
            customer_total=total,
            reply=around.mark,
            comments=self._comments_on_messages(number) if around.is_spoken_of else (),
            vocabulary=vocabulary,
            read_backs=self.read_backs(events),
        )

    def read_backs(self, events: Iterable[Event]) -> Mapping[int, str]:
        """Of those events with which tasks were taken, how that was said again."""
        if not any(event.kind == "handed_over" for event in events):
            return {}
        from csboard.db.hand_offs import read_backs

        return read_backs(events)

    def _comments_on_messages(self, number: int) -> tuple[Comment, ...]:
        from csboard.db.replies import comments_on_messages

        return comments_on_messages(number, self.team)

    def inquiry_with_tasks(self, number: int) -> tuple[InquiryRecord, tuple[TaskRecord, ...]]:
        """An inquiry and its tasks in order; Refused when there is none."""
        found = wholes.whole(number, self.team)
        return found.inquiry, found.tasks

    def history_of_inquiry(self, number: int) -> tuple[Event, ...]:
        """Its events without its conversation; Refused when there is no such inquiry."""
        found = wholes.whole(number, self.team)
        return wholes.history(found.inquiry.number, self.team)

    def event_of(self, op_id: str) -> Event | None:
        """The event that the wish `op_id` has left, if it was carried out."""
        row = _EVENT_OF.row(op_id=op_id)
        return records.event(row, self.team.logins) if row else None

    def receipts(
        self, states: Iterable[str], limit: int, *, oldest_first: bool, after: int = 0
    ) -> tuple[Receipt, ...]:
        """Stored originals in any of `states`, with ids behind `after`."""
        order = ReceiptRow.id if oldest_first else ReceiptRow.id.desc()
        rows: Any = (
            ReceiptRow.select(*records.RECEIPT_COLUMNS)
            .where(ReceiptRow.state.in_(list(states)), ReceiptRow.id > after)
            .order_by(order)
            .limit(limit)
            .tuples()
        )
        return tuple(records.receipt(row) for row in rows)

    def receipt(self, receipt_id: int) -> Receipt:
        """One stored original; Refused when there is none."""
        row = _RECEIPT.row(id=receipt_id)
        if row is None:
            raise Refused("no_such_mail", _("There is no mail {id}.").format(id=receipt_id))
        return records.receipt(row)

    def raw(self, receipt_id: int) -> bytes:
        """The original, byte for byte as it came; Refused (`erased`) when it was."""
        data = _RAW.scalar(id=self.receipt(receipt_id).id)
        if data is None:
            return b""
        if not (packed := bytes(data)):
            raise Refused(
                "erased", _("The original of this mail was erased: nothing of it is left.")
            )
        return zlib.decompress(packed)


def _numbers(event: Event) -> set[int]:
    """The inquiries whose cards an event has changed."""
    also: Any = event.detail.get("also", ())
    return {number for number in (event.number, event.other, *also) if number is not None}


def _undone(events: Iterable[Event]) -> set[object]:
    """The kinds of acts that were undone."""
    return {event.detail.get("kind") for event in events if event.kind == "undone"}


def start_of_day(team: Team, now: datetime) -> datetime:
    """Midnight in the team's zone, with which the day of `now` began."""
    zone = ZoneInfo(team.settings.zone)
    return datetime.combine(in_zone(now, zone).date(), time.min, zone)
