"""Worked time in words: how long, and what at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, TaskRef
from csboard.domain.time_records import BREAK, MEETING, OTHER, TRAINING, Entry
from csboard.i18n import N_, _, ngettext, together
from csboard.text import fold

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


def elapsed(length: timedelta) -> str:
    """How long something has been there: in days and hours, below a day as `worked`."""
    days, hours = divmod(int(length.total_seconds()) // 3600, 24)
    return _("{d} d {h} h").format(d=days, h=hours) if days > 0 else worked(length)


def touched(length: timedelta, here: timedelta) -> str:
    """The time worked on an inquiry beside the time it has been here."""
    return _("{touched} worked, here for {elapsed}").format(
        touched=worked(length), elapsed=elapsed(here)
    )


def work_of(text: str) -> str | None:
    """The code of the work that somebody wrote, as its code or in their language."""
    wanted = fold(text)
    named = ((code, (fold(code), fold(work(code)))) for code in _WORKS)
    return next((code for code, names in named if wanted in names), None)


def worked_at(task: TaskRef | None, code: str) -> str:
    """What an entry is on, as short as can be: `#1042` or the word for other work."""
    return f"#{task}" if task is not None else work(code)


def ended_with(
    entries: Iterable[Entry], me: str, members: Mapping[str, Member], now: datetime
) -> str:
    """That these timers ended with an act of one's own; how long others' were isn't said."""
    own, others = "", []
    for one in entries:
        if one.login == me:
            own = _("Your timer stopped after {time}.").format(time=worked(one.length(now)))
        else:
            others.append(in_a_sentence(one.login, members))
    if not others:
        return own
    theirs = ngettext(
        "The timer of {names} stopped with it.",
        "The timers of {names} stopped with it.",
        len(others),
    ).format(names=_(", ").join(others))
    return together(own, theirs)
