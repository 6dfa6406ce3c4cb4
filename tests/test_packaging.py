"""What is installed is whole: program, catalogues, styles, themes and the example settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
CARRIED = {".mo", ".tcss", ".toml", ".typed"}
"""Kinds of files beside the modules that the program reads when it runs."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as pip builds it."""
    directory = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(directory)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(directory.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel was unpacked, with nothing of the source tree around it."""
    directory = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as archive:
        archive.extractall(directory)
    return directory


def test_every_file_the_program_reads_is_in_the_wheel(installed: Path) -> None:
    source = [path for path in (ROOT / "csboard").rglob("*") if path.suffix in CARRIED | {".py"}]
    expected = {str(path.relative_to(ROOT)) for path in source}
    expected |= {f"csboard/themes/{path.name}" for path in (ROOT / "themes").glob("*.toml")}
    expected.add("csboard/config.example.toml")
    carried = {str(path.relative_to(installed)) for path in (installed / "csboard").rglob("*")}
    assert expected - carried == set()


def test_the_wheel_holds_nothing_but_the_program(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        roots = {name.partition("/")[0] for name in archive.namelist()}
    beside = (".dist-info", ".data")
    assert {root for root in roots if not root.endswith(beside)} == {"csboard"}


def test_the_wheel_brings_the_manual_pages(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        carried = {name.partition(".data/")[2]: name for name in archive.namelist()}
        pages = {
            "data/share/man/man1/csboard.1": "csboard.1",
            "data/share/man/ja/man1/csboard.1": "csboard.ja.1",
        }
        assert carried.keys() - {""} == pages.keys()
        for place, page in pages.items():
            assert archive.read(carried[place]) == (ROOT / "docs" / page).read_bytes()


def test_the_installed_program_finds_what_it_carries(installed: Path) -> None:
    use = f"""
from csboard import board
from csboard.tui.themes import theme_file
board.Board.open("sqlite:///board.db", create=True).close()
for name in {[path.stem for path in (ROOT / "themes").glob("*.toml")]}:
    print(theme_file(name))
"""
    done = subprocess.run(
        [sys.executable, "-c", use], cwd=installed, capture_output=True, text=True, check=True
    )
    found = [Path(line) for line in done.stdout.splitlines()]
    assert {path.parent for path in found} == {installed / "csboard" / "themes"}


def test_the_installed_program_speaks_japanese(installed: Path) -> None:
    use = "from csboard.i18n import _, use_language; use_language('ja'); print(_('list tasks'))"
    done = subprocess.run(
        [sys.executable, "-c", use], cwd=installed, capture_output=True, text=True, check=True
    )
    assert not done.stdout.isascii()
