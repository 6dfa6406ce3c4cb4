"""Moving tasks, and when an inquiry is closed."""

from __future__ import annotations

import pytest

from csboard.domain.commands import Move
from csboard.domain.decisions import Thing, Update
from csboard.domain.flow import move
from csboard.domain.records import Member, Task, TaskRef
from csboard.errors import Refused
from tests.domain.builders import DONE, FREE, NOW, SATO, SUZUKI, TANAKA, owned, state

TASK = TaskRef(1042)


def updates(task: Task, stage: str, *siblings: Task, actor: Member = SATO) -> dict[Thing, Update]:
    decision = move(state(actor, task, *siblings), Move(task=TASK, stage=stage), NOW)
    return {change.thing: change for change in decision.changes if isinstance(change, Update)}


def test_moving_an_unassigned_task_on_takes_it() -> None:
    decision = move(state(SATO), Move(task=TASK, stage="doing"), NOW)
    values = decision.changes[0].values
    assert (values["owner_id"], values["owner_since"]) == (SATO.id, NOW)
    assert decision.event.detail["took"] is True


def test_moving_ones_own_keeps_the_owner() -> None:
    assert "owner_id" not in updates(owned(SATO), "done")[Thing.TASK].values


def test_an_inquiry_closes_with_its_last_task() -> None:
    assert updates(owned(SATO), "done")[Thing.INQUIRY].values == {"closed_at": NOW}
    open_sibling = FREE._replace(id=8, ref=TaskRef(1042, 2))
    assert Thing.INQUIRY not in updates(owned(SATO), "done", open_sibling)


def test_moving_out_of_done_reopens_the_inquiry() -> None:
    changed = updates(DONE, "doing")
    assert changed[Thing.TASK].values["closed_at"] is None
    assert changed[Thing.INQUIRY].values == {"closed_at": None}


@pytest.mark.parametrize(
    ("actor", "task", "stage", "seen", "code"),
    [
        (SATO, owned(SATO), "doing", None, "already_there"),
        (SATO, FREE, "nowhere", None, "no_such_stage"),
        (SATO, owned(TANAKA), "done", None, "not_yours"),
        (SATO, owned(SATO), "done", 1, "changed"),
    ],
)
def test_move_is_refused(
    actor: Member, task: Task, stage: str, seen: int | None, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        move(state(actor, task), Move(task=TASK, stage=stage, seen=seen), NOW)
    assert refusal.value.code == code


def test_a_lead_may_move_anybodys_task() -> None:
    assert updates(owned(TANAKA), "done", actor=SUZUKI)[Thing.TASK].values["stage"] == "done"
