"""What the processes of the race tests do. Each is a real process with its own board."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from csboard.board import Board
from csboard.db import schema
from csboard.domain.commands import AddNote, Claim, EnterBoard, MarkSeen, OpenInquiry
from csboard.domain.draft_commands import LeaveWords, SaveDraft, TakePen
from csboard.domain.hand_off_commands import TakeHandOff
from csboard.domain.records import Actor, Introduction, TaskRef
from csboard.domain.stand_up_commands import BeginStandUp
from csboard.domain.time_commands import StartTimer
from csboard.errors import Conflict, CsboardError, Refused

SPAWN = multiprocessing.get_context("spawn")
"""Forking a process that has a database open is not what users do."""


def claim_all(url: str, login: str, numbers: list[int], start: Barrier, answers: Any) -> None:
    """Try to claim every task; report (number, outcome, sentence) for each."""
    board, me = Board.open(url), Actor(login)
    start.wait()
    answers.put([(number, *_claim(board, me, number)) for number in numbers])


def take_next(url: str, login: str, start: Barrier, answers: Any) -> None:
    """Take the next task; whoever loses it to another takes the next then. Reports its number."""
    board, me = Board.open(url), Actor(login)
    start.wait()
    while (card := board.next_card()) is not None:
        number = card.ref.number
        if _claim(board, me, number) == ("won", ""):
            break
    answers.put(number)


def _claim(board: Board, me: Actor, number: int) -> tuple[str, str]:
    try:
        board.execute(Claim(task=TaskRef(number)), me)
    except Conflict as conflict:
        return conflict.code, conflict.sentence
    except CsboardError as error:
        return type(error).__name__, error.sentence
    return "won", ""


def take_hand_offs(url: str, login: str, numbers: list[int], start: Barrier, answers: Any) -> None:
    """Try to take every task that is offered; report (number, outcome, sentence) for each."""
    board, me = Board.open(url), Actor(login)
    start.wait()
    answers.put([(number, *_take(board, me, number)) for number in numbers])


def _take(board: Board, me: Actor, number: int) -> tuple[str, str]:
    try:
        board.execute(TakeHandOff(task=TaskRef(number), read_back=me.login), me)
    except Conflict as conflict:
        return conflict.code, conflict.sentence
    except CsboardError as error:
        return type(error).__name__, error.sentence
    return "won", ""


def open_board(url: str, login: str, start: Barrier, answers: Any) -> None:
    """Open (and make, or upgrade) the board at the same moment as the others."""
    start.wait()
    try:
        board = Board.open(url, create=True)
        board.execute(EnterBoard(name=login), Actor(login))
        answers.put((login, "opened"))
    except Refused as refusal:
        answers.put((login, refusal.code))
    except BaseException as error:
        answers.put((login, f"{type(error).__name__}: {error}"))


def come_first(url: str, login: str, is_quiet: bool, start: Barrier, answers: Any) -> None:
    """Come to the board with a first act, which leaves an event or is a quiet mark."""
    board, me = Board.open(url), Actor(login, None, Introduction(login.title(), "en"))
    start.wait()
    if is_quiet:
        board.keep(MarkSeen(event_id=0), me)
    else:
        board.execute(OpenInquiry(subject="件名"), me)
    answers.put(login)
    board.close()


def begin_stand_up(url: str, login: str, start: Barrier, answers: Any) -> None:
    """Begin the team's stand-up at the same moment as the others; report what came of it."""
    board, me = Board.open(url), Actor(login)
    start.wait()
    try:
        board.execute(BeginStandUp(), me)
    except Refused as refusal:
        answers.put((login, refusal.code, refusal.sentence))
    else:
        answers.put((login, "begun", ""))
    board.close()


def write_notes(url: str, login: str, number: int, count: int, start: Barrier) -> None:
    """Write notes without pause."""
    board, me = Board.open(url), Actor(login)
    start.wait()
    for index in range(count):
        board.execute(AddNote(number=number, text=f"{login} {index}"), me)


def write_notes_for_ever(url: str, login: str, number: int, acknowledged: Any) -> None:
    """Write notes until killed, telling after each that it was stored."""
    board, me = Board.open(url), Actor(login)
    for index in range(1_000_000):
        event = board.execute(AddNote(number=number, text=f"{login} {index}"), me)
        acknowledged.send(event.id)


def upgrade_board(url: str, steps: str, start: Barrier, answers: Any) -> None:
    """Open the board with a program that knows the migration steps in `steps`."""
    board_of_old_days = Board.open(url)  # peewee and the old schema are known by now
    board_of_old_days.close()
    schema.MIGRATIONS = Path(steps)
    schema.SCHEMA += 1
    start.wait()
    try:
        Board.open(url, backed_up=True).close()
        answers.put("opened")
    except BaseException as error:
        answers.put(f"{type(error).__name__}: {error}")


def write_in_one_draft(url: str, login: str, draft_id: int, count: int, start: Barrier) -> None:
    """Take the pen and add a line, again and again; leave beside the draft what can't be saved."""
    board, me = Board.open(url), Actor(login)
    start.wait()
    for index in range(count):
        with suppress(Refused):  # when it is one's own still
            board.execute(TakePen(draft_id=draft_id, session=login), me)
        draft = board.draft(draft_id)
        words = draft.words._replace(text=f"{draft.words.text}\n{login} {index}")
        save = SaveDraft(draft_id=draft_id, session=login, seen_version=draft.version, words=words)
        try:
            board.keep(save, me)
        except Conflict:
            board.execute(LeaveWords(draft_id=draft_id, words=words), me)


def start_timers(
    url: str, login: str, number: int, rounds: int, start: Barrier, answers: Any
) -> None:
    """One of a person's boards starts their timer again and again; report what came of each."""
    board, me = Board.open(url), Actor(login)
    start.wait()
    told = []
    for _round in range(rounds):
        try:
            told.append(board.execute(StartTimer(task=TaskRef(number)), me).kind)
        except Refused as refusal:
            told.append(refusal.code)
    answers.put(told)
    board.close()
