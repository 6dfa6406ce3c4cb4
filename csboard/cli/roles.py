"""`csboard roles`: who may do what in the database itself, on PostgreSQL."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.db.role_state import DatabaseRoles

KINDS = ("member", "viewer", "intake", "wall", "owner")

_HEADING = N_("""\
-- The roles of the csboard board {database}. Run it in that database as a superuser, or as the
-- database's owner with the right to make roles: psql -d {database} -f FILE
-- Run again it changes nothing.
""")


def apply(session: Session) -> None:
    """Make the groups with their rights; or print the SQL that would."""
    roles = session.board.database_roles()
    if session.options.print_sql:
        from csboard.db.role_sql import apply_statements

        session.print(_(_HEADING).format(database=clean(roles.place.database)) + "BEGIN;")
        session.print_lines(f"{statement};" for statement in apply_statements(roles.place))
        session.print("COMMIT;")
        return
    roles.apply()
    session.print(
        _(
            "The roles of {database} have their rights. Next: csboard roles add LOGIN --for member"
        ).format(database=roles.place.database)
    )


def add(session: Session) -> None:
    """Give a login the rights of one kind."""
    roles = session.board.database_roles()
    login, kind = session.options.login, session.options.kind
    verifier = None
    if not session.options.no_password and not roles.has(login):
        verifier = roles.verifier(login, _ask_password(login))
    made = roles.add(login, kind, verifier)
    words = (
        _("Made the login {login} with the rights of: {kind}.")
        if made
        else _("{login} has the rights of: {kind}.")
    )
    session.print(words.format(login=login, kind=kind))


def remove(session: Session) -> None:
    """Take a login's rights to this board away."""
    login = session.options.login
    session.board.database_roles().remove(login)
    session.print(
        _("{login} has no rights to this board any more. The login itself is still there.").format(
            login=login
        )
    )


def show(session: Session) -> int:
    """Every group with its logins, then what is missing or too much; 2 when anything is."""
    roles = session.board.database_roles()
    enrolled, faults = roles.enrolled(), list(roles.faults())
    if session.wants_json:
        logins = [{"login": one.name, "for": list(one.kinds)} for one in enrolled]
        session.print_json({"logins": logins, "faults": faults})
    else:
        session.print_lines(_lines(roles, faults))
    return 2 if faults else 0


def _lines(roles: DatabaseRoles, faults: list[str]) -> list[str]:
    enrolled = roles.enrolled()
    lines = []
    for kind in KINDS:
        names = _(", ").join(one.name for one in enrolled if kind in one.kinds)
        lines.append(f"{kind:8}{names or '-'}")
    if faults:
        return [*lines, "", *faults, _("csboard roles apply mends what is about groups.")]
    return [*lines, "", _("Every group has its rights and no more.")]


def _ask_password(login: str) -> str:
    """Twice on the terminal, never on a command line."""
    if not _at_a_terminal():
        raise UsageError(
            _(
                "There is no terminal to ask for a password: say --no-password, and let"
                " pg_hba.conf or the DBA say how {login} proves who they are."
            ).format(login=login)
        )
    from getpass import getpass

    first = getpass(_("Password for {login}: ").format(login=login))
    if not first or getpass(_("Once more: ")) != first:
        raise UsageError(_("The passwords are empty or differ; nothing was changed."))
    return first


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


_LOGIN = argument("login", metavar="LOGIN", help=N_("the login role; a member's board name"))

COMMANDS = {
    "roles": CommandGroup(
        {
            "apply": ShellCommand(
                apply,
                (
                    argument(
                        "--print",
                        dest="print_sql",
                        action="store_true",
                        help=N_("print the SQL for a DBA instead of running it"),
                    ),
                ),
                N_("make the groups with exactly their rights"),
            ),
            "add": ShellCommand(
                add,
                (
                    _LOGIN,
                    argument(
                        "--for",
                        dest="kind",
                        required=True,
                        choices=KINDS,
                        help=N_("what it is for"),
                    ),
                    argument(
                        "--no-password",
                        action="store_true",
                        help=N_("give it none: peer, a certificate or the DBA says who it is"),
                    ),
                ),
                N_("give a login the rights it needs"),
            ),
            "show": ShellCommand(show, (JSON,), N_("who has which rights, and what is wrong")),
            "remove": ShellCommand(remove, (_LOGIN,), N_("take a login's rights away")),
        }
    )
}
