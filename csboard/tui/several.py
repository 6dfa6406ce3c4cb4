"""One act on several cards: each is a command of its own, so each is refused for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csboard.domain.commands import Move, Undo
from csboard.domain.records import Card, Event
from csboard.domain.undone_words import undone_on_several
from csboard.errors import Refused
from csboard.tui.acts import is_leads_on_colleagues, refused
from csboard.tui.app import app_of
from csboard.tui.begun import begun_text
from csboard.tui.screens.board_marks import MarkedBoard
from csboard.tui.several_acts import ACTS, Act, Asking, moved
from csboard.tui.several_run import Run, Step, Told, tell
from csboard.tui.state import BoardState

MOST_TOLD = 3
"""Refusals that are named in a box that comes back."""


def asks(board: MarkedBoard, cards: Sequence[Card], name: str) -> bool:
    """Whether the act opens a box first."""
    if name == "release":
        return any(is_leads_on_colleagues(board, card) for card in cards)
    act = ACTS[name]
    return act.ask is not None and len(_hopeless(board, act, cards)) < len(cards)


async def do(board: MarkedBoard, cards: Sequence[Card], name: str) -> None:
    """Do the act of this name to the cards as they are seen now, and tell how it went.

    What was written for cards that then were refused comes back with the problem.
    """
    act = ACTS[name]
    if name in ("note", "note_elsewhere", "tags"):
        cards = list({card.ref.number: card for card in reversed(cards)}.values())[::-1]
    hopeless = _hopeless(board, act, cards)
    numbers = sorted({card.ref.number for card in cards})
    async with begun_text(app_of(board), act.box, *numbers) as begun:
        await _until_done(Asking(board, cards, begun), act, hopeless)


async def _until_done(asking: Asking, act: Act, hopeless: Mapping[int, Refused]) -> None:
    board, cards = asking.board, asking.cards
    asked = act.ask is not None and len(hopeless) < len(cards)
    answer = await act.ask(asking) if act.ask and asked else True
    done: tuple[Event, ...] = ()
    while answer is not None:
        before = board.last_batch
        state = board.state
        steps = [_step(act, state, card, answer, hopeless.get(card.task_id)) for card in cards]
        left, problem = await _run(board, steps, act.told, keeps=asked and answer is not True)
        if board.last_batch and board.last_batch is not before:
            board.last_batch = done = (*done, *board.last_batch)
        cards = [board.state.cards.get(card.task_id, card) for card in left]
        if not (cards and problem and act.ask):
            break
        answer = await act.ask(asking._replace(cards=cards, before=answer, problem=problem))


def _hopeless(board: MarkedBoard, act: Act, cards: Sequence[Card]) -> dict[int, Refused]:
    """Why an act can't be done to some of the cards, whatever is answered."""
    if act.rule is None:
        return {}
    found = {card.task_id: refused(board, act.rule, card) for card in cards}
    return {task_id: no for task_id, no in found.items() if no is not None}


def _step(act: Act, state: BoardState, card: Card, answer: Any, no: Refused | None) -> Step:
    if no is not None:
        return Step(card, no)
    try:
        return Step(card, act.command(state, card, answer))
    except Refused as none:
        return Step(card, none)


async def put(board: MarkedBoard, cards: Sequence[Card], stage_key: str) -> None:
    """Move the cards into a stage."""
    steps = [
        Step(card, Move(task=card.ref, seen=card.version, stage=stage_key))
        for card in cards
        if card.stage != stage_key
    ]
    await _run(board, steps, moved)


async def undo(board: MarkedBoard, batch: Sequence[Event]) -> None:
    """Take back what one act did to several cards, the last first."""
    cards = board.state.cards.values()
    by_ref = {card.ref: card for card in cards}
    by_number = {card.ref.number: card for card in cards}
    steps = [
        Step(card, Undo(number=event.number))
        for event in reversed(batch)
        if (card := by_ref.get(event.task) if event.task else by_number.get(event.number or 0))
    ]
    await _run(board, steps, undone_on_several)
    board.last_batch = ()


async def _run(
    board: MarkedBoard, steps: Sequence[Step], told: Told, *, keeps: bool = False
) -> tuple[list[Card], str]:
    """Do all, and tell; answers what was refused at the door, and why when it `keeps` that."""
    run = Run(board, steps)
    await run.go()
    if run.done:  # else what was done before is still what `u` takes back
        board.last_batch = tuple(run.done)
    at_the_door = {step.card.task_id for step in steps if not isinstance(step.command, Refused)}
    left = [(card, no.sentence) for card, no in run.refused if card.task_id in at_the_door]
    keeps = keeps and bool(left) and not run.left
    await tell(board, run, told, lists=not keeps)
    problem = "\n".join(f"#{card.ref}: {why}" for card, why in left[:MOST_TOLD]) if keeps else ""
    return [card for card, _why in left], problem
