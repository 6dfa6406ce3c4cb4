"""T2: everybody does everything while one is killed every 50 ms and the server goes down twice.

Nothing that was acknowledged is lost, nothing done twice, no edit replaces another's words
without a conflict, no reply is recorded or mailed twice, and the history alone still tells where
every task, reply and review stands. The clock runs fast, for what killed senders had in hand.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from bench.figures import Figure
from bench.storm import team_replies, team_sending
from bench.storm.crowd import Crowd, Diary, preload
from bench.storm.field import Storm
from bench.storm.ground import enter_many, integrity, lasting_op_id, open_many, rows_of
from bench.storm.moody import Moody
from csboard.board import Board
from csboard.db.models import CustomerRow, EventRow, InquiryRow, MessageRow, TaskRow
from csboard.db.reply_models import AskRow, CommentRow, DraftRow, OutboxRow, VerdictRow
from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    EditInquiry,
    EndWaiting,
    Merge,
    Move,
    Release,
    SplitOff,
    TakeOver,
    Undo,
    Wait,
)
from csboard.domain.records import Actor, InquiryFields, TaskRef, Waiting
from csboard.errors import Refused, Unavailable
from tests.property.replaying import Replay
from tests.support.mail_server import running_mail_server
from tests.support.replying import agree

Answer = TypeVar("Answer")

PROCESSES, ACTS, INQUIRIES = 16, 500, 40
TO_MERGE = 10
"""How many of the inquiries are merged into each other; no history of one tells of the other."""
ANSWERED = slice(TO_MERGE - 2, TO_MERGE + 6)
"""Which of the inquiries are answered together: few, so that people meet; some are merged."""
REPLYING = 0.4
"""How many of all acts are about replies."""
RESTARTS = (0.3, 0.6)
"""When the server goes down: at these parts of all acts."""
OF_INQUIRIES = (
    InquiryRow,
    TaskRow,
    MessageRow,
    DraftRow,
    CommentRow,
    AskRow,
    VerdictRow,
    OutboxRow,
)
"""Tables whose rows the history of their inquiry tells."""
LIMIT = 600.0
TRY_AGAIN = 0.2


def run(storm: Storm) -> Iterator[Figure]:
    preload(__name__)
    for database in storm.databases:
        with storm.board(database) as url, running_mail_server(server=Moody()) as server:
            yield from _figures(storm, url, database, cast(Moody, server))


def _figures(storm: Storm, url: str, database: str, server: Moody) -> Iterator[Figure]:
    acts, begun = storm.times(ACTS, 8), time.time()
    with closing(Board.open(url, team_sending.clock(begun))) as board:
        logins = enter_many(board, PROCESSES)
        agree(board, Actor(logins[0]), send_window=0)
        numbers = open_many(board, INQUIRIES)
    diaries = [storm.directory / f"T2-{database}-{login}" for login in logins]
    crowd = Crowd(
        work,
        [
            (url, login, numbers, acts, (server.port, begun), diary)
            for login, diary in zip(logins, diaries, strict=True)
        ],
    )
    restarts = _Restarts(storm, database, diaries, acts * PROCESSES)
    seconds = crowd.run(LIMIT * 3, meanwhile=restarts.at)
    entries = [entry for diary in diaries for entry in Diary(diary).entries()]
    done = [entry for entry in entries if entry[1] == "done"]
    where = (
        f"{PROCESSES} x {acts} {database}, {crowd.kills} kills, {restarts.count} restarts,"
        f" {len(done)} done, {sum(entry[1] == 'saved' for entry in entries)} drafts saved,"
        f" {len(server.accepted)} mails taken"
    )
    with closing(Board.open(url)) as board:
        faults = {
            **crowd.faults,
            "acknowledged acts lost": _lost(board, done),
            "edits over another's words": _overwritten(board, done),
            "histories that don't tell the rows": _not_replayed(board, numbers[TO_MERGE:]),
            "merged numbers not in one hop": _not_one_hop(board),
            "integrity failures": integrity(board),
            **team_replies.faults(board, entries),
            **team_sending.faults(board, server),
        }
    for what, count in faults.items():
        yield Figure("T2", what, where, count, "", 0, counted=True)
    yield Figure("T2", "all done in", where, seconds, "s")


class _Restarts:
    """Ends the server hard when a part of the work is done, and starts it again."""

    def __init__(self, storm: Storm, database: str, diaries: list[Path], acts: int) -> None:
        restart = storm.server.restart if storm.server and database == "postgres" else None
        self._restart = restart
        self._diaries = diaries
        self._due = [int(part * acts) for part in RESTARTS] if restart else []
        self.count = 0

    def at(self, _seconds: float) -> None:
        """Called at every step of the storm."""
        if not self._due or self._restart is None:
            return
        if sum(len(Diary(diary).entries()) for diary in self._diaries) >= self._due[0]:
            del self._due[0]
            self._restart()
            self.count += 1


def work(
    url: str, login: str, numbers: list[int], acts: int, sends: tuple[int, float], diary: Path
) -> None:
    """Do what its predecessors didn't; each act with an operation id of its own for good.

    `sends` is the mail server's port, and when the clock began to run.
    """
    kept, outgoing = Diary(diary), team_sending.Outgoing(sends[0])
    clock = team_sending.clock(sends[1])
    board, me = _patiently(lambda: Board.open(url, clock)), Actor(login)
    for turn in range(len(kept.entries()), acts):
        op_id = lasting_op_id(login, turn)
        chance = random.Random(op_id)
        if chance.random() < REPLYING:
            do = partial(team_replies.act, board, me, op_id, chance)
            _reply(board, partial(do, chance.choice(numbers[ANSWERED]), outgoing), op_id, kept)
            continue
        number = chance.choice(numbers)
        seen = _patiently(partial(_fact, board, number), board)
        is_done = _patiently(partial(_is_done, board, op_id), board)
        command = _command(chance, op_id, number, numbers, seen)
        try:
            event = _patiently(partial(board.execute, command, me), board)
        except Refused as refusal:
            kept.note(op_id, refusal.code)
        else:
            # What a predecessor saw, who was killed before it noted what it did, nobody knows.
            edited = isinstance(command, EditInquiry) and event.kind == "edited" and not is_done
            # A merged number leads on: the edit is of the inquiry that the event names.
            kept.note(op_id, "done", event.id, event.number if edited else 0, seen or "-")


def _reply(board: Board, do: Callable[[], tuple[object, ...]], op_id: str, kept: Diary) -> None:
    try:
        kept.note(op_id, *_patiently(do, board))
    except Refused as refusal:
        kept.note(op_id, refusal.code)


def _patiently(ask: Callable[[], Answer], board: Board | None = None) -> Answer:
    """The answer, however often the server goes down before it comes."""
    lost = False
    while True:
        try:
            if board is not None and lost:
                board.reconnect()
            return ask()
        except Unavailable:
            lost = True
            time.sleep(TRY_AGAIN)


def _fact(board: Board, number: int) -> str:
    found: InquiryRow = board._store.read(lambda _reading: InquiryRow.get_by_id(number))
    return str(found.fact)


def _is_done(board: Board, op_id: str) -> bool:
    """Whether the act has left its event already."""
    done = EventRow.select().where(EventRow.op_id == op_id)
    return bool(board._store.read(lambda _reading: done.exists()))


def _command(
    chance: random.Random, op_id: str, number: int, numbers: list[int], seen: str
) -> Command:
    task = TaskRef(number)
    if number in numbers[:TO_MERGE] and chance.random() < 0.2:
        return Merge(op_id=op_id, number=number, into=chance.choice(numbers[:TO_MERGE]))
    acts: list[Callable[[], Command]] = [
        lambda: EditInquiry(
            op_id=op_id,
            number=number,
            fields=InquiryFields(fact=op_id),
            was=InquiryFields(fact=seen),
        ),
        lambda: AddNote(op_id=op_id, number=number, text=op_id),
        lambda: Claim(op_id=op_id, task=task),
        lambda: Release(op_id=op_id, task=task),
        lambda: TakeOver(op_id=op_id, task=task, reason="x"),
        lambda: Move(op_id=op_id, task=task, stage=chance.choice(["todo", "doing", "done"])),
        lambda: Wait(op_id=op_id, task=task, waiting=Waiting("customer", "x")),
        lambda: EndWaiting(op_id=op_id, task=task),
        lambda: SplitOff(op_id=op_id, number=number, title="x"),
        lambda: Undo(op_id=op_id, number=number),
    ]
    return chance.choice([acts[0], *acts])()


def _lost(board: Board, done: list[list[str]]) -> int:
    """Acts that were acknowledged and have left no event, or another than they were told."""
    events = {row["op_id"]: row["id"] for row in rows_of(board, EventRow)}
    return sum(events.get(entry[0]) != int(entry[2]) for entry in done)


def _overwritten(board: Board, done: list[list[str]]) -> int:
    """Edits of the same seen words, with nothing taken back in between that brought them back."""
    undone = [row["id"] for row in rows_of(board, EventRow, kind="undone")]
    edits = sorted((int(entry[2]), entry[3], entry[4]) for entry in done if entry[3] != "0")
    last: dict[tuple[str, str], int] = {}
    count = 0
    for event, number, seen in edits:
        before = last.get((number, seen))
        if before is not None and not any(before < one < event for one in undone):
            count += 1
        last[number, seen] = event
    return count


def _not_replayed(board: Board, numbers: list[int]) -> int:
    """Inquiries whose rows don't follow from their events."""
    tables = {table._meta.table_name: table for table in OF_INQUIRIES}
    found: dict[int, dict[str, list[Any]]] = {}
    inquiries = {row["id"]: row["inquiry"] for row in rows_of(board, DraftRow)}
    for name, table in tables.items():
        for row in rows_of(board, table):
            number = row["number"] if name == "inquiry" else row.get("inquiry")
            number = number or inquiries[row["draft"]]
            found.setdefault(number, {name: [] for name in tables})[name].append(row)
    rest: dict[str, list[Any]] = {
        "link": [],
        "receipt": [],
        "customer": rows_of(board, CustomerRow),
    }
    logins = {member.id: login for login, member in board.members().items()}
    return sum(not _is_replayed(board, number, found[number] | rest, logins) for number in numbers)


def _is_replayed(
    board: Board, number: int, rows: dict[str, list[Any]], logins: dict[int, str]
) -> bool:
    replay = Replay()
    try:
        for event in board.history(number):
            replay.follow(event)
        replay.ledger.check(rows, logins)
    except AssertionError:
        return False
    return True


def _not_one_hop(board: Board) -> int:
    leads = {row["number"]: row["merged_into"] for row in rows_of(board, InquiryRow)}
    return sum(leads[whole] is not None for whole in leads.values() if whole is not None)
