"""Mail from the team to people who have to know: no reply, and nobody answers it by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.letters import Address
from csboard.domain.replies import Recipients, Words
from csboard.domain.sending import mail_domain
from csboard.mail.composing import Reply, composed
from csboard.mail.transport import Delivery

if TYPE_CHECKING:
    from csboard.domain.settings import TeamSettings
    from csboard.mail.mail_options import MailOptions


def packed(
    settings: TeamSettings,
    options: MailOptions,
    to: Sequence[str],
    name: str,
    subject: str,
    text: str,
    now: datetime,
) -> Delivery:
    """It goes out from the first of the team's own addresses, of which there is one.

    `name` tells it from others, before the @ of its Message-ID. Raises CannotCompose.
    """
    sender = settings.own_addresses[0]
    domain = mail_domain(settings.mail_domain, sender)
    message_id = f"<{name}@{domain}>"
    recipients = Recipients(tuple(Address("", one) for one in to))
    mail = composed(
        Reply(
            message_id=message_id,
            words=Words(recipients, subject, text, sender),
            at=now.astimezone(ZoneInfo(settings.zone)),
            from_name=settings.name,
            domain=domain,
            wrap_at=0,
            automatic=True,
        )
    )
    return Delivery(mail.data, options.envelope_sender(sender, message_id), mail.recipients)
