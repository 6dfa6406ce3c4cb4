"""What is like an inquiry, in words: what it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from csboard.domain import words
from csboard.domain.alike import Alike, Ending, Kind, Used
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.sheet import SheetRow
from csboard.i18n import _, ngettext, short_day

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


def became(alike: Alike, around: Around) -> tuple[str, ...]:
    """How it ended and who answered, or how it proved itself; a few words each."""
    if alike.ending is not None:
        return tuple(filter(None, _of_inquiry(alike.ending, around)))
    if alike.case is not None:
        return tuple(filter(None, _of_case(alike.case, around)))
    return (_of_template(alike.used or Used()),)


def _of_inquiry(ending: Ending, around: Around) -> Iterator[str]:
    if ending.closed_at is None:
        yield _("open since {day}").format(day=around.day(ending.opened_at))
    else:
        yield words.outcome(ending.outcome) if ending.outcome else _("done")
        yield around.day(ending.closed_at)
    if ending.answered_by:
        yield _("answered by {names}").format(names=_names(ending.answered_by, around))
    else:
        yield _("no reply")
    if ending.was_reopened:
        yield _("reopened")
    if ending.cases:
        yield ngettext("{n} case", "{n} cases", ending.cases).format(n=ending.cases)


def _names(logins: tuple[str, ...], around: Around) -> str:
    names = [name_of(login, around.members) for login in logins]
    told, more = _(", ").join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return _("{names} and {n} more").format(names=told, n=more) if more > 0 else told


def _of_case(row: SheetRow, around: Around) -> Iterator[str]:
    if row.is_faded:
        yield _("faded")
    yield words.outcome(row.outcome) if row.outcome else ""
    used, failed = row.standing.used, row.standing.not_here
    yield ngettext("used {n} time", "used {n} times", used).format(n=used) if used else ""
    if failed:
        told = ngettext("did not work {n} time", "did not work {n} times", failed)
        yield told.format(n=failed)
    yield _("confirmed {day}").format(day=around.day(row.confirmed_at))
    yield _("by {name}").format(name=name_of(row.success.author, around.members))


def _of_template(used: Used) -> str:
    if not used.drafts:
        return _("not used yet")
    told = ngettext("used {n} time", "used {n} times", used.drafts).format(n=used.drafts)
    if used.kept:
        told += "  " + _("{n} as it is").format(n=used.kept)
    return told
