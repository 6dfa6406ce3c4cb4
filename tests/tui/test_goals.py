"""The team's objectives, looking back, and the box that asks why a promise was broken."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import ApplySettings, Claim
from csboard.domain.goal_commands import EnterReading
from csboard.domain.late import CODES
from csboard.domain.objective_settings import Objective, Result
from csboard.domain.periods import Days
from csboard.domain.records import Actor, TaskRef
from csboard.domain.retrospect import Retrospect
from csboard.tui.screens.behind import BehindScreen
from csboard.tui.screens.board import BoardScreen
from csboard.tui.screens.counting import Progress, Stop
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.look_back import LookBackScreen
from csboard.tui.screens.objectives import ObjectivesScreen
from csboard.tui.screens.why import WhyDialog
from tests.db.test_clock_story import replies
from tests.domain.clock_builders import HOUR
from tests.support.letters import FIRST
from tests.support.merging import arrives
from tests.support.replying import team
from tests.tui.conftest import Seat, Sit

SATO, TANAKA = Actor("sato"), Actor("tanaka")
OBJECTIVE = Objective(
    "すべてのお客様をファンに",
    "2026-11-01",
    "2026-12-31",
    (
        Result("reply", 4.0, 1.0, name="初回返信", measured="first_reply_median"),
        Result("nps", 20.0, 40.0, name="おすすめ度", unit="点"),
    ),
)


@pytest.fixture(autouse=True)
def desk(board: Board, clock: FixedClock) -> None:
    """An inquiry that was promised a reply within an hour, and got one two hours later."""
    clock.advance(24 * HOUR)
    team(board, "sato", "tanaka")
    settings = replace(
        board.settings(), promises={"first": ("1h",)}, objectives=(OBJECTIVE,), headline="reply"
    )
    board.execute(ApplySettings(settings=settings), SATO)
    event = arrives(board, FIRST)
    assert event.number is not None
    board.execute(Claim(task=TaskRef(event.number)), SATO)
    clock.advance(2 * HOUR)
    replies(board, TaskRef(event.number))
    for day, value in ((9, 22.0), (16, 25.0)):
        board.execute(EnterReading(result="nps", values=((date(2026, 11, day), value),)), SATO)


async def at(seat: Seat, key: str, kind: type) -> None:
    await seat.press("g", key)
    await seat.until(lambda: isinstance(seat.app.screen, kind))
    await seat.settle()


async def test_objectives_are_shown_opened_and_entered(sit: Sit) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await at(seat, "o", ObjectivesScreen)
        await seat.until(lambda: "2:00 of 1:00" in seat.text())
        shown = seat.text()
        assert "初回返信 (headline)" in shown
        assert "[#######---]" in shown
        assert "25 of 40点" in shown
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, BehindScreen))
        await seat.until(lambda: "#1001" in seat.text())
        assert "first reply, median" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("escape")
        await seat.press("escape")
        await seat.press("down", "e")
        await seat.press(*"2026-11-20 30", "enter")
        await seat.until(lambda: "30 of 40点" in seat.text())
        await seat.press("u")
        await seat.until(lambda: "25 of 40点" in seat.text())


async def test_a_value_that_makes_no_sense_comes_back(board: Board, sit: Sit) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await at(seat, "o", ObjectivesScreen)
        await seat.until(lambda: "25 of 40点" in seat.text())
        await seat.press("down", "e")
        await seat.press(*"many", "enter")
        await seat.until(lambda: "'many' is no number" in seat.text())
        await seat.press(*["backspace"] * 4, *"31", "enter")
        await seat.until(lambda: "31 of 40点" in seat.text())
        await seat.press("up", "e")
        await seat.until(lambda: "The board measures it itself" in seat.text())
    assert len(board.entered("nps")) == 3


async def test_looking_back_goes_from_month_to_month(sit: Sit) -> None:
    async with sit("sato", size=(80, 40)) as seat:
        await at(seat, "b", LookBackScreen)
        await seat.until(lambda: "Promises broken, and why" in seat.text())
        shown = seat.text()
        assert "#1001" in shown
        assert "late by 1:00" in shown
        lines = shown.splitlines()
        assert not [line for line in lines if line[:1].strip()], "text stands clear of the edge"
        assert "nobody has said why" in shown
        await seat.press("p")
        await seat.until(lambda: "No promise was broken." in seat.text())
        await seat.press("n", "n")
        await seat.until(lambda: "That time has not come yet." in seat.text())
        await seat.press("p")
        await seat.until(lambda: "No promise was broken." in seat.text())
        assert "not come yet" not in seat.text(), "it was said of other days"
        await seat.press("n", "w")
        await seat.until(lambda: "Mon 2026-11-23" in seat.text())


async def test_who_closes_it_late_is_asked_why_once(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await seat.press("L")
        await seat.press("L")
        await seat.until(lambda: isinstance(seat.app.screen, WhyDialog))
        assert "#1001 was late" in seat.text()
        await seat.press("down", "enter")
        await seat.until(lambda: bool(board.whys([1001])))
        await seat.until(lambda: "Noted, for looking back." in seat.text())
    (why,) = board.whys([1001])
    assert (why.clock, why.code, why.by) == ("first", tuple(CODES)[1], "sato")


async def test_something_else_needs_words(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await seat.press("L")
        await seat.press("L")
        await seat.until(lambda: isinstance(seat.app.screen, WhyDialog))
        await seat.press(*["down"] * 4, "enter")
        await seat.until(lambda: "What was it, in a few words?" in seat.text())
        await seat.press(*"mail was down", "enter")
        await seat.until(lambda: bool(board.whys([1001])))
    (why,) = board.whys([1001])
    assert (why.code, why.words) == ("other", "mail was down")


async def test_words_are_typed_into_the_box_and_never_act_below(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await seat.press("L")
        await seat.press("L")
        await seat.until(lambda: isinstance(seat.app.screen, WhyDialog))
        await seat.press(*"requeue u", "enter")
        await seat.until(lambda: bool(board.whys([1001])))
        assert isinstance(seat.app.screen, BoardScreen)
    (why,) = board.whys([1001])
    assert (why.code, why.words) == ("other", "requeue u")
    assert board.card(TaskRef(1001)).closed_at is not None


async def test_words_go_with_the_reason_that_was_gone_to(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await seat.press("L")
        await seat.press("L")
        await seat.until(lambda: isinstance(seat.app.screen, WhyDialog))
        await seat.press("down", *"fair", "enter")
        await seat.until(lambda: bool(board.whys([1001])))
    (why,) = board.whys([1001])
    assert (why.code, why.words) == (tuple(CODES)[1], "fair")


async def test_words_are_thrown_away_only_when_that_is_answered(board: Board, sit: Sit) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("L", "L")
        await seat.until(lambda: isinstance(seat.app.screen, WhyDialog))
        await seat.press(*"mail", "escape")
        await seat.until(lambda: "Throw away what you wrote?" in seat.text())
        assert "y Throw away" in seat.text()
        await seat.press("x", "enter", "escape")  # no key of the question, then back to the words
        await seat.until(lambda: "Throw away what you wrote?" not in seat.text())
        assert "was not kept. Why?" in seat.text()
        assert "esc Leave unsaid" in seat.text()
        await seat.press(*" down", "escape", "e", "enter")
        await seat.until(lambda: bool(board.whys([1001])))
    (why,) = board.whys([1001])
    assert why.words == "mail down"


async def test_words_that_are_thrown_away_leave_it_unsaid(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await seat.press("L", "L")
        await seat.until(lambda: isinstance(seat.app.screen, WhyDialog))
        await seat.press(*"mail", "escape")
        await seat.until(lambda: "Throw away what you wrote?" in seat.text())
        await seat.press("y")
        await seat.until(lambda: isinstance(seat.app.screen, BoardScreen))
        assert not board.whys([1001])


async def test_left_unsaid_the_keys_act_as_always_and_it_is_asked_once(
    board: Board, sit: Sit
) -> None:
    async with sit("sato") as seat:
        await seat.press("L")
        await seat.press("L")
        await seat.until(lambda: isinstance(seat.app.screen, WhyDialog))
        assert "esc Leave unsaid" in seat.text()
        await seat.press("escape", "u")
        await seat.until(lambda: board.card(TaskRef(1001)).closed_at is None)
        assert not board.whys([1001])
        await seat.press("L")
        await seat.until(lambda: board.card(TaskRef(1001)).closed_at is not None)
        await seat.settle()
        assert not isinstance(seat.app.screen, WhyDialog), "it was asked once"


async def test_the_headline_stands_in_the_header_and_gives_way(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await seat.until(lambda: "初回返信 2:00/1:00" in seat.text())
        await seat.resize(60, 24)
        assert "初回返信" not in seat.text().splitlines()[0]
        await seat.resize(120, 24)
        settings = replace(board.settings(), headline="nps")
        board.execute(ApplySettings(settings=settings), SATO)
        await seat.until(lambda: "おすすめ度 25/40点" in seat.text().splitlines()[0])


async def test_a_long_count_tells_its_way_and_is_stopped_by_one_key(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was shown stays, with its title; the next esc leads back."""
    whole = Board.look_back

    def long(board: Board, days: Days, progress: Progress, stop: Stop) -> Retrospect:
        progress(1, 4)
        assert stopped.wait(timeout=10)
        return whole(board, days, progress, lambda: True)

    stopped = threading.Event()
    async with sit("sato", size=(100, 24)) as seat:
        await at(seat, "b", LookBackScreen)
        await seat.until(lambda: "Promises broken, and why" in seat.text())
        title = seat.text().splitlines()[0]
        monkeypatch.setattr(Board, "look_back", long)
        await seat.press("p")
        await seat.until(lambda: " 25 %  esc: stop" in seat.text())
        await seat.until(lambda: "Counting Looking back: " in seat.text())
        await seat.press("escape")
        await seat.until(lambda: "Stopped before it was done." in seat.text())
        stopped.set()
        assert seat.text().splitlines()[0] == title
        await seat.press("escape")
        await seat.until(lambda: isinstance(seat.app.screen, BoardScreen))
