"""What happened since somebody last looked, and the mark that says when that was."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.models import EventRow
from csboard.db.wakeup import Bell, Listener
from csboard.domain.commands import AddNote, ApplySettings, Claim, MarkSeen, Merge
from csboard.domain.records import Actor, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.domain.views import Activity
from csboard.errors import Refused, Unavailable
from tests.support.desk import enter, make_viewer, open_inquiry

LEAD, SATO = Actor("lead"), Actor("sato")


@pytest.fixture
def team(board: Board) -> Board:
    enter(board, "lead", "鈴木")
    enter(board, "sato", "佐藤")
    for subject in ("一つ目", "二つ目"):
        open_inquiry(board, subject)
    return board


def told(activity: Activity) -> list[tuple[int, str, list[str]]]:
    return [
        (one.number, one.subject, [event.kind for event in one.events])
        for one in activity.inquiries
    ]


def test_the_inquiry_touched_last_comes_first(team: Board) -> None:
    team.execute(AddNote(number=1002, text="先"), LEAD)
    team.execute(Claim(task=TaskRef(1001)), LEAD)
    activity = team.activity("sato")
    assert told(activity) == [
        (1001, "一つ目", ["opened", "claimed"]),
        (1002, "二つ目", ["opened", "noted"]),
    ]
    assert (activity.since, activity.rev, activity.more) == (0, team.newest(), False)


def test_ones_own_acts_are_no_news(team: Board) -> None:
    team.keep(MarkSeen(event_id=team.newest()), SATO)
    team.execute(AddNote(number=1001, text="自分"), SATO)
    team.execute(AddNote(number=1001, text="代理で"), Actor("lead", via="sato"))
    assert told(team.activity("sato")) == []
    team.execute(AddNote(number=1001, text="人"), LEAD)
    assert told(team.activity("sato")) == [(1001, "一つ目", ["noted"])]


def test_a_mark_moves_on_and_never_back(team: Board) -> None:
    first = team.newest()
    team.keep(MarkSeen(event_id=first), SATO)
    team.execute(AddNote(number=1001, text="後"), LEAD)
    later = team.newest()
    team.keep(MarkSeen(event_id=later), SATO)
    team.keep(MarkSeen(event_id=first), SATO)
    assert team.activity("sato").since == later
    team.keep(MarkSeen(event_id=later + 1000), SATO)
    team.execute(AddNote(number=1001, text="まだ見ていない"), LEAD)
    assert told(team.activity("sato")) == [(1001, "一つ目", ["noted"])]


def test_a_mark_leaves_no_event_and_is_ones_own(team: Board) -> None:
    newest = team.newest()
    team.keep(MarkSeen(event_id=newest), SATO)
    assert team.newest() == newest
    assert team.activity("lead").since == 0


def test_a_mark_wakes_nobody(team: Board) -> None:
    with listening(team) as heard:
        team.keep(MarkSeen(event_id=team.newest()), SATO)
        assert not heard()
        team.execute(AddNote(number=1001, text="x"), LEAD)
        assert heard()


@contextmanager
def listening(board: Board) -> Iterator[Callable[[], bool]]:
    """Tells whether somebody has rung since it was last asked."""
    wakeup = board.wakeup()
    if isinstance(wakeup, Bell):
        ring = wakeup.directory / "ring"
        os.utime(ring, (0, 0))
        yield lambda: ring.stat().st_mtime > 0
        return
    with closing(wakeup):
        yield lambda: _has_rung(wakeup)


def _has_rung(listener: Listener) -> bool:
    ready, _, _ = select.select([listener], [], [], 0.2)
    listener.drain()
    return bool(ready)


def test_who_may_only_read_keeps_no_mark(postgres_url: str) -> None:
    board = Board.open(postgres_url)
    enter(board, "lead")
    EventRow._meta.database.execute_sql("SET default_transaction_read_only = on")
    with pytest.raises(Unavailable):
        board.keep(MarkSeen(event_id=1), LEAD)
    assert board.activity("lead").since == 0
    board.close()


def test_what_was_merged_is_told_where_it_goes_on(team: Board) -> None:
    team.keep(MarkSeen(event_id=team.newest()), SATO)
    team.execute(AddNote(number=1001, text="前"), LEAD)
    team.execute(Merge(number=1001, into=1002), LEAD)
    assert told(team.activity("sato")) == [(1002, "二つ目", ["noted", "merged"])]


def test_the_first_look_goes_a_day_back(team: Board, clock: FixedClock) -> None:
    clock.advance(timedelta(hours=24))
    team.execute(AddNote(number=1002, text="今日"), LEAD)
    assert told(team.activity("sato")) == [
        (1002, "二つ目", ["opened", "noted"]),
        (1001, "一つ目", ["opened"]),
    ]
    clock.advance(timedelta(seconds=1))
    assert told(team.activity("sato")) == [(1002, "二つ目", ["noted"])]


def test_only_the_newest_are_told_and_that_there_was_more(team: Board) -> None:
    for index in range(5):
        team.execute(AddNote(number=1001, text=str(index)), LEAD)
    activity = team.activity("sato", limit=3)
    assert [len(one.events) for one in activity.inquiries] == [3]
    assert activity.more
    everything = team.activity("sato", limit=50)
    assert not everything.more


def test_what_belongs_to_no_inquiry_comes_apart(team: Board) -> None:
    team.keep(MarkSeen(event_id=team.newest()), SATO)
    team.execute(ApplySettings(settings=TeamSettings(name="新")), LEAD)
    activity = team.activity("sato")
    assert activity.inquiries == ()
    assert [event.kind for event in activity.rest] == ["settings_changed"]


def test_a_viewer_marks_and_a_stranger_does_not(team: Board) -> None:
    viewer = make_viewer(team, "visitor", LEAD)
    team.keep(MarkSeen(event_id=team.newest()), viewer)
    assert team.activity("visitor").since == team.newest()
    with pytest.raises(Refused, match="not a member"):
        team.keep(MarkSeen(event_id=1), Actor("nobody"))
    assert told(team.activity("nobody"))[0][0] == 1002


def test_each_door_takes_its_own_commands(team: Board) -> None:
    with pytest.raises(TypeError, match="leaves no event"):
        team.execute(MarkSeen(event_id=1), SATO)
    with pytest.raises(TypeError, match="leaves an event"):
        team.keep(AddNote(number=1001, text="x"), SATO)
    assert team.activity("sato").since == 0
    assert team.inquiry(1001).messages == ()
