"""`csboard doctor` finds what was planted, and nothing on a healthy board."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from csboard.cli import check_host, check_postgres, check_sqlite
from csboard.cli.findings import Finding
from csboard.db import filesystems
from tests.support.shell import Shell

Fault = Callable[[Path], object]


def levels(findings: list[dict[str, str]]) -> dict[str, str]:
    return {finding["subject"]: finding["level"] for finding in findings}


def faults(shell: Shell) -> list[str]:
    result = shell("doctor", "--json")
    found = [f"{one['text']} -> {one['advice']}" for one in result.json if one["level"] == "fail"]
    assert result.status == (2 if found else 0)
    return found


@pytest.fixture
def shared(lone_shell: Shell, tmp_path: Path) -> tuple[Shell, Path]:
    """A shared board, and its path."""
    path = tmp_path / "support" / "board.db"
    lone_shell.url = f"sqlite:///{path}"
    lone_shell.ok("--db", lone_shell.url, "init")
    os.environ["CSBOARD_DATABASE"] = lone_shell.url
    lone_shell.ok("add", "--subject", "S")
    return lone_shell, path


def test_all_is_well_on_a_new_board(shell: Shell) -> None:
    assert faults(shell) == []
    assert "FAULT" not in shell.ok("doctor")


def test_all_is_well_on_a_shared_board(shared: tuple[Shell, Path]) -> None:
    assert faults(shared[0]) == []


@pytest.mark.parametrize(
    ("plant", "cure"),
    [
        (lambda path: path.chmod(0o644), "chmod 660"),
        (lambda path: path.chmod(0o640), "chmod 660"),
        (lambda path: path.chmod(0o666), "chmod 660"),
        (lambda path: path.parent.chmod(0o770), "chmod 2770"),
        (lambda path: path.parent.chmod(0o2750), "chmod 2770"),
        (lambda path: path.parent.chmod(0o2777), "chmod 2770"),
        (lambda path: (path.parent / "board.db.bell").chmod(0o700), "chmod 770"),
        (lambda path: (path.parent / "board.db.bell" / "ring").chmod(0o600), "chmod 660"),
        (lambda path: (path.parent / "board.db.lock").chmod(0o600), "chmod 660"),
        (lambda path: os.close(os.open(f"{path}-wal", os.O_CREAT, 0o600)), "-wal"),
    ],
)
def test_a_planted_fault_is_found_with_its_cure(
    shared: tuple[Shell, Path], plant: Fault, cure: str
) -> None:
    shell, path = shared
    plant(path)
    found = faults(shell)
    assert len(found) == 1
    assert cure in found[0]


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give files to any group")
def test_a_file_of_another_group_is_found(shared: tuple[Shell, Path]) -> None:
    shell, path = shared
    os.chown(path, -1, 54321)
    assert ["chgrp" in one for one in faults(shell)] == [True]


def test_others_can_read_a_board_of_ones_own(lone_shell: Shell, tmp_path: Path) -> None:
    lone_shell.ok("init")
    (tmp_path / "none.db").chmod(0o604)
    assert ["chmod 600" in one for one in faults(lone_shell)] == [True]


def test_a_file_that_is_no_board(lone_shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "none.db").write_text("just text", encoding="utf-8")
    (tmp_path / "none.db").chmod(0o600)
    assert any("not a csboard board" in one for one in faults(lone_shell))


def test_no_board_yet_is_no_fault(lone_shell: Shell) -> None:
    assert faults(lone_shell) == []


def test_a_missing_board_of_ones_own_is_made_by_the_first_start(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CSBOARD_DATABASE")
    told = lone_shell("doctor").out
    assert "the first start of csboard makes it" in told
    assert "csboard init" not in told


def test_a_wrong_configuration_is_told(lone_shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSBOARD_DATABASE", "mysql://x")
    assert any("csboard config check" in one for one in faults(lone_shell))


@pytest.mark.parametrize(
    ("version", "mended"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_which_versions_have_the_race_mended(version: tuple[int, ...], mended: bool) -> None:
    assert check_sqlite.has_race_mended(version) is mended


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv rw shared:2 - nfs4 files:/srv rw
31 30 8:2 / /srv/local\\040disk rw - xfs /dev/sdb rw
32 22 0:41 / /home/sato/there rw - fuse.sshfs sato@there: rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/var/lib/board.db", "ext4", False),
        ("/srv/board.db", "nfs4", True),
        ("/srv/local disk/board.db", "xfs", False),
        ("/srvother/board.db", "ext4", False),
        ("/home/sato/there/board.db", "fuse.sshfs", True),
    ],
)
def test_the_kind_of_file_system(path: str, kind: str, network: bool) -> None:
    assert filesystems.mount_of(Path(path), MOUNTS).kind == kind
    assert filesystems.is_network(kind) is network


def test_a_network_file_system_is_refused(
    lone_shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"30 22 0:40 / {tmp_path} rw - cifs //files/srv rw\n", encoding="utf-8")
    monkeypatch.setattr(filesystems, "MOUNT_TABLE", table)
    assert "PostgreSQL" in lone_shell.fails(2, "add", "--subject", "S")
    assert not (tmp_path / "none.db").exists()


def test_what_postgres_tells() -> None:
    def found(**facts: str) -> dict[str, str]:
        healthy = {
            "version": "15.4",
            "encoding": "UTF8",
            "latency_ms": "0.3",
            "pooled": "no",
            "read_only": "off",
            "connections": "5",
            "max_connections": "100",
            "limits": "statement_timeout 10s",
            "limits_hold": "yes",
        }
        findings = check_postgres.database_findings({**healthy, **facts})
        return {finding.subject: finding.level for finding in findings}

    assert set(found().values()) == {"ok"}
    assert found(version="9.6")["PostgreSQL"] == "warn"
    assert found(encoding="SQL_ASCII")["encoding"] == "fail"
    assert found(latency_ms="80")["latency"] == "warn"
    assert found(pooled="yes")["connection"] == "warn"
    assert found(connections="95")["connections"] == "warn"
    assert found(read_only="on")["PostgreSQL"] == "fail"
    assert found(limits_hold="no")["limits"] == "warn"


def test_an_unknown_zone_is_told() -> None:
    finding: Finding = check_host.zone_finding("Asia/Tokio")
    assert finding.level == "fail"
    assert "tzdata" in finding.advice
