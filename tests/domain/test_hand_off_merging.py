"""Two writings of one sheet, brought together so that neither is lost."""

from __future__ import annotations

import pytest

from csboard.domain.hand_off_merging import merged
from csboard.domain.hand_off_records import Severity, Sheet

BEFORE = Sheet(Severity.STABLE, "story", "steps", "", "by Friday")
BOTH = BEFORE._replace(story="mine\nSaved elsewhere:\ntheirs")


@pytest.mark.parametrize(
    ("mine", "stored", "expected"),
    [
        (BEFORE, BEFORE._replace(story="theirs"), BEFORE._replace(story="theirs")),
        (
            BEFORE._replace(steps="mine"),
            BEFORE._replace(story="theirs", state=Severity.URGENT),
            BEFORE._replace(steps="mine", story="theirs", state=Severity.URGENT),
        ),
        (BEFORE._replace(story="mine"), BEFORE._replace(story="theirs"), BOTH),
        (
            BEFORE._replace(story="same"),
            BEFORE._replace(story="same"),
            BEFORE._replace(story="same"),
        ),
    ],
)
def test_what_only_one_has_changed_is_theirs(mine: Sheet, stored: Sheet, expected: Sheet) -> None:
    assert merged(BEFORE, mine, stored)[0] == expected


def test_where_both_said_how_it_stands_the_other_is_named() -> None:
    mine, stored = BEFORE._replace(state=Severity.WATCH), BEFORE._replace(state=Severity.URGENT)
    sheet, told = merged(BEFORE, mine, stored)
    assert sheet == mine
    assert "Elsewhere it stands: pressing." in told
