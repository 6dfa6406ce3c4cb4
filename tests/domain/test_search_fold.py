"""Folding and grams: what is written differently and meant alike is found by either."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csboard.domain import search_text
from csboard.domain.grams import MOST_BYTES, bounded, grams_of, needed_for
from csboard.domain.okurigana import LONG, MEANT_ALIKE, OKURIGANA
from csboard.domain.search_fold import meant_alike, search_fold
from csboard.text import fold

PIECES = sorted(
    {letter for line in OKURIGANA for letter in line}
    | {word for line in OKURIGANA for word in line.split()}
    | {*LONG, "ー", "あ", "。", "ｱ", "E-1"}
)


@pytest.mark.parametrize(
    "words",
    [
        "問い合わせ 問い合せ 問合わせ 問合せ",
        "お問い合わせ お問合せ",
        "申込 申込み 申し込み",
        "取消 取消し 取り消し",
        "振込 振り込み",
        "引落 引落し 引き落とし",
        "支払 支払い",
        "受取 受け取り",
        "見積 見積り 見積もり",
        "打合せ 打ち合わせ",
        "引継ぎ 引き継ぎ",
        "サーバ サーバー ｻｰﾊﾞｰ さーばー",
        "サーバエラー サーバーエラー",
        "ユーザーが ユーザが",
        "コンピューター コンピュータ",
        "できない 出来ない",
        "ＰＤＦ pdf",
    ],
)
def test_one_word_in_its_several_ways(words: str) -> None:
    assert len({search_fold(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words", ["ビル ビール", "チズ チーズ", "受取る 受取り", "引き出し 引き継ぎ", "申込む 申込み"]
)
def test_two_words_stay_two(words: str) -> None:
    one, other = words.split()
    assert search_fold(one) != search_fold(other)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
@example("申込みみ")
@example("届出来ない")
@example("サーバーーア")
def test_folding_again_changes_nothing(text: str) -> None:
    folded = search_fold(text)
    assert search_fold(folded) == folded
    assert search_fold(fold(text)) == search_fold(fold(fold(text)))


@given(st.text())
def test_no_folded_text_holds_what_parts_sections(text: str) -> None:
    assert search_text.MARK not in search_fold(text)


def test_every_spelling_is_said_once() -> None:
    words = [word for line in OKURIGANA for word in line.split()]
    assert len(words) == len(set(words))
    alike = [word for line in MEANT_ALIKE for word in line.split()]
    assert len(alike) == len(set(alike))


def test_words_that_mean_the_same_know_one_another() -> None:
    assert search_fold("password") in meant_alike(search_fold("パスワード"))
    assert meant_alike("ナンデモナイ") == ()


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("返金", {"返金", "返", "金"}),
        ("解約ノ", {"解約", "約ノ", "解", "約"}),
        ("e-123 v2.0", {"e", "123", "v2", "0"}),
        ("taro@example.jp", {"taro", "example", "jp"}),
        ("pdfガ開カ", {"pdf", "ガ開", "開カ", "開"}),
        ("!?。", set()),
    ],
)
def test_grams(text: str, grams: set[str]) -> None:
    assert grams_of(text) == grams


PART = st.tuples(st.text("あア返金ab1-. 。ー", max_size=12), st.text("あ返a1 ", max_size=4))


@given(PART, st.booleans())
def test_a_text_has_the_grams_of_whatever_stands_in_it_by_itself(
    part: tuple[str, str], goes_on: bool
) -> None:
    """Whole words are all that is promised: what stands between blanks."""
    word, rest = (search_fold(one) for one in part)
    needed = needed_for(word, goes_on=goes_on)
    held = grams_of(f"{rest} {word} {rest}")
    assert needed.whole <= held
    assert all(any(gram.startswith(start) for gram in held) for start in needed.begun)


@given(st.sets(st.text("abcあい", min_size=1)))
def test_few_grams_are_kept_whole_and_many_are_cut_alike(grams: set[str]) -> None:
    assert bounded(grams) == sorted(grams)
    many = {f"{number:09}" for number in range(MOST_BYTES // 9 + 10)}
    if not grams:
        assert bounded(many) == sorted(many)[: MOST_BYTES // 9]
