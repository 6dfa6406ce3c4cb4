"""The promise of a card in two words: what is left of its time, or that this is over."""

from __future__ import annotations

from csboard.domain.business_time_words import time_left, time_over_so_far
from csboard.domain.card_clocks import Pressing
from csboard.i18n import _


def on_card(found: Pressing) -> str:
    """`0:14 left`, `paused`, `overdue 0:20`, in hours and minutes of business time."""
    if found.is_over:
        return _("overdue {over}").format(over=time_over_so_far(found.left))
    if found.rests:
        return _("paused")
    return _("{left} left").format(left=time_left(found.left))
