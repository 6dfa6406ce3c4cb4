"""Several boards of one person write down their settings at once: nothing of any is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from csboard import config, directories, toml_files
from csboard.tui import own_settings
from csboard.tui.kept import Keeper, Kept

ROOT = Path(__file__).parents[2]
WRITERS, TIMES = 4, 12

WRITES = f"""
import sys
from pathlib import Path
from csboard.tui import own_settings
from csboard.tui.kept import Keeper, Kept
number, state = sys.argv[1], Path(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for time in range({TIMES}):
    own_settings.change_key(f"board.{{number}}-{{time}}", "c")
    Keeper(state, f"sqlite:///{{number}}-{{time % 4}}", "sato").write(Kept(stage="doing"))
"""
HOLDS = """
import sys
from pathlib import Path
from csboard import toml_files
with toml_files.changing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def python(code: str, *argv: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has said that it is ready."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *argv],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield process
        process.kill()


def told(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def test_what_several_write_at_once_is_all_there() -> None:
    state = directories.state_directory() / "state.toml"
    with ExitStack() as stack:
        writers = [
            stack.enter_context(python(WRITES, str(number), str(state)))
            for number in range(WRITERS)
        ]
        for writer in writers:
            told(writer, "go")
        assert [writer.wait() for writer in writers] == [0] * WRITERS
    keys = tomllib.loads(own_settings.settings_file().read_text())["keys"]
    assert set(keys) == {f"board.{n}-{time}" for n in range(WRITERS) for time in range(TIMES)}
    boards = {entry["database"] for entry in tomllib.loads(state.read_text())["boards"]}
    assert boards == {f"sqlite:///{n}-{time}" for n in range(WRITERS) for time in range(4)}
    assert {path.name for path in state.parent.iterdir()} == {"state.toml", ".state.toml.lock"}


def test_a_lock_ends_with_whoever_held_it() -> None:
    file = own_settings.settings_file()
    with python(HOLDS, str(file)) as holder:
        holder.kill()
        holder.wait()
        own_settings.change("theme", "nord")
    assert config.load({}, {}).theme == "nord"


def test_how_a_board_was_left_waits_for_nobody_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toml_files, "LOCK_PATIENCE", 0.05)
    state = tmp_path / "state.toml"
    keeper = Keeper(state, "sqlite:///a", "sato")
    with python(HOLDS, str(state)):
        keeper.write(Kept(stage="doing"))
        assert not state.exists()
    keeper.write(Kept(stage="doing"))
    assert state.exists()
