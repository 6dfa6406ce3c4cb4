"""Whether this host can send replies: connecting and logging in, for `csboard doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csboard.cli.findings import Finding, fail, ok, warn
from csboard.errors import CsboardError
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.config import Config


def mail_findings(config: Config) -> Iterator[Finding]:
    """Only where [mail] names a way: by hand there is nothing that could fail."""
    if not config.mail:
        return
    from csboard.mail.mail_options import mail_options
    from csboard.mail.transport import NotSent, transport_of

    subject = _("sending")
    try:
        options = mail_options(config)
        transport = transport_of(options)
        if transport is None:
            return
        transport.check()
    except (CsboardError, NotSent) as problem:
        yield fail(subject, problem.sentence, _("see [mail] in config.toml"))
        return
    if options.way == "smtp" and options.security == "none" and options.user:
        yield warn(subject, _("The password goes to {host} unprotected.").format(host=options.host))
        return
    where = options.where if options.way == "smtp" else options.sendmail
    yield ok(subject, _("by {where}").format(where=where))
