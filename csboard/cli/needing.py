"""Why a task stands where it stands in the order, for the shell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from csboard.domain.card_need import case_of
from csboard.domain.clock_words import Teller
from csboard.domain.need import Case, heat_of, need_of, parts_of
from csboard.domain.need_words import explained
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.records import Card

INDENT = "  "


def need_lines(session: Session, card: Card) -> Iterator[str]:
    """Each part of the sum in words."""
    board = session.board
    teller = Teller(board.rules().calendar, board.clock.now())
    heat, members = heat_of(session.look.settings), board.members()
    for line in explained(_case(session, card), heat, teller, members):
        yield INDENT + clean(line)


def need_json(session: Session, card: Card) -> dict[str, Any]:
    """Each part of the sum, in whole minutes of business time."""
    case, heat = _case(session, card), heat_of(session.look.settings)
    return {
        "parts": [
            {"kind": part.kind, "minutes": _minutes(part.weight), "about": part.about}
            for part in parts_of(case, heat)
        ],
        "minutes": _minutes(need_of(case, heat).total),
    }


def _case(session: Session, card: Card) -> Case:
    return case_of(card, session.board.rules().calendar, session.board.clock.now())


def _minutes(weight: timedelta) -> int:
    return round(weight / timedelta(minutes=1))
