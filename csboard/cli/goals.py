"""`csboard goal`: what the team wants to reach, how far it is, and values entered by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli.columns import table
from csboard.cli.execution import carry_out
from csboard.cli.layout import INDENT, terminal_room
from csboard.cli.progress import counting, inquiries
from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.cli.streams import read_stdin, typed
from csboard.domain import goal_words as words
from csboard.domain.goal_commands import EnterReading, WithdrawReading
from csboard.domain.objective_settings import USERS, value_of
from csboard.domain.team_goals import Goals, ResultStanding
from csboard.domain.time_parsing import parse_day
from csboard.errors import UsageError
from csboard.i18n import N_, _, in_zone, ngettext
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.cli.shapes import Json

COLUMN = 36
_MOST_BYTES = 1_000_000
_HEADS = {("day", "value"), ("date", "value"), ("日", "値"), ("日付", "値")}


def show(session: Session) -> None:
    """Each objective with its key results: bar, value, target, pace, forecast."""
    with counting(inquiries) as progress:
        goals = session.board.goals(progress)
    if session.wants_json:
        session.print_json(_of_goals(goals))
        return
    if not goals.standings:
        session.print(
            _("The team has written no objectives yet: csboard team edit, [[objectives]].")
        )
    for line in _lines(goals):
        session.print(line)


def enter(session: Session) -> None:
    """The value of a day, today's where none is said."""
    options = session.options
    day = _day(options.day, session)
    value = _value(clean(typed(options.value)))
    key = clean(typed(options.key))
    carry_out(session, EnterReading(result=key, values=((day, value),)))


def withdraw(session: Session) -> None:
    """The value of a day was a mistake."""
    day = _day(session.options.day, session)
    carry_out(session, WithdrawReading(result=clean(typed(session.options.key)), day=day))


def take_in(session: Session) -> None:
    """Values of many days out of a CSV file with day,value; all of it or nothing."""
    name = session.options.file
    place = _("standard input") if name == "-" else name
    text = read_stdin() if name == "-" else _read(Path(name))
    values = tuple(_rows(text, place))
    if not values:
        raise UsageError(_("{file} has no line with a day and a value.").format(file=place))
    key = clean(typed(session.options.key or USERS))
    carry_out(session, EnterReading(result=key, values=values))


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            _("{file} can't be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None
    if len(data) > _MOST_BYTES:
        raise UsageError(
            _("{file} is too long: {n} bytes are the most.").format(file=file, n=_MOST_BYTES)
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(_("{file} isn't UTF-8 text.").format(file=file)) from None


def _rows(text: str, place: str) -> Iterator[tuple[date, float]]:
    reader = csv.reader(io.StringIO(text))
    seen: set[date] = set()
    for row in reader:
        cells = [clean(cell).strip() for cell in row]
        if not any(cells) or (reader.line_num == 1 and tuple(map(str.lower, cells)) in _HEADS):
            continue
        where = _("{file}, line {line}").format(file=place, line=reader.line_num)
        if len(cells) != 2:
            raise UsageError(
                _("{place}: write a day and a value, as 2026-10-01,1200.").format(place=where)
            )
        try:
            day, value = _written_day(cells[0]), _value(cells[1])
        except UsageError as wrong:
            raise UsageError(f"{where}: {wrong.sentence}") from None
        if day in seen:
            raise UsageError(
                _("{place}: {day} is there twice.").format(place=where, day=day.isoformat())
            )
        seen.add(day)
        yield day, value


def _day(written: str | None, session: Session) -> date:
    now, zone = session.board.clock.now(), session.board.settings().zone
    return in_zone(now, zone).date() if written is None else parse_day(typed(written), now, zone)


def _written_day(written: str) -> date:
    try:
        return date.fromisoformat(written.replace("/", "-"))
    except ValueError:
        raise UsageError(
            _("{day} is no day; write one as 2026-10-01.").format(day=quoted(written))
        ) from None


def _value(written: str) -> float:
    try:
        return value_of(written)
    except ValueError as wrong:
        raise UsageError(str(wrong)) from None


def _lines(goals: Goals) -> Iterator[str]:
    for objective in dict.fromkeys(one.objective for one in goals.standings):
        own = [one for one in goals.standings if one.objective == objective]
        gone = words.gone(objective, own[0].day)
        yield f"{objective.name}  {words.period(objective)}  {gone}"
        rows = [_row(one, one.result.key == goals.headline) for one in own]
        for line in table(rows, terminal_room(), COLUMN):
            yield f"{INDENT}{line}"
    if goals.users:
        latest = goals.users[-1]
        told = ngettext("{n} user", "{n} users", round(latest.value))
        count = told.format(n=words.number(latest.value))
        yield _("{users} by the value of {day}").format(users=count, day=latest.day.isoformat())


def _row(one: ResultStanding, is_headline: bool) -> tuple[str, ...]:
    name = one.result.called
    return (
        one.result.key,
        _("{name} (headline)").format(name=name) if is_headline else name,
        words.bar(one.done),
        words.of_target(one),
        words.pace(one),
        words.forecast(one),
    )


def _of_goals(goals: Goals) -> Json:
    return {
        "headline": goals.headline or None,
        "results": [_of_standing(one) for one in goals.standings],
        "users": [{"day": one.day.isoformat(), "value": one.value} for one in goals.users],
    }


def _of_standing(one: ResultStanding) -> Json:
    found = one.outlook
    return {
        "objective": one.objective.name,
        "begins": one.objective.begins,
        "ends": one.objective.ends,
        "key": one.result.key,
        "name": one.result.name,
        "unit": one.result.unit,
        "measured": one.result.measured or None,
        "kind": one.kind,
        "start": one.result.start,
        "target": one.result.target,
        "value": one.value,
        "progress": one.done,
        "pace": one.pace,
        "at_end": found.at_end if found else None,
        "reached_on": found.reached_on.isoformat() if found and found.reached_on else None,
        "readings": [{"day": r.day.isoformat(), "value": r.value} for r in one.readings],
        "behind": list(one.behind),
    }


_KEY = argument("key", metavar="KEY", help=N_("the key of a key result by hand, or users"))
_DAY = argument(
    "--day", metavar="DAY", help=N_("of which day: 2026-11-24, 11/24, yesterday; else today")
)

COMMANDS = {
    "goal": CommandGroup(
        {
            "list": ShellCommand(show, (JSON,), N_("objectives and how far they are")),
            "enter": ShellCommand(
                enter,
                (
                    _KEY,
                    argument("value", metavar="VALUE", help=N_("a number, or hours as 2:30")),
                    _DAY,
                    JSON,
                ),
                N_("enter the value of a day"),
            ),
            "withdraw": ShellCommand(
                withdraw, (_KEY, _DAY, JSON), N_("take a value of a day away")
            ),
            "import": ShellCommand(
                take_in,
                (
                    argument(
                        "file", metavar="FILE", help=N_("a CSV file with day,value; - reads stdin")
                    ),
                    argument(
                        "--key",
                        metavar="KEY",
                        help=N_("of which key; the number of users otherwise"),
                    ),
                    JSON,
                ),
                N_("enter the values of many days"),
            ),
        }
    )
}
