"""What was written to one customer goes to another: with no trace of the first."""

from __future__ import annotations

import pytest

from csboard.domain.earlier_words import Party, fitted
from csboard.domain.holes import own_holes

YAMAMOTO = Party(
    names=("山本 太郎", "総務 山本"),
    addresses=("yamamoto@example.com",),
    organisation="株式会社ミナト",
    number=1031,
    writer="佐藤 花子",
    signature="サポート窓口 佐藤 花子",
)
LEE = Party(("Alex Lee",), ("lee@example.net",), "", 1042, "鈴木 一郎")
NOBODY = Party(number=1042, writer="鈴木 一郎")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("山本様\n\n本日発送しました。", "Alex Lee様\n\n本日発送しました。"),
        ("株式会社ミナト\n山本 太郎 様\n\n発送しました。", "Alex Lee様\n\n発送しました。"),
        ("総務部 御中\n\n発送しました。", "Alex Lee御中\n\n発送しました。"),
        ("発送しました、山本さん。", "発送しました、Alex Leeさん。"),
        ("山本太郎様のご注文です。", "Alex Lee様のご注文です。"),
        ("山本　太郎様のご注文です。", "Alex Lee様のご注文です。"),
        ("担当の佐藤です。", "担当の鈴木 一郎です。"),
        ("#1031 の件です。#10311 ではありません。", "#1042 の件です。#10311 ではありません。"),
        ("お客様\n\n発送しました。", "お客様\n\n発送しました。"),
        ("Dear Ms. Smith,\n\nIt is on its way.", "Dear Alex Lee,\n\nIt is on its way."),
        ("Hi Jane, it is on its way.", "Hi Alex Lee, it is on its way."),
        ("Hello there,\n\nIt is on its way.", "Hello there,\n\nIt is on its way."),
    ],
)
def test_the_present_customer_is_called(written: str, read: str) -> None:
    assert fitted(written, YAMAMOTO, LEE) == read


def test_quotes_and_signature_stay_behind() -> None:
    written = (
        "発送しました。\nよろしくお願いいたします。\n\n"
        "-- \nサポート窓口 佐藤 花子\n03-1234-5678\n\n"
        "2026年11月3日 山本 <yamamoto@example.com>:\n> まだ届きません\n> 山本"
    )
    assert fitted(written, YAMAMOTO, LEE) == "発送しました。\nよろしくお願いいたします。"


def test_an_english_closing_goes_with_what_stands_below_it() -> None:
    written = "It is on its way.\n\nKind regards,\nHanako Sato\nSupport"
    assert fitted(written, YAMAMOTO, LEE) == "It is on its way."


def test_what_is_not_known_of_the_present_customer_is_a_hole() -> None:
    written = "山本様\n\nyamamoto@example.com にお送りしました。株式会社ミナトさまの分です。"
    found = fitted(written, YAMAMOTO, NOBODY)
    assert len(own_holes(found)) == 3
    assert not any(name in found for name in ("山本", "yamamoto", "ミナト"))


def test_a_name_whose_end_nothing_shows_is_known_before_what_is_polite() -> None:
    was = Party(names=("佐々木太郎",), number=1)
    assert fitted("佐々木様へ。平佐々木様。佐々木商店。", was, LEE) == (
        "Alex Lee様へ。平佐々木様。佐々木商店。"
    )


def test_the_same_customer_keeps_the_name_and_gets_the_new_number() -> None:
    written = "山本様\n\n#1031 の件、yamamoto@example.com にお送りしました。"
    again = YAMAMOTO._replace(number=1042)
    assert fitted(written, YAMAMOTO, again) == written.replace("1031", "1042")


def test_two_customers_without_an_address_are_not_one() -> None:
    was = Party(names=("山本 太郎",), addresses=("",), number=1)
    now = Party(names=("岡田",), addresses=("",), number=2)
    assert fitted("山本様\n\n発送しました。", was, now) == "岡田様\n\n発送しました。"


def test_customers_and_members_of_one_family_name_are_told_apart() -> None:
    was = Party(("山本 太郎",), ("a@example.com",), "", 1, "山本 花子")
    now = Party(("山本 次郎",), ("b@example.com",), "", 2, "山本 梅")
    written = "山本様\n\n担当の山本です。山本太郎様、A@EXAMPLE.COM にお送りしました。"
    assert fitted(written, was, now) == (
        "山本 次郎様\n\n担当の山本 梅です。山本 次郎様、[[?the mail address]] にお送りしました。"
    )


@pytest.mark.parametrize("name", ["林", "林 太郎", "林太郎"])
def test_a_family_name_of_one_letter_is_known_by_what_is_polite(name: str) -> None:
    was = Party(names=(name,), number=1)
    assert fitted("林様の小林さんへ。森林。", was, LEE) == "Alex Lee様の小林さんへ。森林。"


def test_short_parts_of_names_are_left_alone() -> None:
    was = Party(names=("Al Yi",), number=1)
    assert fitted("Also, Yi called. All is well.", was, LEE) == "Also, Yi called. All is well."


def test_what_looks_like_a_pattern_is_text() -> None:
    was = Party(names=("(.*) [x]",), addresses=("a+b@example.com",), number=1)
    assert fitted("いつも (.*) [x] 様 a+b@example.com", was, NOBODY).startswith("いつも [[?")
    assert fitted("すべて同じ", was, LEE._replace(names=("\\1 \\g<0>",))) == "すべて同じ"
