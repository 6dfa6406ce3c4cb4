"""Worked time in words: how long, and what at."""

from __future__ import annotations

from datetime import timedelta

from csboard.domain.records import TaskRef
from csboard.domain.time_records import BREAK, MEETING, OTHER, TRAINING
from csboard.i18n import N_, _

_WORKS = {
    MEETING: N_("meeting"),
    BREAK: N_("break"),
    TRAINING: N_("training"),
    OTHER: N_("other work"),
}


def work(code: str) -> str:
    """What somebody does that is no task; an unknown code stands for itself."""
    return _(_WORKS[code]) if code in _WORKS else code


def worked(length: timedelta) -> str:
    """In hours and minutes, begun minutes left out: "1 h 12 min" · "1時間12分"."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    if not hours:
        return _("{m} min").format(m=minutes)
    if not minutes:
        return _("{h} h").format(h=hours)
    return _("{h} h {m} min").format(h=hours, m=minutes)


def worked_at(task: TaskRef | None, code: str) -> str:
    """What an entry is on, as short as can be: `#1042` or the word for other work."""
    return f"#{task}" if task is not None else work(code)
