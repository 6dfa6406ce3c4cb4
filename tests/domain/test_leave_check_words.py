"""What each line of a leave check says."""

from __future__ import annotations

from datetime import date

import pytest

from csboard.domain.absences import span_of
from csboard.domain.leave_check_words import hindrance
from csboard.domain.leave_findings import Kind, Line
from csboard.domain.promises import NEXT
from csboard.domain.records import TaskRef
from csboard.domain.stand_in_stretches import Stretch
from tests.domain.clock_builders import TOKYO, at
from tests.domain.test_leave_check import NOW, OTHER, PEOPLE, THIRD, absence


def stretch(first: int, last: int, acting: str | None) -> Stretch:
    return Stretch(span_of(absence(first=first, last=last), TOKYO), acting)


CHANGING = (stretch(24, 25, OTHER), stretch(26, 26, None), stretch(27, 27, THIRD))


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
            "offered to Sato, whose own absence begins Nov 20; not taken yet",
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
            Line(Kind.OFFERED, 1, TaskRef(1), at=at("20 12:00"), who=OTHER, has_sheet=True),
            "offered to Sato, whose own absence begins Nov 20 afternoon; not taken yet",
        ),
        (
            Line(Kind.STAND_IN, 1, TaskRef(1), who=OTHER, stand_ins=CHANGING),
            "stand-in: Nov 24 - Nov 25 Sato, Nov 26 nobody, Nov 27 Tanaka;"
            " but only once the customer writes",
        ),
        (
            Line(Kind.OFFERED, 1, TaskRef(1), has_sheet=True, beside=THIRD, stand_ins=CHANGING[1:]),
            "offered, but nobody has taken it;"
            " stand-in once the customer writes: Nov 26 nobody, Nov 27 Tanaka",
        ),
        (
            Line(Kind.STANDS_IN, 1, at=NOW, who=OTHER, stand_ins=CHANGING[1:2]),
            "away too, and nobody else stands in then: Nov 26",
        ),
    ],
)
def test_a_line_says_why_it_stands_in_the_way(line: Line, words: str) -> None:
    assert hindrance(line, PEOPLE, lambda _at: "T", date(2026, 11, 20)) == words
