"""The table [mail] of a configuration file: how this host sends replies."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from typing import Literal

import msgspec

from csboard.config import Config
from csboard.domain.mailable import mailable
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.mail.option_tables import kept_password, read_table, refuse_passwords

PORTS = {"tls": 465, "starttls": 587, "none": 25}
TOKEN = "{token}"
_EXPECTED = {
    "way": '"smtp", "sendmail", "hand"',
    "security": '"tls", "starttls", "none"',
    "port": "587",
}
_LONGEST_TOKEN = "csb.123456789.1234567890.1234567890123456"


class MailOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What [mail] says."""

    way: Literal["smtp", "sendmail", "hand"]
    host: str = ""
    port: int | None = None
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str = ""
    password_command: str | None = None
    password_file: str | None = None
    password_variable: str | None = None
    ca_file: str | None = None
    """Certificates to trust beside the system's."""
    sendmail: str = "/usr/sbin/sendmail"
    """The command of the way `sendmail`, with arguments of its own if it needs some."""
    bounce: str = ""
    """The envelope's sender, with `{token}` where the reply is named; else the reply's own."""
    copy_to: str = ""
    """An address of ours that gets a copy of each reply: it settles what is uncertain."""

    @property
    def server_port(self) -> int:
        return self.port or PORTS[self.security]

    @property
    def where(self) -> str:
        """The server in one word."""
        return f"{self.host}:{self.server_port}"

    def envelope_sender(self, sender: str, message_id: str) -> str:
        """To whom a mail comes back that can't be delivered."""
        token = message_id.strip("<>").partition("@")[0]
        return self.bounce.replace(TOKEN, token) or sender

    def password(self, environ: Mapping[str, str] = os.environ) -> str:
        """ConfigError (without it) when it isn't where it should be."""
        return kept_password("mail", self, environ)


BY_HAND = MailOptions("hand")
"""What holds where no file says anything."""


def mail_options(config: Config) -> MailOptions:
    """What the strongest file with a table [mail] says; ConfigError when it makes no sense."""
    if not config.mail:
        return BY_HAND
    where = config.sources["mail"].where
    options = read_table(where, "mail", config.mail, MailOptions, _EXPECTED)
    _check(where, options)
    return options


def _check(where: str, options: MailOptions) -> None:
    if options.way == "smtp" and not options.host:
        raise ConfigError(
            _("{file}: [{table}]: {why}.").format(
                file=where, table="mail", why=_("it needs {key}").format(key="host")
            )
        )
    refuse_passwords(where, "mail", options, needed=bool(options.user))
    if not 0 < options.server_port < 65536:
        raise ConfigError(_("{file}: mail.port: from 1 to 65535.").format(file=where))
    if not _program(options):
        raise ConfigError(
            _("{file}: mail.sendmail: write the command as in a shell.").format(file=where)
        )
    for key, address in (
        ("bounce", options.bounce.replace(TOKEN, _LONGEST_TOKEN)),
        ("copy_to", options.copy_to),
    ):
        if address and not mailable(address):
            raise ConfigError(
                _("{file}: mail.{key}: write one address, as name@example.jp.").format(
                    file=where, key=key
                )
            )


def _program(options: MailOptions) -> list[str]:
    try:
        return shlex.split(options.sendmail)
    except ValueError:
        return []
