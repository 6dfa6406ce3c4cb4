"""Screens that are being closed, while something still works for them."""

from __future__ import annotations

from traceback import walk_tb

from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen


def asked_of_what_closes(error: BaseException) -> bool:
    """Whether a part was looked for on a screen that is being closed, or in what has left one.

    Textual closes a screen's parts before it stops the workers of the screen, and it doesn't
    stop those of the application at all, so such a worker may come back to a screen without
    parts, or, as the program ends, to one without screens. A part that a screen lacks while it
    stands is a fault of ours.
    """
    if isinstance(error, ScreenStackError):  # the program is ending: it has no screen any more
        return True
    if not isinstance(error, NoMatches):
        return False
    asked = [frame.f_locals.get("self") for frame, _line in walk_tb(error.__traceback__)]
    nodes = [node for node in asked if isinstance(node, DOMNode)]
    return bool(nodes) and _closes(nodes[-1])


def _closes(node: DOMNode) -> bool:
    """The innermost that was asked knows; a screen isn't displayed from when it is taken away."""
    screens = [above for above in node.ancestors_with_self if isinstance(above, Screen)]
    return not node.is_attached or any(not screen.display for screen in screens)
