"""Files that steer csboard: bounded, only from the right hands, and changed by one at a time."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from csboard import config, config_file, directories, toml_files
from csboard.errors import ConfigError
from csboard.tui import own_settings
from csboard.tui.themes import own_directory, theme_in
from tests.support.shell import Shell

LIMIT = toml_files.MOST_BYTES


def person_file(text: str = "") -> Path:
    file = directories.config_directory() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def theme_of_mine(text: str = 'primary = "blue"') -> Path:
    file = own_directory() / "mine.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def too_large(file: Path) -> None:
    file.write_text("#" * (LIMIT + 1))


def fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def directory(file: Path) -> None:
    file.unlink()
    file.mkdir()


def endless(file: Path) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


def going_round(file: Path) -> None:
    file.unlink()
    file.symlink_to(file)


def by_the_group(file: Path) -> None:
    file.chmod(0o664)


def by_all(file: Path) -> None:
    file.chmod(0o646)


def somebody_elses(file: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root gives files away")
    os.chown(file, 4001, -1)


BAD: list[tuple[Callable[[Path], None], str]] = [
    (too_large, "larger than 64 KB"),
    (fifo, "no ordinary file"),
    (directory, "no ordinary file"),
    (endless, "no ordinary file"),
    (going_round, "symbolic links"),
    (by_the_group, "chmod go-w"),
    (by_all, "chmod go-w"),
    (somebody_elses, "another account"),
]


@pytest.mark.parametrize(("spoil", "told"), BAD)
def test_a_configuration_that_is_not_to_be_read_is_told(
    lone_shell: Shell, spoil: Callable[[Path], None], told: str
) -> None:
    file = person_file()
    spoil(file)
    sentence = lone_shell.fails(2, "list")
    assert str(file) in sentence
    assert told in sentence
    assert told in lone_shell.fails(2, "config", "check")


@pytest.mark.parametrize(("spoil", "told"), BAD)
def test_a_theme_that_is_not_to_be_read_is_told(spoil: Callable[[Path], None], told: str) -> None:
    file = theme_of_mine()
    theme_in(file)
    spoil(file)
    with pytest.raises(ConfigError, match=re.escape(told)) as failure:
        theme_in(file)
    assert str(file) in failure.value.sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("theme = " + "9" * 5000, "isn't valid TOML"),
        ("theme = 0x" + "f" * 5000, "theme can't be …"),
        ("theme = [" + "1," * 5000 + "]", "[1, 1,"),
        (f"language = '{'x' * 5000}'", "'xxx"),
        ("x" * 5000 + " = 1", "there is no option `xxx"),
        ("theme = 1979-05-27", "datetime.date"),
        ("theme = nan", "nan"),
        ("theme" + ".a" * 17 + " = 1", "nested too deeply"),
        ("theme = {" + "a." * 17 + "b = 1}", "nested too deeply"),
        ("[theme" + '."a"' * 17 + "]", "nested too deeply"),
    ],
)
def test_enormous_values_are_told_in_a_short_sentence(
    lone_shell: Shell, text: str, told: str
) -> None:
    file = person_file(text)
    sentence = lone_shell.fails(2, "list")
    assert told in sentence
    assert len(sentence) < len(str(file)) + 200


def test_dots_in_a_value_are_no_depth() -> None:
    assert toml_files.parsed("a = '" + "b." * 100 + "'", "here")["a"].endswith("b.")


def test_a_host_file_may_be_roots_or_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("theme = 'nord'")
    assert config_file.read_file(file) == {"theme": "nord"}


def test_the_check_of_many_wrong_keys_names_some_and_counts_the_others(lone_shell: Shell) -> None:
    person_file("[keys]\n" + "".join(f'"a{number}" = "c"\n' for number in range(4000)))
    told = lone_shell("config", "check").err.splitlines()
    assert len(told) == 21
    assert "line 2:" in told[0]
    assert "3980 more" in told[-1]


def test_settings_written_by_the_program_are_private() -> None:
    own_settings.change("theme", "nord")
    file = own_settings.settings_file()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == 'theme = "nord"\n'
    own_settings.change("theme", None)
    assert file.read_text() == ""


def test_a_settings_file_that_somebody_holds_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(toml_files, "LOCK_PATIENCE", 0.05)
    own_settings.change("theme", "nord")
    held = toml_files.changing(own_settings.settings_file())
    with held, pytest.raises(ConfigError, match="another csboard") as failure:
        own_settings.change("theme", "gruvbox")
    assert "Nothing was changed" in failure.value.sentence
    assert config.load({}, {}).theme == "nord"
    own_settings.change("theme", "gruvbox")
    assert config.load({}, {}).theme == "gruvbox"


@pytest.mark.parametrize(("spoil", "told"), [bad for bad in BAD if bad[0] is not going_round])
def test_settings_that_are_not_to_be_read_stay_as_they_are(
    spoil: Callable[[Path], None], told: str
) -> None:
    own_settings.change("theme", "nord")
    file = own_settings.settings_file()
    spoil(file)
    before = os.lstat(file)
    with pytest.raises(ConfigError, match=re.escape(told)):
        own_settings.change("theme", "gruvbox")
    assert os.lstat(file) == before


def test_a_full_disk_leaves_the_settings_that_were(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings.change("theme", "nord")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="No space left"):
        own_settings.change("theme", "gruvbox")
    assert config.load({}, {}).theme == "nord"
    names = {path.name for path in own_settings.settings_file().parent.iterdir()}
    assert names == {"settings.toml", ".settings.toml.lock"}


LEFT: list[tuple[Callable[[Path], None], str]] = [
    (too_large, "larger than 64 KB"),
    (fifo, "no ordinary file"),
    (directory, "no ordinary file"),
    (endless, "symbolic links"),
    (somebody_elses, "another account"),
    (Path.unlink, "No such file"),
]


@pytest.mark.parametrize(("spoil", "told"), LEFT)
def test_what_an_editor_left_is_a_file_of_ours_or_nothing(
    tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    file = tmp_path / "text.txt"
    file.write_text("written")
    assert toml_files.bytes_left_in(file, LIMIT) == b"written"
    spoil(file)
    with pytest.raises(OSError, match=told):
        toml_files.bytes_left_in(file, LIMIT)
