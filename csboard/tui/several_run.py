"""Several commands, one after the other: doing them, showing how far it is, telling how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csboard.domain.commands import Command
from csboard.domain.records import Card, Event
from csboard.errors import Refused, Unavailable
from csboard.i18n import _, ngettext, together
from csboard.named import NamedTuple
from csboard.tui.app import app_of, station_of
from csboard.tui.ended_timers import ended_timers
from csboard.tui.fence import say
from csboard.tui.screens.board_marks import MarkedBoard
from csboard.tui.taking_over import with_key

Told = Callable[[Sequence[Event]], str]
"""The sentence that these are done."""


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


async def tell(board: MarkedBoard, run: Run, told: Told, *, lists: bool) -> None:
    """One sentence; what was refused stands in a list that stays until it is closed.

    What was so already needs no list, and no warning.
    """
    sentences = [told(run.done)] if run.done else []
    sentences.append(await ended_timers(app_of(board), run.done))
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
