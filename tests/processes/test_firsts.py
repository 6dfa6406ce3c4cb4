"""What only one of all can be first at: leading an empty board, beginning a stand-up."""

from __future__ import annotations

import re
from collections import Counter

from csboard.board import Board
from csboard.domain.commands import EnterBoard
from csboard.domain.records import INTAKE_LOGIN, Actor, Role
from tests.processes import workers
from tests.processes.test_races import run
from tests.processes.workers import SPAWN


def test_of_two_who_come_to_an_empty_board_at_once_one_leads(database_url: str) -> None:
    """One with an act, one with a mark that leaves no event: both are members afterwards."""
    start, answers = SPAWN.Barrier(2), SPAWN.Queue()
    told = run(
        [
            SPAWN.Process(
                target=workers.come_first, args=(database_url, login, is_quiet, start, answers)
            )
            for login, is_quiet in (("sato", False), ("suzuki", True))
        ],
        answers,
    )
    assert sorted(told) == ["sato", "suzuki"]
    board = Board.open(database_url)
    members = {one.login: one.role for one in board.members().values()}
    members.pop(INTAKE_LOGIN, None)
    board.close()
    assert set(members) == {"sato", "suzuki"}
    assert Counter(members.values()) == {Role.LEAD: 1, Role.MEMBER: 1}


def test_of_all_who_begin_a_stand_up_at_once_one_does(database_url: str) -> None:
    """The others hear who began it and when; there is one stand-up, and one event of it."""
    logins = ["mori", "sato", "suzuki"]
    board = Board.open(database_url)
    for login in logins:
        board.execute(EnterBoard(name=login.title()), Actor(login))
    before = board.newest()
    start, answers = SPAWN.Barrier(len(logins)), SPAWN.Queue()
    told = run(
        [
            SPAWN.Process(target=workers.begin_stand_up, args=(database_url, login, start, answers))
            for login in logins
        ],
        answers,
    )
    assert Counter(code for _login, code, _words in told) == {"begun": 1, "standing_up": 2}
    (first,) = (login for login, code, _words in told if code == "begun")
    for _login, code, words in told:
        when = rf"begun by {first.title()} (just now|\d+ seconds? ago): take part in it"
        assert code == "begun" or re.search(when, words), words
    found = board.stand_up().found
    assert found.stand_up is not None
    assert (found.stand_up.login, len(found.latest)) == (first, 1)
    assert board.newest() == before + 1
    board.close()
