"""Many processes on one board at once, on both databases."""

from __future__ import annotations

import itertools
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from csboard.board import Board
from csboard.db import schema
from csboard.domain.commands import Claim, EnterBoard, OpenInquiry, Pin
from csboard.domain.draft_commands import BeginDraft
from csboard.domain.hand_off_commands import OfferHandOff, WriteSheet
from csboard.domain.hand_off_records import Severity, Sheet
from csboard.domain.records import Actor, TaskRef
from csboard.errors import WrongDatabase
from tests.processes import workers
from tests.processes.workers import SPAWN

PROCESSES = 16
CLAIMS = 200
LOGINS = [f"member{index:02}" for index in range(PROCESSES)]


@pytest.fixture
def team(database_url: str) -> Board:
    board = Board.open(database_url)
    for login in LOGINS:
        board.execute(EnterBoard(name=login.upper()), Actor(login))
    return board


def opened(board: Board) -> int:
    """The number of a new inquiry."""
    number = board.execute(OpenInquiry(subject="件名"), Actor(LOGINS[0])).number
    assert number is not None
    return number


def run(processes: Sequence[BaseProcess], answers: Any = None) -> list[Any]:
    """Start all, take one answer from each, and see that all end well."""
    for process in processes:
        process.start()
    taken = [answers.get(timeout=120) for _ in processes] if answers is not None else []
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
    return taken


def test_everybody_claims_everything_at_once(team: Board, database_url: str) -> None:
    """16 processes x 200 claims: one owner each, every refusal names the winner."""
    numbers = [opened(team) for _ in range(CLAIMS)]
    start, answers = SPAWN.Barrier(PROCESSES), SPAWN.Queue()
    told = run(
        [
            SPAWN.Process(
                target=workers.claim_all, args=(database_url, login, numbers, start, answers)
            )
            for login in LOGINS
        ],
        answers,
    )
    outcomes = list(itertools.chain.from_iterable(told))
    assert Counter(outcome for _number, outcome, _words in outcomes) == {
        "won": CLAIMS,
        "taken": CLAIMS * (PROCESSES - 1),
    }
    owners = {card.ref.number: card.owner_name for card in team.snapshot().cards}
    assert sorted(owners) == numbers
    for number, outcome, words in outcomes:
        if outcome == "taken":
            assert owners[number] in words
    claims = [event for number in numbers for event in team.history(number)[1:]]
    assert Counter(event.kind for event in claims) == {"claimed": CLAIMS}


def test_one_of_all_who_take_what_is_offered_has_it(team: Board, database_url: str) -> None:
    """The others hear who; the sheet has the line of whoever owns the task."""
    giver, *takers = LOGINS[:5]
    numbers = [opened(team) for _ in range(20)]
    for number in numbers:
        ref = TaskRef(number)
        sheet = Sheet(Severity.WATCH, "x", "x", "x", "x")
        for command in (
            Claim(task=ref),
            WriteSheet(task=ref, sheet=sheet),
            OfferHandOff(task=ref),
        ):
            team.execute(command, Actor(giver))
    start, answers = SPAWN.Barrier(len(takers)), SPAWN.Queue()
    told = run(
        [
            SPAWN.Process(
                target=workers.take_hand_offs, args=(database_url, login, numbers, start, answers)
            )
            for login in takers
        ],
        answers,
    )
    outcomes = list(itertools.chain.from_iterable(told))
    assert Counter(outcome for _number, outcome, _words in outcomes) == {
        "won": len(numbers),
        "taken": len(numbers) * (len(takers) - 1),
    }
    owners = {card.ref.number: card.owner for card in team.snapshot().cards}
    taken = {one.task.number: (one.taken_by, one.read_back) for one in team.hand_offs()}
    assert taken == {number: (owners[number], owners[number]) for number in numbers}
    for number, outcome, words in outcomes:
        assert outcome == "won" or str(owners[number]).upper() in words


def test_all_who_take_the_next_at_once_get_another_each(team: Board, database_url: str) -> None:
    """Those most in need are taken, the pinned one too, each by one."""
    logins = LOGINS[:5]
    numbers = [opened(team) for _ in range(2 * len(logins))]
    wanted = numbers[: len(logins) - 1] + numbers[-1:]
    team.execute(Pin(task=TaskRef(numbers[-1])), Actor(LOGINS[0]))
    start, answers = SPAWN.Barrier(len(logins)), SPAWN.Queue()
    told = run(
        [
            SPAWN.Process(target=workers.take_next, args=(database_url, login, start, answers))
            for login in logins
        ],
        answers,
    )
    assert sorted(told) == wanted
    owners = {card.ref.number: card.owner for card in team.snapshot().cards if card.owner}
    assert sorted(owners) == wanted
    assert sorted(owners.values()) == sorted(logins)


def test_no_word_is_lost_when_all_write_in_one_draft(team: Board, database_url: str) -> None:
    """Each takes the pen from the others: every line stands in the draft or is kept beside it."""
    number, logins, count = opened(team), LOGINS[:3], 8
    team.execute(BeginDraft(number=number), Actor(logins[0]))
    (draft,) = team.replies(number).drafts
    start = SPAWN.Barrier(len(logins))
    run(
        [
            SPAWN.Process(
                target=workers.write_in_one_draft,
                args=(database_url, login, draft.id, count, start),
            )
            for login in logins
        ]
    )
    view = team.replies(number)
    texts = [view.drafts[0].words.text, *(one.words.text for one in view.revisions)]
    lines = {line for text in texts for line in text.split("\n") if line}
    assert lines == {f"{login} {index}" for login in logins for index in range(count)}
    assert [one.seq for one in view.revisions] == list(range(1, len(view.revisions) + 1))
    left = [one for one in view.revisions if one.kind == "left"]
    assert view.drafts[0].version + len(left) == 1 + len(logins) * count


def test_a_reader_that_follows_misses_nothing(team: Board, database_url: str) -> None:
    """While 16 writers commit, the deltas bring every event once and in order."""
    number = opened(team)
    rev = first = team.newest()
    start = SPAWN.Barrier(PROCESSES)
    writers = [
        SPAWN.Process(target=workers.write_notes, args=(database_url, login, number, 25, start))
        for login in LOGINS
    ]
    for process in writers:
        process.start()
    followed: list[int] = []
    while any(process.is_alive() for process in writers) or team.newest() > rev:
        delta = team.delta(rev)
        assert delta is not None
        followed += [event.id for event in delta.events]
        rev = delta.rev
    for process in writers:
        process.join()
        assert process.exitcode == 0
    everything = [event.id for event in team.history(number) if event.id > first]
    assert followed == everything
    assert len(followed) == PROCESSES * 25


def test_two_programs_make_one_board(empty_database_url: str) -> None:
    """Started at once on an empty place, one makes the board and all open it."""
    logins = LOGINS[:4]
    start, answers = SPAWN.Barrier(len(logins)), SPAWN.Queue()
    told = run(
        [
            SPAWN.Process(
                target=workers.open_board, args=(empty_database_url, name, start, answers)
            )
            for name in logins
        ],
        answers,
    )
    assert dict(told) == dict.fromkeys(logins, "opened")
    roles = Counter(member.role for member in Board.open(empty_database_url).members().values())
    assert roles == {"lead": 1, "member": 4}  # the system member `intake` is one of them


STEP = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE newer (id INTEGER)")
    db.execute_sql("INSERT INTO newer VALUES (1)")
"""


def test_several_programs_upgrade_one_board(database_url: str, tmp_path: Path) -> None:
    """Started at once on an old board, one upgrades it, once, and all open it."""
    steps = tmp_path / "steps"
    shutil.copytree(schema.MIGRATIONS, steps)
    (steps / "9999_newer.py").write_text(STEP)
    start, answers = SPAWN.Barrier(4), SPAWN.Queue()
    programs = [
        SPAWN.Process(target=workers.upgrade_board, args=(database_url, str(steps), start, answers))
        for _ in range(4)
    ]
    assert run(programs, answers) == ["opened"] * 4
    with pytest.raises(WrongDatabase, match="newer csboard"):
        Board.open(database_url)


def test_a_killed_writer_leaves_nothing_half_done(team: Board, database_url: str) -> None:
    """What was acknowledged is there; every note has its event and every event its note."""
    number = opened(team)
    acknowledged: list[int] = []
    for login in LOGINS[:3]:
        receiver, sender = SPAWN.Pipe(duplex=False)
        writer = SPAWN.Process(
            target=workers.write_notes_for_ever, args=(database_url, login, number, sender)
        )
        writer.start()
        acknowledged += [receiver.recv() for _ in range(20)]
        writer.kill()
        writer.join()
        while receiver.poll():
            acknowledged.append(receiver.recv())
    view = team.inquiry(number)
    noted = [event for event in view.events if event.kind == "noted"]
    assert set(acknowledged) <= {event.id for event in noted}
    assert [event.detail["message"] for event in noted] == [one.id for one in view.messages]


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the mode of the files on Linux")
def test_files_of_a_shared_board_are_for_the_group(tmp_path: Path) -> None:
    path = tmp_path / "board.db"
    board = Board.open(f"sqlite:///{path}", create=True, mode=0o660)
    board.execute(EnterBoard(), Actor("one"))
    modes = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.glob("board.db*")}
    assert modes == {
        "board.db": 0o660,
        "board.db-wal": 0o660,
        "board.db-shm": 0o660,
        "board.db.lock": 0o660,
        "board.db.bell": 0o770,
    }
