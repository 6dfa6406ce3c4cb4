"""Checks of a board on PostgreSQL: version, distance, and what stands in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.mending import Mend, command
from csboard.db.role_rights import LIMITED, Kind
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.board import Board

APPLY = "csboard roles apply"
OLDEST = 13
SLOW_MS = 50.0
FEW_LEFT = 0.9
"""The part of the server's connections from which on more are wanted."""


def database_findings(facts: Mapping[str, str]) -> Iterator[Finding]:
    yield _version(facts["version"])
    yield _encoding(facts["encoding"])
    yield _latency(float(facts["latency_ms"]))
    yield _pooling(facts["pooled"] == "yes")
    yield _connections(int(facts["connections"]), int(facts["max_connections"]))
    if facts["read_only"] == "on":
        yield fail(
            "PostgreSQL",
            _("the server takes no changes: a stand-by, or an account that only reads"),
            _("name the server that leads"),
        )
    yield _limits(facts["limits"], holds=facts["limits_hold"] == "yes")


def role_findings(board: Board, facts: Mapping[str, str]) -> Iterator[Finding]:
    """Whether who is connected has the rights they need, and no more than that."""
    login = board.login()
    assert login is not None
    roles = board.database_roles()
    kind: Kind | None = next((one for one in LIMITED if one == login.kind), None)
    subject, shown = _("database role"), f"{login.name} ({login.kind or _('no group')})"
    if kind is not None and (missing := list(roles.missing_for(kind))):
        yield fail(subject, f"{shown}: {missing[0]}", mend=Mend(APPLY))
    elif login.kind == "owner" or facts["superuser"] == "yes":
        own = _("keep it for csboard migrate and csboard roles; work with a login of your own")
        yield warn(subject, _("{login} may do everything").format(login=shown), own)
    elif not login.kind and roles.exist():
        yield warn(
            subject,
            _("{login}: nothing is checked for it").format(login=shown),
            mend=Mend(command("csboard", "roles", "add", login.name, "--for", "member")),
        )
    else:
        yield ok(subject, shown)


def _limits(limits: str, *, holds: bool) -> Finding:
    subject = _("limits")
    if holds:
        return ok(subject, limits)
    return warn(
        subject, limits, _("a pooler takes them away: let it pool by session, and reset nothing")
    )


def _version(version: str) -> Finding:
    if int(version.split(".")[0]) < OLDEST:
        return warn(
            "PostgreSQL",
            version,
            _("upgrade to PostgreSQL {oldest} or newer").format(oldest=OLDEST),
        )
    return ok("PostgreSQL", version)


def _encoding(encoding: str) -> Finding:
    subject = _("encoding")
    if encoding == "UTF8":
        return ok(subject, encoding)
    return fail(
        subject,
        _("{encoding} can't hold every language").format(encoding=encoding),
        _("make a database with encoding UTF8, and move the board there"),
    )


def _latency(milliseconds: float) -> Finding:
    subject = _("latency")
    text = f"{milliseconds:.1f} ms"
    if milliseconds > SLOW_MS:
        return warn(subject, text, _("run csboard nearer to the database"))
    return ok(subject, text)


def _pooling(pooled: bool) -> Finding:
    subject = _("connection")
    if pooled:
        return warn(
            subject,
            _("through a pooler"),
            _("it must pool by session: by transaction, boards hear nothing of each other"),
        )
    return ok(subject, _("direct"))


def _connections(used: int, most: int) -> Finding:
    subject = _("connections")
    told = _("{used} of {most}").format(used=used, most=most)
    if used > most * FEW_LEFT:
        return warn(
            subject,
            told,
            _("an open board takes three: raise max_connections, or pool by session"),
            Mend(command("psql", "-c", f"ALTER SYSTEM SET max_connections = {2 * most}")),
        )
    return ok(subject, told)
