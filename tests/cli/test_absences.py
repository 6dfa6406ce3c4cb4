"""`csboard absence`, as somebody at a prompt uses it; and what `list` and `show` say of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest

from csboard.cli.columns import width
from tests.support.shell import Shell

MAIL = """From: yamada@example.jp
To: support@csboard.example
Subject: {subject}
Message-ID: <{id}@example.jp>
{more}
届きません
"""


def mail(number: int, subject: str = "荷物", answers: int = 0) -> str:
    more = f"In-Reply-To: <{answers}@example.jp>\n" if answers else ""
    return MAIL.format(subject=subject, id=number, more=more)


@pytest.fixture
def team(shell: Shell) -> Shell:
    """Sato leads; Mori and Tanaka have come."""
    for login, uid in (("mori", 4002), ("tanaka", 4003)):
        shell.come(login, login.title(), uid)
    shell.become("sato", "Sato")
    return shell


def test_one_is_entered_listed_changed_and_ended(team: Shell) -> None:
    told = team.ok(
        "absence", "add", "mori", "--from", "tomorrow", "--to", "+7", "--stand-in", "tanaka"
    )
    assert told.startswith("Sato entered an absence of Mori: ")
    (one,) = team.json("absence", "list")
    assert (one["login"], one["stand_in"], one["acting"], one["on_mail"], one["when"]) == (
        "mori",
        "tanaka",
        "tanaka",
        "stand_in",
        "to_come",
    )
    assert one["working_days"] + len(one["closed"]) == 7
    number = str(one["id"])
    team.ok("absence", "change", number, "--nobody")
    assert team.json("absence", "list")[0]["on_mail"] == "pool"
    team.ok("absence", "change", number, "--from", "today", "--on-mail", "keep")
    (one,) = team.json("absence", "list")
    assert (one["on_mail"], one["when"]) == ("keep", "now")
    listed = team.ok("absence", "list")
    assert all(words in listed for words in ("Mori", "away now", "no stand-in", "waits for them"))
    team.become("mori", "Mori", 4002)
    assert "withdrew" in team.ok("absence", "end") or team.json("absence", "list") == []
    assert "Nobody is away" in team("absence", "list").err


def test_people_are_named_by_login_or_by_name(team: Shell) -> None:
    team.ok("absence", "add", "Mori", "--from", "+1", "--stand-in", "TANAKA")
    (one,) = team.json("absence", "list")
    assert (one["login"], one["stand_in"]) == ("mori", "tanaka")
    team.ok("absence", "change", str(one["id"]), "--stand-in", "Sato")
    assert team.json("absence", "list")[0]["stand_in"] == "sato"
    team.become("sato2", "Sato", 4004)
    team.ok("add", "--subject", "S")
    team.become("sato", "Sato")
    told = team.fails(3, "absence", "change", str(one["id"]), "--stand-in", "Ｓato")
    assert told == "'Ｓato' can be sato, sato2: write one of these."


def test_half_days_are_read_as_they_are_printed(team: Shell) -> None:
    team.ok("absence", "add", "--from", "2027-01-04pm", "--to", "2027-01-06am")
    (one,) = team.json("absence", "list")
    assert (one["from"], one["to"], one["working_days"]) == ("2027-01-04pm", "2027-01-06am", 2.0)
    told = team.ok("absence", "change", "--to", "2027-01-07")
    assert told == "Sato changed an absence: Mon Jan 4 2027 afternoon - Thu Jan 7 2027\n"


def test_a_named_week_is_all_of_it(team: Shell) -> None:
    team.ok("absence", "add", "--from", "next week")
    (one,) = team.json("absence", "list")
    first, last = date.fromisoformat(one["from"]), date.fromisoformat(one["to"])
    assert (first.weekday(), last - first) == (0, timedelta(days=6))
    team.ok("absence", "change", "--from", "再来週")
    (one,) = team.json("absence", "list")
    week = timedelta(days=7)
    assert (one["from"], one["to"]) == (str(first + week), str(last + week))


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("add", "nobody", "--from", "+1"), 3, "no member 'nobody' here; there are: Mori (mori)"),
        (("add", "nobody", "--from", "+1"), 3, ". Somebody new becomes a member by opening the"),
        (("add", "--from", "+1", "--stand-in", "x"), 3, ". Somebody new becomes a member by"),
        (("add", "--from", "2027-02-31"), 2, "the last one of that month is 2027-02-28"),
        (("add", "--from", "+7", "--to", "+1"), 3, "before it begins"),
        (("add", "--from", "yesterday"), 3, "is past: name a last day that isn't over"),
        (("add", "--from", "+1pm", "--to", "+1am"), 3, "From noon to noon"),
        (("add", "--from", "+1", "--stand-in", "sato"), 3, "Nobody stands in for themselves."),
        (("add", "--from", "+1", "--stand-in", "nobody"), 3, "Name one of: Mori (mori), Tanaka"),
        (("add", "--from", "+1", "--on-mail", "stand-in"), 3, "Nobody is named who stands in"),
        (("change", "77", "--to", "+1"), 3, "look at csboard absence list"),
        (("change", "--to", "+1"), 3, "You are not away, and will not be."),
        (("end",), 3, "You are not away"),
        (("rule", "1", "1001"), 2, "Say what is done (--on-mail, --stand-in), or --off"),
    ],
)
def test_what_can_not_be(team: Shell, words: tuple[str, ...], status: int, told: str) -> None:
    assert told in team.fails(status, "absence", *words)
    assert team.json("absence", "list", "--all") == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_list_fits_the_terminal_and_pads_no_long_text(
    team: Shell, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.ok("absence", "add", "mori", "--from", "+2", "--to", "+4", "--stand-in", "tanaka")
    team("absence", "add", "--from", "+1", "--to", "+9", "--stand-in", "mori")
    team.ok("absence", "add", "tanaka", "--from", "+30")
    piped = team.ok("absence", "list", "--lang", language)
    assert len(piped.splitlines()) == 3
    assert not re.search(r"   \S+: ", piped), "a long text is padded"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")
    assert team.ok("absence", "list", "--lang", language) == piped
    monkeypatch.setenv("COLUMNS", "80")
    lines = team.ok("absence", "list", "--lang", language).splitlines()
    assert max(map(width, lines)) <= 80 < max(map(width, piped.splitlines()))
    assert "".join("".join(lines).split()) == "".join(piped.split()), "no word is lost"
    assert [line[:4].isspace() for line in lines] == [False, True, True] * 3


def test_a_stand_in_who_is_away_too_is_told(team: Shell) -> None:
    team.ok("absence", "add", "mori", "--from", "+2", "--to", "+4", "--stand-in", "tanaka")
    told = team("absence", "add", "--from", "+1", "--to", "+3", "--stand-in", "mori")
    assert told.status == 0
    assert "Mori is away too (" in told.err
    assert "): Tanaka stands in then." in told.err
    first = team.json("absence", "list")[0]
    assert (first["stand_in"], first["acting"]) == ("mori", "mori"), "who is there as it begins"


def test_a_rule_for_one_inquiry(team: Shell) -> None:
    number = team.ok("add", "--subject", "x").strip()
    team.ok("claim", number)
    team.ok("absence", "add", "--from", "today", "--to", "+3")
    absence = str(team.json("absence", "list")[0]["id"])
    team.ok("absence", "rule", absence, number, "--stand-in", "mori")
    assert team.json("absence", "list")[0]["tasks"] == [
        {"task": number, "on_mail": "stand_in", "stand_in": "mori"}
    ]
    assert f"free for anybody, but #{number}: goes to Mori" in team.ok("absence", "list")
    team.ok("absence", "rule", absence, number, "--off")
    assert team.json("absence", "list")[0]["tasks"] == []


def test_list_and_show_tell_of_the_owner(team: Shell) -> None:
    number = team.ok("add", "--subject", "x").strip()
    team.ok("claim", number)
    assert [card["owner_away"] for card in team.json("list")] == [None]
    team.ok("absence", "add", "--from", "today", "--to", "+3", "--stand-in", "mori")
    until = team.json("absence", "list")[0]["to"]
    away = {"until": until, "stand_in": "mori"}
    assert [card["owner_away"] for card in team.json("list")] == [away]
    shown = team.json("show", number)
    assert [shown["owner_away"], shown["tasks"][0]["owner_away"]] == [away, away]
    assert "Sato is away until" in team.ok("show", number)
    assert "Mori stands in" in team.ok("show", number)


def test_a_mail_that_comes_in_goes_to_the_stand_in(team: Shell) -> None:
    """By a process of its own, as the mail server begins one."""
    intake(team.url, mail(1))
    (card,) = team.json("list")
    number = str(card["number"])
    team.ok("claim", number)
    team.ok("move", number, "doing")
    team.ok("absence", "add", "--from", "today", "--to", "+3", "--stand-in", "mori")
    intake(team.url, mail(2, answers=1))
    (card,) = team.json("list")
    assert (card["owner"], card["stage"], card["owner_away"]) == ("mori", "doing", None)
    (told,) = [one for one in team.json("history", number) if one["kind"] == "joined"]
    assert told["detail"]["absent"] == {"login": "sato", "to": "mori"}
    assert "(Sato is away: it went to Mori)" in team.ok("history", number)
    team.become("mori", "Mori", 4002)
    assert "Sato is away and the customer wrote" in team.ok("inbox")


def intake(url: str, raw: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "csboard", "intake", "mail"],
        env={**os.environ, "CSBOARD_DATABASE": url},
        input=raw.encode(),
        check=True,
        capture_output=True,
        timeout=60,
    )


def test_an_absence_has_one_shape_wherever_it_is_told(team: Shell) -> None:
    team.ok("absence", "add", "mori", "--from", "today", "--to", "+1am", "--stand-in", "tanaka")
    (listed,) = team.json("absence", "list")
    told = {key: listed[key] for key in ("login", "from", "to", "stand_in", "acting", "stand_ins")}
    assert told["to"].endswith("am")
    assert team.json("standup")["away"] == [told]
    assert team.json("wall")["away"] == [told]
    del told["acting"], told["stand_ins"]
    checked = team.json("leave-check", "mori")
    assert told == {key: checked[key] for key in told}


def test_ending_without_a_number_means_the_one_that_goes_on(team: Shell) -> None:
    team.ok("absence", "add", "--from", "2027-01-04", "--to", "2027-01-08")
    (coming,) = team.json("absence", "list")
    told = team.fails(3, "absence", "end")
    assert told.startswith("You are not away now.")
    assert f"Mon Jan 4 2027 - Fri Jan 8 2027: csboard absence end {coming['id']}" in told
    team.ok("absence", "add", "--from", "today", "--to", "tomorrow")
    team.ok("absence", "end")
    assert [one["id"] for one in team.json("absence", "list")] == [coming["id"]]
    assert "withdrew" in team.ok("absence", "end", str(coming["id"]))


def test_undoing_an_absence_says_which_task_stays_where_it_went(team: Shell) -> None:
    intake(team.url, mail(1))
    team.become("mori", "Mori", 4002)
    team.ok("claim", "1001")
    team.ok("absence", "add", "--from", "today", "--stand-in", "tanaka")
    intake(team.url, mail(2, answers=1))
    told = team("undo")
    assert "undid: entering an absence" in told.out
    assert "#1001 stays with Tanaka: csboard take-over 1001 WHY takes it over." in told.err
