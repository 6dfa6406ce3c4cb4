"""Hundreds of acts on two tasks by three people: the rows follow from the history, and are sound.

The machine of `test_machine` has all commands; here are those that a hand-off meets.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db import tables
from csboard.domain import hand_off_commands as h
from csboard.domain.commands import (
    Claim,
    Command,
    FileAsJunk,
    Merge,
    Move,
    Release,
    Reopen,
    TakeOver,
    Undo,
)
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Refused
from tests.property import soundness
from tests.property.hand_off_wishes import HANDING_OFF, WHOLE, whoever_hands_off
from tests.property.machine import _event
from tests.property.replaying import Replay
from tests.property.wishes import Place
from tests.support.desk import enter, open_inquiry

PEOPLE = ("suzuki", "sato", "tanaka")


def wish(chance: random.Random, task: TaskRef, other: TaskRef) -> Command:
    to = chance.choice([*PEOPLE, None])
    sheet = chance.choice([WHOLE, WHOLE, WHOLE._replace(story=str(chance.random()))])
    on_the_way: list[Command] = [
        *(h.WriteSheet(task=task, sheet=sheet), h.OfferHandOff(task=task, receiver=to)),
        *(h.OfferHandOff(task=task), h.TakeHandOff(task=task, read_back="x")),
    ]
    likely: list[Command] = [
        *(*on_the_way, *on_the_way),
        *(h.WithdrawHandOff(task=task), h.TakeBack(task=task), h.LeaveWithThem(task=task)),
        h.DropSheet(task=task),
        *(Claim(task=task), Claim(task=task), Undo(), Undo(), Undo(kinds=("handed_over",))),
        *(Move(task=task, stage="doing"), TakeOver(task=task, reason="x"), Release(task=task)),
        Reopen(number=task.number),
    ]
    rare: list[Command] = [
        *(Move(task=task, stage="done"), Merge(number=task.number, into=other.number)),
        FileAsJunk(number=task.number),
    ]
    return chance.choice(rare if chance.random() < 0.015 else likely)


def rows_of(board: Board) -> dict[str, list[dict[str, Any]]]:
    def dump(_reading: object) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for table in tables.MODELS:
            rows: Any = table.select().order_by(table._meta.primary_key).dicts()
            found[table._meta.table_name] = list(rows)
        return found

    return board._store.read(dump)


@pytest.mark.parametrize("seed", [0, 2])
def test_the_history_tells_all_of_it(board: Board, clock: FixedClock, seed: int) -> None:
    chance, told = random.Random(seed), Counter[str]()
    actors = [enter(board, login) for login in PEOPLE]
    one, two = open_inquiry(board), open_inquiry(board)
    replay = Replay()
    for count in range(140):
        clock.advance(timedelta(seconds=1))
        tasks = (one, two) if chance.random() < 0.7 else (two, one)
        command, who = wish(chance, *tasks), chance.choice(actors)
        if isinstance(command, HANDING_OFF) and chance.random() < 0.7:
            who = Actor(whoever_hands_off(command, Place(rows_of(board))))
        try:
            told[board.execute(command, who).kind] += 1
        except Refused:
            continue
        if count % 20 == 0:
            _check(board, replay)
    _check(board, replay)
    assert {"sheet_written", "hand_off_offered", "handed_over"} <= set(told)
    assert {"hand_off_withdrawn", "sheet_dropped"} <= set(told)


def _check(board: Board, replay: Replay) -> None:
    rows = rows_of(board)
    soundness.check(rows)
    logins = Place(rows).logins
    for row in rows["event"][replay.followed :]:
        replay.follow(_event(row, logins))
    replay.ledger.check(rows, logins)
