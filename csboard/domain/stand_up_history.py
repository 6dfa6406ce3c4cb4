"""Events about stand-ups, in words."""

from __future__ import annotations

from collections.abc import Callable

from csboard.domain.records import Event
from csboard.i18n import _

STAND_UP_SENTENCES: dict[str, Callable[[Event], str]] = {
    "stand_up_begun": lambda event: _("{who} began the stand-up"),
    "stand_up_ended": lambda event: _("{who} ended the stand-up ({minutes} min)"),
    "digest_read": lambda event: _("{who} is back and has read what happened meanwhile"),
}
