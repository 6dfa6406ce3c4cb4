"""A worker ends lost timers and brings in the public holidays of new years; on both databases."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.cli.session import Session
from csboard.cli.worker_upkeep import LOOK_EVERY, Upkeep
from csboard.clock import FixedClock, SystemClock
from csboard.domain.commands import ApplySettings
from csboard.domain.presence_commands import BePresent
from csboard.domain.records import Actor
from csboard.domain.time_commands import StartTimer
from csboard.errors import ConfigError
from csboard.mail.intake import INTAKE
from csboard.public_holidays import public_holidays
from tests.support.desk import enter
from tests.support.shell import Shell

NO_CONFIG = ConfigError("nothing of it is read here")
MINUTE = timedelta(minutes=1)
Making = Callable[..., Upkeep]


@pytest.fixture
def upkeep(board: Board) -> Making:
    """What a worker has of its own, in whose name it is told."""

    def made(actor: Actor = INTAKE, *, wants_json: bool = False) -> Upkeep:
        session = Session(Namespace(json=wants_json), NO_CONFIG)
        session.board = board
        return Upkeep(session, actor)

    return made


@pytest.fixture
def lead(board: Board) -> Actor:
    return enter(board, "suzuki")


@pytest.fixture
def tanaka(board: Board, lead: Actor) -> Actor:
    return enter(board, "tanaka")


def keep_holidays(board: Board, lead: Actor, last: int) -> None:
    """As somebody did it some years ago."""
    kept = replace(board.settings(), holidays="JP")
    days = public_holidays("JP", 2020, last)
    board.execute(ApplySettings(settings=kept, public_days=days), lead)


class TestLostTimers:
    @pytest.fixture
    def timer(self, board: Board, tanaka: Actor, clock: FixedClock) -> int:
        """Of Tanaka, whose board was there for two minutes."""
        board.execute(StartTimer(work="meeting"), tanaka)
        clock.advance(2 * MINUTE)
        board.keep(BePresent(session="a"), tanaka)
        (timer,) = board.timers()
        return timer.id

    def test_it_ends_with_the_last_sign_of_life(
        self,
        board: Board,
        upkeep: Making,
        timer: int,
        clock: FixedClock,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        worker = upkeep()
        clock.advance(2 * MINUTE)
        worker.turn(0.0)
        assert len(board.timers()) == 1, "a silence of two minutes is none"
        clock.advance(MINUTE)
        worker.turn(LOOK_EVERY - 1)
        assert len(board.timers()) == 1, "it doesn't look without end"
        worker.turn(LOOK_EVERY)
        assert board.timers() == ()
        entry = board.time_entry(timer)
        assert entry.length(clock.now()) == 2 * MINUTE
        assert capsys.readouterr().out == "Ended 1 timer whose board had dropped off.\n"

    def test_told_to_programs(
        self,
        upkeep: Making,
        timer: int,
        clock: FixedClock,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        clock.advance(3 * MINUTE)
        upkeep(wants_json=True).turn(0.0)
        told = json.loads(capsys.readouterr().out)
        assert told == {"timers": 1, "became": "ended"}, "whose it was is theirs alone"


class TestHolidays:
    def test_at_each_new_year_of_the_team(
        self, board: Board, lead: Actor, upkeep: Making, clock: FixedClock
    ) -> None:
        keep_holidays(board, lead, 2029)
        worker = upkeep()
        worker.turn(0.0)
        assert board.public_days().last == 2029, "they reach on for more than a year"
        clock.advance(datetime(2026, 12, 31, 14, 59, tzinfo=UTC) - clock.now())
        worker.turn(LOOK_EVERY)
        assert board.public_days().last == 2029
        clock.advance(MINUTE)  # midnight in Tokyo
        worker.turn(2 * LOOK_EVERY)
        assert board.public_days().last == 2030
        assert board.settings().holidays == "JP"

    @pytest.mark.parametrize(("last", "then"), [(2026, 2029), (2027, 2027)])
    def test_at_the_begin_where_they_end_within_a_year(
        self, board: Board, lead: Actor, upkeep: Making, last: int, then: int
    ) -> None:
        keep_holidays(board, lead, last)
        upkeep().turn(0.0)
        assert board.public_days().last == then

    def test_a_team_without_is_left_alone(
        self, board: Board, lead: Actor, upkeep: Making, clock: FixedClock
    ) -> None:
        worker, before = upkeep(), board.newest()
        worker.turn(0.0)
        clock.advance(timedelta(days=60))
        worker.turn(LOOK_EVERY)
        assert board.newest() == before

    def test_who_may_not_says_so_once(
        self,
        board: Board,
        lead: Actor,
        tanaka: Actor,
        upkeep: Making,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """As a member whose own login on the database it runs with."""
        keep_holidays(board, lead, 2026)
        worker = upkeep(tanaka)
        for turn in range(3):
            worker.turn(turn * LOOK_EVERY)
        assert board.public_days().last == 2026
        told = capsys.readouterr().out
        assert told == (
            "The public holidays of JP end with 2026. Only a lead may do this: ask one of them.\n"
        )


@pytest.fixture
def maildir(tmp_path: Path) -> str:
    place = tmp_path / "Maildir"
    for part in ("new", "cur", "tmp"):
        (place / part).mkdir(parents=True)
    return str(place)


def test_a_worker_does_both(shell: Shell, maildir: str) -> None:
    sato, year = Actor("sato"), SystemClock().now().year
    long_ago = FixedClock(SystemClock().now() - timedelta(hours=2))
    with closing(Board.open(shell.url, long_ago)) as board:
        kept = replace(board.settings(), holidays="JP")
        days = public_holidays("JP", year - 1, year)
        board.execute(ApplySettings(settings=kept, public_days=days), sato)
        board.execute(StartTimer(work="meeting"), sato)
    told = shell.ok("worker", "--once", "--maildir", maildir)
    assert "Ended 1 timer whose board had dropped off." in told
    assert f"written down up to {year + 3} now" in told
    with closing(Board.open(shell.url)) as board:
        assert board.timers() == ()
        assert board.public_days().last == year + 3
    assert shell.ok("worker", "--once", "--maildir", maildir) == ""
