"""Getting peewee into the process without every database driver it can find.

Peewee imports each driver that is installed. For a board on SQLite psycopg triples the start
and adds 15 MiB, so it is kept out of its reach unless PostgreSQL is asked for. The standard
library's sqlite3 is never wanted: boards on SQLite are read through apsw.
"""

from __future__ import annotations

import sys
from types import ModuleType

_NEVER_WANTED = ("sqlite3", "pysqlite3", "psycopg2", "psycopg2cffi")


def load_peewee(*, postgres: bool) -> None:
    """Import peewee, with the PostgreSQL drivers in reach only if `postgres`.

    Does nothing when peewee is there already: what it can do is settled then.
    """
    if "peewee" in sys.modules:
        return
    unwanted = _NEVER_WANTED if postgres else (*_NEVER_WANTED, "psycopg")
    hidden: dict[str, ModuleType | None] = {name: sys.modules.get(name) for name in unwanted}
    sys.modules.update(dict.fromkeys(unwanted))  # type: ignore[arg-type]
    try:
        import peewee  # noqa: F401
    finally:
        for name, module in hidden.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
