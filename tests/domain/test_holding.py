"""What screens offer by a task as it is shown is exactly what the rules let in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csboard.domain.access import admit
from csboard.domain.commands import Claim, Command, Move, Release, TakeOver, Wait
from csboard.domain.holding import may
from csboard.domain.records import Actor, Member, Task, TaskRef, Waiting
from csboard.domain.rules import rule_for
from csboard.errors import Refused
from tests.domain.builders import DONE, FREE, MEMBERS, NOW, SATO, SUZUKI, VIEWER, owned, state

GONE = SATO._replace(active=False)
TASK = TaskRef(1042)
COMMANDS: dict[str, Callable[[Task], Command]] = {
    "Claim": lambda _task: Claim(task=TASK),
    "Release": lambda _task: Release(task=TASK),
    "TakeOver": lambda _task: TakeOver(task=TASK, reason="ill"),
    "move right": lambda task: Move(task=TASK, stage="doing" if task.stage == "todo" else "done"),
    "move left": lambda task: Move(task=TASK, stage="doing" if task.stage == "done" else "todo"),
    "Wait": lambda _task: Wait(task=TASK, waiting=Waiting("customer", "", None)),
}
TASKS = {
    "free": FREE,
    "sato's": owned(SATO),
    "the lead's": owned(SUZUKI),
    "done": DONE,
}
BESIDE_NOTHING = {("move left", "free"), ("move right", "done")}
"""There is no stage on that side, which the screen knows by itself."""


@pytest.mark.parametrize("actor", [SATO, SUZUKI, VIEWER, GONE], ids=lambda actor: actor.name)
@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("act", COMMANDS)
def test_offered_is_what_is_let_in(act: str, name: str, actor: Member) -> None:
    if (act, name) in BESIDE_NOTHING:
        return
    task = TASKS[name]
    command = COMMANDS[act](task)
    members = {**MEMBERS, actor.login: actor}
    try:
        admit(command, Actor(actor.login), members)
        rule_for(command)(state(actor, task), command, NOW)
        let_in = True
    except Refused:
        let_in = False
    assert may(type(command).__name__, task, actor, members, NOW) == let_in


def test_whoever_is_no_member_yet_is_offered_nothing() -> None:
    assert not may("AddNote", FREE, None, MEMBERS, NOW)
    assert may("AddNote", FREE, SATO, MEMBERS, NOW)
