"""`csboard timer` and `csboard time`, as somebody at a prompt uses them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.support.shell import Shell


@pytest.fixture
def number(shell: Shell) -> str:
    return shell.ok("add", "--subject", "x").strip()


def test_start_switch_stop_and_status(shell: Shell, number: str) -> None:
    assert "No timer" in shell.fails(3, "timer", "status")
    assert f"#{number}" in shell.ok("timer", "start", number)
    assert f"#{number}, since" in shell.ok("timer", "status")
    assert "meeting" in shell.ok("timer", "switch", "--work", "meeting")
    assert "stopped" in shell.ok("timer", "stop")
    assert "No timer" in shell.fails(3, "timer", "stop")
    listed = shell.json("time", "list")
    assert [(one["task"], one["work"]) for one in listed["entries"]] == [
        (number, None),
        (None, "meeting"),
    ]
    assert "timer" in shell.ok("history", number)


def test_entries_are_written_down_corrected_and_dropped(shell: Shell, number: str) -> None:
    shell.ok("time", "add", number, "09:00-10:30", "--day", "yesterday")
    shell.ok("time", "add", "--work", "meeting", "11:00-11:30", "--day", "yesterday")
    listed = shell.json("time", "list", "--day", "yesterday")
    first, second = listed["entries"]
    assert (first["seconds"], second["work"], listed["seconds"]) == (5400, "meeting", 7200)
    told = shell.ok("time", "list", "--day", "yesterday")
    assert "09:00-10:30" in told
    assert "2 h" in told.splitlines()[-1]
    shell.ok("time", "correct", str(first["id"]), "09:00-10:00")
    shell.ok("time", "correct", str(second["id"]), "--work", "training")
    later = shell.json("time", "list", "--day", "yesterday")["entries"]
    assert [(one["seconds"], one["corrects"]) for one in later] == [
        (3600, first["id"]),
        (1800, second["id"]),
    ]
    shell.ok("time", "drop", str(later[1]["id"]))
    assert shell.json("time", "list", "--day", "yesterday")["seconds"] == 3600
    shell.ok("undo")
    assert shell.json("time", "list", "--week", "--day", "yesterday")["seconds"] >= 3600
    shown = shell.json("show", number)
    assert shown["touch_seconds"] == 3600
    assert "1 h worked" in shell.ok("show", number)


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        (3, ("timer", "start", "999"), "no inquiry #999"),
        (2, ("timer", "start"), "--work"),
        (2, ("timer", "start", "x"), "no number"),
        (2, ("timer", "start", "--work", "golf"), "golf"),
        (2, ("timer", "start", "--work", "break", "--at", "25:00"), "25:00 is no time of day"),
        (2, ("time", "add", "--work", "break", "10:30-09:00"), "ends before it starts: write"),
        (2, ("time", "add", "--work", "break", "09:00-09:00"), "takes no time: write"),
        (2, ("time", "add", "--work", "break", "9-10"), "09:00-10:30"),
        (2, ("time", "add", "--work", "break", "25:00-26:00"), "25:00 is no time of day"),
        (2, ("time", "add", "--work", "break", "09:00-10:00", "--day", "13/45"), "from 1 to 12"),
        (2, ("time", "list", "--day", "2/31"), "There is no day '2/31': the last one"),
        (2, ("time", "list", "--day", "２月３１日"), "the last one of that month is 2/28"),
        (2, ("time", "list", "--day", "明日"), "'明日' has not come yet: write"),
        (2, ("time", "list", "--day", "2 days"), "'2 days' is no day: write"),
        (3, ("time", "add", "--work", "break", "09:00-10:00", "--day", "2999-01-01"), "not come"),
        (3, ("time", "add", "--work", "break", "09:00-10:00", "--member", "x"), "no member"),
        (3, ("time", "list", "--member", "x"), "no member 'x': look at"),
        (3, ("time", "drop", "999"), "no such entry: csboard time list"),
        (3, ("time", "correct", "999", "09:00-10:00"), "no such entry"),
    ],
)
def test_what_makes_no_sense_is_told(
    shell: Shell, number: str, status: int, words: tuple[str, ...], told: str
) -> None:
    assert told in shell.fails(status, *words)
    assert shell.json("time", "list")["entries"] == []


def test_over_midnight_and_without_a_year(shell: Shell) -> None:
    shell.ok("time", "add", "--work", "other", "22:00-01:30", "--day", "2025-12-31")
    days = ("2025-12-31", "2026-01-01")
    both = [shell.json("time", "list", "--day", day) for day in days]
    assert [one["seconds"] for one in both] == [7200, 5400]
    assert both[0]["entries"] == both[1]["entries"]


def test_overlaps_are_named(shell: Shell, number: str) -> None:
    shell.ok("time", "add", number, "09:00-10:00", "--day", "yesterday")
    told = shell.fails(3, "time", "add", "--work", "break", "09:30-11:00", "--day", "yesterday")
    assert f"overlaps another entry of the same person (#{number})" in told


def test_the_stretches_of_others_are_not_shown(shell: Shell, number: str) -> None:
    shell.ok("time", "add", number, "09:00-10:00", "--day", "yesterday")
    team = shell.json("time", "list", "--team", "--day", "yesterday")
    assert (team["seconds"], "entries" in team) == (3600, False)


def test_a_colleague_is_named_by_login_or_by_name(shell: Shell, number: str) -> None:
    shell.become("tanaka", "田中", uid=4002)
    shell.ok("note", number, "田中です")
    shell.ok("time", "add", number, "09:00-10:00", "--day", "yesterday", "--member", "TANAKA")
    shell.become("sato", "Sato")
    theirs = shell.json("time", "list", "--member", "田中", "--day", "yesterday")
    assert (theirs["seconds"], "entries" in theirs) == (3600, False)
    own = shell.json("time", "list", "--member", "SATO", "--day", "yesterday")
    assert own["entries"] == []


def test_the_answer_says_since_when(shell: Shell, number: str) -> None:
    shell.ok("timer", "start", number)
    zone = shell.json("team", "show")["zone"]
    started = datetime.fromisoformat(shell.json("timer", "status")["from"])
    shell.ok("timer", "stop")
    shell.ok("time", "drop", str(shell.json("time", "list")["entries"][0]["id"]))
    written = f"{started.astimezone(ZoneInfo(zone)):%H:%M}"
    assert f"It counts since {written}." in shell.ok("timer", "start", number, "--at", written)
    assert f"It ended at {written}." in shell.ok("timer", "stop", "--at", written)


def test_whose_timer_an_act_ends_is_said(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "one").strip()
    shell.ok("timer", "start", number)
    shell.become("tanaka", "Tanaka", uid=4002)
    shell.ok("timer", "start", number)
    told = shell.ok("move", number, "done").splitlines()
    assert len(told) == 2
    assert told[1] == "Your timer stopped after 0 min. The timer of Sato stopped with it."
    assert shell.ok("move", number, "todo").count("\n") == 1
