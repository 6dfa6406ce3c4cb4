"""What is made ready when the board has been painted and nothing is asked of it.

The first enter then opens its inquiry as fast as every later one.
"""

from __future__ import annotations

import asyncio
import gc
from importlib import import_module
from typing import Any

from textual.app import App

QUIET = 1.0
"""Seconds after the first paint."""


def make_ready(app: App[Any]) -> None:
    """Load the inquiry's screen soon, away from the keys."""
    app.set_timer(QUIET, lambda: app.run_worker(_load(app), group="ready", exit_on_error=False))


async def _load(app: App[Any]) -> None:
    inquiry = await asyncio.to_thread(import_module, "csboard.tui.screens.inquiry")
    sheet = app.stylesheet
    paths = inquiry.InquiryScreen(0).css_path
    missing = [path for path in paths if not sheet.has_source(str(path), "")]
    for path in missing:
        sheet.read(path)
    if missing:
        sheet.reparse()  # no widget that is shown has a style of it: nothing to update
    if len(app.screen_stack) == 1:  # else what is closed later would never be collected
        gc.freeze()
