"""A reply made into a template: nothing stays in it that is told to be one customer's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.earlier_words import Party
from csboard.domain.template_making import as_template, is_anybodys
from csboard.domain.template_parsing import parse

HANA = Party(
    names=("山本 花子",),
    addresses=("hana@b.example",),
    organisation="株式会社ミナト",
    number=1042,
    writer="佐藤",
    signature="--\nサポート窓口\n佐藤",
)
ANNA = Party(("Anna Lee",), ("anna@b.example",), number=1042)
TEAM = "サポート窓口"


def test_a_reply_becomes_a_template_without_the_customers_own() -> None:
    reply = (
        "山本 花子様\n\nサポート窓口の佐藤です。#1042 の件、山本様のご登録 hana@b.example を"
        "確認しました。{設定}を開いてください。\n\n--\nサポート窓口\n佐藤\n\n"
        "On Mon, 山本 花子 wrote:\n> hana@b.example で\n> ログインできません\n"
    )
    assert as_template(reply, HANA, TEAM) == (
        "{customer}様\n\n{team}の{member}です。#{number} の件、{customer}様のご登録 "
        "{?the mail address} を確認しました。{{設定}}を開いてください。"
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Dear Anna,\nAnnas will; Joanna.", "Dear {customer},\nAnnas will; Joanna."),
        ("See, ANNA LEE, anna lee, AnnaLee.", "See, {customer}, {customer}, {customer}."),
        ("See, ANNA, and anna or Ms. Lee.", "See, {customer}, and {customer} or {customer}."),
        ("See Ａｎｎａ　Ｌｅｅ and ａｎｎａ．", "See {customer} and {customer}．"),
        ("Write to ANNA@B.example now.", "Write to {?the mail address} now."),
        ("Write to ａｎｎａ＠ｂ．ｅｘａｍｐｌｅ now.", "Write to {?the mail address} now."),
        ("Write to her.boss@c.example now.", "Write to {?the mail address} now."),
        ("Call 03-1234-5678 or (03)1234-5678.", "Call {?phone} or {?phone}."),
        ("Call ０９０－１２３４－５６７８ or 09012345678.", "Call {?phone} or {?phone}."),
        ("Call +81 3 1234 5678, or 555-123-4567.", "Call {?phone}, or {?phone}."),
        ("On 2026-11-23 at 10:00, 12,000 yen.", "On 2026-11-23 at 10:00, 12,000 yen."),
        ("About 1042 (#1042, １０４２).", "About {number} (#{number}, {number})."),
        (
            "Order 11042, 1,042, 1042.5, 1042円, A1042.",
            "Order 11042, 1,042, 1042.5, 1042円, A1042.",
        ),
        ("Done.\n\n-- \nSato\n03-1234-5678", "Done."),
        ("Done.\n\n--\nSato", "Done."),
        ("Done -- well.\n---\nMore", "Done -- well.\n---\nMore"),
        ("Mind [[?the order]].", "Mind {?the order}."),
    ],
)
def test_what_is_told_to_be_theirs_goes(said: str, kept: str) -> None:
    assert as_template(said, ANNA) == kept.replace("{?phone}", "{?the telephone number}")


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("ヤマモト", "ﾔﾏﾓﾄ様、お待たせしました。", "{customer}様、お待たせしました。"),
        ("ｶﾞﾝﾀﾞ", "それはガンダさんの分です。", "それは{customer}さんの分です。"),
        (
            "Ｗｉｌｌ Ｓｍｉｔｈ",
            "Tell SMITH I will; Will knows.",
            "Tell {customer} I will; {customer} knows.",
        ),
        ("{x}", "So {x} says.", "So {customer} says."),
        ("", "Hello there,\nall is well.", "Hello there,\nall is well."),
    ],
)
def test_names_in_any_width_and_capitals(name: str, said: str, kept: str) -> None:
    assert as_template(said, Party((name,))) == kept


def test_a_company_is_asked_for() -> None:
    made = as_template("先日の株式会社ミナト、ご注文の件です。", HANA)
    assert made == "先日の{?the company's name}、ご注文の件です。"


def test_a_title_tells_whose_it_is() -> None:
    assert is_anybodys("Charged twice", ANNA)
    assert not is_anybodys("Anna was charged twice", ANNA)


@given(st.text(alphabet="{}[]［］?？-山本花子0123456789 -\n@.a>様", max_size=80))
def test_a_reply_made_into_a_template_can_be_read(text: str) -> None:
    made = as_template(text, HANA, TEAM)
    parse(made)
    assert "山本 花子" not in made
