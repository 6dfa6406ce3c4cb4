"""Cutting and wrapping in cells, as Japanese is set."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import CellSpan, split_graphemes

from csboard.text import NEVER_FIRST, NEVER_LAST, clean
from csboard.tui import layout
from csboard.tui.layout import (
    cell_len,
    cut,
    cut_between,
    pad,
    paragraphs,
    wrap,
    wrap_all,
    wrap_indented,
)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("ログイン", 8, "ログイン"),
        ("ログインできない", 8, "ログイ…"),
        ("ログインできない", 9, "ログイン…"),
        ("abc def", 5, "abc…"),
        ("辻󠄀さん", 4, "辻󠄀…"),
        ("👩‍💻です", 4, "👩‍💻…"),
        ("が", 1, "…"),
        ("が", 0, ""),
    ],
)
def test_cut_keeps_letters_whole(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected


def test_pad_fills_to_the_cell() -> None:
    assert pad("日本", 6) == "日本  "
    assert cell_len(pad("日本語です", 7)) == 7


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Order has not arrived", 21, "Order has not arrived"),
        ("Order has not arrived", 20, "Order has not…"),
        ("Order has not arrived", 14, "Order has not…"),
        ("Order has not arrived", 13, "Order has…"),
        ("Midori Design, Tokyo", 16, "Midori Design…"),
        ("Order has not arrived", 5, ""),
        ("注文の商品が届かない", 8, "注文の…"),
        ("注文Order12345が届かない", 10, "注文…"),
        ("", 0, ""),
        ("あ", 1, ""),
    ],
)
def test_cut_between_keeps_words_whole(text: str, width: int, expected: str) -> None:
    assert cut_between(text, width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("二重に請求されています。", 22, ("二重に請求されていま", "す。")),
        ("領収書を「東京」へ", 10, ("領収書を", "「東京」へ")),
        ("請求書PDFが開けない", 8, ("請求書", "PDFが開…")),
        ("cannot open the file", 11, ("cannot open", "the file")),
        ("食べちゃった", 6, ("食べ", "ちゃ…")),
        ("abcdefghij", 4, ("abcd", "efg…")),
        ("", 4, ("",)),
    ],
)
def test_wrap_follows_kinsoku(text: str, width: int, expected: tuple[str, ...]) -> None:
    assert wrap(text, width, 2) == expected


def test_continuation_is_indented_and_still_fits() -> None:
    lines = wrap("配送先の住所を変更したいのですが、", 16, 3, indent="  ")
    assert lines[1].startswith("  ")
    assert all(cell_len(line) <= 16 for line in lines)


TEXTS = st.text(alphabet=st.sampled_from("あ漢字ー、。「」（）ab c1っｶﾞé👩‍💻"), max_size=60).map(
    clean
)


@given(TEXTS, st.integers(4, 30), st.integers(1, 4))
def test_wrapped_lines_always_fit(text: str, width: int, lines: int) -> None:
    wrapped = wrap(text, width, lines)
    assert 1 <= len(wrapped) <= lines
    assert all(cell_len(line) <= width for line in wrapped)


@given(TEXTS, st.integers(8, 30))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    wrapped = wrap(text, width, 100)
    assert "".join("".join(wrapped).split()) == "".join(text.split())


@given(st.text(alphabet="あ漢字、。「」（）っ", min_size=1, max_size=40), st.integers(16, 30))
def test_no_line_begins_or_ends_wrongly(text: str, width: int) -> None:
    """Unless so many such letters meet that no break is left to choose."""
    wrapped = wrap(text, width, 100)
    for before, after in pairwise(wrapped):
        if after[0] in NEVER_FIRST or before[-1] in NEVER_LAST:
            at_the_break = before[-7:] + after[:1]
            assert any(
                second in NEVER_FIRST or first in NEVER_LAST
                for first, second in pairwise(at_the_break)
            )


def test_paragraphs_keep_the_lines_of_a_mail() -> None:
    assert paragraphs("一行目\n\n三行目です", 8, 5) == ["一行目", "", "三行目で", "す"]
    assert len(paragraphs("あ" * 100_000, 10, 5)) == 5


@given(st.text(), st.integers(4, 40))
def test_all_of_a_paragraph_is_kept_in_lines_that_fit(text: str, width: int) -> None:
    text = clean(text)
    lines = wrap_all(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


def test_indentation_is_kept() -> None:
    assert wrap_all("  - 請求書の番号", 12) == ["  - 請求書の", "番号"]
    assert wrap_indented("  請求書の番号", 10) == ["  請求書の", "  番号"]
    assert wrap_indented("        請求書", 8) == ["    請求", "    書"]
    assert wrap_indented("  ", 8) == [""]


@given(st.text(max_size=40), st.integers(-2, 3), st.integers(1, 3))
def test_where_there_is_no_room_nothing_fails(text: str, width: int, lines: int) -> None:
    assert len(wrap(text, width, lines, "  ")) <= lines
    assert wrap_all(text, width)


def test_a_letter_wider_than_the_line_stands_alone_and_no_empty_line_follows() -> None:
    assert wrap_all("「語", 1) == ["「", "語"]


@pytest.mark.parametrize("text", ["語" * 20_000, "x" * 40_000, "か\u3099" * 20_000])
def test_of_a_long_text_each_line_looks_at_little_more_than_itself(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = 0

    def counting(part: str) -> tuple[list[CellSpan], int]:
        nonlocal looked_at
        looked_at += len(part)
        return split_graphemes(part)

    monkeypatch.setattr(layout, "split_graphemes", counting)
    assert "".join(wrap_all(text, 70)) == text
    assert looked_at < 6 * len(text)
