"""`csboard init --group`: right for members, refused where it would come out wrong."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from csboard.cli import places
from csboard.db import filesystems
from tests.support.accounts import GROUP, MEMBERS, OUTSIDER, Account, open_place, require_root
from tests.support.shell import Shell

pytestmark = pytest.mark.usefixtures("as_root")


@pytest.fixture
def as_root() -> None:
    require_root()


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as place:
        yield place


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def init(shell: Shell, path: Path) -> str:
    """Make it for the group; what was said."""
    return shell.ok("init", "--group", str(GROUP), "--db", url_of(path))


def refused(shell: Shell, path: Path) -> str:
    told = shell.fails(2, "init", "--group", str(GROUP), "--db", url_of(path))
    assert not path.exists()
    return told


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_every_umask_makes_the_same_board(lone_shell: Shell, place: Path, mask: int) -> None:
    path = place / "for" / "support" / "board.db"
    before = os.umask(mask)
    try:
        init(lone_shell, path)
    finally:
        os.umask(before)
    modes = {
        name: places.octal((path.parent / name).stat().st_mode)
        for name in (".", "board.db", "board.db.lock", "board.db.bell", "board.db.bell/ring", "..")
    }
    assert modes == {
        ".": "2770",
        "board.db": "0660",
        "board.db.lock": "0660",
        "board.db.bell": "2770",
        "board.db.bell/ring": "0660",
        "..": "0755",
    }
    assert {(path.parent / name).stat().st_gid for name in modes if name != ".."} == {GROUP}


def test_it_says_what_it_did_and_what_is_next(lone_shell: Shell, place: Path) -> None:
    path = place / "support" / "board.db"
    told = init(lone_shell, path)
    assert f"Made the directory {path.parent} (mode 2770, group {GROUP})." in told
    assert f"Made the board {path} (mode 0660, group {GROUP})." in told
    assert f"usermod -aG {GROUP} LOGIN" in told
    assert f'database = "{url_of(path)}"' in told
    assert "root leads this board" in told


def test_a_member_makes_one_in_a_directory_that_root_prepared(place: Path) -> None:
    directory = place / "support"
    directory.mkdir()
    os.chown(directory, MEMBERS["cs1"], GROUP)
    directory.chmod(0o2770)
    with Account(MEMBERS["cs1"], [GROUP], place / "home") as member:
        url = url_of(directory / "board.db")
        told = member.ask("shell", "init", "--group", str(GROUP), "--db", url)
        assert told["status"] == 0, told["err"]
        assert "sudo usermod -aG" in told["out"]
        assert member.ask("shell", "doctor", "--db", url)["status"] == 0


def test_who_may_not_make_the_directory_is_told_whom_to_ask(place: Path) -> None:
    with Account(MEMBERS["cs1"], [GROUP], place / "home") as member:
        url = url_of(place / "support" / "board.db")
        told = member.ask("shell", "init", "--group", str(GROUP), "--db", url)
    assert told["status"] == 2
    assert f"sudo install -d -o 64101 -g {GROUP} -m 2770 {place}/support" in told["err"]


def test_who_is_not_in_the_group_is_refused(place: Path) -> None:
    place.chmod(0o1777)
    with Account(OUTSIDER, [], place / "home") as stranger:
        url = url_of(place / "support" / "board.db")
        told = stranger.ask("shell", "init", "--group", str(GROUP), "--db", url)
    assert told["status"] == 2
    assert f"sudo usermod -aG {GROUP} 64109" in told["err"]
    assert not (place / "support").exists()


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o2750, 0o2777, 0o3770])
def test_a_directory_that_is_there_and_wrong(lone_shell: Shell, place: Path, mode: int) -> None:
    directory = place / "support"
    directory.mkdir()
    os.chown(directory, -1, GROUP)
    directory.chmod(mode)
    assert "chmod 2770" in refused(lone_shell, directory / "board.db")


def test_a_directory_of_another_group(lone_shell: Shell, place: Path) -> None:
    directory = place / "support"
    directory.mkdir()
    directory.chmod(0o2770)
    assert f"chgrp {GROUP}" in refused(lone_shell, directory / "board.db")


def test_a_parent_that_everybody_writes_to(lone_shell: Shell, place: Path) -> None:
    place.chmod(0o777)
    assert f"chmod 1777 {place}" in refused(lone_shell, place / "support" / "board.db")
    place.chmod(0o1777)
    init(lone_shell, place / "support" / "board.db")


def test_a_parent_that_members_cannot_pass(lone_shell: Shell, place: Path) -> None:
    place.chmod(0o700)
    assert "can't pass through" in refused(lone_shell, place / "support" / "board.db")


def test_a_link_that_somebody_else_can_turn(lone_shell: Shell, place: Path) -> None:
    place.chmod(0o1777)
    (place / "real").mkdir(mode=0o755)
    (place / "link").symlink_to(place / "real")
    os.chown(place / "link", OUTSIDER, -1, follow_symlinks=False)
    told = refused(lone_shell, place / "link" / "support" / "board.db")
    assert "is a link that 64109 made" in told


def test_a_file_that_is_a_link(lone_shell: Shell, place: Path) -> None:
    directory = place / "support"
    directory.mkdir()
    os.chown(directory, -1, GROUP)
    directory.chmod(0o2770)
    (directory / "board.db").symlink_to(place / "elsewhere.db")
    assert "take it away" in refused(lone_shell, directory / "board.db")
    assert not (place / "elsewhere.db").exists()


def test_an_empty_file_gets_the_right_mode(lone_shell: Shell, place: Path) -> None:
    directory = place / "support"
    directory.mkdir()
    os.chown(directory, -1, GROUP)
    directory.chmod(0o2770)
    (directory / "board.db").touch(mode=0o644)
    init(lone_shell, directory / "board.db")
    assert places.octal((directory / "board.db").stat().st_mode) == "0660"


def test_an_access_list_above_does_not_come_along(lone_shell: Shell, place: Path) -> None:
    nobody = 0xFFFFFFFF
    entries = [(1, 7, nobody), (2, 7, OUTSIDER), (4, 5, nobody), (16, 7, nobody), (32, 5, nobody)]
    listed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    os.setxattr(place, "system.posix_acl_default", listed)
    told = init(lone_shell, place / "support" / "board.db")
    assert "access list" in told
    for path in (place / "support", *(place / "support").rglob("*")):
        assert [name for name in os.listxattr(path) if "acl" in name] == []


def test_a_network_file_system_leaves_nothing_behind(
    lone_shell: Shell, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"30 22 0:40 / {place} rw - nfs4 files:/srv rw\n", encoding="utf-8")
    monkeypatch.setattr(filesystems, "MOUNT_TABLE", table)
    assert "network file system" in refused(lone_shell, place / "support" / "board.db")
    assert not (place / "support").exists()


def test_root_follows_no_link_that_a_member_plants(lone_shell: Shell, place: Path) -> None:
    """A board in use by root must not give away a file that a link in it names."""
    path = place / "support" / "board.db"
    init(lone_shell, path)
    secret = place / "secret"
    secret.touch(mode=0o600)
    ring = path.parent / "board.db.bell" / "ring"
    ring.unlink()
    ring.symlink_to(secret)
    lone_shell.url = url_of(path)
    os.environ["CSBOARD_DATABASE"] = lone_shell.url
    lone_shell.ok("add", "--subject", "S")
    lone_shell("doctor", "--fix")
    assert places.octal(secret.stat().st_mode) == "0600"
    assert secret.read_bytes() == b""
