"""One timer for each person: started, stopped and switched, ended when the line drops, corrected.

A switch ends one entry and begins the next at the same instant, in one decision; that no
person ever has two open ones the database sees to. Nothing is cut or deleted by itself: after a
long silence the person is asked, and a correction is a new row beside the old one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from csboard.domain import access
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, Task, TaskRef
from csboard.domain.time_commands import (
    CorrectTime,
    DropTime,
    EndLostTimer,
    EnterTime,
    StartTimer,
    StopTimer,
)
from csboard.domain.time_records import (
    BY_HAND,
    LOST,
    SHELL,
    STOPPED,
    SWITCHED,
    TIMER,
    WORKS,
    Entry,
    Running,
    TimeState,
    no_such_entry,
    overlapping,
)
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import quoted

IDLE_AFTER = timedelta(minutes=20)
"""Without a key the person is asked whether they have been working."""
LONG_AFTER = timedelta(hours=10)
"""A timer that runs longer was forgotten, however many keys were pressed."""
LONGEST = timedelta(hours=24)
"""Of an entry that is written down by hand."""

_ENTRY = "entry"


def start(state: TimeState, command: StartTimer, now: datetime) -> Decision:
    """Begin, or switch over from what runs. One that was lost ends first, with its last sign."""
    task = _named(state, command.task, command.work)
    lost, running = _lost_or_running(state, now)
    at = _moment(running, command.at, now)
    ref = task.ref if task else None
    if running is not None and (running.task, running.work) == (ref, command.work):
        raise Refused("running", _("Your timer runs on it already."))
    if running is None:
        _refuse_overlap(at, now, state, now)
    row = {**_row(state.actor, task, command.work, at), "source": command.source}
    if command.source == TIMER:
        row["alive_at"] = now
    detail: dict[str, object] = {"entry": Ref(_ENTRY), "work": command.work, "at": at.isoformat()}
    insert = Insert(Thing.TIME_ENTRY, row, _ENTRY)
    before = running or lost
    if before is None:
        return Decision((insert,), _event("timer_started", ref, detail))
    ended = at if running else before.last_sign
    detail |= {
        "ended": before.id,
        "seconds": _seconds(before, ended),
        "from": str(before.task or before.work),
    }
    ending, kind = (SWITCHED, "timer_switched") if running else (LOST, "timer_started")
    return Decision((_ended(before, ended, ending), insert), _event(kind, ref, detail, before.task))


def stop(state: TimeState, command: StopTimer, now: datetime) -> Decision:
    """End what runs, now or since a moment of it; what was lost has ended with its last sign."""
    lost, running = _lost_or_running(state, now)
    if lost is not None:
        return _stopped(lost, lost.last_sign, LOST, "timer_lost")
    if running is None:
        raise Refused("no_timer", _("No timer of yours runs."))
    at = _moment(running, command.at, now)
    return _stopped(running, at, STOPPED, "timer_stopped")


def end_lost(state: TimeState, command: EndLostTimer, now: datetime) -> Decision:
    """By whichever program finds that nobody is there: with the last sign of life."""
    entry = state.entry
    if entry is None or not entry.runs:
        raise Refused("no_timer", _("That timer has been stopped already."))
    if entry.source == SHELL:
        raise Refused("shell", _("It was started in a shell: no board keeps it."))
    if not entry.is_lost(now):
        raise Refused("alive", _("Their board has been there within these minutes."))
    return _stopped(entry, entry.last_sign, LOST, "timer_lost")


def _lost_or_running(state: TimeState, now: datetime) -> tuple[Entry | None, Entry | None]:
    running = state.running
    if running is not None and running.is_lost(now):
        return running, None
    return None, running


def enter(state: TimeState, command: EnterTime, now: datetime) -> Decision:
    """Time that no timer has seen."""
    _refuse_anothers(state, command.login)
    task = _named(state, command.task, command.work, is_past=True)
    _refuse_stretch(command.started_at, command.ended_at, state, now)
    row = _written(state, command.login, task, command)
    detail = {
        "entry": Ref(_ENTRY),
        "login": command.login,
        "work": command.work,
        "seconds": _between(command.started_at, command.ended_at),
    }
    event = _event("time_entered", task.ref if task else None, detail)
    return Decision((Insert(Thing.TIME_ENTRY, row, _ENTRY),), event)


def correct(state: TimeState, command: CorrectTime, now: datetime) -> Decision:
    """A new row takes the place of the old one."""
    entry = _ended_entry(state, now)
    task = _named(state, command.task, command.work, is_past=True)
    _refuse_stretch(command.started_at, command.ended_at, state, now)
    ref = task.ref if task else None
    same = (entry.started_at, entry.ended_at, entry.task, entry.work)
    if same == (command.started_at, command.ended_at, ref, command.work):
        raise Refused("unchanged", _("The entry says so already."))
    row = {**_written(state, entry.login, task, command), "corrects_id": entry.id}
    detail = {
        "entry": Ref(_ENTRY),
        "corrects": entry.id,
        "login": entry.login,
        "work": command.work,
        "seconds": _between(command.started_at, command.ended_at),
        "before": _seconds(entry, entry.ended_at or now),
    }
    return Decision(
        (_withdrawn(entry, now), Insert(Thing.TIME_ENTRY, row, _ENTRY)),
        _event("time_corrected", ref, detail, entry.task),
    )


def drop(state: TimeState, command: DropTime, now: datetime) -> Decision:
    """It counts no more."""
    entry = _ended_entry(state, now)
    detail = {
        "entry": entry.id,
        "login": entry.login,
        "before": _seconds(entry, entry.ended_at or now),
    }
    return Decision((_withdrawn(entry, now),), _event("time_dropped", entry.task, detail))


class Question(NamedTuple):
    """What a person is asked who may not have been working."""

    entry: Entry | Running
    since: datetime
    """From when on nobody knows; StopTimer or StartTimer take it as their `at`."""
    why: str
    """`idle` or `long`."""


def question(entry: Entry | Running, last_key: datetime | None, now: datetime) -> Question | None:
    """What to ask when somebody comes back to a timer that runs; None when all is well.

    Until it is answered the timer runs on: nothing is guessed.
    """
    last = max(entry.started_at, last_key or entry.started_at)
    if now - last >= IDLE_AFTER:
        return Question(entry, last, "idle")
    if now - entry.started_at >= LONG_AFTER:
        return Question(entry, last, "long")
    return None


def _named(
    state: TimeState, ref: TaskRef | None, work: str, *, is_past: bool = False
) -> Task | None:
    """The task that is meant, or None for other work; Refused for what is neither."""
    if ref is None:
        if work not in WORKS:
            raise Refused(
                "bad_work",
                _("{word} is no such work; name a task, or one of {words}.").format(
                    word=quoted(work), words=_(", ").join(WORKS)
                ),
            )
        return None
    if work:
        raise Refused("both", _("Name a task or other work, not both."))
    task = state.task
    if task is None:
        raise Refused("no_such_task", _("There is no task #{task}.").format(task=ref))
    if task.closed_at is not None and not is_past:
        raise Refused("closed", _("#{task} is done: no timer starts on it.").format(task=task.ref))
    return task


def _moment(running: Entry | None, at: datetime | None, now: datetime) -> datetime:
    """When it begins or ends: now, or before, but not before what runs began."""
    if at is None:
        return max(now, running.started_at) if running else now
    if at > now:
        raise Refused("future", _("That time has not come yet."))
    if running is not None and at < running.started_at:
        raise Refused("too_early", _("Your timer was started later than that."))
    if running is None and now - at > LONGEST:
        raise Refused("too_early", _("That is more than a day ago: write it down as an entry."))
    return at


def _refuse_stretch(start: datetime, end: datetime, state: TimeState, now: datetime) -> None:
    if end <= start:
        raise Refused("no_time", _("It must end later than it starts."))
    if end > now:
        raise Refused("future", _("That time has not come yet: write down what is over."))
    if end - start > LONGEST:
        raise Refused("too_long", _("No entry is longer than a day: write it down in parts."))
    _refuse_overlap(start, end, state, now)


def _refuse_overlap(start: datetime, end: datetime, state: TimeState, now: datetime) -> None:
    own = state.entry.id if state.entry else None
    beside = (one.as_of(now) for one in state.beside if one.id != own)
    refuse_if_any(overlapping(start, end, beside))


def refuse_if_any(other: Entry | None) -> None:
    """Refuse when there is another entry where one is to be."""
    if other is None:
        return
    raise Refused(
        "overlaps",
        _("It overlaps another entry of the same person ({what}): correct that first.").format(
            what=f"#{other.task}" if other.task else other.work
        ),
    )


def _ended_entry(state: TimeState, now: datetime) -> Entry:
    """The entry that is named, if it can be changed by who asks."""
    if state.entry is None:
        raise no_such_entry()
    entry = state.entry.as_of(now)
    if not entry.stands:
        raise Refused("replaced", _("That entry was corrected or dropped already: look again."))
    if entry.runs:
        raise Refused("runs", _("That timer still runs: stop it first."))
    _refuse_anothers(state, entry.login)
    return entry


def _refuse_anothers(state: TimeState, login: str) -> None:
    member = state.members.get(login)
    if member is None:
        raise Refused(
            "no_such_member", _("There is no member {login}.").format(login=quoted(login))
        )
    if login != state.actor.login and not access.is_lead(state.actor):
        raise Refused(
            "not_yours",
            _("It is {name}'s time: only they or a lead can change it.").format(
                name=in_a_sentence(login, state.members)
            ),
        )


def _written(
    state: TimeState, login: str, task: Task | None, command: EnterTime | CorrectTime
) -> dict[str, object]:
    """The row of an entry by hand: whose it is, and who wrote it."""
    return {
        **_row(state.members[login], task, command.work, command.started_at),
        "ended_at": command.ended_at,
        "source": BY_HAND,
        "entered_by_id": state.actor.id,
    }


def _row(member: Member, task: Task | None, work: str, at: datetime) -> dict[str, object]:
    return {
        "member_id": member.id,
        "task_id": task.id if task else None,
        "work": work,
        "started_at": at,
    }


def _event(
    kind: str, task: TaskRef | None, detail: dict[str, object], before: TaskRef | None = None
) -> EventDraft:
    """In the history of the task's inquiry, and of that which `before` was of."""
    number = task.number if task else None
    other = before.number if before and before.number != number else None
    return EventDraft(kind, number, task, detail, other)


def _stopped(entry: Entry, at: datetime, ending: str, kind: str) -> Decision:
    detail = {
        "entry": entry.id,
        "login": entry.login,
        "work": entry.work,
        "seconds": _seconds(entry, at),
    }
    return Decision((_ended(entry, at, ending),), _event(kind, entry.task, detail))


def _ended(entry: Entry, at: datetime, ending: str) -> Update:
    return Update(Thing.TIME_ENTRY, entry.id, {"ended_at": at, "ending": ending})


def _withdrawn(entry: Entry, now: datetime) -> Update:
    return Update(Thing.TIME_ENTRY, entry.id, {"withdrawn_at": now})


def _seconds(entry: Entry, end: datetime) -> int:
    return _between(entry.started_at, end)


def _between(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
