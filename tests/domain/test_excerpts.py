"""The sentence that shows why something was found."""

from __future__ import annotations

import pytest

from csboard.domain.excerpts import excerpt
from csboard.domain.wanted import Wanted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("お世話になっております。\n返金がまだ届きません。いつですか。", "返金がまだ届きません。"),
        ("Hello,\n\nthe parcel is broken! Help.", "the parcel is broken!"),
        ("お世話になっております。", "お世話になっております。"),
        ("", ""),
    ],
)
def test_without_words_it_is_the_first_that_says_something(text: str, shown: str) -> None:
    assert excerpt(Wanted(()), [("m", text)]).text == shown
