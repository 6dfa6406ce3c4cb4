"""Words for tags: what a written one is called now, and finding one by a few letters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.romaji import SYLLABLES, beginnings
from csboard.domain.tag import Dimension, Tag
from csboard.domain.tagging import MAX_TAG, MAX_TAGS, checked, clean_tags
from csboard.domain.vocabulary import Vocabulary, holds_kanji, is_kana, reading_of
from csboard.errors import Refused
from csboard.text import fold

CONTENT, SYMPTOM, EMOTION = Dimension
GONE = datetime(2026, 11, 24, tzinfo=UTC)
WORDS = Vocabulary(
    (
        Tag(1, CONTENT, "返品", "へんぴん"),
        Tag(2, CONTENT, "決済", "ケッサイ"),
        Tag(3, CONTENT, "お支払い", "おしはらい", becomes=2),
        Tag(4, CONTENT, "ログイン"),
        Tag(5, CONTENT, "注文", "ちゅうもん"),
        Tag(6, CONTENT, "FAX", retired_at=GONE),
        Tag(7, SYMPTOM, "二重請求", "にじゅうせいきゅう"),
        Tag(8, EMOTION, "怒り", "いかり"),
        Tag(9, CONTENT, "Login page"),
        Tag(10, CONTENT, "サーバー"),
        Tag(11, CONTENT, "観音", "かんのん"),
        Tag(12, CONTENT, "単位", "たんい"),
        Tag(13, CONTENT, "住所変更"),
    )
)


def found(typed: str, dimension: Dimension = CONTENT) -> list[str]:
    return [tag.word for tag in WORDS.fitting(dimension, typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("返", "返品"),
        ("へん", "返品"),
        ("ヘンピン", "返品"),
        ("ﾍﾝ", "返品"),
        ("henpin", "返品"),
        ("hennpinn", "返品"),
        ("ｈｅｎ", "返品"),
        ("HENP", "返品"),
        ("へんp", "返品"),
        ("kessai", "決済"),
        ("kes", "決済"),
        ("kextusai", "決済"),
        ("tyuumon", "注文"),
        ("chuumon", "注文"),
        ("cyuumonn", "注文"),
        ("ch", "注文"),
        ("roguin", "ログイン"),
        ("ろぐ", "ログイン"),
        ("login", "Login page"),
        ("sa-ba", "サーバー"),
        ("kannon", "観音"),
        ("kannnonn", "観音"),
        ("tan'i", "単位"),
        ("tanni", "単位"),
        ("変更", "住所変更"),
        ("お支", "決済"),
        ("osiharai", "決済"),
    ],
)
def test_a_word_is_found_by_a_few_letters(typed: str, first: str) -> None:
    assert first in found(typed)


def test_the_whole_word_comes_first_then_beginnings_then_what_is_used_most() -> None:
    words = Vocabulary(
        (Tag(1, CONTENT, "再配達"), Tag(2, CONTENT, "配達日"), Tag(3, CONTENT, "配達"))
    )
    assert [tag.id for tag in words.fitting(CONTENT, "配達", {1: 9})] == [3, 2, 1]
    assert [tag.id for tag in words.fitting(CONTENT, "配", {2: 1, 3: 4})] == [3, 2, 1]
    assert [tag.id for tag in words.fitting(CONTENT, " ", {1: 9, 2: 3})] == [1, 2, 3]


def test_only_words_of_the_dimension_that_are_offered_are_found() -> None:
    assert found("FAX") == []
    assert found("ikari") == []
    assert found("ikari", EMOTION) == ["怒り"]
    assert found("qqq") == []


def test_what_leads_to_another_is_shown_as_that_one_and_once() -> None:
    written = Tags(("お支払い", "決済", "新語"), ("二重請求",), ())
    assert WORDS.shown(written) == Tags(("決済", "新語"), ("二重請求",), ())
    assert WORDS.shown(WORDS.shown(written)) == WORDS.shown(written)
    assert WORDS.ids_of("決済") == WORDS.ids_of("お支払い") == {2, 3}
    assert WORDS.missing(written) == ((CONTENT, "新語"),)
    assert WORDS.shown(NO_TAGS) == NO_TAGS


def test_what_is_offered_leaves_out_what_is_retired_or_leads_elsewhere() -> None:
    assert "FAX" not in WORDS.words.content
    assert "お支払い" not in WORDS.words.content
    assert WORDS.words.emotion == ("怒り",)


def test_kana_are_their_own_reading() -> None:
    assert reading_of(Tag(1, CONTENT, "ろぐイン")) == "ログイン"
    assert reading_of(Tag(1, CONTENT, "返品")) == ""
    assert is_kana("サーバー")
    assert not is_kana("返品")
    assert not is_kana("")
    assert holds_kanji("お支払い")
    assert not holds_kanji("ログイン")
    assert not holds_kanji("login")


syllables = st.lists(st.sampled_from(sorted(SYLLABLES.items())), min_size=1, max_size=6)


@given(syllables)
def test_kana_are_found_by_whatever_is_typed_for_them_and_by_every_part_of_it(
    typed: list[tuple[str, str]],
) -> None:
    letters, kana = "".join(part for part, _ in typed), "".join(part for _, part in typed)
    tag = Tag(1, CONTENT, "漢字", kana)
    for length in range(1, len(letters) + 1):
        some = letters[:length]
        assert any(fold(kana).startswith(one) for one in beginnings(some)), (some, kana)
        assert Vocabulary((tag,)).fitting(CONTENT, some) == (tag,)


@given(st.text(max_size=200))
def test_anything_can_be_typed(typed: str) -> None:
    WORDS.fitting(CONTENT, typed)
    assert len(beginnings(typed)) <= 64


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("二行\nの言葉", "bad_word"),
        ("a,b", "bad_word"),
        ("返品、交換", "bad_word"),
        ("x" * 10_000, "too_long"),
        (" 　 ", ""),
        ("[重要]", ""),
        ("[/b]", ""),
    ],
)
def test_what_is_no_tag_is_refused_with_a_sentence(word: str, code: str) -> None:
    tags = Tags((word,))
    if not code:
        assert checked(tags, WORDS).content in ((), (word,))
        return
    with pytest.raises(Refused) as refusal:
        checked(tags, WORDS)
    assert refusal.value.code == code
    assert len(refusal.value.sentence) < 200
    assert "\n" not in refusal.value.sentence


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(Refused, match="21") as refusal:
        checked(Tags(tuple(f"t{number}" for number in range(MAX_TAGS + 1))), WORDS)
    assert refusal.value.code == "too_many_tags"


def test_an_older_word_that_is_no_tag_today_stays() -> None:
    old = "x" * 60
    words = Vocabulary((Tag(1, CONTENT, old),))
    assert checked(Tags((old,)), words) == Tags((old,))


@given(st.lists(st.text(), max_size=30))
def test_whatever_came_with_mail_becomes_tags(raw: list[str]) -> None:
    tags = clean_tags(Tags(tuple(raw)))
    assert clean_tags(tags) == tags
    assert len(tags.content) <= MAX_TAGS
    assert len(set(map(fold, tags.content))) == len(tags.content)
    assert all(0 < len(word) <= MAX_TAG and "\n" not in word for word in tags.content)
