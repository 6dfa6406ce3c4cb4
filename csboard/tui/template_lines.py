"""Templates as rows and columns of some width, and one as it is looked over. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain import words
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.repeated import PERIOD, Repeated
from csboard.domain.template_sheet import Listed, Use
from csboard.i18n import _, ngettext, short_day
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.times import Times
from csboard.tui.widgets.listing import Row

GAP = "  "
DAY = 10
LEAST_TAGS, MOST_TAGS = 16, 30
WITH_TAGS = 100
"""From so many columns on there is room for the tags in the row."""


class Columns(NamedTuple):
    """How wide each is; 0 for one that is left out."""

    name: int
    tags: int
    language: int
    uses: int
    kept: int


def columns(width: int) -> Columns:
    """Names get what the others leave."""
    tags = min(MOST_TAGS, max(LEAST_TAGS, width // 5)) if width >= WITH_TAGS else 0
    counts = [max(4, cell_len(_("lang."))), max(4, cell_len(_("used"))), cell_len(_("no edit"))]
    parts = [*counts, DAY, *([tags] if tags else [])]
    name = width - 2 - sum(parts) - len(GAP) * len(parts)
    return Columns(max(12, name), tags, *counts)


def heading(width: int) -> str:
    """The names of the columns, where they stand."""
    at = columns(width)
    parts = [
        pad(_("Template"), at.name),
        *([pad(_("Tags"), at.tags)] if at.tags else []),
        pad(_("lang."), at.language),
        _right(_("used"), at.uses),
        _right(_("no edit"), at.kept),
        pad(_("last used"), DAY),
    ]
    return "  " + GAP.join(parts)


def row_of(row: Listed, width: int, times: Times) -> Row:
    """One line."""
    at, template = columns(width), row.template
    last = row.use.last_used
    counts = [
        pad(template.language or "-", at.language),
        _right(str(row.use.uses or "-"), at.uses),
        _right(rate(row.of_wording), at.kept),
        pad(short_day(last, times.zone, times.now) if last else "-", DAY),
    ]
    tags = _fit(words.tags(template.tags), at.tags) + GAP if at.tags else ""
    name = " " + _fit(template.name, at.name) + GAP
    return ([(name, ""), (tags, "tags"), (GAP.join(counts), "")],)


def repeated_row(topic: Repeated, width: int) -> Row:
    """One line that says what lacks a template."""
    told = ngettext(
        "{n} like this in {days} days, no template: make one",
        "{n} like this in {days} days, no template: make one",
        topic.inquiries,
    ).format(n=topic.inquiries, days=PERIOD.days)
    tags = words.tags(topic.tags)
    return ([(" " + cut(f"{told}{GAP}{tags}", width - 2), "alarm")],)


def rate(use: Use) -> str:
    """The share that needed no edit."""
    share = use.kept_rate
    return "-" if share is None else f"{round(share * 100)}%"


def about(row: Listed, times: Times, members: Mapping[str, Member]) -> str:
    """Who wrote it, for what, and with which subject, in a few short lines."""
    template, use = row.template, row.of_wording
    told = _("{name}, {day}").format(
        name=name_of(template.author, members), day=short_day(template.at, times.zone, times.now)
    )
    parts = [told]
    if template.success_id is not None:
        parts.append(_("made from a case"))
    elif template.message_id is not None:
        parts.append(_("made from a reply"))
    if use.sent:
        parts.append(
            _("this wording: {sent} sent, {kept} as it was").format(sent=use.sent, kept=use.kept)
        )
    lines = [GAP.join(parts)]
    if tags := words.tags(template.tags):
        lines.append(tags)
    if template.subject:
        lines.append(_("Subject: {subject}").format(subject=template.subject))
    return "\n".join(lines)


def _fit(text: str, width: int) -> str:
    return pad(cut(text, width), width)


def _right(text: str, width: int) -> str:
    return " " * max(0, width - cell_len(text)) + text
