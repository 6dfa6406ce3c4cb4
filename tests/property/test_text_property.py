"""Rule R2 for any text at all (battery T10)."""

from __future__ import annotations

import os
import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from csboard.text import MAX_MARKS, clean, fold

IN_CI = os.environ.get("CI") == "true"
THOROUGH = settings(max_examples=10_000 if IN_CI else 500)
USUAL = settings(max_examples=1_000 if IN_CI else 200)

NASTY = (
    "\t\n\r\v\f\x00\x1b\x7f\x85\x9b\u2028\u2029"
    "\u200b\u200c\u200d\u200e\u061c\u202e\u2066\u2069\ufeff\u00ad"
    "\ud800\udfff\ufffe\uffff\U0010ffff"
    "\u0300\u0301\u0316\u0345\u0489\u20e3\u3099\ufe0f\U000e0100"
    "\u1100\u1161\u11a8\u115f\u3164\u2800"
    "eaZわが葛神\u0915\u094d\ufa19\U0002f81aﾊﾟ👩👍🏽🏳क्"
)
anything = st.text(
    st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=())), max_size=40
)
zalgo = st.text(st.sampled_from("aZ \u0300\u0316\u0345\u200d\u200c\u0489👩"), max_size=40)
texts = st.one_of(anything, zalgo)
japanese = st.text("あア亜ｱ神\ufa19髙﨑葛①㈱ー。、ＡaZ 0　👍👩", max_size=40)

BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
JOINERS = re.compile("[\u200c\u200d]")


def most_marks(text: str) -> int:
    """The longest run of marks on one base; joiners do not end it."""
    longest = marks = 0
    for char in JOINERS.sub("", text):
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        longest = max(longest, marks)
    return longest


@THOROUGH
@given(texts, st.booleans())
def test_cleaning_again_changes_nothing(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@THOROUGH
@given(texts, st.booleans())
def test_nothing_that_could_harm_is_left(text: str, multiline: bool) -> None:
    cleaned = clean(text, multiline=multiline)
    controls = {char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs")}
    assert controls <= (set("\n\t") if multiline else set())
    assert not BIDI.search(cleaned)
    assert not {char for char in JOINERS.sub("", cleaned) if unicodedata.category(char) == "Cf"}
    assert most_marks(cleaned) <= MAX_MARKS
    cleaned.encode()


@USUAL
@given(japanese)
def test_japanese_passes_unchanged(text: str) -> None:
    assert clean(text) == text


@USUAL
@given(texts)
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold(clean(text))
    assert fold(folded) == folded


@USUAL
@given(texts)
def test_folding_ignores_case(text: str) -> None:
    cleaned = clean(text)
    assert fold(cleaned.casefold()) == fold(cleaned)
