"""`csboard tag`: inquiries are tagged, and the team's words put in order."""

from __future__ import annotations

import pytest

from tests.support.shell import Shell


@pytest.fixture
def number(shell: Shell) -> str:
    return shell.ok("add", "--subject", "x", "--tag", "決済").strip()


def content(shell: Shell, number: str) -> list[str]:
    return list(shell.json("show", number)["tags"]["content"])


def test_signs_put_on_and_take_off(shell: Shell, number: str) -> None:
    told = shell.ok("tag", number, "+content:返品", "-決済", "+emotion:怒り")
    assert "+返品" in told
    assert "-決済" in told
    shown = shell.json("show", number)["tags"]
    assert shown == {"content": ["返品"], "symptom": [], "emotion": ["怒り"]}
    shell.ok("tag", number, "-emotion:怒り")
    assert shell.json("show", number)["tags"]["emotion"] == []


def test_words_are_put_in_order(shell: Shell, number: str) -> None:
    shell.ok("tag", number, "お支払い")
    shell.ok("tag", "merge", "お支払い", "決済")
    assert content(shell, number) == ["決済"]
    shell.ok("tag", "rename", "決済", "支払い")
    shell.ok("tag", "reading", "支払い", "しはらい")
    [tag] = shell.json("tag", "list")
    assert (tag["word"], tag["reading"], tag["uses"]) == ("支払い", "しはらい", 1)
    assert set(tag["formerly"]) == {"お支払い", "決済"}
    shell.ok("tag", "retire", "content:決済")
    assert "retired" in shell.ok("tag", "list")
    shell.ok("tag", "bring-back", "支払い")
    shell.ok("undo")
    assert "retired" in shell.ok("tag", "list")


def test_what_makes_no_sense_is_told(shell: Shell, number: str) -> None:
    shell.ok("tag", number, "symptom:決済")
    assert "more than one kind" in shell.fails(2, "tag", "retire", "決済")
    assert "no tag" in shell.fails(3, "tag", "retire", "ない")
    assert "Say which tags" in shell.fails(2, "tag", number)
    assert "rename OLD NEW" in shell.fails(2, "tag", "rename", "決済")
    assert "commas" in shell.fails(3, "tag", number, "a,b")
    assert "40 at most" in shell.fails(3, "tag", number, "x" * 10_000)
    assert content(shell, number) == ["決済"]


def test_a_tag_renamed_with_its_kind_before_the_word_stays_one_word(
    shell: Shell, number: str
) -> None:
    shell.ok("tag", "rename", "content:決済", "content:支払い")
    assert content(shell, number) == ["支払い"]
    told = shell.fails(2, "tag", "rename", "支払い", "emotion:怒り")
    assert "stays one: write content:怒り" in told
    assert content(shell, number) == ["支払い"]


def test_the_list_takes_no_words(shell: Shell) -> None:
    assert "Write csboard tag list." in shell.fails(2, "tag", "list", "extra")
