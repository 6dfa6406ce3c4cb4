"""Open tasks are found in the order in which whole cards stand, however few are asked for."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.card_queries import MOST_AT_ONCE
from csboard.domain.card_need import is_for_the_taking
from csboard.domain.commands import (
    ApplySettings,
    ChangeMember,
    Claim,
    EditInquiry,
    Move,
    Pin,
    Release,
    SplitOff,
    Wait,
)
from csboard.domain.records import (
    Actor,
    Card,
    Channel,
    InquiryFields,
    Tags,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.views import CardQuery
from csboard.errors import Refused
from tests.support.desk import open_inquiry

PROMISES = {"first": ("4h", "1h urgency:urgent"), "next": ("8h",), "solved": ("40h urgency:high",)}
EMOTIONS = ("怒り", "不安", "感謝")


ALL, ONE_BY_ONE = CardQuery(), CardQuery(limit=MOST_AT_ONCE)
assert ALL.limit > ONE_BY_ONE.limit, "the one is read as whole cards, the other isn't"


def first_of_all(board: Board) -> Card | None:
    """The first to be taken in the order of all cards."""
    now = board.clock.now()
    return next((one for one in board.cards(ALL) if is_for_the_taking(one, now)), None)


def some_act(board: Board, me: Actor, refs: list[TaskRef], chance: random.Random) -> None:
    ref = chance.choice(refs)
    until = board.clock.now() + timedelta(hours=chance.choice((1, 20)))
    urgency = InquiryFields(urgency=chance.choice(list(Urgency)))
    acts = (
        Claim(task=ref),
        Release(task=ref),
        Move(task=ref, stage=chance.choice(("todo", "doing", "done"))),
        Pin(task=ref),
        SplitOff(number=ref.number, title="調べる"),
        Wait(task=ref, waiting=Waiting("date", "", until)),
        EditInquiry(number=ref.number, fields=urgency),
    )
    with suppress(Refused):  # what can't be done there changes nothing
        board.execute(chance.choice(acts), me)


def open_or_act(board: Board, me: Actor, refs: list[TaskRef], chance: random.Random) -> None:
    """Open an inquiry as long as there are few, then act on some."""
    if len(refs) < 30:
        tags = Tags(emotion=tuple(chance.sample(EMOTIONS, chance.randrange(3))))
        channel = chance.choice((Channel.MAIL, Channel.PHONE))
        urgency = chance.choice(list(Urgency))
        refs.append(open_inquiry(board, channel=channel, urgency=urgency, tags=tags))
    else:
        some_act(board, me, refs, chance)


def test_the_order_and_its_first_are_those_of_whole_cards(
    board: Board, sato: Actor, tanaka: Actor, lead: Actor, clock: FixedClock
) -> None:
    heat = {"怒り": 600, "不安": 90}
    agreed = replace(board.settings(), promises=PROMISES, heat=heat)
    board.execute(ApplySettings(settings=agreed), lead)
    chance, refs = random.Random(7), list[TaskRef]()
    for turn in range(70):
        if turn == 60:
            board.execute(ChangeMember(login="tanaka", active=False), lead)
        me = sato if turn >= 60 else chance.choice((sato, tanaka))
        open_or_act(board, me, refs, chance)
        clock.advance(timedelta(minutes=chance.choice((0, 1, 50, 900))))
        everything = board.cards(ALL)
        assert board.cards(ONE_BY_ONE) == everything
        few = chance.randrange(1, 8)
        assert board.cards(CardQuery(limit=few)) == everything[:few]
        assert board.next_card() == first_of_all(board)
    assert first_of_all(board) is not None
    assert any(one.owner == "tanaka" for one in board.cards(ALL)), "somebody who left has some"


@pytest.mark.parametrize(
    "asked",
    [
        CardQuery(stage="todo"),
        CardQuery(owner="sato"),
        CardQuery(unowned=True),
        CardQuery(tag="怒り"),
        CardQuery(waiting=True),
        CardQuery(include_done=True),
        CardQuery(owner="nobody"),
    ],
)
def test_what_narrows_narrows_a_few_as_it_does_all(
    board: Board, sato: Actor, asked: CardQuery
) -> None:
    chance, refs = random.Random(11), list[TaskRef]()
    for _turn in range(45):
        open_or_act(board, sato, refs, chance)
    for limit in (1, 3, MOST_AT_ONCE):
        assert board.cards(asked._replace(limit=limit)) == board.cards(asked)[:limit]


def test_there_is_no_next_when_everything_is_taken(board: Board, sato: Actor) -> None:
    ref = open_inquiry(board)
    assert board.next_card() == board.card(ref)
    board.execute(Claim(task=ref), sato)
    assert board.next_card() is None
