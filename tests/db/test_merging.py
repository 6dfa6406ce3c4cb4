"""Inquiries that go on in others, with the same body on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    ChangeMember,
    Claim,
    EditInquiry,
    Merge,
    Move,
    SplitOff,
    Undo,
)
from csboard.domain.history import describe
from csboard.domain.records import Actor, InquiryFields, Role, Stage, TaskRef, Urgency
from csboard.domain.views import CardQuery
from csboard.errors import Refused
from tests.support.desk import open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import (
    ANSWER,
    LEAD,
    SATO,
    TANAKA,
    arrives,
    everything,
    refused,
    team_with_two,
    texts,
)


@pytest.fixture
def team(board: Board) -> Board:
    return team_with_two(board)


def test_a_merged_inquiry_is_read_as_the_one_it_went_into(team: Board) -> None:
    event = team.execute(Merge(number=1001, into=1002), SATO)
    assert (event.kind, event.number, event.other) == ("merged", 1001, 1002)
    view = team.inquiry(1001)
    assert view == team.inquiry(1002)
    assert (view.inquiry.number, view.merged) == (1002, (1001,))
    assert sorted(texts(team, 1001)) == [(1001, "助けてください"), (1002, "電話の内容")]
    assert [event.kind for event in team.history(1001)] == ["opened", "opened", "merged"]
    assert team.card(TaskRef(1001)) == team.card(TaskRef(1002))
    assert [card.ref.number for card in team.snapshot().cards] == [1002]
    assert team.snapshot().counts.done_today == 0
    assert team.cards(CardQuery(include_done=True)) == (team.card(TaskRef(1002)),)


def test_what_names_the_source_acts_on_the_target(team: Board) -> None:
    team.execute(Merge(number=1001, into=1002), SATO)
    assert team.execute(AddNote(number=1001, text="メモ"), SATO).number == 1002
    claimed = team.execute(Claim(task=TaskRef(1001)), SATO)
    assert claimed.task == TaskRef(1002)
    assert team.card(TaskRef(1002)).owner == "sato"


def test_mail_to_the_source_joins_the_target(team: Board) -> None:
    team.execute(Merge(number=1001, into=1002), SATO)
    event = arrives(team, ANSWER)
    assert (event.kind, event.number) == ("joined", 1002)
    assert "flag" not in event.detail
    by_tag = replace(FIRST, message_id="", subject_numbers=(1001,), digest="d3", text="件名の番号")
    assert arrives(team, by_tag).number == 1002
    again = arrives(team, replace(FIRST, automatic="", text="助けてください"))
    assert (again.kind, again.number) == ("filed", 1002)


def test_a_delta_brings_both_and_takes_the_hidden_reply(team: Board) -> None:
    source, since = team.card(TaskRef(1001)), team.newest()
    team.execute(Merge(number=1001, into=1002), SATO)
    delta = team.delta(since)
    assert delta is not None
    assert [card.ref.number for card in delta.cards] == [1002]
    assert delta.gone == (source.task_id,)
    since = team.newest()
    team.execute(Undo(), SATO)
    delta = team.delta(since)
    assert delta is not None
    assert sorted(card.ref.number for card in delta.cards) == [1001, 1002]
    assert delta.gone == ()


@pytest.mark.parametrize(
    ("source", "target", "becomes"),
    [
        (Urgency.URGENT, Urgency.NORMAL, Urgency.URGENT),
        (Urgency.LOW, Urgency.HIGH, Urgency.HIGH),
    ],
)
def test_the_higher_urgency_stays(
    team: Board, source: Urgency, target: Urgency, becomes: Urgency
) -> None:
    one = open_inquiry(team, "a", urgency=source)
    two = open_inquiry(team, "b", urgency=target)
    before = everything(team, one.number, two.number)
    team.execute(Merge(number=one.number, into=two.number), SATO)
    assert team.inquiry(two.number).inquiry.urgency is becomes
    assert team.card(two).urgency is becomes
    team.execute(Undo(), SATO)
    assert everything(team, one.number, two.number) == before


def test_an_owner_goes_along_when_the_target_has_none(team: Board) -> None:
    team.execute(Claim(task=TaskRef(1001)), TANAKA)
    before = everything(team, 1001, 1002)
    team.execute(Merge(number=1001, into=1002), SATO)
    assert team.card(TaskRef(1002)).owner == "tanaka"
    team.execute(Undo(), SATO)
    assert everything(team, 1001, 1002) == before


def test_an_owner_of_the_target_stays(team: Board) -> None:
    team.execute(Claim(task=TaskRef(1001)), TANAKA)
    team.execute(Claim(task=TaskRef(1002)), SATO)
    team.execute(Merge(number=1001, into=1002), SATO)
    assert team.card(TaskRef(1002)).owner == "sato"


def test_an_open_inquiry_reopens_the_closed_one_it_goes_into(
    team: Board, clock: FixedClock
) -> None:
    team.execute(Claim(task=TaskRef(1002)), TANAKA)
    team.execute(Move(task=TaskRef(1002), stage="done"), TANAKA)
    before = everything(team, 1001, 1002)
    clock.advance(timedelta(minutes=3))
    event = team.execute(Merge(number=1001, into=1002), SATO)
    assert describe(event, {}, ()).endswith("merged #1001 into #1002, which is open again")
    card = team.card(TaskRef(1002))
    assert (card.stage, card.owner, card.closed_at) == ("doing", "tanaka", None)
    assert team.inquiry(1002).inquiry.closed_at is None
    team.execute(Undo(), SATO)
    assert everything(team, 1001, 1002) == before


def test_a_closed_inquiry_leaves_the_target_as_it_is(team: Board, clock: FixedClock) -> None:
    team.execute(Move(task=TaskRef(1001), stage="done"), SATO)
    before = everything(team, 1001, 1002)
    clock.advance(timedelta(minutes=3))
    team.execute(Merge(number=1001, into=1002), SATO)
    assert team.inquiry(1002).inquiry.closed_at is None
    team.execute(Undo(), SATO)
    assert everything(team, 1001, 1002) == before


def test_a_task_split_off_stays_its_owners_under_its_own_number(team: Board) -> None:
    team.execute(SplitOff(number=1001, title="倉庫に確認"), SATO)
    team.execute(Claim(task=TaskRef(1001, 2)), TANAKA)
    before = everything(team, 1001, 1002)
    team.execute(Merge(number=1001, into=1002), SATO)
    assert [task.ref for task in team.inquiry(1002).tasks] == [TaskRef(1002), TaskRef(1001, 2)]
    card = team.card(TaskRef(1001, 2))
    assert (card.owner, card.title) == ("tanaka", "倉庫に確認")
    team.execute(Move(task=TaskRef(1002), stage="done"), SATO)
    assert team.inquiry(1002).inquiry.closed_at is None
    team.execute(Move(task=TaskRef(1001, 2), stage="done"), TANAKA)
    assert team.inquiry(1002).inquiry.closed_at == team.clock.now()
    assert team.history(1002)[-1].task == TaskRef(1001, 2)
    team.execute(Undo(), TANAKA)
    team.execute(Undo(), SATO)
    team.execute(Undo(), SATO)
    assert everything(team, 1001, 1002) == before


def test_a_new_task_of_the_whole_goes_by_the_number_it_goes_on_in(team: Board) -> None:
    team.execute(SplitOff(number=1001, title="前"), SATO)
    team.execute(Merge(number=1001, into=1002), SATO)
    assert team.execute(SplitOff(number=1001, title="後"), SATO).task == TaskRef(1002, 2)
    edited = InquiryFields(urgency=Urgency.URGENT)
    team.execute(EditInquiry(number=1001, fields=edited, reason="急ぎ"), SATO)
    assert {card.urgency for card in team.snapshot().cards} == {Urgency.URGENT}


def test_what_was_written_down_before_a_merge_stays(team: Board) -> None:
    """An edit of the source must not be taken back on the target."""
    team.execute(EditInquiry(number=1001, fields=InquiryFields(fact="同じ")), TANAKA)
    team.execute(EditInquiry(number=1002, fields=InquiryFields(fact="同じ")), LEAD)
    team.execute(Merge(number=1001, into=1002), SATO)
    assert refused(team, Undo(), TANAKA) == "built_upon"
    assert team.inquiry(1002).inquiry.fact == "同じ"


def test_what_makes_no_sense_is_refused(team: Board) -> None:
    open_inquiry(team, "三つ目")
    assert refused(team, Merge(number=1001, into=1001), SATO) == "itself"
    assert refused(team, Merge(number=1001, into=9999), SATO) == "no_such_inquiry"
    assert refused(team, Merge(number=9999, into=1001), SATO) == "no_such_inquiry"
    team.execute(ChangeMember(login="tanaka", role=Role.VIEWER), LEAD)
    assert refused(team, Merge(number=1001, into=1002), TANAKA) == "role"
    team.execute(Merge(number=1001, into=1002), SATO)
    for number, into in ((1001, 1003), (1003, 1001), (1002, 1001)):
        with pytest.raises(Refused, match="#1001 was merged: it goes on in #1002") as refusal:
            team.execute(Merge(number=number, into=into), SATO)
        assert refusal.value.code == "merged"


def test_what_was_merged_into_the_source_goes_along_and_comes_back(team: Board) -> None:
    open_inquiry(team, "三つ目", body="三")
    team.execute(Merge(number=1001, into=1002), SATO)
    before = everything(team, 1002, 1003)
    event = team.execute(Merge(number=1002, into=1003), TANAKA)
    assert event.detail["absorbed"] == [1001]
    for number in (1001, 1002, 1003):
        assert team.inquiry(number).inquiry.number == 1003
    assert team.inquiry(1003).merged == (1001, 1002)
    assert len(texts(team, 1001)) == 3
    assert refused(team, Undo(), SATO) == "built_upon"
    team.execute(Undo(), TANAKA)
    assert everything(team, 1002, 1003) == before
    team.execute(Undo(), SATO)
    assert team.inquiry(1001).inquiry.number == 1001


def test_what_came_to_the_target_since_stays_there(team: Board, clock: FixedClock) -> None:
    team.execute(Merge(number=1001, into=1002), SATO)
    clock.advance(timedelta(minutes=1))
    team.execute(AddNote(number=1001, text="統合後のメモ"), TANAKA)
    arrives(team, ANSWER)
    team.execute(Claim(task=TaskRef(1002)), TANAKA)
    event = team.execute(Undo(), SATO)
    assert (event.kind, event.number, event.other) == ("undone", 1001, 1002)
    assert texts(team, 1001) == [(1001, "助けてください")]
    assert [text for _number, text in texts(team, 1002)] == [
        "電話の内容",
        "統合後のメモ",
        "続きです",
    ]
    assert team.card(TaskRef(1002)).owner == "tanaka"
    assert sorted(card.ref.number for card in team.snapshot().cards) == [1001, 1002]


def test_a_reply_goes_back_to_no_stage_that_is_gone(team: Board) -> None:
    stages = team.settings().stages
    extra = Stage("review", "doing", {"ja": "確認", "en": "Review"})
    own = replace(team.settings(), stages=(*stages[:2], extra, stages[2]))
    team.execute(ApplySettings(settings=own), LEAD)
    team.execute(Move(task=TaskRef(1001), stage="review"), SATO)
    team.execute(Merge(number=1001, into=1002), SATO)
    team.execute(ApplySettings(settings=replace(own, stages=stages)), LEAD)
    assert refused(team, Undo(), SATO) == "no_such_stage"


def test_an_act_on_a_reply_that_was_merged_away_is_built_upon(team: Board) -> None:
    team.execute(Claim(task=TaskRef(1001)), TANAKA)
    team.execute(Merge(number=1001, into=1002), SATO)
    assert refused(team, Undo(), TANAKA) == "built_upon"
    team.execute(Undo(), SATO)
    team.execute(Undo(), TANAKA)
    assert team.card(TaskRef(1001)).owner is None


def test_undoing_on_the_whole_finds_acts_on_its_parts(team: Board) -> None:
    team.execute(AddNote(number=1001, text="前"), SATO)
    team.execute(Merge(number=1001, into=1002), TANAKA)
    team.execute(Undo(number=1002), TANAKA)
    assert team.inquiry(1001).inquiry.number == 1001


def test_two_merge_each_other_at_the_same_moment(team: Board) -> None:
    """Exactly one wins, whoever it is; the other reads why."""
    start, told = threading.Barrier(2), []

    def act(actor: Actor, number: int, into: int) -> None:
        team.connect()
        start.wait(30)
        try:
            told.append(team.execute(Merge(number=number, into=into), actor).kind)
        except Refused as refusal:
            told.append(refusal.sentence)
        finally:
            team.disconnect()

    both = [
        threading.Thread(target=act, args=(SATO, 1001, 1002)),
        threading.Thread(target=act, args=(TANAKA, 1002, 1001)),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(60)
    assert "merged" in told
    (why,) = [words for words in told if words != "merged"]
    assert "was merged: it goes on in" in why
    assert len(team.snapshot().cards) == 1
    assert len(team.inquiry(1001).messages) == 2
