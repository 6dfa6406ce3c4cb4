"""Waiting until a screen stands still, whatever brought it up."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot
from textual.worker import Worker

from csboard.tui.app import CsboardApp
from tests.pictures import text_of

READING = ("read", "find", "preview")
"""Groups of workers that bring something onto the screen in front."""


async def settled(app: CsboardApp, pilot: Pilot[Any]) -> None:
    """Until what is read is there, what was to open is open, and two looks see the same."""
    await pilot.pause()
    before: list[str] = []
    while before != (now := text_of(app)) or any(_is_on_its_way(app, w) for w in app.workers):
        before = now
        await pilot.pause()


def _is_on_its_way(app: CsboardApp, worker: Worker[Any]) -> bool:
    """Whether it will still change what is in front; one that opened a box waits for that."""
    return worker.group in READING or (worker.group == "act" and worker.node is app.screen)
