"""A board copied into another database: equal to the last row, whatever stopped it on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bench.fill import fill
from bench.lifelike import Archive
from csboard.board import Board
from csboard.db import canonical, copying
from csboard.db.address import parse_url
from csboard.db.copy_target import ends
from csboard.db.engine import Engine
from csboard.db.schema import COPYING, SCHEMA
from csboard.db.store import make_engine
from csboard.db.tables import MODELS
from csboard.domain.commands import AddNote, MarkSeen, Merge, NoteMailbox, NoteRead, OpenInquiry
from csboard.domain.draft_commands import AddFile, BeginDraft, TakePen
from csboard.domain.mailbox import MailboxMark
from csboard.domain.records import Actor
from csboard.errors import Unavailable, WrongDatabase
from csboard.mail.intake import INTAKE
from tests.conftest import MONDAY
from tests.support.shell import Shell

ME = Actor("sato")


@pytest.fixture(params=["sqlite", "postgres"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a board can be copied to, on both databases, whichever the source is on."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/copy.db"
        return
    postgres = request.getfixturevalue("postgres")
    url = postgres.database(empty=True)
    yield url
    postgres.drop(url)


@pytest.fixture
def full(empty_database_url: str) -> str:
    """A board with a bit of everything: mail as it came, references back and forth."""
    fill(empty_database_url, Archive(60, 20, MONDAY))
    board = Board.open(empty_database_url)
    for subject in ("件名", "二つ目"):
        board.execute(OpenInquiry(subject=subject, body="a\\b\tc\u200d\U0001f600"), ME)
    numbers = sorted(card.ref.number for card in board.snapshot().cards)
    board.execute(Merge(number=numbers[0], into=numbers[-1]), ME)
    board.receive(bytes(range(256)) * 9, "pipe")
    board.execute(BeginDraft(number=numbers[-1], session="a"), ME)
    draft = board.replies(numbers[-1]).drafts[0].id
    board.execute(AddFile(draft_id=draft, name="図.png", data=bytes(range(256)) * 9), ME)
    board.execute(TakePen(draft_id=draft, session="b"), ME)
    board.close()
    return empty_database_url


@pytest.fixture
def shell(full: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(full, capsys, monkeypatch)


def digests(url: str) -> dict[str, canonical.Digest]:
    engine = make_engine(parse_url(url))
    engine.connect()
    found = {
        table.name: engine.read(lambda table=table: table.digest(engine))  # type: ignore[misc]
        for table in canonical.tables()
    }
    engine.disconnect()
    return found


def test_what_was_copied_is_found(shell: Shell, target_url: str) -> None:
    shell.ok("copy", "--to", target_url)
    there = Board.open(target_url)
    assert there.damages(deep=True) == ()
    there.close()


def test_a_copy_is_the_same_board(shell: Shell, target_url: str) -> None:
    before = digests(shell.url)
    told = shell.json("copy", "--to", target_url)
    assert (told["equal"], told["sealed"]) == (True, False)
    assert {one["table"]: one["source"]["rows"] for one in told["tables"]} == {
        name: digest.rows for name, digest in before.items()
    }
    assert digests(shell.url) == before == digests(target_url)
    kept = ("raw", "draft", "draft_file", "revision")
    assert [before[table].rows for table in kept] == [1, 1, 1, 1]
    assert shell.json("--db", target_url, "list") == shell.json("list")
    added = [shell.ok("--db", url, "add", "--subject", "S") for url in (shell.url, target_url)]
    assert added[0] == added[1]


def test_the_proof_is_a_table(shell: Shell, target_url: str) -> None:
    lines = shell.ok("copy", "--to", target_url).splitlines()
    cells = [line.split() for line in lines[1 : len(MODELS) + 1]]
    assert [cell[0] for cell in cells] == [model._meta.table_name for model in MODELS]
    assert all(cell[2] == cell[3] for cell in cells)


class Stopped(Exception):
    """Stands for whatever ends a copy half way."""


def stop_after(count: int) -> copying.Progress:
    left = iter(range(count))

    def step(_table: str, _done: int, _total: int) -> None:
        if next(left, None) is None:
            raise Stopped

    return step


def run(source: str, target: str, progress: copying.Progress) -> tuple[bool, copying.Copied]:
    with ends(parse_url(source), parse_url(target), 0o600) as both:
        run = copying.Copying(both.source, both.target, both.seen, progress)
        return both.resumes, run.run()


def ignore(_table: str, _done: int, _total: int) -> None:
    pass


@pytest.mark.parametrize("after", [0, 1, 3, 6])
def test_a_stopped_copy_is_no_board_and_goes_on(
    full: str, target_url: str, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The source goes on meanwhile: rows that were copied change, others come."""
    monkeypatch.setattr(copying, "BATCH", 10)
    with pytest.raises(Stopped):
        run(full, target_url, stop_after(after))
    with pytest.raises(WrongDatabase, match="csboard copy"):
        Board.open(target_url)
    board = Board.open(full)
    for card in board.snapshot().cards[:3]:
        board.execute(AddNote(number=card.ref.number, text="meanwhile"), ME)
    board.execute(OpenInquiry(subject="new"), ME)
    board.close()
    resumes, copied = run(full, target_url, ignore)
    assert resumes
    assert all(proof.holds for proof in copied.proofs)
    assert digests(target_url) == digests(full)


def test_what_comes_while_the_copy_runs_is_brought_over(full: str, target_url: str) -> None:
    board = Board.open(full)
    rounds = iter(range(1))

    def write(_table: str, _done: int, _total: int) -> None:
        if next(rounds, None) is not None:
            sql(
                board,
                "INSERT INTO event (at, actor_id, kind, op_id, detail) VALUES"
                " ('2026-11-23T00:30:00.000000+00:00', 101, 'noted', 'late', '{}')",
            )

    _resumes, copied = run(full, target_url, write)
    assert copied.newest == max_event(board)
    assert digests(target_url) == digests(full)


def receive(url: str, raw: bytes) -> None:
    act(url, lambda board: board.receive(raw, "pipe"))


def act(url: str, work: Callable[[Board], object]) -> None:
    board = Board.open(url)
    work(board)
    board.close()


WITHOUT_EVENT: dict[str, Callable[[Board], object]] = {
    "mail": lambda board: board.receive(b"Subject: late\n\nx", "imap"),
    "mark of a mailbox": lambda board: board.keep(
        NoteMailbox(name="imap://late", mark=MailboxMark(1, 2, MONDAY)), INTAKE
    ),
    "mark of a member": lambda board: board.keep(MarkSeen(event_id=board.newest()), ME),
    "mark of the reader": lambda board: board.keep(NoteRead(receipt_ids=(1,), reader=9), ME),
}


@pytest.mark.parametrize("kind", WITHOUT_EVENT)
def test_what_leaves_no_event_is_not_left_behind_either(
    full: str, target_url: str, kind: str
) -> None:
    before = digests(full)
    left = iter([kind])

    def late(_table: str, _done: int, _total: int) -> None:
        if (now := next(left, None)) is not None:
            act(full, WITHOUT_EVENT[now])

    _resumes, copied = run(full, target_url, late)
    assert digests(full) != before, "something came while it ran"
    assert digests(target_url) == digests(full)
    assert {one.table: one.source for one in copied.proofs} == digests(full)


def sql(board: Board, statement: str) -> Any:
    return board._store.engine.database.execute_sql(statement)  # type: ignore[no-untyped-call]


def max_event(board: Board) -> int:
    return int(sql(board, "SELECT max(id) FROM event").fetchone()[0])


def test_what_never_comes_to_rest_is_told(
    shell: Shell, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = count()

    def receives(_bar: object) -> copying.Progress:
        return lambda _table, _done, _total: receive(shell.url, b"mail %d" % next(mails))

    monkeypatch.setattr("csboard.cli.copying._shown", receives)
    assert "--seal" in shell.fails(75, "copy", "--to", target_url)
    assert "csboard copy" in shell.fails(2, "--db", target_url, "list"), "it isn't finished"
    monkeypatch.undo()
    shell.ok("--db", shell.url, "list")


def test_rows_that_are_gone_from_the_source_go(full: str, target_url: str) -> None:
    with pytest.raises(Stopped):
        run(full, target_url, stop_after(5))
    board = Board.open(full)
    sql(board, "DELETE FROM raw")
    sql(board, "DELETE FROM receipt")
    board.close()
    run(full, target_url, ignore)
    assert digests(target_url) == digests(full)


def test_a_member_closes_no_board_for_everybody(
    shell: Shell, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.become("suzuki")
    shell.ok("note", "1001", "x")
    monkeypatch.setattr(Board, "is_owner", lambda _board: False)
    assert "may close the board" in shell.fails(3, "copy", "--to", target_url, "--seal")
    assert shell.ok("list")
    assert shell.json("copy", "--to", target_url)["sealed"] is False


def test_a_sealed_board_says_where_it_went(shell: Shell, target_url: str) -> None:
    board = Board.open(shell.url)
    before = digests(shell.url)
    told = shell.json("copy", "--to", target_url, "--seal")
    assert told["sealed"]
    assert digests(target_url) == before
    shown = parse_url(target_url).shown
    assert shown in shell.fails(2, "list")
    assert "moved" in shell.fails(2, "add", "--subject", "S")
    engine_of(board).database.bind(MODELS)  # as in a process of its own
    with pytest.raises(Unavailable, match="restart me"):
        board.execute(OpenInquiry(subject="x"), ME)
    assert len(shell.json("--db", target_url, "list")) > 0


def test_a_target_that_holds_something_is_refused(
    shell: Shell, database_url: str, tmp_path: Path
) -> None:
    other = database_url.replace("board.db", "other.db")
    Board.open(other, create=True).close()
    assert "already" in shell.fails(2, "copy", "--to", other)
    (tmp_path / "text").write_text("hello")
    assert "not a csboard" in shell.fails(2, "copy", "--to", f"sqlite:///{tmp_path}/text")
    assert "directory" in shell.fails(2, "copy", "--to", f"sqlite:///{tmp_path}/none/board.db")
    told = shell.fails(2, "copy", "--to", shell.url)
    assert "already" in told or "itself" in told


def test_a_copy_of_another_board_is_not_gone_on_with(
    full: str, target_url: str, tmp_path: Path
) -> None:
    other = f"sqlite:///{tmp_path}/other.db"
    Board.open(other, create=True).close()
    with pytest.raises(Stopped):
        run(full, target_url, stop_after(2))
    with pytest.raises(WrongDatabase, match="already"):
        run(other, target_url, ignore)


def test_a_copy_that_comes_out_different_is_not_opened(
    shell: Shell, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = copying._given

    def spoiled(table: canonical.Table, kind: str, row: canonical.Values) -> canonical.Values:
        values = given(table, kind, row)
        if table.name != "customer":
            return values
        return tuple("x" if value == "" else value for value in values)

    monkeypatch.setattr(copying, "_given", spoiled)
    assert "different" in shell.fails(75, "copy", "--to", target_url)
    assert "copy" in shell.fails(2, "--db", target_url, "list")
    monkeypatch.undo()
    monkeypatch.setenv("CSBOARD_DATABASE", shell.url)
    assert shell("copy", "--to", target_url).status == 0  # and what was wrong is mended


def test_rows_that_the_target_cannot_hold_are_told(
    sqlite_url: str,
    postgres_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(sqlite_url, capsys, monkeypatch)
    shell.ok("add", "--subject", "S")
    board = Board.open(sqlite_url)
    sql(board, "UPDATE inquiry SET subject = 'a' || char(0)")
    board.close()
    sql(Board.open(postgres_url), "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    assert "inquiry" in shell.fails(75, "copy", "--to", postgres_url)


def engine_of(board: Board) -> Engine:
    return board._store.engine


def test_every_table_is_copied_and_after_those_it_refers_to(board: Board) -> None:
    database = engine_of(board).database
    names = [table.name for table in canonical.tables()]
    made_anew = {name for name in database.get_tables() if name.startswith("searchable_grams")}
    there = set(database.get_tables()) - {"sqlite_sequence"} - made_anew
    assert there == {*names, "schema_migration"}
    for place, name in enumerate(names):
        for key in database.get_foreign_keys(name):
            if key.dest_table == name:
                assert key.column in copying.REFERS_TO_ITSELF[name]
            else:
                assert key.dest_table in names[:place]


@pytest.mark.parametrize(
    ("source", "target", "changes"),
    [
        ("", "", ""),
        ("ab", "", "+a+b"),
        ("", "ab", "-a-b"),
        ("abc", "abc", ""),
        ("aBc", "abc", "=B"),
        ("ad", "abc", "-b-c+d"),
        ("bcd", "ad", "-a+b+c"),
    ],
)
def test_differences(source: str, target: str, changes: str) -> None:
    signs = {"insert": "+", "update": "=", "delete": "-"}
    rows = [[(letter.lower(), letter) for letter in letters] for letters in (source, target)]
    found = copying.differences(rows[0], rows[1], 0)
    assert "".join(signs[kind] + row[1] for kind, row in found) == changes


def test_an_older_program_refuses_a_copy_that_isnt_complete() -> None:
    """To it the board is one of a schema it doesn't know."""
    assert COPYING > SCHEMA
