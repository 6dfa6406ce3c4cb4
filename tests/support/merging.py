"""Two inquiries of one customer, and what tests of merging, linking and dividing ask of them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from csboard.board import Board
from csboard.domain.commands import (
    ApplySettings,
    Divide,
    Link,
    Merge,
    SortLetter,
    Undo,
    Unlink,
)
from csboard.domain.letters import Letter
from csboard.domain.records import Actor, Event
from csboard.domain.settings import TeamSettings
from csboard.domain.views import CardQuery
from csboard.errors import Refused
from tests.support.desk import INTAKE, enter, open_inquiry
from tests.support.letters import FIRST, YAMADA

_count = itertools.count()
LEAD, SATO, TANAKA = Actor("lead"), Actor("sato"), Actor("tanaka")
ANSWER = replace(
    FIRST,
    message_id="<second@example.jp>",
    in_reply_to=("<first@example.jp>",),
    text="続きです",
    digest="d2",
)


def team_with_two(board: Board) -> Board:
    """Three people and two inquiries of one customer: #1001 by mail, #1002 by phone."""
    for actor, name in ((LEAD, "鈴木"), (SATO, "佐藤"), (TANAKA, "田中")):
        enter(board, actor.login, name)
    own = TeamSettings(own_addresses=("support@csboard.example",), mail_domain="csboard.example")
    board.execute(ApplySettings(settings=own), LEAD)
    arrives(board, FIRST)
    open_inquiry(board, "電話", customer_email=YAMADA.email, body="電話の内容")
    return board


def arrives(board: Board, letter: Letter) -> Event:
    receipt = board.receive(f"raw {next(_count)}".encode(), "pipe")
    return board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)


def texts(board: Board, number: int) -> list[tuple[int, str]]:
    return [(one.number, one.text) for one in board.inquiry(number).messages]


def refused(board: Board, command: Merge | Divide | Link | Unlink | Undo, actor: Actor) -> str:
    """The code of the refusal; nothing has changed then."""
    newest = board.newest()
    with pytest.raises(Refused) as refusal:
        board.execute(command, actor)
    assert board.newest() == newest
    return refusal.value.code


def everything(board: Board, *numbers: int) -> list[object]:
    """What screens show of the board and of these inquiries, but for versions and history."""
    cards = [card._replace(version=0) for card in board.cards(CardQuery(include_done=True))]
    views = [board.inquiry(number) for number in numbers]
    return [
        sorted(cards, key=lambda card: card.ref),
        board.snapshot().counts,
        [
            (
                view.inquiry._replace(version=0),
                [task._replace(version=0) for task in view.tasks],
                view.messages,
                view.merged,
                view.related,
                view.others,
            )
            for view in views
        ],
    ]


def related(board: Board, number: int) -> list[int]:
    return [brief.number for brief in board.inquiry(number).related]
