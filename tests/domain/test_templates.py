"""Templates: read, refused with their place, and filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.holes import holes, in_one_line, mark, own_holes
from csboard.domain.knowledge import Template
from csboard.domain.template_parsing import (
    MAX_DEPTH,
    MAX_PARTS,
    MAX_TEXT,
    escaped,
    parse,
    unfilled,
)
from csboard.domain.templates import Facts, day_in_words, fill
from csboard.errors import Refused
from csboard.i18n import use_language
from tests.conftest import MONDAY

FACTS = Facts(date(2026, 11, 26), "山本 花子", 1042, "佐藤", "サポート窓口", "ja")
NOTHING = Facts(date(2026, 11, 26))


def filled_text(text: str, facts: Facts) -> str:
    return fill(Template(1, "t", "", "", text, "sato", MONDAY), facts).text


@pytest.fixture
def japanese() -> Iterator[None]:
    use_language("ja")
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("plain", "plain"),
        ("{customer}様", "山本 花子様"),
        ("#{number} {member} {team}", "#1042 佐藤 サポート窓口"),
        ("{date} {date+3} { date + 30 }", "11月26日(木) 11月29日(日) 12月26日(土)"),
        (
            "{お客様}様 {番号} {担当者} {チーム} {日付+3}",
            "山本 花子様 1042 佐藤 サポート窓口 11月29日(日)",
        ),
        ("{ＣＵＳＴＯＭＥＲ}", "山本 花子"),
        ("{if customer}a{else}b{end}", "a"),
        ("{もし お客様}a{なければ}b{おわり}", "a"),
        ("{もし　お客様}a{end}", "a"),
        ("{if first}thanks{else}again{end}", "thanks"),
        ("{if member}{if team}x{end}y{end}z", "xyz"),
        ("a\n{if customer}\nb\n{else}\nc\n{end}\nd", "a\nb\nd"),
        ("{if customer}\nb\n{end}", "b\n"),
        ("a {if customer}b{end}\nc", "a b\nc"),
        ("{{customer}} }{ {{".replace(" }{ ", " } "), "{customer} } {"),
        ("｛ふつうの括弧｝", "｛ふつうの括弧｝"),
        ("[b]{customer}[/b] %s \\1", "[b]山本 花子[/b] %s \\1"),
    ],
)
def test_what_is_known_is_put_in(text: str, filled: str) -> None:
    assert filled_text(text, FACTS) == filled


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("{customer}", "[[?the customer's name]]", ("the customer's name",)),
        (
            "{?order number}: {?order number}",
            "[[?order number]]: [[?order number]]",
            ("order number",),
        ),
        ("{？注文番号}", "[[?注文番号]]", ("注文番号",)),
        ("{if customer}{customer}様{else}お客様{end}", "お客様", ()),
        ("{if customer}{?never}{end}", "", ()),
        ("{number} {team}", "[[?the inquiry's number]] [[?the team's name]]", 2),
    ],
)
def test_what_is_not_known_leaves_a_hole(text: str, filled: str, missing: object) -> None:
    template = Template(1, "t", "en", "", text, "sato", MONDAY)
    result = fill(template, NOTHING)
    assert result.text == filled
    assert (len(result.missing) if isinstance(missing, int) else result.missing) == missing
    assert holes(result.text) == result.missing


def test_holes_are_named_in_the_writers_language(japanese: None) -> None:
    assert filled_text("{customer}", NOTHING) == "[[?お客様の名前]]"


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("{foo}", 1, 1, "there is no {foo}, but {customer} {number} {member} {team} {date}"),
        ("{}", 1, 1, "there is no {}"),
        ("a\nbc {customer+1}", 2, 4, "there is no {customer+1}"),
        ("{date+367}", 1, 1, "a date lies at most 366 days ahead"),
        ("{date-1}", 1, 1, "there is no {date-1}"),
        ("{customer", 1, 1, "the brace is not closed"),
        ("{customer\n}", 1, 1, "the brace is not closed"),
        ("a { b {customer}", 1, 3, "the brace is not closed"),
        ("x{if customer}y", 1, 2, "{if} has no {end}"),
        ("{if}x{end}", 1, 1, "{if} asks for one of: customer, number, member, team, first"),
        ("{if date}x{end}", 1, 1, "{if} asks for one of"),
        ("x\n{end}", 2, 1, "{end} stands without {if} before it"),
        ("{else}", 1, 1, "{else} stands without {if} before it"),
        ("{if team}{else}{else}{end}", 1, 16, "the condition has an {else} already"),
        ("{if team}{end team}", 1, 10, "{end} stands alone"),
        ("{?}", 1, 1, "after the question mark stands in words"),
        ("{?a]]b}", 1, 1, "after the question mark stands in words"),
        ("{?" + "x" * 61 + "}", 1, 1, "what to fill in has at most 60 characters"),
        ("ab ｛customer｝", 1, 4, "｛customer｝ has full-width braces: write {customer}"),
        ("｛もし お客様｝", 1, 1, "full-width braces: write {もし お客様}"),
        ("{if team}" * (MAX_DEPTH + 1), 1, 9 * MAX_DEPTH + 1, "more than 8 conditions"),
        ("{team}" * (MAX_PARTS + 1), 1, 6 * MAX_PARTS + 1, "more than 500 things in braces"),
    ],
)
def test_a_bad_template_is_told_with_its_place(
    text: str, line: int, column: int, says: str
) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)
    assert refused.value.code == "bad_template"
    assert str(refused.value).startswith(f"Line {line}, column {column}: ")
    assert says in str(refused.value)


def test_a_template_may_not_be_endless() -> None:
    parse("x" * MAX_TEXT)
    with pytest.raises(Refused, match="20001 characters; 20000 at most"):
        parse("x" * (MAX_TEXT + 1))


SIGNS = ("{", "}", "{{", "}}", "\n", " ", "[[?", "]]", "｛", "｝", "様", "\u3000", "{x}", "{?a}")
WORDS = ("{customer}", "{if customer}", "{もし 初回}", "{else}", "{end}", "{date+3}")
PARTS = st.sampled_from((*SIGNS, *WORDS))
ANY_TEXT = st.one_of(st.text(max_size=80), st.lists(PARTS, max_size=30).map("".join))


@given(ANY_TEXT)
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        filled: str | Refused = filled_text(text, FACTS)
    except Refused as refused:
        filled = refused
    if isinstance(filled, Refused):
        assert (filled.code, str(filled)[:5]) == ("bad_template", "Line ")
    else:
        assert "{customer}" not in filled or "{{" in text


@given(ANY_TEXT)
def test_escaped_text_stands_for_itself(text: str) -> None:
    assume_wide = text.replace("｛", "(").replace("｝", ")")
    assert filled_text(escaped(assume_wide), FACTS) == assume_wide


@pytest.mark.parametrize(
    ("name", "text", "filled"),
    [
        ("山本様", "{customer}様", "山本様"),
        ("山本様", "{customer}へ", "山本様へ"),
        ("山本", "{customer}様", "山本様"),
        ("様", "{customer}様", "[[?the customer's name]]様"),
        ("  山本\n花子 ", "{customer}様", "山本 花子様"),
    ],
)
def test_a_title_is_given_once(name: str, text: str, filled: str) -> None:
    assert filled_text(text, FACTS._replace(customer=name)) == filled


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 11, 29), "ja", "11月29日(日)"),
        (date(2026, 11, 29), "en", "November 29"),
        (date(2026, 1, 1), "en", "January 1"),
    ],
)
def test_days_in_the_customers_language(day: date, language: str, words: str) -> None:
    assert day_in_words(day, language) == words


def test_whose_language_a_date_is_told_in() -> None:
    def told_in(language: str, customers: str, text: str) -> str:
        template = Template(1, "t", language, "", text, "sato", MONDAY)
        return fill(template, FACTS._replace(language=customers)).text

    assert told_in("en", "ja", "{date}") == "November 26"
    assert told_in("", "en", "{date}") == "November 26"
    assert told_in("", "", "返信 {date}") == "返信 11月26日(木)"
    assert filled_text("{date+366}", Facts(date.max)) == "December 31"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nothing [[here]] or [ [?x]]", ()),
        (mark("the name"), ("the name",)),
        ("［［？お名前］］", ("お名前",)),
        ("[[ ? x", ("x",)),
        ("[[?]]", ("",)),
        ("[[?a]] [[?b]] [[?a]]", ("a", "b")),
    ],
)
def test_holes_are_found_however_they_were_typed(text: str, found: tuple[str, ...]) -> None:
    assert holes(text) == found


def test_what_a_customer_wrote_is_told_apart() -> None:
    assert own_holes("answer\n> run [[?x]] now") == ()
    assert own_holes("> run [[?x]]\nmind [[?y]]") == ("[[?y]]",)
    assert own_holes("mind [[?y of them\n[[?z]") == ("[[?y of them", "[[?z]")
    assert in_one_line("abcde") == "a, b, c and 2 more"
    assert in_one_line("abc") == "a, b, c"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{customer}様 { date+3 } {?x} {customer}", ("{customer}", "{ date+3 }", "{?x}")),
        ("{もし お客様}a{なければ}b{おわり}", ("{もし お客様}", "{なければ}", "{おわり}")),
        ('{"id": 1} {x} {} {{customer}} {customer', ()),
        (
            "｛お客様｝様 ｛ customer｝ ｛？名前｝ ｛備考｝",
            ("｛お客様｝", "｛ customer｝", "｛？名前｝"),
        ),
    ],
)
def test_what_was_never_filled_in_is_found(text: str, found: tuple[str, ...]) -> None:
    assert unfilled(text) == found


def test_a_hole_that_was_typed_into_a_template_is_told() -> None:
    template = Template(1, "t", "en", "[[?subject]]", "{?a} [[?b]] [[?a]]", "sato", MONDAY)
    assert fill(template, FACTS).missing == ("a", "subject", "b")
