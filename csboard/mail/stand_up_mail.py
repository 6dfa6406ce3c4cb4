"""Mailing what a stand-up has to tell."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from csboard.domain import pages
from csboard.domain.stand_up_words import page
from csboard.errors import Refused, Unavailable, UsageError
from csboard.i18n import _
from csboard.mail.composing import CannotCompose
from csboard.mail.team_mail import packed
from csboard.mail.transport import Never, NotSent
from csboard.text import fold_address, quoted

if TYPE_CHECKING:
    from csboard.domain.settings import TeamSettings
    from csboard.domain.stand_up import Walk
    from csboard.mail.mail_options import MailOptions
    from csboard.mail.transport import Transport


def mail(
    walked: Walk,
    settings: TeamSettings,
    to: Sequence[str],
    way: tuple[MailOptions, Transport],
    *,
    people: bool,
) -> None:
    """Send it without customers' words, as not only the team reads mail. Blocks.

    Raises UsageError for addresses it can't go to, Refused when the server doesn't take it,
    Unavailable when it can't be reached.
    """
    _refuse(settings, to)
    options, transport = way
    made = page(walked, people=people, plain=True)
    text = "\n".join(pages.text(made, lambda _rows: iter(())))
    name, subject = f"css.{secrets.token_hex(12)}", f"[{settings.name}] {made.title}"
    try:
        delivery = packed(settings, options, to, name, subject, text, walked.found.now)
        with transport.offered(delivery) as give:
            give()
    except CannotCompose as problem:
        raise UsageError(str(problem)) from problem
    except Never as refusal:
        raise Refused("not_mailed", refusal.sentence) from refusal
    except NotSent as trouble:
        raise Unavailable("not_mailed", trouble.sentence) from trouble


def _refuse(settings: TeamSettings, to: Sequence[str]) -> None:
    """A mail to the team's own mailbox would come in as an inquiry."""
    if not settings.own_addresses:
        raise UsageError(
            _("Mail goes out from the first of own_addresses, and there is none: see csboard team.")
        )
    ours = {fold_address(one) for one in settings.own_addresses}
    for address in to:
        if "@" not in address:
            raise UsageError(_("{text} is no mail address.").format(text=quoted(address)))
        if fold_address(address) in ours:
            raise UsageError(
                _("{text} is a mailbox of the team: the mail would come in as an inquiry.").format(
                    text=quoted(address)
                )
            )
