"""Each fault is planted for real, found, named, and mended by the command that is told."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from csboard.db import files
from csboard.db.files import file_lock
from csboard.errors import Unavailable
from tests.support.accounts import GROUP, MEMBERS, Account, accounts, open_place, require_root
from tests.support.planted import ON_CLOSED, ON_OPEN, paste
from tests.support.shell import Shell

pytestmark = pytest.mark.usefixtures("as_root")


@pytest.fixture
def as_root() -> None:
    require_root()


@pytest.fixture
def shared(lone_shell: Shell) -> Iterator[tuple[Shell, Path]]:
    """A board that a group shares, made by root, in a place with a blank in its name."""
    with open_place() as place:
        path = place / "our support" / "shared board" / "board.db"
        lone_shell.url = f"sqlite:///{path}"
        os.environ["CSBOARD_DATABASE"] = lone_shell.url
        lone_shell.ok("init", "--group", str(GROUP))
        yield lone_shell, path


def trouble(shell: Shell, *options: str) -> list[dict[str, Any]]:
    found = shell("doctor", "--json", *options).json
    if isinstance(found, dict):
        found = found["findings"]
    return [
        one
        for one in found
        if one["level"] != "ok" and one["subject"] != "bytecode" and "not opened" not in one["text"]
    ]


def one_trouble(shell: Shell, words: str) -> dict[str, Any]:
    (found,) = trouble(shell)
    assert words in found["text"]
    return found


def test_a_board_just_made_has_no_fault(shared: tuple[Shell, Path]) -> None:
    assert trouble(shared[0]) == []


@pytest.mark.parametrize("name", ON_CLOSED)
def test_the_command_told_mends_it(shared: tuple[Shell, Path], name: str) -> None:
    shell, path = shared
    plant, words = ON_CLOSED[name]
    plant(path)
    found = one_trouble(shell, words)
    if "setfacl" in found["command"] and shutil.which("setfacl") is None:
        pytest.skip("setfacl isn't installed; --fix needs none")
    done = paste(found["command"])
    assert done.returncode == 0, done.stderr
    assert trouble(shell) == []


@pytest.mark.parametrize("name", ON_CLOSED)
def test_fix_mends_what_is_the_boards_own(shared: tuple[Shell, Path], name: str) -> None:
    shell, path = shared
    plant, _words = ON_CLOSED[name]
    plant(path)
    (found,) = trouble(shell)
    acts = shell("doctor", "--fix", "--json").json["acts"]
    if name == "file of an account that is gone" or name.startswith("parent"):
        assert not found["fixable"]
        assert (acts, trouble(shell)) == ([], [found])
    else:
        assert [(act["command"], act["problem"]) for act in acts] == [(found["command"], "")]
        assert trouble(shell) == []


@pytest.mark.parametrize("name", ON_OPEN)
def test_what_is_wrong_with_a_board_in_use(shared: tuple[Shell, Path], name: str) -> None:
    shell, path = shared
    plant, words = ON_OPEN[name]
    with Account(MEMBERS["cs1"], [GROUP], path.parent.parent / "home") as member:
        assert member.ask("open", shell.url) == "ok"
        plant(path)
        found = one_trouble(shell, words)
        assert paste(found["command"]).returncode == 0
        assert trouble(shell) == []


WRITER = """
import os, signal, sys, apsw
connection = apsw.Connection(sys.argv[1])
connection.execute("BEGIN IMMEDIATE")
print(flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
connection.execute("COMMIT")
print(flush=True)
sys.stdin.read()
"""
UPGRADER = """
import fcntl, os, signal, sys
lock = open(sys.argv[1] + ".lock")
fcntl.flock(lock, fcntl.LOCK_EX)
print(flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
fcntl.flock(lock, fcntl.LOCK_UN)
print(flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(("program", "words"), [(WRITER, "write"), (UPGRADER, "upgrade")])
def test_a_stopped_process_that_keeps_all_waiting(
    shared: tuple[Shell, Path], program: str, words: str
) -> None:
    shell, path = shared
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            os.waitid(os.P_PID, process.pid, os.WSTOPPED)
            found = one_trouble(shell, f"nobody can {words}")
            assert f"process {process.pid} of root, stopped" in found["text"]
            assert paste(found["command"]).returncode == 0
            process.stdout.readline()
            assert trouble(shell) == []
        finally:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)


def test_who_waits_for_a_stopped_upgrade_is_told(
    shared: tuple[Shell, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _shell, path = shared
    monkeypatch.setattr(files, "LOCK_LIMIT", 0.1)
    with subprocess.Popen(
        [sys.executable, "-c", UPGRADER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(Unavailable, match="csboard doctor says by which"), file_lock(path):
            pass
        process.kill()
    with file_lock(path):
        pass


def test_a_lock_file_that_nobody_holds_is_no_fault(shared: tuple[Shell, Path]) -> None:
    shell, path = shared
    descriptor = os.open(f"{path}.lock", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    os.close(descriptor)
    assert trouble(shell) == []


def test_a_member_is_told_the_command_for_root(shared: tuple[Shell, Path]) -> None:
    """cs1 may not change the mode of root's file: --fix says so, with sudo."""
    shell, path = shared
    (path.parent / "board.db.bell" / "ring").chmod(0o600)
    with Account(MEMBERS["cs1"], [GROUP], path.parent.parent / "home") as member:
        told = member.ask("shell", "doctor", "--fix", "--db", shell.url)
    assert told["status"] == 2
    assert f"sudo chmod 660 '{path}.bell/ring'" in told["out"]
    assert "Not mended" in told["out"]
    assert trouble(shell)


def test_who_is_no_member_is_told_what_to_ask_for(shared: tuple[Shell, Path]) -> None:
    shell, path = shared
    with accounts(path.parent.parent) as people:
        told = people["outsider"].ask("shell", "doctor", "--db", shell.url)
    assert told["status"] == 2
    assert f"sudo usermod -aG {GROUP} 64109" in told["out"]


@pytest.fixture
def newcomer() -> Iterator[tuple[str, int, int]]:
    """A real account in a real group, as the system's lists have them: names, user id, group id."""
    if shutil.which("useradd") is None:
        pytest.skip("there is no useradd")
    name = f"csboard{os.getpid()}"
    for command in (["groupadd", name], ["useradd", "-M", "-N", "-G", name, name]):
        subprocess.run(command, check=True, capture_output=True)
    try:
        numbers = [
            int(
                subprocess.run(
                    ["getent", base, name], capture_output=True, text=True, check=True
                ).stdout.split(":")[2]
            )
            for base in ("passwd", "group")
        ]
        yield name, numbers[0], numbers[1]
    finally:
        subprocess.run(["userdel", name], check=True, capture_output=True)
        subprocess.run(["groupdel", name], check=False, capture_output=True)


def test_an_account_that_has_not_logged_in_again(
    lone_shell: Shell, newcomer: tuple[str, int, int]
) -> None:
    name, uid, group = newcomer
    with open_place() as place:
        url = f"sqlite:///{place}/support/board.db"
        told = lone_shell.ok("init", "--group", name, "--db", url)
        assert f"Members of {name} can work on it now: {name}." in told
        with Account(uid, [], place / "before") as session:
            stale = session.ask("shell", "doctor", "--db", url)
            refused = session.ask("shell", "init", "--group", name, "--db", f"{url}2")
        assert "not yet in this session" in stale["out"]
        assert f"newgrp {name}" in stale["out"]
        assert refused["status"] == 2
        assert "log in again" in refused["err"]
        with Account(uid, [group], place / "after") as session:
            assert session.ask("shell", "doctor", "--db", url)["status"] == 0
            assert session.ask("open", url) == "ok"


def test_inotify_used_up(shared: tuple[Shell, Path]) -> None:
    shell, path = shared
    greedy = (
        "import ctypes, os, sys\n"
        "os.setuid(int(sys.argv[1]))\n"
        "library = ctypes.CDLL(None)\n"
        "while library.inotify_init1(0) >= 0: pass\n"
        "print(flush=True)\nsys.stdin.read()\n"
    )
    uid = MEMBERS["cs2"]
    with (
        subprocess.Popen(
            [sys.executable, "-c", greedy, str(uid)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process,
        Account(uid, [GROUP], path.parent.parent / "home") as member,
    ):
        assert process.stdout
        process.stdout.readline()
        told = member.ask("shell", "doctor", "--db", shell.url)
        assert "max_user_instances" in told["out"]
        assert "every 250 ms" in told["out"]
        assert "sudo sysctl fs.inotify.max_user_instances=" in told["out"]
        process.kill()
        process.wait()
        assert "max_user_instances" not in member.ask("shell", "doctor", "--db", shell.url)["out"]


@pytest.mark.parametrize(
    ("option", "words"), [("size=3m", "MB"), ("size=1g,nr_inodes=60", "files")]
)
def test_a_disk_without_room(shared: tuple[Shell, Path], option: str, words: str) -> None:
    shell, path = shared
    disk = path.parent.parent / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"{option},mode=755", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        url = f"sqlite:///{disk}/support/board.db"
        shell.ok("init", "--group", str(GROUP), "--db", url)
        found = [one for one in shell("doctor", "--json", "--db", url).json if words in one["text"]]
        assert found[0]["level"] == "fail"
        assert paste(found[0]["command"]).returncode == 0
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_init_on_a_full_disk_goes_on_when_there_is_room(shared: tuple[Shell, Path]) -> None:
    shell, path = shared
    disk = path.parent.parent / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=755", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        url = f"sqlite:///{disk}/support/board.db"
        result = shell("init", "--group", str(GROUP), "--db", url)
        assert (result.status, "full" in result.err) == (75, True)
        subprocess.run(["mount", "-o", "remount,size=300m", str(disk)], check=True)
        shell.ok("init", "--group", str(GROUP), "--db", url)
        assert trouble(shell, "--db", url) == []
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
