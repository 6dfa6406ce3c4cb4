"""Which event a line about a card tells: one that is true now, the newest of what weighs most."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.domain.absence_history import ABSENT
from csboard.domain.headlines import overtaken, telling
from csboard.domain.records import Event, TaskRef
from csboard.domain.stand_up import Entry
from csboard.domain.stand_up_words import happened, moved
from tests.domain.builders import MEMBERS, NOW
from tests.domain.test_stand_ups import nothing_found

REF = TaskRef(1042)
BY_MAIL = {ABSENT: {"login": "suzuki", "to": "sato"}}
FREED = {ABSENT: {"login": "suzuki", "to": None}}


def made(number: int, kind: str, actor: str = "suzuki", /, **detail: object) -> Event:
    at = NOW + timedelta(minutes=number)
    task = None if kind in ("sent", "noted") else REF
    return Event(number, at, actor, kind, REF.number, task, detail)


def headline(*events: Event) -> int:
    return telling(events, overtaken(events)).id


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([made(1, "claimed"), made(2, "joined", **BY_MAIL)], 2),
        ([made(1, "handed_over"), made(2, "taken_back", "tanaka")], 2),
        ([made(1, "claimed"), made(2, "taken_over", "sato"), made(3, "noted")], 2),
        ([made(1, "moved"), made(2, "taken_over", "sato")], 2),
        ([made(1, "taken_over", "sato"), made(2, "moved"), made(3, "noted")], 2),
        ([made(1, "moved"), made(2, "moved"), made(3, "released")], 3),
        ([made(1, "sent"), made(2, "moved"), made(3, "joined", **FREED)], 3),
        ([made(1, "moved"), made(2, "joined", reopened=True)], 2),
        ([made(1, "claimed"), made(2, "noted"), made(3, "undone", kind="taken_over", event=0)], 2),
        ([made(1, "opened"), made(2, "joined"), made(3, "noted")], 1),
    ],
)
def test_what_a_later_one_has_overtaken_heads_nothing(events: list[Event], told: int) -> None:
    assert headline(*events) == told


def test_what_another_task_of_it_became_overtakes_nothing() -> None:
    other = made(2, "claimed", "sato")._replace(task=TaskRef(1042, 2))
    assert overtaken([made(1, "claimed"), other]) == frozenset()


def test_into_what_another_was_merged_it_has_overtaken() -> None:
    merged = made(2, "merged")._replace(number=1050, task=TaskRef(1050), other=REF.number)
    assert overtaken([made(1, "moved"), merged]) == {1}


def test_in_the_turn_of_whoever_had_it_whose_it_is_now_is_said() -> None:
    events = (made(1, "claimed"), made(2, "taken_over", "sato", **{"from": "suzuki"}))
    found = nothing_found(NOW)._replace(members=MEMBERS, overtaken=overtaken(events))
    entry = Entry(REF, "", "sato", events[:1])
    assert moved(entry, found).endswith(" (now 佐藤's)")
    assert moved(entry._replace(owner=None), found).endswith(" (nobody's now)")
    assert "now" not in moved(entry._replace(events=events[1:]), found)


def test_all_that_happened_stands_by_its_time() -> None:
    late = made(1, "noted")._replace(at=NOW + timedelta(hours=1))
    entry = Entry(REF, "", "sato", (late, made(2, "claimed"), made(3, "sheet_written")))
    found = nothing_found(NOW)._replace(members=MEMBERS)
    told = list(happened(entry, found))
    assert [word for line in told for word in ("note", "sheet", "took") if word in line] == [
        "note", "sheet", "took",
    ]  # fmt: skip
