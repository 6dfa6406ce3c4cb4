"""The one door and the reads behind it, with the same body on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    Claim,
    EnterBoard,
    Move,
    OpenInquiry,
    Release,
    TakeOver,
    Undo,
)
from csboard.domain.records import Actor, Direction, TaskRef, Urgency
from csboard.domain.settings import TeamSettings
from csboard.domain.views import CardQuery
from csboard.errors import Conflict, Refused

SUZUKI, SATO = Actor("suzuki"), Actor("sato")


@pytest.fixture
def team(board: Board) -> Board:
    """A board with a lead and a member."""
    board.execute(EnterBoard(name="鈴木"), SUZUKI)
    board.execute(EnterBoard(name="佐藤"), SATO)
    return board


def inquiry(board: Board, subject: str = "件名", **more: object) -> TaskRef:
    event = board.execute(OpenInquiry(subject=subject, **more), SUZUKI)  # type: ignore[arg-type]
    assert event.task is not None
    return event.task


def test_an_inquiry_is_numbered_and_shown(team: Board) -> None:
    ref = inquiry(team, "請求[/b]が\x1b来ない", customer_name="山田", body="本文\r\n二行目")
    assert ref == TaskRef(1001)
    card = team.card(ref)
    assert (card.title, card.customer_name, card.stage) == ("請求[/b]が␛来ない", "山田", "todo")
    (message,) = team.inquiry(1001).messages
    assert (message.direction, message.text) == (Direction.IN, "本文\n二行目")


def test_a_customer_is_known_by_their_address(team: Board) -> None:
    inquiry(team, customer_name="山田", customer_email="yamada@example.jp")
    inquiry(team, customer_email="Yamada@Example.JP")
    inquiry(team, customer_name="名前だけ")
    customers = {team.inquiry(number).inquiry.customer.id for number in (1001, 1002)}
    assert len(customers) == 1
    assert team.inquiry(1003).inquiry.customer.id not in customers


def test_one_wish_is_carried_out_once(team: Board) -> None:
    command = Claim(task=inquiry(team))
    first = team.execute(command, SATO)
    assert team.execute(command, SATO) == first
    assert [event.kind for event in team.history(1001)] == ["opened", "claimed"]


def test_an_event_is_read_as_it_was_returned(team: Board) -> None:
    ref = inquiry(team)
    team.execute(Claim(task=ref), SATO)
    took = team.execute(TakeOver(task=ref, reason="休み"), Actor("suzuki", via="root"))
    assert team.history(1001)[-1] == took
    assert (took.actor, took.via) == ("suzuki", "root")


def test_the_loser_changes_nothing(team: Board) -> None:
    ref = inquiry(team)
    team.execute(Claim(task=ref), SATO)
    before = team.newest()
    with pytest.raises(Conflict, match="佐藤"):
        team.execute(Claim(task=ref), SUZUKI)
    assert team.newest() == before
    assert team.card(ref).owner == "sato"


def test_moving_to_done_closes_and_back_reopens(team: Board, clock: FixedClock) -> None:
    ref = inquiry(team)
    team.execute(Move(task=ref, stage="done"), SATO)
    assert team.inquiry(1001).inquiry.closed_at == clock.now()
    assert team.snapshot().counts.done_today == 1
    team.execute(Move(task=ref, stage="doing"), SATO)
    assert team.inquiry(1001).inquiry.closed_at is None


def test_strangers_and_unknown_numbers_are_refused(team: Board) -> None:
    ref = inquiry(team)
    with pytest.raises(Refused, match="nobody-yet"):
        team.execute(Claim(task=ref), Actor("nobody-yet"))
    for missing in (TaskRef(999), TaskRef(1001, 2)):
        with pytest.raises(Refused) as refusal:
            team.execute(Claim(task=missing), SATO)
        assert refusal.value.code == "no_such_task"
    with pytest.raises(Refused) as refusal:
        team.inquiry(999)
    assert refusal.value.code == "no_such_inquiry"


def test_a_delta_brings_exactly_what_was_touched(team: Board) -> None:
    for subject in "abc":
        inquiry(team, subject)
    since = team.newest()
    team.execute(Claim(task=TaskRef(1002)), SATO)
    team.execute(AddNote(number=1003, text="メモ"), SATO)
    delta = team.delta(since)
    assert delta is not None
    assert sorted(card.ref.number for card in delta.cards) == [1002, 1003]
    assert [event.kind for event in delta.events] == ["claimed", "noted"]
    assert delta.members is None
    assert delta.counts == team.snapshot().counts
    assert team.delta(delta.rev) is not None
    assert team.delta(delta.rev).cards == ()  # type: ignore[union-attr]


def test_snapshot_and_deltas_end_equal(team: Board) -> None:
    shown = {card.task_id: card for card in team.snapshot().cards}
    rev = team.newest()
    for _ in range(3):
        ref = inquiry(team)
        team.execute(Claim(task=ref), SATO)
    team.execute(Move(task=TaskRef(1002), stage="done"), SATO)
    delta = team.delta(rev)
    assert delta is not None
    shown |= {card.task_id: card for card in delta.cards}
    assert shown == {card.task_id: card for card in team.snapshot().cards}


def test_far_behind_means_reading_whole(team: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry(team)
    for index in range(501):
        team.execute(AddNote(number=1001, text=str(index)), SATO)
    assert team.delta(0) is None


def test_settings_reach_open_boards_by_delta(team: Board) -> None:
    since = team.newest()
    team.execute(ApplySettings(settings=TeamSettings(name="窓口", zone="UTC")), SUZUKI)
    assert team.settings().zone == "UTC"
    assert team.delta(since) is None, "names and stages stand on every card"
    assert team.snapshot().team_name == "窓口"


def test_the_next_is_the_most_urgent_then_the_oldest(team: Board, clock: FixedClock) -> None:
    assert team.next_card() is None
    for urgency in (Urgency.NORMAL, Urgency.HIGH, Urgency.URGENT, Urgency.URGENT):
        clock.advance(timedelta(minutes=1))
        inquiry(team, urgency=urgency)
    order = []
    while (card := team.next_card()) is not None:
        order.append(card.ref.number)
        team.execute(Claim(task=card.ref), SATO)
    assert order == [1003, 1004, 1002, 1001]


def test_lists_are_narrowed(team: Board) -> None:
    for subject in "abcd":
        inquiry(team, subject)
    team.execute(Claim(task=TaskRef(1001)), SATO)
    team.execute(Move(task=TaskRef(1002), stage="done"), SATO)

    def numbers(**wanted: object) -> list[int]:
        return [card.ref.number for card in team.cards(CardQuery(**wanted))]  # type: ignore[arg-type]

    assert numbers() == [1001, 1003, 1004]
    assert numbers(owner="sato") == [1001]
    assert numbers(owner="nobody") == []
    assert numbers(unowned=True) == [1003, 1004]
    assert numbers(stage="done", include_done=True) == [1002]
    assert numbers(limit=2) == [1001, 1003]


def test_older_done_pages_follow_on_without_gap(team: Board, clock: FixedClock) -> None:
    for index in range(7):
        ref = inquiry(team, str(index))
        if index % 2:
            clock.advance(timedelta(seconds=1))
        team.execute(Move(task=ref, stage="done"), SATO)
    page = [card for card in team.snapshot(done=3).cards if card.closed_at]
    seen = list(page)
    while page:
        page = list(team.older_done(seen[-1], 3))
        seen += page
    assert [card.ref.number for card in seen] == [1007, 1006, 1005, 1004, 1003, 1002, 1001]


UNDOINGS = [
    (Claim(task=TaskRef(1001)), []),
    (Move(task=TaskRef(1001), stage="doing"), []),
    (Move(task=TaskRef(1001), stage="done"), []),
    (AddNote(number=1001, text="x"), []),
    (Release(task=TaskRef(1001)), [Claim(task=TaskRef(1001))]),
    (Release(task=TaskRef(1001)), [Move(task=TaskRef(1001), stage="doing")]),
    (Move(task=TaskRef(1001), stage="todo"), [Move(task=TaskRef(1001), stage="done")]),
]


@pytest.mark.parametrize(("act", "before"), UNDOINGS)
def test_undo_restores(team: Board, act: object, before: list[object]) -> None:
    inquiry(team)
    for command in before:
        team.execute(command, SATO)  # type: ignore[arg-type]
    was = _without_versions(team)
    team.execute(act, SATO)  # type: ignore[arg-type]
    assert _without_versions(team) != was
    undone = team.execute(Undo(), SATO)
    assert undone.kind == "undone"
    assert _without_versions(team) == was


def test_undo_takes_back_one_act_after_the_other(team: Board) -> None:
    ref = inquiry(team)
    was = _without_versions(team)
    team.execute(Claim(task=ref), SATO)
    team.execute(Move(task=ref, stage="doing"), SATO)
    team.execute(Undo(), SATO)
    team.execute(Undo(), SATO)
    assert _without_versions(team) == was
    with pytest.raises(Refused, match="nothing of yours to take back"):
        team.execute(Undo(), SATO)


def test_undo_never_touches_what_others_have_built_upon(team: Board) -> None:
    ref = inquiry(team)
    team.execute(Claim(task=ref), SATO)
    team.execute(TakeOver(task=ref, reason="急ぎ"), SUZUKI)
    with pytest.raises(Refused, match="鈴木 took #1001 over from 佐藤"):
        team.execute(Undo(), SATO)
    assert team.card(ref).owner == "suzuki"


def test_undoing_a_take_over_withdraws_its_note(team: Board) -> None:
    ref = inquiry(team)
    team.execute(Claim(task=ref), SATO)
    team.execute(TakeOver(task=ref, reason="急ぎ"), SUZUKI)
    assert [note.text for note in team.inquiry(1001).messages] == ["急ぎ"]
    team.execute(Undo(), SUZUKI)
    assert team.inquiry(1001).messages == ()
    assert team.card(ref).owner == "sato"


def _without_versions(board: Board) -> object:
    view = board.inquiry(1001)
    tasks = [(task.stage, task.owner, task.owner_since, task.closed_at) for task in view.tasks]
    return tasks, view.inquiry.closed_at, [message.text for message in view.messages]


def test_originals_are_kept_byte_for_byte_and_once(team: Board) -> None:
    raw = bytes(range(256)) * 500
    first = team.receive(raw, "pipe")
    again = team.receive(raw, "maildir")
    assert (first.known, again.known) == (False, True)
    assert again.id == first.id
    assert team.raw(first.id) == raw
    assert [receipt.id for receipt in team.unsorted()] == [first.id]
    with pytest.raises(Refused):
        team.raw(999)
