"""Which encoding a text is in, as tables: labelled rightly, wrongly, or not at all."""

from __future__ import annotations

import random

import pytest

from csboard.mail.decoding import codec_of, decode
from csboard.mail.japanese import decode_jis

WORDS = (
    "納期", "請求書", "お願いします。", "カタログ請求", "中村", "①納期と②単価（㈱髙橋商店）",
    "保証期間の質問", "ありがとうございます", "田中", "見積書", "領収書.pdf", "図面", "届きません",
    "渡邉", "テスト", "東京都千代田区", "お問い合わせ", "返品したい", "画面が真っ白", "山﨑",
    "高橋", "こんにちは", "携帯から", "了解しました", "至急", "障害", "ﾊﾝｶｸｶﾅの件",
)  # fmt: skip
SILENT = ("", "us-ascii", "utf-8", "iso-2022-jp", "no-such-charset")


@pytest.mark.parametrize("label", SILENT)
@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
def test_short_words_under_labels_that_say_nothing(codec: str, label: str) -> None:
    in_codec = [word for word in WORDS if word.encode(codec, "ignore").decode(codec) == word]
    assert len(in_codec) > 20
    assert [word for word in in_codec if decode(word.encode(codec), label) != word] == []


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("Windows-31J", "cp932"), ("MS932", "cp932"),
        ('"shift_jis"', "cp932"), ("utf-8", "utf-8"), ("UTF8", "utf-8"),
    ],
)  # fmt: skip
def test_labels_and_their_aliases(label: str, codec: str) -> None:
    assert all(decode(word.encode(codec), label) == word for word in WORDS)


@pytest.mark.parametrize("label", ["shift_jis", "euc-jp", "iso-8859-1", "gb2312"])
def test_utf8_under_a_wrong_label(label: str) -> None:
    assert all(decode(word.encode(), label) == word for word in WORDS)


def test_japanese_sentences_under_the_other_japanese_label() -> None:
    for sentence in ("ご確認ください。", "昨日から画面が表示されません。", "カタログを送って"):
        assert decode(sentence.encode("euc_jp"), "shift_jis") == sentence
        assert decode(sentence.encode("cp932"), "euc-jp") == sentence
    assert decode("ｱｲｳｴｵ".encode("cp932"), "shift_jis") == "ｱｲｳｴｵ"


@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
def test_japanese_sentences_under_a_western_label(codec: str) -> None:
    for sentence in (
        "ご確認ください。",
        "昨日から画面が表示されません。",
        "カタログを送ってください",
    ):
        assert decode(sentence.encode(codec), "iso-8859-1") == sentence


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", ""])
@pytest.mark.parametrize(
    "text",
    [
        "Café – price € 20. It’s",
        "Ça va très bien, été",
        "naïve — résumé",
        "Größe Ü",
        "señor ¿cómo?",
    ],
)
def test_western_text_stays_western(text: str, label: str) -> None:
    assert decode(text.encode("cp1252"), label) == text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("关于订单的问题", "gb18030", "gb2312"),
        ("訂單問題", "big5", "big5"),
        ("주문 문의", "cp949", "ks_c_5601-1987"),
        ("Вопрос о заказе", "koi8_r", "koi8-r"),
        ("Вопрос о заказе", "cp1251", "windows-1251"),
        ("zażółć gęślą jaźń", "iso8859_2", "iso-8859-2"),
        ("สอบถาม", "cp874", "tis-620"),
        ("UTF-16の本文", "utf-16", "utf-16"),
        ("UTF-16の本文", "utf-16-be", "utf-16"),
        ("plain", "ascii", "utf-16"),
    ],
)
def test_other_languages(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize(
    "label", ["utf-7", "unicode_escape", "raw_unicode_escape", "hex", "rot13", "idna", "punycode"]
)
def test_codecs_that_make_letters_out_of_letters_are_never_used(label: str) -> None:
    assert codec_of(label) == ""
    assert decode(rb"+ABs-[2J \x1b[2J 1b5b", label) == r"+ABs-[2J \x1b[2J 1b5b"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x1b$BF|K\\\x1b(B-ABC", "日本-ABC"),
        (b"\x1b$B-!|b\x1b(B", "①髙"),
        (b"\x1b(I1\x1b(B1", "ｱ1"),
        (b"\x0e1\x0f1", "ｱ1"),
        (b"\xb1\xb2", "ｱｲ"),
        (b"\x1b$BF|K\\\nABC", "日本\nABC"),
        (b"\x1b$BF|K\\\r\nABC", "日本\r\nABC"),
        (b"\x1b$(D0]\x1b(B", "伮"),
        (b"\x1b$@F|\x1b(J\\", "日\\"),
        (b"\x1b$BF", "F"),
        (b"\x1b$B", ""),
    ],
)
def test_iso_2022_jp_as_mailers_write_it(data: bytes, text: str) -> None:
    assert decode_jis(data) == text


def test_every_letter_of_cp932_comes_back() -> None:
    letters = [
        bytes((lead, trail)).decode("cp932", "ignore")
        for lead in (*range(0x81, 0xA0), *range(0xE0, 0xF0))
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD))
    ]
    text = "".join(letter for letter in letters if letter)
    assert decode(text.encode("cp932"), "shift_jis") == text


def test_nothing_raises() -> None:
    """Random bytes under every kind of label."""
    rng = random.Random(4)
    for label in (
        *SILENT,
        "shift_jis",
        "euc-jp",
        "gb18030",
        "iso-2022-kr",
        "hz",
        "utf-16",
        "cp1252",
    ):
        for length in range(40):
            data = rng.randbytes(length)
            assert isinstance(decode(data, label), str)
            assert isinstance(decode(b"\x1b$B" + data + b"\x1b(B", label), str)
