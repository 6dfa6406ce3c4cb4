"""What a ledger follows of worked time, readings, alarms, stand-ups, and of broken promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from csboard.domain.inverses import id_of
from csboard.domain.records import Event
from csboard.domain.time_records import TIMES
from csboard.domain.undo import ON_TIME, READINGS

if TYPE_CHECKING:
    from tests.property.ledger import Ledger
    from tests.property.ledger_undos import Undoing


def _nothing(ledger: Ledger, event: Event) -> None:
    """What stands in tables that no ledger keeps."""


def _nothing_back(ledger: Ledger, undoing: Undoing) -> None:
    """The same, taken back."""


def _said(ledger: Ledger, event: Event) -> None:
    """The words are a note; those that were said before stand no more."""
    assert event.number is not None
    told: Mapping[str, Any] = event.detail
    _stand(ledger, told.get("replaced_note"), is_withdrawn=True)
    if "message" in told:
        key = id_of(told["message"])
        ledger.messages[key] = (event.number, str(told["digest"]), False)


def _said_back(ledger: Ledger, undoing: Undoing) -> None:
    _stand(ledger, undoing.detail.get("message"), is_withdrawn=True)
    _stand(ledger, undoing.detail.get("replaced_note"), is_withdrawn=False)


def _stand(ledger: Ledger, message: int | None, *, is_withdrawn: bool) -> None:
    if message is not None:
        number, text, _before = ledger.messages[message]
        ledger.messages[message] = (number, text, is_withdrawn)


FOLLOW: dict[str, Callable[[Ledger, Event], None]] = {
    **dict.fromkeys((*TIMES, *READINGS, "alarms_told"), _nothing),
    **dict.fromkeys(("stand_up_begun", "stand_up_ended", "digest_read"), _nothing),
    "why_late": _said,
}
BACK: dict[str, Callable[[Ledger, Undoing], None]] = {
    **dict.fromkeys((*ON_TIME, *READINGS), _nothing_back),
    "why_late": _said_back,
}
