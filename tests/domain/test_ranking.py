"""What comes first of what was found."""

from __future__ import annotations

import pytest

from csboard.domain import search_text
from csboard.domain.query import parse
from csboard.domain.ranking import rank
from csboard.domain.vocabulary import NO_VOCABULARY
from csboard.domain.wanted import wanted


def score(query: str, subject: str) -> int:
    found = rank(wanted(parse(query), NO_VOCABULARY), search_text.folded([("s", subject)]))
    assert found is not None
    return found.score


@pytest.mark.parametrize(
    ("query", "literal", "alike"),
    [("返金", "返金はいつですか", "Refund"), ("refund", "The refund is late", "返金")],
)
def test_the_word_itself_stands_before_one_that_means_the_same(
    query: str, literal: str, alike: str
) -> None:
    assert score(query, literal) > score(query, alike)
