"""Commands that only look: list, next, show, history."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli import layout, owners_away, promised, shapes
from csboard.cli.directories import no_directory
from csboard.cli.references import count, number_of, stage_of
from csboard.cli.spec import INQUIRY, JSON, ShellCommand, argument
from csboard.domain.views import CardQuery
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.near_words import did_you_mean
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.records import Card
    from csboard.domain.views import InquiryView

EVERYTHING = 1_000_000
"""More tasks than `list` is asked for at once; a limit is the caller's to set."""


def list_tasks(session: Session) -> None:
    """The tasks that match all filters, one a line."""
    cards = session.board.cards(_query(session))
    if session.wants_json:
        promises, away = promised.of_cards(session, cards), owners_away.shapes_of(session)
        session.print_json(
            [shapes.of_card(card, promises.get(card.task_id), away) for card in cards]
        )
    elif cards:
        session.print_lines(layout.card_lines(cards, session.look))
    else:
        session.say(_("No task matches."))


def _query(session: Session) -> CardQuery:
    options, settings = session.options, session.look.settings
    stage = settings.stage(stage_of(options.stage, settings)) if options.stage else None
    return CardQuery(
        stage=stage.key if stage else None,
        owner=options.owner and _member(session, options.owner),
        unowned=options.unowned,
        tag=options.tag,
        waiting=options.waiting,
        include_done=options.all or (stage is not None and stage.kind == "done"),
        limit=options.limit or EVERYTHING,
    )


def _member(session: Session, login: str) -> str:
    """The login; UsageError for one that was never on this board: it holds nothing."""
    known = tuple(session.board.members())
    if login not in known:
        unknown = _("There is no member {login}: look at csboard team show.")
        raise UsageError(unknown.format(login=quoted(login)) + did_you_mean(login, known))
    return login


def next_task(session: Session) -> None:
    """The unassigned task most in need."""
    card = session.board.next_card()
    if card is not None and session.options.why:
        _why_first(session, card)
    elif session.wants_json:
        session.print_json(card and promised.shape_of_card(session, card))
    elif card is None:
        session.say(_("No task is unassigned: nothing waits for anybody."))
    else:
        session.print_lines(layout.card_lines([card], session.look))


def _why_first(session: Session, card: Card) -> None:
    """The task, and what makes it the one most in need."""
    from csboard.cli.needing import need_json, need_lines

    if session.wants_json:
        session.print_json(
            {**promised.shape_of_card(session, card), "need": need_json(session, card)}
        )
    else:
        session.print_lines([*layout.card_lines([card], session.look), *need_lines(session, card)])


def show(session: Session) -> None:
    """One inquiry; or its attachments, listed or saved."""
    view = session.board.inquiry(number_of(session.options.number))
    if session.options.save is not None:
        _save_attachments(session, view, Path(session.options.save))
    elif session.options.attachments:
        _list_attachments(session, view)
    elif session.wants_json:
        away = owners_away.shapes_of(session)
        shape = shapes.of_inquiry(view, promised.of_inquiry(session, view), away)
        from csboard.cli.handed import shapes_of

        handed = {"hand_offs": shapes_of(session, view.inquiry.number)}
        session.print_json({**shape, **_of_time(session, view), **handed})
    else:
        session.print_lines(
            layout.inquiry_lines(
                view,
                session.look,
                promised.standings(session, view),
                _worked(session, view),
                _whose(session, view),
            )
        )


def _whose(session: Session, view: InquiryView) -> list[tuple[str, str]]:
    """Until when its owner is away, and how hand-offs of its tasks stand."""
    from csboard.cli.handed import in_words

    handed = in_words(session, view.inquiry.number)
    labels = (_("Hand-off"), *("" for _each in handed[1:]))
    away = (_("Away"), owners_away.in_words(session, view))
    return [away, *zip(labels, handed, strict=False)]


def _of_time(session: Session, view: InquiryView) -> shapes.Json:
    """The seconds that were worked on an inquiry, beside those for which it has been here."""
    return {
        "touch_seconds": int(session.board.touched(view.inquiry.number).total_seconds()),
        "elapsed_seconds": int(_here_for(session, view).total_seconds()),
    }


def _worked(session: Session, view: InquiryView) -> str:
    """The same in words; empty where nobody has written any time down."""
    from csboard.domain.time_words import touched

    length = session.board.touched(view.inquiry.number)
    return touched(length, _here_for(session, view)) if length else ""


def _here_for(session: Session, view: InquiryView) -> timedelta:
    inquiry = view.inquiry
    return (inquiry.closed_at or session.board.clock.now()) - inquiry.opened_at


def history(session: Session) -> None:
    """The events of an inquiry, the oldest first; of worked time those of whoever looks."""
    from csboard.domain.time_history import own_eyes

    events = own_eyes(session.board.history(number_of(session.options.number)), session.reader)
    if session.wants_json:
        session.print_json([shapes.of_event(event) for event in events])
    else:
        members = session.board.members()
        said = session.board.read_backs(events)
        session.print_lines(layout.history_lines(events, members, session.look, said))


def _list_attachments(session: Session, view: InquiryView) -> None:
    if session.wants_json:
        session.print_json(shapes.of_attachments(view.messages))
    else:
        attachments = [one for message in view.messages for one in message.attachments]
        session.print_lines(layout.attachment_lines(attachments))


def _save_attachments(session: Session, view: InquiryView, directory: Path) -> None:
    """Every attached file under a name of its own, never over one that is there."""
    from csboard.mail.reading import attachment
    from csboard.tui.saving import save_new

    if not directory.is_dir():
        raise no_directory(directory)
    saved: list[str] = []
    for message in view.messages:
        if message.attachments and message.receipt_id is not None:
            raw = session.board.raw(message.receipt_id)
            for one in message.attachments:
                saved.append(str(save_new(directory, one.name, attachment(raw, one.part))))
    if session.wants_json:
        session.print_json(saved)
    else:
        session.print_lines(map(clean, saved))


COMMANDS = {
    "list": ShellCommand(
        list_tasks,
        (
            argument("--stage", metavar="KEY", help=N_("only this stage (todo, doing, done, ...)")),
            argument("--owner", metavar="LOGIN", help=N_("only what this member holds")),
            argument("--unowned", action="store_true", help=N_("only what nobody holds")),
            argument("--tag", metavar="WORD", help=N_("only with this tag")),
            argument("--waiting", action="store_true", help=N_("only what is on hold")),
            argument("--all", action="store_true", help=N_("closed tasks too")),
            argument("--limit", type=count, metavar="COUNT", help=N_("at most so many")),
            JSON,
        ),
    ),
    "next": ShellCommand(
        next_task,
        (argument("--why", action="store_true", help=N_("say what makes it the first")), JSON),
    ),
    "show": ShellCommand(
        show,
        (
            INQUIRY,
            argument("--attachments", action="store_true", help=N_("list the attached files")),
            argument("--save", metavar="DIR", help=N_("save the attached files there")),
            JSON,
        ),
    ),
    "history": ShellCommand(history, (INQUIRY, JSON)),
}
