"""The page for a retrospective, from a shell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain import pages
from csboard.domain.commands import ApplySettings, Claim, Move
from csboard.domain.goal_commands import SayWhyBroken
from csboard.domain.periods import Length, days_around
from csboard.domain.records import Actor, Stage, TaskRef
from csboard.domain.retrospect import Retrospect
from csboard.domain.retrospect_words import page
from csboard.i18n import in_zone
from tests.db.test_clock_story import replies
from tests.domain.clock_builders import HOUR
from tests.support.desk import open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import arrives
from tests.support.replying import team
from tests.support.shell import Shell

SATO = Actor("sato")


@pytest.fixture
def ref(board: Board, clock: FixedClock) -> TaskRef:
    """An inquiry that was answered an hour late on a Tuesday and closed."""
    clock.advance(24 * HOUR)
    team(board, "sato")
    promise(board, first=("1h",))
    event = arrives(board, FIRST)
    assert event.number is not None
    ref = TaskRef(event.number)
    board.execute(Claim(task=ref), SATO)
    clock.advance(2 * HOUR)
    replies(board, ref)
    return ref


def promise(board: Board, **promises: tuple[str, ...]) -> None:
    board.execute(ApplySettings(settings=replace(board.settings(), promises=promises)), SATO)


def week(board: Board) -> Retrospect:
    today = in_zone(board.clock.now(), board.settings().zone).date()
    return board.look_back(days_around(Length.WEEK, today))


def stages(board: Board) -> tuple[Stage, ...]:
    return board.settings().stages


def test_late_by_seconds_is_told_in_seconds(board: Board, clock: FixedClock) -> None:
    clock.advance(24 * HOUR)
    team(board, "sato")
    promise(board, first=("1h",))
    event = arrives(board, FIRST)
    assert event.number is not None
    clock.advance(HOUR + timedelta(seconds=12))
    replies(board, TaskRef(event.number))
    assert "late by 12 s" in str(page(week(board), stages(board)))


def test_what_flowed_and_what_was_broken(board: Board, ref: TaskRef) -> None:
    customer = board.inquiry(ref.number).inquiry.customer
    words = f"{customer.name} のご質問を調べていた ({customer.email})"
    board.execute(SayWhyBroken(number=ref.number, code="other", words=words), SATO)
    found = week(board)
    assert found.figures.arrived == (ref.number,)
    (one,) = found.broken
    assert (one.number, one.clock, one.over, one.is_open) == (ref.number, "first", HOUR, False)
    assert found.reasons == (("other", 1),)
    shown = pages.markdown(page(found, stages(board)))
    assert "のご質問を調べていた" in shown
    assert customer.name not in shown
    assert customer.email.partition("@")[0] not in shown
    assert customer.name not in pages.html(page(found, stages(board)))


def test_what_stuck_stands_longest_first(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    board.execute(Move(task=ref, stage="done"), SATO)
    early = open_inquiry(board, "A")
    clock.advance(3 * HOUR)
    late = open_inquiry(board, "B")
    clock.advance(HOUR)
    found = [(one.number, one.stood) for one in week(board).stuck]
    assert found == [(early.number, 4 * HOUR), (late.number, HOUR)]


def test_a_change_is_told_with_the_figures_before_and_after(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=1))
    promise(board, first=("2h",))
    clock.advance(timedelta(days=2))
    change = week(board).changes[-1]
    assert change.keys == ("promises",)
    assert change.span == timedelta(days=2)
    assert change.before is not None
    assert change.after is not None
    assert (len(change.before.arrived), len(change.after.arrived)) == (1, 0)
    told = page(week(board), stages(board)).sections[-2]
    assert told.title.endswith("changed promises")
    assert told.rows == (
        ("2 days before and after", "before", "after"),
        ("came in", "1", "0"),
    )


def test_of_a_change_just_now_nothing_is_told_yet(board: Board, ref: TaskRef) -> None:
    assert week(board).changes[-1].after is None


def test_the_page_in_each_form(shell: Shell) -> None:
    shell.ok("add", "--subject", "A", "--from", "Yamada <y@example.jp>")
    text = shell.ok("look-back", "month")
    assert "== What flowed" in text
    assert "Yamada" not in text
    assert "## What flowed" in shell.ok("look-back", "week", "--format", "md")
    html = shell.ok("look-back", "day", "--format", "html")
    assert html.startswith("<!DOCTYPE html>")
    assert shell.json("look-back", "month")["broken_total"] == 0


@pytest.mark.parametrize("period", ["2026-13", "soon", "2026-11-02..2026-11-01"])
def test_a_period_that_is_none_is_named(shell: Shell, period: str) -> None:
    assert shell.fails(2, "look-back", period)
