"""What each act on several cards is made of: its command, its question, its sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    EndWaiting,
    Move,
    Release,
    TakeOver,
    Wait,
)
from csboard.domain.records import Card, Event, Waiting
from csboard.errors import CsboardError, Refused
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple
from csboard.tui import tagging
from csboard.tui.acts import Place, is_leads_on_colleagues, rule_of_taking_over, rule_of_waiting
from csboard.tui.app import app_of, station_of
from csboard.tui.begun import NOTE, BegunText
from csboard.tui.fence import say
from csboard.tui.screens.board_marks import MarkedBoard
from csboard.tui.several_run import Told
from csboard.tui.state import BoardState
from csboard.tui.times import Times


class Asking(NamedTuple):
    """What a question is put about."""

    board: MarkedBoard
    cards: Sequence[Card]
    begun: BegunText
    """What keeps the words of the box meanwhile."""
    before: Any = None
    """What was answered before, if that was refused."""
    problem: str = ""
    """What was wrong with it."""


Ask = Callable[[Asking], Awaitable[Any]]


class Act(NamedTuple):
    """What an act on several cards is made of."""

    command: Callable[[BoardState, Card, Any], Command]
    """For one card, with what was answered to `ask`; Refused when there is none for it."""
    told: Told
    """That these are done."""
    ask: Ask | None = None
    """What has to be asked first, once for all; None gives the act up."""
    rule: Callable[[Place, Card], None] | None = None
    """What is refused before anybody is asked."""
    box: str = ""
    """What its question is called among the boxes whose words are kept, if it is one."""


def _claim(_state: BoardState, card: Card, _answer: object) -> Command:
    return Claim(task=card.ref, seen=card.version)


def _release(_state: BoardState, card: Card, _answer: object) -> Command:
    return Release(task=card.ref, seen=card.version)


def _take_over(_state: BoardState, card: Card, reason: str) -> Command:
    return TakeOver(task=card.ref, seen=card.version, reason=reason)


def _move(by: int, state: BoardState, card: Card, _answer: object) -> Command:
    stage = state.beside(card, by)
    if stage is None:
        raise Refused("no_stage", _("There is no stage on that side."))
    return Move(task=card.ref, seen=card.version, stage=stage)


def _note(_state: BoardState, card: Card, text: str) -> Command:
    return AddNote(number=card.ref.number, text=text)


def _wait(_state: BoardState, card: Card, waiting: Waiting) -> Command:
    if not waiting.for_whom:
        return EndWaiting(task=card.ref, seen=card.version)
    return Wait(task=card.ref, seen=card.version, waiting=waiting)


async def _ask_release(asking: Asking) -> bool | None:
    """A lead who gives back colleagues' cards is asked once."""
    from csboard.tui.screens.confirm import ConfirmDialog

    board, cards = asking.board, asking.cards
    theirs = sum(is_leads_on_colleagues(board, card) for card in cards)
    if not theirs:
        return True
    question = ngettext(
        "Give back {all} cards, of which a colleague holds {n}?",
        "Give back {all} cards, of which colleagues hold {n}?",
        theirs,
    ).format(all=len(cards), n=theirs)
    return await board.app.push_screen_wait(ConfirmDialog(question, _("Give back"))) or None


async def _ask_reason(asking: Asking) -> str | None:
    from csboard.tui.screens.reason import ReasonDialog

    count = len(asking.cards)
    title = ngettext("Take over {n} card", "Take over {n} cards", count).format(n=count)
    return await asking.board.app.push_screen_wait(
        ReasonDialog(title, asking.before or "", asking.problem)
    )


async def _ask_note(asking: Asking, *, elsewhere: bool = False) -> str | None:
    from csboard.tui.screens.note import NoteDialog

    count, problem = len(asking.cards), asking.problem
    title = ngettext("The same note on {n} card", "The same note on {n} cards", count)
    box = NoteDialog(
        title.format(n=count), asking.before or "", problem, elsewhere=elsewhere and not problem
    )
    return await asking.board.app.push_screen_wait(asking.begun.in_box(box))


async def _ask_wait(asking: Asking) -> Waiting | None:
    from csboard.tui.screens.waiting import WaitingDialog

    board, cards = asking.board, asking.cards
    try:
        team = await station_of(board).read(lambda desk: desk.settings())
    except CsboardError as failure:
        say(board.app, failure.sentence, "error")
        app_of(board).let_keys_go()
        return None
    title = ngettext("{n} card on hold", "{n} cards on hold", len(cards)).format(n=len(cards))
    times = Times(board.state.zone, station_of(board).clock.now())
    can_end = any(card.waiting for card in cards)
    return await board.app.push_screen_wait(
        WaitingDialog(title, asking.before, team, times, can_end=can_end, problem=asking.problem)
    )


def _claimed(done: Sequence[Event]) -> str:
    count = len(done)
    return ngettext("{n} card is yours.", "{n} cards are yours.", count).format(n=count)


def _released(done: Sequence[Event]) -> str:
    count = len(done)
    told = ngettext("{n} card is unassigned again.", "{n} cards are unassigned again.", count)
    return told.format(n=count)


def moved(done: Sequence[Event]) -> str:
    count = len(done)
    return ngettext("{n} card moved.", "{n} cards moved.", count).format(n=count)


def _noted(done: Sequence[Event]) -> str:
    count = len(done)
    return ngettext("Noted on {n} card.", "Noted on {n} cards.", count).format(n=count)


def _put_on_hold(done: Sequence[Event]) -> str:
    count = len(done)
    told = ngettext("{n} card is changed.", "{n} cards are changed.", count)
    return told.format(n=count)


ACTS: dict[str, Act] = {
    "claim": Act(_claim, _claimed),
    "release": Act(_release, _released, _ask_release),
    "take_over": Act(_take_over, _claimed, _ask_reason, rule_of_taking_over),
    "move_right": Act(partial(_move, 1), moved),
    "move_left": Act(partial(_move, -1), moved),
    "note": Act(_note, _noted, _ask_note, box=NOTE),
    "note_elsewhere": Act(_note, _noted, partial(_ask_note, elsewhere=True), box=NOTE),
    "tags": Act(tagging.added_to, tagging.told_of_several, tagging.ask_for_several),
    "wait": Act(_wait, _put_on_hold, _ask_wait, rule_of_waiting),
}
"""By the names of the acts on one card."""
