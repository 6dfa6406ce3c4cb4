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
from csboard.cli.shapes import Json
from csboard.cli.shapes import time as moment
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain import leave_check_words as words
from csboard.domain.absence_words import days_in_words
from csboard.domain.absences import Absence
from csboard.domain.leave_check import LeaveCheck
from csboard.domain.leave_days import as_entered, days_named, next_leave, whose
from csboard.domain.leave_findings import Kind, Line, Mend, mend_for
from csboard.domain.people import in_a_sentence, login_meant
from csboard.domain.records import Member
from csboard.errors import UsageError
from csboard.i18n import N_, _, in_zone
from csboard.named import NamedTuple
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session

UNDER = " " * 5
"""Before what stands under a line, as wide as its points."""
MOST_CELLS = 100
"""Of a paragraph in a pipe."""

_COMMANDS: Mapping[Mend, str] = {
    Mend.HAND_OFF: "csboard handoff write {task}",
    Mend.OFFER: "csboard handoff offer {task} {to}",
    Mend.TAKE: "csboard handoff show {task}",
    Mend.REPLY: "csboard draft {number} --edit",
    Mend.WAIT: "csboard wait {task} --for {waits_for} --until {back}",
    Mend.NOTE: "csboard note {number} -",
    Mend.STOP: "csboard timer stop",
    Mend.LEARN: "csboard knowledge --topic {topic}",
    Mend.TAKE_OVER: "csboard take-over {task} {why}",
    Mend.LOOK: "csboard handoff show {task}",
}
"""What mends a line in the shell, whole as it can be pasted."""


class Reader(NamedTuple):
    """Whoever asked, and in whose name they may act."""

    login: str
    may_act_for_others: bool = False
    is_represented: bool = False
    """Whether somebody else sits there, and has named them with `--as`."""


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
    reader = _reader(session, found)
    entered = words.entry(asked, session.board.absences(), ZoneInfo(zone), today)
    title = f"{_('Leave check')}: {in_a_sentence(found.login, members)}"
    session.print(f"{title}  {days_in_words(asked, today)}  {entered}".rstrip())
    session.print_lines(_page(found, members, telling, today, zone, reader))
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


def _reader(session: Session, found: LeaveCheck) -> Reader:
    login, named = session.reader, session.as_login
    may = login != found.login and may_act_for_others(session.board)
    return Reader(login, may, named is not None)


def _page(
    found: LeaveCheck,
    members: Mapping[str, Member],
    telling: Callable[..., str],
    today: date,
    zone: str,
    reader: Reader,
) -> Iterator[str]:
    room = terminal_room()
    yield from _told((words.score(found), words.verdict(found, members)), "", room)
    back = in_zone(found.away.end, zone).date()
    for line in found.lines:
        yield ""
        why = words.hindrance(line, members, telling, today)
        yield from _told((words.subject(line, members), why), f"{-line.points:>3}  ", room)
        proposal = found.receivers.get(line.own_id) if line.is_of_a_task else None
        if proposal is not None:
            yield from _told((words.proposal(proposal, members),), UNDER, room)
        mended = remedy(line, found, members, back, reader)
        is_command = mended.startswith("csboard ")  # which is pasted, so it stays whole
        yield from _told((mended,), UNDER, None if is_command else room)
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


def remedy(
    line: Line, found: LeaveCheck, members: Mapping[str, Member], back: date, reader: Reader
) -> str:
    """What mends it, as `reader` can paste it, or in words what to do; `back` is the day after."""
    mend, acts_as = mend_for(line, found.login, reader.login), reader.login
    if mend is Mend.STOP or (mend is Mend.TAKE_OVER and not found.has_begun):
        if reader.may_act_for_others:  # they can still do it in the name of whoever goes
            mend, acts_as = line.mend, found.login
        elif mend is Mend.STOP and reader.login != found.login:
            return words.theirs_to_stop(found, members)
    if mend is Mend.ABSENCES or (line.kind is Kind.OFFERED and mend is Mend.OFFER):
        return words.what_to_do(line, members)
    is_represented = reader.is_represented or acts_as != reader.login
    command = _command(mend, line, found, members, back)
    return command.replace("csboard", f"csboard --as {acts_as}", 1) if is_represented else command


def _command(
    mend: Mend, line: Line, found: LeaveCheck, members: Mapping[str, Member], back: date
) -> str:
    proposal = found.receivers.get(line.own_id) if line.is_of_a_task else None
    topic = "/".join(line.topic)
    return _COMMANDS[mend].format(
        task=line.task,
        number=line.task.number if line.task else "",
        topic=_quoted(clean(topic)),
        to=proposal.login if proposal is not None else "--anybody",
        waits_for=line.about,
        back=back,
        why=_quoted(words.why_taken_over(found, members)),
    )


def _quoted(word: str) -> str:
    from shlex import quote

    return quote(word)


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
    proposal = found.receivers.get(line.own_id) if line.is_of_a_task else None
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
