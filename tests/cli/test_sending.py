"""`csboard send`, `outbox` and `worker --once`, on both databases and a real mail server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from csboard.directories import config_directory
from csboard.mail.reading import read
from tests.support.mail_server import MailServer, Mood, running_mail_server
from tests.support.shell import Shell

SETTINGS = 'own_addresses = ["support@shop.example"]\nmail_domain = "shop.example"\n'


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as running:
        yield running


def configure(text: str) -> None:
    file = config_directory() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.fixture
def number(shell: Shell) -> str:
    """A customer's mail with a reply that is ready, on a board without a send window."""
    shell.ok("team", "apply", "-", stdin=SETTINGS + "send_window = 0\n")
    mail = b"From: =?utf-8?b?5bGx55Sw?= <a@b.jp>\nSubject: one\nMessage-ID: <1@b.jp>\n\nfirst\n"
    shell.ok("intake", "mail", stdin=mail)
    (card,) = shell.json("list")
    shell.ok("draft", str(card["number"]), "--text", "お世話になっております。")
    return str(card["number"])


def test_by_hand(shell: Shell, number: str) -> None:
    """The default: nothing is configured."""
    result = shell("send", number)
    assert result.status == 0
    head, _blank, text = result.out.partition("\n\n")
    assert head == f"To: 山田 <a@b.jp>\nSubject: [CS#{number}] Re: one"
    assert text.strip() == "お世話になっております。"
    assert f"csboard send {number} --sent" in result.err
    assert shell.json("send", number)["subject"].startswith("[CS#")
    assert shell.json("show", number)["first_reply_at"] is None
    event = shell.json("send", number, "--sent")
    assert (event["kind"], event["detail"]["way"]) == ("sent", "hand")
    assert shell.json("show", number)["first_reply_at"] is not None
    assert "sent the reply" in shell.fails(3, "send", number, "--sent")
    assert "by hand" in shell.fails(2, "outbox", "send")


def test_by_a_mail_server(shell: Shell, number: str, server: MailServer) -> None:
    configure(server.table)
    result = shell("send", number)
    assert (result.status, "as soon as somebody sends" in result.err) == (0, True)
    (entry,) = shell.json("outbox", "list")
    assert (entry["state"], entry["queued_by"]) == ("queued", "sato")
    assert "waits to be sent" in shell.ok("outbox", "list")
    assert shell.ok("outbox", "send").splitlines() == [f"#{number}: sent."]
    assert shell.ok("outbox", "send").splitlines() == ["Nothing is due."]
    assert shell.json("outbox", "list") == shell.json("outbox", "send") == []
    ((_sender, _to, data),) = server.accepted
    assert read(data).text == "お世話になっております。"
    assert "was sent" in shell.ok("history", number)
    message = shell.json("show", number)["messages"][-1]
    assert (message["direction"], message["subject"]) == ("out", "Re: one")


def test_an_answer_to_it_joins(shell: Shell, number: str, server: MailServer) -> None:
    configure(server.table)
    shell("send", number)
    shell.ok("outbox", "send")
    ours = read(server.accepted[0][2]).message_id
    answer = f"From: a@b.jp\nSubject: Re: one\nIn-Reply-To: {ours}\n\nthanks\n"
    shell.ok("intake", "mail", stdin=answer)
    assert [one["direction"] for one in shell.json("show", number)["messages"]] == [
        *("in", "out", "in")
    ]


def test_stopped_and_sent_after_all(shell: Shell, number: str, server: MailServer) -> None:
    configure(server.table)
    shell("send", number)
    assert "stopped the reply" in shell.ok("outbox", "stop", number)
    assert "not on its way" in shell.fails(3, "outbox", "stop", number)
    shell("send", number)
    shell.ok("undo", number)
    assert shell.json("outbox", "list") == []


def test_an_uncertain_one_is_settled(shell: Shell, number: str, server: MailServer) -> None:
    configure(server.table)
    server.mood = Mood(data="take and drop")
    shell("send", number)
    (step,) = shell.json("outbox", "send")
    assert (step["became"], step["code"]) == ("unknown", "lost")
    assert "nobody knows" in shell.ok("outbox", "list")
    assert "say so first" in shell.fails(3, "send", number)
    shell.fails(2, "outbox", "settle", number)
    assert shell.json("outbox", "settle", number, "--not-sent")["kind"] == "queued"
    server.mood = Mood()
    shell.ok("outbox", "send")
    first, second = (read(data).message_id for _from, _to, data in server.accepted)
    assert first == second
    assert "is known" in shell.fails(3, "outbox", "settle", number, "--sent")


def test_what_holds_it(shell: Shell, number: str, server: MailServer) -> None:
    shell.ok("intake", "mail", stdin=b"From: a@b.jp\nIn-Reply-To: <1@b.jp>\n\nand more\n")
    for argv in (["send", number], ["send", number, "--sent"]):
        assert "has written since" in shell.fails(3, *argv)
    configure(server.table)
    assert "has written since" in shell.fails(3, "send", number)
    assert shell("send", number, "--anyway").status == 0
    shell.ok("note", number, "x")
    assert "no draft" in shell.fails(3, "send", shell.ok("add", "--subject", "x").strip())


BOUNCE = """\
From: Mail Delivery Subsystem <mailer-daemon@mx.example>
To: {to}
Date: Mon, 23 Nov 2026 0{hour}:00:00 +0900
Subject: Undeliverable

<a@b.jp>:
user unknown
"""


def test_a_bounce_that_quotes_nothing(shell: Shell, number: str, server: MailServer) -> None:
    """The return path names the reply, in another domain than its id; else it stays in the tray."""
    configure(server.table + 'bounce = "back+{token}@mx.shop.example"\n')
    shell("send", number)
    shell.ok("outbox", "send")
    ((return_path, _to, _data),) = server.accepted
    shell.ok("intake", "mail", stdin=BOUNCE.format(hour=1, to="support@shop.example"))
    (receipt,) = shell.json("tray", "list")
    assert (receipt["reason"], receipt["state"]) == ("bounce", "filed")
    assert "A mail of ours did not reach a@b.jp" in shell.ok("tray", "show", str(receipt["id"]))
    assert shell.json("outbox", "list") == []
    shell.ok("intake", "mail", stdin=BOUNCE.format(hour=2, to=return_path))
    (entry,) = shell.json("outbox", "list")
    assert (entry["state"], str(entry["number"])) == ("bounced", number)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('way = "smtp"', "needs host"),
        ('way = "smtp"\nhost = "h"\npassword = "x"', "does not stand in the file"),
        ('way = "smtp"\nhost = "h"\nuser = "u"', "one of password_command"),
        ('way = "pigeon"', 'expected: "smtp", "sendmail", "hand"'),
        ('way = "smtp"\nhost = "h"\nhots = "x"', "mail.hots"),
        ('way = "smtp"\nhost = "h"\nport = 0', None),
        ('way = "smtp"\nhost = "h"\nport = 70000', "mail.port"),
        ('way = "sendmail"\nsendmail = "\'"', "mail.sendmail"),
        ('way = "smtp"\nhost = "h"\nbounce = "x, y"', "mail.bounce"),
        ('way = "smtp"\nhost = "h"\ncopy_to = "x"', "mail.copy_to"),
    ],
)
def test_what_is_wrong_with_the_table(lone_shell: Shell, table: str, words: str | None) -> None:
    configure(f"[mail]\n{table}\n")
    result = lone_shell("config", "check")
    if words is None:
        assert result.status == 0
    else:
        assert (result.status, words in result.err) == (2, True)


def test_a_worker_does_what_there_is(shell: Shell, number: str, server: MailServer) -> None:
    assert "nothing to do" in shell.fails(2, "worker", "--once")
    configure(server.table)
    shell("send", number)
    assert shell.ok("worker", "--once").splitlines() == [f"#{number}: sent."]
    assert len(server.accepted) == 1


def test_a_worker_at_work_ends_by_its_signal(shell: Shell, number: str, server: MailServer) -> None:
    configure(server.table)
    shell("send", number)
    command = [sys.executable, "-m", "csboard", "worker", "--json", "--db", shell.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as worker:
        try:
            assert worker.stdout is not None
            assert b'"became": "sent"' in worker.stdout.readline()
            worker.terminate()
            assert worker.wait(10) == 0
        finally:
            worker.kill()


def test_doctor_connects(lone_shell: Shell, server: MailServer) -> None:
    def found() -> dict[str, str]:
        findings = lone_shell("doctor", "--json").json
        return {one["level"]: one["text"] for one in findings if one["subject"] == "sending"}

    assert found() == {}
    configure(server.table)
    assert found() == {"ok": f"by 127.0.0.1:{server.port}"}
    server.mood = Mood(connect="554 not you")
    assert "554 not you" in found()["fail"]
    configure('[mail]\nway = "sendmail"\nsendmail = "/no/such/program"\n')
    assert "/no/such/program can't be run" in found()["fail"]
