"""The table [imap] of a configuration file: which mailbox, and where its password is kept."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from csboard.config import Config, did_you_mean
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.text import shortened

PORTS = {"tls": 993, "starttls": 143, "none": 143}
COMMAND_SECONDS = 60
_PASSWORDS = ("password_command", "password_file", "password_variable")


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
    _refuse_unknown(where, config.imap)
    try:
        options = msgspec.convert(dict(config.imap), ImapOptions)
    except msgspec.ValidationError as error:
        raise ConfigError(_("{file}: [imap]: {why}.").format(file=where, why=_why(error))) from None
    _check(where, options)
    return options


def _refuse_unknown(where: str, table: Mapping[str, Any]) -> None:
    if "password" in table:
        raise ConfigError(
            _(
                "{file}: a password does not stand in the file itself: write password_command,"
                " password_file or password_variable."
            ).format(file=where)
        )
    known = ImapOptions.__struct_fields__
    for key in table:
        if key not in known:
            raise ConfigError(
                _("{place}: there is no option `{key}`.").format(
                    place=where, key=f"imap.{shortened(key)}"
                )
                + did_you_mean(key, known)
            )


def _why(error: msgspec.ValidationError) -> str:
    text = str(error)
    if missing := re.search(r"missing required field `([^`]+)`", text):
        return _("it needs {key}").format(key=missing[1])
    found = re.search(r"`\$\.([^`]+)`", text)
    key = found[1] if found else ""
    expected = {
        "tls": '"tls", "starttls", "none"',
        "port": "993",
        "mark_seen": "true, false",
        "poll_seconds": "60",
    }.get(key, '"…"')
    return _("{key} has a value that can't be; expected: {expected}").format(
        key=key, expected=expected
    )


def _check(where: str, options: ImapOptions) -> None:
    if sum(getattr(options, name) is not None for name in _PASSWORDS) != 1:
        raise ConfigError(
            _("{file}: [imap] needs one of {names}.").format(
                file=where, names=_(", ").join(_PASSWORDS)
            )
        )
    if not 0 < options.server_port < 65536:
        raise ConfigError(_("{file}: imap.port: from 1 to 65535.").format(file=where))
    if not 5 <= options.poll_seconds <= 3600:
        raise ConfigError(_("{file}: imap.poll_seconds: from 5 to 3600.").format(file=where))


def password_of(options: ImapOptions, environ: Mapping[str, str] = os.environ) -> str:
    """The password from where it is kept; ConfigError (without it) when it isn't there."""
    if options.password_command is not None:
        return _from_command(options.password_command)
    if options.password_file is not None:
        return _from_file(Path(options.password_file).expanduser())
    name = options.password_variable or ""
    if not environ.get(name):
        raise ConfigError(
            _("imap.password_variable: {name} is not set in the environment.").format(name=name)
        )
    return environ[name]


def _from_command(command: str) -> str:
    try:
        ended = subprocess.run(
            shlex.split(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=COMMAND_SECONDS,
            check=True,
        )
        return _first_line(ended.stdout)
    except subprocess.CalledProcessError as error:
        why = _("it ended with status {n}").format(n=error.returncode)
    except subprocess.TimeoutExpired:
        why = _("it did not end within {n} seconds").format(n=COMMAND_SECONDS)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
    raise ConfigError(_("imap.password_command failed: {why}.").format(why=why))


def _from_file(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_mode & 0o077:
                raise ConfigError(
                    _("{file} holds a password and others may read it: chmod 600 {file}").format(
                        file=path
                    )
                )
            return _first_line(stream.read(4096))
    except OSError as error:
        raise ConfigError(
            _("{file} can't be read: {reason}.").format(file=path, reason=error.strerror)
        ) from None


def _first_line(data: bytes) -> str:
    line = data.partition(b"\n")[0].rstrip(b"\r").decode("utf-8", "replace")
    if not line:
        raise ConfigError(_("The password of the mailbox is empty."))
    return line
