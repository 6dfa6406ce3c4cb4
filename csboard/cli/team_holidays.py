"""`csboard team holidays`: which public holidays are written down, and bringing in others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from csboard.domain.team_words import worked_anew
from csboard.i18n import _, ngettext
from csboard.team_holidays import Compared, bring_in, compared

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.cli.shapes import Json

MOST_NAMED = 5
"""Days that are named in a sentence."""


def holidays(session: Session) -> None:
    """Say what the team keeps and what the library knows otherwise; bring that in if asked."""
    found = compared(session.board)
    if session.options.apply:
        _apply(session, found)
    elif session.wants_json:
        session.print_json(_shape(found))
    else:
        session.print_lines(_lines(found))


def _apply(session: Session, found: Compared) -> None:
    if found.known == found.written:
        session.print(_("Nothing was changed."))
        return
    event = bring_in(found, session.board, session.actor)
    session.print(_kept(found._replace(written=found.known)))
    if told := worked_anew(event):
        session.print(told)


def _lines(found: Compared) -> Iterator[str]:
    yield _kept(found)
    if not found.written.place:
        return
    if found.more:
        yield _("The library knows these besides: {days}.").format(days=_named(found.more))
    if found.gone:
        yield _("The library doesn't know these: {days}.").format(days=_named(found.gone))
    if found.known.last > found.written.last:
        yield _("It knows them up to {year}.").format(year=found.known.last)
    if found.is_behind:
        yield _("csboard team holidays --apply writes down what it knows.")
    else:
        yield _("The library knows nothing else.")


def _kept(found: Compared) -> str:
    written = found.written
    if not written.place:
        return _(
            'The team keeps no public holidays; holidays = "JP" in csboard team edit keeps'
            " those of Japan."
        )
    return _(
        "The team keeps the public holidays of {place}; those of {first} to {last} are written"
        " down."
    ).format(place=written.place, first=written.first, last=written.last)


def _named(days: Mapping[date, str]) -> str:
    told = [f"{day} {name}" for day, name in sorted(days.items())]
    more = len(told) - MOST_NAMED
    if more > 0:
        told[MOST_NAMED:] = [ngettext("and {n} more", "and {n} more", more).format(n=more)]
    return _(", ").join(told)


def _shape(found: Compared) -> Json:
    written, known = found.written, found.known
    return {
        "place": written.place or None,
        "first": written.first or None,
        "last": written.last or None,
        "days": _days(written.days),
        "library": {
            "first": known.first or None,
            "last": known.last or None,
            "more": _days(found.more),
            "gone": _days(found.gone),
        },
    }


def _days(days: Mapping[date, str]) -> list[Json]:
    return [{"day": day.isoformat(), "name": name} for day, name in sorted(days.items())]
