"""Events about worked time: in words, and who may read of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from csboard.domain.records import Event
from csboard.domain.time_records import TIMES
from csboard.domain.time_words import work, worked
from csboard.i18n import _


def of_time(detail: Mapping[str, object]) -> dict[str, str]:
    """What the sentences below name: the work, how long it is, how long it was said to be."""
    return {
        "work": work(str(detail.get("work", ""))),
        "time": _seconds(detail.get("seconds")),
        "before": _seconds(detail.get("before")),
    }


def _seconds(value: object) -> str:
    return worked(timedelta(seconds=value if isinstance(value, int) else 0))


def own_eyes(events: Sequence[Event], login: str) -> tuple[Event, ...]:
    """Of some events those that `login` may see: when others worked is for their eyes only."""
    return tuple(
        event
        for event in events
        if not is_about_time(event) or login in (event.actor, event.detail.get("login"))
    )


def is_about_time(event: Event) -> bool:
    """Whether an event, or the act it took back, was about when somebody worked."""
    return event.kind in TIMES or (event.kind == "undone" and event.detail.get("kind") in TIMES)


def _on_time(of_task: Callable[[], str], of_work: Callable[[], str]) -> Callable[[Event], str]:
    """The sentence about time on a task, or on work that is none."""
    return lambda event: of_task() if event.task else of_work()


TIME_SENTENCES: dict[str, Callable[[Event], str]] = {
    "timer_started": _on_time(
        lambda: _("{who} started the timer on #{task}"),
        lambda: _("{who} started the timer: {work}"),
    ),
    "timer_switched": _on_time(
        lambda: _("{who} switched the timer to #{task}"),
        lambda: _("{who} switched the timer: {work}"),
    ),
    "timer_stopped": _on_time(
        lambda: _("{who} stopped the timer on #{task} ({time})"),
        lambda: _("{who} stopped the timer: {work} ({time})"),
    ),
    "timer_lost": _on_time(
        lambda: _("The timer of {login} on #{task} ended as their line dropped ({time})"),
        lambda: _("The timer of {login} ended as their line dropped: {work} ({time})"),
    ),
    "time_entered": _on_time(
        lambda: _("{who} wrote down {time} for {login} on #{task}"),
        lambda: _("{who} wrote down {time} for {login}: {work}"),
    ),
    "time_corrected": _on_time(
        lambda: _("{who} corrected an entry of {login} on #{task} ({before} -> {time})"),
        lambda: _("{who} corrected an entry of {login}: {work} ({before} -> {time})"),
    ),
    "time_dropped": _on_time(
        lambda: _("{who} dropped an entry of {login} on #{task} ({before})"),
        lambda: _("{who} dropped an entry of {login} ({before})"),
    ),
}

TIME_UNDONE: dict[str, Callable[[], str]] = {
    "timer_started": lambda: _("starting the timer"),
    "timer_switched": lambda: _("switching the timer"),
    "timer_stopped": lambda: _("stopping the timer"),
    "time_entered": lambda: _("entry of time"),
    "time_corrected": lambda: _("correction of an entry"),
    "time_dropped": lambda: _("dropping an entry"),
}
