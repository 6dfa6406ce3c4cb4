"""`csboard report`: how the team's work went over some days, as one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csboard.cli import mailing, page_output
from csboard.cli.layout import terminal_room
from csboard.cli.progress import counting, inquiries
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.periods import read_days, today
from csboard.errors import UsageError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.counted import Counted
    from csboard.domain.periods import Days
    from csboard.domain.report import Report

FORMATS = ("text", "md", "html", "csv", "json")


def report(session: Session) -> None:
    """Count, and print or write the page."""
    from csboard.domain.report import report_of

    options = session.options
    if session.wants_json:
        options.format = "json"
    if options.format not in FORMATS:
        raise UsageError(
            _("There is no format {name}: choose text, md, html, csv or json.").format(
                name=options.format
            )
        )
    mailing.refuse_hopeless(session)
    target = page_output.new_file(session)
    found = report_of(
        _counted(session, _days(session)),
        everything=options.format in ("csv", "json"),
        own=options.mine,
    )
    if options.mail:
        _mail(session, found)
        return
    if target is None:
        _print(session, found)
        return
    page_output.write(session, target, _text(session, found))


def _days(session: Session) -> Days:
    zone = session.board.settings().zone
    days = read_days(typed(session.options.period), today(session.board.clock.now(), zone))
    if session.options.back < 0:
        raise UsageError(_("--back takes a number from 0 on."))
    return days.moved(-session.options.back) if session.options.back else days


def _counted(session: Session, days: Days) -> Counted:
    login = session.actor.login if session.options.mine else None
    with counting(inquiries) as progress:
        return session.board.counted(days, login, progress)


def _print(session: Session, found: Report) -> None:
    if session.options.format == "json":
        from csboard.cli.report_layout import of_report

        session.print_json(of_report(found, numbers=session.options.numbers))
    else:
        session.print(_text(session, found).removesuffix("\n"))


def _mail(session: Session, found: Report) -> None:
    from csboard.mail.page_mail import MailedPage

    counted = found.counted
    title = _("Report: {period}").format(period=counted.days.name)
    mailing.mail(session, MailedPage("csr", title, _text(session, found), counted.now))


def _text(session: Session, found: Report) -> str:
    return _MAKING[session.options.format](session, found)


def _plain(session: Session, found: Report) -> str:
    from csboard.cli.report_layout import text_lines

    options = session.options
    room = None if options.output is not None or options.mail else terminal_room()
    lines = text_lines(found, room, numbers=options.numbers, explain=options.explain)
    return "".join(f"{line}\n" for line in lines)


def _markdown(session: Session, found: Report) -> str:
    from csboard.domain.report_markdown import markdown

    return markdown(found, numbers=session.options.numbers)


def _page(session: Session, found: Report) -> str:
    from csboard.domain.report_page import page

    return page(found, numbers=session.options.numbers)


def _table(session: Session, found: Report) -> str:
    from csboard.domain.report_table import table

    mark = "" if session.options.output is None else "\ufeff"  # by which Excel knows UTF-8
    return mark + table(found, numbers=session.options.numbers)


def _json(session: Session, found: Report) -> str:
    import json

    from csboard.cli.report_layout import of_report

    shape = of_report(found, numbers=session.options.numbers)
    return json.dumps(shape, ensure_ascii=False) + "\n"


_MAKING: dict[str, Callable[[Session, Report], str]] = {
    "text": _plain,
    "md": _markdown,
    "html": _page,
    "csv": _table,
    "json": _json,
}

COMMANDS = {
    "report": ShellCommand(
        report,
        (
            argument(
                "period",
                metavar="PERIOD",
                help=N_(
                    "day, week, month, 2026-11, 2026-11-24, 2026-W48, FROM..TO"
                    " or FROM.. until today"
                ),
            ),
            argument(
                "--back",
                metavar="N",
                type=int,
                default=0,
                help=N_("so many days, weeks or months earlier: --back 1 is the one before"),
            ),
            argument(
                "--format",
                metavar="FORMAT",
                default="text",
                help=N_("text, md, html (a page to print), csv or json"),
            ),
            page_output.OUTPUT,
            mailing.MAIL,
            argument(
                "--numbers", action="store_true", help=N_("name the inquiries behind each figure")
            ),
            argument(
                "--mine", action="store_true", help=N_("also what you worked yourself, in detail")
            ),
            argument(
                "--explain", action="store_true", help=N_("say at the end what each figure means")
            ),
            JSON,
        ),
    ),
}
