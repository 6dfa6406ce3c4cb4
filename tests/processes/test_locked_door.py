"""`csboard --locked` under attack: real processes on a real terminal, a hostile environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.domain.commands import ChangeMember
from csboard.domain.records import Actor, Role
from csboard.mail.children import Reader
from tests.conftest import IN_CI
from tests.support.desk import enter
from tests.support.letters import take_in
from tests.support.terminal import Terminal

F4, ESC, CTRL_Z, CTRL_C, QUIT = "\x1bOS", "\x1b", "\x1a", "\x03", "\x1c"
MAIL = b"""From: Hana <hana@example.com>
To: support@example.com
Subject: A picture
Date: Mon, 23 Nov 2026 09:00:00 +0900
Message-ID: <picture@example.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Look.
--b
Content-Type: application/octet-stream
Content-Disposition: attachment; filename="../../.ssh/authorized_keys"

ssh-ed25519 AAAA
--b--
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "account"
    place.mkdir(mode=0o700)
    return place


@pytest.fixture
def door(tmp_path: Path, home: Path) -> list[str | Path]:
    """What starts the program as an account whose home is `home`, as the system knows it.

    A locked board believes the system and no variable, so the system has to say it.
    """
    unshare = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]
    if subprocess.run([*unshare, "true"], capture_output=True).returncode:
        (pytest.fail if IN_CI else pytest.skip)("no mount of our own can be made here")
    system = etc(tmp_path)
    (system / "passwd").write_text(f"root:x:0:0::{home}:/bin/sh\n")
    script = f'mount --bind "{system}" /etc && exec "$@"'
    return [*unshare, "sh", "-c", script, "sh", sys.executable, "-m", "csboard", "--locked"]


def etc(tmp_path: Path) -> Path:
    """What stands for the system's /etc."""
    place = tmp_path / "etc"
    (place / "csboard").mkdir(mode=0o755, parents=True, exist_ok=True)
    return place


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The folder that whoever runs the server names for attachments."""
    folder = tmp_path / "export"
    folder.mkdir(mode=0o755)
    (etc(tmp_path) / "csboard" / "config.toml").write_text(f'export = "{folder}"\n')
    return folder


@pytest.fixture
def board(sqlite_url: str) -> Iterator[Board]:
    opened = Board.open(sqlite_url)
    enter(opened, "sato")
    with Reader() as reader:
        take_in(opened, MAIL, "pipe", reader)
    yield opened
    opened.close()


@contextmanager
def opened(
    door: list[str | Path], board: Board, *words: str, **environment: str
) -> Iterator[Terminal]:
    argv = [*door, "--db", f"sqlite:///{board.path}", *words]
    with Terminal(argv, env=environment) as terminal:
        yield terminal


def hostile(scene: Path) -> dict[str, str]:
    """Everything an SSH client could try to set, if the server let it."""
    touch = f"touch {scene / 'REACHED'}"
    startup = scene / "startup.py"
    startup.write_text(f"open({str(scene / 'REACHED')!r}, 'w')")
    return {
        "EDITOR": touch,
        "VISUAL": touch,
        "CSBOARD_EDITOR": touch,
        "CSBOARD_DATABASE": f"sqlite:///{scene / 'other.db'}",
        "CSBOARD_CONFIG": str(scene / "config.toml"),
        "HOME": str(scene / "home"),
        "XDG_STATE_HOME": str(scene / "state"),
        "XDG_CONFIG_HOME": str(scene / "config"),
        "PYTHONINSPECT": "1",
        "PYTHONSTARTUP": str(startup),
        "PYTHONBREAKPOINT": "os.system",
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_LOG": str(scene / "textual.log"),
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(scene),
        "BROWSER": touch,
        "PAGER": touch,
        "SHELL": "/bin/sh",
    }


def interpreted(door: list[str | Path], *flags: str) -> list[str | Path]:
    """The door with these words for the interpreter."""
    after = door.index(sys.executable) + 1
    return [*door[:after], *flags, *door[after:]]


def children_of(pid: int) -> list[str]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [Path(f"/proc/{child}/cmdline").read_text() for child in listed]


@pytest.mark.parametrize("flags", [[], ["-I"]], ids=["plain", "isolated"])
def test_no_variable_and_no_key_leads_out(
    door: list[str | Path], board: Board, home: Path, tmp_path: Path, flags: list[str]
) -> None:
    door = interpreted(door, *flags)
    scene = tmp_path / "scene"
    scene.mkdir()
    with opened(door, board, "--as", "suzuki", **hostile(scene)) as terminal:
        terminal.wait_for("#1001")
        terminal.press(CTRL_Z)
        terminal.wait_for("can't be put into the background")
        terminal.press(CTRL_C)
        terminal.press(QUIT)
        terminal.press("m")
        terminal.wait_for("Note on #1001")
        assert "F4" not in terminal.text()
        terminal.press(F4)
        terminal.wait_for("No editor can be opened from here")
        terminal.press(ESC)
        terminal.wait_until_gone("Note on #1001")
        assert children_of(terminal.process.pid) == []
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    assert [path.name for path in scene.iterdir()] == ["startup.py"]
    assert [path.name for path in home.iterdir()] == [".local"]
    assert board.member("suzuki") is not None


def test_settings_name_no_editor_and_no_file_opens(door: list[str | Path], board: Board) -> None:
    enter(board, "suzuki")
    board.execute(ChangeMember(login="suzuki", role=Role.LEAD), Actor("sato"))
    with opened(door, board, "--as", "suzuki") as terminal:
        terminal.wait_for("#1001")
        terminal.press("g,")
        shown = terminal.wait_for("Theme")
        assert "Editor" not in shown
        terminal.press("\t")
        terminal.wait_for("Business hours")
        terminal.press(F4)
        terminal.wait_for("No editor can be opened from here")


def test_attachments_are_saved_nowhere_unless_a_folder_is_named(
    door: list[str | Path], board: Board, home: Path
) -> None:
    with opened(door, board, "--as", "suzuki") as terminal:
        save_the_attachment(terminal)
        terminal.wait_for("Nothing can be saved from here")
    assert not list(home.rglob("*authorized_keys*"))


def save_the_attachment(terminal: Terminal) -> None:
    terminal.wait_for("#1001")
    terminal.press("\r")
    terminal.wait_for("Look.")
    terminal.press("f")
    shown = terminal.wait_for("Save an attachment")
    assert "tab Directory" not in shown
    terminal.press("\r")


def test_attachments_go_into_the_members_own_folder(
    door: list[str | Path], board: Board, export: Path, home: Path
) -> None:
    with opened(door, board, "--as", "suzuki") as terminal:
        save_the_attachment(terminal)
        terminal.wait_for("Saved as")
    [saved] = [path for path in export.rglob("*") if path.is_file()]
    assert saved == export / "suzuki" / "authorized_keys"
    assert (saved.parent.stat().st_mode & 0o777, saved.stat().st_mode & 0o777) == (0o750, 0o640)
    assert not (home / ".ssh").exists()


def test_a_folder_in_which_others_may_write_is_not_used(
    door: list[str | Path], board: Board, export: Path
) -> None:
    export.chmod(0o777)
    with opened(door, board, "--as", "suzuki") as terminal:
        save_the_attachment(terminal)
        terminal.wait_for("mends")
    assert not list(export.rglob("*authorized_keys*"))


def test_a_link_in_place_of_the_folder_is_not_followed(
    door: list[str | Path], board: Board, export: Path, home: Path
) -> None:
    keys = home / ".ssh"
    keys.mkdir(mode=0o700)
    (export / "suzuki").symlink_to(keys)
    with opened(door, board, "--as", "suzuki") as terminal:
        save_the_attachment(terminal)
        terminal.wait_for("mends")
    assert not list(keys.iterdir())


def test_what_a_client_wants_to_run_is_refused(door: list[str | Path], board: Board) -> None:
    for wish in ("bash -i", "internal-sftp", "scp -t /"):
        with opened(door, board, "--as", "suzuki", SSH_ORIGINAL_COMMAND=wish) as terminal:
            assert terminal.wait_for_exit() == 2
            assert "use ssh without a command" in terminal.text()
            assert wish not in terminal.text()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "--locked needs --as LOGIN"),
        (("--as", "../sato"), "--as can't be that here"),
        (("--as", ".sato"), "--as can't be that here"),
        (("--as", "s/../../x"), "--as can't be that here"),
        (("--as", "intake"), "intake is the intake itself"),
        (("--as", "suzuki", "list"), "--locked opens the board and takes no command"),
        (("--as", "suzuki", "doctor"), "--locked opens the board and takes no command"),
    ],
)
def test_nothing_else_can_be_had(
    door: list[str | Path], board: Board, words: tuple[str, ...], sentence: str
) -> None:
    with opened(door, board, *words) as terminal:
        terminal.wait_for_exit()
        assert sentence in " ".join(terminal.text().split())


def test_a_key_of_somebody_who_left_opens_nothing(door: list[str | Path], board: Board) -> None:
    enter(board, "suzuki")
    board.execute(ChangeMember(login="suzuki", active=False), Actor("sato"))
    with opened(door, board, "--as", "suzuki") as terminal:
        assert terminal.wait_for_exit() == 3
        assert "suzuki is no longer active" in terminal.text()


def test_without_a_terminal_it_says_how_to_get_one(door: list[str | Path], board: Board) -> None:
    argv = [*map(str, door), "--db", f"sqlite:///{board.path}", "--as", "suzuki"]
    done = subprocess.run(argv, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "csboard: the board needs a terminal: connect with ssh -t\n"


@pytest.mark.parametrize("flags", [["-i"], ["-I", "-i"]], ids=["plain", "isolated"])
def test_an_interpreter_that_would_stay_is_begun_again(
    door: list[str | Path], board: Board, flags: list[str]
) -> None:
    """`python -i` and PYTHONINSPECT must leave nobody at a prompt of Python's."""
    with opened(interpreted(door, *flags), board, "--as", "suzuki") as terminal:
        terminal.wait_for("#1001")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert ">>>" not in terminal.text()
