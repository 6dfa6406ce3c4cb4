"""What is made ready when the board has been painted and nothing is asked of it.

The first enter then opens its inquiry as fast as every later one.
"""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp

QUIET = 1.0
"""Seconds after the first paint."""


def make_ready(app: CsboardApp) -> None:
    """Load the inquiry's screen soon, away from the keys."""
    app.set_timer(QUIET, lambda: app.run_worker(_load(app), group="ready", exit_on_error=False))


async def _load(app: CsboardApp) -> None:
    inquiry = await asyncio.to_thread(import_module, "csboard.tui.screens.inquiry")
    sheet = app.stylesheet
    paths = inquiry.InquiryScreen(0).css_path
    missing = [path for path in paths if not sheet.has_source(str(path), "")]
    for path in missing:
        sheet.read(path)
    if missing:
        sheet.reparse()  # no widget that is shown has a style of it: nothing to update
    app.memory.leave_alone_what_is_loaded()
