"""Public holidays that a team keeps: written down, compared, brought in, told by doctor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csboard.board import Board
from csboard.clock import SystemClock
from csboard.domain.commands import ApplySettings
from csboard.domain.records import Actor
from csboard.public_holidays import PublicHolidays, public_holidays
from tests.support.shell import Shell

SATO = Actor("sato")
YEAR = SystemClock().now().year
KEPT = f"those of {YEAR - 10} to {YEAR + 3} are written down."
MOUNTAIN_DAY, INVENTED = date(YEAR + 1, 8, 11), date(YEAR + 1, 6, 3)


@pytest.fixture
def japanese_days(shell: Shell) -> Shell:
    shell.ok("team", "apply", "-", stdin='holidays = "JP"')
    return shell


def write_down(shell: Shell, holidays: PublicHolidays) -> None:
    """As another csboard, with another library, has done it."""
    board = Board.open(shell.url)
    board.execute(ApplySettings(settings=board.settings(), public_days=holidays), SATO)
    board.close()


def written(shell: Shell) -> PublicHolidays:
    board = Board.open(shell.url)
    found = board.public_days()
    board.close()
    return found


def tampered(shell: Shell) -> PublicHolidays:
    """Without one day and with another."""
    found = written(shell)
    days = {day: name for day, name in found.days.items() if day != MOUNTAIN_DAY}
    return found._replace(days={**days, INVENTED: "梅雨の日"})


def test_who_keeps_none_is_told_how_to(shell: Shell) -> None:
    assert 'holidays = "JP"' in shell.ok("team", "holidays")
    assert shell.json("team", "holidays")["place"] is None
    assert shell.ok("team", "holidays", "--apply") == "Nothing was changed.\n"


def test_what_is_written_down_is_told(japanese_days: Shell) -> None:
    told = japanese_days.ok("team", "holidays").splitlines()
    assert told[0] == f"The team keeps the public holidays of JP; {KEPT}"
    assert told[1] == "The library knows nothing else."
    shape = japanese_days.json("team", "holidays")
    assert (shape["first"], shape["last"]) == (YEAR - 10, YEAR + 3)
    assert {"day": MOUNTAIN_DAY.isoformat(), "name": "山の日"} in shape["days"]
    assert shape["library"]["more"] == shape["library"]["gone"] == []
    assert japanese_days.ok("team", "holidays", "--apply") == "Nothing was changed.\n"


def test_what_the_library_knows_otherwise_is_told_and_brought_in(japanese_days: Shell) -> None:
    write_down(japanese_days, tampered(japanese_days))
    told = japanese_days.ok("team", "holidays")
    assert f"knows these besides: {MOUNTAIN_DAY} 山の日." in told
    assert f"doesn't know these: {INVENTED} 梅雨の日." in told
    shape = japanese_days.json("team", "holidays")["library"]
    assert [one["day"] for one in shape["more"]] == [MOUNTAIN_DAY.isoformat()]
    assert [one["day"] for one in shape["gone"]] == [INVENTED.isoformat()]
    assert KEPT in japanese_days.ok("team", "holidays", "--apply")
    days = written(japanese_days).days
    assert MOUNTAIN_DAY in days
    assert INVENTED not in days


def test_only_a_lead_brings_them_in(japanese_days: Shell) -> None:
    write_down(japanese_days, tampered(japanese_days))
    japanese_days.become("tanaka", "Tanaka", uid=4002)
    japanese_days.fails(3, "team", "holidays", "--apply")
    assert INVENTED in written(japanese_days).days


def findings(shell: Shell) -> dict[str, str]:
    found = shell("doctor", "--json").json
    return {one["level"]: one["text"] for one in found if one["subject"] == "public holidays"}


def test_doctor_says_nothing_of_a_team_without(shell: Shell) -> None:
    assert findings(shell) == {}


def test_doctor_compares_and_warns(japanese_days: Shell) -> None:
    assert findings(japanese_days) == {"ok": f"JP, {YEAR - 10} to {YEAR + 3}"}
    write_down(japanese_days, tampered(japanese_days))
    assert findings(japanese_days) == {
        "warn": "the library knows others for JP than are written down"
    }
    write_down(japanese_days, public_holidays("JP", YEAR - 10, YEAR))
    assert findings(japanese_days) == {"warn": f"those of JP are written down up to {YEAR} only"}
    assert "csboard team holidays --apply" in japanese_days("doctor").out


def test_a_place_of_which_nothing_is_known_is_named_with_its_line(shell: Shell) -> None:
    told = shell.fails(2, "team", "apply", "-", stdin='name = "x"\nholidays = "XX"\n')
    assert "line 2" in told
    assert "holidays: nothing is known of the public holidays of 'XX'" in told
    assert shell.json("team", "show")["holidays"] == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[days]\n"12-29" = []\n"12-29" = []\n', ["line 3"]),
        ('[days]\n"2026-13-01" = []\n', ["line 2", "days.2026-13-01", "no month 13"]),
    ],
)
def test_days_that_are_none_are_named_with_their_line(
    shell: Shell, text: str, words: list[str]
) -> None:
    told = shell.fails(2, "team", "apply", "-", stdin=text)
    assert all(word in told for word in words), told


def test_a_new_board_keeps_those_of_the_zone_its_machine_lives_in(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert "The public holidays of JP are days off" in lone_shell.ok("init")
    assert lone_shell.json("team", "holidays")["place"] == "JP"
    assert "public holidays of JP" not in lone_shell.ok("init")


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_elsewhere_it_keeps_none(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    lone_shell.ok("init")
    assert lone_shell.json("team", "holidays")["place"] is None


def test_how_many_promises_are_worked_out_anew_is_said(shell: Shell) -> None:
    for _time in range(2):
        shell.ok("add", "--subject", "x")
    shell.ok("move", "1001", "done")
    apply = ("team", "apply", "-")
    first = shell.ok(*apply, stdin='promises = { solved = ["4h"] }')
    anew = "The promises of 1 open inquiry were worked out anew."
    assert first == f"The team is up to date. {anew}\n  promises: solved none -> 4h\n"
    assert anew in shell.ok(*apply, stdin='[hours]\nmon = ["10:00-11:00"]\n')
    told = shell.ok(*apply, stdin='name = "x"')
    assert told == "The team is up to date.\n  the team's name: Support -> x\n"
    board = Board.open(shell.url)
    replaced = replace(board.settings(), promises={})
    event = board.execute(ApplySettings(settings=replaced), SATO)
    board.close()
    assert event.detail["anew"] == 1
