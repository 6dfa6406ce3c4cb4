"""What each line of a leave check says."""

from __future__ import annotations

import pytest

from csboard.domain.leave_check_words import hindrance
from csboard.domain.leave_findings import Kind, Line
from csboard.domain.promises import NEXT
from csboard.domain.records import TaskRef
from tests.domain.test_leave_check import NOW, OTHER, PEOPLE, THIRD


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line(Kind.DUE, 1, TaskRef(1), "", NOW, None, NEXT), "due T: next word"),
        (Line(Kind.NOBODY, 1, TaskRef(1)), "nobody is to go on with it"),
        (
            Line(Kind.NOBODY, 1, TaskRef(1), who=OTHER),
            "offered to Sato, who is away or has left the team",
        ),
        (
            Line(Kind.OFFERED, 1, TaskRef(1), at=NOW, who=OTHER, has_sheet=True),
            "offered to Sato, who is away too from T; not taken yet",
        ),
        (Line(Kind.DRAFT, 1, TaskRef(1), who=OTHER), "a draft that Sato is to review"),
        (Line(Kind.WAKES, 1, TaskRef(1), at=NOW), "on hold until T"),
        (
            Line(Kind.OFFERED, 1, TaskRef(1), who=OTHER, has_sheet=True, beside=THIRD),
            "offered to Sato, but not taken yet; Tanaka stands in once the customer writes",
        ),
        (
            Line(Kind.STAND_IN, 1, TaskRef(1), who=OTHER, has_sheet=True),
            "Sato stands in, but only once the customer writes;"
            " the hand-off sheet is written, but not offered",
        ),
        (
            Line(Kind.STAND_IN, 1, TaskRef(1), who=OTHER, has_sheet=True, beside=THIRD),
            "Sato stands in, but only once the customer writes;"
            " offered to Tanaka, who is away or has left the team",
        ),
        (
            Line(Kind.STANDS_IN, 1, at=NOW, who=OTHER, has_begun=True),
            "away since T, and nobody else stands in",
        ),
    ],
)
def test_a_line_says_why_it_stands_in_the_way(line: Line, words: str) -> None:
    assert hindrance(line, PEOPLE, lambda _at: "T") == words
