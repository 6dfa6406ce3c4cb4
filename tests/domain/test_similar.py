"""How like two inquiries are: by the words that tell most, where they stand, and by tags."""

from __future__ import annotations

import pytest

from csboard.domain import search_text
from csboard.domain.grams import Needed, grams_of
from csboard.domain.own_words import own_words
from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.search_fold import search_fold
from csboard.domain.similar import (
    LEAST,
    MOST_TELLING,
    MOST_WORDS,
    Measure,
    Told,
    leads,
    likeness,
    measure,
    nearer,
    percent,
    subject_leads,
    traits_of,
    wording_of,
)
from csboard.domain.wording import NO_WORDING

TOLD = Told("二重に請求されています", ("クレジットカードの明細に同じ金額が二件あります。",))


def stored(subject: str, text: str = "", tags: Tags = NO_TAGS) -> str:
    return search_text.folded([("s", subject), *search_text.of_tags(tags), ("m", text)])


def measured(told: Told, often: int = 10, total: int = 1000) -> Measure:
    traits = traits_of(told)
    return measure(traits, [often] * len(traits), total)


def words_of(told: Told) -> list[str]:
    return [trait.want.terms[0].folded for trait in traits_of(told)]


def test_what_is_told_is_words_without_those_that_every_letter_has() -> None:
    told = Told(
        "二重に請求されています",
        ("お世話になっております。株式会社です。ご確認のほどよろしくお願いいたします。明細 12345",),
    )
    assert words_of(told) == ["二重", "請求", "明細"]


def test_english_words_are_told_by_their_stems() -> None:
    told = Told("Charged twice", ("Hello, please could you help? The card was charged. Thank you",))
    assert words_of(told) == ["charg", "twice", "card"]


def test_long_words_of_chinese_letters_are_taken_apart() -> None:
    assert words_of(Told("適格請求書登録番号", ())) == [
        search_fold(word) for word in ("適格", "請求", "書登", "録番号")
    ]


def test_the_same_counts_for_more_than_something_of_it() -> None:
    likest = likeness(measured(TOLD), stored(TOLD.subject, TOLD.texts[0]))
    partly = likeness(measured(TOLD), stored("請求書の宛名", "カードで払いました。"))
    other = likeness(measured(TOLD), stored("商品が届きません", "いつ届きますか。"))
    assert likest > partly > other == 0
    assert percent(likest) > percent(LEAST)


def test_the_subject_counts_for_more_than_the_text() -> None:
    told = measured(Told("二重請求", ()))
    assert likeness(told, stored("二重請求", "はい")) > likeness(told, stored("はい", "二重請求"))


def test_what_reads_the_same_stands_before_what_has_the_same_words() -> None:
    """使 and 月 say nothing by themselves: only together they set the two apart."""
    told = Told(
        "使わなかった月の返金はいつですか", ("使わなかった月の返金が、注文 796 に届きません。",)
    )
    same = stored(told.subject, "お世話になります。使わなかった月の返金が、注文 12 に届きません。")
    other = stored("取り消した注文の返金はいつですか", "取り消した注文の返金が、届きません。")
    assert likeness(measured(told), other) >= likeness(measured(told), same)
    put = wording_of(told)
    assert likeness(measured(told), same, put) > likeness(measured(told), other, put) + 0.05
    assert likeness(measured(told), stored("はいつですか"), put) == 0


def test_greetings_and_subjects_that_say_nothing_are_no_wording() -> None:
    assert wording_of(Told("お問い合わせ", ("お世話になっております。",))) == NO_WORDING
    assert subject_leads(Told("お問い合わせ", ("返金",))) == ()
    assert subject_leads(Told("使わなかった月の返金", ())) == (
        Needed(frozenset(map(search_fold, ("使わ", "月の", "返金")))),
    )


def test_on_a_small_board_a_word_that_half_of_it_has_still_tells() -> None:
    told = measured(Told("Refund late", ()), often=2, total=4)
    assert likeness(told, stored("refund please")) > LEAST


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    told = Told("請求 養蜂箱", ())
    traits = traits_of(told)
    rare = {"請求": 900, "養蜂箱": 2}
    found = measure(traits, [rare[trait.want.terms[0].folded] for trait in traits], 1000)
    assert likeness(found, stored("養蜂箱")) > 3 * likeness(found, stored("請求"))


def test_one_word_in_common_is_not_taken_for_the_same() -> None:
    assert likeness(measured(Told("請求", ())), stored("請求")) < 0.5


def test_what_says_much_else_is_less_like() -> None:
    short = likeness(measured(TOLD), stored(TOLD.subject, TOLD.texts[0]))
    assert likeness(measured(TOLD), stored(TOLD.subject, TOLD.texts[0] + "別の話。" * 300)) < short


def test_words_that_mean_the_same_count_less() -> None:
    told = measured(Told("返金はいつですか", ("返金をお願いします。",)))
    same, other = stored("返金について"), stored("払い戻しについて")
    assert 0 < likeness(told, other) < likeness(told, same)


def test_tags_tell_and_the_pair_tells_more() -> None:
    def tagged(*dimensions: str) -> float:
        words = {"content": "決済", "symptom": "二重請求", "emotion": "怒り"}
        tags = tuple((one, frozenset({search_fold(words[one])})) for one in dimensions)
        there = Tags(("決済",), ("二重請求",), ("怒り",))
        return likeness(measured(Told("", (), tags)), stored("何か", "", there))

    assert tagged("emotion") < tagged("content") < tagged("symptom")
    assert tagged("content", "symptom") > tagged("content") + tagged("symptom") > LEAST


def test_a_tag_that_was_renamed_is_the_same_tag() -> None:
    told = Told("", (), (("symptom", frozenset({"二重請求", "重複請求"})),))
    assert likeness(measured(told), stored("何か", "", Tags((), ("重複請求",), ()))) > 0


def test_the_same_customer_is_liker_and_one_without_an_answer_less() -> None:
    def near(**given: bool) -> float:
        plain = {"same_customer": False, "same_organisation": False, "is_answered": True}
        return nearer(0.5, **(plain | given))

    assert (
        near(same_customer=True) > near(same_organisation=True) > near() > near(is_answered=False)
    )
    assert near() == 0.5


def test_a_long_letter_is_looked_at_within_bounds() -> None:
    text = " ".join(f"word{index}x" for index in range(10_000))
    traits = traits_of(Told("subject", (text,)))
    assert len(traits) <= MOST_WORDS
    assert len(measure(traits, [1] * len(traits), 10).words) == MOST_TELLING


@pytest.mark.parametrize(
    ("word", "text"),
    [("届かない", "まだ届きません"), ("届かない", "届いていません"), ("charged", "was charging"),
     ("invoices", "an invoice"), ("二重請求", "二重に請求"), ("ログイン", "sign-in")],
)  # fmt: skip
def test_the_index_leads_from_a_word_to_its_other_forms(word: str, text: str) -> None:
    there = grams_of(search_fold(text))
    traits = traits_of(Told(word, ()))
    assert traits
    assert all(any(one.whole <= there for one in leads(trait)) for trait in traits)


def test_nothing_told_is_like_nothing() -> None:
    assert traits_of(Told("", ("!!! …",))) == ()
    assert likeness(measure((), [], 0), stored("何か")) == 0


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("届きません。\n\n-- \n山本\n03-1234", "届きません。"),
        ("届きません。\n______\n山本 太郎", "届きません。"),
        ("It broke.\n\nBest regards,\nJane\nExample Ltd.", "It broke."),
        (
            "届きません。\nよろしくお願いいたします。\n\n山本 太郎",
            "届きません。\nよろしくお願いいたします。",
        ),
        ("よろしくお願いします。\n急いでいます。", "よろしくお願いします。\n急いでいます。"),
        ("はい。\n\n2026年11月3日 佐藤 <s@example.org>:\n> いかがですか", "はい。"),
        ("-- \n山本", "-- \n山本"),
        ("", ""),
    ],
)
def test_own_words_are_without_quotes_and_signature(text: str, own: str) -> None:
    assert own_words(text) == own
