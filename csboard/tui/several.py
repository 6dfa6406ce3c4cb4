"""One act on several cards: each is a command of its own, so each is refused for itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    EndWaiting,
    Move,
    Release,
    TakeOver,
    Undo,
    Wait,
)
from csboard.domain.history import undone_on_several
from csboard.domain.records import Card, Event, Waiting
from csboard.errors import CsboardError, Refused, Unavailable
from csboard.i18n import _, ngettext, together
from csboard.tui import tagging
from csboard.tui.acts import (
    Place,
    is_leads_on_colleagues,
    refused,
    rule_of_taking_over,
    rule_of_waiting,
)
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import say
from csboard.tui.screens.board_marks import MarkedBoard
from csboard.tui.state import BoardState
from csboard.tui.taking_over import with_key
from csboard.tui.times import Times

Told = Callable[[Sequence[Event]], str]
Ask = Callable[[MarkedBoard, Sequence[Card], Any, str], Awaitable[Any]]
"""Asks with the answer that was given before, if any, and what was wrong with it."""


MOST_TOLD = 3
"""Refusals that are named in a box that comes back."""


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


class Step(NamedTuple):
    """What is to be done to one card."""

    card: Card
    command: Command | Refused


class Run:
    """Several commands, one after the other, until all are done or somebody stops it."""

    def __init__(self, board: MarkedBoard, steps: Sequence[Step]) -> None:
        self._board = board
        self._steps = steps
        self._stopped = False
        self.done: list[Event] = []
        self.refused: list[tuple[Card, Refused]] = []
        self.trouble = ""
        """Why nothing more could be done: the database is out of reach."""

    def stop(self) -> None:
        """Begin no other command."""
        self._stopped = True

    @property
    def left(self) -> int:
        """How many were not begun."""
        return len(self._steps) - len(self.done) - len(self.refused)

    async def go(self) -> None:
        """Do one after the other, showing how far it has come."""
        self._board.running = self
        try:
            for number, step in enumerate(self._steps):
                if self._stopped or self.trouble:
                    break
                self._show(number)
                await self._take(step)
        finally:
            self._board.running = None
        await app_of(self._board).live.look()
        await self._board.caught_up()
        if self.left:  # what is marked then is what is left to do
            done = {event.task or event.number for event in self.done}
            steps = (step.card for step in self._steps)
            self._board.unmark(c.task_id for c in steps if done & {c.ref, c.ref.number})

    def _show(self, number: int) -> None:
        told = _("{done} of {all} …  esc: stop").format(done=number, all=len(self._steps))
        self._board.hint(told)

    async def _take(self, step: Step) -> None:
        try:
            if isinstance(step.command, Refused):
                raise step.command
            event = await station_of(self._board).execute(step.command)
        except Refused as no:
            self.refused.append((step.card, with_key(self._board.app, no)))
        except Unavailable as lost:
            self.trouble = lost.sentence
        else:
            self.done.append(event)


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
    asked = act.ask is not None and len(hopeless) < len(cards)
    answer = await act.ask(board, cards, None, "") if act.ask and asked else True
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
        answer = await act.ask(board, cards, answer, problem)


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
    await _run(board, steps, _moved)


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
    _tell(board, run, told, lists=not keeps)
    problem = "\n".join(f"#{card.ref}: {why}" for card, why in left[:MOST_TOLD]) if keeps else ""
    return [card for card, _why in left], problem


def _tell(board: MarkedBoard, run: Run, told: Told, *, lists: bool) -> None:
    """One sentence; what was refused stands in a list that stays until it is closed.

    What was so already needs no list, and no warning.
    """
    sentences = [told(run.done)] if run.done else []
    so_already = _told_of_so_already(run)
    refused = bool(run.refused) and not so_already
    if so_already:
        sentences.append(so_already)
    elif refused:
        count = len(run.refused)
        no = ngettext("{n} was refused.", "{n} were refused.", count)
        sentences.append(no.format(n=count))
    if run.left:
        left = ngettext("{n} is left as it was.", "{n} are left as they were.", run.left)
        sentences.append(left.format(n=run.left))
    sentences += _told_of_marks(board)
    sentence = together(*sentences, run.trouble)
    say(board.app, sentence, "warning" if refused or run.left else "information")
    if refused and lists:
        from csboard.tui.screens.report import ReportScreen

        rows = [f"#{card.ref} {card.title}\n    {no.sentence}" for card, no in run.refused]
        board.app.push_screen(ReportScreen(sentence, rows))


def _told_of_so_already(run: Run) -> str:
    """Of refusals that say no more than that it was so already; empty for any other."""
    count, codes = len(run.refused), {no.code for _card, no in run.refused}
    if codes == {"yours"}:
        told = ngettext("{n} was yours already.", "{n} were yours already.", count)
    elif codes == {"tagged"}:
        told = ngettext("{n} had them already.", "{n} had them already.", count)
    elif codes == {"no_stage"}:
        told = ngettext("{n} can go no further.", "{n} can go no further.", count)
    else:
        return ""
    return told.format(n=count)


def _told_of_marks(board: MarkedBoard) -> list[str]:
    """How many cards the next act goes for."""
    count = len(board.marked)
    still = ngettext("{n} is still marked.", "{n} are still marked.", count)
    return [still.format(n=count)] if count else []


# the acts


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


async def _ask_release(
    board: MarkedBoard, cards: Sequence[Card], _before: object, _problem: str
) -> bool | None:
    """A lead who gives back colleagues' cards is asked once."""
    from csboard.tui.screens.confirm import ConfirmDialog

    theirs = sum(is_leads_on_colleagues(board, card) for card in cards)
    if not theirs:
        return True
    question = ngettext(
        "Give back {all} cards, of which a colleague holds {n}?",
        "Give back {all} cards, of which colleagues hold {n}?",
        theirs,
    ).format(all=len(cards), n=theirs)
    return await board.app.push_screen_wait(ConfirmDialog(question, _("Give back"))) or None


async def _ask_reason(
    board: MarkedBoard, cards: Sequence[Card], before: str | None, problem: str
) -> str | None:
    from csboard.tui.screens.reason import ReasonDialog

    title = ngettext("Take over {n} card", "Take over {n} cards", len(cards))
    return await board.app.push_screen_wait(
        ReasonDialog(title.format(n=len(cards)), before or "", problem)
    )


async def _ask_note(
    board: MarkedBoard,
    cards: Sequence[Card],
    before: str | None,
    problem: str,
    *,
    elsewhere: bool = False,
) -> str | None:
    from csboard.tui.screens.note import NoteDialog

    title = ngettext("The same note on {n} card", "The same note on {n} cards", len(cards))
    return await board.app.push_screen_wait(
        NoteDialog(
            title.format(n=len(cards)), before or "", problem, elsewhere=elsewhere and not problem
        )
    )


async def _ask_wait(
    board: MarkedBoard, cards: Sequence[Card], before: Waiting | None, problem: str
) -> Waiting | None:
    from csboard.tui.screens.waiting import WaitingDialog

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
        WaitingDialog(title, before, team, times, can_end=can_end, problem=problem)
    )


def _claimed(done: Sequence[Event]) -> str:
    count = len(done)
    return ngettext("{n} card is yours.", "{n} cards are yours.", count).format(n=count)


def _released(done: Sequence[Event]) -> str:
    count = len(done)
    told = ngettext("{n} card is unassigned again.", "{n} cards are unassigned again.", count)
    return told.format(n=count)


def _moved(done: Sequence[Event]) -> str:
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
    "move_right": Act(partial(_move, 1), _moved),
    "move_left": Act(partial(_move, -1), _moved),
    "note": Act(_note, _noted, _ask_note),
    "note_elsewhere": Act(_note, _noted, partial(_ask_note, elsewhere=True)),
    "tags": Act(tagging.added_to, tagging.told_of_several, tagging.ask_for_several),
    "wait": Act(_wait, _put_on_hold, _ask_wait, rule_of_waiting),
}
"""By the names of the acts on one card."""
