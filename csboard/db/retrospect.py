"""What a period to look back on is put together from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from csboard.db import models, records
from csboard.db.clock_rules import rules_of
from csboard.db.in_parts import in_parts
from csboard.db.knowledge_models import SuccessRow
from csboard.db.matters import Progress, Stop, counted
from csboard.db.stories import told
from csboard.db.team import Team
from csboard.db.why_states import whys_of
from csboard.domain import retrospect as looked
from csboard.domain.clocks import clocks_of
from csboard.domain.figures import Figures, Period
from csboard.domain.periods import Days
from csboard.domain.retrospect import Broken, Case, Changed, Retrospect, Stuck
from csboard.domain.team_goals import Why
from csboard.domain.views import InquiryBrief
from csboard.domain.words import tags as tags_in_words

_Inquiry, _Event, _Task = models.InquiryRow, models.EventRow, models.TaskRow
AT_ONCE = 500


def retrospect(
    days: Days,
    team: Team,
    now: datetime,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Retrospect:
    """All of it, at one moment. Stopped when `stop` says so."""
    zone = team.settings.zone
    period = days.period(zone)
    end = min(period.end, now)
    before = Period(period.start - (end - period.start), period.start)
    changes = looked.changes_in(_changes(period, team))
    compared = [looked.spans(one.at, now) for one in changes]
    wanted = [period, before, *(one for pair in compared if pair for one in pair)]
    found = counted(wanted, team, now, progress, stop)
    figures = found[0]
    broken = _broken(figures, period, team, now)
    return Retrospect(
        days=days,
        zone=zone,
        now=now,
        figures=figures,
        before=found[1],
        stuck=looked.longest_stuck(
            _last_moved(figures.open_after, end, team), rules_of(team).calendar, end
        ),
        broken=broken[: looked.MOST_BROKEN],
        broken_total=len(broken),
        reasons=looked.reasons(broken),
        changes=_with_figures(changes, compared, list(found[2:])),
        cases=_cases(period, team),
        members=dict(team.members),
    )


def _with_figures(
    changes: list[Changed],
    compared: list[tuple[Period, Period] | None],
    figures: list[Figures],
) -> tuple[Changed, ...]:
    left = iter(figures)
    return tuple(
        change._replace(
            span=pair[1].end - pair[1].start if pair else timedelta(),
            before=next(left) if pair else None,
            after=next(left) if pair else None,
        )
        for change, pair in zip(changes, compared, strict=True)
    )


def _changes(period: Period, team: Team) -> Iterable[Any]:
    rows: Any = (
        _Event.select(*records.EVENT_COLUMNS)
        .where(
            _Event.kind == "settings_changed",
            _Event.at >= period.start,
            _Event.at < period.end,
        )
        .order_by(_Event.id)
        .tuples()
    )
    return (records.event(row, team.logins) for row in rows)


def _broken(figures: Figures, period: Period, team: Team, now: datetime) -> tuple[Broken, ...]:
    numbers = sorted({number for share in figures.kept.values() for number in share.no})
    rules = rules_of(team)
    found = [
        (one, clock.started_at)
        for whole in told(numbers, team)
        for clock in clocks_of(whole.story, rules, now).all
        for one in looked.broken_in(whole.inquiry.number, [clock], period)
    ]
    return looked.with_why(found, _masked_whys(numbers, team))


def _masked_whys(numbers: list[int], team: Team) -> list[Why]:
    """What was said, with nothing of the customer's name in it."""
    whys = [one for some in in_parts(numbers, AT_ONCE) for one in whys_of(some, team)]
    spoken = sorted({one.number for one in whys if one.words})
    names: dict[int, tuple[str, ...]] = {}
    for some in in_parts(spoken, AT_ONCE):
        rows: Any = (
            _Inquiry.select(
                _Inquiry.number,
                models.CustomerRow.name,
                models.CustomerRow.email,
                models.CustomerRow.organisation,
            )
            .join(models.CustomerRow)
            .where(_Inquiry.number.in_(some))
            .tuples()
        )
        names.update((number, tuple(filter(None, called))) for number, *called in rows)
    return [one._replace(words=looked.masked(one.words, names.get(one.number, ()))) for one in whys]


def _last_moved(numbers: tuple[int, ...], end: datetime, team: Team) -> Iterable[Stuck]:
    """When anything last happened in each, before the end; with its stage and owner as of now."""
    for some in in_parts(numbers, AT_ONCE):
        rows: Any = (
            _Event.select(_Event.inquiry, fn.MAX(_Event.id))
            .where(_Event.inquiry.in_(some), _Event.at < end)
            .group_by(_Event.inquiry)
            .tuples()
        )
        last = {event_id: number for number, event_id in rows}
        moments: Any = _Event.select(_Event.id, _Event.at).where(_Event.id.in_(list(last))).tuples()
        since = {last[event_id]: at for event_id, at in moments}
        tasks: Any = (
            _Task.select(_Task.inquiry, _Task.stage, _Task.owner)
            .where(_Task.inquiry.in_(some), _Task.seq == 1)
            .tuples()
        )
        for number, stage, owner in tasks:
            if number in since:
                yield Stuck(number, since[number], stage, team.logins.get(owner, ""))


def _cases(period: Period, team: Team) -> tuple[Case, ...]:
    rows: Any = (
        SuccessRow.select(SuccessRow.id, SuccessRow.inquiry, SuccessRow.tags, SuccessRow.author)
        .where(
            SuccessRow.at >= period.start,
            SuccessRow.at < period.end,
            SuccessRow.retired_at.is_null(),
        )
        .order_by(SuccessRow.id)
        .tuples()
    )
    found = list(rows)
    used = _uses([row[0] for row in found])
    vocabulary = team.settings.vocabulary
    return tuple(
        Case(
            number,
            tags_in_words(vocabulary.shown(records.tags_of(tags))),
            team.logins.get(author, ""),
            used.get(case, 0),
        )
        for case, number, tags, author in found
    )


def _uses(cases: list[int]) -> dict[int, int]:
    """How often each case was used since."""
    from csboard.db.knowledge_models import SuccessWordRow

    rows: Any = (
        SuccessWordRow.select(SuccessWordRow.success, fn.COUNT(SuccessWordRow.id))
        .where(
            SuccessWordRow.success.in_(cases),
            SuccessWordRow.word == "used",
            SuccessWordRow.withdrawn_at.is_null(),
        )
        .group_by(SuccessWordRow.success)
        .tuples()
    )
    return dict(rows) if cases else {}


def briefs(numbers: Iterable[int]) -> tuple[InquiryBrief, ...]:
    """Some inquiries in a few words, in the order of their numbers."""
    found: list[InquiryBrief] = []
    for some in in_parts(sorted(set(numbers)), AT_ONCE):
        rows: Any = (
            _Inquiry.select(*records.BRIEF_COLUMNS)
            .where(_Inquiry.number.in_(some))
            .order_by(_Inquiry.number)
            .tuples()
        )
        found += map(records.brief, rows)
    return tuple(found)
