"""Mailing a page of the board, as text: a stand-up, the sheets of hand-offs, a report."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from csboard.domain import pages
from csboard.domain.mailable import mailable
from csboard.errors import Refused, Unavailable, UsageError
from csboard.i18n import _
from csboard.mail.composing import CannotCompose
from csboard.mail.team_mail import packed
from csboard.mail.transport import Never, NotSent
from csboard.named import NamedTuple
from csboard.text import fold_address, quoted

if TYPE_CHECKING:
    from csboard.domain.settings import TeamSettings
    from csboard.mail.mail_options import MailOptions
    from csboard.mail.transport import Delivery, Transport


class MailedPage(NamedTuple):
    """What is mailed of a page."""

    mark: str
    """What its Message-ID begins with: a few letters for each kind of page."""
    title: str
    """The subject, behind the team's name."""
    text: str
    now: datetime


def of_page(mark: str, made: pages.Page, now: datetime) -> MailedPage:
    """A page of sections, without its tables."""
    text = "\n".join(pages.text(made, lambda _rows: iter(())))
    return MailedPage(mark, made.title, text, now)


def refuse_hopeless(settings: TeamSettings, to: Sequence[str]) -> None:
    """Raise UsageError for addresses that no page goes to, Refused where none can go out."""
    ours = {fold_address(one) for one in settings.own_addresses}
    for address in to:
        if not mailable(address):
            raise UsageError(_("{text} is no mail address.").format(text=quoted(address)))
        if fold_address(address) in ours:
            raise UsageError(
                _("{text} is a mailbox of the team: the mail would come in as an inquiry.").format(
                    text=quoted(address)
                )
            )
    if not ours:
        raise Refused(
            "no_address",
            _("The team has no address of its own to mail from: csboard team edit."),
        )


def ready(
    page: MailedPage, settings: TeamSettings, to: Sequence[str], options: MailOptions
) -> Delivery:
    """The mail as it goes out. Raises what `refuse_hopeless` does."""
    refuse_hopeless(settings, to)
    name, subject = f"{page.mark}.{secrets.token_hex(12)}", f"[{settings.name}] {page.title}"
    try:
        return packed(settings, options, to, name, subject, page.text, page.now)
    except CannotCompose as problem:
        raise UsageError(str(problem)) from problem


def mail(
    page: MailedPage,
    settings: TeamSettings,
    to: Sequence[str],
    way: tuple[MailOptions, Transport],
) -> None:
    """Send it. Blocks as long as the server does.

    Raises what `refuse_hopeless` does, Refused when the server doesn't take it, Unavailable when
    it can't be reached.
    """
    options, transport = way
    delivery = ready(page, settings, to, options)
    try:
        with transport.offered(delivery) as give:
            give()
    except Never as refusal:
        raise Refused("not_mailed", refusal.sentence) from refusal
    except NotSent as trouble:
        raise Unavailable("not_mailed", trouble.sentence) from trouble
