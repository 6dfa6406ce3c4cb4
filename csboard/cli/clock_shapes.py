"""Clocks and promises as JSON: times in UTC, durations in seconds of business time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from csboard.cli.shapes import Json, of_promise, time
from csboard.domain.card_clocks import CardClocks, Pressing, kept_of, pressing
from csboard.domain.promises import FIRST

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.domain.clock_rules import Rules
    from csboard.domain.clocks import Clock, Span
    from csboard.domain.inquiry_clocks import InquiryClocks
    from csboard.domain.promises import Promise
    from csboard.domain.records import Card

SECOND = timedelta(seconds=1)


def of_promises(cards: Iterable[Card], board: Board) -> Mapping[int, Json]:
    """By task id, what `shapes.of_card` says of the promises of those cards that have some."""
    kept = {card.task_id: card.clocks for card in cards if card.clocks and not card.closed_at}
    if not kept:
        return {}
    rules, now = board.rules(), board.clock.now()
    return {task_id: _of_kept(clocks, rules, now) for task_id, clocks in kept.items()}


def of_open_promise(told: InquiryClocks, now: datetime) -> Json:
    """The same of one inquiry."""
    kept = kept_of(told.at(now), None, now)
    return _of_kept(kept, told.rules, now) if kept else of_promise()


def _of_kept(kept: CardClocks, rules: Rules, now: datetime) -> Json:
    first = next((one.due_at for one in kept.clocks if one.which == FIRST), None)
    found: Pressing = pressing(kept, rules.calendar, now)
    return of_promise(first, found.which, found.due_at, found.left // SECOND, found.rests or None)


def of_clocks(told: InquiryClocks, now: datetime) -> Json:
    """What `csboard clock` prints: every clock with its spans, and what is due next."""
    return {
        "number": told.inquiry.number,
        "as_of": time(now),
        **of_open_promise(told, now),
        "clocks": [_of_clock(one) for one in told.at(now).all],
    }


def _of_clock(clock: Clock) -> Json:
    return {
        "clock": clock.which,
        "state": clock.state,
        "started_at": time(clock.started_at),
        "ended_at": time(clock.ended_at),
        "ending": clock.ending or None,
        "paused": clock.paused or None,
        "used_s": clock.used // SECOND,
        "promise": _of_promise(clock.promise),
        "counts_from": time(clock.counts_from),
        "due_at": time(clock.due_at),
        "left_s": None if clock.left is None else clock.left // SECOND,
        "broken": clock.is_broken,
        "spans": [_of_span(one) for one in clock.spans],
    }


def _of_promise(promise: Promise | None) -> Json | None:
    if promise is None:
        return None
    return {"within_s": promise.within // SECOND, "conditions": promise.conditions}


def _of_span(span: Span) -> Json:
    return {
        "start": time(span.start),
        "end": time(span.end),
        "paused": span.why or None,
        "worked_s": span.worked // SECOND,
    }
