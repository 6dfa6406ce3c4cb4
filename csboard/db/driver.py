"""Getting peewee into the process without every database driver it can find.

Peewee imports each driver that is installed. For a board on SQLite psycopg triples the start
and adds 15 MiB, so it is kept out of its reach unless PostgreSQL is asked for. The standard
library's sqlite3 is never wanted: boards on SQLite are read through apsw.
"""

from __future__ import annotations

import sys

from csboard.out_of_reach import loaded_at_use, out_of_reach, versions_unasked

_NEVER_WANTED = ("sqlite3", "pysqlite3", "psycopg2", "psycopg2cffi")
_SELDOM_WANTED = ("calendar", "hashlib", "uuid")
"""For names of constraints and savepoints, and for kinds of fields that no model of ours has."""
_ASYNCHRONOUS = (
    "psycopg._copy_async",
    "psycopg._pipeline_async",
    "psycopg._server_cursor_async",
    "psycopg._tpc",
    "psycopg.connection_async",
    "psycopg.cursor_async",
    "psycopg.raw_cursor",
)
"""Of psycopg what is for programs that wait otherwise, or commit in two phases."""
_FOR_LIBPQ = ("shutil", "ssl", "tempfile")
"""For finding a libpq that isn't packed with psycopg, and for setting up an OpenSSL before 1.1."""


def load_peewee(*, postgres: bool) -> None:
    """Import peewee, with the PostgreSQL drivers in reach only if `postgres`.

    Does nothing when peewee is there already: what it can do is settled then.
    """
    if "peewee" in sys.modules:
        return
    unwanted = _NEVER_WANTED if postgres else (*_NEVER_WANTED, "psycopg")
    seldom = (*_SELDOM_WANTED, *_ASYNCHRONOUS, *_FOR_LIBPQ) if postgres else _SELDOM_WANTED
    with out_of_reach(*unwanted), versions_unasked(), loaded_at_use(*seldom):
        import peewee  # noqa: F401
