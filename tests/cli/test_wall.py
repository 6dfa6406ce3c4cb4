"""`csboard wall --once` and `--json`, and what is refused."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.domain.commands import ApplySettings
from csboard.domain.records import Actor
from csboard.domain.settings import HOLIDAY, WEEKDAYS
from csboard.domain.wall_pages import OF_THE_ASIDE, PAGES
from tests.support.shell import Shell

SATO = Actor("sato")


@pytest.fixture
def busy(shell: Shell) -> Shell:
    """A team that is always at work: these figures are read by the clock of the machine."""
    shell.ok("add", "--subject", "返金の件", "--from", "山田 <yamada@example.jp>")
    with closing(Board.open(shell.url)) as board:
        always = dict.fromkeys((*WEEKDAYS, HOLIDAY), ("00:00-24:00",))
        board.execute(ApplySettings(settings=replace(board.settings(), hours=always)), SATO)
    shell.ok("add", "--subject", "Second")
    shell.ok("claim", "1002")
    return shell


def rows(page: str) -> list[str]:
    """Its lines with single blanks: how wide columns are depends on the day of the week."""
    return [" ".join(line.split()) for line in page.splitlines()]


def test_the_first_page_is_printed_as_text(busy: Shell) -> None:
    board = busy.ok("wall", "--once")
    assert "ToDo: 2" in board
    assert "#1001  unassigned" in board
    figures = rows(busy.ok("wall", "--once", "--page", "figures"))
    assert "Unassigned 1 [normal] target up to 5" in figures
    assert "Longest wait 0:00 [normal] target up to 2:00" in figures
    assert busy.ok("wall", "--once", "--pages", "people") == busy.ok(
        "wall", "--once", "--page", "people"
    )


def test_it_speaks_japanese(busy: Shell, japanese: None) -> None:
    told = busy.ok("wall", "--once", "--page", "figures")
    assert "未担当        1     【正常】  目標 5 以下" in told


def test_programs_get_all_pages_or_one(busy: Shell) -> None:
    found = busy("wall", "--json").json
    assert set(PAGES) <= set(found)
    assert found["figures"]["unassigned"] == {
        "value": 1, "shown": "1", "target": 5, "state": "normal",
    }  # fmt: skip
    assert found["oldest"] == [{"task": "1001", "minutes": 0, "urgency": "normal"}]
    sato = {"login": "sato", "name": "Sato", "tasks": ["1002"], "on_hold": 0, "away": False}
    assert found["people"] == [sato]
    busy.ok("absence", "add", "--from", "today", "--to", "today")
    assert busy("wall", "--json").json["people"] == [{**sato, "away": True}]
    one = busy("wall", "--json", "--page", "people").json
    assert set(PAGES) & set(one) == {"people"}


def test_programs_are_told_what_the_pages_tell(busy: Shell) -> None:
    """What is on hold, and who stands in when."""
    busy.ok("wait", "1002", "--for", "customer")
    for login, name in (("mori", "Mori"), ("tanaka", "Tanaka")):
        busy.become(login, name)
        busy("list")
    busy.ok("absence", "add", "--from", "tomorrow", "--to", "tomorrow", "--stand-in", "sato")
    busy.become("mori", "Mori")
    busy("absence", "add", "--from", "today", "--to", "+2d", "--stand-in", "tanaka")
    found = busy("wall", "--json").json
    held = {one["login"]: (one["tasks"], one["on_hold"]) for one in found["people"]}
    assert held == {"sato": ([], 1), "tanaka": ([], 0)}
    assert "1 on hold" in busy.ok("wall", "--once", "--page", "people")
    (mori,) = found["away"]
    stand_ins = [one["login"] for one in mori["stand_ins"]]
    assert (mori["acting"], stand_ins) == ("tanaka", ["tanaka", "sato", "tanaka"])
    told = busy.ok("wall", "--once", "--page", "away")
    assert "stand-in: Tanaka; " in told
    assert "Sato, as Tanaka is away" in told


def test_what_takes_longer_is_left_out_where_nothing_of_it_is_printed(
    busy: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Board, "wall_aside", None)
    for name in sorted({*PAGES} - OF_THE_ASIDE):
        busy.ok("wall", "--once", "--page", name)
        busy.ok("wall", "--json", "--page", name)


def test_names_are_shown_only_where_the_host_says_so(busy: Shell, tmp_path: Path) -> None:
    every = [busy.ok("wall", "--once", "--page", name) for name in PAGES]
    assert "山田" not in "".join(every)
    assert "返金" not in "".join([*every, busy.ok("wall", "--json")])
    config(tmp_path, "names = true")
    assert "山田 返金の件" in busy.ok("wall", "--once")
    assert busy("wall", "--json").json["oldest"][0]["subject"] == "返金の件"


def config(tmp_path: Path, *lines: str) -> None:
    file = tmp_path / "home" / "config" / "csboard" / "config.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(["[wall]", *lines]), encoding="utf-8")


def test_the_host_sets_targets_and_pages(busy: Shell, tmp_path: Path) -> None:
    config(tmp_path, 'pages = ["figures"]', "targets = { unassigned = [0, 0] }")
    assert "Unassigned 1 [URGENT] target 0" in rows(busy.ok("wall", "--once"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("every = 5", "wall.every takes seconds from 20 to 3600."),
        ('pages = ["figure"]', "there is no page `figure`"),
        ("pages = []", "wall.pages names no page."),
        ("targets = { unasigned = [1, 2] }", "Did you mean `unassigned`?"),
        ("targets = { unassigned = [2, 1] }", "write two numbers"),
        ("targets = { done_today = [2, 1] }", "for done_today one"),
        ('every = "long"', "every has a value that can't be; expected: 30"),
        ("evry = 30", "Did you mean `every`?"),
    ],
)
def test_a_table_that_makes_no_sense_is_named(
    busy: Shell, tmp_path: Path, line: str, told: str
) -> None:
    config(tmp_path, line)
    assert told in busy.fails(2, "wall", "--once")


def test_looking_for_mistakes_finds_those_of_the_wall(busy: Shell, tmp_path: Path) -> None:
    config(tmp_path, "every = 5")
    assert "wall.every takes seconds" in busy.fails(2, "config", "check")
    config(tmp_path, "every = 60")
    assert busy("config", "check").status == 0


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("--page", "bord"), "Did you mean `board`?"),
        (("--pages", "board,nope"), "there is no page `nope`"),
        (("--every", "19"), "takes seconds from 20"),
        (("--as", "sato", "--once"), "takes no --as"),
        (("--page", "board"), "goes with --once"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_named(
    busy: Shell, argv: tuple[str, ...], told: str
) -> None:
    assert told in busy.fails(2, "wall", *argv)


def test_without_a_board_none_is_made(lone_shell: Shell, tmp_path: Path) -> None:
    assert "There is no board" in lone_shell.fails(2, "wall", "--once")
    assert not (tmp_path / "none.db").exists()


def test_looking_leaves_no_trace(busy: Shell) -> None:
    before = busy.ok("activity", "--json")
    busy.become("passerby", "", uid=4999)
    busy.ok("wall", "--once")
    busy.become("sato", "Sato")
    assert busy.ok("activity", "--json") == before
    assert "passerby" not in busy.ok("team", "show")
