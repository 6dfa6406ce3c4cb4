"""`csboard handoff`: sheets by which tasks go from one to another, written, offered and taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.cli import mailing
from csboard.cli.columns import table
from csboard.cli.execution import carry_out
from csboard.cli.handed import of_hand_off, of_sheet, page_of, standing
from csboard.cli.layout import terminal_room
from csboard.cli.references import count, task_of
from csboard.cli.spec import JSON, TASK, CommandGroup, ShellCommand, argument
from csboard.domain import hand_off_page
from csboard.domain.absence_list import away_meanwhile
from csboard.domain.hand_off_commands import (
    DropSheet,
    LeaveWithThem,
    OfferHandOff,
    TakeBack,
    TakeHandOff,
    WithdrawHandOff,
    WriteSheet,
)
from csboard.domain.hand_off_records import FIELDS, WITHDRAWN, HandOff, Severity, Sheet
from csboard.domain.hand_off_since import NOTHING, Since, in_words
from csboard.domain.hand_off_words import field_name, state_name, state_of, with_none
from csboard.domain.people import login_meant, member_meant, with_login
from csboard.domain.records import TaskRef
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.hand_off_desk import Desk

MOST_PROPOSED = 5
MOST_NAMED = 9
"""Numbers of tasks in the subject of a mail."""


def show_all(session: Session) -> None:
    """All that stand: written, offered, or taken and not come back; and what was left untaken."""
    found = _those_of(session)
    if session.wants_json:
        session.print_json([of_hand_off(one) for one in found])
        return
    page = page_of(session, found)
    rows = [(f"#{one.task}", standing(one, page), _title(one, page)) for one in found]
    session.print_lines(table(rows, terminal_room()))


def show(session: Session) -> None:
    """The sheet of a task; where there is none, what one would begin with."""
    desk = _desk(session)
    is_dropped = desk.hand_off is not None and desk.hand_off.ending == WITHDRAWN
    found = None if is_dropped else desk.hand_off
    if session.wants_json:
        begun = {"task": str(desk.card.ref), "begun": of_sheet(desk.begun)}
        session.print_json(of_hand_off(found) if found is not None else begun)
    elif found is not None:
        session.print_lines(hand_off_page.as_text([found], page_of(session, [found])))
    else:
        told = _("#{task} has no sheet yet; one would begin so:")
        if is_dropped:
            told = _("The last sheet of #{task} was thrown away; one would begin so:")
        session.say(told.format(task=desk.card.ref))
        session.print_lines(hand_off_page.sheet_lines(desk.begun))


def write(session: Session) -> None:
    """Begun from the history where there is none; what isn't said stays as it is."""
    desk, options = _desk(session), session.options
    said = {name: getattr(options, name) for name in FIELDS}
    kept = {name: getattr(desk.sheet, name) for name in FIELDS if said[name] is None}
    sheet = Sheet(desk.sheet.state, **{**said, **kept})
    if options.state is not None:
        sheet = sheet._replace(state=_state(options.state))
    if options.none:
        sheet = with_none(sheet)
    carry_out(session, WriteSheet(task=desk.card.ref, sheet=sheet, seen=desk.version))
    if sheet.missing and not session.wants_json:
        names = _(", ").join(map(field_name, sheet.missing))
        session.say(_("Still to be said before it can be offered: {fields}.").format(fields=names))
    elif not session.wants_json and (desk.open is None or not desk.open.is_offered):
        ready = _("Ready to be offered: csboard handoff offer {task} says to whom it could be.")
        session.print(ready.format(task=desk.card.ref))


def offer(session: Session) -> None:
    """To a member, or to whoever takes it; who could go on with it is named without either."""
    options, task = session.options, _task(session)
    if options.receiver and options.anybody:
        raise UsageError(_("Name a member or say --anybody: not both."))
    if not options.receiver and not options.anybody:
        raise UsageError(
            _("Say to whom: {names}; or --anybody, to whoever takes it.").format(
                names=_proposed(session, task)
            )
        )
    members = session.board.members()
    receiver = options.receiver and login_meant(options.receiver, members)
    carry_out(session, OfferHandOff(task=task, receiver=receiver))
    if receiver is not None:
        board, now, zone = session.board, session.board.clock.now(), session.look.settings.zone
        leave, absences = board.hand_off_desk(task).absence, board.absences()
        for note in away_meanwhile(receiver, leave, absences, members, now, ZoneInfo(zone)):
            session.say(clean(note))


def take(session: Session) -> None:
    """What has happened since its sheet was written is said beside."""
    task = _task(session)
    told = in_words(_since(session, task), session.board.settings().stages)
    words = " ".join(session.options.words)
    carry_out(session, TakeHandOff(task=task, read_back=words))
    if told and not session.wants_json:
        session.say(_("#{task}: {told}").format(task=task, told=told))


def _since(session: Session, task: TaskRef) -> Since:
    try:
        return session.board.hand_off_desk(task).since
    except Refused:
        return NOTHING  # the door says why


def withdraw(session: Session) -> None:
    carry_out(session, WithdrawHandOff(task=_task(session)))


def drop(session: Session) -> None:
    carry_out(session, DropSheet(task=_task(session)))


def take_back(session: Session) -> None:
    carry_out(session, TakeBack(task=_task(session)))


def keep(session: Session) -> None:
    carry_out(session, LeaveWithThem(task=_task(session)))


def print_all(session: Session) -> None:
    """The whole set on paper, as Markdown, or by mail."""
    options = session.options
    mailing.refuse_hopeless(session)
    found = [one for one in _those_of(session) if one.ending != WITHDRAWN]
    page = page_of(session, found)
    if session.wants_json:
        session.print_json([of_hand_off(one) for one in found])
    elif options.mail:
        _mail(session, found, page)
    elif options.format == "md":
        head = _head(session, found, page)
        session.print_lines(hand_off_page.as_markdown(found, page, head))
    elif not found:
        session.say(_("Nothing is handed off."))
    else:
        session.print_lines(_on_paper(session, found, page))


def _on_paper(session: Session, some: Sequence[HandOff], page: hand_off_page.Page) -> Iterator[str]:
    """With its head."""
    yield _("Hand-offs")
    yield from _head(session, some, page)
    yield ""
    yield from hand_off_page.as_text(some, page)


def _head(session: Session, some: Sequence[HandOff], page: hand_off_page.Page) -> Iterator[str]:
    from csboard.domain.absence_list import listed
    from csboard.domain.hand_off_head import head

    board = session.board
    calendar = board.rules().calendar
    return head(some, page, listed(board.absences(), page.members, calendar, page.now, {}))


def _mail(session: Session, some: Sequence[HandOff], page: hand_off_page.Page) -> None:
    from csboard.mail.page_mail import MailedPage

    if not some:
        raise Refused("nothing", _("Nothing is handed off: there is nothing to mail."))
    numbers = _(", ").join(f"#{one.task}" for one in some[:MOST_NAMED])
    text = "\n".join(_on_paper(session, some, page))
    title = _("Hand-offs: {numbers}").format(numbers=numbers)
    mailing.mail(session, MailedPage("csh", title, text, page.now))


# what was typed


def _task(session: Session) -> TaskRef:
    return task_of(session.options.task)


def _desk(session: Session) -> Desk:
    return session.board.hand_off_desk(_task(session))


def _state(word: str) -> Severity:
    found = state_of(clean(word))
    if found is None:
        words = _(", ").join(
            _("{word} ({code})").format(word=state_name(state), code=state.value)
            for state in Severity
        )
        raise UsageError(
            _("{word} says not how it stands: write one of {words}.").format(
                word=quoted(word), words=words
            )
        )
    return found


def _those_of(session: Session) -> Sequence[HandOff]:
    """Those of an absence, ended or not; or those that stand or were left; of one or of all."""
    options, members = session.options, session.board.members()
    found = _all_of(session)
    if options.giver:
        giver = member_meant(options.giver, members)
        found = [one for one in found if one.giver == giver]
    if options.taker:
        taker = member_meant(options.taker, members)
        found = [one for one in found if (one.taken_by or one.receiver) == taker]
    return found


def _all_of(session: Session) -> Sequence[HandOff]:
    options, board = session.options, session.board
    if options.absence is not None:
        if options.absence not in {one.id for one in board.absences()}:
            raise Refused(
                "no_such_absence",
                _("There is no absence {id}: csboard absence list has their numbers.").format(
                    id=options.absence
                ),
            )
        return board.hand_offs_for(options.absence)
    return (*board.hand_offs(), *board.hand_offs_left())


def _proposed(session: Session, task: TaskRef) -> str:
    """Who could go on with it, the most fit first."""
    from csboard.domain.receivers import reason

    found = session.board.receivers(task)[:MOST_PROPOSED]
    if not found:
        return _("(nobody is there)")
    members = session.board.members()
    return _(", ").join(f"{with_login(one.login, members)}: {reason(one)}" for one in found)


# what is printed


def _title(one: HandOff, page: hand_off_page.Page) -> str:
    return page.titles.get(one.task_id, "")


_FROM = argument("--from", dest="giver", metavar="LOGIN", help=N_("what this member hands off"))
_FOR = argument("--for", dest="giver", metavar="LOGIN", help=N_("the same as --from"))
_TO = argument(
    "--to", dest="taker", metavar="LOGIN", help=N_("what this member is offered, or has taken")
)
_ABSENCE = argument(
    "--absence", type=count, metavar="ID", help=N_("those made for this absence, ended ones too")
)

COMMANDS = {
    "handoff": CommandGroup(
        {
            "list": ShellCommand(
                show_all,
                (_FROM, _FOR, _TO, _ABSENCE, JSON),
                N_("what is handed off: written, offered, taken, or left untaken"),
            ),
            "show": ShellCommand(
                show, (TASK, JSON), N_("the sheet of a task, or what one would begin with")
            ),
            "write": ShellCommand(
                write,
                (
                    TASK,
                    argument(
                        "--state",
                        metavar="WORD",
                        help=N_(
                            "how it stands: calm (stable), to be watched (watch), pressing (urgent)"
                        ),
                    ),
                    argument("--story", metavar="TEXT", help=N_("what has happened")),
                    argument("--steps", metavar="TEXT", help=N_("what is next, by whom, by when")),
                    argument(
                        "--if", dest="contingency", metavar="TEXT", help=N_("if something comes up")
                    ),
                    argument("--promises", metavar="TEXT", help=N_("what the customer was told")),
                    argument(
                        "--none", action="store_true", help=N_("write `none` into what is empty")
                    ),
                    JSON,
                ),
                N_("write the sheet of your task; the rest comes from the history"),
            ),
            "offer": ShellCommand(
                offer,
                (
                    TASK,
                    argument("receiver", nargs="?", metavar="LOGIN", help=N_("to whom")),
                    argument(
                        "--anybody", action="store_true", help=N_("to whoever takes it first")
                    ),
                    JSON,
                ),
                N_("offer your task; it is yours until it is taken"),
            ),
            "take": ShellCommand(
                take,
                (
                    TASK,
                    argument(
                        "words", nargs="+", metavar="WORDS", help=N_("what it is about, in a line")
                    ),
                    JSON,
                ),
                N_("take what is offered, saying again what it is about"),
            ),
            "withdraw": ShellCommand(
                withdraw, (TASK, JSON), N_("offer it no more; the sheet stays")
            ),
            "drop": ShellCommand(drop, (TASK, JSON), N_("throw a sheet away that isn't offered")),
            "take-back": ShellCommand(
                take_back, (TASK, JSON), N_("back again, take what you had handed off")
            ),
            "keep": ShellCommand(
                keep, (TASK, JSON), N_("back again, leave it with whoever has it")
            ),
            "print": ShellCommand(
                print_all,
                (
                    _FROM,
                    _FOR,
                    _TO,
                    _ABSENCE,
                    argument(
                        "--format",
                        choices=("text", "md"),
                        metavar="FORMAT",
                        default="text",
                        help=N_("text (the default) or md: Markdown"),
                    ),
                    mailing.MAIL,
                    JSON,
                ),
                N_("all sheets to print, as Markdown, or by mail"),
            ),
        }
    )
}
