"""Reading the templates, their use, and what is asked again and again without one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import Case, fn

from csboard.db import knowledge_records, models, template_states, topics, wholes
from csboard.db.fields import UtcField
from csboard.db.knowledge_models import ReuseRow, TemplateRow
from csboard.db.prepared import Prepared, slot
from csboard.db.reply_models import DraftRow
from csboard.db.team import Team
from csboard.domain import answering, repeated, template_sheet
from csboard.domain.knowledge import Template
from csboard.domain.people import name_of
from csboard.domain.records import Direction, Inquiry
from csboard.domain.repeated import PERIOD, Repeated
from csboard.domain.template_sheet import Listed, Offered, TemplateSheet, Use
from csboard.domain.templates import Facts
from csboard.i18n import in_zone

Message = models.MessageRow

_ROWS = Prepared(
    lambda: (
        TemplateRow.select(*knowledge_records.TEMPLATE_COLUMNS)
        .where(TemplateRow.retired_at.is_null() == slot("in_use"))
        .order_by(TemplateRow.id)
    )
)
_REPLACED = Prepared(lambda: TemplateRow.select(TemplateRow.id, TemplateRow.replaces))
_USES = Prepared(
    lambda: (
        ReuseRow.select(
            ReuseRow.template,
            fn.COUNT(ReuseRow.draft.distinct()),
            fn.COUNT(_draft_where(ReuseRow.sent_at.is_null(False))),
            fn.COUNT(_draft_where(ReuseRow.kept == False)),  # noqa: E712
            fn.MAX(ReuseRow.at),
        )
        .join(DraftRow)
        .where(ReuseRow.template.is_null(False), DraftRow.ending != "discarded")
        .group_by(ReuseRow.template)
    )
)


def _draft_where(condition: Any) -> Any:
    return Case(None, [(condition, ReuseRow.draft)]).distinct()


def rows(team: Team) -> tuple[Listed, ...]:
    """The templates in use with what became of each."""
    found = [knowledge_records.template(row, team.logins) for row in _ROWS.rows(in_use=True)]
    return template_sheet.listed(found, dict(_REPLACED.rows()), _uses())


def sheet(now: datetime, team: Team, *, retired: bool = False) -> TemplateSheet:
    """The templates in use, or those retired for good, with what lacks one."""
    found = [_read(row, team) for row in _ROWS.rows(in_use=not retired)]
    replaced: dict[int, int | None] = dict(_REPLACED.rows())
    if retired:
        found = [one for one in found if one.text]  # the others were erased
        found = _latest_of_the_retired(found, replaced)
    lacking = () if retired else _repeated(found, now, team)
    rows = template_sheet.listed(found, replaced, _uses())
    return TemplateSheet(rows, lacking, dict(team.members))


def _latest_of_the_retired(
    retired: list[Template], replaced: dict[int, int | None]
) -> list[Template]:
    """Of each family that has no wording in use the latest."""
    first = template_sheet.families(replaced)
    off = {one.id for one in retired}
    in_use = {first[wording] for wording in replaced if wording not in off}
    latest = {first[one.id]: one for one in retired if first[one.id] not in in_use}
    return list(latest.values())


def present_wording(template_id: int, team: Team) -> Template:
    """The wording in use of a template by the id of any; else that one itself, as it was."""
    found = template_states.template(template_id, team)
    first = template_sheet.families(dict(_REPLACED.rows()))
    same = (row for row in _ROWS.rows(in_use=True) if first[row[0]] == first[found.id])
    row = next(same, None)
    return _read(row, team) if row else found


def _read(row: tuple[Any, ...], team: Team) -> Template:
    """With its tags as they are called now."""
    template = knowledge_records.template(row, team.logins)
    return template._replace(tags=team.settings.vocabulary.shown(template.tags))


def _uses() -> dict[int, Use]:
    """By id of a wording; those that were never used are left out."""
    return {
        template_id: Use(uses, sent, sent - edited, UtcField().python_value(last))
        for template_id, uses, sent, edited, last in _USES.rows()
    }


def _repeated(templates: list[Template], now: datetime, team: Team) -> tuple[Repeated, ...]:
    counts = topics.counts(now - PERIOD, repeated.LEAST)
    return repeated.repeated(counts, templates, team.settings.vocabulary)


# what a template is filled with


_WRITTEN = Prepared(
    lambda: (
        Message.select(Message.text)
        .where(
            Message.inquiry.in_(wholes.parts_of(slot("number"))),
            Message.direction == Direction.IN.value,
            Message.withdrawn_at.is_null(),
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
)


def offered(number: int, login: str, now: datetime, team: Team) -> Offered:
    """The templates for the reply to an inquiry, those for its like first, with what is known.

    Refused as reading the inquiry.
    """
    inquiry = wholes.whole(number, team).inquiry
    known = facts_of(inquiry, login, now, team)
    tags = team.settings.vocabulary.shown(inquiry.tags)
    rows = sheet(now, team).rows
    return Offered(template_sheet.fitting(rows, tags, known.language), known)


def facts(number: int, login: str, now: datetime, team: Team) -> Facts:
    """What is known of an inquiry, for whoever writes its reply; Refused as reading it."""
    return facts_of(wholes.whole(number, team).inquiry, login, now, team)


def facts_of(inquiry: Inquiry, login: str, now: datetime, team: Team) -> Facts:
    """The same of an inquiry that was read."""
    written = _WRITTEN.scalar(number=inquiry.number)
    return Facts(
        today=in_zone(now, team.settings.zone).date(),
        customer=inquiry.customer.name,
        number=inquiry.number,
        member=name_of(login, team.members),
        team=team.settings.name,
        language=answering.language_of(written) if written else "",
        is_first=inquiry.first_reply_at is None,
    )
