"""Processes that hold a board open and do what they are told, until they are killed.

A seat is one process with one board: what the parent asks goes through a pipe. It can be told
to die by SIGKILL before a statement of a command, to lose its line to PostgreSQL there, or to
lose the answer to its COMMIT.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any, Literal, NamedTuple

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import Command
from csboard.domain.records import Actor, Card, TaskRef
from csboard.domain.views import CardQuery, Snapshot
from csboard.errors import ConfigError, Refused, Unavailable
from tests.property.sameness import difference

_CONTEXT = multiprocessing.get_context("forkserver")
PRELOADED = (
    "csboard.db.store",
    "csboard.db.writing",
    "csboard.db.sqlite",
    "csboard.db.postgres",
    "csboard.db.merge_states",
    "csboard.domain.undo_merging",
    "csboard.tui.state",
    "tests.property.seats",
)

Way = Literal["kill", "hang up", "lose the answer"]


class Fault(NamedTuple):
    """What goes wrong while a command is carried out."""

    way: Way
    at: int
    """Before which statement, from 0; a command that has fewer is over when it happens."""


class Answer(NamedTuple):
    """What came of something asked of a seat."""

    kind: str
    """`done`, `refused`, `unavailable`, `died`, or `failed` with a traceback."""
    value: Any = None


class Seat:
    """The parent's end."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._line, self._process = _started(url)

    def ask(self, what: str, *arguments: Any) -> Answer:
        """Do something there. A seat that has died is taken by another process."""
        try:
            self._line.send((what, arguments))
            answer: Answer = self._line.recv()
        except (EOFError, OSError):
            self._process.join()
            self._line, self._process = _started(self.url)
            return Answer("died")
        assert answer.kind != "failed", answer.value
        return answer

    def get(self, what: str, *arguments: Any) -> Any:
        """What must be answered, at the second try if the line had been cut."""
        answer = self.ask(what, *arguments)
        if answer.kind == "unavailable":
            self.ask("reconnect")
            answer = self.ask(what, *arguments)
        assert answer.kind == "done", answer
        return answer.value

    def leave(self) -> None:
        """End the process and wait for it."""
        self._line.close()
        self._process.join()


def _started(url: str) -> tuple[Connection[Any, Any], Any]:
    _CONTEXT.set_forkserver_preload(list(PRELOADED))
    mine, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(url, theirs), daemon=True)
    process.start()
    theirs.close()
    return mine, process


def _serve(url: str, line: Connection[Any, Any]) -> None:
    os.environ["TZ"] = "UTC"
    work = _Work(url)
    while True:
        try:
            what, arguments = line.recv()
        except EOFError:
            break
        line.send(_answer(getattr(work, what), arguments))
    work.board.close()


def _answer(act: Callable[..., Any], arguments: tuple[Any, ...]) -> Answer:
    try:
        return Answer("done", act(*arguments))
    except Refused as refusal:
        return Answer("refused", (type(refusal).__name__, refusal.code))
    except ConfigError:
        return Answer("refused", ("ConfigError", ""))
    except Unavailable as failure:
        return Answer("unavailable", failure.code)
    except Exception:
        return Answer("failed", traceback.format_exc())


class _Work:
    """What can be asked of a seat."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = FixedClock(datetime.fromisoformat("2026-11-23T00:30+00:00"))
        self.board = Board.open(url, self.clock)
        self.shown = _of(self.board.snapshot())

    def execute(
        self, command: Command, actor: Actor, now: datetime, fault: Fault | None = None
    ) -> Any:
        """The event the command has left."""
        self._is_now(now)
        with _faulty(self, fault) if fault else nullcontext():
            return self.board.execute(command, actor)

    def keep(
        self, command: Command, actor: Actor, now: datetime, fault: Fault | None = None
    ) -> None:
        """The same for a command that leaves no event."""
        self._is_now(now)
        with _faulty(self, fault) if fault else nullcontext():
            self.board.keep(command, actor)

    def _is_now(self, now: datetime) -> None:
        self.clock.advance(now - self.clock.now())

    def receive(self, raw: bytes, source: str, now: datetime) -> int:
        self._is_now(now)
        return self.board.receive(raw, source).id

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of the board by table, in the order of its key."""
        from csboard.db import tables

        def dump(_reading: object) -> dict[str, list[dict[str, Any]]]:
            found: dict[str, list[dict[str, Any]]] = {}
            for table in tables.MODELS:
                ordered = table.select().order_by(table._meta.primary_key)
                rows: Any = ordered.dicts()
                found[table._meta.table_name] = list(rows)
            return found

        return self.board._store.read(dump)

    def readings(self, now: datetime) -> dict[str, Any]:
        """What screens and commands show, and what a board that followed by deltas shows."""
        self._is_now(now)
        board, snapshot = self.board, self.board.snapshot()
        numbers = sorted({card.ref.number for card in snapshot.cards})
        self._follow()
        return {
            "snapshot": snapshot._replace(cards=tuple(sorted(snapshot.cards, key=_by_ref))),
            "lost on the way": difference(tuple(self.shown), tuple(_of(snapshot))),
            "inquiries": [board.inquiry(number) for number in numbers],
            "histories": [board.history(number) for number in numbers],
            "inboxes": [board.inbox(login) for login in sorted(board.members())],
            "replies": [board.replies(number) for number in numbers],
            "sheets": (board.sheet(), board.sheet(retired=True)),
            "cases": [board.success(row.success.id) for row in board.sheet().rows],
            "templates": (board.templates(), board.templates(retired=True)),
            "next": board.next_card(),
            "open": board.cards(CardQuery(include_done=True)),
            "kept": [board.kept_of(number) for number in numbers],
            "tray": (board.tray(), board.unsorted()),
            "activity": [board.activity(login) for login in ("lead", "sato")],
            "settings": board.settings(),
            "blocks": board.blocks(),
        }

    def _follow(self) -> None:
        delta = self.board.delta(self.shown.rev)
        if delta is None:
            self.shown = _of(self.board.snapshot())
        else:
            self.shown = self.shown.after(delta)

    def damages(self) -> tuple[Any, ...]:
        return self.board.damages(deep=True)

    def reopen(self) -> None:
        """Close the board and open it again."""
        self.board.close()
        self.board = Board.open(self.url, self.clock)

    def reconnect(self) -> None:
        self.board.reconnect()

    def hang_up(self) -> None:
        """Take the line away under the board, without its knowing."""
        if self.board.is_sqlite:
            self.board.disconnect()
            self.board.connect()
            return
        import psycopg

        backend = self._connection().info.backend_pid
        with psycopg.connect(self.url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))

    def _connection(self) -> Any:
        database: Any = self.board._store.engine.database
        return database.connection()


def _of(snapshot: Snapshot) -> Any:
    """As an open board keeps it."""
    from csboard.tui.state import BoardState

    return BoardState.of(snapshot)


def _by_ref(card: Card) -> TaskRef:
    return card.ref


@contextmanager
def _faulty(work: _Work, fault: Fault) -> Iterator[None]:
    """One fault at a statement of what is done within; a death that comes late comes at the end."""
    meet = _Meeting(work, fault)
    with _on_sqlite(work, meet) if work.board.is_sqlite else _on_postgres(meet):
        yield
    if fault.way == "kill" or work.board.is_sqlite:
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _Meeting:
    """Counts statements until the fault is due; it comes once."""

    def __init__(self, work: _Work, fault: Fault) -> None:
        self._work, self._fault = work, fault
        self._count = 0

    def is_due(self) -> bool:
        self._count += 1
        return self._count == self._fault.at + 1

    @property
    def loses_the_answer(self) -> bool:
        return self._fault.way == "lose the answer"

    def strike(self) -> None:
        """SQLite has no line that could break."""
        if self._fault.way == "kill" or self._work.board.is_sqlite:
            _die()
        self._work.hang_up()


@contextmanager
def _on_sqlite(work: _Work, meet: _Meeting) -> Iterator[None]:
    connection = work._connection()

    def trace(_cursor: object, _statement: str, _bindings: object) -> bool:
        if meet.is_due():
            meet.strike()
        return True

    connection.exec_trace = trace
    try:
        yield
    finally:
        connection.exec_trace = None


@contextmanager
def _on_postgres(meet: _Meeting) -> Iterator[None]:
    from csboard.db.postgres import PatientCursor

    plain = PatientCursor.execute
    is_over = False

    def execute(cursor: Any, statement: Any, *arguments: Any, **options: Any) -> Any:
        nonlocal is_over
        is_commit = isinstance(statement, str) and statement.strip().upper() == "COMMIT"
        if not is_over and (is_commit if meet.loses_the_answer else meet.is_due()):
            is_over = True
            if is_commit and meet.loses_the_answer:
                plain(cursor, statement, *arguments, **options)
                statement = "SELECT 1"
            meet.strike()
        return plain(cursor, statement, *arguments, **options)

    patched: Any = PatientCursor
    patched.execute = execute
    try:
        yield
    finally:
        patched.execute = plain
