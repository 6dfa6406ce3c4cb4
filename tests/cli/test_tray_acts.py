"""Mail of the tray decided by hand, and what others did meanwhile, from the shell."""

from __future__ import annotations

from typing import Any

import pytest

from csboard.db.reads import Reading
from csboard.domain.records import Receipt
from csboard.mail import rereading
from tests.support.shell import Shell

OWN = b"From: a@b.jp\nSubject: from ourselves\n\ntext\n"
AUTO = b"From: a@b.jp\nSubject: out of office\nAuto-Submitted: auto-replied\n\nback on Monday\n"
EVENT = ["id", "at", "actor", "kind", "number", "task", "detail"]


@pytest.fixture
def filed(shell: Shell) -> str:
    """The id of an automatic answer in the tray."""
    shell.ok("intake", "mail", stdin=AUTO)
    (one,) = shell.json("tray", "list")
    return str(one["id"])


def test_a_mail_of_the_tray_becomes_an_inquiry(shell: Shell, filed: str) -> None:
    event = shell.json("tray", "open", filed)
    assert (list(event), event["kind"]) == (EVENT, "opened")
    assert shell.json("show", str(event["number"]))["messages"][0]["text"] == "back on Monday"
    assert shell.json("tray", "list") == []


@pytest.mark.parametrize("words", [("join",), ("tray", "join")], ids=" ".join)
def test_a_mail_of_the_tray_joins_an_inquiry(
    shell: Shell, filed: str, words: tuple[str, ...]
) -> None:
    number = shell.ok("add", "--subject", "S").strip()
    told = shell.ok(*words, filed, f"#{number}")
    assert f"#{number}" in told
    assert [one["text"] for one in shell.json("show", number)["messages"]][-1] == "back on Monday"


def test_a_held_mail_is_dropped(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin='own_addresses = ["a@b.jp"]\n')
    shell.ok("intake", "mail", stdin=OWN)
    (held,) = shell.json("tray", "list")
    assert held["state"] == "held"
    shell.ok("tray", "drop", str(held["id"]))
    (filed,) = shell.json("tray", "list")
    assert filed["state"] == "filed"
    assert "already" in shell.fails(3, "tray", "drop", str(held["id"]))


def test_what_is_not_in_the_tray(shell: Shell, filed: str) -> None:
    shell.ok("tray", "open", filed)
    assert "already" in shell.fails(3, "tray", "open", filed)
    assert "99" in shell.fails(3, "tray", "open", "99")
    assert "tray list" in shell.fails(2, "tray", "drop", "x")
    assert "#77" in shell.fails(3, "join", filed, "77")
    shell.fails(2, "join", filed)


def test_activity_tells_what_others_did_until_it_is_marked(shell: Shell) -> None:
    number = shell.ok("add", "--subject", "領収書").strip()
    shell.become("suzuki", "Suzuki")
    shell.ok("claim", number)
    shell.become("sato")
    told = shell.ok("activity").splitlines()
    assert told[0] == f"#{number} 領収書"
    assert told[1].startswith("  ")
    assert told[1].endswith(f"Suzuki took #{number}")
    found = shell.json("activity", "--mark")
    assert [one["number"] for one in found["inquiries"]] == [int(number)]
    assert [event["kind"] for event in found["inquiries"][0]["events"]] == ["claimed"]
    again = shell("activity")
    assert (again.status, again.out) == (0, "")
    assert "Nothing new" in again.err
    assert shell.json("activity")["since"] == found["rev"]


def test_activity_says_when_there_was_more(shell: Shell) -> None:
    shell.become("suzuki", "Suzuki")
    for subject in "ab":
        shell.ok("add", "--subject", subject)
    shell.become("sato")
    found = shell("activity", "--limit", "1")
    assert "#1002" in found.out
    assert "--limit" in found.err
    assert shell.json("activity", "--limit", "1")["more"] is True


def test_looking_makes_nobody_a_member(shell: Shell) -> None:
    shell.become("guest", "Guest", uid=4007)
    shell.json("activity")
    assert "guest" not in shell.ok("team", "show")


def test_the_tray_says_why_and_reads_again(shell: Shell) -> None:
    shell.ok("team", "apply", "-", stdin='own_addresses = ["a@b.jp"]\n')
    shell.ok("intake", "mail", stdin=OWN)
    (held,) = shell.json("tray", "list")
    mail = str(held["id"])
    assert "a@b.jp, which is one of the team's own" in shell.ok("tray", "show", mail)
    assert "a@b.jp" in shell.json("tray", "show", mail)["why"]
    assert "nothing changes" in shell.ok("tray", "reread", mail)
    assert shell.json("intake", "reread", "--all")["same"] == 0, "this very version read it"
    shell.ok("team", "apply", "-", stdin="own_addresses = []\n")
    assert "opened #1001" in shell.ok("intake", "reread", "--held")
    assert shell.ok("intake", "reread", mail, mail).splitlines()[-1].endswith("2 as before")
    for words in ((), ("--all", "--held"), (mail, "--all")):
        shell.fails(2, "intake", "reread", *words)
    shell.fails(3, "intake", "reread", "99")


def test_held_mails_are_read_again_page_by_page_and_no_others_loaded(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once, though all of them stay held."""
    monkeypatch.setattr(rereading, "PAGE", 2)
    shell.ok("team", "apply", "-", stdin='own_addresses = ["a@b.jp"]\n')
    for number in range(5):
        shell.ok("intake", "mail", stdin=OWN + f"\n{number}".encode())
    shell.ok("tray", "drop", str(shell.json("tray", "list")[-1]["id"]))
    pages, receipts = [], Reading.receipts

    def noted(*words: Any, **more: Any) -> tuple[Receipt, ...]:
        found = receipts(*words, **more)
        pages.append([one.state for one in found])
        return found

    monkeypatch.setattr(Reading, "receipts", noted)
    lines = shell.ok("intake", "reread", "--held").splitlines()
    assert lines[-1].endswith("4 as before")
    assert len(lines) == 5
    assert pages == [["held"] * 2, ["held"] * 2, []]


def test_senders_are_blocked_and_junk_leaves_the_board(shell: Shell) -> None:
    assert "blocked a sender" in shell.ok("block", "spam@shop.example", "--why", "宣伝")
    (block,) = shell.json("block", "list")
    assert (block["address"], block["by"], block["why"]) == ("spam@shop.example", "sato", "宣伝")
    assert "宣伝" in shell.ok("block", "list")
    shell.ok("intake", "mail", stdin=b"From: spam@shop.example\nSubject: buy\n\ntext\n")
    (filed,) = shell.json("tray", "list")
    assert (filed["state"], filed["reason"]) == ("filed", "blocked")
    assert "was blocked by Sato on" in shell.ok("tray", "show", str(filed["id"]))
    shell.ok("block", "remove", "spam@shop.example")
    assert shell.json("block", "list") == []
    number = shell.ok("add", "--subject", "S").strip()
    assert f"#{number}" in shell.ok("junk", number)
    assert shell.json("list") == []
    shell.ok("reopen", number)
    assert [one["number"] for one in shell.json("list")] == [int(number)]
    shell.ok("tray", "junk", str(filed["id"]))
    for words in (("list", "a@b"), ("remove",), ()):
        shell.fails(2, "block", *words)


def test_an_empty_tray_says_so(shell: Shell) -> None:
    shell.ok("team", "show")
    result = shell("tray", "list")
    assert (result.status, result.out) == (0, "")
    assert "The tray is empty" in result.err


def test_what_is_no_mail_is_held_for_a_person(shell: Shell) -> None:
    shell.ok("intake", "mail", stdin=b"garbage\n")
    assert shell.json("list") == []
    (held,) = shell.json("tray", "list")
    assert (held["state"], held["reason"]) == ("held", "no-mail")
    assert "nobody could be answered" in shell.ok("tray", "show", str(held["id"]))
    assert shell.json("tray", "open", str(held["id"]))["kind"] == "opened"


def test_a_person_who_takes_a_mail_in_is_told_its_number(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csboard.cli.intake._is_watched", lambda _session: True)
    mail = b"From: a@example.jp\nSubject: x\n\ny\n"
    assert shell.ok("intake", "mail", stdin=mail) == "opened #1001\n"
