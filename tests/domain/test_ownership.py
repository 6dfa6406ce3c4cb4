"""Who may take, give back and take over, and what the others are told."""

from __future__ import annotations

import pytest

from csboard.domain.commands import Claim, Release, TakeOver
from csboard.domain.decisions import Ref, Update
from csboard.domain.ownership import claim, release, take_over
from csboard.domain.records import Member, Task, TaskRef
from csboard.errors import Conflict, Refused
from csboard.i18n import use_language
from tests.domain.builders import (
    DONE,
    FREE,
    NOW,
    SATO,
    SUZUKI,
    TANAKA,
    owned,
    state,
)

TASK = TaskRef(1042)


def update_of(decision: object) -> Update:
    change = decision.changes[0]  # type: ignore[attr-defined]
    assert isinstance(change, Update)
    return change


def test_claim_makes_the_actor_owner_and_leaves_the_stage() -> None:
    decision = claim(state(SATO), Claim(task=TASK), NOW)
    assert update_of(decision) == Update(
        update_of(decision).thing,
        FREE.id,
        {"owner_id": SATO.id, "owner_since": NOW, "woke_at": None},
        FREE.version,
    )
    assert decision.event.kind == "claimed"
    assert decision.event.task == TASK


@pytest.mark.parametrize(
    ("actor", "task", "code", "words"),
    [
        (SATO, owned(SUZUKI), "taken", "鈴木 took #1042 2 seconds ago."),
        (SATO, owned(TANAKA, seconds=180), "taken", "tanaka took #1042 3 min ago."),
        (SATO, owned(SATO), "yours", "You took #1042 already, 2 seconds ago."),
        (SATO, DONE, "closed", "#1042 is done: move it back first if it isn't."),
    ],
)
def test_claim_is_refused_with_the_reason(actor: Member, task: Task, code: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        claim(state(actor, task), Claim(task=TASK), NOW)
    assert (refusal.value.code, refusal.value.sentence) == (code, words)


def test_the_loser_of_a_race_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        claim(state(SATO, owned(SUZUKI)), Claim(task=TASK, seen=FREE.version), NOW)


def test_the_loser_is_told_in_japanese() -> None:
    use_language("ja")
    with pytest.raises(Conflict) as refusal:
        claim(state(SATO, owned(SUZUKI)), Claim(task=TASK), NOW)
    assert refusal.value.sentence == "2秒前に鈴木さんが #1042 の担当になりました。"


def test_release_returns_to_the_first_stage() -> None:
    decision = release(state(SATO, owned(SATO)), Release(task=TASK), NOW)
    assert update_of(decision).values == {
        "owner_id": None,
        "owner_since": None,
        "free_since": NOW,
        "stage": "todo",
        "waiting": None,
        "woke_at": None,
    }


@pytest.mark.parametrize(
    ("actor", "task", "code"),
    [
        (SATO, FREE, "unowned"),
        (SATO, owned(TANAKA), "not_yours"),
        (SATO, DONE, "closed"),
    ],
)
def test_release_is_refused(actor: Member, task: Task, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        release(state(actor, task), Release(task=TASK), NOW)
    assert refusal.value.code == code


def test_a_lead_may_give_back_for_somebody_else() -> None:
    decision = release(state(SUZUKI, owned(TANAKA)), Release(task=TASK), NOW)
    assert decision.event.detail["owner"] == "tanaka"


def test_take_over_needs_a_word_why_and_keeps_it_as_a_note() -> None:
    decision = take_over(state(SATO, owned(TANAKA)), TakeOver(task=TASK, reason=" 休み "), NOW)
    note = decision.changes[1]
    assert (note.values["text"], note.values["kind"]) == ("休み", "take-over")
    assert decision.event.detail["from"] == "tanaka"
    assert decision.event.detail["message"] == Ref("note")


@pytest.mark.parametrize(
    ("task", "reason", "seen", "code"),
    [
        (owned(TANAKA), " \n\u200b", None, "no_reason"),
        (owned(TANAKA), "", None, "no_reason"),
        (FREE, "why", None, "unowned"),
        (owned(SATO), "why", None, "yours"),
        (owned(TANAKA), "why", FREE.version - 1, "changed"),
    ],
)
def test_take_over_is_refused(task: Task, reason: str, seen: int | None, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        take_over(state(SATO, task), TakeOver(task=TASK, reason=reason, seen=seen), NOW)
    assert refusal.value.code == code
