"""`csboard roles` and a team with a database role for each: in the shell, on a real PostgreSQL."""

from __future__ import annotations

import getpass
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import psycopg
import pytest

from csboard.db.role_rights import KINDS, group_of
from tests.support.corpus import DIRECTORY
from tests.support.roles import Desk, roled_board
from tests.support.shell import Shell

FROM = b"From a@example.jp Mon Nov 23 09:00:00 2026\n"
MAIL = b"From: a@example.jp\nSubject: Question %d\nMessage-ID: <%d@example.jp>\n\nx\n"
AWAY = b"From: a@example.jp\nAuto-Submitted: auto-replied\nSubject: away\n\n%d\n"


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    with roled_board(postgres_url) as made:
        yield made


class Seat:
    """The shell of somebody with a database role of their own."""

    def __init__(
        self, desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._desk, self._monkeypatch = desk, monkeypatch
        self.shell = Shell(desk.url, capsys, monkeypatch)

    def sit(self, who: str, account: str | None = None) -> Shell:
        """Who sits down, at an account that is called so, or otherwise."""
        self.shell.become(account or self._desk.login(who))
        self._monkeypatch.setenv("CSBOARD_DATABASE", self._desk.url_of(who))
        return self.shell

    def owner(self) -> Shell:
        self.shell.become("root", uid=0)
        self._monkeypatch.setenv("CSBOARD_DATABASE", self._desk.url)
        return self.shell


@pytest.fixture
def seat(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Seat:
    return Seat(desk, capsys, monkeypatch)


def take_in(shell: Shell, *mails: bytes) -> None:
    for mail in mails:
        shell.ok("intake", "mail", stdin=mail)


def test_a_day_of_a_member(seat: Seat) -> None:
    """Every act there is, with a member's rights and no more."""
    take_in(seat.sit("intake"), *(AWAY % number for number in range(3)))
    shell = seat.sit("sato")
    first, second, third = (shell.json("tray", "list")[place]["id"] for place in range(3))
    opened = str(shell.json("tray", "open", str(first))["number"])
    shell.ok("join", str(second), "1001")
    shell.ok("undo")
    number = shell.ok("add", "--subject", "S", "--from", "new@example.jp").strip()
    for line in (
        f"claim {number}",
        f"wait {number} things --for customer",
        f"resume {number}",
        f"note {number} text",
        f"split-off {number} more",
        f"edit {number} --fact x --urgency high --why y",
        "undo",
        f"link {number} 1001",
        f"unlink {number} 1001",
        f"merge {opened} {number}",
        "undo",
        f"merge {opened} {number}",
        f"release {number}",
        f"claim {number}.2",
        f"move {number}.2 done",
        f"claim {number}",
        f"move {number} done",
        f"reopen {number}",
        "undo",
    ):
        shell.ok(*line.split())
    assert third
    assert shell.json("show", number)["number"] == int(number)
    for read in (
        ["list"],
        ["next"],
        ["activity"],
        ["history", number],
        ["tray", "show", str(third)],
    ):
        shell.ok(*read)


def test_a_lead_erases_with_their_own_rights_and_rewrites_nothing(seat: Seat, desk: Desk) -> None:
    take_in(seat.sit("intake"), MAIL % (1, 1))
    shell = seat.sit("suzuki")
    shell.ok("claim", "1001")
    shell.ok("move", "1001", "done")
    shell.ok("claim", "1003")
    shell.ok("move", "1003", "done")
    for statement in (
        "UPDATE message SET text = 'other words', subject = '', sender_email = ''",
        "UPDATE raw SET data = 'x'",
        "UPDATE former SET fields = '[]'",
    ):
        assert desk.refused("suzuki", statement) in ("42501", "")
    assert "other words" not in str(desk.run("suzuki", "SELECT text FROM message"))
    result = shell("erase", "a@example.jp", "--why", "request", "--yes")
    assert "csboard" in result.err or result.status == 0
    assert desk.run("suzuki", "SELECT text FROM message WHERE inquiry_id = 1003") == [("",)]
    assert desk.refused("sato", "UPDATE raw SET data = ''") == "42501"
    assert desk.refused("sato", "UPDATE address SET folded = 'x'") == "42501"


def test_every_way_in_with_the_rights_of_the_intake(seat: Seat, tmp_path: Path) -> None:
    shell = seat.sit("intake", "mailer")
    take_in(shell, MAIL % (1, 1), MAIL % (1, 1), b"\xff\xfe no mail at all", AWAY % 1)
    (tmp_path / "mbox").write_bytes(FROM + MAIL % (2, 2) + b"\n" + FROM + MAIL % (3, 3))
    for name in ("new", "cur", "tmp"):
        (tmp_path / "maildir" / name).mkdir(parents=True)
    (tmp_path / "maildir" / "new" / "1").write_bytes(MAIL % (4, 4))
    (tmp_path / "maildir" / "cur" / "2:2,S").write_bytes(MAIL % (5, 5))
    (tmp_path / "table.csv").write_text("subject,from\nC,c@example.jp\n", encoding="utf-8")
    assert shell.json("intake", "mbox", str(tmp_path / "mbox"))["opened"] == 2
    assert shell.json("intake", "maildir", str(tmp_path / "maildir"), "--all")["opened"] == 2
    assert shell.json("intake", "csv", str(tmp_path / "table.csv"))["opened"] == 1
    line = '{"subject": "J", "from": "j@example.jp"}\n'
    assert shell.json("intake", "jsonl", "-", stdin=line)["opened"] == 1
    assert len(seat.sit("sato").json("list")) == 9  # one is no mail, and held


def test_mail_that_reopens_and_ends_waiting_needs_no_more(seat: Seat) -> None:
    take_in(seat.sit("intake"), MAIL % (1, 1))
    shell = seat.sit("sato")
    shell.ok("claim", "1003")
    shell.ok("wait", "1003", "answer", "--for", "customer")
    reply = b"From: a@example.jp\nSubject: Re: x\nIn-Reply-To: <1@example.jp>\n\nagain %d\n"
    take_in(seat.sit("intake"), reply % 1)
    shell = seat.sit("sato")
    assert shell.json("show", "1003")["tasks"][0]["waiting"] is None
    shell.ok("move", "1003", "done")
    take_in(seat.sit("intake"), reply % 2)
    assert seat.sit("sato").json("show", "1003")["tasks"][0]["stage"] != "done"


OLDER = b"UPDATE receipt SET reader = 1"
MANGLED = b"UPDATE message SET text = 'mangled', subject = '=?' WHERE receipt_id IN (1, 2)"


def by_the_owner(desk: Desk, *statements: bytes) -> None:
    with psycopg.connect(desk.url, autocommit=True) as owner:
        for statement in statements:
            owner.execute(statement)


@pytest.mark.parametrize("who", ["sato", "suzuki"])
def test_what_an_older_reader_read_is_renewed_with_ones_own_role(
    seat: Seat, desk: Desk, who: str
) -> None:
    take_in(seat.sit("intake"), *(MAIL % (number, number) for number in (1, 2, 3)))
    by_the_owner(desk, OLDER, MANGLED)
    told = seat.sit("intake").fails(3, "intake", "reread", "--all")
    assert "a login of your own" in told
    shell = seat.sit(who)
    done = shell.json("intake", "reread", "--all")
    assert (done["renewed"], done["same"], done["failed"]) == (2, 1, 0)
    assert shell.json("show", "1003")["messages"][0]["text"] == "x"
    assert shell.json("intake", "reread", "--all")["same"] == 0


def test_a_mail_that_may_not_be_renewed_keeps_none_of_the_others(seat: Seat, desk: Desk) -> None:
    take_in(seat.sit("intake"), *(MAIL % (number, number) for number in (1, 2, 3)))
    with psycopg.connect(desk.url) as owner:
        member = group_of("member", owner.info.dbname).encode()
    by_the_owner(desk, OLDER, MANGLED, b"REVOKE UPDATE (text) ON message FROM " + member)
    shell = seat.sit("sato")
    result = shell("intake", "reread", "--all", "--json")
    assert (result.status, result.json["failed"], result.json["same"]) == (75, 2, 1)
    assert result.err.count("\n") == 1, "the same reason once"
    assert "Mail 1 is passed over" in result.err
    assert "2 failed" in shell("intake", "reread", "--all").out
    by_the_owner(desk, b"GRANT UPDATE (text) ON message TO " + member)
    assert shell.json("intake", "reread", "--all")["renewed"] == 2, "they were not given up"


def test_many_real_mails_with_the_rights_of_the_intake(seat: Seat, tmp_path: Path) -> None:
    """Threads, automatic answers, bounces and duplicates of the corpus."""
    mails = [path.read_bytes() for path in sorted(DIRECTORY.glob("*.eml"))]
    chosen = [mail for mail in mails if len(mail) < 20_000 and b"\nFrom " not in mail][::3]
    whole = b"".join(FROM + mail.rstrip(b"\n") + b"\n\n" for mail in chosen)
    (tmp_path / "mbox").write_bytes(whole)
    shell = seat.sit("intake")
    result = shell("intake", "mbox", str(tmp_path / "mbox"), "--json")
    assert (result.status, result.err, result.json["failed"]) == (0, "", 0)
    assert result.json["joined"] > 0
    assert result.json["opened"] > 10


@pytest.mark.parametrize(
    "argv",
    [
        ("claim", "1001"),
        ("add", "--subject", "x"),
        ("undo",),
        ("note", "1001", "x"),
        ("team", "apply", "-"),
        ("roles", "apply"),
        ("roles", "add", "x", "--for", "member", "--no-password"),
    ],
)
def test_the_intake_does_nothing_else(seat: Seat, argv: tuple[str, ...]) -> None:
    for account in ("mailer", None):
        result = seat.sit("intake", account)(*argv, stdin='name = "x"\n')
        assert result.status in (3, 75)
        assert result.err.startswith("csboard: ")
        assert result.err.count("\n") == 1


def test_mail_handed_over_with_a_members_role_stays_in_the_queue(seat: Seat, desk: Desk) -> None:
    told = seat.sit("sato").fails(75, "intake", "mail", stdin=MAIL % (1, 1))
    assert desk.login("sato") in told
    assert "intake" in told


def test_a_role_of_another_name_than_the_account(seat: Seat, desk: Desk) -> None:
    """At another computer people's accounts have other names: the database knows them."""
    me = desk.login("sato")
    shell = seat.sit("sato", "taro")
    told = shell.fails(3, "claim", "1001")
    assert me in told
    assert "taro" in told
    assert f"--as {me}" in told
    event = shell.json("claim", "1001", "--as", me)
    assert (event["actor"], event.get("via")) == (me, None)
    assert "taro" not in str(seat.sit("sato").json("team", "show"))


def test_a_member_speaks_for_nobody_and_a_lead_does(seat: Seat, desk: Desk) -> None:
    sato = desk.login("sato")
    seat.sit("sato").fails(3, "claim", "1001", "--as", desk.login("suzuki"))
    event = seat.sit("suzuki").json("claim", "1001", "--as", sato)
    assert (event["actor"], event["via"]) == (sato, desk.login("suzuki"))
    assert seat.owner().json("note", "1001", "x", "--as", sato)["via"] == "root"


def test_the_wall_is_told_in_one_sentence(seat: Seat, desk: Desk) -> None:
    told = seat.sit("wall").fails(75, "list")
    assert desk.login("wall") in told
    assert "csboard roles apply" in told


def test_roles_are_shown_with_what_is_wrong(seat: Seat, desk: Desk) -> None:
    shell = seat.owner()
    shown = shell.json("roles", "show")
    assert {"login": desk.login("sato"), "for": ["member"]} in shown["logins"]
    assert shown["faults"] == []
    assert "no more" in shell.ok("roles", "show")
    with psycopg.connect(desk.url, autocommit=True) as owner:
        owner.execute(f"GRANT DELETE ON task TO {desk.login('sato')}".encode())
    result = shell("roles", "show")
    assert result.status == 2
    assert f"{desk.login('sato')} has DELETE on task, and needs it not." in result.out


def test_a_password_is_asked_twice_and_never_an_argument(
    seat: Seat, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, new = seat.owner(), desk.login("reader2")
    assert "--no-password" in shell.fails(2, "roles", "add", new, "--for", "member")
    monkeypatch.setattr("csboard.cli.roles._at_a_terminal", lambda: True)
    answers = iter(["one", "two", "same", "same"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    assert "differ" in shell.fails(2, "roles", "add", new, "--for", "member")
    try:
        assert new in shell.ok("roles", "add", new, "--for", "member")
        with psycopg.connect(desk.url) as owner:
            found = owner.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (new,))
            ((kept,),) = found.fetchall()
        assert kept.startswith("SCRAM-SHA-256$")
        assert "still there" in shell.ok("roles", "remove", new)
        shell.fails(3, "roles", "remove", new)
    finally:
        with psycopg.connect(desk.url, autocommit=True) as owner:
            owner.execute(f"DROP ROLE IF EXISTS {new}".encode())


def test_roles_are_for_postgresql(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(sqlite_url, capsys, monkeypatch)
    assert "PostgreSQL" in shell.fails(2, "roles", "show")


@pytest.mark.skipif(not which("psql"), reason="psql is not here")
def test_a_dba_runs_what_is_printed(
    postgres_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(postgres_url, capsys, monkeypatch)
    shell.ok("init")
    assert "roles apply" in shell.fails(3, "roles", "add", "x", "--for", "member", "--no-password")
    (tmp_path / "roles.sql").write_text(shell.ok("roles", "apply", "--print"), encoding="utf-8")
    command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", postgres_url, "-f"]
    try:
        for _again in range(2):
            subprocess.run([*command, str(tmp_path / "roles.sql")], check=True)
        assert shell.json("roles", "show")["faults"] == []
    finally:
        with psycopg.connect(postgres_url, autocommit=True) as owner:
            ((database,),) = owner.execute("SELECT current_database()").fetchall()
            for kind in KINDS:
                group = group_of(kind, database).encode()
                owner.execute(b"DROP OWNED BY " + group)
                owner.execute(b"DROP ROLE " + group)


def role_finding(shell: Shell) -> dict[str, str]:
    found = shell("doctor", "--json").json
    return next(one for one in found if one["subject"] == "database role")


def test_doctor_tells_of_rights_too_many_and_too_few(seat: Seat, desk: Desk) -> None:
    for who in ("sato", "guest", "reader", "intake"):
        assert role_finding(seat.sit(who))["level"] == "ok"
    owner = role_finding(seat.owner())
    assert owner["level"] == "warn"
    assert "login of your own" in owner["advice"]
    with psycopg.connect(desk.url, autocommit=True) as connection:
        database = connection.info.dbname
        member = group_of("member", database)
        connection.execute(f"REVOKE UPDATE ON task FROM {member}".encode())
    lacking = role_finding(seat.sit("sato"))
    assert (lacking["level"], lacking["advice"]) == ("fail", "csboard roles apply")
    assert f"{member} lacks UPDATE on task." in lacking["text"]
