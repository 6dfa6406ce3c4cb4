"""Who stands in during a leave that is checked, by the days in which it is one and the same."""

from __future__ import annotations

from datetime import date

import pytest

from csboard.domain.absences import Absence, span_of
from csboard.domain.business_calendar import CLOSED, Calendar
from csboard.domain.leave_check import leave_check
from csboard.domain.leave_check_words import hindrance, with_stand_ins_once
from csboard.domain.leave_findings import Kind
from csboard.domain.records import TaskRef
from csboard.domain.stand_in_stretches import Stretch
from tests.domain.clock_builders import OFFICE, TOKYO
from tests.domain.test_leave_check import ME, OTHER, THIRD, about, absence, card, kinds, map_of


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        # Nothing changes within the days that are checked.
        (absence(OTHER, 20, 23, stand_in=THIRD), []),
        (absence(OTHER, 28, 30), []),
        (absence(OTHER, 26, 27, stand_in=THIRD), [("24", "25", OTHER), ("26", "27", THIRD)]),
        (absence(OTHER, 20, 24), [("24", "24", None), ("25", "27", OTHER)]),
        (
            absence(OTHER, 25, 25, stand_in=THIRD),
            [("24", "24", OTHER), ("25", "25", THIRD), ("26", "27", OTHER)],
        ),
    ],
)
def test_who_stands_in_is_told_by_the_days_where_it_changes(
    theirs: Absence, found: list[tuple[str, str, str | None]]
) -> None:
    (line,) = leave_check(about(tasks=[card()], absences=[absence(stand_in=OTHER), theirs])).lines
    assert (line.kind, line.who) == (Kind.STAND_IN, OTHER)
    assert [as_told(part) for part in line.stand_ins] == found


def test_the_same_stand_ins_are_told_once() -> None:
    absences = [absence(stand_in=OTHER), absence(OTHER, 26, 27, stand_in=THIRD)]
    cards = [card(), card()._replace(task_id=9, ref=TaskRef(1009))]
    lines = leave_check(about(tasks=cards, absences=absences)).lines
    assert [is_again for _line, is_again in with_stand_ins_once(lines)] == [False, True]
    first, second = (
        hindrance(line, about().members, str, date(2026, 11, 23), is_again=is_again)
        for line, is_again in with_stand_ins_once(lines)
    )
    assert first.startswith("stand-in: Nov 24 - Nov 25 ")
    assert second == "stand-in: as above; but only once the customer writes"


def as_told(part: Stretch) -> tuple[str, str, str | None]:
    days = part.days()
    return f"{days.first:%d}", f"{days.last:%d}", part.acting


def test_what_is_past_of_a_leave_names_no_stand_in_any_more() -> None:
    begun = {"away": span_of(absence(first=18, last=27), TOKYO)}
    absences = [absence(first=18, stand_in=OTHER), absence(OTHER, 18, 19, stand_in=THIRD)]
    (line,) = leave_check(about(tasks=[card()], absences=absences, **begun)).lines
    assert (line.kind, line.who, line.stand_ins) == (Kind.STAND_IN, OTHER, ())


def test_days_in_which_nobody_works_want_no_stand_in() -> None:
    closed = {"calendar": office_closed_on(24, 25)}
    assert kinds(absences=[absence(OTHER, 24, 25, ME)], **closed) == []
    (line,) = leave_check(about(absences=[absence(OTHER, 25, 26, ME)], **closed)).lines
    assert [as_told(part) for part in line.stand_ins] == [("25", "26", None)]
    without_hours = Calendar(zone="Asia/Tokyo", week=(CLOSED,) * 7)
    found = kinds(absences=[absence(OTHER, 24, 25, ME)], calendar=without_hours)
    assert found == [Kind.STANDS_IN]


def office_closed_on(*days: int) -> Calendar:
    """The office, closed on these days of November."""
    closed = {date(2026, 11, day): CLOSED for day in days}
    return Calendar(zone=OFFICE.zone, week=OFFICE.week, days=closed)


def test_whoever_is_stood_in_for_has_nobody_on_some_days() -> None:
    absences = [absence(stand_in=THIRD), absence(THIRD, 26, 26), absence(OTHER, 20, 30, ME)]
    (line,) = leave_check(about(absences=absences)).lines
    assert (line.kind, line.who) == (Kind.STANDS_IN, OTHER)
    assert [as_told(part) for part in line.stand_ins] == [("26", "26", None)]
    assert line.beside is None, "who is away then could not"
    known = about(absences=[absence(OTHER, 20, 30, ME)], knowledge=map_of())
    assert leave_check(known).lines[0].beside == THIRD
    only_away_before = [absence(stand_in=THIRD), absence(THIRD, 20, 23), absence(OTHER, 20, 30, ME)]
    assert kinds(absences=only_away_before) == []
