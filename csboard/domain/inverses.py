"""How each act of ownership, moving and waiting is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from csboard.domain.decisions import Insert, Thing, Update
from csboard.domain.flow import close_or_reopen
from csboard.domain.people import in_a_sentence
from csboard.domain.pinning import NO_PIN, pin_before
from csboard.domain.records import Event, Task
from csboard.domain.states import InquiryState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import quoted

Changes = list[Insert | Update]


class Act(NamedTuple):
    """An act that is to be taken back, and what there is to know for it."""

    event: Event
    whole: InquiryState
    """Its inquiry as it is now."""
    since: tuple[Event, ...] = ()
    """Later events on the inquiry, oldest first."""
    former: Mapping[str, object] = MappingProxyType({})
    """What the act has replaced."""

    @property
    def detail(self) -> Mapping[str, object]:
        return self.event.detail

    @property
    def task(self) -> Task:
        """The task it was on, as it is now; Refused when it is no longer here."""
        for task in self.whole.tasks:
            if task.ref == self.event.task:
                return task
        raise Refused(
            "gone",
            _("#{task} can't be undone: the task is no longer here.").format(task=self.event.task),
        )

    @property
    def siblings(self) -> tuple[Task, ...]:
        return tuple(task for task in self.whole.tasks if task.ref != self.event.task)

    def stage_before(self) -> str:
        """Where the task was; Refused when the team has no such stage any more."""
        return stage_still_there(self.detail["from"], self.task, self.whole)

    def owned_by(self, login: object, since: object) -> dict[str, object]:
        """The values that make `login` the owner, or nobody."""
        member = self.whole.members.get(str(login)) if login else None
        return {"owner_id": member.id if member else None, "owner_since": time_of(since)}

    def given_back(self, login: object, now: datetime) -> dict[str, object]:
        """The values that give the task back to `login`; Refused when they have left, or gone away
        since.
        """
        member = self.whole.members.get(str(login))
        if member is not None and not member.active:
            raise Refused(
                "inactive",
                _("#{task} can't be undone: {login} is no longer active.").format(
                    task=self.event.task, login=in_a_sentence(member.login, self.whole.members)
                ),
            )
        if self.whole.absences and login != self.event.actor:
            from csboard.domain.absent import refuse_gone_since

            later = still_standing(self.since)
            refuse_gone_since(str(login), self.event, later, self.whole, now)
        return self.owned_by(login, self.detail.get("owner_since"))

    def mark_before(self) -> object:
        """What the task waited for; nothing when that was a customer who has written since."""
        mark = self.former.get("waiting")
        for_customer = isinstance(mark, dict) and mark.get("for_whom") == "customer"
        written = any(event.kind == "joined" for event in still_standing(self.since))
        return None if for_customer and written else mark

    def update(self, **values: object) -> Update:
        """New values for the task."""
        return Update(Thing.TASK, self.task.id, values, self.task.version)


def still_standing(events: Iterable[Event]) -> list[Event]:
    """Those of some events in a row that are neither an undoing nor undone by one of them."""
    acts = list(events)
    undone = {event.detail.get("event") for event in acts if event.kind == "undone"}
    return [event for event in acts if event.kind != "undone" and event.id not in undone]


def without_undone(events: Iterable[Event]) -> tuple[Event, ...]:
    """The same without acts that were undone among them, and without their undoings.

    An undoing of what was done before them stays.
    """
    acts = list(events)
    done = {event.id for event in acts}
    undone = done & {event.detail.get("event") for event in acts if event.kind == "undone"}

    def came_to_nothing(event: Event) -> bool:
        undoes = event.detail.get("event") if event.kind == "undone" else None
        return event.id in undone or undoes in undone

    return tuple(event for event in acts if not came_to_nothing(event))


def excused_in(events: Iterable[Event]) -> set[object]:
    """Ids of the messages of which somebody has said that they need no answer."""
    return {
        event.detail.get("message") for event in still_standing(events) if event.kind == "excused"
    }


def woken(detail: Mapping[str, object]) -> dict[str, object]:
    """The values by which a task has woken when it had before an act saw to it."""
    return {"woke_at": time_of(detail.get("woke_at"))}


def free(detail: Mapping[str, object]) -> dict[str, object]:
    """The values by which nobody has a task since when it was so before an act."""
    return {"free_since": time_of(detail.get("free_since"))}


def unclaim(act: Act, now: datetime) -> Changes:
    return [act.update(**act.owned_by(None, None), **woken(act.detail))]


def unrelease(act: Act, now: datetime) -> Changes:
    owner = act.given_back(act.detail.get("owner"), now)
    values = {**owner, **free(act.detail), **woken(act.detail)}
    return [act.update(**values, stage=act.stage_before(), waiting=act.mark_before())]


def untake_over(act: Act, now: datetime) -> Changes:
    owner = act.given_back(act.detail.get("from"), now)
    return [act.update(**owner, **woken(act.detail)), withdraw(act, now)]


def unmove(act: Act, now: datetime) -> Changes:
    closed_at = time_of(act.detail.get("closed_at"))
    took = act.owned_by(None, None) if act.detail.get("took") else {}
    task = act.update(
        **took,
        stage=act.stage_before(),
        closed_at=closed_at,
        waiting=act.mark_before(),
        **woken(act.detail),
        **pin_before(act.detail, act.whole.members),
    )
    return [task, *_inquiry_as_before(act, closed_at, now)]


def unreopen(act: Act, now: datetime) -> Changes:
    closed_at = time_of(act.detail.get("closed_at"))
    owner = act.owned_by(act.detail.get("owner"), act.detail.get("owner_since"))
    kept = {} if act.detail.get("kept") else {**owner, **free(act.detail)}
    task = act.update(**kept, stage=act.stage_before(), closed_at=closed_at)
    return [task, *_inquiry_as_before(act, closed_at, now)]


def unwait(act: Act, now: datetime) -> Changes:
    values = {"waiting": act.mark_before(), **woken(act.detail)}
    return [act.update(stage=act.stage_before(), **values)]


def unresume(act: Act, now: datetime) -> Changes:
    return [act.update(waiting=act.mark_before())]


def unpin(act: Act, now: datetime) -> Changes:
    return [act.update(**NO_PIN)]


def repin(act: Act, now: datetime) -> Changes:
    """With whose it was and since when; none on a task that is done by now."""
    before = {} if act.task.closed_at else pin_before(act.detail, act.whole.members)
    return [act.update(**before)] if before else []


def unnote(act: Act, now: datetime) -> Changes:
    return [withdraw(act, now)]


def withdraw(act: Act, now: datetime) -> Update:
    """Takes the act's message away."""
    return Update(Thing.MESSAGE, id_of(act.detail["message"]), {"withdrawn_at": now})


def id_of(value: object) -> int:
    """An id out of an event's detail."""
    if not isinstance(value, int):
        raise TypeError(f"not an id: {value!r}")
    return value


def stage_still_there(key: object, task: Task, whole: InquiryState) -> str:
    """The stage that `task` is to go back to; Refused when the team has it no more."""
    if whole.settings.stage(str(key)) is None:
        raise Refused(
            "no_such_stage",
            _("#{task} can't be undone: the stage {stage} is gone.").format(
                task=task.ref, stage=quoted(str(key))
            ),
        )
    return str(key)


def reply_before(whole: InquiryState, before: Mapping[str, Any]) -> dict[str, object]:
    """The values that put the reply task back to what `reply_as_it_is` has kept of it."""
    owner = whole.members.get(str(before["owner"]))
    return {
        "stage": stage_still_there(before["stage"], whole.reply, whole),
        "closed_at": time_of(before["closed_at"]),
        "owner_id": owner.id if owner else None,
        "owner_since": time_of(before["owner_since"]) if owner else None,
        **free(before),
    }


def time_of(value: object) -> datetime | None:
    """A moment out of an event's detail."""
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def _inquiry_as_before(act: Act, closed_at: datetime | None, now: datetime) -> list[Update]:
    """Closed again when all its tasks are: at the time it was, else with its last task."""
    times = [task.closed_at for task in act.siblings if task.closed_at]
    latest = max([*times, closed_at] if closed_at else times, default=now)
    at = time_of(act.detail.get("inquiry_closed_at")) or latest
    return close_or_reopen(act.whole.inquiry, act.siblings, closed_at is not None, at)
