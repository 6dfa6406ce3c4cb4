"""A viewer in the shell: every command that looks does so, every other one says why not."""

from __future__ import annotations

from pathlib import Path
from shutil import which

import pytest

from csboard.cli.main import COMMANDS, command_of
from csboard.cli.spec import CommandGroup
from tests.support.shell import Shell

MAIL = b"From: a@example.jp\nSubject: x\n\ny\n"

LOOKS = {
    "list": (),
    "time list": (),
    "timer status": (),
    "show": ("1001",),
    "clock": ("1001",),
    "history": ("1001",),
    "next": (),
    "search": ("x",),
    "activity": (),
    "alarms": (),
    "tray list": (),
    "tray show": ("1",),
    "report": ("day",),
    "team show": (),
    "team holidays": (),
    "config show": (),
    "config check": (),
    "config theme": ("csboard-dark",),
    "migrate": (),
    "backup": ("copy",),
    "doctor": (),
    "completion": ("bash",),
    "outbox list": (),
    "inbox": (),
    "case list": (),
    "case show": ("1",),
    "case pick": (),
    "case export": (),
    "template list": (),
    "template show": ("thanks",),
    "template fill": ("thanks", "1001"),
    "template repeated": (),
    "similar": ("1001",),
    "knowledge": (),
    "goal list": (),
    "look-back": ("month",),
    "standup": ("--by", "people"),
    "absence digest": (),
    "absence list": (),
    "handoff list": (),
    "handoff show": ("1001",),
    "handoff print": (),
    "leave-check": ("sato", "--from", "today", "--to", "tomorrow"),
    "wall": ("--once",),
}
ACTS = {
    "absence add": ("--from", "tomorrow"),
    "absence change": ("1", "--stand-in", "sato"),
    "absence end": ("1",),
    "absence rule": ("1", "1002", "--on-mail", "keep"),
    "handoff write": ("1001", "--story", "x"),
    "handoff offer": ("1001", "sato"),
    "handoff take": ("1001", "x"),
    "handoff withdraw": ("1001",),
    "handoff drop": ("1001",),
    "handoff take-back": ("1001",),
    "handoff keep": ("1001",),
    "add": ("--subject", "S"),
    "timer start": ("1001",),
    "timer switch": ("1001",),
    "timer stop": (),
    "time add": ("1001", "09:00-10:00"),
    "time drop": ("1",),
    "claim": ("1001",),
    "release": ("1001",),
    "take-over": ("1001", "x"),
    "move": ("1001", "doing"),
    "wait": ("1001", "x", "--for", "customer"),
    "resume": ("1001",),
    "excuse": ("1001", "--message", "1"),
    "pin": ("1001",),
    "unpin": ("1001",),
    "note": ("1001", "x"),
    "draft": ("1002", "--begin"),
    "comment": ("1001", "x"),
    "approve": ("1001",),
    "send": ("1001", "--sent"),
    "outbox stop": ("1003",),
    "outbox settle": ("1003", "--sent"),
    "edit": ("1001", "--fact", "x"),
    "split-off": ("1001", "x"),
    "reopen": ("1001",),
    "merge": ("1001", "1002"),
    "divide": ("1001", "1"),
    "link": ("1001", "1002"),
    "unlink": ("1001", "1002"),
    "goal enter": ("users", "9"),
    "goal withdraw": ("users",),
    "goal import": ("users.csv",),
    "why-late": ("1001", "x"),
    "undo": (),
    "erase": ("1001", "--why", "request", "--yes"),
    "tray open": ("1",),
    "tray join": ("1", "1001"),
    "tray drop": ("1",),
    "join": ("1", "1001"),
    "tray junk": ("1",),
    "tray reread": ("1",),
    "junk": ("1001",),
    "block": ("x@example.jp",),
    "tag": ("1001", "+x"),
    "case add": ("1003",),
    "case edit": ("1", "--why", "x"),
    "case use": ("1",),
    "case not-here": ("1",),
    "case still-true": ("1",),
    "case retire": ("1",),
    "case bring-back": ("1",),
    "template add": ("more", "--text", "x"),
    "template edit": ("thanks", "--text", "x"),
    "template retire": ("thanks",),
    "template bring-back": ("thanks",),
    "intake reread": ("1",),
    "team apply": ("-",),
    "team edit": (),
    "intake mbox": ("mbox",),
    "intake maildir": ("maildir",),
    "intake jsonl": ("-",),
    "intake csv": ("table.csv",),
}
OTHERS = {"demo", "init", "restore", "copy", "intake mail", "intake imap"} | {
    *(f"roles {word}" for word in ("apply", "add", "show", "remove")),
    *("outbox send", "worker", "time correct"),
}
"""What goes by rights to files, databases and mail servers, and mail that a server hands over."""

REASONS = ("You may look but not change", "Only a lead may do this")


def words() -> set[str]:
    """Every command there is, with its second word."""
    every = set()
    for word in COMMANDS:
        found = command_of(word)
        if isinstance(found, CommandGroup):
            every |= {f"{word} {second}" for second in found.commands}
        else:
            every.add(word)
    return every


@pytest.fixture
def viewer(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Suzuki, whom the lead lets only look, among files to take in and a mail in the tray."""
    shell.ok("add", "--subject", "A")
    shell.ok("add", "--subject", "B")
    shell.ok("draft", "1001", "--begin")
    shell.ok("add", "--subject", "C", "--from", "n@shop.example")
    shell.ok("draft", "1003", "--begin")
    shell.ok("draft", "1003", "--text", "Thank you.")
    shell.ok("send", "1003", "--sent")
    shell.ok("case", "add", "1003")
    shell.ok("template", "add", "thanks", "--text", "Thank you.")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mbox").write_bytes(b"From a\n" + MAIL)
    for name in ("new", "cur", "tmp"):
        (tmp_path / "maildir" / name).mkdir(parents=True)
    (tmp_path / "maildir" / "new" / "1").write_bytes(MAIL)
    (tmp_path / "users.csv").write_text("2026-10-01,9\n", encoding="utf-8")
    (tmp_path / "table.csv").write_text("subject\nC\n", encoding="utf-8")
    shell.ok("intake", "mail", stdin=b"Auto-Submitted: auto-replied\nSubject: away\n\nx\n")
    shell.become("suzuki")
    shell.ok("claim", "1002")
    shell.ok("absence", "add", "--from", "tomorrow")
    shell.become("sato")
    shell.ok("team", "apply", "-", stdin='[[members]]\nlogin = "suzuki"\nrole = "viewer"\n')
    shell.become("suzuki")
    monkeypatch.setenv("EDITOR", "false")  # which would end with another status
    return shell


def test_every_command_stands_in_a_table_here() -> None:
    assert words() == {*LOOKS, *ACTS, *OTHERS}


@pytest.mark.parametrize("command", LOOKS)
def test_a_viewer_looks(viewer: Shell, command: str) -> None:
    if command == "backup" and "postgresql" in viewer.url and not which("pg_dump"):
        pytest.skip("pg_dump is not here")
    result = viewer(*command.split(), *LOOKS[command])
    assert not any(reason in result.err for reason in REASONS)
    assert result.status in {"doctor": (0, 2), "timer status": (3,), "absence digest": (3,)}.get(
        command, (0,)
    )


@pytest.mark.parametrize("command", ACTS)
def test_a_viewer_changes_nothing(viewer: Shell, command: str) -> None:
    before = viewer.json("activity")
    stdin = 'name = "x"\n' if command == "team apply" else '{"subject": "D"}\n'
    result = viewer(*command.split(), *ACTS[command], stdin=stdin)
    assert result.status == 3, result.err
    assert any(reason in result.err for reason in REASONS), result.err
    assert "Traceback" not in result.err
    assert viewer.json("activity") == before


def test_mail_that_a_viewer_hands_over_stays_in_the_queue(viewer: Shell) -> None:
    before = viewer.json("list")
    assert "may look" in viewer.fails(75, "intake", "mail", stdin=MAIL)
    assert viewer.json("list") == before


def test_what_a_viewer_may_not_take_in_stays_where_it_is(viewer: Shell, tmp_path: Path) -> None:
    viewer.fails(3, "intake", "maildir", "maildir")
    assert (tmp_path / "maildir" / "new" / "1").exists()


def test_an_account_that_is_no_member_delivers_mail(viewer: Shell) -> None:
    """As a mail server's does, which nobody makes a member."""
    before = viewer.json("list")
    viewer.become("mailer")
    viewer.ok("intake", "mail", stdin=MAIL)
    assert len(viewer.json("list")) == len(before) + 1
