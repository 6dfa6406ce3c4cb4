"""Asking for a colleague's word in a box, until it is stored or given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csboard.domain.commands import Command
from csboard.domain.records import Event
from csboard.tui.begun import BegunText
from csboard.tui.screens.remark import Remark, RemarkDialog

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp

NOTHING_YET = Remark("")


async def remarked(
    app: CsboardApp,
    title: str,
    quote: str,
    command: Callable[[Remark], Command],
    *,
    begun: BegunText,
    lacking: str,
    start: Remark = NOTHING_YET,
) -> Event | None:
    """What storing it by `command` has left; None when it was given up.

    Nothing that was typed is lost: a refusal stands in the box with it, and `begun` keeps it.
    """
    remark, problem = start, ""
    async with begun:
        while written := await app.push_screen_wait(
            begun.in_box(RemarkDialog(title, quote, remark, problem, lacking=lacking))
        ):
            outcome = await app.attempt(command(written))
            if isinstance(outcome, Event):
                return outcome
            remark, problem = written, outcome.sentence
    return None
