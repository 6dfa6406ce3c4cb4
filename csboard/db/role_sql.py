"""The SQL that gives a board on PostgreSQL its roles: to run, or to hand to a DBA.

Run again it changes nothing, and after an upgrade it gives the rights on what is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csboard.db import role_guards
from csboard.db.role_guards import literal
from csboard.db.role_rights import (
    KINDS,
    LIMITED,
    RIGHTS,
    WALL_SETTINGS,
    WALL_VIEWS,
    Kind,
    Rights,
    group_of,
)
from csboard.named import NamedTuple


class Place(NamedTuple):
    """The database that the roles are for."""

    database: str
    schema: str
    owner: str
    """The login the database belongs to."""
    columns: Mapping[str, tuple[str, ...]]
    """Of every table of the board, in their order, its identity column left out."""

    def group(self, kind: Kind) -> str:
        return group_of(kind, self.database)

    def quoted_group(self, kind: Kind) -> str:
        return quoted(self.group(kind))


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def apply_statements(place: Place, *, creates: bool = True) -> Iterator[str]:
    """Everything, in its order; without `creates` the groups are there and the owner's set."""
    if creates:
        yield from _groups(place)
        yield from _ownership(place)
    yield f"SET ROLE {place.quoted_group('owner')}"
    schema = quoted(place.schema)
    for view, query in WALL_VIEWS.items():
        yield _view(f"{schema}.{view}", query.format(schema=schema))
    yield from role_guards.statements(schema, {kind: place.group(kind) for kind in KINDS})
    yield from _grants(place)
    yield "RESET ROLE"


def _view(name: str, query: str) -> str:
    """In place where it can be, so that what others have built on it stands; else anew."""
    return (
        f"DO $$ BEGIN CREATE OR REPLACE VIEW {name} AS {query};"
        f" EXCEPTION WHEN invalid_table_definition THEN"
        f" DROP VIEW {name}; CREATE VIEW {name} AS {query}; END $$"
    )


def _groups(place: Place) -> Iterator[str]:
    for kind in KINDS:
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles"
            f" WHERE rolname = {literal(place.group(kind))})"
            f" THEN CREATE ROLE {place.quoted_group(kind)} NOLOGIN; END IF; END $$"
        )
    owner = place.quoted_group("owner")
    yield f"GRANT {owner} TO {quoted(place.owner)}"
    limited = ", ".join(place.quoted_group(kind) for kind in LIMITED)
    database, schema = quoted(place.database), quoted(place.schema)
    yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {limited}"
    yield f"GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {database} TO {owner}"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {limited}"
    yield f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {owner}"


def _ownership(place: Place) -> Iterator[str]:
    """The tables belong to a group that nobody works as, not to a person."""
    owner, schema = place.quoted_group("owner"), quoted(place.schema)
    for table in place.columns:
        yield f"ALTER TABLE {schema}.{table} OWNER TO {owner}"
    yield f"ALTER FUNCTION {schema}.event_append_only() OWNER TO {owner}"


def _grants(place: Place) -> Iterator[str]:
    schema = quoted(place.schema)
    limited = ", ".join(place.quoted_group(kind) for kind in LIMITED)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {limited}"
    for kind in LIMITED:
        for table, rights in RIGHTS[kind].items():
            what = ", ".join(_words(rights, place.columns.get(table, ())))
            yield f"GRANT {what} ON {schema}.{table} TO {place.quoted_group(kind)}"


def _words(rights: Rights, columns: tuple[str, ...]) -> Iterator[str]:
    yield "SELECT" if "*" in rights.select else f"SELECT ({_list(rights.select)})"
    if rights.insert:
        yield f"INSERT ({_list(columns)})"
    if rights.update:
        yield "UPDATE" if "*" in rights.update else f"UPDATE ({_list(rights.update)})"


def _list(columns: tuple[str, ...]) -> str:
    return ", ".join(quoted(column) for column in columns)


def enrol_statements(place: Place, login: str, kind: Kind) -> Iterator[str]:
    """Put a login that is there into one group, and into no other of this board."""
    yield from expel_statements(place, login)
    yield f"GRANT {place.quoted_group(kind)} TO {quoted(login)}"
    if kind == "wall":
        for key, value in WALL_SETTINGS.items():
            yield f"{_in_database(place, login)} SET {key} = {literal(value)}"


def expel_statements(place: Place, login: str) -> Iterator[str]:
    """Take a login out of every group of this board."""
    groups = ", ".join(place.quoted_group(kind) for kind in KINDS)
    yield f"REVOKE {groups} FROM {quoted(login)}"
    for key in WALL_SETTINGS:
        yield f"{_in_database(place, login)} RESET {key}"


def _in_database(place: Place, login: str) -> str:
    return f"ALTER ROLE {quoted(login)} IN DATABASE {quoted(place.database)}"
