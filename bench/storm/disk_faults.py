"""T3: at every I/O call in turn the disk fails, fills up, or the program dies, torn or whole.

After each the board must be sound and whole, what was told as done must be done, what failed
told in one sentence with status 75, and the same command must do its work afterwards.
"""

from __future__ import annotations

import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from bench.figures import Figure
from bench.storm.faulty import KINDS, Faulty, NoCompiler, Ran, compiled, faulty, take_in
from bench.storm.field import Storm
from bench.storm.ground import integrity, rows_of
from csboard.board import Board
from csboard.cli.identity import own_account
from csboard.clock import Clock, FixedClock
from csboard.db import schema, upgrading
from csboard.db.models import BoardRow, EventRow, InquiryRow, MessageRow, ReceiptRow, TaskRow
from csboard.db.reply_models import DraftRow, OutboxRow
from csboard.domain.commands import Claim, EnterBoard
from csboard.domain.records import INTAKE_LOGIN, Actor, TaskRef
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.errors import Refused
from tests.support.desk import open_inquiry
from tests.support.killed_senders import AFTERWARDS, sent_by_the_next
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.replying import begin_draft, press_send, team

MOST_POINTS = 200
MAIL = Path(__file__).parents[2] / "tests" / "mail" / "corpus" / "001_open_iso2022jp.eml"
NUMBER = 1001

Check = Callable[[Path, bool], None]
"""Looks at a board afterwards, told whether the command said it was done; AssertionError."""


@dataclass(frozen=True)
class Act:
    """A command, the board it meets, and what must hold afterwards."""

    argv: tuple[str, ...]
    make: Callable[[Path], None]
    check: Check


def run(storm: Storm) -> Iterator[Figure]:
    try:
        shim = compiled(storm.directory)
    except NoCompiler as missing:
        yield from storm.left_out("T3", str(missing))
        return
    config = storm.directory / "T3-config.toml"
    env = {
        "HOME": str(storm.home("T3")),
        "LANG": "C.UTF-8",
        "CSBOARD_CONFIG": str(config),
        "CSBOARD_DATABASE": "sqlite:////dev/null/none",
    }
    with running_mail_server() as server, faulty(shim, env) as runner:
        config.write_text(server.table, encoding="utf-8")
        config.chmod(0o600)
        acts = {**ACTS, "send over SMTP": _over_smtp(server)}
        for name, act in acts.items():
            yield from _figures(storm, runner, name, act)


def _figures(storm: Storm, runner: Faulty, name: str, act: Act) -> Iterator[Figure]:
    template = storm.directory / f"T3-{name}"
    template.mkdir()
    act.make(template)
    calls = _tried(storm, runner, template, act, 0, 0).calls
    points = range(1, min(calls, MOST_POINTS) + 1)
    tries = 0
    faults: Counter[str] = Counter()
    for kind in KINDS.values():
        for point in points[:: max(1, len(points) // 4)] if storm.short else points:
            tries += 1
            try:
                _tried(storm, runner, template, act, kind, point)
            except AssertionError as wrong:
                faults[f"{name}: {wrong}".splitlines()[0]] += 1
    where = f"{name}, {len(points)} calls, {tries} runs"
    yield Figure("T3", "I/O calls met", where, len(points), "", 1, at_least=True, counted=True)
    yield Figure("T3", "not sound, lost, half or untold", where, len(faults), "", 0, counted=True)
    for fault, times in faults.items():
        yield Figure("T3", fault[:100], where, times, "", 0, counted=True)


def _tried(storm: Storm, runner: Faulty, template: Path, act: Act, kind: int, point: int) -> Ran:
    """One run on a copy of the board, and everything that must hold after it."""
    place = storm.directory / "T3-place"
    shutil.copytree(template, place)
    try:
        argv = [*act.argv, *_options(place, act)]
        ran = runner.run(place, argv, kind, point)
        told = f"{list(KINDS)[kind - 1] if kind else 'no fault'} at {point}: {ran}"
        _check_words(ran, told, dies=kind >= KINDS["death"])
        try:
            act.check(place, ran.status == 0)
        except Exception as wrong:
            raise AssertionError(f"{type(wrong).__name__} {wrong} after {told}") from wrong
        return ran
    finally:
        shutil.rmtree(place)


def _options(place: Path, act: Act) -> list[str]:
    target = [str(place / "copy.db")] if act.argv == ("backup",) else []
    return [*target, "--db", f"sqlite:///{place / 'board.db'}"]


def _check_words(ran: Ran, told: str, *, dies: bool) -> None:
    if ran.status == 0 or (dies and ran.status == -9):
        return
    assert ran.status == 75, f"status {told}"
    assert ran.err.startswith("csboard: "), f"words {told}"
    assert ran.err.count("\n") == 1, f"words {told}"


# Boards to begin with


def _with_inquiries(place: Path) -> None:
    board = Board.open(f"sqlite:///{place / 'board.db'}", create=True)
    board.execute(EnterBoard(), _me())
    for _ in range(3):
        open_inquiry(board, "件名", body="本文 " * 1000)
    board.close()


def _with_mail(place: Path) -> None:
    _with_inquiries(place)
    shutil.copyfile(MAIL, place / "stdin")


def _stamp_of_old_days(clock: Clock) -> None:
    """What a board of the first schema begins with; today's models have columns more."""
    execute, now = BoardRow._meta.database.execute_sql, clock.now().isoformat()
    board = (secrets.token_hex(16), now)
    execute("INSERT INTO board (id, board_id, schema, created_at) VALUES (1, ?, 1, ?)", board)
    intake = (INTAKE_LOGIN, now)
    execute(
        "INSERT INTO member (login, role, active, created_at) VALUES (?, 'member', 1, ?)", intake
    )


def _of_old_days(place: Path) -> None:
    """A board of the first schema, with an inquiry on it."""
    steps = place / "steps"
    steps.mkdir()
    shutil.copy(next(schema.MIGRATIONS.glob("0001_*.py")), steps)
    with (
        patch.object(schema, "MIGRATIONS", steps),
        patch.object(schema, "SCHEMA", 1),
        patch.object(upgrading, "stamp", _stamp_of_old_days),
    ):
        board = Board.open(f"sqlite:///{place / 'board.db'}", create=True)
    now = "2026-11-23 00:30:00.000000"
    with board._store.engine.database.atomic() as _transaction:
        execute = board._store.engine.database.execute_sql
        execute("INSERT INTO customer (id, name, email, organisation) VALUES (1, '山田', '', '')")
        execute(
            "INSERT INTO inquiry (number, channel, subject, urgency, customer_id, opened_at)"
            " VALUES (?, 'phone', '件名', 'normal', 1, ?)",
            (NUMBER, now),
        )
        execute(
            "INSERT INTO task (inquiry_id, seq, stage, need, opened_at)"
            " VALUES (?, 1, 'todo', 1, ?)",
            (NUMBER, now),
        )
    board.close()
    shutil.rmtree(steps)


def _me() -> Actor:
    return Actor(own_account().login)


# What must hold afterwards


def _open(place: Path, name: str = "board.db") -> closing[Board]:
    board = Board.open(f"sqlite:///{place / name}")
    assert integrity(board) == 0, "not sound"
    return closing(board)


def _check_claim(place: Path, done: bool) -> None:
    with _open(place) as board:
        claims = len(rows_of(board, EventRow, kind="claimed"))
        (task,) = rows_of(board, TaskRow, inquiry=NUMBER)
        assert claims == (task["owner"] is not None), "half a claim"
        assert claims or not done, "lost a claim"
        try:
            board.execute(Claim(task=TaskRef(NUMBER)), _me())
        except Refused:
            assert claims, "can't be claimed"
        assert len(rows_of(board, EventRow, kind="claimed")) == 1, "claimed twice"


def _check_intake(place: Path, done: bool) -> None:
    with _open(place) as board:
        receipts = rows_of(board, ReceiptRow)
        opened = [row for row in receipts if row["inquiry"] is not None]
        assert receipts or not done, "lost a mail"
        assert len(rows_of(board, InquiryRow)) == 3 + len(opened), "half an inquiry"
        take_in(board, [MAIL.read_bytes()])
        assert len(rows_of(board, InquiryRow)) == 4, "not one inquiry of one mail"
        assert len(rows_of(board, ReceiptRow)) == 1, "one mail stored twice"


def _check_upgrade(place: Path, done: bool) -> None:
    wanted = _tables_of_new(place)  # first: a process has its tables on one board at a time
    with _open(place) as board:
        (inquiry,) = rows_of(board, InquiryRow)
        assert inquiry["subject"] == "件名", "lost an inquiry"
        assert schema.schema_number(board._store.engine) == schema.SCHEMA, "not upgraded"
        assert _tables(board) == wanted, "not the tables of a new board"
        board.execute(EnterBoard(), _me())
        board.execute(Claim(task=TaskRef(NUMBER)), _me())


def _tables(board: Board) -> list[str]:
    """Names of all tables, indexes, triggers and columns."""
    database = board._store.engine.database
    things = [name for (name,) in database.execute_sql("SELECT name FROM sqlite_master").fetchall()]
    columns = [
        f"{table}.{column.name}"
        for table in database.get_tables()
        for column in database.get_columns(table)
    ]
    return sorted(things + columns)


def _tables_of_new(place: Path) -> list[str]:
    with closing(Board.open(f"sqlite:///{place / 'new.db'}", create=True)) as board:
        return _tables(board)


def _check_backup(place: Path, done: bool) -> None:
    with _open(place) as board:
        there = _tables(board), rows_of(board, EventRow)
    copy = place / "copy.db"
    assert copy.exists() or not done, "no copy"
    if copy.exists():
        with _open(place, "copy.db") as board:
            assert (_tables(board), rows_of(board, EventRow)) == there, "half a copy"


def _with_draft(place: Path) -> None:
    """A reply that is ready to be sent by hand."""
    _with_inquiries(place)
    with _open(place) as board:
        begin_draft(board, TaskRef(NUMBER), _me())


def _check_send(place: Path, done: bool) -> None:
    with _open(place) as board:
        sent = len(rows_of(board, EventRow, kind="sent"))
        out = len(rows_of(board, MessageRow, direction="out"))
        assert sent == out == len(rows_of(board, OutboxRow)), "half a reply"
        (draft,) = rows_of(board, DraftRow)
        assert (draft["ending"] == "sent") == (sent == 1), "half a reply"
        assert sent or not done, "lost a reply"
        digest = digest_of_draft(board.draft(draft["id"]))
        try:
            board.execute(RecordSent(draft_id=draft["id"], digest=digest, seen=99), _me())
        except Refused:
            assert sent, "can't be sent"
        assert len(rows_of(board, EventRow, kind="sent")) == 1, "sent twice"


def _with_a_reply_that_is_due(place: Path) -> None:
    with closing(Board.open(f"sqlite:///{place / 'board.db'}", create=True)) as board:
        (author,) = team(board, _me().login, send_window=0)
        press_send(board, begin_draft(board, open_inquiry(board), author), author)


def _over_smtp(server: MailServer) -> Act:
    """Sending what is due; the mail server counts what it takes."""

    def make(place: Path) -> None:
        _with_a_reply_that_is_due(place)
        server.accepted.clear()

    def check(place: Path, done: bool) -> None:
        taken = len(server.accepted)
        with _open(place) as board:
            board.clock = FixedClock(board.clock.now() + timedelta(hours=1))
            left = _outbox_state(board)
            assert left == "sent" or not done, "lost that it was sent"
            assert taken == (left == "sent") or (left == "handing" and taken <= 1), "not as told"
            became = sent_by_the_next(board, server)
            assert (became, _outbox_state(board)) == AFTERWARDS[left], "gone on with otherwise"
        assert len(server.accepted) <= 1, "sent twice"
        server.accepted.clear()

    return Act(("outbox", "send"), make, check)


def _outbox_state(board: Board) -> str:
    """How the only reply stands; what else tells of it must say the same."""
    (entry,) = rows_of(board, OutboxRow)
    is_sent = entry["state"] == "sent"
    assert len(rows_of(board, EventRow, kind="sent")) == is_sent, "half a reply"
    assert len(rows_of(board, MessageRow, direction="out")) == is_sent, "half a reply"
    (draft,) = rows_of(board, DraftRow)
    assert (draft["ending"] == "sent") == is_sent, "half a reply"
    return str(entry["state"])


ACTS = {
    "claim": Act(("claim", str(NUMBER)), _with_inquiries, _check_claim),
    "send": Act(("send", str(NUMBER), "--sent"), _with_draft, _check_send),
    "intake": Act(("intake", "mail"), _with_mail, _check_intake),
    "migrate": Act(("migrate",), _of_old_days, _check_upgrade),
    "backup": Act(("backup",), _with_inquiries, _check_backup),
}
