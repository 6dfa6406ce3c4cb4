"""Reading what somebody searches for: nothing that can be typed is an error but its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.query import LONGEST, AnyOf, Field, Not, Query, Words, parse
from csboard.errors import Refused

PIECES = [
    *'ab"「」“”:： -－|x',
    "tag",
    "OR",
    "is",
    "unowned",
    "返金",
    "\u3000",
    "#12",
    "未割り当て",
]


def words(text: str, *, exact: bool = False) -> Words:
    part = parse(f'"{text}"' if exact else text).parts[0]
    assert isinstance(part, Words)
    return part


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("返金", (words("返金"),)),
        ("返金\u3000解約", (words("返金"), words("解約"))),
        ('"log in"', (words("log in", exact=True),)),
        ("「全額 返金」", (words("全額 返金", exact=True),)),
        ("-解約", (Not(words("解約")),)),
        ("－解約", (Not(words("解約")),)),
        ("返金 OR 解約", (AnyOf((words("返金"), words("解約"))),)),
        ("tag:返金", (Field("tag", "返金"),)),
        ("タグ：返金", (Field("tag", "返金", written="タグ"),)),
        ("-is:unowned", (Not(Field("is", "unowned")),)),
        ("is:未割り当て", (Field("is", "unowned"),)),
        ("状態:完了", (Field("is", "done", written="状態"),)),
        ("状態:未担当", (Field("is", "unowned", written="状態"),)),
        ('from:"山田 太郎"', (Field("from", "山田 太郎", exact=True),)),
        ("http://example.com/a", (words("http://example.com/a"),)),
        ("12:30", (words("12:30"),)),
        ("tag:", ()),
        ("返金 !!! 。", (words("返金"),)),
        ("返金 返金", (words("返金"),)),
        ("返金 OR", (words("返金"),)),
        ("OR 返金", (words("返金"),)),
        ("-", ()),
        ('""', ()),
        ("!? 。、 …", ()),
        ("", ()),
    ],
)
def test_what_is_read(typed: str, parts: tuple[object, ...]) -> None:
    assert parse(typed).parts == parts


@pytest.mark.parametrize(
    ("typed", "number"), [("#1042", 1042), ("1042", 1042), ("＃1042", 1042), ("a 1042", None)]
)
def test_a_number_names_an_inquiry(typed: str, number: int | None) -> None:
    assert parse(typed).number == number


def test_a_quotation_that_is_not_ended_goes_on() -> None:
    assert parse('"log in') == Query((Words("log in", "log in", exact=False),))


def test_what_is_too_long_says_how_long_it_may_be() -> None:
    assert not parse("あ" * LONGEST).is_empty
    with pytest.raises(Refused, match="10,000 characters are too much to search for: 1,000"):
        parse("あ" * 10_000)


TYPED = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)).filter(
    lambda text: len(text) <= LONGEST // 2
)


@given(TYPED)
def test_printed_and_read_again_it_is_the_same(text: str) -> None:
    found = parse(text)
    assert parse(str(found)) == found


@given(TYPED, TYPED)
def test_blanks_before_and_behind_mean_nothing(text: str, blanks: str) -> None:
    blank = " " * len(blanks)
    assert parse(blank + text + blank) == parse(text)
