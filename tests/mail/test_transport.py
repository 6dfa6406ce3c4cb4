"""Handing over to a real mail server and to a command, whatever they answer."""

from __future__ import annotations

import smtplib
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from csboard.errors import ConfigError
from csboard.mail.mail_options import MailOptions
from csboard.mail.transport import (
    Delivery,
    Later,
    Never,
    NotSent,
    SendmailTransport,
    SmtpTransport,
    Transport,
    Uncertain,
    transport_of,
)
from tests.support.mail_server import PASSWORD, USER, MailServer, Mood, running_mail_server

MAIL = Delivery(
    b"Subject: x\r\n\r\n.dot\r\n..dots\r\nlast\r\n",
    "bounce@shop.example",
    ("a@example.jp", "..taro..yama.@mobile.example"),
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as running:
        yield running


def smtp(server: MailServer, **more: object) -> SmtpTransport:
    values: dict[str, object] = {"host": "127.0.0.1", "port": server.port, "security": "none"}
    return SmtpTransport(MailOptions("smtp", **{**values, **more}))  # type: ignore[arg-type]


def hand_over(transport: Transport, mail: Delivery = MAIL) -> bool:
    """Hand it over as a sender does; whether anything was given away."""
    given = False
    with transport.offered(mail) as give:
        given = True
        give()
    return given


def test_a_mail_arrives_as_it_left(server: MailServer) -> None:
    hand_over(smtp(server))
    assert server.accepted == [(MAIL.sender, MAIL.recipients, MAIL.data)]
    smtp(server).check()


def test_nothing_is_given_before_it_is_asked_for(server: MailServer) -> None:
    with smtp(server).offered(MAIL):
        pass
    assert (server.begun, server.accepted) == (0, [])


def test_a_copy_goes_to_ourselves_if_it_can(server: MailServer) -> None:
    copied = MAIL._replace(copy_to="us@shop.example")
    hand_over(smtp(server), copied)
    server.mood = Mood(rcpt={"us@shop.example": "550 no"})
    hand_over(smtp(server), copied)
    assert [one[1] for one in server.accepted] == [
        (*MAIL.recipients, "us@shop.example"),
        MAIL.recipients,
    ]


@pytest.mark.parametrize(
    ("mood", "kind", "code", "given"),
    [
        (Mood(connect="554 not today"), Later, "connect", 0),
        (Mood(connect="421 busy"), Later, "connect", 0),
        (Mood(connect="drop"), Later, "connect", 0),
        (Mood(mail="451 4.3.0 later"), Later, "451 4.3.0", 0),
        (Mood(mail="550 5.7.1 not you"), Never, "550 5.7.1", 0),
        (Mood(mail="drop"), Later, "connect", 0),
        (Mood(rcpt={"a@example.jp": "550 5.1.1 nobody"}), Never, "550 5.1.1", 0),
        (Mood(rcpt={MAIL.recipients[1]: "450 4.2.0 full"}), Later, "450 4.2.0", 0),
        (Mood(data="451 4.3.0 later"), Later, "451 4.3.0", 1),
        (Mood(data="552 5.3.4 too big"), Never, "552 5.3.4", 1),
        (Mood(data="drop"), Uncertain, "lost", 1),
        (Mood(data="take and drop"), Uncertain, "lost", 1),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_what_the_server_may_answer(
    server: MailServer, mood: Mood, kind: type[NotSent], code: str, given: int
) -> None:
    server.mood = mood
    with pytest.raises(NotSent) as told:
        hand_over(smtp(server))
    assert (type(told.value), told.value.code, server.begun) == (kind, code, given)
    assert told.value.sentence.strip()
    assert "\n" not in told.value.sentence


def test_a_refused_recipient_is_named(server: MailServer) -> None:
    server.mood = Mood(rcpt={"a@example.jp": "550 5.1.1 nobody\x1b[2J here"})
    with pytest.raises(Never, match=r"refuses a@example.jp: 550 5.1.1 nobody.*here") as told:
        hand_over(smtp(server))
    assert "\x1b" not in told.value.sentence


def test_a_server_that_is_not_there(server: MailServer) -> None:
    with pytest.raises(Later, match="can't be reached") as told:
        smtp(server, port=1).check()
    assert told.value.code == "connect"
    with pytest.raises((Later, ConfigError)):
        smtp(server, host="a..b").check()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For 127.0.0.1, signed by itself, with its key in the same file."""
    place = tmp_path_factory.mktemp("tls") / "cert.pem"
    command = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        f" -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout {place} -out {place}.crt"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    place.write_bytes(place.read_bytes() + Path(f"{place}.crt").read_bytes())
    return place


def test_login_and_starttls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", PASSWORD)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running_mail_server(context, asks=True) as server:
        login = {"security": "starttls", "user": USER, "password_variable": "SECRET"}
        trusted = {**login, "ca_file": str(certificate)}
        hand_over(smtp(server, **trusted))
        assert len(server.accepted) == 1
        with pytest.raises(Later, match=r"certificate.*mail\.ca_file") as told:
            smtp(server, **login).check()
        assert told.value.code == "connect"
        monkeypatch.setenv("SECRET", "wrong")
        with pytest.raises(Later, match="does not let support in") as told:
            smtp(server, **trusted).check()
        assert (told.value.code, "wrong" in told.value.sentence) == ("login", False)
        monkeypatch.delenv("SECRET")
        with pytest.raises(ConfigError, match=r"mail.password_variable: SECRET"):
            smtp(server, **trusted).check()


class Reporting(MailServer):
    """One that sends reports as asked (RFC 3461)."""

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], "250-DSN", *responses[1:]]


@pytest.mark.parametrize("named", ["csb.1001.1.x-_y@shop.example", "", "x y", "x" * 101])
def test_a_report_will_name_the_mail(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    genuine = smtplib.SMTP.putcmd
    with running_mail_server(server=Reporting()) as server:

        def putcmd(line: smtplib.SMTP, command: str, arguments: str = "") -> None:
            said.append(f"{command} {arguments}")
            genuine(line, command, arguments.partition(" ENVID=")[0])  # aiosmtpd takes none

        monkeypatch.setattr(smtplib.SMTP, "putcmd", putcmd)
        hand_over(smtp(server), MAIL._replace(envelope_id=named))
    (mail,) = (line for line in said if line.startswith("MAIL"))
    fit = len(named) <= 100 and "@" in named
    assert mail.partition(" ENVID=")[2] == (named if fit else "")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A stand-in for sendmail: keeps what it was given, and ends as the file `end` says."""
    script = tmp_path / "sendmail"
    script.write_text(
        '#!/bin/sh\ncd "$(dirname "$0")"\nprintf "%s\\n" "$@" > arguments\ncat > mail\n. ./end\n'
    )
    script.chmod(0o700)
    (tmp_path / "end").write_text("exit 0\n")
    return script


def test_a_command_takes_it(program: Path) -> None:
    transport = transport_of(MailOptions("sendmail", sendmail=f"{program} --extra 'a b'"))
    assert isinstance(transport, SendmailTransport)
    transport.check()
    hand_over(transport, MAIL._replace(copy_to="us@shop.example"))
    arguments = (program.parent / "arguments").read_text().splitlines()
    assert arguments == [
        *("--extra", "a b", "-i", "-f", MAIL.sender, "--", *MAIL.recipients, "us@shop.example")
    ]
    assert (program.parent / "mail").read_bytes() == MAIL.data.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    ("end", "kind", "code"),
    [
        ("exit 75", Later, "exit 75"),
        ("exit 67", Never, "exit 67"),
        ("echo why >&2; exit 1", Never, "exit 1"),
        ("kill -9 $$", Uncertain, "lost"),
    ],
)
def test_how_a_command_may_end(program: Path, end: str, kind: type[NotSent], code: str) -> None:
    (program.parent / "end").write_text(f"{end}\n")
    with pytest.raises(NotSent) as told:
        hand_over(SendmailTransport(MailOptions("sendmail", sendmail=str(program))))
    assert (type(told.value), told.value.code) == (kind, code)


def test_a_command_that_is_not_there() -> None:
    transport = SendmailTransport(MailOptions("sendmail", sendmail="/no/such/sendmail"))
    with pytest.raises(Later, match="can't be run"):
        transport.check()
    with pytest.raises(Later, match="can't be run"):
        hand_over(transport)


def test_by_hand_there_is_no_transport() -> None:
    assert transport_of(MailOptions("hand")) is None
