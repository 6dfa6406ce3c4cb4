"""A whole board brought into another database, whatever kinds the two are.

Both are read side by side in the order of their keys, and where they differ the target is
made like the source: the same work fills an empty target, goes on after a copy that was
stopped, and brings over what the source got meanwhile. So nothing has to be noted of how far
it is; until the end the target's schema number carries a mark by which every csboard
refuses to open it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby

from csboard.db import search_table
from csboard.db.canonical import Digest, Table, Values, tables
from csboard.db.engine import Engine
from csboard.db.schema import COPYING, SEALED
from csboard.errors import CsboardError, Unavailable, WrongDatabase
from csboard.i18n import _
from csboard.named import NamedTuple

BATCH = 500
BATCH_BYTES = 4 * 1024 * 1024
"""How much is written in one transaction; raw mails can be large."""

PASSES = 3
"""How often what changed meanwhile is brought over before writers have to stop."""

REFERS_TO_ITSELF = {
    "inquiry": ("follows", "merged_into"),
    "comment": ("parent_id",),
    "tag": ("becomes_id",),
    "template": ("replaces_id",),
    "time_entry": ("corrects_id",),
}
"""Columns that point to a row of their own table, perhaps to a later one."""

Change = tuple[str, Values]
"""`insert`, `update` or `delete`, and the row (for `delete` the target's)."""

Progress = Callable[[str, int, int], object]
"""Told the table, how many rows are done, and of how many."""


class Proof(NamedTuple):
    """A table's digests in the source and in the target."""

    table: str
    source: Digest
    target: Digest

    @property
    def holds(self) -> bool:
        return self.source == self.target


class Copied(NamedTuple):
    """A copy that is complete."""

    proofs: tuple[Proof, ...]
    newest: int
    """Id of the newest event in both."""
    sealed: bool


class Copying:
    """One run: `source` is read, `target` is written, `seen` is the target's second connection.

    All three are connected in this thread; nobody else works on the target.
    """

    def __init__(self, source: Engine, target: Engine, seen: Engine, progress: Progress) -> None:
        self.source, self.target, self._seen = source, target, seen
        self._progress = progress
        self._tables = tables()

    def run(self) -> Copied:
        """Copy until the source has nothing newer, then open the target to all.

        Unavailable when writers don't let it come to an end, or the two came out different.
        """
        for _turn in range(PASSES):
            mark, (proofs, newest) = self.source.read(self._marked_copy)
            if self.source.read(self.source.change_mark) == mark:
                self._finish()
                return Copied(proofs, newest, sealed=False)
        raise Unavailable(
            "busy",
            _(
                "The board changes faster than it is copied: run the same command again when"
                " less is going on, or with --seal, which makes the others wait for the end."
            ),
        )

    def run_and_seal(self) -> Copied:
        """Copy, then bring over the rest while writers wait, and close the source for good."""
        self.source.read(self._copy_and_prove)

        def end() -> tuple[tuple[Proof, ...], int]:
            copied = self._copy_and_prove()
            self._finish()
            _seal(self.source, self.target.address.shown)
            return copied

        proofs, newest = self.source.write(end)
        return Copied(proofs, newest, sealed=True)

    def _marked_copy(self) -> tuple[object, tuple[tuple[Proof, ...], int]]:
        """One pass, and by what its moment is known again."""
        return self.source.change_mark(), self._copy_and_prove()

    def _copy_and_prove(self) -> tuple[tuple[Proof, ...], int]:
        """One pass, all of it at one moment of the source."""
        newest = newest_of(self.source)
        board, *others = self._tables
        counts = {table.name: _count(self.source, table) for table in self._tables}
        steps = _Steps(self._progress, 3 * sum(counts.values()))
        self._clear_away(others)
        self._bring_over(board, steps, ())
        for table in others:
            self._bring_over(table, steps, REFERS_TO_ITSELF.get(table.name, ()))
            if table.name in REFERS_TO_ITSELF:
                self._bring_over(table, None, ())
        proofs = tuple(self._prove(table, steps) for table in self._tables)
        if not all(proof.holds for proof in proofs):
            raise Unavailable(
                "corrupt",
                _(
                    "The copy came out different from the board: run the same command again, and"
                    " csboard doctor on both when that doesn't help."
                ),
            )
        return proofs, newest

    def _bring_over(self, table: Table, steps: _Steps | None, later: Sequence[str]) -> None:
        """Insert and update; references in `later` that point ahead wait for a second go."""
        places = [table.columns.index(name) for name in later]

        def rows() -> Iterator[Values]:
            for row in table.rows(self.source):
                if steps:
                    steps.step(table.name)
                yield _without_ahead(row, places, row[table.key_place])

        found = differences(rows(), table.rows(self._seen), table.key_place)
        self._apply(table, (change for change in found if change[0] != "delete"))

    def _clear_away(self, some: Sequence[Table]) -> None:
        """Delete what an earlier run brought and the source no longer has."""
        for table in reversed(some):
            if not _count(self._seen, table):
                continue
            found = differences(table.rows(self.source), table.rows(self._seen), table.key_place)
            gone = (change for change in found if change[0] == "delete")
            if table.name == "event" and next(gone, None):
                raise WrongDatabase(
                    _(
                        "{where} holds history that the board lacks: copy into an empty database."
                    ).format(where=self.target.address.shown)
                )
            self._apply(table, gone)

    def _apply(self, table: Table, changes: Iterable[Change]) -> None:
        for batch in _batches(changes):
            with self._told(table), self.target.explained():
                self.target.write(partial(_write, self.target, table, batch), quietly=True)

    @contextmanager
    def _told(self, table: Table) -> Iterator[None]:
        """Rows that the target's database refuses to hold are a sentence, too."""
        try:
            yield
        except CsboardError:
            raise
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in ("apsw", "peewee", "psycopg"):
                raise
            raise Unavailable(
                "corrupt",
                _(
                    "{where} can't hold a row of the table {table} ({kind}): run csboard doctor"
                    " on the board."
                ).format(
                    where=self.target.address.shown, table=table.name, kind=type(error).__name__
                ),
            ) from error

    def _prove(self, table: Table, steps: _Steps) -> Proof:
        source = table.digest(self.source, lambda: steps.step(table.name))
        return Proof(table.name, source, table.digest(self._seen, lambda: steps.step(table.name)))

    def _finish(self) -> None:
        """Take the mark off, and let new rows be numbered after the highest."""

        def finish() -> None:
            if not self.target.is_sqlite:
                for table in self._tables:
                    _advance(self.target, table)
            self.target.database.execute_sql(
                f'UPDATE board SET "schema" = "schema" - {COPYING} WHERE "schema" > {COPYING}'
            )

        with self.target.explained():
            self.target.write(finish)


class _Steps:
    """Counts rows for whoever shows the progress."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def step(self, table: str) -> None:
        self._done += 1
        if self._done % 100 == 0:
            self._progress(table, self._done, self._total)


def differences(source: Iterable[Values], target: Iterable[Values], key: int) -> Iterator[Change]:
    """What makes `target` like `source`; both ascend by the value at `key`."""
    there = iter(target)
    old = next(there, None)
    for row in source:
        while old is not None and old[key] < row[key]:
            yield "delete", old
            old = next(there, None)
        if old is None or old[key] > row[key]:
            yield "insert", row
            continue
        if old != row:
            yield "update", row
        old = next(there, None)
    while old is not None:
        yield "delete", old
        old = next(there, None)


def newest_of(engine: Engine) -> int:
    """Id of the newest event, 0 when there is none."""
    (newest,) = engine.database.execute_sql("SELECT max(id) FROM event").fetchone()
    return newest or 0


def _count(engine: Engine, table: Table) -> int:
    with engine.explained():
        (count,) = engine.database.execute_sql(f'SELECT count(*) FROM "{table.name}"').fetchone()
    return int(count)


def _without_ahead(row: Values, places: Sequence[int], key: object) -> Values:
    """The row without references to rows that come after it."""
    if not any(row[place] is not None and row[place] > key for place in places):
        return row
    values = list(row)
    for place in places:
        if values[place] is not None and values[place] > key:
            values[place] = None
    return tuple(values)


def _batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    batch: list[Change] = []
    size = 0
    for change in changes:
        batch.append(change)
        size += sum(len(value) for value in change[1] if isinstance(value, str | bytes))
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _write(target: Engine, table: Table, batch: Sequence[Change]) -> None:
    """Carry out the changes in their order, those of one kind that follow each other at once."""
    cursor = target.database.connection().cursor()
    for kind, run in groupby(batch, key=lambda change: change[0]):
        statement = _statement(target, table, kind)
        rows = [row for _kind, row in run]
        if table.name == "searchable" and kind != "insert":
            search_table.drop_grams(target.database, [row[0] for row in rows])
        cursor.executemany(statement, [_given(table, kind, row) for row in rows])
        if table.name == "searchable" and kind != "delete":
            search_table.add_grams(target.database, (row[:2] for row in rows))


def _statement(target: Engine, table: Table, kind: str) -> str:
    mark = "?" if target.is_sqlite else "%s"
    quoted = [f'"{name}"' for name in table.columns]
    schema = f"{mark} + {COPYING}"
    marks = [schema if name == "schema" else mark for name in table.columns]
    if kind == "insert":
        return f'INSERT INTO "{table.name}" ({", ".join(quoted)}) VALUES ({", ".join(marks)})'
    where = f'WHERE "{table.key}" = {mark}'
    if kind == "delete":
        return f'DELETE FROM "{table.name}" {where}'
    sets = ", ".join(f"{name} = {one}" for name, one in zip(quoted, marks, strict=True))
    return f'UPDATE "{table.name}" SET {sets} {where}'


def _given(table: Table, kind: str, row: Values) -> Values:
    key = row[table.key_place]
    if kind == "insert":
        return row
    return (key,) if kind == "delete" else (*row, key)


def _advance(target: Engine, table: Table) -> None:
    """Rows that bring their own ids leave PostgreSQL's sequences behind."""
    if table.numbers_itself and table.name != "board":
        target.database.execute_sql(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', '{table.key}'), max(id))"
            f' FROM "{table.name}" HAVING max(id) IS NOT NULL'
        )


def _seal(source: Engine, where: str) -> None:
    """Close the source; what it says from then on is where the board is now."""
    mark = "?" if source.is_sqlite else "%s"
    source.database.execute_sql(
        f"INSERT INTO setting (key, value) VALUES ('moved_to', {mark})", (json.dumps(where),)
    )
    source.database.execute_sql(f'UPDATE board SET "schema" = "schema" + {SEALED}')
