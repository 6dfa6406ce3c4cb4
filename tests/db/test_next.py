"""Whatever there is to take, the next task is the one that stands first among all of it."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.card_need import is_for_the_taking
from csboard.domain.commands import ApplySettings, Claim, EditInquiry, Move, Pin, Release, Wait
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


def first_of_all(board: Board) -> Card | None:
    """The first to be taken in the order of all cards."""
    now = board.clock.now()
    return next((one for one in board.cards(CardQuery()) if is_for_the_taking(one, now)), None)


def some_act(board: Board, me: Actor, refs: list[TaskRef], chance: random.Random) -> None:
    ref = chance.choice(refs)
    until = board.clock.now() + timedelta(hours=chance.choice((1, 20)))
    urgency = InquiryFields(urgency=chance.choice(list(Urgency)))
    acts = (
        Claim(task=ref),
        Release(task=ref),
        Move(task=ref, stage=chance.choice(("todo", "doing", "done"))),
        Pin(task=ref),
        Wait(task=ref, waiting=Waiting("date", "", until)),
        EditInquiry(number=ref.number, fields=urgency),
    )
    with suppress(Refused):  # what can't be done there changes nothing
        board.execute(chance.choice(acts), me)


def test_the_next_is_the_first_of_the_whole_order(
    board: Board, sato: Actor, lead: Actor, clock: FixedClock
) -> None:
    heat = {"怒り": 600, "不安": 90}
    agreed = replace(board.settings(), promises=PROMISES, heat=heat)
    board.execute(ApplySettings(settings=agreed), lead)
    chance, refs = random.Random(7), list[TaskRef]()
    for turn in range(60):
        if turn < 30:
            tags = Tags(emotion=tuple(chance.sample(EMOTIONS, chance.randrange(3))))
            channel = chance.choice((Channel.MAIL, Channel.PHONE))
            urgency = chance.choice(list(Urgency))
            refs.append(open_inquiry(board, channel=channel, urgency=urgency, tags=tags))
        else:
            some_act(board, sato, refs, chance)
        clock.advance(timedelta(minutes=chance.choice((0, 1, 50, 900))))
        found = board.next_card()
        assert found == first_of_all(board)
    assert found is not None


def test_there_is_no_next_when_everything_is_taken(board: Board, sato: Actor) -> None:
    ref = open_inquiry(board)
    assert board.next_card() == board.card(ref)
    board.execute(Claim(task=ref), sato)
    assert board.next_card() is None
