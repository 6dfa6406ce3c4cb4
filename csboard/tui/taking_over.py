"""What to press where a rule says that a colleague's task is to be taken over first."""

from __future__ import annotations

from typing import Any, TypeVar

from textual.app import App

from csboard.errors import Anothers, CsboardError
from csboard.i18n import _, together
from csboard.tui import keys

Failure = TypeVar("Failure", bound=CsboardError)


def with_key(app: App[Any], failure: Failure) -> Failure | Anothers:
    """The same failure; where a colleague holds the task, with the key that takes it over."""
    if not isinstance(failure, Anothers):
        return failure
    is_open = any("inquiry" in getattr(one, "PLACES", ()) for one in app.screen_stack)
    key = keys.key_of("inquiry.take_over" if is_open else "board.take_over")
    way = _("Take it over first, with {key}.").format(key=key)
    told = together(failure.sentence, way)
    return Anothers(told, failure.task)
