"""Timers and entries as they are written and read; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.clock_models import TimeEntryRow
from csboard.domain.commands import Claim, Merge, Move, Release, TakeOver, Undo
from csboard.domain.presence_commands import BePresent
from csboard.domain.records import Actor, TaskRef
from csboard.domain.time_commands import (
    CorrectTime,
    DropTime,
    EndLostTimer,
    EnterTime,
    StartTimer,
    StopTimer,
)
from csboard.domain.time_records import Entry
from csboard.errors import Refused
from tests.support.desk import make_viewer, open_inquiry, refusal

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def running(board: Board, login: str = "sato") -> Entry | None:
    return next((one for one in board.timers() if one.login == login), None)


def of_today(board: Board, login: str | None = None) -> list[tuple[str, int]]:
    """What was worked at, and for how many minutes."""
    now = board.clock.now()
    found = board.time_entries(now - timedelta(days=1), now + MINUTE, login)
    return [(str(one.task or one.work), int(one.length(now) / MINUTE)) for one in found]


def works(board: Board, clock: FixedClock, minutes: int) -> None:
    """Sato's board is open for so long, and says so."""
    for _minute in range(minutes):
        clock.advance(MINUTE)
        board.keep(BePresent(session="a"), Actor("sato"))


@pytest.fixture
def other(board: Board, sato: Actor) -> TaskRef:
    return open_inquiry(board, "届きません")


class TestTimer:
    def test_start_switch_and_stop(
        self, board: Board, sato: Actor, mine: TaskRef, other: TaskRef, clock: FixedClock
    ) -> None:
        board.execute(StartTimer(task=mine), sato)
        works(board, clock, 12)
        event = board.execute(StartTimer(task=other), sato)
        assert (event.kind, event.other, event.detail["seconds"]) == (
            "timer_switched",
            mine.number,
            720,
        )
        works(board, clock, 5)
        board.execute(StartTimer(work="meeting"), sato)
        works(board, clock, 2)
        board.execute(StopTimer(), sato)
        assert of_today(board) == [(str(mine), 12), (str(other), 5), ("meeting", 2)]
        assert running(board) is None
        refused = [refusal(board, StopTimer(), sato).code]
        board.execute(StartTimer(task=mine), sato)
        refused.append(refusal(board, StartTimer(task=mine), sato).code)
        assert refused == ["no_timer", "running"]

    def test_each_has_their_own(
        self, board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
    ) -> None:
        board.execute(StartTimer(task=mine), sato)
        board.execute(StartTimer(task=mine), tanaka)
        assert [one.login for one in board.timers()] == ["sato", "tanaka"]

    def test_what_no_timer_starts_on(
        self, board: Board, sato: Actor, lead: Actor, mine: TaskRef
    ) -> None:
        board.execute(Move(task=mine, stage="done"), sato)
        assert refusal(board, StartTimer(task=mine), sato).code == "closed"
        assert refusal(board, StartTimer(task=TaskRef(9)), sato).code == "no_such_inquiry"
        assert refusal(board, StartTimer(task=TaskRef(mine.number, 7)), sato).code == "no_such_task"
        assert refusal(board, StartTimer(work="golf"), sato).code == "bad_work"
        viewer = make_viewer(board, "wall", lead)
        assert refusal(board, StartTimer(work="break"), viewer).code == "role"

    def test_on_a_merged_inquiry_it_runs_where_that_goes_on(
        self, board: Board, sato: Actor, mine: TaskRef, other: TaskRef
    ) -> None:
        board.execute(Merge(number=other.number, into=mine.number), sato)
        assert board.execute(StartTimer(task=other), sato).task == mine


class TestLost:
    def test_a_board_that_dropped_off_ends_it_with_its_last_sign(
        self, board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
    ) -> None:
        board.execute(StartTimer(task=mine), sato)
        works(board, clock, 10)
        (timer,) = board.timers()
        clock.advance(2 * MINUTE)
        assert refusal(board, EndLostTimer(entry_id=timer.id), tanaka).code == "alive"
        clock.advance(MINUTE)
        assert of_today(board) == [(str(mine), 10)], "before anybody has written it down"
        assert len(board.timers()) == 1, "who reads ends nothing"
        board.execute(EndLostTimer(entry_id=timer.id), tanaka)
        assert (of_today(board), board.timers()) == ([(str(mine), 10)], ())
        assert refusal(board, EndLostTimer(entry_id=timer.id), tanaka).code == "no_timer"

    def test_a_new_board_does_not_bring_it_back(
        self, board: Board, sato: Actor, mine: TaskRef, clock: FixedClock
    ) -> None:
        board.execute(StartTimer(task=mine), sato)
        works(board, clock, 10)
        clock.advance(HOUR)
        board.keep(BePresent(session="b"), sato)
        assert of_today(board) == [(str(mine), 10)]
        board.execute(StartTimer(task=mine), sato)
        works(board, clock, 3)
        assert of_today(board) == [(str(mine), 10), (str(mine), 3)]

    def test_one_of_the_shell_needs_no_board(
        self, board: Board, sato: Actor, mine: TaskRef, clock: FixedClock
    ) -> None:
        board.execute(StartTimer(task=mine, source="shell"), sato)
        clock.advance(HOUR)
        assert of_today(board) == [(str(mine), 60)]


class TestWithTheTask:
    def test_closing_it_ends_everybodys(
        self, board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
    ) -> None:
        for one in (sato, tanaka):
            board.execute(StartTimer(task=mine, source="shell"), one)
        clock.advance(5 * MINUTE)
        event = board.execute(Move(task=mine, stage="done"), sato)
        assert (board.timers(), len(event.detail["timers"])) == ((), 2)  # type: ignore[arg-type]
        assert of_today(board, "tanaka") == [(str(mine), 5)]
        clock.advance(MINUTE)
        board.execute(StartTimer(work="break", source="shell"), tanaka)
        board.execute(Undo(), sato)
        assert [str(one.task or one.work) for one in board.timers()] == [str(mine), "break"]

    def test_giving_it_back_ends_ones_own(
        self, board: Board, sato: Actor, tanaka: Actor, lead: Actor, mine: TaskRef
    ) -> None:
        board.execute(StartTimer(task=mine), tanaka)
        board.execute(StartTimer(task=mine), sato)
        board.execute(Release(task=mine), sato)
        assert [one.login for one in board.timers()] == ["tanaka"]
        board.execute(Claim(task=mine), tanaka)
        assert [one.login for one in board.timers()] == ["tanaka"]
        board.execute(TakeOver(task=mine, reason="急ぎ"), sato)
        assert board.timers() == ()

    def test_other_acts_on_it_are_taken_back_as_before(
        self, board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
    ) -> None:
        board.execute(Move(task=mine, stage="doing"), sato)
        board.execute(StartTimer(task=mine), tanaka)
        assert board.execute(Undo(), sato).detail["kind"] == "moved"

    def test_entries_stay_with_their_task(
        self, board: Board, sato: Actor, mine: TaskRef, other: TaskRef, clock: FixedClock
    ) -> None:
        board.execute(StartTimer(task=other), sato)
        works(board, clock, 4)
        board.execute(Merge(number=other.number, into=mine.number), sato)
        (entry,) = board.time_of_inquiry(mine.number)
        assert (entry.task, entry.ending) == (other, "stopped")


class TestUndo:
    def test_a_start(self, board: Board, sato: Actor, mine: TaskRef) -> None:
        board.execute(StartTimer(task=mine), sato)
        assert board.execute(Undo(), sato).detail["kind"] == "timer_started"
        assert (board.timers(), of_today(board)) == ((), [])

    def test_a_switch_and_a_stop(
        self, board: Board, sato: Actor, mine: TaskRef, other: TaskRef, clock: FixedClock
    ) -> None:
        board.execute(StartTimer(task=mine), sato)
        works(board, clock, 10)
        board.execute(StartTimer(task=other), sato)
        clock.advance(MINUTE)
        board.execute(Undo(), sato)
        assert of_today(board) == [(str(mine), 11)]
        board.execute(StopTimer(), sato)
        clock.advance(10 * MINUTE)
        board.execute(Undo(), sato)
        assert of_today(board) == [(str(mine), 21)], "it was never stopped"

    def test_none_that_was_built_upon(
        self, board: Board, sato: Actor, mine: TaskRef, other: TaskRef, clock: FixedClock
    ) -> None:
        board.execute(StartTimer(task=mine), sato)
        works(board, clock, 5)
        board.execute(StopTimer(), sato)
        clock.advance(21 * MINUTE)
        assert refusal(board, Undo(), sato).code == "too_late"
        board.execute(StartTimer(task=other), sato)
        assert board.execute(Undo(), sato).detail["kind"] == "timer_started"
        (entry,) = board.time_entries(clock.now() - HOUR, clock.now())
        board.execute(DropTime(entry_id=entry.id), sato)
        board.execute(Undo(), sato)
        assert of_today(board) == [(str(mine), 5)]

    def test_the_refusal_names_the_act(
        self, board: Board, sato: Actor, mine: TaskRef, clock: FixedClock
    ) -> None:
        gone_on = "Your time has gone on since: correct the entry instead."
        for named, what in ({"task": mine}, f"#{mine}"), ({"work": "meeting"}, "meeting"):
            board.execute(StartTimer(**named), sato)
            works(board, clock, 5)
            entry = running(board)
            assert entry is not None
            TimeEntryRow.update(ended_at=clock.now()).where(TimeEntryRow.id == entry.id).execute()
            told = refusal(board, Undo(), sato)
            assert told.sentence == f"Not undone: starting the timer ({what}). {gone_on}"


class TestByHand:
    def entered(self, board: Board, by: Actor, ago: int, length: int, **more: object) -> Entry:
        start = board.clock.now() - ago * MINUTE
        values = {"login": "sato", "work": "meeting", **more}
        command = EnterTime(started_at=start, ended_at=start + length * MINUTE, **values)  # type: ignore[arg-type]
        event = board.execute(command, by)
        return board.time_entry(int(str(event.detail["entry"])))

    def test_entering_correcting_dropping_and_back(
        self, board: Board, sato: Actor, mine: TaskRef, clock: FixedClock
    ) -> None:
        entry = self.entered(board, sato, 90, 30)
        clock.advance(MINUTE)
        event = board.execute(
            CorrectTime(
                entry_id=entry.id,
                started_at=entry.started_at,
                ended_at=entry.started_at + 10 * MINUTE,
                task=mine,
            ),
            sato,
        )
        assert of_today(board) == [(str(mine), 10)]
        own = board.own_time("sato", clock.now() - 5 * HOUR, clock.now())
        assert own.former[entry.id].work == "meeting"
        assert own.subjects == {mine.number: "ログインできません"}
        board.execute(DropTime(entry_id=int(str(event.detail["entry"]))), sato)
        assert of_today(board) == []
        board.execute(Undo(), sato)
        assert of_today(board) == [(str(mine), 10)]
        board.execute(Undo(), sato)
        assert of_today(board) == [("meeting", 30)]
        board.execute(Undo(), sato)
        assert of_today(board) == []

    def test_overlaps_and_others(
        self, board: Board, sato: Actor, tanaka: Actor, lead: Actor
    ) -> None:
        entry = self.entered(board, lead, 90, 30)
        assert (entry.login, entry.entered_by) == ("sato", "suzuki")
        with pytest.raises(Refused) as overlap:
            self.entered(board, sato, 80, 30)
        with pytest.raises(Refused) as anothers:
            self.entered(board, tanaka, 20, 10)
        assert (overlap.value.code, anothers.value.code) == ("overlaps", "not_yours")
        assert refusal(board, DropTime(entry_id=entry.id), tanaka).code == "not_yours"
        assert refusal(board, DropTime(entry_id=99), sato).code == "no_such_entry"

    def test_what_was_dropped_comes_back_only_into_free_time(
        self, board: Board, sato: Actor, lead: Actor
    ) -> None:
        entry = self.entered(board, sato, 90, 30)
        board.execute(DropTime(entry_id=entry.id), sato)
        self.entered(board, lead, 80, 10)
        assert refusal(board, Undo(), sato).code == "overlaps"
        board.execute(Undo(), lead)
        board.execute(Undo(), sato)
        assert [length for _what, length in of_today(board)] == [30]


def test_who_was_at_work_when_is_not_told_to_others(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    board.execute(StartTimer(task=mine), sato)
    board.execute(StartTimer(work="break"), tanaka)
    told = board.activity("tanaka")
    kinds = {event.kind for one in told.inquiries for event in one.events}
    assert not kinds & {"timer_started", "timer_switched"}
    assert [one.login for one in board.surroundings("sato").timers] == ["sato"]
    assert len(board.surroundings("tanaka").timers) == 2
