"""The tables [imap] and [mail] of a configuration file: reading one, getting at its password."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec

from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.near_words import did_you_mean
from csboard.text import shortened

COMMAND_SECONDS = 60
PASSWORDS = ("password_command", "password_file", "password_variable")

Options = TypeVar("Options", bound=msgspec.Struct)


class WithPassword(Protocol):
    """Where a password is kept: one of the three."""

    @property
    def password_command(self) -> str | None:
        """A command that prints the password in its first line."""

    @property
    def password_file(self) -> str | None: ...

    @property
    def password_variable(self) -> str | None:
        """Name of the variable of the environment that holds it."""


def read_table(
    where: str,
    table: str,
    given: Mapping[str, Any],
    kind: type[Options],
    expected: Mapping[str, str],
) -> Options:
    """The options that the table of that file gives; ConfigError, naming the key, if it can't be.

    `expected` says of keys that are no plain text what they may be.
    """
    _refuse_unknown(where, table, given, kind)
    try:
        return msgspec.convert(dict(given), kind)
    except msgspec.ValidationError as error:
        raise ConfigError(
            _("{file}: [{table}]: {why}.").format(
                file=where, table=table, why=_why(error, expected)
            )
        ) from None


def _refuse_unknown(
    where: str, table: str, given: Mapping[str, Any], kind: type[msgspec.Struct]
) -> None:
    if "password" in given:
        raise ConfigError(
            _(
                "{file}: a password does not stand in the file itself: write password_command,"
                " password_file or password_variable."
            ).format(file=where)
        )
    known = kind.__struct_fields__
    for key in given:
        if key not in known:
            raise ConfigError(
                _("{place}: there is no option `{key}`.").format(
                    place=where, key=f"{table}.{shortened(key)}"
                )
                + did_you_mean(key, known)
            )


def _why(error: msgspec.ValidationError, expected: Mapping[str, str]) -> str:
    text = str(error)
    if missing := re.search(r"missing required field `([^`]+)`", text):
        return _("it needs {key}").format(key=missing[1])
    found = re.search(r"`\$\.([^`]+)`", text)
    key = found[1] if found else ""
    return _("{key} has a value that can't be; expected: {expected}").format(
        key=key, expected=expected.get(key, '"…"')
    )


def refuse_passwords(where: str, table: str, options: WithPassword, *, needed: bool) -> None:
    """Refuse more than one place for the password, and none when one is `needed`."""
    named = sum(getattr(options, name) is not None for name in PASSWORDS)
    if named > 1 or (needed and not named):
        raise ConfigError(
            _("{file}: [{table}] needs one of {names}.").format(
                file=where, table=table, names=_(", ").join(PASSWORDS)
            )
        )


def kept_password(
    table: str, options: WithPassword, environ: Mapping[str, str] = os.environ
) -> str:
    """The password from where it is kept; ConfigError (without it) when it isn't there."""
    if options.password_command is not None:
        return _from_command(table, options.password_command)
    if options.password_file is not None:
        return _from_file(Path(options.password_file).expanduser())
    name = options.password_variable or ""
    if not environ.get(name):
        raise ConfigError(
            _("{table}.password_variable: {name} is not set in the environment.").format(
                table=table, name=name
            )
        )
    return environ[name]


def _from_command(table: str, command: str) -> str:
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
    raise ConfigError(_("{table}.password_command failed: {why}.").format(table=table, why=why))


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
        raise ConfigError(_("The password is empty."))
    return line
