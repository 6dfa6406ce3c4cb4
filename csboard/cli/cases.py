"""`csboard case`: the successful-cases sheet, read, written on, and taken along as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from csboard.cli import case_layout, case_writing, new_files
from csboard.cli.case_writing import CASE, id_of
from csboard.cli.references import count
from csboard.cli.spec import JSON, Argument, CommandGroup, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain import case_words
from csboard.domain.query import Query, fields, parse
from csboard.domain.query_words import TAG_KEYS
from csboard.domain.sheet import Sheet, SheetQuery, SheetRow, narrowed, week_of
from csboard.domain.sheet_export import Form, Selection, export
from csboard.domain.tag import Dimension
from csboard.errors import UsageError
from csboard.i18n import N_, _, in_zone
from csboard.text import clean

if TYPE_CHECKING:
    from argparse import Namespace

    from csboard.cli.session import Session


def list_cases(session: Session) -> None:
    """The cases that hold first, the latest confirmed first; what was searched best first."""
    sheet, rows = _asked(session)
    rows = rows[: session.options.limit]
    if session.wants_json:
        session.print_json([case_layout.of_row(row) for row in rows])
    elif rows:
        session.print_lines(case_layout.row_lines(rows, sheet.members, session.look))
    else:
        session.say(_nothing(sheet, session.options))


def show(session: Session) -> None:
    """One case with all that was found of it."""
    view = session.board.success(id_of(session.options.id))
    if session.wants_json:
        session.print_json(case_layout.of_view(view))
    else:
        session.print_lines(case_layout.case_lines(view, session.look))


def pick(session: Session) -> None:
    """The case of this week, in full."""
    board = session.board
    picked = board.sheet().pick
    if picked is None:
        if session.wants_json:
            session.print_json(None)
        else:
            session.say(_none_yet())
        return
    view = board.success(picked.success_id)
    if session.wants_json:
        zone = board.settings().zone
        week = in_zone(week_of(board.clock.now(), zone), zone)
        shape = {"week": f"{week:%G-W%V}", "reason": picked.reason, **case_layout.of_view(view)}
        session.print_json(shape)
        return
    session.print(clean(case_words.picked(view.success.title, picked.reason)))
    session.print("")
    session.print_lines(case_layout.case_lines(view, session.look))


def export_cases(session: Session) -> None:
    """The same cases as `list` as a file, on stdout or under a new name; JSON is that of `list`."""
    options = session.options
    if options.to == "":
        raise UsageError(_("--to needs the name of a new file: nothing was written."))
    target = Path(options.to) if options.to is not None else None
    form = _form(options.form, target)
    sheet, rows = _asked(session)
    if target is None and session.wants_json:
        session.print_json([case_layout.of_row(row) for row in rows])
        return
    selection = Selection(
        rows, sheet.members, session.board.settings().zone, session.board.clock.now()
    )
    data = export(selection, form, bom=options.bom)
    if target is None:
        session.print_raw(data)
        return
    new_files.write(target, data)
    if session.wants_json:
        session.print_json({"file": str(target), "form": form, "cases": len(rows)})
    else:
        session.print(_("{about}: {file}").format(about=selection.about, file=target))


def _asked(session: Session) -> tuple[Sheet, tuple[SheetRow, ...]]:
    """The sheet, and those of its rows that the options leave."""
    options, board = session.options, session.board
    sheet = board.sheet(retired=options.retired)
    vocabulary = board.settings().vocabulary
    words = clean(" ".join(map(typed, options.words))).strip()
    tags: dict[str, Any] = {
        one.value: vocabulary.current(one, clean(typed(getattr(options, one))).strip())
        for one in Dimension
    }
    query = SheetQuery(words, faded=_faded(options))._replace(**tags)
    if words and not options.retired:  # those off the sheet aren't searched
        query = query._replace(found=board.case_ids(_of_cases(words)))
    return sheet, narrowed(sheet.rows, query)


def _of_cases(words: str) -> Query:
    """What is looked for; UsageError where that is nothing, or nothing a case could say."""
    query = parse(words)
    if query.is_empty:
        raise UsageError(_("There is nothing in it to search for: write a word."))
    for field in fields(query):
        if field.key not in TAG_KEYS:
            told = _("{key}: asks of inquiries; a case is found by its words and tags.")
            raise UsageError(told.format(key=field.key))
    return query


def _faded(options: Namespace) -> bool | None:
    if options.faded and options.holding:
        raise UsageError(_("--faded and --holding leave nothing together: say one of them."))
    return True if options.faded else False if options.holding else None


def _form(named: str | None, target: Path | None) -> Form:
    """What kind of file: as `--form` says, else as the name ends."""
    if named is not None:
        return Form(named)
    ending = target.suffix.lower().lstrip(".") if target is not None else Form.MARKDOWN
    if ending not in set(Form):
        raise UsageError(
            _("{file}: say by --form what it shall be, one of {forms}.").format(
                file=target, forms=_(", ").join(Form)
            )
        )
    return Form(ending)


def _nothing(sheet: Sheet, options: Namespace) -> str:
    if sheet.rows:
        return _("No case is like this.")
    return _("No case was taken off the sheet.") if options.retired else _none_yet()


def _none_yet() -> str:
    return _("There is no case yet: csboard case add N makes one of an answered inquiry.")


FILTERS: tuple[Argument, ...] = (
    argument(
        "words",
        nargs="*",
        metavar="WORDS",
        help=N_("what it says: words, -not, tag:, content:, symptom:, emotion:"),
    ),
    argument("--content", default="", metavar="WORD", help=N_("with this content tag")),
    argument("--symptom", default="", metavar="WORD", help=N_("with this symptom tag")),
    argument("--emotion", default="", metavar="WORD", help=N_("with this emotion tag")),
    argument("--faded", action="store_true", help=N_("the faded only")),
    argument("--holding", action="store_true", help=N_("only those that are not faded")),
    argument("--retired", action="store_true", help=N_("those that were taken off the sheet")),
)

COMMANDS = {
    "case": CommandGroup(
        {
            "list": ShellCommand(
                list_cases,
                (
                    *FILTERS,
                    argument(
                        "--limit",
                        type=count,
                        default=200,
                        metavar="COUNT",
                        help=N_("at most so many"),
                    ),
                    JSON,
                ),
                N_("list the cases of the sheet"),
            ),
            "show": ShellCommand(show, (CASE, JSON), N_("show one case and what was found of it")),
            "pick": ShellCommand(pick, (JSON,), N_("this week's case, for the stand-up")),
            **case_writing.COMMANDS,
            "export": ShellCommand(
                export_cases,
                (
                    *FILTERS,
                    argument(
                        "--form",
                        choices=[form.value for form in Form],
                        help=N_("Markdown, a table for spreadsheets, a page to print"),
                    ),
                    argument(
                        "--to",
                        metavar="FILE",
                        help=N_("into a new file, whose ending says the form; else to stdout"),
                    ),
                    argument(
                        "--bom",
                        action="store_true",
                        help=N_("begin with the mark by which Excel knows UTF-8"),
                    ),
                    JSON,
                ),
                N_("take the sheet along: Markdown, CSV, a page to print"),
            ),
        }
    )
}
