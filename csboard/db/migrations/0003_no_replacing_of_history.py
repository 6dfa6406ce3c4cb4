"""On SQLite a line of history can't be replaced either.

`REPLACE INTO` takes the old row away without firing a trigger on DELETE (unless the connection
asks for recursive triggers), so the insert itself is what has to be refused.
"""

from __future__ import annotations

SQLITE = (
    """CREATE TRIGGER event_no_replace BEFORE INSERT ON event
        WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR op_id = NEW.op_id)
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)


def up(migrator, db):
    if migrator.__class__.__name__.startswith("Sqlite"):
        for statement in SQLITE:
            db.execute_sql(statement)
