"""What a person does to a card, from the key to the sentence that says it is done.

Each act is one command. What comes back on the board comes as for everybody: by the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.domain.commands import Claim, Move, Release, Undo
from csboard.domain.records import Card
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


async def undo(board: BoardView) -> None:
    event = await app_of(board).perform(Undo())
    if event:
        say(board.app, _("Undone."))
        board.follow(event)
