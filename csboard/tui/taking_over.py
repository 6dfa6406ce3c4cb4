"""What to press where a rule says that a colleague's task is to be taken over first."""

from __future__ import annotations

from collections.abc import Sequence
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
    told = together(
        failure.sentence, _way([getattr(one, "PLACES", ()) for one in app.screen_stack])
    )
    return Anothers(told, failure.task)


def _way(places: Sequence[Sequence[str]]) -> str:
    """What works from the uppermost screen, by the places of all: some only open the inquiry."""
    here = next((one[0] for one in reversed(places) if one), "board")
    if here not in ("board", "inquiry") and (opens := _that_opens(here)):
        told = _("Open it with {open} first, and take it over there, with {key}.")
        return told.format(open=keys.key_of(opens), key=keys.key_of("inquiry.take_over"))
    is_open = any("inquiry" in one for one in places)
    key = keys.key_of("inquiry.take_over" if is_open else "board.take_over")
    return _("Take it over first, with {key}.").format(key=key)


def _that_opens(place: str) -> str:
    """The action of a place that opens the inquiry under its cursor; empty where there is none."""
    known = [action.id for action in keys.actions_of(place)]
    wanted = (f"{place}.inquiry", f"{place}.open")
    return next((one for one in wanted if one in known), "")
