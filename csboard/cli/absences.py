"""`csboard absence`: who is away when, who stands in, and what becomes of what customers write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.cli.absence_shapes import of_absence
from csboard.cli.columns import table, width, wrap
from csboard.cli.digest import DIGEST
from csboard.cli.execution import carry_out, tell
from csboard.cli.layout import INDENT, terminal_room
from csboard.cli.references import count, task_of
from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.absence_commands import (
    ChangeAbsence,
    EnterAbsence,
    RuleForTask,
    WithdrawAbsence,
)
from csboard.domain.absence_days import first_written, last_written, parse_days
from csboard.domain.absence_list import (
    Listed,
    listed,
    on_mail_after,
    on_mail_wanted,
    stand_in_notes,
)
from csboard.domain.absence_telling import (
    listed_days,
    meanwhile_in_words,
    stand_in_in_words,
    when_in_words,
)
from csboard.domain.absence_words import days_in_words
from csboard.domain.absences import Absence, OnMail, away_at, next_absence, span_of
from csboard.domain.people import login_meant, name_of
from csboard.domain.records import Member
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _, in_zone
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.commands import Command

GAP = "  "
_CHOICES = {"stand-in": OnMail.STAND_IN, "pool": OnMail.POOL, "keep": OnMail.KEEP}


def show(session: Session) -> None:
    """Who is away and who will be; with --all who was, too."""
    board, members = session.board, session.board.members()
    calendar, now = board.rules().calendar, board.clock.now()
    found = listed(board.absences(), members, calendar, now, board.ruled_tasks())
    if not session.options.all:
        found = tuple(one for one in found if one.when != "over")
    if session.wants_json:
        session.print_json([of_absence(one) for one in found])
    elif found:
        session.print_lines(_lines(found, members, _today(session), terminal_room()))
    else:
        session.say(_("Nobody is away, and nobody will be."))


def add(session: Session) -> None:
    """Enter one of one's own, or as a lead another's."""
    options, today = session.options, _today(session)
    first, last = parse_days(typed(options.first), options.last and typed(options.last), today)
    stand_in = _stand_in(session)
    login = options.login and login_meant(options.login, session.board.members())
    command = EnterAbsence(
        login=login or session.actor.login,
        first=first.day,
        last=last.day,
        from_noon=first.is_at_noon,
        until_noon=last.is_at_noon,
        stand_in=stand_in,
        on_mail=on_mail_wanted(stand_in, _on_mail(session)),
    )
    _carry_out(session, command, command.login)


def change(session: Session) -> None:
    """Other days, another stand-in, another rule; what isn't said stays as it is."""
    options, today = session.options, _today(session)
    absence = _named(session)
    first, last = parse_days(
        typed(options.first or first_written(absence)),
        options.last and typed(options.last),
        today,
        last_written(absence),
    )
    stand_in = absence.stand_in
    if options.stand_in is not None:
        stand_in = _stand_in(session)
    elif options.nobody:
        stand_in = None
    command = ChangeAbsence(
        absence_id=absence.id,
        first=first.day,
        last=last.day,
        from_noon=first.is_at_noon,
        until_noon=last.is_at_noon,
        stand_in=stand_in,
        on_mail=_on_mail(session) or on_mail_after(absence, stand_in),
        seen=absence.version,
    )
    _carry_out(session, command, absence.login)


def end(session: Session) -> None:
    """They are back: what was is kept, what would have come isn't; one to come is withdrawn.

    One to come only where it is named: whoever names none means the one that goes on.
    """
    named = session.options.absence is not None
    absence = _named(session) if named else _going_on(session)
    carry_out(session, WithdrawAbsence(absence_id=absence.id))


def rule(session: Session) -> None:
    """What is done otherwise with one inquiry, or no more."""
    options, stand_in = session.options, _stand_in(session)
    chosen = _on_mail(session)
    if bool(options.off) == (chosen is not None or stand_in is not None):
        raise UsageError(_("Say what is done (--on-mail, --stand-in), or --off for nothing else."))
    if not options.off:
        chosen = on_mail_wanted(stand_in, chosen)
    carry_out(
        session,
        RuleForTask(
            absence_id=options.absence,
            task=task_of(options.task),
            on_mail=chosen,
            stand_in=stand_in,
        ),
    )


def _carry_out(session: Session, command: Command, login: str) -> None:
    """Carry it out, and say what is worth knowing of who stands in."""
    event = session.board.execute(command, session.actor)
    tell(session, event)
    board = session.board
    known = board.absences()
    made = next((one for one in known if one.id == event.detail["absence"]), None)
    if made is not None:
        now = board.clock.now()
        for note in stand_in_notes(made, known, board.members(), _zone(session), now):
            session.say(clean(note))


# what was typed


def _on_mail(session: Session) -> OnMail | None:
    word = session.options.on_mail
    return None if word is None else _CHOICES[word]


def _stand_in(session: Session) -> str | None:
    """By login or by name."""
    named = session.options.stand_in
    return named and login_meant(named, session.board.members())


def _named(session: Session) -> Absence:
    """The absence of that number, or one's own that goes on or comes next."""
    known, number = session.board.absences(), session.options.absence
    if number is not None:
        found = next((one for one in known if one.id == number), None)
        if found is None:
            raise Refused(
                "no_such_absence",
                _("There is no absence {id}: look at csboard absence list.").format(id=number),
            )
        return found
    now, zone = session.board.clock.now(), _zone(session)
    own = next_absence(session.actor.login, known, now, zone)
    if own is None:
        raise _not_away()
    return own


def _going_on(session: Session) -> Absence:
    """One's own that goes on; Refused, with those to come, where none does."""
    me, now, zone = session.actor.login, session.board.clock.now(), _zone(session)
    known = session.board.absences()
    if (found := away_at(known, now, zone).get(me)) is not None:
        return found
    coming = [one for one in known if one.login == me and span_of(one, zone).start > now]
    if not coming:
        raise _not_away()
    today = _today(session)
    ways = (
        _("{days}: csboard absence end {id}").format(days=days_in_words(one, today), id=one.id)
        for one in sorted(coming, key=lambda one: (one.first, one.id))
    )
    told = _("You are not away now. What is to come is withdrawn by its number: {ways}")
    raise Refused("not_away", told.format(ways=_("; ").join(ways)))


def _not_away() -> Refused:
    return Refused("no_such_absence", _("You are not away, and will not be."))


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(session.look.settings.zone)


def _today(session: Session) -> date:
    return in_zone(session.board.clock.now(), session.look.settings.zone).date()


# what is printed


def _lines(
    found: tuple[Listed, ...], members: Mapping[str, Member], today: date, room: int | None
) -> Iterator[str]:
    """A line for each; where they have no room, under it what is done meanwhile."""
    heads = [_head(one, members, today) for one in found]
    told = [
        (clean(stand_in_in_words(one, members, today)), clean(meanwhile_in_words(one, members)))
        for one in found
    ]
    whole = [(*head, GAP.join(said)) for head, said in zip(heads, told, strict=True)]
    lines = list(table(whole))
    if room is None or max(map(width, lines)) <= room:
        yield from lines
        return
    for head, said in zip(table(heads, room), told, strict=True):
        yield head
        for sentence in said:
            yield from (INDENT * 2 + line for line in wrap(sentence, room - len(INDENT * 2)))


def _head(one: Listed, members: Mapping[str, Member], today: date) -> tuple[str, ...]:
    """Its number, who it is, when, and whether it goes on."""
    absence = one.absence
    name = clean(name_of(absence.login, members))
    return str(absence.id), name, listed_days(one, today), when_in_words(one)


_FIRST = N_(
    "the first day away: 2026-11-24, 11/24, tomorrow; 2026-11-24pm from noon on; next week for all"
    " of it"
)
_LAST = N_("the last day away, that day included; 2026-11-30am until noon")
_STAND_IN = argument("--stand-in", metavar="WHO", help=N_("who stands in, by login or name"))
_ON_MAIL = argument(
    "--on-mail",
    choices=tuple(_CHOICES),
    help=N_("where it goes when a customer writes: to the stand-in, to anybody, nowhere"),
)
_ABSENCE = argument("absence", type=count, metavar="ID", help=N_("the absence, by its number"))
_ONES_OWN = argument(
    "absence",
    type=count,
    nargs="?",
    metavar="ID",
    help=N_("the absence, by its number; else your own"),
)
_GOING_ON = argument(
    "absence",
    type=count,
    nargs="?",
    metavar="ID",
    help=N_("the absence, by its number; else your own that goes on"),
)

COMMANDS = {
    "absence": CommandGroup(
        {
            "list": ShellCommand(
                show,
                (
                    argument("--all", action="store_true", help=N_("those that are over, too")),
                    JSON,
                ),
                N_("who is away and will be, and who stands in"),
            ),
            "add": ShellCommand(
                add,
                (
                    argument(
                        "login",
                        nargs="?",
                        metavar="WHO",
                        help=N_("who is away, by login or name; else you"),
                    ),
                    argument("--from", dest="first", required=True, metavar="DAY", help=_FIRST),
                    argument("--to", dest="last", metavar="DAY", help=_LAST),
                    _STAND_IN,
                    _ON_MAIL,
                    JSON,
                ),
                N_("say when somebody is away"),
            ),
            "change": ShellCommand(
                change,
                (
                    _ONES_OWN,
                    argument("--from", dest="first", metavar="DAY", help=_FIRST),
                    argument("--to", dest="last", metavar="DAY", help=_LAST),
                    _STAND_IN,
                    argument("--nobody", action="store_true", help=N_("nobody stands in any more")),
                    _ON_MAIL,
                    JSON,
                ),
                N_("other days, another stand-in; the rest stays as it is"),
            ),
            "end": ShellCommand(
                end, (_GOING_ON, JSON), N_("they are back already, or it doesn't take place")
            ),
            "rule": ShellCommand(
                rule,
                (
                    _ABSENCE,
                    argument("task", metavar="N", help=N_("the inquiry: 1042 or #1042")),
                    _ON_MAIL,
                    _STAND_IN,
                    argument("--off", action="store_true", help=N_("as with all the others again")),
                    JSON,
                ),
                N_("what is done otherwise with one inquiry meanwhile"),
            ),
            "digest": DIGEST,
        }
    ),
}
