"""What figures are counted from: inquiry by inquiry out of the history, never all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from csboard.db import plain_sql
from csboard.db.clock_rules import rules_of
from csboard.db.fields import UtcField
from csboard.db.stories import MOST_AT_ONCE, told
from csboard.db.team import Team
from csboard.domain.clock_rests import standings
from csboard.domain.clock_rules import Rules
from csboard.domain.clock_story import standing
from csboard.domain.clocks import clocks_of
from csboard.domain.figures import Figures, Matter, Period, Tally
from csboard.domain.records import Direction, Event, Message
from csboard.errors import Stopped
from csboard.i18n import _

Progress = Callable[[int, int], object]
"""Told how many inquiries have been counted, and of how many."""
Stop = Callable[[], bool]
"""Asked now and then whether nobody wants the result any more."""

_TOUCHED = """
    SELECT coalesce(merged_into, number) AS whole FROM inquiry
    WHERE opened_at < {0} AND (closed_at IS NULL OR closed_at >= {0})
        AND (junked_at IS NULL OR junked_at >= {0})
    UNION
    SELECT coalesce(i.merged_into, i.number)
    FROM message m JOIN inquiry i ON i.number = m.inquiry_id
    WHERE m.direction = 'out' AND m.at >= {0} AND m.at < {0}
    ORDER BY 1"""
"""Those of which anything can count between two moments: what was open in between, with all that
was merged into it, and what was answered after it had been closed."""


def counted(
    periods: Sequence[Period],
    team: Team,
    now: datetime,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> tuple[Figures, ...]:
    """The figures of some periods that lie close together, in one pass.

    Stopped when `stop` says so.
    """
    rules = rules_of(team)
    tallies = [Tally(period, rules.calendar, now) for period in periods]
    numbers = touched(min(one.start for one in periods), max(one.end for one in periods))
    matters = _matters(numbers, team, rules, now)
    done = 0
    while batch := list(islice(matters, MOST_AT_ONCE)):
        for matter in batch:
            for tally in tallies:
                tally.take(matter)
        done += len(batch)
        if progress is not None:
            progress(done, len(numbers))
        if stop is not None and stop():
            raise Stopped(_("Stopped before it was done."))
    return tuple(tally.figures() for tally in tallies)


def touched(start: datetime, end: datetime) -> list[int]:
    """The numbers of what can count between two moments, in their order."""
    begin, until = UtcField().db_value(start), UtcField().db_value(end)
    return [number for (number,) in plain_sql.rows(_TOUCHED, (until, *[begin] * 3, until))]


def _matters(numbers: Sequence[int], team: Team, rules: Rules, now: datetime) -> Iterator[Matter]:
    vocabulary = team.settings.vocabulary
    for one in told(numbers, team):
        replies = [message for message in one.messages if message.direction is Direction.OUT]
        yield Matter(
            number=one.inquiry.number,
            opened_at=one.story.opened_at,
            standings=tuple(standings(one.story)),
            clocks=clocks_of(one.story, rules, now),
            responders=tuple(reply.author or "" for reply in replies),
            outcome=one.inquiry.outcome,
            tags=vocabulary.shown(one.inquiry.tags),
            taken_at=_taken_at(one.events, replies),
        )


def _taken_at(events: Sequence[Event], replies: Sequence[Message]) -> datetime | None:
    """When somebody first had the reply, or wrote it without having it."""
    taken = (event.at for event in standing(events) if _takes(event))
    return min((*islice(taken, 1), *(reply.at for reply in replies[:1])), default=None)


def _takes(event: Event) -> bool:
    is_reply = event.task is not None and event.task.seq == 1
    return is_reply and (event.kind == "claimed" or bool(event.detail.get("took")))
