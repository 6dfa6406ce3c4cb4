"""Where the demo's board is made: in memory if it can be, else where temporary files go."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path
from threading import Timer

import pytest

from csboard.demo import place
from csboard.demo.place import private_directory


def test_it_is_made_in_memory_unless_a_place_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "MEMORY", tmp_path)
    monkeypatch.delenv("TMPDIR", raising=False)
    with private_directory() as directory:
        assert directory.parent == tmp_path
    named = tmp_path / "named"
    named.mkdir()
    monkeypatch.setenv("TMPDIR", str(named))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with private_directory() as directory:
        assert directory.parent == named


def test_without_such_a_place_it_goes_where_temporary_files_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "MEMORY", tmp_path / "none")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv("TMPDIR", raising=False)
    with private_directory() as directory:
        assert directory.parent == tmp_path


def test_it_is_held_even_if_another_demo_looked_into_it_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Timer] = []

    def made_and_looked_into(**_where: object) -> str:
        directory = tmp_path / f"{place.PREFIX}new"
        directory.mkdir()
        looked = os.open(directory, os.O_RDONLY)
        fcntl.flock(looked, fcntl.LOCK_EX)
        looks.append(Timer(0.1, os.close, [looked]))
        looks[0].start()
        return str(directory)

    monkeypatch.setattr(place, "MEMORY", tmp_path)
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "mkdtemp", made_and_looked_into)
    with private_directory() as directory:
        looks[0].join()
        (directory / place.MADE).touch()
        monkeypatch.undo()
        monkeypatch.setattr(place, "MEMORY", tmp_path)
        monkeypatch.delenv("TMPDIR", raising=False)
        with private_directory():
            assert (directory / place.MADE).exists()


def test_settings_are_worn_and_only_the_programs_own_file_is_a_copy(tmp_path: Path) -> None:
    own, private = tmp_path / "own", tmp_path / "private"
    (own / "themes").mkdir(parents=True)
    (own / "config.toml").write_text('theme = "light"\n')
    (own / "settings.toml").write_text('language = "ja"\n')
    place.borrow_settings(own, private)
    assert (private / "config.toml").readlink() == own / "config.toml"
    assert (private / "themes").is_dir()
    (private / "settings.toml").write_text("")
    assert (own / "settings.toml").read_text() == 'language = "ja"\n'
