"""What a ledger follows of absences: they stand in tables of which it keeps none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csboard.domain.records import Event
from csboard.domain.undo import ON_ABSENCES

if TYPE_CHECKING:
    from tests.property.ledger import Ledger
    from tests.property.ledger_undos import Undoing


def _nothing(ledger: Ledger, event: Event) -> None:
    """What stands in tables that no ledger keeps."""


def _nothing_back(ledger: Ledger, undoing: Undoing) -> None:
    """The same, taken back."""


FOLLOW: dict[str, Callable[[Ledger, Event], None]] = dict.fromkeys(ON_ABSENCES, _nothing)
BACK: dict[str, Callable[[Ledger, Undoing], None]] = dict.fromkeys(ON_ABSENCES, _nothing_back)
