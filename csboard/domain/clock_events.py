"""By which events clocks may go: after these the promises of an inquiry are worked out anew."""

from __future__ import annotations

from csboard.domain.records import Event

_UNTOUCHED = frozenset(
    {
        "claimed",
        "commented",
        "drafted",
        "hand_off_offered",
        "hand_off_withdrawn",
        "handed_over",
        "left_with",
        "noted",
        "pinned",
        "queued",
        "sheet_dropped",
        "sheet_written",
        "split_off",
        "taken_over",
        "taken_back",
        "task_renamed",
        "thanked",
        "time_corrected",
        "time_dropped",
        "time_entered",
        "timer_lost",
        "timer_started",
        "timer_stopped",
        "timer_switched",
        "unpinned",
        "why_late",
    }
)
"""Kinds of events that no clock goes by, and that come often."""
_ENDING = ("moved", "released")
"""Kinds of events that clocks go by only where they tell one of `_ENDED`."""
_ENDED = frozenset({"former", "inquiry_closed_at"})
"""What these events tell where a waiting ended, or the inquiry was closed or opened again."""


def touches_clocks(event: Event) -> bool:
    """Whether clocks may go by it, of its own inquiry or of many."""
    if event.kind in _ENDING:
        return not _ENDED.isdisjoint(event.detail)
    return event.kind not in _UNTOUCHED
