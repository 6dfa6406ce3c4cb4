"""`--mail ADDRESS` of the commands that print a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import streams
from csboard.cli.spec import argument
from csboard.errors import UsageError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.mail.page_mail import MailedPage

MAIL = argument(
    "--mail",
    metavar="ADDRESS",
    action="append",
    help=N_("mail it as text, by the way this host sends; may be given again"),
)


def refuse_hopeless(session: Session) -> None:
    """Refuse, before anything is done, what could not be mailed. Without --mail, nothing is."""
    if not session.options.mail:
        return
    from csboard.mail.page_mail import refuse_hopeless

    options = session.options
    for option, said in (
        ("--json", session.wants_json),
        ("--format", options.format != "text"),
        ("--output", getattr(options, "output", None) is not None),
    ):
        if said:
            raise UsageError(_("--mail sends the text: leave out {option}.").format(option=option))
    refuse_hopeless(session.board.settings(), _to(session))


def mail(session: Session, page: MailedPage) -> None:
    """To each address. Where mail is sent by hand it is printed, ready for `sendmail -t`."""
    from csboard.mail import page_mail
    from csboard.mail.mail_options import mail_options
    from csboard.mail.transport import transport_of

    to, settings = _to(session), session.board.settings()
    options = mail_options(session.config)
    transport = transport_of(options)
    if transport is None:
        streams.write(page_mail.ready(page, settings, to, options).data)
        session.say(
            _("Not sent, as here mail is sent by hand: what is printed is for sendmail -t.")
        )
        return
    page_mail.mail(page, settings, to, (options, transport))
    session.say(_("Mailed to {whom}.").format(whom=_(", ").join(to)))


def _to(session: Session) -> list[str]:
    return list(dict.fromkeys(map(streams.typed, session.options.mail)))
