"""`csboard doctor`: is everything as it must be, and if not, what to do, or doing it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.board import Board
from csboard.cli.check_account import account_findings, settings_findings
from csboard.cli.check_clock import clock_findings
from csboard.cli.check_holidays import holiday_findings
from csboard.cli.check_host import host_findings, zone_finding
from csboard.cli.check_mail import mail_findings
from csboard.cli.check_stored import stored_findings
from csboard.cli.check_watching import watching_finding
from csboard.cli.findings import Finding, fail, finding_lines, ok, warn
from csboard.cli.mending import FIX, FIX_DEEP, Mend, command
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.clock import SystemClock
from csboard.db.address import parse_url
from csboard.errors import CsboardError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session


def doctor(session: Session) -> int:
    """Print every finding; 2 when one is a fault. With --fix mend first what is safe."""
    findings = examine(session)
    acts: list[dict[str, str]] = []
    if session.options.fix:
        acts = [_mended(finding) for finding in findings if finding.mend and finding.mend.act]
        findings = examine(session) if acts else findings
    if session.options.report:
        _report(session, findings)
    else:
        _tell(session, acts, findings)
    return 2 if any(finding.level == "fail" for finding in findings) else 0


def _tell(session: Session, acts: list[dict[str, str]], findings: list[Finding]) -> None:
    if session.wants_json:
        told = [finding.as_json() for finding in findings]
        session.print_json({"acts": acts, "findings": told} if session.options.fix else told)
        return
    if session.options.fix and not acts:
        session.print(_("There is nothing that csboard can mend by itself."))
    for act in acts:
        if reason := act["problem"]:
            refused = _("Not mended ({reason}): {command}")
            session.print(refused.format(reason=reason, command=act["command"]))
        else:
            session.print(_("Mended: {fault}: {command}").format(**act))
    session.print_lines(finding_lines(findings))


def _report(session: Session, findings: list[Finding]) -> None:
    """Write everything that helps into one file, and say what it holds."""
    from csboard.cli.bundle import write_report

    target = Path(session.options.report)
    parts = write_report(target, session, findings, SystemClock().now())
    if session.wants_json:
        session.print_json({"file": str(target), "parts": [part.title for part in parts]})
        return
    session.print(_("Wrote {file}. In it are:").format(file=target))
    session.print_lines(f"- {part.title} ({len(part.lines)})" for part in parts)
    session.print(
        _(
            "No customer's text is in it by design, and passwords are taken out; names of"
            " directories and accounts are not. Read it before you send it."
        )
    )


def _mended(finding: Finding) -> dict[str, str]:
    """Mend it; what was done, and what was in the way of it."""
    problem = ""
    assert finding.mend
    assert finding.mend.act
    try:
        finding.mend.act()
    except OSError as error:
        problem = error.strerror or type(error).__name__
    except CsboardError as error:
        problem = error.sentence.rstrip(".")
    return {"fault": finding.text, "command": finding.command, "problem": problem}


def examine(session: Session) -> list[Finding]:
    """Every finding; commands that call csboard again name the board as this run did."""
    findings = [
        *host_findings(),
        *_width_findings(session),
        *settings_findings(),
        _log_finding(),
        *_configuration_findings(session),
    ]
    return [_addressed(finding, session.options.db) for finding in findings]


def _addressed(finding: Finding, url: str | None) -> Finding:
    if url is None or finding.command not in (FIX, FIX_DEEP) or finding.mend is None:
        return finding
    again = command(*finding.command.split(), "--db", url)
    advice = again if finding.advice == finding.command else finding.advice
    return finding._replace(advice=advice, mend=finding.mend._replace(command=again))


def _log_finding() -> Finding:
    from csboard.log_file import directory

    subject = _("log")
    try:
        place = directory()
    except CsboardError as error:
        return warn(subject, _("none is kept"), error.sentence)
    return ok(subject, str(place))


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
    yield from mail_findings(session.config)
    if path is not None and _is_missing(path):
        if session.config.database_is_default:
            coming = _("none at {where} yet: the first start of csboard makes it")
            yield ok(_("board"), coming.format(where=path))
            return
        yield warn(
            _("board"), _("none at {where} yet").format(where=path), _("make it with csboard init")
        )
        return
    if path is not None:
        yield from account_findings(path)
        if os.path.exists(path):
            from csboard.cli.check_sqlite import file_findings

            found = list(file_findings(path, SystemClock().now()))
            yield from found
            if os.geteuid() == 0 and any(one.level == "fail" for one in found):
                yield _left_closed()
                return
    yield from _board_findings(url, deep=session.options.deep)


def _is_missing(path: Path) -> bool:
    """Whether there is nothing; not being allowed to look is another matter."""
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _left_closed() -> Finding:
    """SQLite, run by root, gives -wal and -shm the owner and group of the file, right or wrong."""
    return warn(
        _("board"),
        _("not opened: root would pass the fault on to the files beside it"),
        _("mend that first, then look again"),
    )


def _board_findings(url: str, *, deep: bool) -> Iterator[Finding]:
    try:
        if older := _older_schema(url):
            yield older
            return
        board = Board.open(url)
    except CsboardError as error:
        yield fail(_("board"), error.sentence, _("nothing works before this does"))
        return
    try:
        yield from _open_board_findings(board, url, deep=deep)
    except CsboardError as error:  # damaged, or gone meanwhile
        yield fail(_("board"), error.sentence, _("nothing works before this does"))
    finally:
        board.close()


def _older_schema(url: str) -> Finding | None:
    """A board in a file that opening would upgrade, which whoever only looks doesn't want."""
    path = parse_url(url).path
    if path is None:
        return None
    from csboard.db.driver import load_peewee

    load_peewee(postgres=False)
    from csboard.db.peeking import schema_of
    from csboard.db.schema import SCHEMA

    theirs = schema_of(path)
    if theirs is None or theirs >= SCHEMA:
        return None
    told = _(
        "of an older schema ({theirs}, this csboard has {ours}): not opened, as that upgrades it"
    )
    migrate = Mend(command("csboard", "migrate", "--db", url))
    return warn(_("board"), told.format(theirs=theirs, ours=SCHEMA), mend=migrate)


def _open_board_findings(board: Board, url: str, *, deep: bool) -> Iterator[Finding]:
    yield ok(_("board"), board.url)
    facts = board.facts()
    if board.path is not None:
        from csboard.cli import check_sqlite

        yield from check_sqlite.database_findings(board.path, facts, partial(_use_wal, url))
        yield watching_finding(board.path.with_name(f"{board.path.name}.bell"))
    else:
        from csboard.cli import check_postgres

        yield from check_postgres.database_findings(facts)
        yield from check_postgres.role_findings(board, facts)
    now, ahead = SystemClock().now(), float(facts.get("clock_ahead_s", 0))
    yield from clock_findings(now, facts["newest_event_at"], ahead)
    yield zone_finding(board.settings().zone)
    yield from holiday_findings(board)
    yield from stored_findings(board, partial(_with_board, url, Board.index_anew), deep=deep)


def _use_wal(url: str) -> None:
    _with_board(url, Board.use_wal)


def _with_board(url: str, work: Callable[[Board], object]) -> None:
    board = Board.open(url)
    try:
        work(board)
    finally:
        board.close()


COMMANDS = {
    "doctor": ShellCommand(
        doctor,
        (
            argument(
                "--deep",
                action="store_true",
                help=N_("look at everything that is stored, however long it takes"),
            ),
            argument(
                "--fix",
                action="store_true",
                help=N_("mend what can be mended without touching data, and say what was done"),
            ),
            argument(
                "--report",
                metavar="FILE",
                help=N_("write all that helps to find a fault into a new file, to be sent"),
            ),
            JSON,
        ),
    )
}
