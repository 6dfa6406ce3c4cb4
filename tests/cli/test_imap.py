"""`csboard intake imap` against a real mail server: nothing is lost, fetched twice or shown."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from imapclient import IMAPClient

from csboard.board import Board
from csboard.cli.intake_imap import Watch
from csboard.cli.intake_run import Stop, stop_signals
from csboard.directories import config_directory
from csboard.domain import mailbox
from csboard.mail.imap import CannotFetch, Mailbox, MailboxTrouble
from csboard.mail.imap_options import ImapOptions
from tests.conftest import IN_CI
from tests.support.dovecot import (
    PASSPHRASE,
    PASSWORD,
    WITHOUT_IDLE,
    Dovecot,
    running_dovecot,
)
from tests.support.intakes import PATIENCE, bell, file_name, mail, running, until
from tests.support.postgres import NoServer
from tests.support.shell import Shell


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    try:
        with running_dovecot() as dovecot:
            yield dovecot
    except NoServer as reason:
        # A green CI that never met a mail server would be a lie.
        (pytest.fail if IN_CI else pytest.skip)(str(reason))


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A mailbox of the test's own."""
    return "".join(filter(str.isalnum, request.node.name))[-40:].lower()


@pytest.fixture
def sqlite_shell(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """For what happens on the line, where the database has no part."""
    return Shell(sqlite_url, capsys, monkeypatch)


def configure(server_port: int, user: str, **more: object) -> Path:
    """A config.toml that names a mailbox of the server."""
    secret = config_directory() / "imap-password"
    config_directory().mkdir(parents=True, exist_ok=True)
    secret.write_text(PASSWORD + "\n")
    secret.chmod(0o600)
    options = {"host": "localhost", "user": user, "port": server_port, "tls": "none"}
    if not any(key.startswith("password") for key in more):
        options["password_file"] = str(secret)
    options |= more
    lines = [f"{key} = {_toml(value)}" for key, value in options.items() if value is not None]
    file = config_directory() / "config.toml"
    file.write_text("[imap]\n" + "\n".join(lines) + "\n")
    file.chmod(0o600)
    return file


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def deliver(server: Dovecot, user: str, *numbers: int) -> None:
    for number in numbers:
        server.deliver(user, file_name(number), mail(number))


def titles(shell: Shell) -> list[str]:
    return sorted(one["subject"] for one in shell.json("list"))


def take(shell: Shell, *words: str) -> dict[str, object]:
    result = shell("intake", "imap", "--json", *words)
    assert result.status == 0, result.err
    assert PASSWORD not in result.out + result.err
    found: dict[str, object] = result.json
    return found


def test_mail_is_taken_in_once_and_marked_as_read(shell: Shell, server: Dovecot, user: str) -> None:
    deliver(server, user, 1, 2)
    configure(server.port, user)
    assert take(shell)["opened"] == 2
    assert server.seen(user) == 2
    assert take(shell) == {
        "opened": 0, "joined": 0, "filed": {}, "held": {}, "known": 0, "failed": 0
    }  # fmt: skip
    deliver(server, user, 3)
    assert take(shell)["opened"] == 1
    assert titles(shell) == ["mail 1", "mail 2", "mail 3"]


def test_a_worker_takes_in_what_the_configuration_names(
    shell: Shell, server: Dovecot, user: str
) -> None:
    deliver(server, user, 1)
    file = configure(server.port, user)
    shell.ok("worker", "--once")
    assert (titles(shell), server.seen(user)) == (["mail 1"], 1)
    file.write_text(file.read_text().replace("host =", "hots ="))
    assert "imap.hots" in shell.fails(2, "worker", "--once")


def test_mail_that_a_person_has_read_meanwhile_comes_in_too(
    shell: Shell, server: Dovecot, user: str
) -> None:
    deliver(server, user, 1)
    configure(server.port, user, mark_seen=False)
    assert take(shell)["opened"] == 1
    assert server.seen(user) == 0, "the server keeps it as it was"
    deliver(server, user, 2)
    maildir = server.place / "mail" / user
    (late,) = (maildir / "new").glob("*.M2.*")
    late.rename(maildir / "cur" / f"{late.name}:2,S")
    assert take(shell)["opened"] == 1
    assert take(shell)["known"] == 0, "nothing is fetched twice"


def test_what_was_read_before_we_came_is_left_alone_unless_asked_for(
    sqlite_shell: Shell, server: Dovecot, user: str
) -> None:
    deliver(server, user, 1)
    maildir = server.place / "mail" / user
    (old,) = (maildir / "new").iterdir()
    old.rename(maildir / "cur" / f"{old.name}:2,S")
    configure(server.port, user)
    assert take(sqlite_shell)["opened"] == 0
    assert take(sqlite_shell, "--all")["opened"] == 1


def test_a_mailbox_that_is_numbered_anew_loses_and_doubles_nothing(
    shell: Shell, server: Dovecot, user: str
) -> None:
    deliver(server, user, 1, 2)
    configure(server.port, user)
    take(shell)
    server.number_anew(user)
    deliver(server, user, 3)
    told = take(shell)
    assert (told["opened"], told["known"]) == (1, 2)
    assert take(shell)["known"] == 0


def test_stored_mail_is_moved_into_a_folder(
    sqlite_shell: Shell, server: Dovecot, user: str
) -> None:
    deliver(server, user, 1, 2)
    server.make_folder(user, "done")
    configure(server.port, user, move_to="done")
    assert take(sqlite_shell)["opened"] == 2
    assert server.seen(user, ".done") == 2
    assert server.seen(user) == 0
    configure(server.port, user, move_to="nowhere")
    result = sqlite_shell("intake", "imap")
    assert result.status == 2
    assert "'nowhere'" in result.err.splitlines()[-1]


def test_user_and_password_need_not_be_ascii(
    sqlite_shell: Shell, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(server, "窓口", 1)
    monkeypatch.setenv("SECRET", PASSPHRASE)
    configure(server.port, "窓口", password_variable="SECRET")
    assert take(sqlite_shell)["opened"] == 1
    monkeypatch.setenv("SECRET", "開けない")
    result = sqlite_shell("intake", "imap")
    assert result.status == 2
    assert "does not let 窓口 in" in result.err
    assert "開けない" not in result.err
    monkeypatch.setattr("imapclient.IMAPClient.has_capability", lambda _client, _name: False)
    assert "ASCII only" in sqlite_shell("intake", "imap").err


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_the_line_is_encrypted_and_the_server_known(
    sqlite_shell: Shell, server: Dovecot, user: str, tls: str
) -> None:
    deliver(server, user, 1)
    port = server.tls_port if tls == "tls" else server.port
    configure(port, user, tls=tls)
    assert "imap.ca_file" in sqlite_shell.fails(75, "intake", "imap")
    configure(port, user, tls=tls, ca_file=str(server.certificate))
    result = sqlite_shell("intake", "imap")
    assert (result.status, result.err) == (0, "")
    configure(port, user, tls=tls, ca_file=str(server.certificate), host="127.0.0.1")
    assert "can't be trusted" in sqlite_shell.fails(75, "intake", "imap"), "its name is another"


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        ({"port": 1}, 75, "localhost:1 can't be reached"),
        ({"password_command": "echo wrong"}, 2, "does not let"),
        ({"password_command": "false"}, 2, "status 1"),
        ({"password_command": "no-such-program x"}, 2, "No such file"),
        ({"password_command": "true"}, 2, "empty"),
        ({"password_variable": "NOT_SET"}, 2, "NOT_SET"),
        ({"mailbox": "Nowhere"}, 2, "'Nowhere'"),
        ({"password": "open", "password_file": "x"}, 2, "does not stand in the file"),
        ({"tls": "ssl"}, 2, "starttls"),
        ({"hots": "x"}, 2, "host"),
        ({"host": "a..b"}, 2, "can't be the name of a host"),
        ({"host": None}, 2, "host"),
        ({"port": 70000}, 2, "65535"),
        ({"poll_seconds": 1}, 2, "3600"),
        ({"password_command": "x", "password_file": "y"}, 2, "one of password_command"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_in_one_sentence(
    sqlite_shell: Shell, server: Dovecot, user: str, more: dict[str, object], status: int, told: str
) -> None:
    configure(server.port, user, **more)
    result = sqlite_shell("intake", "imap")
    assert result.status == status
    assert told in result.err.splitlines()[-1]
    assert "Traceback" not in result.err
    assert PASSWORD not in result.err


def test_a_password_that_others_may_read_is_not_used(
    sqlite_shell: Shell, server: Dovecot, user: str
) -> None:
    configure(server.port, user)
    (config_directory() / "imap-password").chmod(0o644)
    assert "chmod 600" in sqlite_shell("intake", "imap").err
    assert "chmod" not in sqlite_shell.ok("config", "show")


def test_the_configuration_is_shown_and_checked(
    sqlite_shell: Shell, server: Dovecot, user: str
) -> None:
    configure(server.port, user, password="hidden", password_file="x")
    assert "hidden" not in sqlite_shell.ok("config", "show")
    assert "does not stand in the file" in sqlite_shell("config", "check").err
    configure(server.port, user)
    assert "imap.host" in sqlite_shell.ok("config", "show")
    sqlite_shell.ok("config", "check")
    assert ImapOptions(host="h", user="u").name == "imap://u@h:993/INBOX"


@pytest.mark.parametrize("failure", [CannotFetch("no"), MailboxTrouble("hung up")], ids=repr)
def test_one_bad_mail_does_not_stop_the_rest(
    shell: Shell,
    server: Dovecot,
    user: str,
    failure: Exception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deliver(server, user, 1, 2, 3)
    configure(server.port, user)
    fetch = Mailbox.fetch

    def fails(mailbox: Mailbox, uid: int) -> bytes | None:
        if uid == 2:
            raise failure
        return fetch(mailbox, uid)

    with monkeypatch.context() as patch:
        patch.setattr(Mailbox, "fetch", fails)
        result = shell("intake", "imap")
    assert result.status == 0
    assert "mail 2 of the mailbox: not taken in" in result.err
    assert titles(shell) == ["mail 1", "mail 3"]
    assert take(shell)["opened"] == 1, "it is asked for again"


def test_no_mail_is_forgotten_however_many_could_not_be_fetched(
    shell: Shell, server: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first look, and at a later one that has a mark."""
    monkeypatch.setattr(mailbox, "MAX_LEFT", 1)
    configure(server.port, user)

    def fails(_mailbox: Mailbox, _uid: int) -> bytes | None:
        raise CannotFetch("no")

    for numbers in ((1, 2, 3), (4, 5, 6)):
        deliver(server, user, *numbers)
        with monkeypatch.context() as patch:
            patch.setattr(Mailbox, "fetch", fails)
            assert take(shell)["failed"] == 3
        assert take(shell)["opened"] == 3
    assert len(titles(shell)) == 6


# ---- watching --------------------------------------------------------------------------------


def opened(url: str) -> list[str]:
    board = Board.open(url)
    found = sorted(card.title for card in board.snapshot().cards)
    board.close()
    return found


def test_a_signal_that_comes_during_work_is_not_slept_over() -> None:
    """The server may tell of nothing for minutes."""
    stop, run = Stop(), Mock(is_cut_off=False)
    run.stop = stop
    watch = Watch(Mock(), run, ImapOptions(host="localhost", user="support"))
    line = Mock(can_tell=True)
    watch._wait(line)
    assert line.wait.called
    line.wait.reset_mock()
    stop.on_signal()
    watch._wait(line)
    assert not line.wait.called
    assert not stop.is_waiting


def test_a_signal_ends_the_rest_and_any_later_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised where the rest is, once; a second one on its heels finds nothing to end."""
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGINT)
        slept.append(0.0)

    monkeypatch.setattr("csboard.cli.intake_run.time.sleep", sleep)
    with stop_signals() as stop:
        stop.rest(300.0)
        assert stop.is_set()
        assert not stop.is_waiting
        stop.rest(300.0)
    assert slept == [300.0]


def test_watching_hears_of_mail_and_survives_the_server(
    sqlite_url: str, server: Dovecot, user: str
) -> None:
    deliver(server, user, 1)
    configure(server.port, user, poll_seconds=5)
    with running(sqlite_url, "imap", "--watch") as process:
        until(lambda: opened(sqlite_url) == ["mail 1"], bell(sqlite_url))
        deliver(server, user, 2)
        until(lambda: opened(sqlite_url) == ["mail 1", "mail 2"], bell(sqlite_url))
        with server.away():
            deliver(server, user, 3)
        until(lambda: len(opened(sqlite_url)) == 3, bell(sqlite_url))
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert out.decode().splitlines()[-1].startswith("3 opened")
    assert err.decode().count("can be reached again") == 1
    assert PASSWORD not in (out + err).decode()
    assert "Traceback" not in err.decode()


def test_mail_that_an_answer_told_of_is_not_waited_for(
    sqlite_shell: Shell, server: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes between the look and the waiting, in which the server tells of it no more."""
    deliver(server, user, 1)
    configure(server.port, user)
    idled: list[float] = []
    stored, idle_check = Mailbox.stored, IMAPClient.idle_check
    late = iter((2,))

    def comes_late(mailbox: Mailbox, uids: Iterable[int]) -> None:
        for number in late:
            deliver(server, user, number)
            mailbox._client._imap.noop()
        stored(mailbox, uids)

    def ends(client: IMAPClient, timeout: float) -> object:
        idled.append(timeout)
        signal.raise_signal(signal.SIGTERM)
        return idle_check(client, 0)

    monkeypatch.setattr(Mailbox, "stored", comes_late)
    monkeypatch.setattr(IMAPClient, "idle_check", ends)
    assert sqlite_shell("intake", "imap", "--watch").status == 0
    assert len(idled) == 1
    assert titles(sqlite_shell) == ["mail 1", "mail 2"]


def test_a_server_that_tells_of_nothing_is_asked(
    sqlite_shell: Shell, server: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(server, user, 1)
    configure(server.port, user, host=WITHOUT_IDLE, poll_seconds=7)
    pauses: list[float] = []

    def pause(stop: Stop, seconds: float) -> None:
        """In place of the time: mail comes in the first pause, the signal in the second."""
        pauses.append(seconds)
        if len(pauses) == 1:
            deliver(server, user, 2)
        else:
            stop.on_signal()

    monkeypatch.setattr(Stop, "rest", pause)
    assert sqlite_shell("intake", "imap", "--watch").status == 0
    assert pauses == [7, 7]
    assert titles(sqlite_shell) == ["mail 1", "mail 2"]
