"""`csboard absence digest` from a shell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from csboard.cli.columns import width
from tests.support.shell import Shell


@pytest.fixture
def away(shell: Shell) -> str:
    """Sato is away from today on; an inquiry of theirs goes on without them."""
    number = shell.ok("add", "--subject", "Where is my parcel?").strip()
    shell.ok("claim", number)
    shell.ok("absence", "add", "--from", "today", "--to", "+3")
    shell.become("mori", "Mori", 4002)
    shell.ok("take-over", number, "urgent")
    shell.become("sato", "Sato")
    return number


def test_it_is_told_task_by_task(shell: Shell, away: str) -> None:
    text = shell.ok("absence", "digest")
    assert text.startswith("While you were away: ")
    assert f"== #{away} Where is my parcel?" in text
    assert "\nNow\n  ToDo, Mori" in text
    assert "\nWhose it was meanwhile\n  taken over by Mori\n" in text
    assert "Mori took #" in text
    markdown = shell.ok("absence", "digest", "--format", "md")
    assert f"## #{away} Where is my parcel?\n\n### Now\n\n- ToDo" in markdown


@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_a_terminal_no_line_is_wider_than_it_and_no_word_is_lost(
    shell: Shell, away: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = "箱の写真を確認して、倉庫に parcel の在庫を尋ねました。" * 4
    shell.ok("claim", shell.ok("add", "--subject", subject).strip())
    whole = shell.ok("absence", "digest", "--lang", language)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = shell.ok("absence", "digest", "--lang", language).splitlines()
    assert max(map(width, lines)) <= 80 < max(map(width, whole.splitlines()))
    assert "".join("".join(lines).split()) == "".join(whole.split())


def test_as_json(shell: Shell, away: str) -> None:
    found = shell.json("absence", "digest")
    assert list(found) == ["id", "from", "to", "stand_in", "since", "until", "read_at", "tasks"]
    (task,) = found["tasks"]
    assert (task["task"], task["left"], task["passed_to"], task["owner"]) == (
        away,
        "taken",
        "mori",
        "mori",
    )
    assert [one["kind"] for one in task["events"]] == ["opened", "claimed", "taken_over"]


def test_the_keys_are_those_of_the_guide(shell: Shell, away: str) -> None:
    guide = Path("docs/guide.en.md").read_text("utf-8")
    (row,) = (line for line in guide.splitlines() if line.startswith("| back from an absence"))
    assert f"`{', '.join(shell.json('absence', 'digest')['tasks'][0])}".split(", said")[0] in row


def test_it_is_read_only_when_one_is_back(shell: Shell, away: str) -> None:
    assert shell.fails(3, "absence", "digest", "--read") == "That absence is not over yet."


@pytest.mark.parametrize("as_json", [False, True])
def test_that_it_was_read_is_said_and_told_to_programs(
    shell: Shell, away: str, as_json: bool
) -> None:
    shell.ok("absence", "end")
    unread = shell.json("absence", "digest")
    assert unread["read_at"] is None
    told = shell("absence", "digest", "--read", *(["--json"] if as_json else []))
    if as_json:
        assert told.json["read_at"] == shell.json("absence", "digest")["read_at"] is not None
        assert told.err == ""
    else:
        assert told.out.startswith("While you were away: ")
        assert told.err.startswith(
            f"csboard: Noted that you have read it: absence {unread['id']} ("
        )
        assert told.err.endswith(") is offered no more.\n")
    again = "You have read already what happened in that absence."
    assert shell.fails(3, "absence", "digest", "--read") == again


def test_who_was_never_away_is_told_so(shell: Shell) -> None:
    assert shell.fails(3, "absence", "digest") == (
        "You have not been away: there is nothing to tell."
    )
