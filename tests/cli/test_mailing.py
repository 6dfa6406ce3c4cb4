"""`--mail ADDRESS`: the same of every page that can be mailed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage

import pytest

from csboard.demo.pretending import PretendedTransport
from csboard.mail import transport
from csboard.mail.transport import Delivery, Give, Never, NotSent, Transport
from tests.support.shell import Shell

OWN = "support@shop.example"
TO = ("--mail", "a@example.jp")
PAGES = {
    "standup": (("standup",), "Stand-up"),
    "handoff": (("handoff", "print"), "Hand-offs: #"),
    "report": (("report", "day"), "Report: "),
}


@pytest.fixture
def shell(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    return Shell(sqlite_url, capsys, monkeypatch)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def desk(shell: Shell) -> None:
    """A task of Sato's with a sheet that anybody may take."""
    number = shell.ok("add", "--subject", "二重に請求").strip()
    shell.ok("claim", number)
    shell.ok("handoff", "write", number, "--none", "--state", "watch")
    shell.ok("handoff", "offer", number, "--anybody")


@pytest.fixture
def own(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin=f"name = 'Shop'\nown_addresses = ['{OWN}']")


def by(monkeypatch: pytest.MonkeyPatch, way: Transport) -> None:
    monkeypatch.setattr(transport, "transport_of", lambda _options: way)


def read(data: bytes | str) -> EmailMessage:
    if isinstance(data, str):
        return message_from_string(data, EmailMessage, policy=policy.default)
    return message_from_bytes(data, EmailMessage, policy=policy.default)


@pytest.mark.usefixtures("own")
def test_it_goes_to_each_address_once_as_text(
    shell: Shell, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, title = PAGES[page]
    taken: list[Delivery] = []

    class Sink(PretendedTransport):
        @contextmanager
        def offered(self, delivery: Delivery) -> Iterator[Give]:
            yield lambda: taken.append(delivery)

    by(monkeypatch, Sink())
    result = shell(*words, *TO, "--mail", "b@example.jp", *TO)
    told = "csboard: Mailed to a@example.jp, b@example.jp.\n"
    assert (result.status, result.out, result.err) == (0, "", told)
    (delivery,) = taken
    assert delivery.recipients == ("a@example.jp", "b@example.jp")
    mail = read(delivery.data)
    assert mail["Subject"].startswith(f"[Shop] {title}")
    assert OWN in mail["From"]
    assert mail["Auto-Submitted"]
    assert len(mail.get_content().splitlines()) > 3
    assert ("From: Sato\r\nTo: whoever takes it\r\n" in mail.get_content()) == (page == "handoff")


@pytest.mark.usefixtures("own")
def test_by_hand_it_is_printed_to_be_sent(shell: Shell, page: str) -> None:
    words, title = PAGES[page]
    result = shell(*words, *TO)
    assert result.status == 0
    assert result.err == (
        "csboard: Not sent, as here mail is sent by hand: what is printed is for sendmail -t.\n"
    )
    mail = read(result.out.replace("\r\n", "\n"))
    assert mail["To"] == "a@example.jp"
    assert mail["Subject"].startswith(f"[Shop] {title}")


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--mail", "half@"), "'half@' is no mail address."),
        (("--mail", "a@b.example, c@d.example"), "'a@b.example, c@d.example' is no mail address."),
        (
            ("--mail", OWN.upper()),
            f"'{OWN.upper()}' is a mailbox of the team: the mail would come in as an inquiry.",
        ),
        ((*TO, "--json"), "--mail sends the text: leave out --json."),
        ((*TO, "--format", "md"), "--mail sends the text: leave out --format."),
    ],
)
def test_what_cannot_be_mailed(
    shell: Shell, page: str, more: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by(monkeypatch, PretendedTransport())
    assert shell.fails(2, *PAGES[page][0], *more) == told


def test_without_an_address_of_its_own(shell: Shell, page: str) -> None:
    told = shell.fails(3, *PAGES[page][0], *TO)
    assert told == "The team has no address of its own to mail from: csboard team edit."


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("status", "trouble"), [(3, Never), (75, NotSent)])
def test_the_servers_refusal_is_told(
    shell: Shell,
    page: str,
    status: int,
    trouble: type[NotSent],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Refusing(PretendedTransport):
        @contextmanager
        def offered(self, delivery: Delivery) -> Iterator[Give]:
            raise trouble("refused", "The server won't.")
            yield lambda: None

    by(monkeypatch, Refusing())
    assert shell.fails(status, *PAGES[page][0], *TO) == "The server won't."


@pytest.mark.usefixtures("own")
def test_a_stand_up_does_not_end_when_it_cannot_be_mailed(shell: Shell) -> None:
    assert "has begun" in shell("standup", "--begin").err
    shell.fails(2, "standup", "--end", "--mail", "half@")
    ended = shell("standup", "--end")
    assert (ended.status, "is over" in ended.err) == (0, True)
    taken = shell.fails(2, "report", "day", *TO, "--output", "report.txt")
    assert taken == "--mail sends the text: leave out --output."
