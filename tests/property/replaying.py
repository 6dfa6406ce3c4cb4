"""Stage and owner of every task, from the history alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csboard.domain.records import Event, TaskRef

State = tuple[str, str | None]
"""Stage and owner."""


class Replay:
    """Follows events; what it knows must be what the rows say."""

    def __init__(self) -> None:
        self.tasks: dict[TaskRef, State] = {}
        self._before: dict[int, State | None] = {}
        self._whole = True

    def follow(self, event: Event) -> None:
        """Take one more event into account."""
        undone = event.detail.get("kind") if event.kind == "undone" else None
        if "merged" in (event.kind, undone) or "divided" in (event.kind, undone):
            self._whole = False  # which tasks go where isn't told by their own events
        if event.task is None:
            return
        before = self.tasks.get(event.task)
        self._before[event.id] = before
        after = self._undone(event) if event.kind == "undone" else _after(event, before)
        if after is None:
            self.tasks.pop(event.task, None)
        else:
            self.tasks[event.task] = after

    def _undone(self, event: Event) -> State | None:
        act = event.detail["event"]
        assert isinstance(act, int)
        return self._before[act]

    def check(self, stages: Mapping[TaskRef, str], owners: Mapping[TaskRef, str | None]) -> None:
        """Fail unless the rows say the same."""
        if self._whole:
            assert {ref: (stages[ref], owners[ref]) for ref in stages} == self.tasks


def _after(event: Event, before: State | None) -> State:
    stage, owner = before or ("todo", None)
    return _AFTER.get(event.kind, _same)(event, stage, owner)


def _same(event: Event, stage: str, owner: str | None) -> State:
    return stage, owner


def _own(event: Event, stage: str, owner: str | None) -> State:
    return stage, event.actor


def _released(event: Event, stage: str, owner: str | None) -> State:
    return str(event.detail["to"]), None


def _moved(event: Event, stage: str, owner: str | None) -> State:
    return str(event.detail["to"]), event.actor if event.detail["took"] else owner


def _waiting(event: Event, stage: str, owner: str | None) -> State:
    return str(event.detail["to"]), owner


def _reopened(event: Event, stage: str, owner: str | None) -> State:
    return "doing" if owner else "todo", owner


_AFTER: dict[str, Callable[[Event, str, str | None], State]] = {
    "claimed": _own,
    "taken_over": _own,
    "released": _released,
    "moved": _moved,
    "waiting": _waiting,
    "reopened": _reopened,
    "joined": _reopened,
}
