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

FURTHER_IN = "  "
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


def all_of(entry: Entry, found: Found, width: int, most: int) -> str:
    """Everything that is told of a card, the newest first, in at most so many lines.

    Where there is more, what says most of it comes first.
    """
    wants = "  ".join(needs(entry, found))
    whole = list(_broken((wants, *happened(entry, found)), width))
    if len(whole) > most:
        rest = happened(entry, found, more=True)
        whole = list(_broken((wants, moved(entry, found), *rest), width))
    return "\n".join(whole[:most])


def _broken(told: Iterable[str], width: int) -> Iterator[str]:
    for one in filter(None, told):
        yield from wrap(clean(one), width, LONGEST, FURTHER_IN)


def absences(walked: Walk) -> str:
    """Who is away now, and who soon will be, each in a line."""
    told = []
    for title, some in ((_("Away"), walked.away), (_("Soon away"), walked.soon)):
        if some:
            names = _("; ").join(clean(away(one, walked.found)) for one in some)
            told.append(_("{kind}: {names}").format(kind=title, names=names))
    return "\n".join(told)
