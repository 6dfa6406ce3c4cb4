"""Cards say who alone has answered their kind, some time after the first picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from csboard.board import Board
from csboard.domain.commands import ChangeMember, Claim
from csboard.domain.holders import Topic
from csboard.domain.records import Actor, Tags, TaskRef
from csboard.tui import beginning
from csboard.tui.cards import Aside, card_lines
from tests.support.desk import enter, open_inquiry
from tests.support.successes import answered
from tests.tui.conftest import Seat, Sit
from tests.tui.test_cards import CARD

SUZUKI, SATO = Actor("suzuki"), Actor("sato")
LOGIN = Tags(("認証",), ("ログイン不可",))


@pytest.fixture(autouse=True)
def desk(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """Suzuki alone has answered a login, and it is closed; #1002 is another."""
    monkeypatch.setattr(beginning, "UNHURRIED", 0.05)
    enter(board, "suzuki", "鈴木")
    enter(board, "sato", "佐藤")
    answered(board, open_inquiry(board, "入れません", tags=LOGIN), SUZUKI)
    open_inquiry(board, "また入れません", tags=LOGIN)


async def told(seat: Seat, wanted: str) -> None:
    await seat.until(lambda: wanted in seat.text())


async def test_a_card_and_its_inquiry_say_who_alone_has_answered(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await told(seat, "認証/ログイン不可  only 鈴木")
        await seat.press("enter")
        await told(seat, "Only 鈴木 has answered")
    async with sit("suzuki") as seat:
        await told(seat, "認証/ログイン不可  only you")


async def test_it_ends_with_the_second_who_answers_and_begins_when_one_leaves(
    board: Board, sit: Sit
) -> None:
    async with sit("suzuki") as seat:
        await told(seat, "only you")
        answered(board, TaskRef(1002), SATO)
        await seat.settle()
        await seat.until(lambda: "only you" not in seat.text())
        board.execute(ChangeMember(login="sato", active=False), SUZUKI)
        await seat.settle()
        await told(seat, "only you")


async def test_nothing_is_asked_again_while_nothing_of_it_changes(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Topic] = []
    real = Board.only_answerers

    def counted(board: Board, topics: Iterable[Topic]) -> Mapping[Topic, str | None]:
        asked.extend(topics)
        return real(board, topics)

    monkeypatch.setattr(Board, "only_answerers", counted)
    async with sit("sato") as seat:
        await told(seat, "only 鈴木")
        assert len(asked) == 1
        board.execute(Claim(task=TaskRef(1002)), SATO)
        open_inquiry(board, "もう一つ", tags=LOGIN)
        await seat.settle()
        await told(seat, "もう一つ")
        assert len(asked) == 1


def test_it_gives_way_where_the_tags_need_the_room() -> None:
    card = CARD._replace(tags=LOGIN)
    shown = []
    for width in (40, 24):
        *_before, last = card_lines(card, width, "1h", "", (), Aside(only="only 鈴木"))
        shown.append("".join(piece.text for piece in last).strip())
    assert shown == ["認証/ログイン不可  only 鈴木", "認証/ログイン不可"]
