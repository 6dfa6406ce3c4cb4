"""Waiting, splitting off, editing and definitions of done: what the rules refuse, and how."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from csboard.domain.commands import EditInquiry, EndWaiting, Move, RenameTask, SplitOff, Wait
from csboard.domain.completion import missing
from csboard.domain.decisions import Thing, Update
from csboard.domain.editing import edit
from csboard.domain.flow import move
from csboard.domain.records import (
    NEEDS,
    InquiryFields,
    Member,
    Outcome,
    Stage,
    Tags,
    Task,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.settings import TeamSettings, default_stages
from csboard.domain.states import EditState, InquiryState, SplitState, TaskState
from csboard.domain.tasks import rename, split_off
from csboard.domain.waiting import end_waiting, wait
from csboard.domain.words import need
from csboard.errors import Refused, Unfinished
from csboard.i18n import use_language
from tests.domain.builders import (
    DONE,
    FREE,
    INQUIRY,
    MEMBERS,
    NOW,
    SATO,
    SUZUKI,
    TANAKA,
    owned,
    state,
)

TASK = TaskRef(1042)
SECOND = TaskRef(1042, 2)
TOMORROW = NOW + timedelta(days=1)


def whole(actor: Member = SATO, *tasks: Task) -> InquiryState:
    return InquiryState(actor, TeamSettings(), INQUIRY, tasks or (FREE,), MEMBERS)


# ---- waiting --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("for_whom", "what", "until", "code"),
    [
        ("customer", "", None, None),
        ("customer", "", TOMORROW, None),
        ("internal", "あ" * 200, None, None),
        ("date", "", TOMORROW, None),
        ("date", "", NOW + timedelta(days=1800), None),
        ("date", "", None, "no_date"),
        ("nobody", "", None, "bad_waiting"),
        ("internal", "あ" * 201, None, "too_long"),
        ("date", "", NOW, "past"),
        ("customer", "", NOW - timedelta(seconds=1), "past"),
        ("date", "", NOW + timedelta(days=1900), "too_far"),
        ("date", "", datetime.max.replace(tzinfo=NOW.tzinfo), "too_far"),
    ],
)
def test_what_can_be_waited_for(
    for_whom: str, what: str, until: datetime | None, code: str | None
) -> None:
    command = Wait(task=TASK, waiting=Waiting(for_whom, what, until))
    if code is None:
        decision = wait(state(SATO, owned(SATO)), command, NOW)
        assert decision.changes[0].values["waiting"] == command.waiting
        return
    with pytest.raises(Refused) as refusal:
        wait(state(SATO, owned(SATO)), command, NOW)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("actor", "task", "seen", "code"),
    [
        (SATO, FREE, None, "unowned"),
        (SATO, DONE, None, "closed"),
        (SATO, owned(TANAKA), None, "not_yours"),
        (SATO, owned(SATO), 1, "changed"),
    ],
)
def test_who_may_not_put_on_hold(actor: Member, task: Task, seen: int | None, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        wait(state(actor, task), Wait(task=TASK, waiting=Waiting("customer"), seen=seen), NOW)
    assert refusal.value.code == code


def test_the_refusal_names_the_act() -> None:
    anothers = state(SATO, owned(TANAKA))
    with pytest.raises(Refused, match="can put it on hold"):
        wait(anothers, Wait(task=TASK, waiting=Waiting("customer")), NOW)
    with pytest.raises(Refused, match="can take it off hold"):
        end_waiting(anothers, EndWaiting(task=TASK), NOW)


def test_a_task_waits_where_it_is_worked_on() -> None:
    todo, doing, done = default_stages()
    check = Stage("check", "doing", {})
    settings = TeamSettings(stages=(todo, doing, check, done))
    for start, end in (("todo", "doing"), ("doing", "doing"), ("check", "check")):
        waiting = state(SATO, owned(SATO, stage=start))._replace(settings=settings)
        decision = wait(waiting, Wait(task=TASK, waiting=Waiting("customer")), NOW)
        assert decision.changes[0].values["stage"] == end


# ---- tasks split off --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "title", "closed", "next_seq", "code"),
    [
        (SATO, " \n ", False, 2, "no_title"),
        (SATO, "x" * 201, False, 2, "too_long"),
        (SATO, "x", True, 2, "closed"),
        (SATO, "x", False, 10_000, "too_many"),
    ],
)
def test_splitting_off_is_refused(
    actor: Member, title: str, closed: bool, next_seq: int, code: str
) -> None:
    there = whole(actor)._replace(inquiry=INQUIRY._replace(closed_at=NOW if closed else None))
    with pytest.raises(Refused) as refusal:
        split_off(SplitState(there, next_seq), SplitOff(number=1042, title=title), NOW)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("title", "seen", "code"),
    [("", None, "no_title"), ("経理", None, "unchanged"), ("x", 1, "changed")],
)
def test_renaming_is_refused(title: str, seen: int | None, code: str) -> None:
    split = FREE._replace(ref=SECOND, title="経理")
    with pytest.raises(Refused) as refusal:
        rename(state(SATO, split), RenameTask(task=SECOND, title=title, seen=seen), NOW)
    assert refusal.value.code == code


# ---- editing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (InquiryFields(subject=" "), "no_subject"),
        (InquiryFields(subject="x" * 501), "too_long"),
        (InquiryFields(policy="x" * 2001), "too_long"),
        (InquiryFields(fact="x" * 2001), "too_long"),
        (InquiryFields(organisation="x" * 201), "too_long"),
        (InquiryFields(), "unchanged"),
        (InquiryFields(urgency=Urgency.NORMAL, tags=Tags(), outcome=""), "unchanged"),
    ],
)
def test_what_can_not_be_written_down(fields: InquiryFields, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        edit(EditState(whole()), EditInquiry(number=1042, fields=fields), NOW)
    assert refusal.value.code == code


def test_long_texts_have_several_lines_and_names_have_one() -> None:
    fields = InquiryFields(policy="一\r\n二\x07", fact="一\n二", emotion="一\r二", subject="一\n二")
    decision = edit(EditState(whole()), EditInquiry(number=1042, fields=fields), NOW)
    values = decision.changes[0].values
    long = {"policy": "一\n二␇", "fact": "一\n二", "emotion": "一\n二"}
    assert values == {"subject": "一 二", **long}


def test_urgency_reaches_every_task() -> None:
    tasks = (FREE, FREE._replace(id=8, ref=SECOND))
    fields = InquiryFields(urgency=Urgency.URGENT)
    command = EditInquiry(number=1042, fields=fields, reason="why")
    decision = edit(EditState(whole(SATO, *tasks)), command, NOW)
    needs = {
        change.id: change.values
        for change in decision.changes
        if isinstance(change, Update) and change.thing is Thing.TASK
    }
    assert needs == {7: {"need": 0}, 8: {"need": 0}}


# ---- the definition of done -------------------------------------------------------------------

TODO, DOING, FINAL = default_stages()
STAGES = (
    TODO,
    replace(DOING, needs=("owner", "fact")),
    replace(FINAL, needs=("fact", "outcome", "tasks")),
)
KNOWN = INQUIRY._replace(fact="鍵が違う", outcome=Outcome.SETTLED)
SPLIT = owned(SATO)._replace(id=8, ref=SECOND)


@pytest.mark.parametrize(
    ("task", "others", "target", "codes"),
    [
        (FREE, (), STAGES[1], ("owner", "fact")),
        (owned(SATO, stage="todo"), (), STAGES[1], ("fact",)),
        (owned(SATO, stage="todo"), (), STAGES[2], ("fact", "outcome")),
        (owned(SATO), (), STAGES[2], ("fact", "outcome")),
        (owned(SATO), (SPLIT,), STAGES[2], ("fact", "outcome", "tasks")),
        (DONE, (), STAGES[1], ()),
        (owned(SATO), (), STAGES[0], ()),
        (SPLIT, (FREE,), STAGES[2], ()),
        (SPLIT, (DONE,), STAGES[2], ("fact", "outcome")),
        (SPLIT._replace(stage="todo"), (DONE,), STAGES[1], ()),
    ],
)
def test_the_way_to_a_stage_asks(
    task: Task, others: tuple[Task, ...], target: Stage, codes: tuple[str, ...]
) -> None:
    assert missing(STAGES, INQUIRY, (task, *others), task, target) == codes
    after = tuple(code for code in codes if code in ("owner", "tasks"))
    if task.ref.seq == 1:
        assert missing(STAGES, KNOWN, (task, *others), task, target) == after


def test_the_last_task_is_done_by_the_move_that_asks() -> None:
    assert missing(STAGES, KNOWN, (DONE, SPLIT), SPLIT, STAGES[2]) == ()


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("fact", INQUIRY._replace(fact="x")),
        ("emotion", INQUIRY._replace(emotion="x")),
        ("policy", INQUIRY._replace(policy="x")),
        ("outcome", INQUIRY._replace(outcome=Outcome.NO_ANSWER)),
        ("content", INQUIRY._replace(tags=Tags(content=("x",)))),
        ("symptom", INQUIRY._replace(tags=Tags(symptom=("x",)))),
        ("reply", INQUIRY._replace(first_reply_at=NOW)),
    ],
)
def test_each_need_looks_at_its_own_field(code: str, known: object) -> None:
    stages = (TODO, replace(FINAL, needs=NEEDS))
    task = owned(SATO, stage="todo")
    unknown = missing(stages, INQUIRY, (task,), task, stages[1])
    assert unknown == tuple(code for code in NEEDS if code not in ("owner", "tasks"))
    left = missing(stages, known, (task,), task, stages[1])  # type: ignore[arg-type]
    assert left == tuple(one for one in unknown if one != code)


def asking(actor: Member, task: Task) -> TaskState:
    return state(actor, task)._replace(settings=TeamSettings(stages=STAGES))


def test_a_refused_move_says_what_is_missing_in_words() -> None:
    with pytest.raises(Unfinished) as refusal:
        move(asking(SATO, FREE), Move(task=TASK, stage="done"), NOW)
    assert refusal.value.missing == ("fact", "outcome"), "who moves it becomes its owner"
    assert refusal.value.code == "unfinished"
    use_language("ja")
    with pytest.raises(Unfinished) as refusal:
        move(asking(SUZUKI, owned(SATO)), Move(task=TASK, stage="done"), NOW)
    assert refusal.value.sentence == "#1042 はまだ Done へ移せません。足りないもの: 事実、結果"


def test_waiting_is_no_way_around_what_a_stage_asks() -> None:
    task = owned(SATO, stage="todo")
    with pytest.raises(Unfinished):
        wait(asking(SATO, task), Wait(task=TASK, waiting=Waiting("customer")), NOW)


def test_every_need_has_its_words() -> None:
    assert all(need(code) != code for code in NEEDS)
