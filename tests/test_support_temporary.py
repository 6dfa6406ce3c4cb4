"""The tests' boards lie in memory only where that can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import temporary
from tests.support.temporary import ROOT, keep_in_memory


@pytest.mark.parametrize(
    ("given", "enough", "found"),
    [
        ({}, 0, "here"),
        ({}, 1 << 62, None),
        ({"TMPDIR": "/var/tmp"}, 0, None),
        ({ROOT: "/var/tmp"}, 0, "/var/tmp"),
    ],
)
def test_in_memory_where_there_is_room_and_nobody_said_otherwise(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, str],
    enough: int,
    found: str | None,
) -> None:
    monkeypatch.setattr(temporary, "ENOUGH", enough)
    environment = dict(given)
    keep_in_memory(environment, tmp_path)
    assert environment.get(ROOT) == (str(tmp_path) if found == "here" else found)


def test_not_where_there_is_no_such_place(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    keep_in_memory(environment, tmp_path / "missing")
    assert not environment
