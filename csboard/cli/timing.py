"""`csboard timer` and `csboard time`: one's timer, and the time that was worked.

Who worked when is shown to that person alone; of others there are sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from csboard.cli.columns import table
from csboard.cli.execution import carry_out
from csboard.cli.layout import terminal_room
from csboard.cli.references import count, task_of
from csboard.cli.shapes import Json
from csboard.cli.shapes import time as moment
from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain import access, time_sheet
from csboard.domain.people import login_meant, member_meant
from csboard.domain.records import TaskRef
from csboard.domain.time_commands import CorrectTime, DropTime, EnterTime, StartTimer, StopTimer
from csboard.domain.time_parsing import (
    OVER_MIDNIGHT,
    Stretch,
    day_bounds,
    parse_day,
    parse_stretch,
    parse_time,
    written,
)
from csboard.domain.time_records import LOST, SHELL, Entry, no_such_entry
from csboard.domain.time_words import worked, worked_at
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _, format_day, in_zone
from csboard.text import quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session

_LATE_EVENING = timedelta(hours=6)
"""How long ago a time of yesterday may be for a timer to be started with it."""


def start(session: Session) -> None:
    """Begin, or switch over from what runs."""
    task, work = _what(session)
    at = _at(session, _LATE_EVENING)
    if at is not None and session.board.clock.now() - at > OVER_MIDNIGHT:
        raise UsageError(
            _(
                "{text} is more than 12 hours ago: write down time that is over with "
                "csboard time add."
            ).format(text=quoted(session.options.at))
        )
    carry_out(session, StartTimer(task=task, work=work, at=at, source=SHELL))
    if at is not None and not session.wants_json:
        session.print(_("It counts since {when}.").format(when=_when(session, at)))


def stop(session: Session) -> None:
    """End it, now or at a time since it was started, however long ago."""
    at = _at(session, timedelta(days=1))
    carry_out(session, StopTimer(at=at))
    if at is not None and not session.wants_json:
        session.print(_("It ended at {when}.").format(when=_when(session, at)))


def status(session: Session) -> int | None:
    """What runs of whoever asks; nothing running is told by the status."""
    timers = [one for one in session.board.timers() if one.login == session.reader]
    now = session.board.clock.now()
    running = [one for one in timers if not one.is_lost(now)]
    if session.wants_json:
        session.print_json(_of_entry(running[0], now) if running else None)
    elif running:
        entry = running[0]
        what = worked_at(entry.task, entry.work)
        session.print(
            _("{what}, since {when}: {time}").format(
                what=what, when=session.look.time(entry.started_at), time=worked(entry.length(now))
            )
        )
    else:
        session.say(_("No timer of yours runs."))
    return None if running else Refused.exit_status


def show(session: Session) -> None:
    """One's own entries of a day or a week with their sums; of others and the team the sums."""
    options, now = session.options, session.board.clock.now()
    period = _period(session)
    login = None if options.team else _member(session) or session.reader
    if login is not None and login != session.reader:
        _refuse_looking_at(session, login)
    entries = session.board.time_entries(period.start, period.end, login)
    found = time_sheet.lines(entries, period.start, period.end, now)
    detailed = login == session.reader
    if session.wants_json:
        session.print_json(_of_period(period, found, now, detailed=detailed))
        return
    zone = session.look.settings.zone
    if detailed:
        session.print_lines(table(list(_rows(found, zone, now)), terminal_room()))
    session.print_lines(_sum_lines(found))


def add(session: Session) -> None:
    """Write time down that no timer has seen."""
    task, work = _what(session)
    stretch = _stretch(session, session.options.stretch, _day(session))
    login = _member(session) or session.actor.login
    carry_out(
        session,
        EnterTime(
            login=login, started_at=stretch.start, ended_at=stretch.end, task=task, work=work
        ),
    )


def correct(session: Session) -> None:
    """Another stretch or other work; what isn't said stays as it is."""
    options, zone = session.options, session.look.settings.zone
    entry = session.board.time_entry(options.entry)
    _refuse_anothers(session, entry)
    task, work = (entry.task, entry.work) if not (options.task or options.work) else _what(session)
    stretch = Stretch(entry.started_at, entry.ended_at or entry.started_at)
    if options.stretch or options.day:
        day = _day(session) if options.day else in_zone(entry.started_at, zone).date()
        text = options.stretch or written(stretch.start, stretch.end, zone)
        stretch = _stretch(session, text, day)
    carry_out(
        session,
        CorrectTime(
            entry_id=entry.id, started_at=stretch.start, ended_at=stretch.end, task=task, work=work
        ),
    )


def drop(session: Session) -> None:
    carry_out(session, DropTime(entry_id=session.options.entry))


# what was typed


def _what(session: Session) -> tuple[TaskRef | None, str]:
    options = session.options
    task = getattr(options, "task", None)
    if bool(task) == bool(options.work):
        raise UsageError(_("Say what it is: the number of a task, or --work with a word."))
    return (task_of(task), "") if task else (None, options.work)


def _at(session: Session, reach: timedelta) -> datetime | None:
    """The moment that is meant; one of yesterday not longer than `reach` ago."""
    text = session.options.at
    if text is None:
        return None
    return parse_time(typed(text), session.board.clock.now(), session.look.settings.zone, reach)


def _when(session: Session, moment: datetime) -> str:
    """The time of day, with the day where it isn't today."""
    zone = session.look.settings.zone
    local, now = in_zone(moment, zone), in_zone(session.board.clock.now(), zone)
    return f"{local:%H:%M}" if local.date() == now.date() else session.look.time(moment)


def _day(session: Session) -> date:
    now, zone = session.board.clock.now(), session.look.settings.zone
    text = session.options.day
    return in_zone(now, zone).date() if text is None else parse_day(typed(text), now, zone)


def _stretch(session: Session, text: str, day: date) -> Stretch:
    return parse_stretch(typed(text), day, session.look.settings.zone)


def _period(session: Session) -> Stretch:
    day, zone = _day(session), session.look.settings.zone
    if not session.options.week:
        return day_bounds(day, zone)
    monday = day - timedelta(days=day.weekday())
    return Stretch(day_bounds(monday, zone).start, day_bounds(monday + timedelta(6), zone).end)


def _member(session: Session) -> str:
    """The login of whoever is named; empty where nobody is."""
    named = session.options.member
    return login_meant(named, session.board.members()) if named else ""


def _refuse_looking_at(session: Session, login: str) -> None:
    """A lead sees the sums of one colleague; who works when, nobody else sees."""
    members = session.board.members()
    member_meant(login, members)
    me = members.get(session.reader)
    if me is None or not access.is_lead(me):
        raise Refused(
            "not_yours", _("Only a lead sees a colleague's sums; --team has those of all.")
        )


def _refuse_anothers(session: Session, entry: Entry) -> None:
    """Before anything is told of it; the rule decides all the same."""
    me = session.board.members().get(session.reader)
    if entry.login != session.reader and (me is None or not access.is_lead(me)):
        raise no_such_entry()


# what is printed


def _rows(found: Sequence[time_sheet.Line], zone: str, now: datetime) -> Iterator[tuple[str, ...]]:
    for line in found:
        until = f"{in_zone(line.end, zone):%H:%M}" if line.end else _("runs")
        yield (
            str(line.entry.id),
            format_day(line.start, zone, now=now),
            f"{in_zone(line.start, zone):%H:%M}-{until}",
            worked(line.length),
            worked_at(line.entry.task, line.entry.work),
            _remark(line.entry, now),
        )


def _remark(entry: Entry, now: datetime) -> str:
    """What is worth knowing of how an entry came about."""
    told = []
    if entry.corrects is not None:
        told.append(_("corrects {entry}").format(entry=entry.corrects))
    if entry.as_of(now).ending == LOST:
        told.append(_("the line dropped"))
    if entry.entered_by:
        told.append(_("by {name}").format(name=entry.entered_by))
    return _(", ").join(told)


def _sum_lines(found: Sequence[time_sheet.Line]) -> Iterator[str]:
    rows = [(worked_at(one.task, one.work), worked(one.length)) for one in time_sheet.sums(found)]
    rows.append((_("Altogether"), worked(time_sheet.total(found))))
    yield from table(rows)


def _of_period(
    period: Stretch, found: Sequence[time_sheet.Line], now: datetime, *, detailed: bool
) -> Json:
    shape: Json = {
        "from": moment(period.start),
        "to": moment(period.end),
        "seconds": int(time_sheet.total(found).total_seconds()),
        "sums": [
            {
                "task": str(one.task) if one.task else None,
                "work": one.work or None,
                "seconds": int(one.length.total_seconds()),
            }
            for one in time_sheet.sums(found)
        ],
    }
    if detailed:
        shape["entries"] = [_of_entry(line.entry, now) for line in found]
    return shape


def _of_entry(entry: Entry, now: datetime) -> Json:
    entry = entry.as_of(now)
    return {
        "id": entry.id,
        "from": moment(entry.started_at),
        "to": None if entry.ended_at is None else moment(entry.ended_at),
        "seconds": int(entry.length(now).total_seconds()),
        "task": str(entry.task) if entry.task else None,
        "work": entry.work or None,
        "source": entry.source,
        "ending": entry.ending or None,
        "corrects": entry.corrects,
        "entered_by": entry.entered_by or None,
    }


_TASK = argument("task", nargs="?", metavar="N", help=N_("the task: 1042, #1042 or 1042.2"))
_WORK = argument(
    "--work",
    choices=("meeting", "break", "training", "other"),
    help=N_("work that is no inquiry: meeting, break, training or other"),
)
_AT = argument("--at", metavar="TIME", help=N_("since when, as 09:00; else now"))
_DAY = argument("--day", metavar="DAY", help=N_("which day: 2026-11-24, 11/24, yesterday"))
_ENTRY = argument("entry", type=count, metavar="ID", help=N_("the entry, by its number"))
_MEMBER = argument("--member", metavar="LOGIN", help=N_("whose it is; for leads"))

COMMANDS = {
    "timer": CommandGroup(
        {
            "start": ShellCommand(
                start,
                (_TASK, _WORK, _AT, JSON),
                N_("start your timer; what runs is stopped at that instant"),
            ),
            "stop": ShellCommand(stop, (_AT, JSON), N_("stop your timer")),
            "switch": ShellCommand(
                start, (_TASK, _WORK, _AT, JSON), N_("the same as start, by its other name")
            ),
            "status": ShellCommand(status, (JSON,), N_("what your timer runs on; status 3: none")),
        }
    ),
    "time": CommandGroup(
        {
            "list": ShellCommand(
                show,
                (
                    _DAY,
                    argument("--week", action="store_true", help=N_("the whole week of that day")),
                    _MEMBER,
                    argument("--team", action="store_true", help=N_("the sums of everybody")),
                    JSON,
                ),
                N_("your entries of a day with their sums; of others the sums"),
            ),
            "add": ShellCommand(
                add,
                (
                    _TASK,
                    argument("stretch", metavar="STRETCH", help=N_("from and to: 09:00-10:30")),
                    _WORK,
                    _DAY,
                    _MEMBER,
                    JSON,
                ),
                N_("write down time that no timer has seen"),
            ),
            "correct": ShellCommand(
                correct,
                (
                    _ENTRY,
                    argument(
                        "stretch", nargs="?", metavar="STRETCH", help=N_("from and to: 09:00-10:30")
                    ),
                    argument("--task", metavar="N", help=N_("the task: 1042, #1042 or 1042.2")),
                    _WORK,
                    _DAY,
                    JSON,
                ),
                N_("correct an entry; what it said stays readable"),
            ),
            "drop": ShellCommand(drop, (_ENTRY, JSON), N_("drop an entry that was a mistake")),
        }
    ),
}
