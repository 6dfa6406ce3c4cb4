"""Whether what ought to come first does: precision at 5 and mean reciprocal rank, held.

`python -m pytest tests/search -s` prints the figures, and each query that isn't answered first.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from csboard.board import Board
from csboard.domain.commands import OpenInquiry
from csboard.domain.records import Actor, Tags
from tests.support.desk import enter

LABELLED = tomllib.loads((Path(__file__).parent / "labelled.toml").read_text())

LEAST_RECIPROCAL_RANK = 0.96
LEAST_PRECISION = 0.97
"""Of what ought to come first, so much is among the first five (or as many as there are)."""


class Quality(NamedTuple):
    """Of all queries together."""

    reciprocal_rank: float
    precision: float


@pytest.fixture
def desk(board: Board) -> tuple[Board, dict[str, int]]:
    """The labelled inquiries, and their numbers by key."""
    actor = enter(board, "sato")
    return board, {key: _opened(board, actor, *one) for key, one in LABELLED["inquiries"].items()}


def _opened(board: Board, actor: Actor, subject: str, text: str, *tags: str) -> int:
    content, symptom, emotion = (((word,) if word else ()) for word in tags)
    event = board.execute(
        OpenInquiry(
            subject=subject,
            body=text,
            customer_name="お客様",
            tags=Tags(content, symptom, emotion),
        ),
        actor,
    )
    assert event.number is not None
    return event.number


def quality(board: Board, numbers: dict[str, int]) -> Quality:
    queries: dict[str, list[str]] = LABELLED["queries"]
    ranks, precisions = [], []
    for words, keys in queries.items():
        best = {numbers[key] for key in keys}
        found = [hit.number for hit in board.search(words, 20).hits]
        places = [place for place, number in enumerate(found, start=1) if number in best]
        ranks.append(1 / places[0] if places else 0.0)
        precisions.append(len(best & set(found[:5])) / min(5, len(best)))
        if not places or places[0] > 1 or precisions[-1] < 1:
            print(f"{words}: {places} of {len(found)}")
    return Quality(sum(ranks) / len(ranks), sum(precisions) / len(precisions))


def test_what_ought_to_come_first_does(desk: tuple[Board, dict[str, int]]) -> None:
    found = quality(*desk)
    print(f"reciprocal rank {found.reciprocal_rank:.3f}, precision at 5 {found.precision:.3f}")
    assert found.reciprocal_rank >= LEAST_RECIPROCAL_RANK
    assert found.precision >= LEAST_PRECISION


def test_the_set_is_large_enough_and_of_both_languages() -> None:
    queries: dict[str, Any] = LABELLED["queries"]
    assert len(queries) >= 40
    assert sum(words.isascii() for words in queries) >= 12
