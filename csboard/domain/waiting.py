"""A task rests: for whom, for what and until when, so that nobody has to remember it."""

from __future__ import annotations

from datetime import datetime, timedelta

from csboard.domain.commands import EndWaiting, TaskCommand, Wait
from csboard.domain.completion import refuse_unfinished
from csboard.domain.decisions import Decision, EventDraft, Thing, Update
from csboard.domain.flow import SEEN_TO, iso, refuse_if_changed, was_awake
from csboard.domain.former import ended_waiting
from csboard.domain.holding import HOLD_ANOTHERS, RESUME_ANOTHERS, refuse_waiting
from csboard.domain.records import FOR_WHOM, Stage, Waiting
from csboard.domain.states import TaskState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean, quoted

MAX_WHAT = 200
MAX_YEARS = 5
"""Nobody plans further ahead; a typing error in the year does."""


def wait(state: TaskState, command: Wait, now: datetime) -> Decision:
    """Put the owner's task on hold. One that waits already waits for something else then."""
    _refuse_if_not_theirs(state, command, HOLD_ANOTHERS)
    task, stage = state.task, _stage_of_waiting(state)
    waiting = _checked(command.waiting, now)
    if waiting == task.waiting:
        raise Refused("unchanged", _("#{task} is on hold for that already.").format(task=task.ref))
    if stage.key != task.stage:
        refuse_unfinished(state, stage)
    kept, former = ended_waiting(task, now)
    detail = {
        "for": waiting.for_whom,
        "until": iso(waiting.until),
        "from": task.stage,
        "to": stage.key,
        **was_awake(task),
        **former,
    }
    values = {"stage": stage.key, "waiting": waiting, **SEEN_TO}
    return Decision(
        (Update(Thing.TASK, task.id, values, task.version), *kept),
        EventDraft("waiting", task.ref.number, task.ref, detail),
    )


def end_waiting(state: TaskState, command: EndWaiting, now: datetime) -> Decision:
    """Back to work. The task stays where it is."""
    _refuse_if_not_theirs(state, command, RESUME_ANOTHERS)
    task = state.task
    if task.waiting is None:
        raise Refused("not_waiting", _("#{task} is not on hold.").format(task=task.ref))
    kept, former = ended_waiting(task, now)
    detail = {"for": task.waiting.for_whom, **former}
    return Decision(
        (Update(Thing.TASK, task.id, {"waiting": None, **SEEN_TO}, task.version), *kept),
        EventDraft("resumed", task.ref.number, task.ref, detail),
    )


def _refuse_if_not_theirs(state: TaskState, command: TaskCommand, sentence: str) -> None:
    refuse_waiting(state.task, state.actor, state.members, sentence)
    refuse_if_changed(state, command)


def _stage_of_waiting(state: TaskState) -> Stage:
    """Where the task waits: in a stage of work, its own if it is one."""
    here = state.stage(state.task.stage)
    return here if here and here.kind == "doing" else state.settings.first_of("doing")


def _checked(waiting: Waiting, now: datetime) -> Waiting:
    """The mark as it is stored; Refused when it makes no sense."""
    what = clean(waiting.what).strip()
    if waiting.for_whom not in FOR_WHOM:
        raise Refused(
            "bad_waiting",
            _("Nothing waits for {word}; write one of {words}.").format(
                word=quoted(waiting.for_whom), words=_(", ").join(FOR_WHOM)
            ),
        )
    if len(what) > MAX_WHAT:
        raise Refused(
            "too_long",
            _("What is waited for has {n} characters; {limit} at most: shorten it.").format(
                n=len(what), limit=MAX_WHAT
            ),
        )
    refuse_unfit_until(waiting, now)
    return Waiting(waiting.for_whom, what, waiting.until, _sleeps(waiting))


def _sleeps(waiting: Waiting) -> bool:
    """Whether it rests through the customer's mails; others' waiting none of them ends anyway."""
    return waiting.sleeps and waiting.for_whom == "customer"


def needs_date(waiting: Waiting) -> bool:
    """Whether it can't be open how long it waits."""
    return waiting.for_whom == "date" or _sleeps(waiting)


def refuse_unfit_until(waiting: Waiting, now: datetime) -> None:
    """Refused where until when it waits is what is wrong: not said, past or too far."""
    until = waiting.until
    if until is None:
        if needs_date(waiting):
            raise Refused("no_date", _no_date(waiting))
        return
    if until <= now:
        raise Refused("past", _("That time has passed: write one that is still to come."))
    if until - now > timedelta(days=366 * MAX_YEARS):
        raise Refused(
            "too_far",
            _("That is more than {years} years ahead: write a nearer date.").format(
                years=MAX_YEARS
            ),
        )


def _no_date(waiting: Waiting) -> str:
    if waiting.for_whom == "date":
        return _("Waiting for a date needs the date: say until when.")
    return _("What rests even when the customer answers needs a date to wake: say until when.")
