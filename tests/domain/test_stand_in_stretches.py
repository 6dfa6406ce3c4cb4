"""Who stands in when, as stand-ins come and go within an absence; and in which words it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from csboard.cli.absence_shapes import of_absence
from csboard.domain.absence_days import parse_first, parse_last
from csboard.domain.absence_list import listed, stand_in_notes
from csboard.domain.absence_telling import meanwhile_in_words, stand_in_in_words
from csboard.domain.absences import Absence, OnMail, RuledTask, TaskRule
from csboard.domain.business_calendar import CLOSED, Calendar
from csboard.domain.records import Member, Role, TaskRef
from csboard.domain.stand_in_stretches import stretches

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, tzinfo=TOKYO)
NAMES = ("mori", "sato", "tanaka", "ito")
MEMBERS = {name: Member(n, name, name.title(), Role.MEMBER) for n, name in enumerate(NAMES, 1)}
CALENDAR = Calendar(zone="Asia/Tokyo", week=(CLOSED,) * 7)


def away(login: str, first: str, last: str, stand_in: str | None = None) -> Absence:
    """Days of November: `24`, `24pm`, `27am`."""
    begins, ends = parse_first(f"11/{first}", TODAY), parse_last(f"11/{last}", TODAY)
    return Absence(
        NAMES.index(login) + 1,
        login,
        begins.day,
        ends.day,
        OnMail.STAND_IN,
        stand_in,
        from_noon=begins.is_at_noon,
        until_noon=ends.is_at_noon,
    )


MORI = away("mori", "24", "30", "sato")

TABLE: list[tuple[list[Absence], list[tuple[str, str, str | None]], str]] = [
    ([], [("24", "30", "sato")], "stand-in: Sato"),
    (
        [away("sato", "26", "27", "tanaka")],
        [("24", "25", "sato"), ("26", "27", "tanaka"), ("28", "30", "sato")],
        "stand-in: Sato; Nov 26 - Nov 27 Tanaka, as Sato is away",
    ),
    (
        [away("sato", "26pm", "27am", "tanaka")],
        [("24", "26am", "sato"), ("26pm", "27am", "tanaka"), ("27pm", "30", "sato")],
        "stand-in: Sato; Nov 26 afternoon - Nov 27 morning Tanaka, as Sato is away",
    ),
    (
        [away("sato", "26", "27")],
        [("24", "25", "sato"), ("26", "27", None), ("28", "30", "sato")],
        "stand-in: Sato; Nov 26 - Nov 27 nobody, as Sato is away",
    ),
    (
        [away("sato", "20", "27", "tanaka"), away("tanaka", "26", "30", "ito")],
        [("24", "25", "tanaka"), ("26", "27", "ito"), ("28", "30", "sato")],
        "stand-in: Sato; Nov 24 - Nov 25 Tanaka, Nov 26 - Nov 27 Ito, as Sato is away",
    ),
    (
        [away("sato", "26", "27", "tanaka"), away("tanaka", "27", "27", "mori")],
        [("24", "25", "sato"), ("26", "26", "tanaka"), ("27", "27", None), ("28", "30", "sato")],
        "stand-in: Sato; Nov 26 Tanaka, Nov 27 nobody, as Sato is away",
    ),
    (
        [away("sato", "26", "27", "mori")],
        [("24", "25", "sato"), ("26", "27", None), ("28", "30", "sato")],
        "stand-in: Sato; Nov 26 - Nov 27 nobody, as Sato is away",
    ),
    (
        [away("sato", "20", "30", "tanaka")],
        [("24", "30", "tanaka")],
        "stand-in: Tanaka for Sato",
    ),
    ([away("sato", "20", "30")], [("24", "30", None)], "stand-in: Sato, who is away too"),
    (
        [away("ito", "25", "26"), away("tanaka", "26", "26")],
        [("24", "30", "sato")],
        "stand-in: Sato",
    ),
]
IDS = [
    "nobody else is away",
    "in the middle",
    "half days",
    "who names nobody",
    "A to B to C",
    "a chain that comes round",
    "each other",
    "for all of it",
    "for all of it, naming nobody",
    "others' absences change nothing",
]


@pytest.mark.parametrize(("others", "parts", "words"), TABLE, ids=IDS)
def test_each_stretch_has_who_stands_in_then(
    others: list[Absence], parts: list[tuple[str, str, str | None]], words: str
) -> None:
    known = [MORI, *others]
    found = stretches(MORI, "sato", known, MEMBERS, TOKYO)
    wanted = [(away("mori", first, last), acting) for first, last, acting in parts]
    assert [(days(one.days(MORI)), one.acting) for one in found] == [
        (days(one), acting) for one, acting in wanted
    ]
    assert [one.span.end for one in found[:-1]] == [one.span.start for one in found[1:]]
    (row,) = (one for one in at(known, "2026-11-23T10:00") if one.absence.login == "mori")
    assert stand_in_in_words(row, MEMBERS, TODAY) == words


def days(one: Absence) -> tuple[Any, ...]:
    return one.first, one.last, one.from_noon, one.until_noon


def at(
    known: list[Absence],
    moment: str,
    members: Mapping[str, Member] = MEMBERS,
    ruled: Mapping[int, RuledTask] = MappingProxyType({}),
) -> tuple[Any, ...]:
    now = datetime.fromisoformat(moment).replace(tzinfo=TOKYO)
    return listed(known, members, CALENDAR, now, ruled)


def test_what_is_past_is_told_no_more() -> None:
    known = [MORI, away("sato", "26", "27", "tanaka")]
    told = {
        "2026-11-25T10:00": "stand-in: Sato; Nov 26 - Nov 27 Tanaka, as Sato is away",
        "2026-11-27T10:00": "stand-in: Sato; Nov 26 - Nov 27 Tanaka, as Sato is away",
        "2026-11-28T10:00": "stand-in: Sato",
        "2026-12-04T10:00": "stand-in: Sato",  # what was planned later says nothing of then
    }
    for moment, words in told.items():
        (row,) = (one for one in at(known, moment) if one.absence.login == "mori")
        assert stand_in_in_words(row, MEMBERS, TODAY) == words


def test_customers_words_go_to_whoever_stands_in_then() -> None:
    own = {7: TaskRule(OnMail.STAND_IN, "ito"), 8: TaskRule(OnMail.KEEP)}
    mori = MORI._replace(tasks=own)
    ruled = {key: RuledTask(TaskRef(1000 + key), "", "mori", True) for key in own}
    known = [mori, away("sato", "26", "27", "tanaka"), away("ito", "26", "26", "sato")]
    found = at(known, "2026-11-24T10:00", ruled=ruled)
    (row,) = (one for one in found if one.absence.login == "mori")
    assert meanwhile_in_words(row, MEMBERS) == (
        "customer writes: goes to whoever stands in then,"
        " but #1007: goes to Ito, while they are away to whoever stands in, #1008: waits for them"
    )
    parts = of_absence(row)["stand_ins"]
    assert parts[1] == {"from": "2026-11-26", "to": "2026-11-27", "login": "tanaka"}


def test_a_note_is_made_of_each_stretch() -> None:
    known = [MORI, away("sato", "26", "27", "tanaka"), away("tanaka", "27", "27")]
    assert stand_in_notes(MORI, known, MEMBERS, TOKYO, NOW) == [
        "Sato is away too (Nov 26): Tanaka stands in then.",
        "Sato is away too (Nov 27): nobody stands in then.",
    ]


def test_a_note_is_made_of_each_for_whom_they_were_to_stand_in() -> None:
    sato = away("sato", "26pm", "27", "tanaka")
    known = [MORI, away("ito", "27", "27", "sato"), away("tanaka", "27", "27")]
    assert stand_in_notes(sato, known, MEMBERS, TOKYO, NOW) == [
        "Tanaka is away too (Nov 27): nobody stands in then.",
        "Sato was to stand in for Mori (Nov 26 afternoon): Tanaka does then.",
        "Sato was to stand in for Mori (Nov 27): nobody does then.",
        "Sato was to stand in for Ito (Nov 27): nobody does then.",
    ]
    later = datetime(2026, 11, 28, 10, tzinfo=TOKYO)
    assert stand_in_notes(sato, known, MEMBERS, TOKYO, later) == []


def test_no_note_is_made_of_whoever_is_back_by_now() -> None:
    noon = datetime(2026, 11, 27, 12, tzinfo=TOKYO)
    ended = away("sato", "27", "27")._replace(ended_at=noon + timedelta(hours=2))
    mori = away("mori", "27pm", "27", "sato")

    def notes(hours: int) -> list[str]:
        now = noon + timedelta(hours=hours)
        return stand_in_notes(mori, [ended, mori], MEMBERS, TOKYO, now)

    assert notes(3) == []
    assert notes(1) == ["Sato is away too (Nov 27 afternoon): nobody stands in then."]


RULED: list[tuple[str | None, bool, str, bool]] = [
    ("mori", True, "2026-11-24T10:00", True),
    ("sato", True, "2026-11-24T10:00", False),
    (None, True, "2026-11-24T10:00", False),
    ("mori", False, "2026-11-24T10:00", False),
    ("sato", False, "2026-12-04T10:00", True),  # over: what was said then
]


@pytest.mark.parametrize(("owner", "goes_on", "moment", "is_told"), RULED)
def test_a_rule_is_told_while_the_task_is_theirs(
    owner: str | None, goes_on: bool, moment: str, is_told: bool
) -> None:
    mori = MORI._replace(tasks={7: TaskRule(OnMail.KEEP)})
    ruled = {7: RuledTask(TaskRef(1007), "", owner, goes_on)}
    (row,) = at([mori], moment, ruled=ruled)
    assert ("#1007" in meanwhile_in_words(row, MEMBERS)) is is_told
    assert bool(of_absence(row)["tasks"]) is is_told


@pytest.mark.parametrize(
    ("sato", "words"),
    [
        (MEMBERS["sato"]._replace(active=False), "stand-in: Sato, who isn't in the team any more"),
        (
            MEMBERS["sato"]._replace(role=Role.VIEWER),
            "stand-in: Sato, who doesn't work on inquiries any more",
        ),
    ],
)
def test_who_has_left_is_not_away(sato: Member, words: str) -> None:
    members = {**MEMBERS, "sato": sato}
    for known in ([MORI], [MORI, away("sato", "20", "30", "tanaka")]):
        found = at(known, "2026-11-24T10:00", members)
        (row,) = (one for one in found if one.absence.login == "mori")
        assert stand_in_in_words(row, members, TODAY) == words
        assert "free for anybody, as nobody stands in" in meanwhile_in_words(row, members)


def test_whoever_has_left_is_not_away_any_more() -> None:
    members = {**MEMBERS, "mori": MEMBERS["mori"]._replace(active=False)}
    known = [MORI, away("sato", "26", "27")]
    logins = [
        [one.absence.login for one in at(known, moment, members)]
        for moment in ("2026-11-23T10:00", "2026-11-25T10:00", "2026-12-04T10:00")
    ]
    assert logins == [["sato"], ["sato"], ["mori", "sato"]]
