"""Which words of a line are others than before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.tui.changed_words import MOST_COMPARED, Block, Span, changed_spans

LINE = st.text(alphabet=" abcカ漢字を、。é😀\u0301", max_size=30)


def words(line: str, spans: tuple[Span, ...]) -> list[str]:
    return [line[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("was", "now", "gone", "come"),
    [
        ("It is mended.", "It is mended today.", [], [" today"]),
        ("It will be mended soon.", "It was mended soon.", ["will be"], ["was"]),
        ("来週中にお届けします。", "明日の午前にお届けします。", ["来週中"], ["明日の午前"]),
        ("請求書をお送りします", "請求書を本日お送りします", [], ["本日"]),
        ("URLは https://a.example です", "URLは https://b.example です", ["a"], ["b"]),
        ("Order 3 pens", "Order 4 pens", ["3"], ["4"]),
        ("the very same", "the very same", [], []),
        ("これは別の話です", "completely different", [], []),
        ("", "new", [], []),
        ("a", "", [], []),
    ],
)
def test_just_the_words_that_are_others(
    was: str, now: str, gone: list[str], come: list[str]
) -> None:
    before, after = changed_spans(was, now)
    assert words(was, before) == gone
    assert words(now, after) == come


@given(LINE, LINE)
def test_without_the_changed_words_both_are_the_same(was: str, now: str) -> None:
    before, after = changed_spans(was, now)
    if before or after:
        assert without(was, before) == without(now, after)
    for line, spans in ((was, before), (now, after)):
        assert all(0 <= start < end <= len(line) for start, end in spans)
        assert list(spans) == sorted(spans)


def without(line: str, spans: tuple[Span, ...]) -> str:
    for start, end in reversed(spans):
        line = line[:start] + line[end:]
    return line


@pytest.mark.parametrize("length", [MOST_COMPARED + 1, 5_000_000])
def test_a_very_long_line_is_compared_from_its_ends(length: int) -> None:
    was = "漢" * length
    now = was[: length // 2] + "字" + was[length // 2 + 1 :]
    at = length // 2
    assert changed_spans(was, now) == ((Span(at, at + 1),), (Span(at, at + 1),))


def test_a_line_is_compared_with_the_one_it_came_for() -> None:
    block = Block(
        ["Dear Ms Sato,", "It is mended."], ["Hello,", "Dear Ms Sato!", "It is mended now."]
    )
    assert block.changed_words("+", 0) == ()
    assert words("Dear Ms Sato!", block.changed_words("+", 1)) == ["!"]
    assert words("Dear Ms Sato,", block.changed_words("-", 0)) == [","]
    assert words("It is mended now.", block.changed_words("+", 2)) == [" now"]
