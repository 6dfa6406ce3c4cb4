"""Taking back one's own last act, as long as nobody has built on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from csboard.domain import access
from csboard.domain.commands import Undo
from csboard.domain.decisions import Decision, EventDraft, Insert, Thing, Update
from csboard.domain.flow import close_or_reopen
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Role, Task
from csboard.domain.states import InquiryState, UndoState
from csboard.errors import Refused
from csboard.i18n import _, ago

ACTS = (
    "claimed",
    "released",
    "taken_over",
    "moved",
    "noted",
    "opened",
    "joined",
    "dropped",
    "undone",
)
"""What counts as an act of a person: `u` looks at these only."""

Changes = list[Insert | Update]


def undo(state: UndoState, command: Undo, now: datetime) -> Decision:
    """The inverse of the actor's last act that still stands; refused with the reason why not."""
    access.require(state.actor, Role.MEMBER)
    act, inquiry = state.act, state.inquiry
    if act is not None and act.kind in _ELSEWHERE:
        changes: Changes = import_module(_ELSEWHERE[act.kind]).take_back(state, act, now)
        return Decision(tuple(changes), _undone(act))
    if act is None or inquiry is None:
        raise Refused("nothing", _("There is nothing of yours to take back."))
    refuse_if_built_upon(act, state.since, inquiry, now)
    inverse = _INVERSES.get(act.kind)
    if inverse is None:
        raise Refused(
            "not_undoable",
            _("An opened inquiry stays: move #{number} to Done if it was a mistake.").format(
                number=act.number
            ),
        )
    return Decision(tuple(inverse(act, inquiry, now)), _undone(act))


def _undone(act: Event) -> EventDraft:
    detail = {"event": act.id, "kind": act.kind}
    return EventDraft("undone", act.number, act.task, detail, act.other)


def last_standing(acts: tuple[Event, ...]) -> Event | None:
    """The newest act that is neither an undoing nor undone. `acts` come newest first."""
    undone = {act.detail.get("event") for act in acts if act.kind == "undone"}
    return next((act for act in acts if act.kind != "undone" and act.id not in undone), None)


def refuse_if_built_upon(
    act: Event, later: tuple[Event, ...], inquiry: InquiryState, now: datetime
) -> None:
    """Refuse when an act that still stands has gone on with what `act` did."""
    undone = {event.detail.get("event") for event in later if event.kind == "undone"}
    for event in later:
        if event.kind == "undone" or event.id in undone or not _concerns(event, act):
            continue
        raise Refused(
            "built_upon",
            _("#{task} can't be undone: {name} has gone on with it ({ago}).").format(
                task=act.task or act.number,
                name=in_a_sentence(event.actor, inquiry.members),
                ago=ago((now - event.at).total_seconds()),
            ),
        )


def _concerns(event: Event, act: Event) -> bool:
    """An act on a task is built upon by acts on that task; a note by others' later words."""
    if act.task is not None:
        return event.task == act.task
    return event.actor != act.actor


def _task(act: Event, state: InquiryState) -> Task:
    return next(task for task in state.tasks if task.ref == act.task)


def time_of(value: object) -> datetime | None:
    """A moment out of an event's detail."""
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def _owned_by(task: Task, login: object, since: object, state: InquiryState) -> Update:
    member = state.members.get(str(login)) if login else None
    values = {"owner_id": member.id if member else None, "owner_since": time_of(since)}
    return Update(Thing.TASK, task.id, values, task.version)


def _unclaim(act: Event, state: InquiryState, now: datetime) -> Changes:
    return [_owned_by(_task(act, state), None, None, state)]


def _unrelease(act: Event, state: InquiryState, now: datetime) -> Changes:
    detail = act.detail
    back = _owned_by(_task(act, state), detail.get("owner"), detail.get("owner_since"), state)
    values = {**back.values, "stage": detail["from"]}
    return [Update(Thing.TASK, back.id, values, back.version)]


def _untake_over(act: Event, state: InquiryState, now: datetime) -> Changes:
    back = _owned_by(
        _task(act, state), act.detail.get("from"), act.detail.get("owner_since"), state
    )
    return [back, _withdraw(act, now)]


def _unmove(act: Event, state: InquiryState, now: datetime) -> Changes:
    task = _task(act, state)
    closed_at = time_of(act.detail.get("closed_at"))
    values: dict[str, object] = {"stage": act.detail["from"], "closed_at": closed_at}
    if act.detail.get("took"):
        values |= {"owner_id": None, "owner_since": None}
    changes: Changes = [Update(Thing.TASK, task.id, values, task.version)]
    siblings = tuple(other for other in state.tasks if other.id != task.id)
    changes += close_or_reopen(state.inquiry, siblings, closed_at is not None, closed_at or now)
    return changes


def _unnote(act: Event, state: InquiryState, now: datetime) -> Changes:
    return [_withdraw(act, now)]


def _withdraw(act: Event, now: datetime) -> Update:
    return Update(Thing.MESSAGE, id_of(act.detail["message"]), {"withdrawn_at": now})


def id_of(value: object) -> int:
    """An id out of an event's detail."""
    if not isinstance(value, int):
        raise TypeError(f"not an id: {value!r}")
    return value


_INVERSES: dict[str, Callable[[Event, InquiryState, datetime], Changes]] = {
    "claimed": _unclaim,
    "released": _unrelease,
    "taken_over": _untake_over,
    "moved": _unmove,
    "noted": _unnote,
}

_ELSEWHERE = {
    "joined": "csboard.domain.undo_mail",
    "dropped": "csboard.domain.undo_mail",
}
"""Acts about more than one inquiry's own rows: which file's `take_back` gives the inverse."""
