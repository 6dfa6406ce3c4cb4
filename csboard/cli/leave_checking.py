"""`csboard leave-check`: whether somebody can go, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.cli.absence_shapes import of_days, of_stretch
from csboard.cli.columns import table, width, wrap
from csboard.cli.identity import may_act_for_others
from csboard.cli.layout import INDENT, terminal_room
from csboard.cli.leave_remedies import Reader, Told, besides, remedy
from csboard.cli.shapes import Json
from csboard.cli.shapes import time as moment
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain import access
from csboard.domain import leave_check_words as words
from csboard.domain.absence_words import days_in_words
from csboard.domain.absences import Absence
from csboard.domain.leave_check import LeaveCheck
from csboard.domain.leave_days import as_entered, days_named, next_leave, whose
from csboard.domain.leave_findings import Line
from csboard.domain.moments import written_not_before
from csboard.domain.people import in_a_sentence, login_meant, works_here
from csboard.domain.records import Member
from csboard.errors import UsageError
from csboard.i18n import N_, _, in_zone
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session

UNDER = " " * 5
"""Before what stands under a line, as wide as its points."""
MOST_CELLS = 100
"""Of a paragraph in a pipe."""


def check(session: Session) -> None:
    """Print the page: the score, what stands in the way, and how the score comes about."""
    asked = _asked(session)
    found = session.board.leave_check(asked)
    if session.wants_json:
        session.print_json(_shape(found, asked))
        return
    members, telling = session.board.members(), session.look.time
    zone = session.look.settings.zone
    today = in_zone(session.board.clock.now(), zone).date()
    reader = _reader(session, found, members)
    entered = words.entry(asked, session.board.absences(), ZoneInfo(zone), today)
    title = f"{_('Leave check')}: {in_a_sentence(found.login, members)}"
    session.print(f"{title}  {days_in_words(asked, today)}  {entered}".rstrip())
    told = _told_of(session, found)
    session.print_lines(_page(found, members, telling, today, told, reader))
    if session.options.first is None and not asked.id:
        session.say(_("No absence is entered: this is next week; --from and --to name other days."))
    if session.options.explain:
        session.print("")
        for paragraph in words.explanation():
            session.print_lines(wrap(paragraph, terminal_room() or MOST_CELLS))


def _asked(session: Session) -> Absence:
    """The days that are named, or those of the next absence, of the person that is meant."""
    options, now = session.options, session.board.clock.now()
    members, named = session.board.members(), options.login
    login = session.reader if named is None else login_meant(typed(named), members)
    member = whose(login, members)
    zone = session.look.settings.zone
    if options.first is None and options.last is None:
        return next_leave(member.login, session.board.absences(), now, zone)
    if options.first is None:
        raise UsageError(_("Name the first day too: --from."))
    first = typed(options.first)
    last = None if options.last is None else typed(options.last)
    wanted = days_named(member.login, first, last, now, zone)
    return as_entered(wanted, session.board.absences())


def _reader(session: Session, found: LeaveCheck, members: Mapping[str, Member]) -> Reader:
    login, named = session.reader, session.as_login
    may = login != found.login and may_act_for_others(session.board)
    me = members[login]
    return Reader(login, may, named is not None, access.is_lead(me), works_here(me))


def _told_of(session: Session, found: LeaveCheck) -> Told:
    """What commands need of the board: a day or moment as `--until` reads it, and a stage."""
    settings, now = session.look.settings, session.board.clock.now()
    done = next((one.key for one in settings.stages if one.kind == "done"), "done")
    return Told(written_not_before(found.back_at, now, settings.zone, settings.hours), done)


def _page(
    found: LeaveCheck,
    members: Mapping[str, Member],
    telling: Callable[..., str],
    today: date,
    told: Told,
    reader: Reader,
) -> Iterator[str]:
    room = terminal_room()
    yield from _told((words.score(found), words.verdict(found, members)), "", room)
    for line, is_again in words.with_stand_ins_once(found.lines):
        yield ""
        why = words.hindrance(line, members, telling, today, is_again=is_again)
        yield from _told((words.subject(line, members), why), f"{-line.points:>3}  ", room)
        if could := words.who_could_take(line, found, members, reader.login):
            yield from _told((could,), UNDER, room)
        mended = remedy(line, found, members, told, reader)
        is_command = mended.startswith("csboard ")  # which is pasted, so it stays whole
        yield from _told((mended,), UNDER, None if is_command else room)
        if more := besides(line, found, told, reader):
            yield from _told((more,), UNDER, None)
    yield ""
    rows = [(INDENT + words.part(one), words.taken(one), _count(one.lines)) for one in found.parts]
    yield from table(rows, room, MOST_CELLS)


def _told(parts: tuple[str, ...], before: str, room: int | None) -> Iterator[str]:
    """The parts in a line, behind what stands `before` it; without room each in its own lines."""
    said = tuple(map(clean, parts))
    lines = [INDENT.join(said)]
    if room is not None and width(before + lines[0]) > room:
        lines = [line for part in said for line in wrap(part, room - len(UNDER))]
    first, *more = lines
    yield before + first
    yield from (UNDER + line for line in more)


def _count(lines: int) -> str:
    return f"({lines})" if lines else ""


def _shape(found: LeaveCheck, asked: Absence) -> Json:
    return {
        "login": found.login,
        **of_days(asked),
        "absence": asked.id or None,
        "score": found.score,
        "can_go": found.can_go,
        "parts": [
            {"part": one.part, "lines": one.lines, "taken": one.taken, "most": one.most}
            for one in found.parts
        ],
        "lines": [_of_line(line, found) for line in found.lines],
    }


def _of_line(line: Line, found: LeaveCheck) -> Json:
    proposal = found.proposed_for(line)
    return {
        "kind": line.kind,
        "part": line.part,
        "points": line.points,
        "task": str(line.task) if line.task else None,
        "title": line.title or None,
        "at": moment(line.at),
        "who": line.who,
        "beside": line.beside,
        "stand_ins": [of_stretch(part) for part in line.stand_ins],
        "has_sheet": line.has_sheet,
        "missing": list(line.missing),
        "about": line.about or None,
        "topic": {"content": line.topic.content, "symptom": line.topic.symptom}
        if any(line.topic)
        else None,
        "mend": line.mend,
        "receiver": proposal and proposal.login,
    }


COMMANDS = {
    "leave-check": ShellCommand(
        check,
        (
            argument(
                "login", metavar="LOGIN", nargs="?", help=N_("who wants to go; you otherwise")
            ),
            argument(
                "--from",
                dest="first",
                metavar="DAY",
                help=N_("the first day away; the next absence's otherwise, or next week's"),
            ),
            argument(
                "--to",
                dest="last",
                metavar="DAY",
                help=N_("the last day away; the first's otherwise, or the named week's"),
            ),
            argument("--explain", action="store_true", help=N_("say how the score comes about")),
            JSON,
        ),
    )
}
