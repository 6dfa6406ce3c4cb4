"""A message needs no answer: what it had woken goes on waiting, and nothing is owed for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from csboard.domain.commands import ExcuseMessage
from csboard.domain.decisions import Decision, EventDraft, Thing, Update
from csboard.domain.flow import SEEN_TO, was_awake
from csboard.domain.inverses import Act, Changes, excused_in, still_standing, time_of, woken
from csboard.domain.records import Direction, Event, Message, Task
from csboard.domain.states import InquiryState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

Marks = Mapping[str, Mapping[str, object]]
"""By task, as `1042.2`, the waiting that a mail has ended, as it is stored."""


class ExcuseState(NamedTuple):
    """An inquiry, one of its messages, and what the customer's mails have woken."""

    whole: InquiryState
    message: Message | None
    """None when the inquiry has no such message."""
    events: tuple[Event, ...]
    """Its history, oldest first."""
    woken: Marks
    """What the last mail that woke something has ended."""


def excuse(state: ExcuseState, command: ExcuseMessage, now: datetime) -> Decision:
    """Nothing is owed for the message. What waited goes on, as long as nobody has acted on it
    and the customer wrote nothing else that needs an answer."""
    number = state.whole.inquiry.number
    message = _customers(state)
    stood = still_standing(state.events)
    excused = excused_in(stood)
    if message.id in excused:
        raise Refused("excused", _("That it needs no answer is written down already."))
    is_all_excused = _since_waking(stood) <= {*excused, message.id}
    asleep = tuple(_woken(state, now)) if is_all_excused else ()
    changes = tuple(
        Update(Thing.TASK, task.id, {"waiting": mark, **SEEN_TO}, task.version)
        for task, mark in asleep
    )
    detail: dict[str, object] = {"message": message.id}
    if asleep:
        detail["waiting"] = {
            str(task.ref): {
                "for": mark.get("for_whom"),
                "until": mark.get("until"),
                **was_awake(task),
            }
            for task, mark in asleep
        }
    return Decision(changes, EventDraft("excused", number, None, detail))


def waking(events: Iterable[Event]) -> Event | None:
    """The last mail that woke something, and still stands."""
    woke = [event for event in still_standing(events) if event.detail.get("resumed")]
    return next((event for event in reversed(woke) if event.kind == "joined"), None)


def unexcuse(act: Act, now: datetime) -> Changes:
    """It needs an answer after all: what went on waiting is awake, unless it waits otherwise."""
    waiting = act.detail.get("waiting")
    marks = waiting if isinstance(waiting, Mapping) else {}
    return [
        Update(Thing.TASK, task.id, {"waiting": None, **woken(marks[str(task.ref)])}, task.version)
        for task in act.whole.tasks
        if str(task.ref) in marks and _waits_so(task, marks[str(task.ref)])
    ]


def _waits_so(task: Task, mark: Mapping[str, object]) -> bool:
    waiting = task.waiting
    if waiting is None:
        return False
    return (waiting.for_whom, waiting.until) == (mark["for"], time_of(mark["until"]))


def _customers(state: ExcuseState) -> Message:
    number, message = state.whole.inquiry.number, state.message
    if message is None:
        raise Refused("no_such_message", _("#{number} has no such message.").format(number=number))
    if message.direction is not Direction.IN:
        raise Refused(
            "not_the_customers",
            _("Only a customer's message can need an answer: this one isn't theirs."),
        )
    return message


def _since_waking(events: Iterable[Event]) -> set[object]:
    """The mails that came since something was last woken, that one included."""
    woke = waking(events)
    if woke is None:
        return set()
    return {
        event.detail.get("message")
        for event in events
        if event.kind == "joined" and event.id >= woke.id
    }


def _woken(state: ExcuseState, now: datetime) -> Iterator[tuple[Task, Mapping[str, object]]]:
    """The tasks that a mail has woken and nobody has acted on, with what they waited for."""
    for task in state.whole.tasks:
        mark = state.woken.get(str(task.ref))
        if mark is None or task.woke_at is None or task.closed_at or task.waiting:
            continue
        if task.owner is None:  # an absence has freed it: what is nobody's waits for nobody
            continue
        until = time_of(mark.get("until"))
        if until is None or until > now:
            yield task, mark
