"""Failures that only say that what was to be shown is gone with its screen."""

from __future__ import annotations

from traceback import walk_tb
from typing import Any

from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import WorkerFailed


def is_moot(error: Exception, app: App[Any]) -> bool:
    """Whether a part was looked for on a screen that is being closed, or as the program ends.

    Textual closes a screen's parts before it stops the workers of the screen, and it doesn't
    stop those of the application at all, so such a worker may come back to a screen without
    parts, or, as the program ends, to one without screens.

    Whoever handles messages hears no more of them after a failure. So a handler's failure is
    moot only where that handler is being closed itself. A part that a screen lacks while it
    stands is a fault of ours.
    """
    cause = error.error if isinstance(error, WorkerFailed) else error
    if not isinstance(cause, NoMatches | ScreenStackError):
        return False
    if app._exit or not app.is_running:
        return True
    if isinstance(cause, ScreenStackError):
        return False
    met = [frame.f_locals.get("self") for frame, _line in walk_tb(cause.__traceback__)]
    nodes = [node for node in met if isinstance(node, DOMNode)]
    handlers = nodes[:1] if cause is error else []
    return bool(nodes) and all(_closes(node) for node in (*handlers, nodes[-1]))


def _closes(node: DOMNode) -> bool:
    """Nothing is displayed from when it, or the screen it stands on, is taken away."""
    screen = next((one for one in node.ancestors_with_self if isinstance(one, Screen)), node)
    return not screen.display
