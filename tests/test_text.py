"""Rule R2: what comes in is made harmless, and stays letter for letter otherwise."""

from __future__ import annotations

import pytest

from csboard.i18n import use_language
from csboard.text import clean, fold, quoted

MANY_LINES = [
    ("一行目\r\n二行目", "一行目\n二行目"),
    ("old\rmac", "old\nmac"),
    ("a\vb\fc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
    ("品名\t数量", "品名\t数量"),
    ("\n\n空行は残す\n\n", "\n\n空行は残す\n\n"),
]

ONE_LINE = [
    ("件名\r\nBcc: x@example.com", "件名 Bcc: x@example.com"),
    ("a\tb\nc\rd", "a b c d"),
    ("\u2028\u2029\x85", "   "),
]

EITHER = [
    ("\x1b[31m赤\x1b[0m", "␛[31m赤␛[0m"),
    ("\x1b]0;title\x07", "␛]0;title␇"),
    ("\x00\x08\x1f\x7f", "␀␈␟␡"),
    ("\x9b31m\x90\x80", "\ufffd31m\ufffd\ufffd"),
    ("lone \ud800 and \udfff", "lone \ufffd and \ufffd"),
    ("\ufffe\uffff\U0001fffe\U0010ffff\ufdd0", "\ufffd" * 5),
    ("invoice\u202efdp.exe", "invoice\ufffdfdp.exe"),
    ("\u2066isolated\u2069", "\ufffdisolated\ufffd"),
    ("left\u200eright\u200farabic\u061c", "leftrightarabic"),
    ("zero\u200bwidth soft\u00adhyphen \ufeffbom", "zerowidth softhyphen bom"),
    ("\u200d lonely joiner \u200d", " lonely joiner "),
    ("a\u200db漢\u200d字", "ab漢字"),
    ("blank\u3164letters\u2800", "blank letters "),
    ("e\u0301", "é"),
    ("か\u3099", "が"),
    ("Z" + "\u0300\u0301\u0302\u0304\u0307\u030a" * 9, "Z\u0300\u0301\u0302\u0304"),
    ("Z" + "\u0316\u200c" * 9, "Z\u0316\u200c\u0316\u200c\u0316\u200c\u0316"),
]

LETTER_FOR_LETTER = [
    "",
    "お問い合わせ：返金してほしい（至急！）",
    "株式会社 山﨑・髙橋 〒100-0001 ①②③ ㈱ ㌔ ｶﾅ ﾊﾟﾝ",
    "神\ufa19 福\ufa1b 社\ufa4c 海\ufa45 \U0002f81a",
    "葛\U000e0100城市 と 葛\U000e0101飾区",
    "👩\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈 👍🏽 1\ufe0f\u20e3 🇯🇵 ☎️",
    "क्\u200dष می\u200cخواهم র\u200d্য",
    "مرحبا שלום สวัสดี 안녕하세요 Tiếng Việt",
    "[b]太字[/b] [@click=app.quit]x[/] {0} %s $HOME `id` <b>&amp;",
    "全角　空白と\u00a0改行しない空白",
]


@pytest.mark.parametrize(("given", "kept"), MANY_LINES)
def test_line_ends_become_one_kind(given: str, kept: str) -> None:
    assert clean(given, multiline=True) == kept


@pytest.mark.parametrize(("given", "kept"), ONE_LINE)
def test_one_line_text_stays_in_its_line(given: str, kept: str) -> None:
    assert clean(given) == kept


@pytest.mark.parametrize("multiline", [False, True])
@pytest.mark.parametrize(("given", "kept"), EITHER)
def test_what_could_harm_is_shown_or_gone(given: str, kept: str, multiline: bool) -> None:
    assert clean(given, multiline=multiline) == kept


@pytest.mark.parametrize("multiline", [False, True])
@pytest.mark.parametrize("text", LETTER_FOR_LETTER)
def test_what_people_write_is_kept_letter_for_letter(text: str, multiline: bool) -> None:
    assert clean(text, multiline=multiline) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("ぱすわーど", "パスワード"),
        ("ＡＰＩ", "api"),
        ("Straße", "STRASSE"),
        ("㈱サンプル", "(株)サンプル"),
        ("いすゞ", "イスヾ"),
        ("  山田　太郎 \n", "山田 太郎"),
    ],
)
def test_fold_makes_equal_what_people_hold_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("返金", "返品"), ("ハハ", "パパ"), ("は", "ば")])
def test_fold_keeps_apart_what_differs(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", ("'ab'", '"it\'s"')), ("ja", ("「ab」", "「it's」"))],
)
def test_what_was_typed_is_quoted_as_the_language_does(
    language: str, shown: tuple[str, str]
) -> None:
    use_language(language)
    assert (quoted("ab"), quoted("it's")) == shown
    assert quoted("あ" * 50) == quoted("あ" * 40 + "…")
    use_language("en")
