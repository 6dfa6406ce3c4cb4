"""Timers and entries: by table, and any sequence of acts against what must always hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.decisions import Decision, Insert, Thing, Update
from csboard.domain.records import Member, Task, TaskRef
from csboard.domain.time_commands import (
    CorrectTime,
    DropTime,
    EndLostTimer,
    EnterTime,
    StartTimer,
    StopTimer,
)
from csboard.domain.time_entries import (
    IDLE_AFTER,
    LONG_AFTER,
    correct,
    drop,
    end_lost,
    enter,
    question,
    start,
    stop,
)
from csboard.domain.time_records import (
    LOST_AFTER,
    SHELL,
    WORKS,
    Entry,
    TimeState,
    overlapping,
)
from csboard.errors import Refused
from tests.domain.builders import DONE, FREE, MEMBERS, NOW, SATO, SUZUKI

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OTHER = FREE._replace(id=8, ref=TaskRef(1043))
RUNNING = Entry(1, "sato", NOW - HOUR, task=FREE.ref, alive_at=NOW)
LOST_ONE = RUNNING._replace(alive_at=NOW - 10 * MINUTE)
ENDED = Entry(2, "sato", NOW - 3 * HOUR, NOW - 2 * HOUR, task=FREE.ref)


def state(actor: Member = SATO, **more: object) -> TimeState:
    return TimeState(actor, MEMBERS, **more)  # type: ignore[arg-type]


def refused(rule: Callable[..., Decision], shown: TimeState, command: object) -> str:
    with pytest.raises(Refused) as refusal:
        rule(shown, command, NOW)
    return refusal.value.code


class TestStart:
    def test_on_a_task(self) -> None:
        decision = start(state(task=FREE), StartTimer(task=FREE.ref), NOW)
        (row,) = decision.changes
        assert isinstance(row, Insert)
        assert row.values == {
            "member_id": SATO.id,
            "task_id": FREE.id,
            "work": "",
            "started_at": NOW,
            "source": "timer",
            "alive_at": NOW,
        }
        assert (decision.event.kind, decision.event.number) == ("timer_started", 1042)

    def test_a_switch_is_one_instant_in_one_decision(self) -> None:
        """kanboard #2711: several timers ran at once, and a switch was two statements."""
        shown = state(task=OTHER, running=RUNNING)
        decision = start(shown, StartTimer(task=OTHER.ref), NOW)
        ended, begun = decision.changes
        assert isinstance(ended, Update)
        assert isinstance(begun, Insert)
        assert (ended.id, ended.values["ended_at"]) == (RUNNING.id, begun.values["started_at"])
        event = decision.event
        assert (event.kind, event.number, event.other) == ("timer_switched", 1043, 1042)
        assert event.detail["seconds"] == 3600

    def test_over_to_a_break_since_the_silence_began(self) -> None:
        since = NOW - 20 * MINUTE
        decision = start(state(running=RUNNING), StartTimer(work="break", at=since), NOW)
        ended, begun = decision.changes
        assert ended.values["ended_at"] == begun.values["started_at"] == since
        assert (decision.event.number, decision.event.other) == (None, 1042)

    @pytest.mark.parametrize(
        ("more", "command", "code"),
        [
            ({"task": FREE, "running": RUNNING}, StartTimer(task=FREE.ref), "running"),
            ({"task": DONE}, StartTimer(task=DONE.ref), "closed"),
            ({}, StartTimer(task=TaskRef(9)), "no_such_task"),
            ({}, StartTimer(), "bad_work"),
            ({}, StartTimer(work="golf"), "bad_work"),
            ({"task": FREE}, StartTimer(task=FREE.ref, work="break"), "both"),
            ({"task": FREE}, StartTimer(task=FREE.ref, at=NOW + MINUTE), "future"),
            ({"task": FREE}, StartTimer(task=FREE.ref, at=NOW - 25 * HOUR), "too_early"),
            (
                {"task": OTHER, "running": RUNNING},
                StartTimer(task=OTHER.ref, at=NOW - 2 * HOUR),
                "too_early",
            ),
            (
                {"task": FREE, "beside": (ENDED,)},
                StartTimer(task=FREE.ref, at=NOW - 150 * MINUTE),
                "overlaps",
            ),
        ],
    )
    def test_refused(self, more: dict[str, object], command: StartTimer, code: str) -> None:
        assert refused(start, state(**more), command) == code  # type: ignore[arg-type]


class TestStop:
    def test_now_or_since(self) -> None:
        for at, seconds in ((None, 3600), (NOW - 20 * MINUTE, 2400), (NOW - HOUR, 0)):
            decision = stop(state(running=RUNNING), StopTimer(at=at), NOW)
            assert decision.event.detail["seconds"] == seconds

    def test_refused(self) -> None:
        assert refused(stop, state(), StopTimer()) == "no_timer"
        assert refused(stop, state(running=RUNNING), StopTimer(at=NOW + MINUTE)) == "future"
        early = StopTimer(at=NOW - 2 * HOUR)
        assert refused(stop, state(running=RUNNING), early) == "too_early"


class TestLost:
    def test_it_ends_with_the_last_sign_of_life(self) -> None:
        decision = end_lost(state(SUZUKI, entry=LOST_ONE), EndLostTimer(entry_id=1), NOW)
        (ended,) = decision.changes
        assert (ended.values["ended_at"], ended.values["ending"]) == (LOST_ONE.alive_at, "lost")
        assert decision.event.detail["login"] == "sato"

    def test_without_any_sign_it_never_ran(self) -> None:
        silent = RUNNING._replace(alive_at=None)
        decision = end_lost(state(entry=silent), EndLostTimer(entry_id=1), NOW)
        assert decision.event.detail["seconds"] == 0

    def test_who_starts_anew_is_not_given_the_time_between(self) -> None:
        """Even on the same task: it is a second stretch."""
        decision = start(state(task=FREE, running=LOST_ONE), StartTimer(task=FREE.ref), NOW)
        ended, begun = decision.changes
        assert (ended.values["ended_at"], ended.values["ending"]) == (LOST_ONE.alive_at, "lost")
        assert begun.values["started_at"] == NOW
        assert (decision.event.kind, decision.event.detail["seconds"]) == ("timer_started", 3000)

    def test_who_stops_what_was_lost_is_not_given_it_either(self) -> None:
        decision = stop(state(running=LOST_ONE), StopTimer(), NOW)
        assert decision.changes[0].values["ended_at"] == LOST_ONE.alive_at
        assert decision.event.kind == "timer_lost"

    def test_it_counts_no_more_before_anybody_writes_that_down(self) -> None:
        assert LOST_ONE.length(NOW + HOUR) == 50 * MINUTE
        assert drop(state(entry=LOST_ONE), DropTime(entry_id=1), NOW).changes

    @pytest.mark.parametrize(
        ("entry", "code"),
        [
            (RUNNING._replace(alive_at=NOW - LOST_AFTER + MINUTE), "alive"),
            (LOST_ONE._replace(source=SHELL), "shell"),
            (ENDED, "no_timer"),
            (None, "no_timer"),
        ],
    )
    def test_refused(self, entry: Entry | None, code: str) -> None:
        assert refused(end_lost, state(SUZUKI, entry=entry), EndLostTimer(entry_id=1)) == code


class TestQuestion:
    """kanboard #685, freescout #2894: overnight runs were counted, or cut without a word."""

    def test_a_long_silence_is_asked_about(self) -> None:
        silent_since = NOW - IDLE_AFTER
        asked = question(RUNNING, silent_since, NOW)
        assert asked is not None
        assert (asked.since, asked.why) == (silent_since, "idle")
        assert question(RUNNING, silent_since + MINUTE, NOW) is None

    def test_one_forgotten_overnight_is_asked_about_at_the_first_key(self) -> None:
        overnight = RUNNING._replace(started_at=NOW - LONG_AFTER)
        asked = question(overnight, NOW - MINUTE, NOW)
        assert asked is not None
        assert asked.why == "long"

    def test_its_answers_are_ordinary_commands(self) -> None:
        asked = question(RUNNING, None, NOW)
        assert asked is not None
        assert stop(state(running=RUNNING), StopTimer(at=asked.since), NOW)
        assert start(state(running=RUNNING), StartTimer(work="break", at=asked.since), NOW)


STRETCH = {"started_at": NOW - 90 * MINUTE, "ended_at": NOW - HOUR}


class TestByHand:
    def enters(self, login: str = "sato", **more: object) -> EnterTime:
        values = {"login": login, "work": "meeting", **STRETCH, **more}
        return EnterTime(**values)  # type: ignore[arg-type]

    def corrects(self, **more: object) -> CorrectTime:
        values = {"entry_id": 2, "work": "meeting", **STRETCH, **more}
        return CorrectTime(**values)  # type: ignore[arg-type]

    def test_entering(self) -> None:
        decision = enter(state(SUZUKI), self.enters(), NOW)
        (row,) = decision.changes
        assert isinstance(row, Insert)
        assert (row.values["member_id"], row.values["entered_by_id"]) == (SATO.id, SUZUKI.id)
        assert (decision.event.kind, decision.event.detail["seconds"]) == ("time_entered", 1800)

    def test_time_on_a_task_that_is_done_by_now(self) -> None:
        assert enter(state(task=DONE), self.enters(task=DONE.ref, work=""), NOW).changes

    def test_a_correction_is_a_new_row_beside_the_old(self) -> None:
        decision = correct(state(entry=ENDED), self.corrects(), NOW)
        old, new = decision.changes
        assert (old.values, isinstance(new, Insert)) == ({"withdrawn_at": NOW}, True)
        assert new.values["corrects_id"] == ENDED.id
        event = decision.event
        assert (event.detail["before"], event.detail["seconds"], event.other) == (3600, 1800, 1042)

    def test_its_own_former_stretch_is_no_overlap(self) -> None:
        command = self.corrects(started_at=NOW - 150 * MINUTE, ended_at=NOW - HOUR)
        assert correct(state(entry=ENDED, beside=(ENDED,)), command, NOW).changes

    def test_dropping(self) -> None:
        decision = drop(state(entry=ENDED), DropTime(entry_id=2), NOW)
        assert (decision.event.kind, decision.event.detail["before"]) == ("time_dropped", 3600)

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"ended_at": NOW - 90 * MINUTE}, "no_time"),
            ({"ended_at": NOW + MINUTE}, "future"),
            ({"started_at": NOW - 26 * HOUR}, "too_long"),
            ({"login": "suzuki"}, "not_yours"),
            ({"login": "ghost"}, "no_such_member"),
            ({"work": ""}, "bad_work"),
        ],
    )
    def test_no_such_entry_is_made(self, more: dict[str, object], code: str) -> None:
        assert refused(enter, state(), self.enters(**more)) == code  # type: ignore[arg-type]

    def test_overlaps_are_refused(self) -> None:
        at_it = ENDED._replace(started_at=NOW - 80 * MINUTE, ended_at=NOW - 70 * MINUTE)
        assert refused(enter, state(beside=(at_it,)), self.enters()) == "overlaps"
        going_on = RUNNING._replace(started_at=NOW - 70 * MINUTE)
        assert refused(enter, state(beside=(going_on,)), self.enters()) == "overlaps"
        touching = ENDED._replace(ended_at=NOW - 90 * MINUTE)
        assert enter(state(beside=(touching,)), self.enters(), NOW).changes

    @pytest.mark.parametrize(
        ("actor", "entry", "code"),
        [
            (SATO, None, "no_such_entry"),
            (SATO, RUNNING, "runs"),
            (SATO, ENDED._replace(withdrawn_at=NOW), "replaced"),
            (SATO, ENDED._replace(login="suzuki"), "not_yours"),
        ],
    )
    def test_what_cant_be_changed(self, actor: Member, entry: Entry | None, code: str) -> None:
        shown = state(actor, entry=entry)
        assert refused(drop, shown, DropTime(entry_id=2)) == code
        assert refused(correct, shown, self.corrects()) == code

    def test_a_correction_that_changes_nothing(self) -> None:
        same = CorrectTime(
            entry_id=2,
            started_at=ENDED.started_at,
            ended_at=NOW - 2 * HOUR,
            task=FREE.ref,
        )
        assert refused(correct, state(entry=ENDED, task=FREE), same) == "unchanged"


PEOPLE = (SATO, SUZUKI)
TASKS: dict[TaskRef, Task] = {FREE.ref: FREE, OTHER.ref: OTHER}


class Book:
    """The entries of two people, as a database would keep them."""

    def __init__(self) -> None:
        self.now = NOW
        self.entries: dict[int, Entry] = {}

    def of(self, login: str) -> list[Entry]:
        return [one for one in self.entries.values() if one.login == login and one.stands]

    def shown(self, actor: Member, command: Any) -> TimeState:
        entry = self.entries.get(getattr(command, "entry_id", 0))
        login = getattr(command, "login", entry.login if entry else actor.login)
        return TimeState(
            actor,
            MEMBERS,
            next((one for one in self.of(actor.login) if one.runs), None),
            TASKS.get(getattr(command, "task", None)),  # type: ignore[arg-type]
            entry,
            tuple(self.of(login)),
        )

    def does(self, rule: Callable[..., Decision], actor: Member, command: object) -> None:
        try:
            decision = rule(self.shown(actor, command), command, self.now)
        except Refused:
            return
        for change in decision.changes:
            assert change.thing is Thing.TIME_ENTRY
            if isinstance(change, Insert):
                self.insert(dict(change.values))
            else:
                old = self.entries[int(str(change.id))]
                self.entries[old.id] = old._replace(**change.values)  # type: ignore[arg-type]

    def insert(self, values: dict[str, Any]) -> None:
        number = len(self.entries) + 1
        login = next(one.login for one in PEOPLE if one.id == values["member_id"])
        task = next((ref for ref, one in TASKS.items() if one.id == values["task_id"]), None)
        kept = {key: values[key] for key in values if key in Entry._fields}
        entry = Entry(number, login, task=task, corrects=values.get("corrects_id"), **kept)
        self.entries[number] = entry

    def check(self) -> None:
        for person in PEOPLE:
            mine = self.of(person.login)
            assert sum(one.runs for one in mine) <= 1
            for one in mine:
                others = [other for other in mine if other.id != one.id]
                end = one.as_of(self.now).ended_at or max(self.now, one.started_at)
                others = [other.as_of(self.now) for other in others]
                assert overlapping(one.started_at, end, others) is None
            worked = sum((one.length(self.now) for one in mine if one.stands), timedelta())
            assert worked <= self.now - NOW + 26 * HOUR
        replaced = [one for one in self.entries.values() if one.corrects is not None]
        assert all(not self.entries[one.corrects or 0].stands for one in replaced)


ACTS = st.tuples(
    st.sampled_from(("start", "work", "stop", "lost", "enter", "correct", "drop")),
    st.integers(0, 1),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(1, 8),
)


@given(st.lists(ACTS, max_size=25))
def test_nobody_works_twice_at_a_time_whatever_is_done(acts: list[Any]) -> None:
    book = Book()
    refs = list(TASKS)
    for act, who, ago, length, number in acts:
        actor = PEOPLE[who]
        begin = book.now - (ago + length) * MINUTE
        stretch = {"started_at": begin, "ended_at": begin + length * MINUTE}
        at = begin if number % 2 else None
        book.does(*_command(act, refs, stretch, at, number, actor))
        book.check()
        book.now += (ago % 37) * MINUTE
        book.check()


def _command(
    act: str,
    refs: list[TaskRef],
    stretch: dict[str, Any],
    at: datetime | None,
    number: int,
    actor: Member,
) -> tuple[Callable[..., Decision], Member, object]:
    ref, work = refs[number % 2], WORKS[number % len(WORKS)]
    made: dict[str, tuple[Callable[..., Decision], object]] = {
        "start": (start, StartTimer(task=ref, at=at)),
        "work": (start, StartTimer(work=work, at=at)),
        "stop": (stop, StopTimer(at=at)),
        "lost": (end_lost, EndLostTimer(entry_id=number)),
        "enter": (enter, EnterTime(login=actor.login, task=ref, **stretch)),
        "correct": (correct, CorrectTime(entry_id=number, work=work, **stretch)),
        "drop": (drop, DropTime(entry_id=number)),
    }
    rule, command = made[act]
    return rule, actor, command
