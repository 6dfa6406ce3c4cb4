"""Who acts: accounts become members, and only some may act for others."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.cli import identity
from csboard.domain.records import Role
from csboard.errors import Refused, Unavailable
from tests.support.shell import Shell


def roles(shell: Shell) -> dict[str, str]:
    return {one["login"]: one["role"] for one in shell.json("team", "show")["members"]}


def test_the_maker_leads_and_later_comers_are_members(shell: Shell) -> None:
    shell.become("suzuki", "Suzuki")
    shell.ok("add", "--subject", "S")
    assert roles(shell) == {"sato": "lead", "suzuki": "member"}


def test_who_only_looks_leaves_no_trace(shell: Shell) -> None:
    shell.become("suzuki")
    assert shell.json("list") == []
    shell.ok("team", "show")
    assert roles(shell) == {"sato": "lead"}


def test_a_refused_command_makes_nobody_a_member(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    shell.become("root", uid=0)
    shell.fails(3, "claim", "9999")
    shell.fails(3, "absence", "add", "--from", "yesterday")
    shell.fails(3, "team", "apply", "-", stdin='name = "x"\n')
    assert roles(shell) == {"sato": "lead"}
    assert [one["kind"] for one in shell.json("history", number)] == ["opened"]
    shell.ok("claim", number)
    assert roles(shell) == {"sato": "lead", "root": "member"}


def test_what_a_newcomer_marks_as_seen_makes_them_a_member(shell: Shell) -> None:
    shell.ok("add", "--subject", "S")
    shell.become("suzuki", "Suzuki")
    shell.ok("activity", "--mark")
    assert roles(shell) == {"sato": "lead", "suzuki": "member"}


def test_who_is_refused_first_does_not_lead(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A board that somebody made and nobody has come to."""
    Board.open(lone_shell.url, create=True).close()
    lone_shell.fails(3, "claim", "1")
    lone_shell.become("suzuki", "Suzuki")
    lone_shell.ok("add", "--subject", "S")
    assert roles(lone_shell) == {"suzuki": "lead"}


def test_a_lead_acts_for_another_and_the_event_names_both(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    shell.become("suzuki", "Suzuki")
    shell.ok("note", number, "hello")
    shell.become("sato")
    event = shell.json("claim", number, "--as", "suzuki")
    assert (event["actor"], event["via"]) == ("suzuki", "sato")
    assert shell.json("list")[0]["owner"] == "suzuki"
    assert "Suzuki (by Sato)" in shell.ok("history", number)


def test_root_acts_for_others_without_being_a_member(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    shell.become("root", uid=0)
    assert shell.json("claim", number, "--as", "sato")["actor"] == "sato"
    assert "root" not in roles(shell)


def test_a_member_may_not(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Board, "is_owner", lambda board: False)
    number = shell.ok("add", "--subject", "S").strip()
    shell.become("suzuki")
    shell.ok("note", number, "hello")
    shell.fails(3, "claim", number, "--as", "sato")
    assert shell.json("claim", number, "--as", "suzuki")["actor"] == "suzuki"


def test_the_owner_of_the_database_may(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    shell.become("suzuki")
    assert shell.json("claim", number, "--as", "sato")["actor"] == "sato"


def test_nobody_acts_for_a_stranger(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    assert "tanaka" in shell.fails(3, "claim", number, "--as", "tanaka")


def test_the_account_is_the_systems_not_the_environments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("USER", "somebody")
    monkeypatch.setenv("LOGNAME", "somebody")
    assert identity.own_account().login == pwd.getpwuid(os.getuid()).pw_name


def test_an_account_without_a_name_goes_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 987654)
    assert identity.own_account() == (987654, "uid987654", "")


def test_an_account_that_only_reads_is_a_viewer(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = shell.ok("add", "--subject", "S").strip()

    def read_only(*_anything: object) -> None:
        raise Unavailable("read_only", "can be read but not written")

    shell.become("suzuki")
    monkeypatch.setattr(Board, "execute", read_only)
    assert shell.json("show", number)["subject"] == "S"
    shell.fails(75, "claim", number)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another account")
@pytest.mark.parametrize(
    ("argv", "status"),
    [(["list"], 75), (["add", "--subject", "S"], 75), (["init"], 2), (["doctor"], 2)],
    ids=str,
)
def test_a_stranger_is_told_why_not(tmp_path: Path, argv: list[str], status: int) -> None:
    """In a process of its own, which has imported everything before it loses its rights."""
    path = tmp_path / "support" / "board.db"
    code = f"""if True:
        import os, sys
        from csboard.cli.main import main
        sys.stdout = open(os.devnull, "w")
        url = "--db=sqlite:///{path}"
        assert main(["init", url]) == 0
        main({argv!r} + [url])
        sys.stdout = sys.__stdout__
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        sys.exit(main({argv!r} + [url]))
    """
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert "Permission denied" in done.stderr + done.stdout


@pytest.mark.parametrize("argv", [("list",), ("team", "show"), ("add", "--subject", "S")])
def test_nobody_looks_or_acts_as_a_stranger_or_as_intake(
    shell: Shell, argv: tuple[str, ...]
) -> None:
    assert "csboard team show" in shell.fails(3, *argv, "--as", "ghost")
    assert "intake" in shell.fails(3, *argv, "--as", "intake")


def test_mail_for_a_stranger_waits(shell: Shell) -> None:
    assert "nobody" in shell.fails(75, "intake", "mail", "--as", "nobody", stdin="Subject: x\n\n")


def test_a_lead_stands_for_nobody_else(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """`csboard --locked --as suzuki` of somebody who only shares the file: no `via` tells of it."""
    monkeypatch.setattr(Board, "is_owner", lambda board: False)
    shell.ok("add", "--subject", "S")
    board = Board.open(shell.url)
    with pytest.raises(Refused, match="Only root and the owner"):
        identity.stand_for(board, "suzuki", "")
    assert identity.stand_for(board, "sato", "").login == "sato"
    board.close()


def test_whoever_a_key_stands_for_appears_and_acts_in_their_own_name(shell: Shell) -> None:
    board = Board.open(shell.url)
    actor = identity.stand_for(board, "hana", "ja")
    assert (actor.login, actor.via) == ("hana", None)
    assert board.members()["hana"].role is Role.MEMBER
    board.close()
