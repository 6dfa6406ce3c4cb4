"""Mailing the sheets of hand-offs, by the way that this host sends replies; else to be sent."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.cli import streams
from csboard.domain import hand_off_page
from csboard.domain.letters import Address
from csboard.domain.mailable import mailable
from csboard.domain.replies import Recipients, Words
from csboard.domain.sending import mail_domain
from csboard.errors import Refused, Unavailable, UsageError
from csboard.i18n import _
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.hand_off_records import HandOff
    from csboard.mail.mail_options import MailOptions
    from csboard.mail.transport import Delivery, Transport

MOST_NAMED = 9
"""Numbers of tasks in the subject."""


def send(
    session: Session,
    some: Sequence[HandOff],
    page: hand_off_page.Page,
    addresses: Sequence[str],
) -> None:
    """To each address. Where replies are sent by hand, the mail is printed, ready for sendmail."""
    from csboard.mail.mail_options import mail_options
    from csboard.mail.transport import transport_of

    for address in addresses:
        if not mailable(address):
            raise UsageError(_("{word} is no address of a mail.").format(word=quoted(address)))
    if not some:
        raise Refused("nothing", _("Nothing is handed off: there is nothing to mail."))
    if not session.look.settings.own_addresses:
        raise Refused(
            "no_address",
            _("The team has no address of its own to mail from: csboard team edit."),
        )
    options = mail_options(session.config)
    delivery = _packed(session, some, page, addresses, options)
    transport = transport_of(options)
    if transport is None:
        streams.write(delivery.data)
    else:
        _hand_over(transport, delivery)
        told = _(", ").join(delivery.recipients)
        session.print(_("Mailed to {addresses}.").format(addresses=told))


def _packed(
    session: Session,
    some: Sequence[HandOff],
    page: hand_off_page.Page,
    addresses: Sequence[str],
    options: MailOptions,
) -> Delivery:
    from csboard.mail.composing import Reply, composed
    from csboard.mail.transport import Delivery

    settings = session.look.settings
    sender = settings.own_addresses[0]
    domain = mail_domain(settings.mail_domain, sender)
    message_id = f"<csh.{secrets.token_hex(12)}@{domain}>"
    title = _("Hand-offs")
    numbers = _(", ").join(f"#{one.task}" for one in some[:MOST_NAMED])
    words = Words(
        Recipients(tuple(Address("", clean(address)) for address in addresses)),
        f"[{settings.name}] {title}: {numbers}",
        "\n".join(hand_off_page.as_text(some, page)),
        sender,
    )
    mail = composed(
        Reply(
            message_id=message_id,
            words=words,
            at=page.now.astimezone(ZoneInfo(settings.zone)),
            from_name=settings.name,
            domain=domain,
            wrap_at=0,
            automatic=True,
        )
    )
    return Delivery(mail.data, options.envelope_sender(sender, message_id), mail.recipients)


def _hand_over(transport: Transport, delivery: Delivery) -> None:
    from csboard.mail.transport import Never, NotSent

    try:
        with transport.offered(delivery) as give:
            give()
    except Never as refusal:
        raise Refused("not_sent", refusal.sentence) from refusal
    except NotSent as told:
        raise Unavailable("not_sent", told.sentence) from told
