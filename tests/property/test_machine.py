"""Several members, both databases, random commands, kills and reconnects; the short form.

The long one is `python -m bench.storm T24`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from csboard.board import Board
from csboard.domain.rules import RULES
from tests.property.machine import Machine
from tests.property.wishes import WISHES


def test_every_command_is_wished_for() -> None:
    assert WISHES.keys() == RULES.keys()


@pytest.fixture
def new_boards(tmp_path: Path, postgres: Any) -> Iterator[Any]:
    numbers, made = count(), []

    def urls() -> tuple[str, ...]:
        sqlite = f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"
        Board.open(sqlite, create=True).close()
        made.append(postgres.database(empty=False))
        return sqlite, made[-1]

    yield urls
    for url in made:
        postgres.drop(url)


def test_both_databases_come_to_the_same(new_boards: Any) -> None:
    class OnBoth(Machine):
        urls = new_boards

    run_state_machine_as_test(
        OnBoth,
        settings=settings(
            max_examples=5,
            derandomize=True,  # the same in every run; the storm looks further at random
            database=None,
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )
