"""Why a card stands where it stands: its place, each part of the sum, and what comes before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from csboard.domain.card_need import case_of, most_in_need
from csboard.domain.clock_words import Teller
from csboard.domain.need_words import explained
from csboard.domain.records import Card
from csboard.i18n import _, ngettext
from csboard.tui.keys import key_of
from csboard.tui.screens.report import ReportScreen
from csboard.tui.state import BoardState

MOST_BEFORE = 5
"""Cards named of those that come before, the nearest ones."""


def why_here(card: Card, state: BoardState, now: datetime) -> ReportScreen:
    """The window for an open card of `state`."""
    assert state.rules is not None, "a board that was read has them"
    calendar = state.rules.calendar
    cards = [one for one in state.cards.values() if one.closed_at is None]
    ordered = most_in_need(cards, calendar, state.heat, now)
    place = next(at for at, one in enumerate(ordered) if one.task_id == card.task_id)
    told = _("#{ref} is number {place} of the {n} open cards, the one most in need first.")
    teller = Teller(calendar, now)
    case = case_of(card, calendar, now)
    rows = [
        *explained(case, state.heat, teller, state.members),
        "",
        *_before(ordered[:place]),
        *_rule(),
    ]
    return ReportScreen(
        told.format(ref=card.ref, place=place + 1, n=len(ordered)),
        rows,
        _("Why #{ref} stands here").format(ref=card.ref),
    )


def _before(cards: list[Card]) -> Iterator[str]:
    """The cards that come right before it."""
    if not cards:
        return
    yield _("Right before it:")
    for card in cards[-MOST_BEFORE:]:
        yield f"  #{card.ref} {card.title}"
    more = len(cards) - MOST_BEFORE
    if more > 0:
        told = ngettext("  and {n} more before that", "  and {n} more before those", more)
        yield told.format(n=more)
    yield ""


def _rule() -> Iterator[str]:
    yield _("The order: pinned cards first, those on hold last, each by this sum of business time.")
    yield _(
        "The board is put in order anew by {next} and {order}, and when no key was pressed for a"
        " minute: nothing moves while you look."
    ).format(next=key_of("board.next"), order=key_of("board.order"))
    yield _("In the inquiry, {why} shows how its clocks came to stand so.").format(
        why=key_of("inquiry.clock")
    )
