"""What is promised of tasks and inquiries; nothing is loaded where the team promises nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csboard.cli import shapes

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.records import Card
    from csboard.domain.views import InquiryView


def shape_of_card(session: Session, card: Card) -> shapes.Json:
    """A task as JSON, with what is promised of it."""
    return shapes.of_card(card, of_cards(session, [card]).get(card.task_id))


def of_cards(session: Session, cards: Sequence[Card]) -> Mapping[int, shapes.Json]:
    """By task id, what `shapes.of_card` takes of those of which something is promised."""
    if all(card.clocks is None for card in cards):
        return {}
    from csboard.cli import clock_shapes

    return clock_shapes.of_promises(cards, session.board)


def of_inquiry(session: Session, view: InquiryView) -> shapes.Json | None:
    """The same for `shapes.of_inquiry`; None where the team promises nothing."""
    if not session.look.settings.promises:
        return None
    from csboard.cli.clock_shapes import of_open_promise

    told = session.board.clocks(view.inquiry.number)
    return of_open_promise(told, session.board.clock.now())


def standings(session: Session, view: InquiryView) -> tuple[str, ...]:
    """How the promises of an inquiry stand, each in a few words."""
    if not session.look.settings.promises:
        return ()
    from csboard.domain.inquiry_clocks import in_short

    told = session.board.clocks(view.inquiry.number)
    return tuple(text for _clock, text in in_short(told, session.board.clock.now()))
