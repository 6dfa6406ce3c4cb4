"""What docs/wall says to systemd and sshd is what csboard understands, and keeps the wall up."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from csboard.cli.main import command_of
from csboard.cli.parser import make_parser
from csboard.cli.spec import ShellCommand

WALL = Path(__file__).parents[2] / "docs" / "wall"
UNIT = WALL / "csboard-wall.service"
SSHD = WALL / "sshd-wall.conf"


def unit() -> ConfigParser:
    found = ConfigParser(interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(UNIT.read_text(encoding="utf-8"))
    return found


def csboards_part(command: str) -> list[str]:
    """What a command line has behind `csboard`."""
    words = shlex.split(command)
    place = next(n for n, word in enumerate(words) if word.endswith("/csboard"))
    return words[place + 1 :]


def forced() -> str:
    found = re.search(r"^ *ForceCommand (.+)$", SSHD.read_text(encoding="utf-8"), re.M)
    assert found is not None
    return found[1]


def test_the_unit_brings_the_display_back_whatever_ended_it() -> None:
    service = unit()["Service"]
    assert service["Restart"] == "always"
    assert int(service["RestartSec"]) > 0
    assert service["StandardInput"] == "tty"
    assert "StartLimitBurst" not in service


def test_the_login_prompt_gives_the_screen_up() -> None:
    about = unit()["Unit"]
    getty = f"getty@{Path(unit()['Service']['TTYPath']).name}.service"
    assert getty in about["Conflicts"].split()
    assert getty in about["After"].split(), "it has ended before the display begins"


def otherwise(path: Path) -> str:
    """The command that a file has for a board on PostgreSQL."""
    found = re.search(r"^ *#(?:ExecStart=|ForceCommand )(.+)$", path.read_text("utf-8"), re.M)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("command", "url"),
    [
        (unit()["Service"]["ExecStart"], "sqlite:////srv/csboard/board.db"),
        (forced(), "sqlite:////srv/csboard/board.db"),
        (otherwise(UNIT), "postgresql://wall@db.example.org/csboard"),
        (otherwise(SSHD), "postgresql://wall@db.example.org/csboard"),
    ],
)
def test_csboard_understands_what_is_written_there(command: str, url: str) -> None:
    name, *rest = csboards_part(command)
    found = command_of(name)
    assert isinstance(found, ShellCommand)
    options = make_parser(f"csboard {name}", "", found.arguments).parse(rest)
    assert (options.db, options.once) == (url, False)


def test_the_account_behind_the_key_gets_nothing_else() -> None:
    text = SSHD.read_text(encoding="utf-8")
    for line in ("PermitTTY yes", "DisableForwarding yes", "PermitUserRC no"):
        assert f"    {line}\n" in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    copy = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8")
    copy.write_text(re.sub("ExecStart=.*", "ExecStart=/bin/true", text), encoding="utf-8")
    told = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True)
    assert UNIT.name not in told.stderr, told.stderr


@pytest.mark.skipif(not shutil.which("/usr/sbin/sshd"), reason="no sshd here")
def test_sshd_reads_its_part(tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    told = subprocess.run(
        ["/usr/sbin/sshd", "-T", "-f", SSHD, "-h", key, "-C", "user=wall,host=x,addr=10.0.0.1"],
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert f"forcecommand {forced()}" in told.stdout
