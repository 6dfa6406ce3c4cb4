"""Which tags a word of a search stands for."""

from __future__ import annotations

import pytest

from csboard.domain.tag import Dimension, Tag
from csboard.domain.tags_sought import sought
from csboard.domain.vocabulary import Vocabulary

WORDS = Vocabulary(
    (
        Tag(1, Dimension.CONTENT, "決済", "けっさい"),
        Tag(2, Dimension.SYMPTOM, "ログイン"),
        Tag(3, Dimension.SYMPTOM, "返金", "へんきん"),
    )
)


@pytest.mark.parametrize(
    ("typed", "exact", "found"),
    [
        ("決", False, [1]),
        ("けっ", False, [1]),
        ("けっさい", False, [1]),
        ("kes", False, [1]),
        ("kessai", False, [1]),
        ("ろぐ", False, [2]),
        ("へんきん", False, [3]),
        ("さい", False, []),
        ("けっさい", True, []),
        ("決済", True, [1]),
    ],
)
def test_a_tag_is_found_by_its_reading(typed: str, exact: bool, found: list[int]) -> None:
    assert [tag.id for tag in sought(WORDS, "tag", typed, exact=exact)] == found
