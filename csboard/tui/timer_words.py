"""A timer that runs, in words: in the header, on a card, and when it was started or stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from csboard.domain.people import name_of
from csboard.domain.records import Event, Member, TaskRef
from csboard.domain.time_words import work, worked, worked_at
from csboard.i18n import _
from csboard.tui.keys import key_of

if TYPE_CHECKING:
    from csboard.domain.time_records import Running


def in_header(own: Running, now: datetime) -> tuple[tuple[str, ...], str]:
    """A timer of one's own: on what and for how many minutes."""
    minutes = worked(now - own.started_at)
    what = worked_at(own.task, own.work)
    long = _("Timer {what} {time}").format(what=what, time=minutes)
    return (long, f"{what} {minutes}"), "timer"


def own_of(timers: Iterable[Running], me: str) -> Running | None:
    """The timer that runs of this person."""
    return next((one for one in timers if one.login == me and not one.is_lost), None)


def at_work(
    timers: Iterable[Running],
    ref: TaskRef,
    me: str,
    members: Mapping[str, Member],
    but: Sequence[str] = (),
) -> str:
    """Who is at a task just now: oneself first, then others but those who are named already."""
    logins = [one.login for one in timers if one.task == ref and not one.is_lost]
    others = [login for login in logins if login != me and login not in but]
    own = _("timer runs") if me in logins else ""
    if not others:
        return own
    told = _("{name}: at it").format(name=name_of(others[0], members))
    told = f"{told} +{len(others) - 1}" if len(others) > 1 else told
    return f"{own} {told}" if own else told


def told_of(event: Event) -> str:
    """What came of starting, switching or stopping, as told to who did it."""
    detail = event.detail
    what = worked_at(event.task, str(detail.get("work", "")))
    time = worked(timedelta(seconds=int(str(detail.get("seconds", 0)))))
    if event.kind == "timer_stopped":
        return _("{what}: stopped after {time}.").format(what=what, time=time)
    if event.kind == "timer_lost":
        return lost(event)
    started = _("Timer on {what}.").format(what=what)
    if not detail.get("ended"):
        return started
    before = _named(str(detail.get("from", "")))
    if event.kind == "timer_switched":
        ended = _("{what}: stopped after {time}.").format(what=before, time=time)
    else:
        ended = _("{what}: had ended as the line dropped, after {time}.").format(
            what=before, time=time
        )
    return f"{ended} {started}"


def _named(before: str) -> str:
    """What a timer was on, as its event says: a task's number or the code of other work."""
    return f"#{before}" if before[:1].isdecimal() else work(before)


def lost(event: Event) -> str:
    """That a timer of one's own was ended for want of a sign."""
    time = worked(timedelta(seconds=int(str(event.detail.get("seconds", 0)))))
    return _(
        "Your timer on {what} ended as the line dropped, after {time}; {key} starts it anew."
    ).format(
        what=worked_at(event.task, str(event.detail.get("work", ""))),
        time=time,
        key=key_of("board.timer"),
    )
