"""Objectives in the team's file, and values by hand, from a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.shell import Shell

FILE = """\
headline = "reply"

[[objectives]]
name = "Everybody a fan"
begins = 2026-10-01
ends = 2026-12-31

[[objectives.results]]
key = "reply"
name = "First reply"
start = "4:00"
target = 2
measured = "first_reply_median"

[[objectives.results]]
key = "nps"
start = 20
target = 40
unit = "points"

[[objectives.results]]
key = "per-user"
start = 5
target = 3.5
measured = "per_hundred_users"
"""


@pytest.fixture
def goals(shell: Shell) -> Shell:
    shell.ok("team", "apply", "-", stdin=FILE)
    return shell


def test_what_was_written_comes_back(goals: Shell) -> None:
    shown = goals.ok("team", "show")
    assert goals.ok("team", "apply", "-", stdin=shown).strip() == "Nothing was changed."
    (objective,) = goals.json("team", "show")["objectives"]
    assert objective["begins"] == "2026-10-01"
    assert [one["target"] for one in objective["results"]] == [2, 40, 3.5]
    assert goals.json("goal", "list")["headline"] == "reply"


@pytest.mark.parametrize(
    ("written", "instead", "words"),
    [
        ("target = 40", "target = 20", ["line 18", "[0].results[1].target", "same as the start"]),
        ("target = 40", "target = 'forty'", ["line 18", "results[1].target", "'forty'", "2:30"]),
        ("target = 40", "targte = 40", ["line 18", "`targte`", "Did you mean `target`"]),
        ("target = 40\n", "", ["line 15", "results[1]", "it needs target"]),
        ("target = 3.5", "target = inf", ["line 24", "results[2].target", "no number"]),
        ("start = 5", "start = true", ["line 23", "results[2].start", "a number"]),
        ("'per-user'", "'nps'", ["line 22", "results[2].key", "nps", "results[1] already"]),
        ("'per-user'", "'per user'", ["line 22", "results[2].key", "'per user'"]),
        ("'per-user'", "'users'", ["line 22", "results[2].key", "users"]),
        ("_hundred_users", "_user", ["line 25", "[2].measured", "'per_user'", "kept_first"]),
        ("ends = 2026-12-31", "ends = 2026-09-30", ["line 6", "[0].ends", "later day"]),
        ("ends = 2026-12-31", "ends = 2026-13-31", ["line 6", "[0].ends", "no day 2026-13-31"]),
        (
            "ends = 2026-12-31",
            "ends = 'soon'",
            ["line 6", "[0].ends ('Everybody a fan')", "2026-10-01"],
        ),
        ("headline = 'reply'", "headline = 'rely'", ["line 1", "headline", "reply, nps"]),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(
    goals: Shell, written: str, instead: str, words: list[str]
) -> None:
    text = FILE.replace('"', "'").replace(written, instead)
    assert text != FILE.replace('"', "'")
    before = goals.json("team", "show")
    told = goals.fails(2, "team", "apply", "-", stdin=text)
    assert all(word in told for word in words), told
    assert goals.json("team", "show") == before


def test_a_mistake_in_a_list_of_tables_is_named_with_its_own_line(goals: Shell) -> None:
    text = goals.ok("team", "show").replace("target = 3.5", "target = 5")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "per-user" in one)
    told = goals.fails(2, "team", "apply", "-", stdin=text)
    assert f"line {line}:" in told


def test_values_are_entered_replaced_withdrawn_and_undone(goals: Shell) -> None:
    goals.ok("goal", "enter", "nps", "24", "--day", "2026-10-20")
    goals.ok("goal", "enter", "nps", "30", "--day", "2026-10-30")
    goals.ok("goal", "enter", "nps", "31", "--day", "２０２６/10/30")
    assert _values(goals) == [24, 31]
    goals.ok("goal", "withdraw", "nps", "--day", "2026-10-20")
    assert _values(goals) == [31]
    assert "withdrawing a value" in goals.ok("undo")
    assert _values(goals) == [24, 31]
    goals.ok("undo")
    assert _values(goals) == [24, 30]
    goals.ok("undo")
    goals.ok("undo")
    assert _values(goals) == []


def _values(shell: Shell) -> list[float]:
    (nps,) = [one for one in shell.json("goal", "list")["results"] if one["key"] == "nps"]
    return [one["value"] for one in nps["readings"]]


def test_a_value_over_which_another_was_entered_stays(goals: Shell) -> None:
    goals.ok("goal", "enter", "nps", "24", "--day", "2026-10-20")
    goals.become("tanaka")
    goals.ok("goal", "enter", "nps", "25", "--day", "2026-10-20")
    goals.become("sato")
    assert "entered for that day since" in goals.fails(3, "undo")
    assert _values(goals) == [25]


def test_the_number_of_users_comes_from_a_file(goals: Shell, tmp_path: Path) -> None:
    file = tmp_path / "users.csv"
    file.write_text('\ufeffday,value\n2026-10-01,1000\n2026-11-01,"1,200"\n', encoding="utf-8")
    assert "up to 2026-11-01" in goals.ok("goal", "import", str(file))
    users = goals.json("goal", "list")["users"]
    assert [one["value"] for one in users] == [1000, 1200]
    assert "1,200 users" in goals.ok("goal", "list")
    goals.ok("undo")
    assert goals.json("goal", "list")["users"] == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("2026-10-01,1000\n2026-10-32,1", ["line 2", "'2026-10-32'"]),
        ("2026-10-01,many", ["line 1", "'many'"]),
        ("2026-10-01", ["line 1", "2026-10-01,1200"]),
        ("2026-10-01,1\n2026-10-01,2", ["line 2", "twice"]),
        ("day,value\n", ["no line"]),
    ],
)
def test_a_bad_line_of_the_file_is_named(goals: Shell, rows: str, words: list[str]) -> None:
    told = goals.fails(2, "goal", "import", "-", stdin=rows)
    assert all(word in told for word in words), told
    assert goals.json("goal", "list")["users"] == []


@pytest.mark.parametrize(
    ("argv", "status", "words"),
    [
        (("nps", "many"), 2, ["'many'"]),
        (("nps", "1", "--day", "2026-02-30"), 2, ["'2026-02-30'", "2026-02-28"]),
        (("nps", "1", "--day", "明日"), 2, ["'明日' has not come yet"]),
        (("nps", "1e400"), 2, ["'1e400' is no number to reckon with; write"]),
        (("nps", "1", "--day", "2999-01-01"), 3, ["has not come yet"]),
        (("nps", "1", "--day", "1999-12-31"), 3, ["too long ago"]),
        (("reply", "1"), 3, ["first_reply_median"]),
        (("nothing", "1"), 3, ["'nothing'", "users, nps"]),
        (("users", "-1"), 3, ["at least 1"]),
        (("users", "0"), 3, ["at least 1"]),
    ],
)
def test_what_makes_no_sense_is_refused(
    goals: Shell, argv: tuple[str, ...], status: int, words: list[str]
) -> None:
    told = goals.fails(status, "goal", "enter", *argv)
    assert all(word in told for word in words), told


def test_a_team_without_objectives_is_told_where_to_write_them(shell: Shell) -> None:
    assert "csboard team edit" in shell.ok("goal", "list")


def test_no_trend_is_told_of_the_days_before_there_was_anything(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin=FILE.replace("2026-10-01", "2026-01-01"))
    shell.ok("add", "--subject", "x")
    shell.ok("goal", "enter", "users", "100")
    found = {one["key"]: one for one in shell.json("goal", "list")["results"]}
    assert found["per-user"]["value"]
    assert len(found["per-user"]["readings"]) > 2
    assert found["per-user"]["at_end"] is None
    assert "too few values" in shell.ok("goal", "list")
