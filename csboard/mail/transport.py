"""Handing a mail over, step by step, so that somebody can write down each before the next.

`offered` goes as far as the acceptance of the recipients: nothing was given away yet, and whatever
goes wrong is `Later` or `Never`. Inside it, `give` hands over the text. Only between the last
byte of the text and the server's answer does nobody know (`Uncertain`).
"""

from __future__ import annotations

import re
import shlex
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Protocol

from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.mail.mail_options import MailOptions
from csboard.named import NamedTuple
from csboard.text import clean

CONNECT_SECONDS = 15
COMMAND_SECONDS = 60
TEXT_SECONDS = 600
"""What RFC 5321 4.5.3.2 asks to wait for the answer to the text."""
SENDMAIL_SECONDS = 300
MAX_TOLD = 200
TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h."""

_ENVELOPE_ID = re.compile(r"[A-Za-z0-9._@-]{1,100}")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)")


class NotSent(Exception):
    """It did not go out. `code` for the outbox, the sentence for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Later(NotSent):
    """The server said "later", or can't be reached: nothing was given away, or given back."""


class Never(NotSent):
    """The server refuses it for good."""


class Uncertain(NotSent):
    """The line was lost when it may have gone out."""


class Delivery(NamedTuple):
    """A mail with its envelope."""

    data: bytes
    """Lines end in CRLF."""
    sender: str
    recipients: tuple[str, ...]
    copy_to: str = ""
    """Gets a copy, if it takes one."""
    envelope_id: str = ""
    """What a report about it names it by, whatever else it quotes."""


Give = Callable[[], None]


class Transport(Protocol):
    """A way by which mail leaves this host."""

    @property
    def way(self) -> str: ...

    def offered(self, delivery: Delivery) -> AbstractContextManager[Give]:
        """As far as nothing is given away; inside, calling what it yields gives the text."""

    def check(self) -> None:
        """Whether mail could leave now; Later or ConfigError when not."""


def transport_of(options: MailOptions) -> Transport | None:
    """The way that the configuration names; None when replies are sent by hand."""
    if options.way == "smtp":
        return SmtpTransport(options)
    return SendmailTransport(options) if options.way == "sendmail" else None


class SmtpTransport:
    """A mail server. A connection for each mail: lines that idle are cut, and replies are few."""

    way = "smtp"

    def __init__(self, options: MailOptions) -> None:
        self._options = options

    @contextmanager
    def offered(self, delivery: Delivery) -> Iterator[Give]:
        with self._connected() as server:
            with self._before_text():
                more = _size(server, delivery) + _envelope_id(server, delivery)
                _answered(server.docmd("MAIL", f"FROM:<{delivery.sender}>{more}"))
                for recipient in delivery.recipients:
                    _answered(server.docmd("RCPT", f"TO:<{recipient}>"), clean(recipient))
                if delivery.copy_to:
                    server.docmd("RCPT", f"TO:<{delivery.copy_to}>")
            yield lambda: self._give(server, delivery)

    def check(self) -> None:
        with self._connected():
            pass

    def _give(self, server: smtplib.SMTP, delivery: Delivery) -> None:
        with self._before_text():
            _answered(server.docmd("DATA"), expected=354)
            assert server.sock is not None
            server.sock.settimeout(TEXT_SECONDS)
            server.send(_stuffed(delivery.data))
        try:
            server.send(b".\r\n")
            answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(_shown(error)) from error
        if not (200 <= answer[0] < 300 or 400 <= answer[0] < 600):
            raise self._lost(f"{answer[0]} {_told(answer[1])}")
        _answered(answer)

    def _lost(self, why: str) -> Uncertain:
        told = _("The line to {where} was lost while it took the mail ({why}).")
        return Uncertain("lost", told.format(where=self._options.where, why=why))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """A session that may send; it is let go of however the work ends."""
        server: smtplib.SMTP | None = None
        try:
            with self._before_text():
                server = self._connect()
                self._log_in(server)
            yield server
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
        finally:
            if server is not None:
                server.close()

    def _connect(self) -> smtplib.SMTP:
        options = self._options
        context = ssl.create_default_context()
        if options.ca_file is not None:
            context.load_verify_locations(options.ca_file)
        name = socket.gethostname() or "localhost"  # what smtplib asks the DNS for can take long
        if options.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                options.host, options.server_port, name, timeout=CONNECT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(options.host, options.server_port, name, CONNECT_SECONDS)
        try:
            assert server.sock is not None
            server.sock.settimeout(COMMAND_SECONDS)
            server.ehlo_or_helo_if_needed()
            if options.security == "starttls":
                server.starttls(context=context)
        except BaseException:
            server.close()
            raise
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        if not self._options.user:
            return
        password = self._options.password()
        try:
            server.login(self._options.user, password)
        except smtplib.SMTPAuthenticationError as error:
            why = _told(error.smtp_error).replace(password, "***")
            raise Later(
                "login",
                _(
                    "{where} does not let {user} in ({why}): check user and password in [mail]."
                ).format(where=self._options.where, user=clean(self._options.user), why=why),
            ) from None

    @contextmanager
    def _before_text(self) -> Iterator[None]:
        """What goes wrong on the line before the text is given, as one sentence."""
        where = self._options.where
        try:
            yield
        except smtplib.SMTPResponseException as error:
            why = f"{error.smtp_code} {_told(error.smtp_error)}"  # to us, not to the mail
            raise Later("connect", _unreachable(where, why)) from error
        except ssl.SSLCertVerificationError as error:
            told = _(
                "The certificate of {where} can't be trusted ({why}): name its authority's file"
                " with mail.ca_file."
            )
            raise Later("connect", told.format(where=where, why=error.verify_message)) from error
        except UnicodeError as error:
            raise ConfigError(
                _("mail.host: {host} can't be the name of a host.").format(
                    host=clean(self._options.host)
                )
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Later("connect", _unreachable(where, _shown(error))) from error


class SendmailTransport:
    """A command on this host that takes mail, such as Postfix's sendmail. No shell is involved."""

    way = "sendmail"

    def __init__(self, options: MailOptions) -> None:
        self._command = shlex.split(options.sendmail)

    @contextmanager
    def offered(self, delivery: Delivery) -> Iterator[Give]:
        yield lambda: self._give(delivery)

    def check(self) -> None:
        import shutil

        if shutil.which(self._command[0]) is None:
            raise Later("connect", self._missing(_("there is no such command")))

    def _give(self, delivery: Delivery) -> None:
        copy = (delivery.copy_to,) if delivery.copy_to else ()
        arguments = ["-i", "-f", delivery.sender, "--", *delivery.recipients, *copy]
        try:
            process = subprocess.Popen(
                [*self._command, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise Later("connect", self._missing(error.strerror or str(error))) from error
        try:
            _out, told = process.communicate(
                delivery.data.replace(b"\r\n", b"\n"), timeout=SENDMAIL_SECONDS
            )
        except subprocess.TimeoutExpired as error:
            process.kill()
            process.wait()
            raise Uncertain("lost", self._ended(_("it did not end"))) from error
        self._judge(process.returncode, _told(told))

    def _judge(self, status: int, told: str) -> None:
        if status == 0:
            return
        sentence = self._ended(told or _("status {n}").format(n=status))
        if status < 0:
            raise Uncertain("lost", sentence)
        raise (Later if status == TRY_AGAIN else Never)(f"exit {status}", sentence)

    def _missing(self, why: str) -> str:
        return _("{command} can't be run: {why}. See mail.sendmail in config.toml.").format(
            command=clean(self._command[0]), why=why
        )

    def _ended(self, why: str) -> str:
        return _("{command} did not take the mail: {why}").format(
            command=clean(self._command[0]), why=why
        )


def _answered(answer: tuple[int, bytes], about: str = "", *, expected: int = 250) -> None:
    """Later for 4xx, Never for 5xx; anything else that isn't expected is a "later" too."""
    status, text = answer
    if status == expected or (expected == 250 and 200 <= status < 300):
        return
    told = _told(text)
    enhanced = _ENHANCED.match(told)
    code = f"{status} {enhanced[0]}" if enhanced else str(status)
    sentence = (
        _("The mail server refuses {address}: {status} {why}").format(
            address=about, status=status, why=told
        )
        if about
        else _("The mail server says: {status} {why}").format(status=status, why=told)
    )
    raise (Never if 500 <= status < 600 else Later)(code, sentence)


def _size(server: smtplib.SMTP, delivery: Delivery) -> str:
    """So that a server can refuse what is too long for it before it is there (RFC 1870)."""
    return f" SIZE={len(delivery.data)}" if server.has_extn("size") else ""


def _envelope_id(server: smtplib.SMTP, delivery: Delivery) -> str:
    """So that a report names it that quotes nothing of it (RFC 3461 4.4)."""
    is_fit = server.has_extn("dsn") and _ENVELOPE_ID.fullmatch(delivery.envelope_id)
    return f" ENVID={delivery.envelope_id}" if is_fit else ""


def _stuffed(data: bytes) -> bytes:
    """With a second dot before each at the beginning of a line, RFC 5321 4.5.2."""
    whole = data if data.endswith(b"\r\n") else data + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def _unreachable(where: str, why: str) -> str:
    return _("The mail server {where} can't be reached: {why}.").format(where=where, why=why)


def _told(text: bytes | str) -> str:
    """What a server or a command says, in one harmless line."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return clean(" ".join(words.split()))[:MAX_TOLD]


def _shown(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return _("no answer")
    return _told(getattr(error, "strerror", None) or str(error) or type(error).__name__)
