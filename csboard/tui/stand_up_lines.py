"""What a stand-up's screen says of each card, of all of one, and of who is away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain

from csboard.domain.records import Member
from csboard.domain.stand_up import Entry, Found, Walk
from csboard.domain.stand_up_words import away, happened, moved, needs, noted
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple
from csboard.text import clean
from csboard.tui.keys import key_of
from csboard.tui.layout import wrap, wrap_all
from csboard.tui.widgets.listing import Row
from csboard.tui.widgets.whole_row import is_cut

FURTHER_IN = "  "
EDGES = 2
"""Cells beside what is told of one card."""
LONGEST = 9
"""Lines of one thing that is told, at most."""


def card_row(entry: Entry, found: Found, members: Mapping[str, Member]) -> Row:
    """Its subject and owner; below, what it needs and what says most of what happened."""
    owner = members.get(entry.owner or "")
    who = clean((owner.name or owner.login) if owner else _("nobody's"))
    wants = "  ".join(clean(one) for one in needs(entry, found))
    role = "alarm" if entry.needs_somebody else "row"
    return (
        ((f"#{entry.ref} ", "row"), (clean(entry.title), "row"), (f"  {who}", "muted")),
        (
            (f"   {wants}{'  ' if wants else ''}", role),
            (clean(moved(entry, found)), "muted"),
        ),
    )


class LeftOut(NamedTuple):
    """What of a card its row has no room for, in lines."""

    subject: tuple[str, ...]
    """Told above all else, where there is room."""
    told: tuple[tuple[str, ...], ...]
    """Each thing in its lines: what was noted meanwhile, what it needs, then what happened, the
    newest first."""

    @property
    def height(self) -> int:
        return len(self.subject) + sum(map(len, self.told))


def left_out(entry: Entry, row: Row, found: Found, width: int) -> LeftOut:
    """What else happened than the row says; all of it where the row is cut in so many cells."""
    about, below = row[:1], row[1:]
    subject = _broken("".join(text for text, _role in about[0]), width)
    is_half = is_cut(below, width)
    wants = ["  ".join(needs(entry, found))] if is_half else []
    told = (*noted(entry, found), *wants, *happened(entry, found, more=not is_half))
    return LeftOut(
        subject if is_cut(about, width) else (), tuple(_broken(one, width) for one in told if one)
    )


def lines_for(cards: Iterable[LeftOut], most: int) -> int:
    """How many lines the one that needs the most takes, of at most so many."""
    needed = 0
    for card in cards:
        needed = max(needed, card.height)
        if needed >= most:
            return most
    return needed


def fitting(card: LeftOut, most: int) -> str:
    """As much of it as so many lines hold, and how much more there is."""
    if card.height <= most:
        return "\n".join(chain(card.subject, *card.told))
    lines = list(chain(*card.told)) or list(card.subject)
    if len(lines) <= most:
        return "\n".join(lines)
    whole = 0
    while sum(map(len, card.told[: whole + 1])) < most:
        whole += 1
    kept = list(chain(*card.told[:whole])) or lines[: most - 1]
    told = _("{n} more: {key} opens the inquiry").format(
        n=max(1, len(card.told) - whole), key=key_of("stand_up.open")
    )
    return "\n".join((*kept, told))


def _broken(told: str, width: int) -> tuple[str, ...]:
    return tuple(wrap(clean(told), width - EDGES, LONGEST, FURTHER_IN))


def absences(walked: Walk, width: int, most: int) -> str:
    """Who is away now, and who soon will be, in at most so many lines of so many cells.

    Of both some line stands there; how many there are besides is told.
    """
    kinds = ((_("Away"), walked.away), (_("Soon away"), walked.soon))
    told = [(title, some) for title, some in kinds if some]
    lines: list[str] = []
    for number, (title, some) in enumerate(told, 1):
        people = [clean(away(one, walked.found)) for one in some]
        lines += _within(title, people, width - EDGES, most - len(lines) - len(told) + number)
    return "\n".join(lines)


def _within(title: str, people: Sequence[str], width: int, most: int) -> list[str]:
    """As many of the people as so many lines hold, and how many more there are."""
    for count in range(len(people), -1, -1):
        some = [*people[:count], *_more(len(people) - count)]
        names = reduce(lambda one, other: _("{some}; {other}").format(some=one, other=other), some)
        lines = wrap_all(_("{kind}: {names}").format(kind=title, names=names), width)
        if len(lines) <= most:
            break
    return lines[:most]


def _more(people: int) -> list[str]:
    if not people:
        return []
    told = ngettext(
        "{n} more person: {keys} tells who", "{n} more people: {keys} tells who", people
    )
    where = f"{key_of('everywhere.go')} {key_of('go.absences')}"
    return [told.format(n=people, keys=where)]
