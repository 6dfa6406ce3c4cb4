"""What a person does to a card, from the key to the sentence that says it is done.

Each act is one command. What comes back on the board comes as for everybody: by the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.commands import AddNote, Claim, Move, OpenInquiry, Release, TakeOver, Undo
from csboard.domain.history import describe
from csboard.domain.records import Card, Event
from csboard.i18n import _, current_language
from csboard.tui.app import app_of
from csboard.tui.fence import say

if TYPE_CHECKING:
    from csboard.tui.screens.board_view import BoardView


async def claim(board: BoardView, card: Card) -> None:
    event = await app_of(board).perform(Claim(task=card.ref, seen=card.version))
    if event:
        say(board.app, _("#{ref} is yours.").format(ref=card.ref))


async def release(board: BoardView, card: Card) -> None:
    event = await app_of(board).perform(Release(task=card.ref, seen=card.version))
    if event:
        say(board.app, _("#{ref} is unassigned again.").format(ref=card.ref))


async def take_over(board: BoardView, card: Card) -> None:
    from csboard.tui.screens.reason import ReasonDialog

    title = _("Take over #{ref} from {name}").format(ref=card.ref, name=card.owner_name)
    reason: str | None = ""
    problem = ""
    while reason := await board.app.push_screen_wait(ReasonDialog(title, reason or "", problem)):
        command = TakeOver(task=card.ref, seen=card.version, reason=reason)
        outcome = await app_of(board).attempt(command)
        if isinstance(outcome, Event):
            say(board.app, _("#{ref} is yours.").format(ref=card.ref))
            return
        problem = outcome.sentence


async def move_right(board: BoardView, card: Card) -> None:
    await _move(board, card, 1)


async def move_left(board: BoardView, card: Card) -> None:
    await _move(board, card, -1)


async def _move(board: BoardView, card: Card, by: int) -> None:
    stages = board.state.stages
    place = [stage.key for stage in stages].index(card.stage) + by
    if not 0 <= place < len(stages):
        say(board.app, _("There is no stage on that side."))
        return
    event = await app_of(board).perform(
        Move(task=card.ref, seen=card.version, stage=stages[place].key)
    )
    if event:
        stage = stages[place].name(current_language())
        say(board.app, _("#{ref} moved to {stage}.").format(ref=card.ref, stage=stage))
        board.follow(event)


async def note(board: BoardView, card: Card) -> None:
    """Ask for a note until it is stored or given up; what was typed is never lost."""
    from csboard.tui.screens.note import NoteDialog

    number = card.ref.number
    title = _("Note on #{number}").format(number=number)
    text: str | None = ""
    problem = ""
    while text := await board.app.push_screen_wait(NoteDialog(title, text or "", problem)):
        outcome = await app_of(board).attempt(AddNote(number=number, text=text))
        if isinstance(outcome, Event):
            say(board.app, _("Noted on #{number}.").format(number=number))
            return
        problem = outcome.sentence


async def new_inquiry(board: BoardView) -> None:
    """Ask for an inquiry until it is stored or given up; what was typed is never lost."""
    from csboard.tui.screens.new_inquiry import NewInquiryDialog

    command: OpenInquiry | None = None
    problem = ""
    while command := await board.app.push_screen_wait(NewInquiryDialog(command, problem)):
        outcome = await app_of(board).attempt(command)
        if isinstance(outcome, Event):
            say(board.app, _("#{number} is on the board.").format(number=outcome.number))
            board.follow(outcome)
            return
        problem = outcome.sentence


async def undo(board: BoardView) -> None:
    event = await app_of(board).perform(Undo())
    if event:
        say(board.app, describe(event, board.state.members, board.state.stages))
        board.follow(event)
