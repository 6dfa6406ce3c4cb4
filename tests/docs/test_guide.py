"""The guides, in both languages, name every command, key, setting and exit status there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csboard import config_file, errors
from csboard.cli.main import COMMANDS
from csboard.team_file.entries import TeamFile
from csboard.tui.keys import actions_of, keys_text
from csboard.tui.theme_file import MEANINGS

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = ("guide.en.md", "guide.ja.md")


@pytest.fixture(params=GUIDES)
def guide(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_command_is_explained(guide: str) -> None:
    assert [name for name in COMMANDS if f"csboard {name}" not in guide] == []


@pytest.mark.parametrize("place", ["board", "inquiry"])
def test_every_key_is_explained(guide: str, place: str) -> None:
    text = re.sub(r"^```.*?^```", "", guide, flags=re.M | re.S)
    explained = set(re.findall(r"`([^`]+)`", text))
    missing = [
        action.id
        for action in actions_of(place)
        if not explained.intersection(keys_text(action.keys).split())
        and not any(word.startswith(f"{action.keys} ") for word in explained)
    ]
    assert missing == []


def test_every_team_setting_is_explained(guide: str) -> None:
    assert [key for key in TeamFile.__struct_fields__ if f"`{key}`" not in guide] == []


def test_every_option_is_explained(guide: str) -> None:
    example = (DOCS.parent / "config.example.toml").read_text(encoding="utf-8")
    names = config_file.NAMES
    assert [key for key in names if f"`{key}`" not in guide] == []
    assert [key for key in names if not re.search(rf"^#? ?{key} = ", example, re.M)] == []


def test_every_theme_and_every_meaning_is_explained(guide: str) -> None:
    themes = [file.stem for file in (DOCS.parent / "themes").glob("*.toml")]
    assert [name for name in themes if f"`{name}`" not in guide] == []
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
    listed = [name for row in rows for name in re.findall(r"`([a-z-]+)`", row)]
    assert [meaning for meaning in MEANINGS if meaning not in listed] == []


def test_every_exit_status_is_explained(guide: str) -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    statuses = {kind.exit_status for kind in kinds if issubclass(kind, errors.CsboardError)}
    assert [status for status in statuses if f"| {status} |" not in guide] == []


def test_links_lead_somewhere(guide: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", guide)
    assert [target for target in targets if not (DOCS / target).exists()] == []
