"""Lines of a reply: nothing is lost, nothing is broken that must not be."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.mail.wrapping import _NOT_FIRST, _NOT_LAST, SIGNATURE_MARK, cells, wrapped


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ["short"]),
        ("one two three", ["one two", "three"]),
        ("あいうえおかきく", ["あいうえお", "かきく"]),
        ("あいうえお。かき", ["あいうえ", "お。かき"]),
        ("あいうえおっー、か", ["あいうえ", "おっー、か"]),
        ("あいうえ「かき」", ["あいうえ", "「かき」"]),
        ("ａb お申し込みはhttps://example.jp/a?b=c#dから", None),
        ("  - item with indent", ["  - item", "with", "indent"]),
        ("trailing   ", ["trailing"]),
        ("> quoted lines are never broken", ["> quoted lines are never broken"]),
        (SIGNATURE_MARK, [SIGNATURE_MARK]),
        ("ーーーーーーーーー", ["ーーーーー", "ーーーー"]),
        ("", [""]),
    ],
)
def test_at_ten_columns(text: str, lines: list[str] | None) -> None:
    got = wrapped(text, 10).split("\n")
    if lines is not None:
        assert got == lines
    else:
        assert any("https://example.jp/a?b=c#d" in line for line in got)


def test_zero_breaks_nothing() -> None:
    assert wrapped("あ" * 500 + "  \nb", 0) == "あ" * 500 + "\nb"


PIECES = st.lists(
    st.sampled_from(
        ["あ", "い", "、", "。", "「", "」", "ー", "っ", "漢字", "word", "a", " ", "　", "\n", "> ",
         "https://example.jp/x?y=z", "ｱﾞ", "か\u3099", "👩‍👩‍👧", "(", ")", "-- ", "x" * 30]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(PIECES, st.integers(10, 40))
def test_no_letter_is_lost_and_once_is_enough(text: str, columns: int) -> None:
    done = wrapped(text, columns)
    assert re.sub(r"\s", "", done) == re.sub(r"\s", "", text)
    assert wrapped(done, columns) == done


@given(PIECES, st.integers(10, 40))
def test_lines_are_as_wide_as_they_may_be(text: str, columns: int) -> None:
    for line in wrapped(text, columns).split("\n"):
        assert line == line.rstrip() or line == SIGNATURE_MARK
        if cells(line) > columns and not line.startswith(">"):
            # narrow letters without a blank, with what clings to them
            assert " " not in line.strip(" 　") or cells(line.lstrip(" 　")) > columns - 10


@given(st.text("あいう、。「」", min_size=1, max_size=80))
def test_japanese_lines_begin_and_end_as_they_may(text: str) -> None:
    """Where any line could be broken by the rules, all are."""
    if re.search("[、。」]{4}|「{4}", text):
        return
    lines = wrapped(text, 20).split("\n")
    for before, after in itertools.pairwise(lines):
        assert before[-1] not in _NOT_LAST
        assert after[0] not in _NOT_FIRST
