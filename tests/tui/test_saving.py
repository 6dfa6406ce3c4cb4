"""Strangers' attachments become private files of the person's, over nothing that is there."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

import pytest

from csboard.errors import CsboardError
from csboard.tui.saving import default_directory, directory_of, save_new


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("..", "attachment"),
        ("", "attachment"),
        ("請求書.pdf", "請求書.pdf"),
    ],
)
def test_only_the_last_part_of_a_name_counts(tmp_path: Path, name: str, saved: str) -> None:
    path = save_new(tmp_path, name, b"data")
    assert path == tmp_path / saved
    assert path.read_bytes() == b"data"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_or_link_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("mine")
    (tmp_path / "a (2).pdf").symlink_to(tmp_path / "elsewhere")
    assert save_new(tmp_path, "a.pdf", b"theirs") == tmp_path / "a (3).pdf"
    assert (tmp_path / "a.pdf").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


def test_a_full_disk_leaves_no_empty_file(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(CsboardError):
            save_new(tmp_path, "a.pdf", b"data")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert not (tmp_path / "a.pdf").exists()


def test_a_directory_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CsboardError, match="nowhere"):
        save_new(tmp_path / "nowhere", "a", b"")


def test_directories_are_meant_as_people_write_them() -> None:
    assert directory_of("") == Path.home()
    assert directory_of("~/x") == Path.home() / "x"
    assert directory_of("x") == Path.home() / "x"
    assert directory_of("/tmp") == Path("/tmp")
    with pytest.raises(CsboardError, match="~nobody-of-that-name"):
        directory_of("~nobody-of-that-name/x")


def test_the_downloads_are_offered_where_there_are_any() -> None:
    assert default_directory() == Path.home()
    (Path.home() / "Downloads").mkdir()
    assert default_directory() == Path.home() / "Downloads"
