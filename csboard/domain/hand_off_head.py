"""The head of sheets on paper: whose they were and whose they are to be, and in which absence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csboard.domain.absence_list import Listed
from csboard.domain.absence_telling import listed_days, stand_in_in_words
from csboard.domain.hand_off_page import Page
from csboard.domain.hand_off_records import HandOff
from csboard.i18n import _, in_zone
from csboard.named import NamedTuple


class _Part(NamedTuple):
    """The sheets of one giver that were made for one absence, or for none."""

    giver: str
    absence: Listed | None
    sheets: Sequence[HandOff]


def head(some: Sequence[HandOff], page: Page, absences: Sequence[Listed]) -> Iterator[str]:
    """Lines: when it was made; of each giver the receivers, the absence and who stands in.

    A blank one stands before every giver but the first. A sheet that was written before its
    giver's absence was entered belongs to the one that goes on, or comes next.
    """
    yield _("Date: {when}").format(when=f"{in_zone(page.now, page.zone):%Y-%m-%d %H:%M}")
    today = in_zone(page.now, page.zone).date()
    for index, part in enumerate(_parts(some, absences)):
        if index:
            yield ""
        yield _("From: {name}").format(name=page.name(part.giver))
        names = _(", ").join(_receivers(part.sheets, page)) or _("undecided")
        yield _("To: {names}").format(names=names)
        if part.absence is not None:
            yield _("Away: {when}").format(when=listed_days(part.absence, today))
            told = stand_in_in_words(part.absence, page.members, today)
            yield told[:1].upper() + told[1:]


def _parts(some: Iterable[HandOff], absences: Sequence[Listed]) -> list[_Part]:
    """In the order in which givers come."""
    found: dict[tuple[str, int | None], list[HandOff]] = {}
    of: dict[int | None, Listed] = {}
    for one in some:
        absence = _absence(one, absences)
        own_id = absence.absence.id if absence is not None else None
        if absence is not None:
            of[own_id] = absence
        found.setdefault((one.giver, own_id), []).append(one)
    return [_Part(giver, of.get(own_id), sheets) for (giver, own_id), sheets in found.items()]


def _absence(one: HandOff, absences: Iterable[Listed]) -> Listed | None:
    for listed in absences:
        of = listed.absence
        if one.absence_id == of.id:
            return listed
        if one.absence_id is None and of.login == one.giver and listed.when != "over":
            return listed
    return None


def _receivers(sheets: Iterable[HandOff], page: Page) -> list[str]:
    """Who took them, or to whom they are offered: each once."""
    names = [
        page.name(one.taken_by or one.receiver)
        for one in sheets
        if one.taken_at is not None or one.offered_at is not None
    ]
    return list(dict.fromkeys(names))
