"""`csboard handoff`, as two people at a prompt use it."""

from __future__ import annotations

import re

import pytest

from tests.support.shell import Shell


@pytest.fixture
def number(shell: Shell) -> str:
    """A task of Sato's, who is at the prompt; Tanaka is in the team, too."""
    number = shell.ok("add", "--subject", "二重に請求").strip()
    shell.ok("claim", number)
    shell.become("tanaka", "田中", 4002)
    shell.ok("note", number, "田中です")
    shell.become("sato", "Sato")
    return number


def test_from_the_sheet_to_the_receiver_and_back(shell: Shell, number: str) -> None:
    assert "二重に請求" in shell("handoff", "show", number).out
    story = shell.json("handoff", "show", number)["begun"]["story"]
    assert story.startswith("二重に請求\nNoted, ")
    assert story.endswith("田中: 田中です")
    told = shell("handoff", "write", number, "--state", "watch", "--story", "一行目")
    assert "If something comes up" in told.err
    assert "lacks" in shell.fails(3, "handoff", "offer", number, "tanaka")
    shell.ok("handoff", "write", number, "--none")
    sheet = shell.json("handoff", "show", number)
    assert (sheet["state"], sheet["story"], sheet["missing"]) == ("watch", "一行目", [])
    assert "田中 (tanaka): 0 open tasks" in shell.fails(2, "handoff", "offer", number)
    shell.ok("handoff", "offer", number, "田中")
    assert shell.json("handoff", "list", "--for", "SATO")[0]["receiver"] == "tanaka"
    assert shell.json("handoff", "list", "--for", "田中") == []
    assert "withdraw the offer first" in shell.fails(3, "handoff", "drop", number)
    shell.ok("handoff", "withdraw", number)
    assert shell.json("handoff", "show", number)["story"] == "一行目"
    shell.ok("handoff", "drop", number)
    assert shell.json("handoff", "list") == []
    shell.ok("undo")
    shell.ok("handoff", "offer", number, "tanaka")
    assert shell.json("list")[0]["owner"] == "sato"
    shell.ok("edit", number, "--urgency", "high", "--why", "急ぎ")
    since = "since it was written: urgency raised to high"
    assert "since then: urgency raised to high" in shell.ok("handoff", "list")
    assert since in shell.ok("handoff", "show", number)
    assert since in shell.ok("handoff", "print", "--format", "md")
    shell.become("tanaka", "田中", 4002)
    assert since in shell("handoff", "take", number, "請求の", "件").err
    (taken,) = shell.json("handoff", "list")
    assert (taken["taken_by"], taken["read_back"]) == ("tanaka", "請求の 件")
    assert shell.json("list")[0]["owner"] == "tanaka"
    shell.become("sato", "Sato")
    shell.ok("handoff", "take-back", number)
    assert shell.json("list")[0]["owner"] == "sato"
    assert shell.json("handoff", "list") == []


def test_an_inquiry_says_how_its_hand_off_stands_and_who_took_it(shell: Shell, number: str) -> None:
    assert "Hand-off" not in shell.ok("show", number)
    assert shell.json("show", number)["hand_offs"] == []
    shell.ok("handoff", "write", number, "--none")
    shell.ok("handoff", "offer", number, "tanaka")
    assert f"#{number}  Sato to 田中, not taken yet" in shell.ok("show", number)
    assert [one["receiver"] for one in shell.json("show", number)["hand_offs"]] == ["tanaka"]
    shell.become("tanaka", "田中", 4002)
    shell.ok("handoff", "take", number, "請求の", "件")
    assert f"#{number}  Sato to 田中, taken " in shell.ok("show", number)
    told = f"田中 took #{number}, which Sato handed off: “請求の 件”"
    assert told in shell.ok("history", number)


def test_those_of_a_giver_and_those_of_a_receiver(shell: Shell, number: str) -> None:
    def listed(*words: str) -> list[str]:
        assert shell("handoff", "print", *words).status == 0
        return [one["task"] for one in shell.json("handoff", "list", *words)]

    shell.ok("handoff", "write", number, "--none")
    assert listed("--from", "sato") == listed("--for", "sato") == [number]
    assert listed("--to", "田中") == []
    shell.ok("handoff", "offer", number, "tanaka")
    assert listed("--to", "田中") == listed("--from", "sato", "--to", "tanaka") == [number]
    assert listed("--to", "sato") == listed("--from", "tanaka") == []
    shell.ok("handoff", "offer", number, "--anybody")
    assert listed("--to", "tanaka") == []
    shell.become("tanaka", "田中", 4002)
    shell.ok("handoff", "take", number, "x")
    assert listed("--to", "tanaka") == [number]


def test_a_receiver_who_is_away_in_the_givers_leave_is_told_of(shell: Shell, number: str) -> None:
    shell.ok("handoff", "write", number, "--none")
    days = ("--from", "+9", "--to", "+10")
    told = shell.ok("absence", "add", "tanaka", *days).split(": ")[1].strip()
    assert shell("handoff", "offer", number, "tanaka").err == "", "Sato doesn't go away"
    shell.ok("absence", "add", "--from", "+7", "--to", "+14")
    shell.ok("handoff", "offer", number, "--anybody")
    offered = shell("handoff", "offer", number, "tanaka")
    assert (offered.status, shell.json("handoff", "list")[0]["receiver"]) == (0, "tanaka")
    assert "田中 is away too in that leave: " in offered.err
    for day in told.split(" - "):
        assert day.split(" ", 1)[1] in offered.err


def test_what_went_on_untaken_is_told_with_its_words(shell: Shell, number: str) -> None:
    shell.ok("handoff", "write", number, "--none", "--story", "返金待ち")
    shell.ok("handoff", "offer", number, "--anybody")
    shell.become("tanaka", "田中", 4002)
    shell.ok("take-over", number, "急ぎ")
    for told in (
        shell.ok("handoff", "show", number),
        shell.ok("handoff", "print"),
        shell.ok("handoff", "print", "--for", "sato", "--format", "md"),
    ):
        assert ("返金待ち" in told, "not taken; 田中 has the task now" in told) == (True, True)
    assert "not taken" in shell.ok("handoff", "list", "--for", "sato")
    assert "the offer to whoever takes it ended untaken" in shell.ok("history", number)
    shell.become("sato", "Sato")
    told = shell.fails(3, "handoff", "take", number, "x")
    assert told == f"#{number} is not offered any more: 田中 took it over. 田中 has it now."


def test_a_sheet_that_is_over_is_shown_as_past(shell: Shell, number: str) -> None:
    shell.ok("handoff", "write", number, "--none", "--story", "一枚目")
    shell.ok("handoff", "offer", number, "tanaka")
    shell.become("tanaka", "田中", 4002)
    shell.ok("handoff", "take", number, "了解")
    shell.become("sato", "Sato")
    shell.ok("handoff", "take-back", number)
    assert ", taken back " in shell.ok("handoff", "show", number)
    shell.ok("handoff", "write", number, "--none", "--story", "二枚目")
    assert "not offered yet" in shell.ok("handoff", "show", number)
    shell.ok("handoff", "drop", number)
    shown = shell("handoff", "show", number)
    assert "was thrown away" in shown.err
    assert "枚目" not in shown.out


def test_the_set_is_printed(shell: Shell, number: str) -> None:
    shell.ok("team", "apply", "-", stdin="own_addresses = ['support@shop.example']")
    assert "nothing to mail" in shell.fails(3, "handoff", "print", "--mail", "a@example.jp")
    shell.ok("handoff", "write", number, "--none", "--steps", "- [ ] *返金*")
    assert "not both" in shell.fails(2, "handoff", "offer", number, "tanaka", "--anybody")
    shell.ok("handoff", "offer", number, "--anybody")
    assert "whoever takes it" in shell.ok("handoff", "print")
    page = shell.ok("handoff", "print", "--format", "md")
    assert page.startswith("# Hand-offs")
    assert "\\*返金\\*" in page


@pytest.mark.parametrize(
    ("language", "head"),
    [
        (
            "en",
            (
                r"Date: \d{4}-\d\d-\d\d \d\d:\d\d",
                "From: Sato",
                "To: 田中, whoever takes it",
                r"Away: \w+ \w+ \d.* - \w+ \w+ \d.*",
                "Stand-in: 田中",
            ),
        ),
        (
            "ja",
            (
                r"作成日時: \d{4}-\d\d-\d\d \d\d:\d\d",
                "引き継ぎ元: Satoさん",
                "引き継ぎ先: 田中さん、全員",
                r"不在: .*\d\(.\)〜.*\d\(.\)",
                "代理: 田中さん",
            ),
        ),
    ],
)
def test_the_set_has_a_head(
    shell: Shell, number: str, language: str, head: tuple[str, ...]
) -> None:
    other = shell.ok("add", "--subject", "届かない").strip()
    shell.ok("claim", other)
    for one, receiver in ((number, "tanaka"), (other, "--anybody")):
        shell.ok("handoff", "write", one, "--none")
        shell.ok("handoff", "offer", one, receiver)
    days = ("--from", "+7", "--to", "+9", "--stand-in", "tanaka")
    shell.ok("absence", "add", "sato", *days)  # after the sheets were written
    made = ("--lang", language, "handoff", "print")
    as_text, as_list = "\n".join(head), "\n- ".join(("", *head))
    assert re.match(rf"[^\n]+\n{as_text}\n\n#{number} ", shell.ok(*made))
    as_markdown = shell.ok(*made, "--format", "md")
    assert re.match(rf"# [^\n]+\n{as_list}\n\n## #{number} ", as_markdown)


@pytest.mark.parametrize("word", ["to be watched", "watch", "要注意", "Watch"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_how_it_stands_is_said_by_the_word_that_is_shown(
    shell: Shell, number: str, word: str, language: str
) -> None:
    told = shell.ok("--lang", language, "handoff", "write", number, "--state", word, "--none")
    assert shell.json("handoff", "show", number)["state"] == "watch"
    assert f"csboard handoff offer {number}" in told, "the next step is named"


def test_an_inquiry_filed_as_junk_hides_no_other_hand_off(shell: Shell, number: str) -> None:
    days = ("--from", "2026-11-27", "--to", "2026-11-28")
    absence = str(shell.json("absence", "add", "sato", *days)["detail"]["absence"])
    other = shell.ok("add", "--subject", "届かない").strip()
    shell.ok("claim", other)
    for one in (number, other):
        shell.ok("handoff", "write", one, "--none")
        shell.ok("handoff", "offer", one, "tanaka")
    shell.become("tanaka", "田中", 4002)
    for one in (number, other):
        shell.ok("handoff", "take", one, "了解")
    shell.ok("junk", number)
    assert [one["task"] for one in shell.json("handoff", "list")] == [other]
    assert "届かない" in shell.ok("handoff", "list")
    made = shell.ok("handoff", "print", "--absence", absence)
    assert ("届かない" in made, "二重に請求" in made) == (True, True)


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        (2, ("write", "{n}", "--state", "fine"), "calm (stable), to be watched (watch)"),
        (3, ("offer", "{n}", "nobody"), "name one of 田中 (tanaka). Somebody new becomes a member"),
        (3, ("take", "{n}", "x"), "offered to nobody"),
        (3, ("withdraw", "{n}"), "offered to nobody"),
        (3, ("drop", "{n}"), "offered to nobody"),
        (3, ("take-back", "{n}"), "handed off nothing"),
        (3, ("keep", "{n}"), "handed off nothing"),
        (3, ("show", "9999"), "9999"),
        (3, ("list", "--absence", "7"), "no absence 7"),
        (3, ("print", "--for", "nobody"), "no member 'nobody': look at"),
        (2, ("offer", "x"), "no number"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(
    shell: Shell, number: str, status: int, words: tuple[str, ...], told: str
) -> None:
    if words[0] == "offer" and words[1] == "{n}":
        shell.ok("handoff", "write", number, "--none")
    assert told in shell.fails(status, "handoff", *(word.format(n=number) for word in words))
