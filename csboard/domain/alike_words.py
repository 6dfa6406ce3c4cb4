"""What is like an inquiry, in words: what it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from csboard.domain import words
from csboard.domain.alike import Alike, Ending, Kind
from csboard.domain.people import name_of
from csboard.domain.records import Member, Outcome
from csboard.domain.sheet import SheetRow
from csboard.domain.template_sheet import NO_USE, Use
from csboard.i18n import _, ngettext, short_day
from csboard.named import NamedTuple

MOST_NAMED = 2
"""Members who answered, the latest; more are counted."""


class Around(NamedTuple):
    """Who is named how, and what days are told by."""

    members: Mapping[str, Member]
    zone: str
    now: datetime

    def day(self, moment: datetime) -> str:
        return short_day(moment, self.zone, self.now)


def kind(value: Kind) -> str:
    """What it is."""
    told = {Kind.INQUIRY: _("inquiry"), Kind.CASE: _("case"), Kind.TEMPLATE: _("template")}
    return told[value]


class Part(NamedTuple):
    """A few words of what became of something."""

    text: str
    warns: bool = False
    """Whether it says that its words may not help."""


def became(alike: Alike, around: Around) -> tuple[Part, ...]:
    """How it ended and who answered, or how it proved itself."""
    if alike.ending is not None:
        return tuple(_of_inquiry(alike.ending, around))
    if alike.case is not None:
        return tuple(_of_case(alike.case, around))
    return (Part(_of_template(alike.use or NO_USE)),)


def _of_inquiry(ending: Ending, around: Around) -> Iterator[Part]:
    if ending.closed_at is None:
        yield Part(_("open since {day}").format(day=around.day(ending.opened_at)))
    else:
        told = words.outcome(ending.outcome) if ending.outcome else _("done")
        yield Part(told, warns=ending.outcome is Outcome.AGAINST_WISH)
        yield Part(around.day(ending.closed_at))
    if ending.answered_by:
        yield Part(_("answered by {names}").format(names=_names(ending.answered_by, around)))
    else:
        yield Part(_("no reply"))
    if ending.was_reopened:
        yield Part(_("reopened"), warns=True)
    if ending.cases:
        yield Part(_("cases: {n}").format(n=ending.cases))


def _names(logins: tuple[str, ...], around: Around) -> str:
    names = [name_of(login, around.members) for login in logins]
    told, more = _(", ").join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return _("{names} and {n} more").format(names=told, n=more) if more > 0 else told


def _of_case(row: SheetRow, around: Around) -> Iterator[Part]:
    if row.is_faded:
        yield Part(_("faded"), warns=True)
    if row.outcome:
        yield Part(words.outcome(row.outcome))
    used, failed = row.standing.used, row.standing.not_here
    if used:
        yield Part(ngettext("used {n} time", "used {n} times", used).format(n=used))
    if failed:
        told = ngettext("did not work {n} time", "did not work {n} times", failed)
        yield Part(told.format(n=failed), warns=True)
    yield Part(_("confirmed {day}").format(day=around.day(row.confirmed_at)))
    yield Part(_("by {name}").format(name=name_of(row.success.author, around.members)))


def _of_template(use: Use) -> str:
    if not use.uses:
        return _("not used yet")
    told = ngettext("used {n} time", "used {n} times", use.uses).format(n=use.uses)
    return f"{told}  {_('{n} as it is').format(n=use.kept)}" if use.kept else told
