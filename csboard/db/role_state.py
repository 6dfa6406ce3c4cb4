"""The database roles of a board on PostgreSQL: giving them, and seeing what they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from csboard.db import failures
from csboard.db.engine import Engine
from csboard.db.role_guards import INDEX, TRIGGERS, functions, literal
from csboard.db.role_rights import KINDS, LIMITED, RIGHTS, Kind
from csboard.db.role_sql import (
    Place,
    apply_statements,
    enrol_statements,
    expel_statements,
    quoted,
)
from csboard.errors import Refused, UsageError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean, in_quotes, shortened

PUBLIC = "PUBLIC"

_PLACE = """SELECT current_database()::text, current_schema()::text,
    pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()"""

_COLUMNS = """SELECT c.relname::text, a.attname::text, a.attidentity <> ''
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
    ORDER BY relname, attnum"""

_GRANTED = """SELECT coalesce(rolname::text, 'PUBLIC'), relname::text, what, privilege_type FROM (
    SELECT relname, '' AS what, relowner, (aclexplode(relacl)).* FROM pg_class
        WHERE relkind IN ('r', 'v') AND relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT relname, attname::text, relowner, (aclexplode(attacl)).* FROM pg_class
        JOIN pg_attribute ON attrelid = pg_class.oid AND NOT attisdropped
        WHERE relkind IN ('r', 'v') AND relnamespace = current_schema()::regnamespace
    ) AS acl LEFT JOIN pg_roles ON pg_roles.oid = grantee WHERE grantee <> relowner"""

_LOGINS = """SELECT login.rolname::text, team.rolname::text, login.rolsuper,
        login.rolcreaterole OR login.rolcreatedb OR login.rolbypassrls
    FROM pg_auth_members JOIN pg_roles login ON login.oid = member
    JOIN pg_roles team ON team.oid = roleid WHERE team.rolname = ANY(%s)
    ORDER BY login.rolname, team.rolname"""

_GUARDS = """SELECT relname::text, tgname::text
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND tgenabled = 'O'
    AND relnamespace = current_schema()::regnamespace"""

_FUNCTIONS = """SELECT proname::text, prosrc,
        ARRAY(SELECT coalesce(rolname::text, 'PUBLIC')
            FROM aclexplode(coalesce(proacl, acldefault('f', proowner)))
            LEFT JOIN pg_roles ON pg_roles.oid = grantee WHERE grantee <> proowner)
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"""

_OWNERS = """SELECT relname::text FROM pg_class
    WHERE relkind IN ('r', 'v') AND relnamespace = current_schema()::regnamespace
    AND pg_get_userbyid(relowner) <> %s ORDER BY relname"""

Grant = tuple[str, str, str, str]
"""Who, on which table, on which column (empty: all of it), which privilege."""


@contextmanager
def as_owner(engine: Engine) -> Iterator[None]:
    """What is made belongs to the owners' group, if the board has one, and gets its rights."""
    if engine.login is None or engine.login.kind != "owner":
        yield
        return
    owner = quoted(DatabaseRoles(engine).place.group("owner"))
    engine.database.execute_sql(f"SET ROLE {owner}")
    try:
        yield
    finally:
        engine.database.execute_sql("RESET ROLE")
    DatabaseRoles(engine).regrant()


class Enrolled(NamedTuple):
    """A login and the groups of this board it is in."""

    name: str
    kinds: tuple[Kind, ...]
    is_super: bool
    makes_roles: bool
    """Or databases, or passes over row security: more than work on a board asks for."""


class DatabaseRoles:
    """One board's roles, seen and changed through the connection of this thread."""

    def __init__(self, engine: Engine) -> None:
        if engine.is_sqlite:
            raise UsageError(
                _("Database roles are for PostgreSQL: on SQLite the file's group is what counts.")
            )
        self._engine = engine
        self.place = self._read_place()

    def _connection(self) -> Any:
        """The driver's own: our statements hold percent signs and no parameters."""
        return self._engine.database.connection()

    def _rows(self, query: str, *given: object) -> list[Any]:
        with self._engine.explained():
            found: list[Any] = self._connection().execute(query, given or None).fetchall()
            return found

    def _read_place(self) -> Place:
        ((database, schema, owner),) = self._rows(_PLACE)
        columns: dict[str, tuple[str, ...]] = {}
        for table, column, is_identity in self._rows(_COLUMNS):
            columns.setdefault(table, ())
            if not is_identity:
                columns[table] += (column,)
        return Place(database, schema, owner, columns)

    def verifier(self, login: str, password: str) -> str:
        """A password as PostgreSQL keeps it, so that no statement and no log holds it plain."""
        encrypt = self._connection().pgconn.encrypt_password
        return str(encrypt(password.encode(), login.encode(), b"scram-sha-256").decode())

    # ---- changing -----------------------------------------------------------------------

    def apply(self) -> None:
        """Make the groups and give them their rights, all of it or nothing."""
        self._run(apply_statements(self.place))

    def regrant(self) -> None:
        """After an upgrade: the rights on what is new, if the groups are there."""
        if self.exist():
            self._run(apply_statements(self.place, creates=False))

    def add(self, login: str, kind: Kind, verifier: str | None) -> bool:
        """Enrol a login, made first if it isn't there; whether it was made.

        `verifier` is the password as the server keeps it, None to leave it to the DBA.
        """
        self._refuse_group(login)
        if not self.exist():
            raise Refused(
                "no_roles", _("This board has no roles yet: run csboard roles apply first.")
            )
        made = not self.has(login)
        password = f" PASSWORD {literal(verifier)}" if verifier else ""
        making = [f"CREATE ROLE {quoted(login)} LOGIN{password}"] if made else []
        self._run([*making, *enrol_statements(self.place, login, kind)])
        return made

    def remove(self, login: str) -> None:
        """Take a login's rights to this board away; the login itself stays."""
        self._refuse_group(login)
        if login not in {one.name for one in self.enrolled()}:
            raise Refused(
                "no_such_login",
                _("{login} has no role of this board: look at csboard roles show.").format(
                    login=clean(login)
                ),
            )
        self._run(expel_statements(self.place, login))

    def _refuse_group(self, login: str) -> None:
        if not login or "\0" in login or login in {self.place.group(kind) for kind in KINDS}:
            raise UsageError(
                _("{login} can't be a login.").format(login=in_quotes(shortened(login)))
            )

    def _run(self, statements: Iterable[str]) -> None:
        try:
            with self._engine.explained(), self._engine.database.atomic():
                connection = self._connection()
                for statement in statements:
                    connection.execute(statement)
        except Exception as error:
            if "42501" not in failures.sql_states(error):
                raise
            raise Refused(
                "no_right_to_grant",
                _(
                    "This account may not make roles and grant rights here: let whoever looks"
                    " after the server run what csboard roles apply --print writes."
                ),
            ) from error

    # ---- reading ------------------------------------------------------------------------

    def exist(self) -> bool:
        """Whether the groups were made."""
        return all(self.has(self.place.group(kind)) for kind in KINDS)

    def has(self, role: str) -> bool:
        return bool(self._rows("SELECT FROM pg_roles WHERE rolname = %s", role))

    def enrolled(self) -> list[Enrolled]:
        """Every login that is in a group of this board."""
        kinds = {self.place.group(kind): kind for kind in KINDS}
        found: dict[str, Enrolled] = {}
        for name, group, is_super, makes in self._rows(_LOGINS, list(kinds)):
            before = found.get(name)
            of = (*(before.kinds if before else ()), kinds[group])
            found[name] = Enrolled(name, tuple(sorted(of, key=KINDS.index)), is_super, makes)
        return list(found.values())

    def faults(self) -> Iterator[str]:
        """What is missing, and what somebody has who needs it not, a sentence each."""
        if not self.exist():
            yield _("This board has no roles yet: run csboard roles apply first.")
            return
        enrolled = self.enrolled()
        yield from self._grant_faults({one.name for one in enrolled})
        yield from self._table_faults()
        for one in enrolled:
            yield from _login_faults(one)

    def missing_for(self, kind: Kind) -> Iterator[str]:
        """What one group lacks."""
        lacking = _expected(self.place, kind) - {tuple(row) for row in self._rows(_GRANTED)}
        yield from _told(lacking, _("{who} lacks {what} on {table}."))
        if kind == "intake":
            yield from self._bodies(only=INDEX)
            yield from self._callers()

    def _bodies(self, only: str = "") -> Iterator[str]:
        """Functions that aren't there or are of another version."""
        groups = {kind: self.place.group(kind) for kind in KINDS}
        there = {name: body for name, body, _callers in self._rows(_FUNCTIONS)}
        for name, body in functions(quoted(self.place.schema), groups).items():
            if only in ("", name) and there.get(name) != body:
                missing = _("The function {name} is missing.")
                other = _("The function {name} is another version's.")
                yield (other if name in there else missing).format(name=name)

    def _callers(self, *, too_many: bool = False) -> Iterator[str]:
        """Whether who needs the index's function may call it; or those who may and need not."""
        there = {name: set(callers) for name, _body, callers in self._rows(_FUNCTIONS)}
        wanted = {self.place.group("intake")}
        callers = there.get(INDEX, wanted)
        for who in sorted(callers - wanted if too_many else wanted - callers):
            sentence = _("{who} has {what} on {table}, and needs it not.")
            lacks = _("{who} lacks {what} on {table}.")
            yield (sentence if too_many else lacks).format(who=who, what="EXECUTE", table=INDEX)

    def _grant_faults(self, logins: set[str]) -> Iterator[str]:
        wanted = {grant for kind in LIMITED for grant in _expected(self.place, kind)}
        known = {PUBLIC, *logins, *(self.place.group(kind) for kind in LIMITED)}
        granted = {tuple(row) for row in self._rows(_GRANTED) if row[0] in known}
        yield from _told(wanted - granted, _("{who} lacks {what} on {table}."))
        yield from _told(granted - wanted, _("{who} has {what} on {table}, and needs it not."))

    def _table_faults(self) -> Iterator[str]:
        owner = self.place.group("owner")
        for (table,) in self._rows(_OWNERS, owner):
            yield _("{table} does not belong to {owner}.").format(table=table, owner=owner)
        there = {tuple(row) for row in self._rows(_GUARDS)}
        for table, trigger in TRIGGERS:
            if (table, trigger) not in there:
                yield _("{table} lacks its guard {trigger}.").format(table=table, trigger=trigger)
        yield from self._bodies()
        yield from self._callers()
        yield from self._callers(too_many=True)
        query = "SELECT has_database_privilege('public', current_database(), 'CONNECT, TEMP')"
        if self._rows(query)[0][0]:
            yield _("Every login of the server may connect to the database.")


def _login_faults(one: Enrolled) -> Iterator[str]:
    if one.is_super and one.kinds != ("owner",):
        yield _("{login} is a superuser: no right is kept from it.").format(login=one.name)
    elif one.makes_roles and one.kinds != ("owner",):
        yield _("{login} may make roles or databases, and needs it not.").format(login=one.name)
    if len(one.kinds) > 1:
        yield _("{login} is in several groups: {kinds}.").format(
            login=one.name, kinds=", ".join(one.kinds)
        )


def _expected(place: Place, kind: Kind) -> set[Grant]:
    group = place.group(kind)
    wanted: set[Grant] = set()
    for table, rights in RIGHTS[kind].items():
        insert = place.columns.get(table, ()) if rights.insert else ()
        for privilege, columns in (
            ("SELECT", rights.select),
            ("INSERT", insert),
            ("UPDATE", rights.update),
        ):
            wanted |= {
                (group, table, "" if column == "*" else column, privilege) for column in columns
            }
    return wanted


def _told(grants: Iterable[Any], sentence: str) -> Iterator[str]:
    """One sentence for each table and privilege, its columns in brackets."""
    columns: dict[tuple[str, str, str], list[str]] = {}
    for who, table, column, privilege in sorted(grants):
        columns.setdefault((who, table, privilege), []).append(column)
    for (who, table, privilege), names in columns.items():
        named = ", ".join(filter(None, names))
        what = f"{privilege} ({named})" if named else privilege
        yield sentence.format(who=who, what=what, table=table)
