"""What a leave check says of sheets and offers, and of a leave that goes on already."""

from __future__ import annotations

import pytest

from csboard.domain.hand_off_records import HandOff
from csboard.domain.leave_check import leave_check
from csboard.domain.leave_check_words import verdict
from csboard.domain.leave_findings import Kind, Mend
from csboard.domain.records import Waiting
from tests.domain.test_leave_check import (
    AWAY,
    NOW,
    OFFERED,
    OTHER,
    PEOPLE,
    THIRD,
    about,
    absence,
    card,
    hand_off,
    kinds,
)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], (Kind.NOBODY, None, None, Mend.HAND_OFF)),
        ([hand_off()], (Kind.SHEET, None, None, Mend.OFFER)),
        ([hand_off(**OFFERED)], (Kind.OFFERED, OTHER, None, Mend.OFFER)),
        ([hand_off(receiver=None, **OFFERED)], (Kind.OFFERED, None, None, Mend.OFFER)),
    ],
)
def test_what_is_written_is_only_to_be_offered(
    given: list[HandOff], found: tuple[Kind, str | None, str | None, Mend]
) -> None:
    (line,) = leave_check(about(tasks=[card()], hand_offs=given)).lines
    assert (line.kind, line.who, line.beside, line.mend) == found


@pytest.mark.parametrize(
    ("sheet", "gone", "found"),
    [
        (hand_off(receiver=None), [], (Kind.STAND_IN, THIRD, None, Mend.OFFER)),
        (hand_off(**OFFERED), [], (Kind.OFFERED, OTHER, THIRD, Mend.OFFER)),
        (hand_off(**OFFERED), [OTHER], (Kind.STAND_IN, THIRD, OTHER, Mend.OFFER)),
        (hand_off(receiver=THIRD, offered_at=NOW), [], (Kind.OFFERED, THIRD, None, Mend.OFFER)),
    ],
)
def test_an_offer_and_who_stands_in_are_both_told(
    sheet: HandOff, gone: list[str], found: tuple[Kind, str | None, str | None, Mend]
) -> None:
    absences = [absence(stand_in=THIRD), *map(absence, gone)]
    (line,) = leave_check(about(tasks=[card()], hand_offs=[sheet], absences=absences)).lines
    assert (line.kind, line.who, line.beside, line.mend) == found


def test_a_leave_that_goes_on_is_told_as_such() -> None:
    begun = {"away": AWAY._replace(start=NOW), "absences": [absence(first=NOW.day)]}
    assert verdict(leave_check(about(**begun)), PEOPLE) == (
        "Suzuki is away, and nothing was left undone."
    )
    one = leave_check(about(tasks=[card()], **begun))
    assert verdict(one, PEOPLE) == "Suzuki is away already, and 1 thing needs a colleague."
    woken = card(waiting=Waiting("date", "", NOW))
    assert Kind.WAKES not in kinds(tasks=[woken], **begun)


def test_nobody_is_called_away_for_days_that_are_only_asked_of() -> None:
    begun = {"away": AWAY._replace(start=NOW)}
    for absences in ([], [absence(OTHER, first=NOW.day)], [absence()]):
        found = leave_check(about(absences=absences, **begun))
        assert verdict(found, PEOPLE) == "Suzuki can go: nothing stands in the way."
    found = leave_check(about(tasks=[card()], **begun))
    assert verdict(found, PEOPLE) == "Suzuki can't go yet: 1 thing stands in the way."
