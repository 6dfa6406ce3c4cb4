"""`csboard doctor`: is everything as it must be, and if not, what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.board import Board
from csboard.cli.check_host import host_findings, zone_finding
from csboard.cli.findings import Finding, fail, finding_lines, ok, warn
from csboard.cli.spec import JSON, ShellCommand
from csboard.db.address import parse_url
from csboard.errors import CsboardError
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.cli.session import Session


def doctor(session: Session) -> int:
    """Print every finding; 2 when one is a fault."""
    findings = [*host_findings(), *_width_findings(session), *_configuration_findings(session)]
    if session.wants_json:
        session.print_json([finding._asdict() for finding in findings])
    else:
        session.print_lines(finding_lines(findings))
    return 2 if any(finding.level == "fail" for finding in findings) else 0


def _width_findings(session: Session) -> Iterator[Finding]:
    from csboard.cli.check_width import width_findings

    borders = "line"
    with suppress(CsboardError):  # a finding of its own
        borders = session.config.borders
    yield from width_findings(borders)


def _configuration_findings(session: Session) -> Iterator[Finding]:
    try:
        url = session.config.database
        path = parse_url(url).path
    except CsboardError as error:
        yield fail(_("configuration"), error.sentence, "csboard config check")
        return
    yield ok(_("configuration"), _("without a fault"))
    if path is not None and _is_missing(path):
        if session.config.database_is_default:
            coming = _("none at {where} yet: the first start of csboard makes it")
            yield ok(_("board"), coming.format(where=path))
            return
        yield warn(
            _("board"), _("none at {where} yet").format(where=path), _("make it with csboard init")
        )
        return
    if path is not None and os.path.exists(path):
        from csboard.cli.check_sqlite import file_findings

        yield from file_findings(path)
    yield from _board_findings(url)


def _is_missing(path: Path) -> bool:
    """Whether there is nothing; not being allowed to look is another matter."""
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _board_findings(url: str) -> Iterator[Finding]:
    subject = _("board")
    try:
        board = Board.open(url)
    except CsboardError as error:
        yield fail(subject, error.sentence, _("nothing works before this does"))
        return
    try:
        yield ok(subject, board.url)
        if board.path is not None:
            from csboard.cli import check_sqlite

            yield from check_sqlite.database_findings(board.path, board.facts())
        else:
            from csboard.cli import check_postgres

            yield from check_postgres.database_findings(board.facts())
        yield zone_finding(board.settings().zone)
    finally:
        board.close()


COMMANDS = {"doctor": ShellCommand(doctor, (JSON,))}
