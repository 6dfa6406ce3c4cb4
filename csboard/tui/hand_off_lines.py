"""How the list of hand-offs writes one: two lines each."""

from __future__ import annotations

from csboard.domain.hand_off_page import Page, standing
from csboard.domain.hand_off_records import HandOff
from csboard.domain.hand_off_words import state_name
from csboard.i18n import _
from csboard.text import clean
from csboard.tui.widgets.listing import Row, Yielding


def hand_off_row(one: HandOff, page: Page, me: str) -> Row:
    """The task with how it stands; under it between whom, and how it was said again."""
    title = clean(page.titles.get(one.task_id, ""))
    state = state_name(one.sheet.state)
    again = _("Said again: {line}").format(line=clean(one.read_back)) if one.read_back else ""
    since = page.told_briefly(one)
    role = "alarm" if is_for(one, me) else "row"
    what = f"  {state}" if state else ""
    return (
        ((f" #{one.task} ", role), (Yielding(title), "row"), (what, "row")),
        (
            (f"   {standing(one, page)}", "muted"),
            (Yielding(f"  {again}" if again else ""), "muted"),
            (f"  {since}" if since else "", "alarm"),
        ),
    )


def is_for(one: HandOff, me: str) -> bool:
    """Whether it waits for this person to take it."""
    return one.is_offered and one.giver != me and one.receiver in (None, me)


def in_order(some: tuple[HandOff, ...], me: str) -> list[HandOff]:
    """Offered to me, then mine, then the others'; of each what is to be taken before the rest."""
    return sorted(some, key=lambda one: (_whose(one, me), one.taken_at is not None, one.id))


def _whose(one: HandOff, me: str) -> int:
    if is_for(one, me):
        return 0
    return 1 if one.giver == me else 2 if one.taken_by == me else 3
