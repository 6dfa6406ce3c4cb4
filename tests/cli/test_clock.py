"""Clocks and promises in the shell: `csboard clock`, and what other commands say of them."""

from __future__ import annotations

import pytest

from csboard.domain.settings import WEEKDAYS
from tests.support.shell import Shell

ALWAYS = "\n".join(f'{day} = ["00:00-24:00"]' for day in WEEKDAYS)
PROMISED = f"""
[hours]
{ALWAYS}
[promises]
first = ["4h", "30m urgency:urgent"]
solved = ["40h"]
"""
"""Business time is all the time: what is told doesn't hang on when the tests run."""


@pytest.fixture
def promising(shell: Shell) -> Shell:
    """A team that promises a first reply, with #1001 urgent by mail and #1002 by phone."""
    shell.ok("team", "apply", "-", stdin=PROMISED)
    mail = b"From: y@example.jp\nSubject: Charged twice\nMessage-ID: <a@example.jp>\n\nHelp\n"
    shell.ok("intake", "mail", stdin=mail)
    shell.ok("edit", "1001", "--urgency", "urgent", "--why", "twice")
    shell.ok("add", "--subject", "By phone", "--channel", "phone")
    return shell


def test_every_clock_is_told_line_by_line(promising: Shell) -> None:
    lines = promising.ok("clock", "#1001").splitlines()
    assert lines[0] == "#1001 Charged twice"
    assert lines[1].startswith("first reply  0:30 left, due ")
    assert "started: it came in" in lines[2]
    assert "Promised within 0:30 of business time (urgency:urgent)" in "\n".join(lines)
    assert any(line.startswith("solved  40:00 left, due ") for line in lines)
    assert all(line.startswith(("#", "first reply", "solved", "  ")) for line in lines if line)
    assert lines.count("") == 1


def test_for_programs_durations_are_seconds_of_business_time(promising: Shell) -> None:
    told = promising.json("clock", "1001")
    first, solved = told["clocks"]
    assert (told["number"], told["promise"]) == (1001, "first")
    assert (first["clock"], first["state"], first["broken"]) == ("first", "running", False)
    assert first["promise"] == {"within_s": 1800, "conditions": "urgency:urgent"}
    assert 1700 < first["left_s"] <= 1800
    assert told["promise_left_s"] == first["left_s"]
    assert told["first_reply_due_at"] == told["promise_due_at"] == first["due_at"]
    (span,) = first["spans"]
    assert (span["start"], span["end"], span["paused"]) == (first["started_at"], None, None)
    assert first["used_s"] == span["worked_s"]
    assert (solved["clock"], solved["promise"]["conditions"]) == ("solved", "")


def test_lists_tell_what_is_due(promising: Shell) -> None:
    by_number = {one["number"]: one for one in promising.json("list")}
    urgent, spoken = by_number[1001], by_number[1002]
    assert urgent["first_reply_due_at"] == urgent["promise_due_at"]
    assert (urgent["promise"], urgent["promise_paused"]) == ("first", None)
    assert 0 < urgent["promise_left_s"] <= 1800
    assert (spoken["promise"], spoken["first_reply_due_at"]) == ("solved", None)
    assert promising.json("next")["promise"] == "first"
    assert promising.json("add", "--subject", "x")["promise"] == "solved"


def test_show_says_how_the_promises_stand(promising: Shell) -> None:
    shown = promising.ok("show", "1001")
    assert "Clock" in shown
    assert "first reply  0:30 left, due " in shown
    shape = promising.json("show", "1001")
    assert (shape["promise"], shape["tasks"][0]["promise"]) == ("first", "first")
    assert shape["first_reply_due_at"] is not None


def test_what_waits_is_paused(promising: Shell) -> None:
    promising.ok("team", "apply", "-", stdin='pausing = { customer = ["first", "solved"] }\n')
    promising.ok("claim", "1001")
    promising.ok("wait", "1001", "--for", "customer")
    (urgent,) = promising.json("list", "--waiting")
    assert (urgent["promise_paused"], urgent["promise_due_at"]) == ("customer", None)
    assert "paused with 0:30 left: waits for customer" in promising.ok("clock", "1001")


def test_a_closed_one_tells_how_it_ended(promising: Shell) -> None:
    promising.ok("move", "1002", "done")
    assert "solved  kept: it was closed after 0:00" in promising.ok("clock", "1002")
    told = promising.json("show", "1002")
    assert (told["promise"], told["promise_left_s"]) == (None, None)
    states = {one["clock"]: one["state"] for one in promising.json("clock", "1002")["clocks"]}
    assert states == {"next": "dropped", "solved": "met"}


def test_a_merged_number_leads_to_where_it_goes_on(promising: Shell) -> None:
    promising.ok("merge", "1002", "1001")
    result = promising("clock", "1002")
    assert result.err == "csboard: #1002 goes on in #1001.\n"
    assert result.out.startswith("#1001 Charged twice\nfirst reply")
    assert promising.json("clock", "1002")["number"] == 1001


def test_junk_has_clocks_that_came_to_nothing(promising: Shell) -> None:
    promising.ok("junk", "1001")
    told = promising.ok("clock", "1001")
    assert "first reply  filed as junk after 0:00" in told
    assert promising.json("clock", "1001")["promise"] is None


def test_what_names_nothing_is_said_in_a_sentence(promising: Shell) -> None:
    assert promising.fails(3, "clock", "9999") == "There is no inquiry #9999."
    assert "is no number of an inquiry" in promising.fails(2, "clock", "x")


def test_without_promises_clocks_run_and_nothing_is_due(shell: Shell) -> None:
    shell.ok("add", "--subject", "x")
    assert shell.json("list")[0]["promise"] is None
    assert "Clock" not in shell.ok("show", "1001")
    told = shell.ok("clock", "1001").splitlines()
    assert told[1] == "The team has promised nothing so far: csboard team edit, [promises]."
    assert any(line.startswith("solved  running for 0:00") for line in told)
