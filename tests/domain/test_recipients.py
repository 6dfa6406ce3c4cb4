"""Lists of addresses as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.letters import Address
from csboard.domain.recipients import (
    clean_recipients,
    read_recipients,
    refuse_unsendable,
    written,
)
from csboard.domain.replies import Recipients
from csboard.errors import Refused

A, B = Address("", "a@example.jp"), Address("", "b@example.jp")


@pytest.mark.parametrize(
    ("line", "addresses"),
    [
        ("", ()),
        (" , ;、", ()),
        ("a@example.jp", (A,)),
        ("a@example.jp, b@example.jp", (A, B)),
        ("a@example.jp;b@example.jp；", (A, B)),
        ("a@example.jp、 b@example.jp", (A, B)),
        ("<a@example.jp>", (A,)),
        ("山田 太郎 <a@example.jp>", (Address("山田 太郎", "a@example.jp"),)),
        ('"山田, 太郎" <a@example.jp>, b@example.jp', (Address("山田, 太郎", "a@example.jp"), B)),
        ("..taro..yama.@docomo.example", (Address("", "..taro..yama.@docomo.example"),)),
        ("half", (Address("", "half"),)),
        ("a b@example.jp", (Address("", "a b@example.jp"),)),
        ('"open <a@example.jp>', (Address("open", "a@example.jp"),)),
    ],
)
def test_how_a_line_is_read(line: str, addresses: tuple[Address, ...]) -> None:
    assert read_recipients(line) == addresses


@pytest.mark.parametrize("line", ["a@b.jp\n", "a@b.jp\r\nBcc: c@d.jp", "a@b.jp\u2028", "a\0@b.jp"])
def test_a_line_break_is_never_part_of_an_address(line: str) -> None:
    with pytest.raises(Refused, match="line break") as refused:
        read_recipients(line)
    assert refused.value.code == "address"


PLAIN = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
NAMES = st.one_of(st.just(""), PLAIN.filter(lambda name: not set(name) & set('"<>')))
EMAILS = st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,5})?@[a-z]{1,9}\.(jp|com)", fullmatch=True)


@given(st.lists(st.builds(Address, NAMES, EMAILS), max_size=5))
def test_what_is_written_is_read_again(addresses: list[Address]) -> None:
    clean = clean_recipients(Recipients(tuple(addresses))).to
    assert read_recipients(written(clean)) == clean


@given(st.text(max_size=80))
def test_nothing_typed_makes_it_fail(line: str) -> None:
    try:
        found = read_recipients(line)
    except Refused:
        return
    assert all("\n" not in one.email + one.name for one in found)


@pytest.mark.parametrize(
    ("to", "cc", "code"),
    [
        ((A,), (), ""),
        ((A,), (B,), ""),
        ((), (B,), "no_recipient"),
        ((Address("", "half@"),), (), "address"),
        ((A,), (Address("", "a b@example.jp"),), "address"),
        ((Address("", "a@b@c.jp"),), (), "address"),
        ((Address("", "a@localhost"),), (), ""),
        ((Address("", "山田@例え.jp"),), (), "address"),
    ],
)
def test_to_whom_no_mail_can_go(
    to: tuple[Address, ...], cc: tuple[Address, ...], code: str
) -> None:
    if not code:
        refuse_unsendable(Recipients(to, cc))
        return
    with pytest.raises(Refused) as refused:
        refuse_unsendable(Recipients(to, cc))
    assert refused.value.code == code


def test_each_goes_to_once() -> None:
    twice = Recipients((A, Address("x", "A@example.jp")), (B, A))
    assert clean_recipients(twice) == Recipients((A,), (B,))
