"""A real mail server for tests (aiosmtpd) that can be told to refuse, stall or hang up."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, Session

USER, PASSWORD = "support", "open-sesame"

Accepted = tuple[str, tuple[str, ...], bytes]
"""Envelope sender, recipients, and the text."""


@dataclass
class Mood:
    """How the server answers from now on; `drop` hangs up in place of an answer."""

    connect: str = ""
    mail: str = "250 OK"
    rcpt: dict[str, str] = field(default_factory=dict)
    """By address; others are taken."""
    data: str = "250 OK"
    """To the text. `drop` before it is taken, `take and drop` afterwards."""
    seconds: float = 0.0
    """Before the answer to the text."""


class MailServer:
    """What it was told, and what it took."""

    def __init__(self) -> None:
        self.mood = Mood()
        self.accepted: list[Accepted] = []
        self.begun = 0
        """How many texts it was given, taken or not."""
        self.port = 0

    def greets(self) -> Mood:
        """How it meets a new connection."""
        return self.mood

    @property
    def table(self) -> str:
        """The table [mail] that names it."""
        return f'[mail]\nway = "smtp"\nhost = "127.0.0.1"\nport = {self.port}\nsecurity = "none"\n'

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.mood.mail.startswith("250"):
            envelope.mail_from = address
        return self._said(server, self.mood.mail)

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.mood.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._said(server, answer)

    async def handle_DATA(self, server: Any, session: Session, envelope: Any) -> str:
        self.begun += 1
        mood = self.mood
        if mood.seconds:
            await asyncio.sleep(mood.seconds)
        if mood.data.startswith("250") or mood.data == "take and drop":
            taken = (envelope.mail_from, tuple(envelope.rcpt_tos), bytes(envelope.content))
            self.accepted.append(taken)
        return self._said(server, mood.data)

    def _said(self, server: Any, answer: str) -> str:
        if answer.endswith("drop"):
            server.transport.abort()
            return "421 gone"
        return answer


class _Greeting(SMTP):
    """Refuses connections when its mood says so."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        mood: Mood = self.event_handler.greets()
        if mood.connect and mood.connect != "drop":
            transport.write(f"{mood.connect}\r\n".encode())
        if mood.connect:
            transport.close()


def _let_in(
    server: Any, session: Session, envelope: Any, mechanism: str, login: LoginPassword
) -> AuthResult:
    good = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@contextmanager
def running_mail_server(
    tls: ssl.SSLContext | None = None, *, asks: bool = False, server: MailServer | None = None
) -> Iterator[MailServer]:
    """On a free port of this machine; `tls` by STARTTLS. With `asks` only who logs in may send."""
    server = server or MailServer()
    options: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if tls else {}
    if asks:
        options |= {
            "authenticator": _let_in,
            "auth_required": True,
            "auth_require_tls": tls is not None,
        }
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mail-server", daemon=True)
    thread.start()
    listening = asyncio.run_coroutine_threadsafe(_listen(server, options), loop).result()
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_close(listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(server: MailServer, options: dict[str, Any]) -> asyncio.Server:
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return _Greeting(server, hostname="mx.example", loop=loop, **options)

    return await loop.create_server(protocol, "127.0.0.1", 0)


async def _close(listening: asyncio.Server) -> None:
    """Hang up on whoever is still connected."""
    listening.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
