"""The table [imap] of a configuration file: which mailbox, and where its password is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal

import msgspec

from csboard.config import Config
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.mail.option_tables import kept_password, read_table, refuse_passwords

PORTS = {"tls": 993, "starttls": 143, "none": 143}
_EXPECTED = {
    "tls": '"tls", "starttls", "none"',
    "port": "993",
    "mark_seen": "true, false",
    "poll_seconds": "60",
}


class ImapOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What [imap] says."""

    host: str
    user: str
    tls: Literal["tls", "starttls", "none"] = "tls"
    port: int | None = None
    mailbox: str = "INBOX"
    password_command: str | None = None
    """A command that prints the password in its first line."""
    password_file: str | None = None
    password_variable: str | None = None
    """Name of the variable of the environment that holds it."""
    ca_file: str | None = None
    """Certificates to trust beside the system's."""
    mark_seen: bool = True
    move_to: str | None = None
    """Folder of the server into which stored mail goes."""
    poll_seconds: int = 60
    """Between two looks, where the server can't tell of new mail by itself."""

    @property
    def server_port(self) -> int:
        return self.port or PORTS[self.tls]

    @property
    def name(self) -> str:
        """The mailbox in one word, without a secret."""
        return f"imap://{self.user}@{self.host}:{self.server_port}/{self.mailbox}"


def imap_options(config: Config) -> ImapOptions:
    """What the strongest file with a table [imap] says; ConfigError when it makes no sense."""
    if not config.imap:
        raise ConfigError(
            _("There is no mailbox: name one under [imap] in config.toml (host, user, password).")
        )
    where = config.sources["imap"].where
    options = read_table(where, "imap", config.imap, ImapOptions, _EXPECTED)
    _check(where, options)
    return options


def _check(where: str, options: ImapOptions) -> None:
    refuse_passwords(where, "imap", options, needed=True)
    if not 0 < options.server_port < 65536:
        raise ConfigError(_("{file}: imap.port: from 1 to 65535.").format(file=where))
    if not 5 <= options.poll_seconds <= 3600:
        raise ConfigError(_("{file}: imap.poll_seconds: from 5 to 3600.").format(file=where))


def password_of(options: ImapOptions, environ: Mapping[str, str] = os.environ) -> str:
    """The password from where it is kept; ConfigError (without it) when it isn't there."""
    return kept_password("imap", options, environ)
