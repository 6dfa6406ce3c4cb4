"""`csboard template`: prepared texts, and what is asked again and again without one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli.add import split_tags
from csboard.cli.columns import pad, table, width
from csboard.cli.drafting import put_first
from csboard.cli.execution import tell
from csboard.cli.references import number_of
from csboard.cli.shapes import of_event, of_template
from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.cli.streams import read_stdin, text_of, typed
from csboard.domain import words
from csboard.domain.people import name_of
from csboard.domain.records import Direction, Tags
from csboard.domain.success_commands import PutIn
from csboard.domain.template_commands import BringBackTemplate, RetireTemplate, WriteTemplate
from csboard.domain.template_parsing import MAX_TEXT
from csboard.domain.template_sheet import narrowed
from csboard.domain.template_states import refuse_erased
from csboard.domain.templates import Beginning, fill
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _, ngettext
from csboard.text import clean, fold, quoted

if TYPE_CHECKING:
    from argparse import Namespace

    from csboard.cli.session import Session
    from csboard.cli.shapes import Json
    from csboard.domain.knowledge import Template
    from csboard.domain.repeated import Repeated
    from csboard.domain.template_sheet import Listed, TemplateSheet, Use

MOST_BYTES = 4 * MAX_TEXT
"""Of a file; the rules say how long a template may be."""
MOST_DIGITS = 10
"""Of a number that a database takes."""


def list_(session: Session) -> None:
    """The most used first; with words those in which all of them stand."""
    options = session.options
    sheet = session.board.templates(retired=options.retired)
    rows = narrowed(sheet.rows, " ".join(map(typed, options.words)))
    if session.wants_json:
        session.print_json([of_template(row) for row in rows])
        return
    head = (_("No."), _("Template"), _("lang."), _("used"), _("no edit"), _("last used"), _("Tags"))
    lines = [head, *(_row(session, row) for row in rows)]
    session.print_lines(table(lines) if rows else [_none_to_list(sheet, retired=options.retired)])


def _none_to_list(sheet: TemplateSheet, *, retired: bool) -> str:
    """Why the list is empty."""
    if sheet.rows:
        return _("There is no such template.")
    if retired:
        return _("No template was retired.")
    return _("There is no template yet: csboard template add writes one.")


def _row(session: Session, row: Listed) -> tuple[str, ...]:
    template, last = row.template, row.use.last_used
    return (
        str(template.id),
        template.name,
        template.language or "-",
        str(row.use.uses),
        _rate(row.of_wording),
        session.look.time(last) if last else "-",
        words.tags(template.tags),
    )


def _rate(use: Use) -> str:
    return "-" if use.kept_rate is None else f"{round(use.kept_rate * 100)}%"


def show(session: Session) -> None:
    """What it says, with what became of it; also one that is retired."""
    sheet, row = _known(session)
    if session.wants_json:
        session.print_json(of_template(row))
        return
    template = row.template
    told = {
        _("Name"): template.name,
        _("Retired"): session.look.time(template.retired_at) if template.retired_at else "",
        _("Language"): template.language or _("any"),
        _("Tags"): words.tags(template.tags),
        _("Subject"): template.subject,
        _("Written"): _("{name}, {day}").format(
            name=name_of(template.author, sheet.members), day=session.look.time(template.at)
        ),
        _("used"): _uses_in_words(row),
    }
    room = max(map(width, told)) + 2
    session.print_lines(pad(name, room) + value for name, value in told.items() if value)
    session.print("\n" + template.text)


def _uses_in_words(row: Listed) -> str:
    use, own = row.use, row.of_wording
    told = ngettext("{n} reply", "{n} replies", use.uses).format(n=use.uses)
    if own.sent:
        as_it_was = _("this wording: {sent} sent, {kept} as it was")
        told += _("; ") + as_it_was.format(sent=own.sent, kept=own.kept)
    return told


def add(session: Session) -> None:
    """From what is given, and where that says nothing from the reply or case it is made of."""
    options = session.options
    start = _start(session, options)
    given = _text(options)
    text = start.text if given is None else given
    if not text.strip():
        raise UsageError(_("Give the text: --text, --file, --from-reply or --from-case."))
    command = WriteTemplate(
        name=clean(typed(options.name)),
        language=start.language if options.language is None else options.language,
        subject=clean(typed(options.subject or "")),
        text=text,
        tags=start.tags if options.tag is None else split_tags(options.tag),
        success_id=start.success_id,
        message_id=start.message_id,
    )
    _write(session, command)


def _start(session: Session, options: Namespace) -> Beginning:
    if options.from_reply is not None:
        view = session.board.replies(number_of(options.from_reply))
        sent = [one.id for one in view.messages if one.direction is Direction.OUT]
        if not sent:
            told = _("#{number} has no reply that went out.")
            raise Refused("no_reply", told.format(number=view.inquiry.number))
        return session.board.template_of_reply(sent[-1])
    if options.from_case is not None:
        return session.board.template_of_case(options.from_case)
    return Beginning("")


def edit(session: Session) -> None:
    """Another wording takes its place; what isn't named stays."""
    options = session.options
    template = _found(session)
    text = _text(options)
    named = (options.name, options.language, options.subject, options.tag, text)
    if all(one is None for one in named):
        raise UsageError(_("Say what becomes of it, as by --text or --name: nothing was changed."))
    command = WriteTemplate(
        name=template.name if options.name is None else clean(typed(options.name)),
        language=template.language if options.language is None else options.language,
        subject=template.subject if options.subject is None else clean(typed(options.subject)),
        text=template.text if text is None else text,
        tags=template.tags if options.tag is None else _tags(options.tag),
        replaces=template.id,
    )
    _write(session, command)


def _tags(given: list[str]) -> Tags:
    """`--tag ''` takes them away."""
    return split_tags([word for word in given if word])


def _write(session: Session, command: WriteTemplate) -> None:
    """Store it, and print its number."""
    event = session.board.execute(command, session.actor)
    if session.wants_json:
        session.print_json(of_event(event))
    else:
        session.print(str(event.detail["template"]))


def retire(session: Session) -> None:
    command = RetireTemplate(template_id=_found(session).id)
    tell(session, session.board.execute(command, session.actor))


def bring_back(session: Session) -> None:
    _sheet, row = _known(session)
    command = BringBackTemplate(template_id=row.template.id)
    tell(session, session.board.execute(command, session.actor))


def fill_in(session: Session) -> None:
    """The template as a reply to the inquiry would have it; what isn't known is told."""
    options = session.options
    number = number_of(options.number)
    template = _found(session)
    filled = fill(template, session.board.template_facts(number, session.actor.login))
    if options.draft:
        draft = put_first(session, number, filled.text)
        command = PutIn(draft_id=draft.id, text=filled.text, template_id=template.id)
        session.board.execute(command, session.actor)
    if session.wants_json:
        session.print_json(
            {
                "template": template.id,
                "number": number,
                "subject": filled.subject,
                "text": filled.text,
                "missing": list(filled.missing),
            }
        )
        return
    session.print(filled.text)
    if filled.missing:
        session.say(_("To fill in: {what}").format(what=_(", ").join(filled.missing)))


def repeated(session: Session) -> None:
    """The topics of the last 30 days that come again and again and have no template."""
    topics = session.board.templates().repeated
    if session.wants_json:
        session.print_json([_of_topic(topic) for topic in topics])
        return
    rows = [(str(topic.inquiries), words.tags(topic.tags)) for topic in topics]
    session.print_lines(table(rows) if rows else [_("Nothing is asked repeatedly without one.")])


def _found(session: Session) -> Template:
    """One that is in use; Refused for a retired one."""
    _sheet, row = _known(session)
    template = row.template
    if template.retired_at is not None:
        told = _("The template is retired: csboard template bring-back {id} offers it again.")
        raise Refused("retired", told.format(id=template.id))
    return template


def _known(session: Session) -> tuple[TemplateSheet, Listed]:
    """The template that goes by this number or name, one in use before one that is retired.

    The number of a former wording leads to the present one, which is said. UsageError when
    several are called so, Refused when none is.
    """
    board, word = session.board, clean(typed(session.options.template)).strip()
    number = word.removeprefix("#")
    for sheet in (board.templates(), board.templates(retired=True)):
        row = _one_of(sheet, word) or _one_of(sheet, number, by_number=True)
        if row is not None:
            return sheet, row
    if not (number.isascii() and number.isdecimal() and len(number) < MOST_DIGITS):
        raise _no_template(word)
    try:
        present = board.template(int(number))
    except Refused:
        raise _no_template(word) from None
    refuse_erased(present)
    if str(present.id) == number:  # written, and taken back
        raise _no_template(word)
    told = _("{old} is a former wording: this is {id}.")
    session.say(told.format(old=number, id=present.id))
    sheet = board.templates()
    return sheet, next(row for row in sheet.rows if row.template.id == present.id)


def _no_template(word: str) -> Refused:
    told = _("There is no template {word}: see csboard template list.")
    return Refused("no_such_template", told.format(word=quoted(word)))


def _one_of(sheet: TemplateSheet, word: str, *, by_number: bool = False) -> Listed | None:
    """The row that goes by a word; UsageError when several do."""
    if by_number:
        return next((one for one in sheet.rows if str(one.template.id) == word), None)
    named = [one for one in sheet.rows if fold(one.template.name) == fold(word)]
    if len(named) > 1:
        told = _("{word} is the name of several: give the number of one: {numbers}.")
        numbers = _(", ").join(str(one.template.id) for one in named)
        raise UsageError(told.format(word=quoted(word), numbers=numbers))
    return named[0] if named else None


def _text(options: Namespace) -> str | None:
    """What was given as the text; None for nothing."""
    if options.text is not None and options.file is not None:
        raise UsageError(_("Give the text by --text or by --file, not both."))
    if options.text is not None:
        return clean(read_stdin() if options.text == "-" else typed(options.text), multiline=True)
    return None if options.file is None else _of_file(Path(options.file))


def _of_file(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return clean(text_of(opened.read(MOST_BYTES)), multiline=True)
    except OSError as error:
        raise UsageError(
            _("{file} can't be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None


def _of_topic(topic: Repeated) -> Json:
    return {"content": topic.content, "symptom": topic.symptom, "inquiries": topic.inquiries}


TEMPLATE = argument("template", metavar="TEMPLATE", help=N_("its number or name"))
_LANGUAGE = argument(
    "--language", choices=("", "ja", "en"), metavar="L", help=N_("of the text: ja, en, '' for any")
)
_SUBJECT = argument("--subject", metavar="S", help=N_("for a reply that has no subject yet"))
_TAG = argument(
    "--tag",
    action="append",
    metavar="TAG",
    help=N_("for which inquiries: content:WORD, symptom:WORD; may be repeated"),
)
_TEXT = argument("--text", metavar="TEXT", help=N_("its text; - reads stdin"))
_FILE = argument("--file", metavar="FILE", help=N_("take its text from a file"))

COMMANDS = {
    "template": CommandGroup(
        {
            "list": ShellCommand(
                list_,
                (
                    argument("words", nargs="*", metavar="WORDS", help=N_("that all stand in it")),
                    argument("--retired", action="store_true", help=N_("those out of use")),
                    JSON,
                ),
                N_("the templates, with their use"),
            ),
            "show": ShellCommand(show, (TEMPLATE, JSON), N_("print one")),
            "add": ShellCommand(
                add,
                (
                    argument("name", metavar="NAME", help=N_("by which it is found")),
                    _TEXT,
                    _FILE,
                    _LANGUAGE,
                    _SUBJECT,
                    _TAG,
                    argument(
                        "--from-reply",
                        metavar="N",
                        help=N_("make it of the latest reply to this inquiry"),
                    ),
                    argument(
                        "--from-case",
                        type=int,
                        metavar="ID",
                        help=N_("make it of this successful case"),
                    ),
                    JSON,
                ),
                N_("write a new one"),
            ),
            "edit": ShellCommand(
                edit,
                (
                    TEMPLATE,
                    argument("--name", metavar="NAME", help=N_("call it otherwise")),
                    _TEXT,
                    _FILE,
                    _LANGUAGE,
                    _SUBJECT,
                    _TAG,
                    JSON,
                ),
                N_("word one anew"),
            ),
            "retire": ShellCommand(retire, (TEMPLATE, JSON), N_("offer one no more")),
            "bring-back": ShellCommand(
                bring_back, (TEMPLATE, JSON), N_("offer a retired one again")
            ),
            "fill": ShellCommand(
                fill_in,
                (
                    TEMPLATE,
                    argument("number", metavar="N", help=N_("the inquiry: 1042 or #1042")),
                    argument(
                        "--draft",
                        action="store_true",
                        help=N_("put it before the text of the reply as well"),
                    ),
                    JSON,
                ),
                N_("print one as a reply would have it"),
            ),
            "repeated": ShellCommand(
                repeated, (JSON,), N_("what is asked again and again without one")
            ),
        }
    )
}
