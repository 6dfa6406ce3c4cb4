"""What a ledger follows of absences: they stand in tables of which it keeps none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from csboard.domain.records import Event
from csboard.domain.undo import ON_ABSENCES

if TYPE_CHECKING:
    from tests.property.ledger import Ledger, Work
    from tests.property.ledger_undos import Undoing


def _nothing(ledger: Ledger, event: Event) -> None:
    """What stands in tables that no ledger keeps."""


def _nothing_back(ledger: Ledger, undoing: Undoing) -> None:
    """The same, taken back."""


def pass_on(reply: Work, event: Event) -> None:
    """To the stand-in of an owner who is away, or to nobody."""
    told: Any = event.detail.get("absent")
    if told is None:
        return
    reply.owner = told["to"]
    if reply.owner is None:
        reply.owner_since, reply.stage, reply.waiting = None, "todo", None
    else:
        reply.owner_since = event.at
        is_opened = event.kind == "reopened" or bool(event.detail.get("reopened"))
        reply.stage = "doing" if is_opened else reply.stage


FOLLOW: dict[str, Callable[[Ledger, Event], None]] = dict.fromkeys(ON_ABSENCES, _nothing)
BACK: dict[str, Callable[[Ledger, Undoing], None]] = dict.fromkeys(ON_ABSENCES, _nothing_back)
