"""What is different between two states of a reply."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.letters import Address
from csboard.domain.replies import FileInfo, Recipients, Words
from csboard.tui.differences import Changed, differences, whole_of

LINES = st.lists(st.sampled_from(["", "a", "b", "ありがとう", "ございます"]), max_size=12)


def texts(lines: list[Changed], *signs: str) -> list[str]:
    return [line.text for line in lines if line.sign in signs]


@given(LINES, LINES)
def test_nothing_is_left_out_of_either(before: list[str], after: list[str]) -> None:
    found = differences(before, after)
    assert texts(found, " ", "-") == before
    assert texts(found, " ", "+") == after


@given(LINES)
def test_the_same_has_no_difference(lines: list[str]) -> None:
    assert {line.sign for line in differences(lines, lines)} <= {" "}


def test_a_line_that_was_put_in_is_the_only_difference() -> None:
    found = differences(["a", "b", "c"], ["a", "b", "x", "c"])
    assert [(line.sign, line.text) for line in found] == [
        (" ", "a"),
        (" ", "b"),
        ("+", "x"),
        (" ", "c"),
    ]


def test_recipients_subject_and_files_are_compared_too() -> None:
    to = Address("山田", "yamada@example.jp")
    words = Words(Recipients((to,), (Address("", "b@example.jp"),)), "Re: 請求", "本文", "cs@x.jp")
    file = FileInfo(1, "見積.pdf", "application/pdf", 10, "0" * 64)
    assert whole_of(words, (file,)) == [
        "From: cs@x.jp",
        "To: 山田 <yamada@example.jp>",
        "Cc: b@example.jp",
        "Subject: Re: 請求",
        "Files: 見積.pdf",
        "",
        "本文",
    ]
