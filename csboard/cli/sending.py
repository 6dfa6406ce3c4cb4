"""`csboard send` and `csboard outbox`: let a reply go, see to what is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import reply_shapes
from csboard.cli.columns import table
from csboard.cli.execution import tell
from csboard.cli.references import number_of
from csboard.cli.spec import INQUIRY, JSON, CommandGroup, ShellCommand, argument
from csboard.domain.answering import tagged
from csboard.domain.approval import Matter, held
from csboard.domain.recipients import written
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending import state_in_words
from csboard.domain.sending_commands import RecordSent, Send, SettleUnknown, StopSending
from csboard.errors import Held, Refused, UsageError
from csboard.i18n import N_, _, together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csboard.cli.session import Session
    from csboard.domain.replies import Draft, OutboxEntry, ReplyView
    from csboard.mail.sending import Step


def send(session: Session) -> None:
    """Into the outbox; or, by hand, print the mail, and note it once it was sent."""
    try:
        _let_go(session)
    except Held as hold:
        if hold.may_anyway:
            hold.sentence = together(hold.sentence, _("With --anyway it goes all the same."))
        raise


def _let_go(session: Session) -> None:
    from csboard.mail.mail_options import mail_options

    options, number = session.options, number_of(session.options.number)
    way = mail_options(session.config).way
    draft = _draft(session, number)
    if options.sent:
        _record(session, draft)
    elif way == "hand" or options.by_hand:
        _print_mail(session, number)
    else:
        command = Send(
            draft_id=draft.id,
            digest=digest_of_draft(draft),
            seen=draft.seen,
            way=way,
            anyway=options.anyway,
        )
        tell(session, session.board.execute(command, session.actor))
        if not session.wants_json:
            session.say(_window(session, number))


def _window(session: Session, number: int) -> str:
    seconds = session.look.settings.send_window
    if not seconds:
        return _("It goes out as soon as somebody sends: csboard outbox send, a worker, a board.")
    return _(
        "It goes out in {n} seconds; csboard outbox stop {number} stops it until then."
    ).format(n=seconds, number=number)


def _record(session: Session, draft: Draft) -> None:
    command = RecordSent(
        draft_id=draft.id,
        digest=digest_of_draft(draft),
        seen=draft.seen,
        anyway=session.options.anyway,
    )
    tell(session, session.board.execute(command, session.actor))


def _print_mail(session: Session, number: int) -> None:
    """Everything to be put into another mail program, unless something holds the reply."""
    from csboard.mail.composing import mail_text

    view = session.board.replies(number)
    draft = _draft(session, number)
    _refuse_held(session, view, draft)
    words = draft.words
    subject = tagged(words.subject, view.inquiry.number)
    text = mail_text(words, session.look.settings.wrap_at)
    if session.wants_json:
        session.print_json({**reply_shapes.of_draft(draft), "subject": subject, "text": text})
        return
    heads = {
        "To": written(words.recipients.to),
        "Cc": written(words.recipients.cc),
        "Subject": subject,
    }
    session.print_lines(f"{name}: {value}" for name, value in heads.items() if value)
    session.print("\n" + text.rstrip("\n"))
    session.say(
        _("Send it with your mail program, then note it: csboard send {number} --sent").format(
            number=number
        )
    )


def _refuse_held(session: Session, view: ReplyView, draft: Draft) -> None:
    settings = session.look.settings
    matter = Matter(
        draft,
        view.inquiry,
        settings,
        view.members,
        view.revisions,
        view.verdicts,
        view.messages,
        view.reviewer,
    )
    hold = held(matter, session.actor.login, draft.seen, session.board.clock.now())
    if hold is not None and not (session.options.anyway and hold.may_anyway):
        raise hold


def _draft(session: Session, number: int) -> Draft:
    view = session.board.replies(number)
    if view.draft is not None:
        return view.draft
    if view.outbox:  # who comes second is told by the rule who was first
        return session.board.draft(view.outbox[-1].draft_id)
    raise Refused(
        "no_such_draft",
        _("There is no draft for #{number}: csboard draft {number} --edit begins one.").format(
            number=number
        ),
    )


def outbox_list(session: Session) -> None:
    """What is on its way or went wrong."""
    entries = session.board.outbox()
    if session.wants_json:
        session.print_json([reply_shapes.of_outgoing(entry) for entry in entries])
        return
    session.print_lines(table([_row(session, entry) for entry in entries]))


def _row(session: Session, entry: OutboxEntry) -> tuple[str, ...]:
    return (
        f"#{entry.number}",
        state_in_words(entry.state),
        entry.queued_by,
        session.look.time(entry.queued_at),
        entry.code,
        entry.message_id,
    )


def outbox_send(session: Session) -> None:
    """Everything that is due, one after the other, by the way that [mail] names."""
    from csboard.cli.sending_run import SendingRun

    run = SendingRun(session)
    run.refuse_by_hand()
    steps = list(_told(session, run.all_due()))
    if session.wants_json:
        session.print_json([reply_shapes.of_step(step) for step in steps])
    elif not steps:
        session.print(_("Nothing is due."))


def _told(session: Session, steps: Iterator[Step]) -> Iterator[Step]:
    from csboard.cli.sending_run import in_words

    for step in steps:
        if not session.wants_json:
            session.print(in_words(step))
        yield step


def outbox_stop(session: Session) -> None:
    """A reply that has not left yet."""
    entry = _entry(session)
    tell(session, session.board.execute(StopSending(draft_id=entry.draft_id), session.actor))


def outbox_settle(session: Session) -> None:
    """Say of an uncertain or failed reply whether it went out; if not, it goes again."""
    options = session.options
    if options.sent == options.not_sent:
        raise UsageError(_("Say what you found out: --sent or --not-sent."))
    command = SettleUnknown(entry_id=_entry(session).id, was_sent=options.sent)
    tell(session, session.board.execute(command, session.actor))


def _entry(session: Session) -> OutboxEntry:
    number = number_of(session.options.number)
    entries = session.board.replies(number).outbox
    if not entries:
        raise Refused(
            "not_queued",
            _("The reply to #{number} is not on its way.").format(number=number),
        )
    return entries[-1]


COMMANDS = {
    "send": ShellCommand(
        send,
        (
            INQUIRY,
            argument(
                "--anyway",
                action="store_true",
                help=N_("although the conversation has moved on or a change was asked for"),
            ),
            argument(
                "--by-hand",
                action="store_true",
                help=N_("print the mail for another mail program, whatever [mail] says"),
            ),
            argument("--sent", action="store_true", help=N_("note that you have sent it by hand")),
            JSON,
        ),
    ),
    "outbox": CommandGroup(
        {
            "list": ShellCommand(
                outbox_list, (JSON,), N_("replies that are on their way or went wrong")
            ),
            "send": ShellCommand(
                outbox_send, (JSON,), N_("send what is due, by the way that [mail] names")
            ),
            "stop": ShellCommand(outbox_stop, (INQUIRY, JSON), N_("stop a reply on its way")),
            "settle": ShellCommand(
                outbox_settle,
                (
                    INQUIRY,
                    argument("--sent", action="store_true", help=N_("it went out")),
                    argument(
                        "--not-sent",
                        action="store_true",
                        help=N_("it did not: send it again with the same Message-ID"),
                    ),
                    JSON,
                ),
                N_("say whether an uncertain reply went out"),
            ),
        }
    ),
}
