"""Reading the successful-cases sheet and one case of it: a fixed number of queries each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from csboard.db import knowledge_records, records, success_states, wholes
from csboard.db.fields import UtcField
from csboard.db.knowledge_models import ReuseRow, SuccessRow, SuccessWordRow
from csboard.db.models import InquiryRow, MessageRow, whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.reply_models import DraftRow
from csboard.db.team import Team
from csboard.domain import sheet as sheets
from csboard.domain.knowledge import Finding, Success
from csboard.domain.records import Outcome
from csboard.domain.sheet import Sheet, SheetRow, Standing, SuccessView
from csboard.named import NamedTuple

MOST_ROWS = 1000
"""The latest cases that are read at once: a sheet of more is searched, not looked through."""
MOST_SAID = 200
"""The latest words and reuses of one case that are read."""

Whole = InquiryRow.alias("whole")


def _cases() -> Any:
    """Cases with where their inquiry goes on, how that ended, and how many there are."""
    return (
        SuccessRow.select(
            *knowledge_records.SUCCESS_COLUMNS,
            Whole.number,
            Whole.outcome,
            fn.COUNT(SuccessRow.id).over(),
        )
        .join(InquiryRow)
        .join(Whole, on=Whole.number == whole_of(InquiryRow))
        .where(SuccessRow.title != "")
    )


def _reuses() -> Any:
    """Of cases, without those whose draft was discarded."""
    return ReuseRow.success.is_null(False) & (DraftRow.ending != "discarded")


_ROWS = Prepared(
    lambda: (
        _cases()
        .where(SuccessRow.retired_at.is_null() == slot("on_sheet"))
        .order_by(SuccessRow.id.desc())
        .limit(MOST_ROWS)
    )
)
MOST_OF_SOME = 8
_SOME_ROWS = Prepared(
    lambda: _cases().where(
        SuccessRow.retired_at.is_null(),
        SuccessRow.id.in_([slot(f"id{index}") for index in range(MOST_OF_SOME)]),
    )
)
_FOUND = Prepared(
    lambda: (
        SuccessWordRow.select(
            SuccessWordRow.success,
            SuccessWordRow.word,
            fn.COUNT(SuccessWordRow.id),
            fn.MAX(SuccessWordRow.at),
        )
        .where(SuccessWordRow.withdrawn_at.is_null(), SuccessWordRow.at < slot("until"))
        .group_by(SuccessWordRow.success, SuccessWordRow.word)
    )
)
_USED = Prepared(
    lambda: (
        ReuseRow.select(
            ReuseRow.success, fn.COUNT(ReuseRow.draft.distinct()), fn.MAX(ReuseRow.sent_at)
        )
        .join(DraftRow)
        .where(_reuses(), ReuseRow.at < slot("until"))
        .group_by(ReuseRow.success)
    )
)
_WORDS_OF = Prepared(
    lambda: (
        SuccessWordRow.select(*knowledge_records.WORD_COLUMNS)
        .where(SuccessWordRow.success == slot("success"), SuccessWordRow.withdrawn_at.is_null())
        .order_by(SuccessWordRow.id.desc())
        .limit(MOST_SAID)
    )
)
_REUSES_OF = Prepared(
    lambda: (
        ReuseRow.select(
            *knowledge_records.REUSE_COLUMNS,
            ReuseRow.sent_at,
            whole_of(InquiryRow),
        )
        .join(InquiryRow)
        .switch(ReuseRow)
        .join(DraftRow, on=ReuseRow.draft == DraftRow.id)
        .where(_reuses(), ReuseRow.success == slot("success"))
        .order_by(ReuseRow.id.desc())
        .limit(MOST_SAID)
    )
)
_BRIEF = Prepared(
    lambda: InquiryRow.select(*records.BRIEF_COLUMNS).where(
        InquiryRow.number == wholes.goes_on_in(slot("number"))
    )
)
_AUTHOR = Prepared(
    lambda: MessageRow.select(MessageRow.author).where(MessageRow.id == slot("message"))
)


class _Moment(NamedTuple):
    """As of when a sheet is read, and by which rules."""

    now: datetime
    days: int


def sheet(now: datetime, team: Team, *, retired: bool = False) -> Sheet:
    """The cases on the sheet, or those that were retired, with the pick of the week."""
    days = team.settings.fade_days
    cases = [_case(row, team) for row in _ROWS.rows(on_sheet=not retired)]
    week = sheets.week_of(now, team.settings.zone)
    monday = _rows(cases, _standings(week), _Moment(week, days))
    rows = _rows(cases, _standings(now + timedelta(days=1)), _Moment(now, days))
    return Sheet(
        rows=sheets.in_order(rows),
        total=cases[0].total if cases else 0,
        pick=None if retired else sheets.pick(monday, week, days),
        members=dict(team.members),
        fade_days=days,
    )


def rows_of(ids: Sequence[int], now: datetime, team: Team) -> tuple[SheetRow, ...]:
    """Those of some cases, `MOST_OF_SOME` at most, that are on the sheet; in no order."""
    if not ids:
        return ()
    given = {f"id{index}": ids[min(index, len(ids) - 1)] for index in range(MOST_OF_SOME)}
    cases = [_case(row, team) for row in _SOME_ROWS.rows(**given)]
    moment = _Moment(now, team.settings.fade_days)
    return tuple(_rows(cases, _standings(now + timedelta(days=1)), moment))


def success_view(success_id: int, now: datetime, team: Team) -> SuccessView:
    """One case in full, retired or not; Refused (`no_such_case`) when there is none."""
    found = _as_called_now(success_states.success(success_id, team), team)
    days = team.settings.fade_days
    brief = records.brief(_BRIEF.rows(number=found.number)[0])
    words = _WORDS_OF.rows(success=success_id)
    reuses = _REUSES_OF.rows(success=success_id)
    said = tuple(knowledge_records.success_word(row, team.logins) for row in words)
    standing = _standing_of(said, reuses)
    row = SheetRow(
        found, brief.number, brief.outcome, standing, sheets.is_faded(found, standing, now, days)
    )
    author = _AUTHOR.scalar(message=found.message_id) if found.message_id else None
    return SuccessView(
        row=row,
        inquiry=brief,
        replied_by=team.logins.get(author) if author else None,
        words=said,
        reuses=tuple(knowledge_records.reuse(one[:-2], team.logins) for one in reuses),
        where={one[0]: one[-1] for one in reuses},
        members=dict(team.members),
        fade_days=days,
    )


class _Case(NamedTuple):
    """A case as it was read."""

    success: Success
    number: int
    outcome: Outcome | None
    total: int


def _case(row: tuple[Any, ...], team: Team) -> _Case:
    *columns, number, outcome, total = row
    found = _as_called_now(knowledge_records.success(tuple(columns), team.logins), team)
    return _Case(found, number, Outcome(outcome) if outcome else None, total)


def _as_called_now(success: Success, team: Team) -> Success:
    return success._replace(tags=team.settings.vocabulary.shown(success.tags))


def _rows(cases: list[_Case], standings: Mapping[int, Standing], moment: _Moment) -> list[SheetRow]:
    rows: list[SheetRow] = []
    for case in cases:
        standing = standings.get(case.success.id, Standing())
        faded = sheets.is_faded(case.success, standing, moment.now, moment.days)
        rows.append(SheetRow(case.success, case.number, case.outcome, standing, faded))
    return rows


def _standings(until: datetime) -> dict[int, Standing]:
    """What had been found of each case before a moment; cases of which nothing was are left out."""
    found: dict[int, Standing] = {}
    for success_id, word, count, at in _FOUND.rows(until=until):
        standing = found.get(success_id, Standing())
        found[success_id] = _with(standing, Finding(word), count, _moment(at))
    for success_id, count, sent_at in _USED.rows(until=until):
        standing = found.get(success_id, Standing())
        found[success_id] = _with(standing, Finding.USED, count, _moment(sent_at))
    return found


def _standing_of(words: tuple[Any, ...], reuses: list[tuple[Any, ...]]) -> Standing:
    standing = Standing()
    for one in words:
        standing = _with(standing, one.word, 1, one.at)
    drafts: set[int] = set()
    for one in reuses:
        standing = _with(standing, Finding.USED, one[1] not in drafts, one[-2])
        drafts.add(one[1])
    return standing


def _with(standing: Standing, word: Finding, count: int, at: datetime | None) -> Standing:
    """With `count` more words of a kind, of which the latest was said at `at`."""
    counted = standing._replace(**{word.value: getattr(standing, word.value) + count})
    if word is Finding.NOT_HERE or at is None:
        return counted
    latest = max(at, standing.confirmed_at or at)
    return counted._replace(confirmed_at=latest)


def _moment(value: Any) -> datetime | None:
    return UtcField().python_value(value)
