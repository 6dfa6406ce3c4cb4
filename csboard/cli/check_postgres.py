"""Checks of a board on PostgreSQL: version, distance, and what stands in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.mending import Mend, command
from csboard.i18n import _

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
