"""A worker tells of alarms and mails them: real processes, a real mail server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.alarm_commands import TellAlarms
from csboard.domain.alarm_settings import TELLER, AlarmSettings
from csboard.domain.commands import ApplySettings, Claim
from csboard.domain.records import Actor
from csboard.domain.sending_commands import HoldLease
from csboard.mail.alarm_mail import AlarmMailer
from csboard.mail.intake import INTAKE
from csboard.mail.mail_options import MailOptions
from csboard.mail.reading import read
from csboard.mail.transport import SmtpTransport
from tests.cli.test_sending import configure
from tests.cli.test_working import hold
from tests.support.desk import enter, open_inquiry
from tests.support.dying import DyingBoard, DyingTransport, Steps
from tests.support.mail_server import MailServer, Mood, running_mail_server
from tests.support.merging import arrives
from tests.support.shell import Shell

HOUR = timedelta(hours=1)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as running:
        yield running


@pytest.fixture
def sato(board: Board) -> Actor:
    """Of a team that has what nobody takes mailed."""
    sato = enter(board, "sato", "Sato")
    settings = replace(
        board.settings(),
        own_addresses=("support@shop.example",),
        alarms=AlarmSettings(
            on=("unowned",), mail=("unowned",), mail_to=("lead@example.com", "boss@example.com")
        ),
    )
    board.execute(ApplySettings(settings=settings), sato)
    return sato


def mailer(server: MailServer) -> AlarmMailer:
    options = MailOptions("smtp", "127.0.0.1", server.port, "none")
    return AlarmMailer(INTAKE, options, SmtpTransport(options))


def test_all_that_came_at_once_is_one_mail_without_a_customers_word(
    board: Board, sato: Actor, clock: FixedClock, server: MailServer
) -> None:
    refs = [open_inquiry(board, subject) for subject in ("My secret", "Other")]
    clock.advance(HOUR)
    board.execute(TellAlarms(), INTAKE)
    mailed = mailer(server).step(board)
    assert mailed == ("sent", 2, "")
    ((sender, recipients, data),) = server.accepted
    assert (sender, recipients) == (
        "support@shop.example",
        ("lead@example.com", "boss@example.com"),
    )
    message = message_from_bytes(data, policy=policy.default)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "[Support] Alarms 2: Nobody has it 2"
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert all(f"#{ref}  since Mon Nov 23 09:30  nobody's" in text for ref in refs)
    assert "Take it." in text
    assert "secret" not in text
    assert mailer(server).step(board) is None


def test_it_is_never_taken_in_as_a_customers(
    board: Board, sato: Actor, clock: FixedClock, server: MailServer
) -> None:
    """A forwarding of the lead's may bring it back to the team's own mailbox."""
    open_inquiry(board)
    clock.advance(HOUR)
    board.execute(TellAlarms(), INTAKE)
    mailer(server).step(board)
    before = len(board.snapshot().cards)
    data = server.accepted[0][2]
    forwarded = data.replace(b"support@shop.example", b"lead@example.com")
    for raw in (data, forwarded):
        arrives(board, read(raw))
    assert len(board.snapshot().cards) == before
    assert {one.reason for one in board.tray()} <= {"loop", "own-address", "auto-reply"}


def test_what_stands_no_more_when_it_can_be_mailed_at_last_is_left_out(
    board: Board, sato: Actor, clock: FixedClock, server: MailServer
) -> None:
    taken, free = open_inquiry(board, "a"), open_inquiry(board, "b")
    clock.advance(HOUR)
    board.execute(TellAlarms(), INTAKE)
    one = mailer(server)
    server.mood = Mood(mail="451 4.3.0 later")
    first = one.step(board)
    assert first is not None
    assert (first.became, "451" in first.sentence) == ("later", True)
    assert one.step(board) is None, "it rests before it tries again"
    board.execute(Claim(task=taken), sato)
    clock.advance(timedelta(minutes=1))
    server.mood = Mood()
    assert one.step(board) == ("sent", 1, "")
    text = message_from_bytes(server.accepted[0][2]).get_payload(decode=True)
    assert isinstance(text, bytes)
    assert (f"#{free}".encode() in text, f"#{taken}".encode() in text) == (True, False)
    assert board.alarms_to_mail() == ()


def test_refused_for_good_is_not_tried_again(
    board: Board, sato: Actor, clock: FixedClock, server: MailServer
) -> None:
    open_inquiry(board)
    clock.advance(HOUR)
    board.execute(TellAlarms(), INTAKE)
    server.mood = Mood(rcpt={"boss@example.com": "550 5.1.1 nobody"})
    mailed = mailer(server).step(board)
    assert mailed is not None
    assert mailed.became == "failed"
    assert (mailer(server).step(board), board.alarms_to_mail()) == (None, ())


class Died(BaseException):
    """As a kill: nothing of the sender runs any more."""


def _die() -> None:
    raise Died


def test_killed_at_any_step_it_goes_out_at_least_once_under_one_id(
    board: Board, sato: Actor, clock: FixedClock, server: MailServer
) -> None:
    """Twice only where it was killed after the server had it and before that was noted."""
    options = MailOptions("smtp", "127.0.0.1", server.port, "none")
    twice = 0
    for step in range(1, 20):
        open_inquiry(board, f"{step}")
        clock.advance(HOUR)
        while board.alarms().untold == ():
            clock.advance(HOUR)
        board.execute(TellAlarms(), INTAKE)
        server.accepted.clear()
        steps = Steps(step, _die)
        dying = AlarmMailer(INTAKE, options, DyingTransport(SmtpTransport(options), steps))
        try:
            dying.step(DyingBoard(board, steps))  # type: ignore[arg-type]
            break
        except Died:
            clock.advance(timedelta(minutes=5))  # the lease of the dead one is over
            mailer(server).step(board)
            ids = [message_from_bytes(data)["Message-ID"] for _from, _to, data in server.accepted]
            assert len(ids) in (1, 2)
            assert len(set(ids)) == 1
            twice += len(ids) == 2
    assert step > 4, "the steps are those of the mailer"
    assert 0 < twice <= 3
    assert board.alarms_to_mail() == ()


def test_two_workers_at_once_tell_once_and_mail_once(shell: Shell, server: MailServer) -> None:
    configure(server.table)
    shell.ok("team", "apply", "-", stdin=ALWAYS)
    shell.ok("add", "--subject", "one")
    command = [sys.executable, "-m", "csboard", "worker", "--once", "--db", shell.url]
    for _time in range(2):
        workers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _one in range(2)]
        out = [worker.communicate(timeout=60)[0].decode() for worker in workers]
        assert [worker.returncode for worker in workers] == [0, 0]
    with closing(Board.open(shell.url)) as board:
        assert board.alarms().untold == ()
        assert board.alarms_to_mail() == ()
        kinds = [event.kind for event in board.activity("nobody").rest]
        assert kinds.count("alarms_told") == 1
    assert len(server.accepted) == 1
    assert out == ["", ""]


def test_another_worker_tells(shell: Shell, server: MailServer) -> None:
    configure(server.table)
    shell.ok("team", "apply", "-", stdin=ALWAYS)
    shell.ok("add", "--subject", "one")
    hold(shell.url, HoldLease(name=TELLER, holder="another", seconds=600))
    assert shell.ok("worker", "--once") == ""
    hold(shell.url, HoldLease(name=TELLER, holder="another", seconds=-1))
    assert shell.ok("worker", "--once").splitlines() == ["Told of 1 alarm.", "Mailed 1 alarm."]


ALWAYS = (
    "own_addresses = ['support@shop.example']\n[hours]\n"
    + "".join(
        f"{day} = ['00:00-24:00']\n" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    )
    + "[promises]\nsolved = ['20m']\n[alarms]\non = ['soon']\nmail = ['soon']\n"
    + "mail_to = ['lead@example.com']\n"
)
