"""What a stand-up's screen says of each card, of all of one, and of who is away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from csboard.domain.records import Member
from csboard.domain.stand_up import Entry, Found, Walk
from csboard.domain.stand_up_words import away, happened, moved, needs
from csboard.i18n import _
from csboard.text import clean
from csboard.tui.layout import wrap
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


def leaves_out(entry: Entry, row: Row, width: int) -> bool:
    """Whether the row of a card tells less than there is of it, in so many cells."""
    return len(entry.events) > 1 or is_cut(row, width)


def left_out(entry: Entry, row: Row, found: Found, width: int, most: int) -> str:
    """What of a card its row has no room for, in at most so many lines; empty where it has.

    What else happened, the newest first; all of it where the row is cut, and where that is too
    much, what says most of it comes first. Above it, where there is room, the subject.
    """
    about, below = row[:1], row[1:]
    subject = list(_broken(("".join(text for text, _role in about[0]),), width))
    subject = subject if is_cut(about, width) else []
    if is_cut(below, width):
        whole = _told(entry, found, width, most)
    else:
        whole = list(_broken(happened(entry, found, more=True), width))
    lines = [*subject, *whole] if len(subject) + len(whole) <= most else whole or subject
    return "\n".join(lines[:most])


def _told(entry: Entry, found: Found, width: int, most: int) -> list[str]:
    wants = "  ".join(needs(entry, found))
    whole = list(_broken((wants, *happened(entry, found)), width))
    if len(whole) > most:
        rest = happened(entry, found, more=True)
        whole = list(_broken((wants, moved(entry, found), *rest), width))
    return whole


def _broken(told: Iterable[str], width: int) -> Iterator[str]:
    for one in filter(None, told):
        yield from wrap(clean(one), width - EDGES, LONGEST, FURTHER_IN)


def absences(walked: Walk) -> str:
    """Who is away now, and who soon will be, each in a line."""
    told = []
    for title, some in ((_("Away"), walked.away), (_("Soon away"), walked.soon)):
        if some:
            names = _("; ").join(clean(away(one, walked.found)) for one in some)
            told.append(_("{kind}: {names}").format(kind=title, names=names))
    return "\n".join(told)
