"""The team's file: a part leaves the rest alone, the whole takes out what it leaves out."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csboard.cli import own_editor, team
from csboard.directories import state_directory
from tests.support.shell import Shell

FULL = """
headline = "late"
own_addresses = ["help@example.com", "shop@example.com"]
signature = "Yours"
[days]
"12-29..01-03" = []
"2026-12-28" = ["09:00-12:00"]
[promises]
first = ["4h", "30m urgency:urgent"]
solved = ["40h"]
[heat]
"怒り" = 60
"不安" = 30
[[objectives]]
name = "Sooner"
begins = 2026-10-01
ends = 2026-12-31
results = [{key = "late", start = 20, target = 5}]
[[objectives]]
name = "Kinder"
begins = 2026-10-01
ends = 2026-12-31
results = [{key = "praise", start = 1, target = 5}]
"""
WEEK = {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
COLLEAGUE = """
import os
from dataclasses import replace
from csboard.board import Board
from csboard.domain.commands import ApplySettings, ChangeMember
from csboard.domain.records import Actor, Role
board = Board.open(os.environ["CSBOARD_DATABASE"])
"""
NAMES_THE_TEAM = """
settings = replace(board.settings(), name="Night shift")
board.execute(ApplySettings(settings=settings), Actor("sato"))
"""
WAITS_LONGER = """
settings = replace(board.settings(), send_window=120)
board.execute(ApplySettings(settings=settings), Actor("sato"))
"""
AS_BEFORE = """
send_window = 30
wrap_at = 72
[[members]]
login = "suzuki"
role = "member"
"""
OTHER_DAYS = """
settings = replace(board.settings(), days={**board.settings().days, "2027-05-06": ()})
board.execute(ApplySettings(settings=settings), Actor("sato"))
"""
MAKES_A_LEAD = """
board.execute(ChangeMember(login="suzuki", role=Role.LEAD), Actor("sato"))
"""


def colleague(does: str) -> None:
    subprocess.run([sys.executable, "-c", COLLEAGUE + does], check=True)


def editing(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str], meanwhile: str = ""
) -> None:
    """From now on the editor changes its text so, while a colleague does something, too."""

    def edit(_words: list[str], file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert change(text) != text
        file.write_text(change(text), encoding="utf-8")
        if meanwhile:
            colleague(meanwhile)

    monkeypatch.setattr(own_editor, "run", edit)


def without(*keys: str) -> Callable[[str], str]:
    """The text without the first entry of each of these keys, be it one line or a list of some."""

    def change(text: str) -> str:
        for key in keys:
            entry = rf"^{re.escape(key)} = (\[\n(    .*\n)*\]|.*)\n"
            text, found = re.subn(entry, "", text, count=1, flags=re.MULTILINE)
            assert found, key
        return text

    return change


@pytest.mark.parametrize(
    ("text", "table", "left", "told"),
    [
        (
            "[hours]\nsat = ['10:00-15:00']",
            "hours",
            {**WEEK, "sat": ["10:00-15:00"]},
            "business hours: sat none -> 10:00-15:00",
        ),
        (
            "[hours]\nfri = []",
            "hours",
            {day: hours for day, hours in WEEK.items() if day != "fri"},
            "business hours: fri 09:00-18:00 -> none",
        ),
        (
            "promises.next = ['8h']",
            "promises",
            {"first": ["4h", "30m urgency:urgent"], "next": ["8h"], "solved": ["40h"]},
            "promises: next none -> 8h",
        ),
        (
            "promises.first = ['2h']",
            "promises",
            {"first": ["2h"], "solved": ["40h"]},
            "promises: first 4h, 30m urgency:urgent -> 2h",
        ),
        (
            "promises.first = []",
            "promises",
            {"solved": ["40h"]},
            "promises: first 4h, 30m urgency:urgent -> none",
        ),
        (
            "pausing.customer = []",
            "pausing",
            {"date": ["next", "solved"]},
            "what stops the clocks: customer next, solved -> none",
        ),
        ("heat.'怒り' = 90", "heat", {"怒り": 90, "不安": 30}, "怒り 60 -> 90"),
        ("heat.'怒り' = 0", "heat", {"不安": 30}, "怒り 60 -> none"),
        (
            "days.2027-05-06 = []",
            "days",
            {"12-29..01-03": [], "2026-12-28": ["09:00-12:00"], "2027-05-06": []},
            "2027-05-06 none -> closed all day",
        ),
        (
            "days.2026-12-28 = []",
            "days",
            {"12-29..01-03": [], "2026-12-28": []},
            "2026-12-28 09:00-12:00 -> closed all day",
        ),
    ],
)
def test_entries_that_a_file_does_not_name_stay(
    shell: Shell, text: str, table: str, left: dict[str, Any], told: str
) -> None:
    shell.ok("team", "apply", "-", stdin=FULL)
    before = shell.json("team", "show")
    lines = shell.ok("team", "apply", "-", stdin=text).splitlines()
    after = shell.json("team", "show")
    assert after[table] == left
    assert list(after[table]) == list(left)
    assert {**after, table: None} == {**before, table: None}
    assert len([line for line in lines if line.startswith("  ")]) == 1
    assert told in lines[-1]


def test_a_list_in_a_file_is_the_whole_list(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin=FULL)
    text = """
        own_addresses = ["shop@example.com"]
        [[objectives]]
        name = "Sooner"
        begins = 2026-10-01
        ends = 2026-12-31
        results = [{key = "late", start = 20, target = 5}]
    """
    told = shell.ok("team", "apply", "-", stdin=text)
    shown = shell.json("team", "show")
    assert [one["name"] for one in shown["objectives"]] == ["Sooner"]
    assert shown["own_addresses"] == ["shop@example.com"]
    assert "Kinder" in told
    assert "help@example.com, shop@example.com -> shop@example.com" in told


def test_a_day_that_stays_in_another_entry_is_not_written_twice(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin=FULL)
    before = shell.json("team", "show")
    told = shell.fails(2, "team", "apply", "-", stdin="[days]\n01-02 = []")
    assert told == (
        "standard input, line 2: days.01-02: 12-29..01-03 has it already and stays as it is;"
        " csboard team edit takes that out."
    )
    assert shell.json("team", "show") == before


def test_what_is_deleted_in_the_editor_is_taken_out(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ok("team", "apply", "-", stdin=FULL)
    before = shell.json("team", "show")
    keys = ("2026-12-28", "fri", "headline", "solved", '"怒り"', "signature", "zone")
    editing(monkeypatch, without(*keys))
    told = shell("team", "edit")
    assert (told.status, told.err) == (0, "")
    after = shell.json("team", "show")
    assert after["days"] == {"12-29..01-03": []}
    assert "fri" not in after["hours"]
    assert after["promises"] == {"first": ["4h", "30m urgency:urgent"]}
    assert after["heat"] == {"不安": 30}
    assert (after["headline"], after["signature"]) == ("", "")
    changed = ("days", "hours", "promises", "heat", "headline", "signature")
    rest = dict.fromkeys(changed)
    assert {**after, **rest} == {**before, **rest}
    assert "2026-12-28 09:00-12:00 -> none" in told.out
    assert "fri 09:00-18:00 -> none" in told.out


def test_a_whole_file_takes_out_what_it_leaves_out(shell: Shell) -> None:
    nothing = shell.ok("team", "show")
    shell.ok("team", "apply", "-", stdin=FULL)
    full = shell.json("team", "show")
    assert shell.ok("team", "apply", "-", stdin=nothing) != "Nothing was changed.\n"
    assert shell.json("team", "show")["days"] == full["days"]
    told = shell.ok("team", "apply", "--whole", "-", stdin=nothing)
    assert "2026-12-28 09:00-12:00 -> none" in told
    assert shell.ok("team", "show") == nothing


def test_a_whole_file_takes_out_neither_words_nor_members(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin='vocabulary.content = ["決済"]')
    shown = shell.ok("team", "show")
    cut = shown[: shown.index("[vocabulary]")] + shown[shown.index("[hours]") :]
    told = shell.ok("team", "apply", "--whole", "-", stdin=cut[: cut.index("[[members]]")])
    assert "csboard tag retire does that (決済)" in told
    assert "Nothing was changed." in told
    assert shell.ok("team", "show") == shown


def test_what_could_not_be_applied_is_applied_whole_later(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ok("team", "apply", "-", stdin=FULL)
    editing(monkeypatch, lambda text: without('"怒り"')(text).replace("Asia/Tokyo", "Asia/Tokio"))
    told = shell.fails(2, "team", "edit")
    (kept,) = state_directory().glob("team-*")
    assert told.endswith(f"csboard team apply --whole {kept}")
    kept.write_text(kept.read_text(encoding="utf-8").replace("Tokio", "Tokyo"), encoding="utf-8")
    shell.ok("team", "apply", "--whole", str(kept))
    assert shell.json("team", "show")["heat"] == {"不安": 30}


def wrapping_at_60s_with(typo: str) -> Callable[[str], str]:
    """The text with another width of lines, and a mistake in its zone."""

    def change(text: str) -> str:
        return text.replace("wrap_at = 7", "wrap_at = 6").replace("Asia/Tokyo", typo)

    return change


def test_what_is_applied_whole_later_takes_back_nothing_of_a_colleagues(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Be it that it says something wrong or can't be read at all."""
    shell.become("suzuki", "Suzuki")
    shell.ok("add", "--subject", "S")
    shell.become("sato")
    shell.ok("team", "apply", "-", stdin="send_window = 30")
    for typo in ("Asia/Tokio", 'Asia/Tokyo" "'):
        editing(monkeypatch, wrapping_at_60s_with(typo), WAITS_LONGER + MAKES_A_LEAD)
        told = shell.fails(2, "team", "edit")
        (kept,) = state_directory().glob("team-*")
        assert told.endswith(f"csboard team apply --whole {kept}")
        mended = kept.read_text(encoding="utf-8").replace(typo, "Asia/Tokyo")
        kept.write_text(mended, encoding="utf-8")
        shell.ok("team", "apply", "--whole", str(kept))
        after = shell.json("team", "show")
        assert (after["send_window"], after["wrap_at"] // 10) == (120, 6)
        assert after["members"][-1]["role"] == "lead"
        kept.unlink()
        shell.ok("team", "apply", "-", stdin=AS_BEFORE)


def test_what_is_kept_after_a_conflict_holds_the_changes_alone(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ok("team", "apply", "-", stdin=FULL)
    change = without('"怒り"', "fri", '"12-29..01-03"')
    editing(monkeypatch, change, OTHER_DAYS)
    told = shell.fails(3, "team", "edit")
    (kept,) = state_directory().glob("team-*")
    assert told.endswith(f"csboard team apply {kept}")
    assert "only csboard team edit can do: 12-29..01-03" in kept.read_text(encoding="utf-8")
    shell.ok("team", "apply", str(kept))
    after = shell.json("team", "show")
    assert after["days"].keys() == {"12-29..01-03", "2026-12-28", "2027-05-06"}
    assert after["heat"] == {"不安": 30}
    assert "fri" not in after["hours"]


def test_what_was_seen_goes_with_the_file_that_it_stood_beside(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ok("team", "apply", "-", stdin=FULL)
    editing(monkeypatch, lambda text: text + "nonsense = 1\n")
    kept: list[Path] = []
    for left in (1, 2, 2):
        shell.fails(2, "team", "edit")
        (new,) = {*state_directory().glob("team-*")} - {*kept}
        seen = {file.name for file in state_directory().glob("seen-*")}
        assert seen == {f"seen-{file.name}" for file in (*kept, new)[-left:]}
        if left == 2:
            kept.pop().unlink()
        kept.append(new)


def test_a_member_whom_a_colleague_changes_meanwhile_stays_so(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.become("suzuki", "Suzuki")
    shell.ok("add", "--subject", "S")
    shell.become("sato")
    editing(monkeypatch, lambda text: text.replace('"Suzuki"', '"Suzuki Jun"'), MAKES_A_LEAD)
    shell.ok("team", "edit")
    suzuki = shell.json("team", "show")["members"][-1]
    assert (suzuki["login"], suzuki["name"], suzuki["role"]) == ("suzuki", "Suzuki Jun", "lead")


def test_what_a_colleague_changes_in_the_same_moment_stays(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_place: str, _board: object) -> None:
        colleague(NAMES_THE_TEAM)

    shell.ok("team", "show")
    monkeypatch.setattr(team, "days_for", meanwhile)
    shell.ok("team", "apply", "-", stdin="wrap_at = 80")
    shown = shell.json("team", "show")
    assert (shown["name"], shown["wrap_at"]) == ("Night shift", 80)
