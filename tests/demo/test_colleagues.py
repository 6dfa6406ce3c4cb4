"""The colleagues on the demo's board: at work for hours, and never in the person's way."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.demo import colleagues
from csboard.demo.book import read_book
from csboard.demo.colleagues import LEAST_UNASSIGNED, MOST_UNASSIGNED, Colleagues
from csboard.demo.making import make
from csboard.demo.pretending import PretendedTransport
from csboard.domain.commands import Claim
from csboard.domain.records import INTAKE_LOGIN, Actor, Card, Event
from csboard.domain.reply_mark import ReplyState
from csboard.errors import Unavailable
from csboard.mail.intake import INTAKE
from csboard.mail.mail_options import BY_HAND
from csboard.mail.sending import Sender

FRIDAY = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
BOOK = read_book("ja")
YOU = Actor(BOOK.you)
ON_CARDS = {"opened", "joined", "claimed", "moved", "noted", "waiting"}
ON_REPLIES = {"drafted", "commented", "reviewed", "queued", "sent"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(FRIDAY)


@pytest.fixture
def board(clock: FixedClock, tmp_path: Path) -> Iterator[Board]:
    made = Board.open(make(tmp_path, "ja", FRIDAY), clock)
    yield made
    made.close()


def yours(board: Board) -> list[Card]:
    cards = board.snapshot().cards
    return [card for card in cards if card.owner == YOU.login and card.closed_at is None]


def test_they_work_for_an_hour_and_leave_yours_alone(board: Board, clock: FixedClock) -> None:
    board.execute(Claim(task=next(iter(unassigned(board))).ref), YOU)
    before, since = yours(board), board.newest()
    others, sender = Colleagues(board, BOOK), Sender(INTAKE, BY_HAND)
    done: Counter[str] = Counter()
    for _ in range(400):
        clock.advance(timedelta(seconds=9))
        done[others.step().kind] += 1
        if step := sender.step(board, PretendedTransport()):
            assert step.became == "sent"
            done["sent"] += 1
    assert set(done) == ON_CARDS | ON_REPLIES
    assert done["queued"] - done["sent"] <= 2
    assert yours(board) == before
    acted = {event.actor for event in events_since(board, since)}
    assert acted == {INTAKE_LOGIN, *BOOK.members} - {YOU.login}


def test_they_leave_your_drafts_and_those_you_are_asked_about(
    board: Board, clock: FixedClock
) -> None:
    cards = {card.reply.state: card.ref.number for card in board.snapshot().cards if card.reply}
    yours, asked = cards[ReplyState.CHANGE], cards[ReplyState.REVIEW]
    before = board.replies(yours)
    others = Colleagues(board, BOOK, seed=5)
    for _ in range(200):
        clock.advance(timedelta(seconds=9))
        others.step()
    after = board.replies(yours)
    assert (after.drafts, after.comments, after.verdicts) == (
        before.drafts,
        before.comments,
        before.verdicts,
    )
    assert not board.replies(asked).verdicts
    assert board.replies(asked).drafts


def test_they_are_seen_where_they_work(board: Board) -> None:
    others = Colleagues(board, BOOK)
    done = [others.step() for _ in range(40)]
    last = {event.actor: event.number for event in done if event.actor != INTAKE_LOGIN}
    assert {one.login: one.number for one in board.present()} == last


def test_there_is_always_something_left_to_take(board: Board, clock: FixedClock) -> None:
    others = Colleagues(board, BOOK, seed=7)
    for _ in range(300):
        clock.advance(timedelta(seconds=9))
        others.step()
        assert LEAST_UNASSIGNED <= len(unassigned(board)) <= MOST_UNASSIGNED + 1


def test_the_same_seed_does_the_same(tmp_path: Path) -> None:
    told: list[list[tuple[str, str, int | None]]] = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        url = make(tmp_path / name, "ja", FRIDAY)
        board = Board.open(url, FixedClock(FRIDAY))
        others = Colleagues(board, BOOK, seed=3)
        steps = [others.step() for _ in range(40)]
        told.append([(step.actor, step.kind, step.number) for step in steps])
        board.close()
    assert told[0] == told[1]


def test_a_busy_database_does_not_end_their_day(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(colleagues, "PAUSE", (0.0, 0.0))
    stop, tried = threading.Event(), 0
    others = Colleagues(board, BOOK)

    def busy() -> None:
        nonlocal tried
        tried += 1
        if tried == 3:
            stop.set()
        raise Unavailable("busy", "busy")

    monkeypatch.setattr(others, "step", busy)
    worker = threading.Thread(target=others.work, args=(stop,))
    worker.start()
    worker.join(10)
    assert not worker.is_alive()
    assert tried == 3


def unassigned(board: Board) -> list[Card]:
    return [card for card in board.snapshot().cards if card.stage == "todo" and card.owner is None]


def events_since(board: Board, since: int) -> list[Event]:
    found = {
        event.id: event
        for number in {card.ref.number for card in board.snapshot(done=900).cards}
        for event in board.history(number)
    }
    return [event for number, event in found.items() if number > since]
