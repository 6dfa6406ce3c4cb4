"""Of which absence somebody is told who asks what happened meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from csboard.domain.absences import Absence, OnMail
from csboard.domain.digest_reading import asked_for, to_read, to_tell_of
from csboard.domain.records import Member, Role
from csboard.errors import Refused

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
READ = datetime(2026, 11, 20, tzinfo=UTC)
MEMBERS = {login: Member(1, login, login.title(), Role.MEMBER) for login in ("mori", "sato")}


def absence(number: int, first: str, last: str, *, read: bool = False) -> Absence:
    begins, ends = (date.fromisoformat(f"2026-{day}") for day in (first, last))
    return Absence(number, "mori", begins, ends, OnMail.POOL, digested_at=READ if read else None)


@pytest.mark.parametrize(
    ("absences", "offered", "told"),
    [
        ([], None, None),
        ([absence(1, "11-25", "11-27")], None, None),
        ([absence(1, "11-24", "11-27")], None, 1),
        ([absence(1, "11-16", "11-20")], 1, 1),
        ([absence(1, "11-16", "11-20"), absence(2, "11-24", "11-27")], 1, 1),
        ([absence(1, "11-16", "11-20", read=True), absence(2, "11-24", "11-27")], None, 2),
        ([absence(1, "11-16", "11-20"), absence(2, "11-21", "11-23")], 1, 1),
        ([absence(1, "11-16", "11-20", read=True), absence(2, "11-21", "11-23")], 2, 2),
        ([absence(1, "03-02", "03-06")], None, 1),
        ([absence(1, "03-02", "03-06"), absence(2, "11-24", "11-27")], None, 1),
        ([absence(1, "03-02", "03-06"), absence(2, "11-16", "11-20")], 2, 2),
        ([absence(1, "03-02", "03-06"), absence(2, "11-16", "11-20", read=True)], None, 2),
    ],
    ids=[
        "never",
        "to come",
        "going on",
        "over",
        "over, and away again",
        "read, and away again",
        "two, one after the other",
        "the first of two was read",
        "long ago",
        "long ago, and away again",
        "long ago, and another since",
        "long ago, and another since was read",
    ],
)
def test_what_they_have_not_read_goes_first(
    absences: list[Absence], offered: int | None, told: int | None
) -> None:
    for found, expected in ((to_read, offered), (to_tell_of, told)):
        one = found(absences, "mori", NOW, TOKYO)
        assert (one and one.id) == expected
        assert found(absences, "sato", NOW, TOKYO) is None


@pytest.mark.parametrize(
    ("login", "number", "code", "says"),
    [
        ("sato", 1, "anothers", "Absence 1 is Mori's: only they"),
        ("sato", 1, "anothers", "csboard --as mori absence digest 1"),
        ("sato", None, "no_such_absence", "You have not been away"),
        ("mori", 9, "no_such_absence", "There is no absence 9: look at csboard absence list --all"),
        ("mori", 2, "not_begun", "Absence 2 has not begun yet"),
    ],
)
def test_what_can_not_be_told_says_why(
    login: str, number: int | None, code: str, says: str
) -> None:
    known = [absence(1, "11-16", "11-20"), absence(2, "11-25", "11-27")]
    with pytest.raises(Refused) as refusal:
        asked_for(known, login, number, MEMBERS, NOW, TOKYO)
    assert refusal.value.code == code
    assert says in refusal.value.sentence
    assert asked_for(known, "mori", 1, MEMBERS, NOW, TOKYO).id == 1
