"""Where csboard.db leans on the inside of its libraries: named here, and as it was.

After an upgrade of peewee, apsw, watchfiles or SQLite these tests say what to look at; and no
private name of peewee's comes into use without a line of its own.
"""

from __future__ import annotations

import ast
import fcntl
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw
import peewee
import pytest
import watchfiles
from playhouse.apsw_ext import APSWDatabase
from playhouse.migrations import Runner

import csboard.db
from csboard.cli import check_locks, check_sqlite
from csboard.db import filesystems, models, tables
from csboard.db.address import parse_url
from csboard.db.sqlite import BoardDatabase, SqliteEngine

SOURCES = sorted(Path(csboard.db.__path__[0]).rglob("*.py"))
THEIRS = (
    peewee.Database,
    peewee.PostgresqlDatabase,
    peewee.Model,
    peewee.Query,
    peewee.ModelSelect,
    peewee.ModelInsert,
    peewee.ModelUpdate,
    peewee.Field,
    APSWDatabase,
)
USED = {"_add_conn_hooks", "_meta", "_returning"}


def test_every_use_is_named_here() -> None:
    inside = {name for kind in THEIRS for name in _names_of(kind)}
    inside |= {*vars(models.BoardRow), *vars(models.BoardRow.select())}
    inside |= {*vars(models.BoardRow.update(schema=1)), *vars(models.BoardRow.insert(schema=1))}
    private = {name for name in inside if name.startswith("_") and not name.endswith("__")}
    used = {name for source in SOURCES for name in _attributes(source)}
    assert used & private == USED


def _names_of(kind: type) -> set[str]:
    return set(dir(kind))


def _attributes(source: Path) -> Iterator[str]:
    """Private names that a file takes from anything, and methods of theirs it replaces."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and not _is_self(node.value):
            yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr":
            yield ast.unparse(node.args[1]).strip("'")
        elif isinstance(node, ast.ClassDef) and "Database" in str([*map(ast.unparse, node.bases)]):
            yield from (each.name for each in node.body if isinstance(each, ast.FunctionDef))


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def test_a_connection_is_set_up_by_the_hook_that_is_replaced() -> None:
    assert tuple(inspect.signature(APSWDatabase._add_conn_hooks).parameters) == ("self", "conn")
    assert "_add_conn_hooks" in inspect.getsource(APSWDatabase._connect)
    assert BoardDatabase._add_conn_hooks is not APSWDatabase._add_conn_hooks


def test_a_query_to_keep_is_made_of_what_it_returns_and_of_marks() -> None:
    query = models.MemberRow.update(name=peewee.AsIs("x", converter=False)).returning(
        models.MemberRow.id
    )
    assert vars(query)["_returning"] == (models.MemberRow.id,)
    sql, parameters = query.sql()
    assert parameters == ["x"]
    assert "RETURNING" in sql


def test_the_tables_tell_their_columns() -> None:
    meta = models.TaskRow._meta
    assert meta.combined["owner_id"].column_name == "owner_id"
    assert meta.primary_key is meta.combined["id"]


def test_a_hook_hears_of_queries_with_their_time() -> None:
    assert peewee.QueryEvent._fields == ("sql", "params", "duration", "exception")
    heard: list[peewee.QueryEvent] = []
    database = APSWDatabase(":memory:")
    database.query_hooks.append(heard.append)
    database.execute_sql("SELECT ?", (1,))
    assert heard[0].sql == "SELECT ?"
    assert heard[0].duration >= 0


def test_steps_are_run_by_the_runner_in_a_table_of_our_name() -> None:
    taken = inspect.signature(Runner).parameters
    assert list(taken)[:2] == ["database", "directory"] or len(taken) >= 2
    assert "table_name" in taken
    assert "up" in dir(Runner)


def test_peewee_finds_drivers_by_importing_them() -> None:
    """What `csboard.db.driver` keeps out of its reach."""
    code = (
        "from csboard.db.driver import load_peewee\nload_peewee(postgres=False)\n"
        "import sys\nprint(*(name in sys.modules for name in ('peewee', 'psycopg', 'sqlite3')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False"]


def test_peewee_only_calls_what_it_seldom_wants() -> None:
    """UUIDs it tells by their class; no field of ours holds one."""
    asked = [
        node.args[1]
        for node in ast.walk(ast.parse(inspect.getsource(peewee)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("isinstance", "issubclass")
    ]
    outside = {ast.unparse(each) for each in asked if isinstance(each, ast.Attribute)}
    told = {name for name in outside if name.startswith(("uuid.", "hashlib.", "calendar."))}
    assert told == {"uuid.UUID"}
    kinds = (peewee.UUIDField, peewee.BinaryUUIDField)
    fields = [field for model in tables.MODELS for field in model._meta.sorted_fields]
    assert not [field for field in fields if isinstance(field, kinds)]
    code = (
        "from csboard.db.driver import load_peewee\nload_peewee(postgres=False)\nimport sys\n"
        "print([name for name in ('calendar', 'hashlib', 'uuid') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_of_psycopg_only_what_waits_is_loaded_and_works(postgres_url: str) -> None:
    """On an OpenSSL of today nothing has to be set up before libpq comes."""
    code = (
        "from csboard.board import Board\nfrom csboard.domain.commands import EnterBoard\n"
        "from csboard.domain.records import Actor\n"
        "import sys\nboard = Board.open(sys.argv[1])\n"
        "board.execute(EnterBoard(), Actor('sato'))\nprint(len(board.members()))\n"
        "print([n for n in sys.modules if n in ('ssl', 'tempfile') or 'async' in n.split('.')[-1]"
        " and n.startswith('psycopg')])"
    )
    words = [sys.executable, "-c", code, postgres_url]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[1:] == ["['psycopg._conninfo_attempts_async']", ""]


def test_busy_is_an_error_of_its_own_behind_peewees(sqlite_url: str) -> None:
    """`csboard.db.failures` looks for the driver's exception by its name."""
    for name in ("BusyError", "LockedError", "FullError", "ReadOnlyError", "IOError"):
        assert issubclass(getattr(apsw, name), apsw.Error)
    path = parse_url(sqlite_url).path
    assert path
    holder, other = apsw.Connection(str(path)), apsw.Connection(str(path))
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(apsw.BusyError):
        other.execute("BEGIN IMMEDIATE")


def test_a_busy_handler_is_asked_with_the_number_of_tries(sqlite_url: str) -> None:
    path = parse_url(sqlite_url).path
    assert path
    holder, other = apsw.Connection(str(path)), apsw.Connection(str(path))
    tries: list[int] = []

    def ask(number: int) -> bool:
        tries.append(number)
        return number < 2

    other.set_busy_handler(ask)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(apsw.BusyError):
        other.execute("BEGIN IMMEDIATE")
    assert tries == [0, 1, 2]


@pytest.mark.skipif(not check_locks.LOCK_TABLE.exists(), reason="only Linux tells of locks")
def test_writers_lock_the_byte_that_doctor_looks_at(sqlite_url: str) -> None:
    """The layout of locks in the -shm file, and the kernel's table of them."""
    engine = SqliteEngine(parse_url(sqlite_url))
    engine.connect()
    path = parse_url(sqlite_url).path
    assert path
    shared = path.with_name(f"{path.name}-shm")
    place = (filesystems.device_of(shared), shared.stat().st_ino)

    def held() -> set[int]:
        table = check_locks.LOCK_TABLE.read_text(encoding="ascii")
        return {
            first
            for pid, where, first, _last in check_locks.locks_in(table)
            if (pid, where) == (os.getpid(), place)
        }

    try:
        assert check_locks.WRITE.start not in held()
        with engine.database.atomic("IMMEDIATE"):
            assert check_locks.WRITE.start in held()
        with engine.database.atomic("DEFERRED"):
            list(models.EventRow.select().bind(engine.database).tuples())
            assert held() & set(check_locks.READ)
        assert not held() & {check_locks.WRITE.start, *check_locks.READ}
    finally:
        engine.disconnect()


def test_closing_a_descriptor_drops_the_locks_of_the_process(tmp_path: Path) -> None:
    """Why doctor reads the table of locks and never opens the -shm file itself."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * 200)
    with path.open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX, 1, 120)
        path.open("rb").close()
        code = f"import fcntl; fcntl.lockf(open({str(path)!r}, 'r+b'), 6, 1, 120)"  # EX | NB
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_watching_takes_what_the_bell_is_heard_with() -> None:
    taken = set(inspect.signature(watchfiles.watch).parameters)
    assert {"watch_filter", "step", "debounce", "recursive", "stop_event"} <= taken
    assert {"yield_on_timeout", "rust_timeout", "raise_interrupt"} <= taken


def test_a_place_that_cannot_be_watched_is_an_error_that_is_caught(tmp_path: Path) -> None:
    with pytest.raises((OSError, RuntimeError)):
        next(watchfiles.watch(tmp_path / "missing"))


def test_apsw_carries_a_sqlite_of_its_own() -> None:
    """Without the WAL-reset race (R15), whatever the system's library is."""
    assert apsw.using_amalgamation
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    assert check_sqlite.has_race_mended(version)
