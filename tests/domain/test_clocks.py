"""The three clocks, case by case; many are what other help desks got wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.domain.business_calendar import CLOSED, Calendar
from csboard.domain.clock_rules import Rules
from csboard.domain.clock_story import Turned
from csboard.domain.clocks import Clock, State
from csboard.domain.promises import Promise, Traits
from csboard.domain.records import Urgency
from tests.domain.clock_builders import (
    HOUR,
    MINUTE,
    OFFICE,
    PAUSING,
    RULES,
    answered,
    asked,
    at,
    came_back,
    clocks,
    closed,
    excused,
    most_pressing,
    opened,
    reopened,
    resumed,
    story,
    turn,
    urgent,
    waits,
)


def first(told: object, now: str, rules: Rules = RULES) -> Clock:
    found = clocks(told, now, rules).first  # type: ignore[arg-type]
    assert found is not None
    return found


def told(clock: Clock) -> list[tuple[str, str, str]]:
    """Its spans, readably: from, to, why."""
    return [
        (f"{span.start:%d %H:%M}", f"{span.end:%d %H:%M}" if span.end else "", span.why)
        for span in clock.spans
    ]


class TestFirstReply:
    def test_it_is_due_in_business_time_and_ends_with_our_word(self) -> None:
        clock = first(story(opened("24 16:00"), asked("24 16:00")), "24 17:00")
        assert (clock.state, clock.used, clock.left) == (State.RUNNING, HOUR, 3 * HOUR)
        assert clock.due_at == at("25 11:00")
        done = first(story(opened("24 16:00"), asked("24 16:00"), answered("25 10:30")), "30 10:00")
        assert (done.state, done.used, done.left) == (State.MET, 3.5 * HOUR, 0.5 * HOUR)
        assert (done.ended_at, done.ending) == (at("25 10:30"), "replied")

    def test_a_holiday_weekend_counts_nothing(self) -> None:
        clock = first(story(opened("20 17:00")), "24 10:00")
        assert (clock.used, clock.due_at) == (2 * HOUR, at("24 12:00"))

    def test_what_comes_in_outside_hours_starts_with_the_next_day(self) -> None:
        clock = first(story(opened("21 22:00")), "23 12:00")
        assert (clock.used, clock.due_at) == (timedelta(), at("24 13:00"))

    def test_a_word_at_the_very_moment_is_in_time_and_one_later_is_not(self) -> None:
        in_time = first(story(opened("24 09:00"), answered("24 13:00")), "24 18:00")
        late = first(story(opened("24 09:00"), answered("24 13:01")), "24 18:00")
        assert (in_time.state, late.state) == (State.MET, State.BROKEN)
        assert late.left == -MINUTE

    def test_one_that_is_not_answered_becomes_overdue(self) -> None:
        assert first(story(opened("24 09:00")), "24 13:00").state is State.RUNNING
        assert first(story(opened("24 09:00")), "24 13:01").state is State.OVERDUE

    def test_the_customer_writes_three_times_and_it_counts_from_the_first(self) -> None:
        writes = (asked("24 09:00", 1), asked("24 10:00", 2), asked("24 11:00", 3))
        assert first(story(opened("24 09:00"), *writes), "24 12:00").due_at == at("24 13:00")

    def test_waiting_for_somebody_who_heard_nothing_stops_no_clock(self) -> None:
        """zammad: whoever parks an inquiry before the first reply keeps the promise by a trick."""
        clock = first(story(opened("24 09:00"), waits("24 09:05")), "24 12:00")
        assert (clock.used, clock.paused) == (3 * HOUR, "")

    def test_a_team_may_decide_otherwise(self) -> None:
        rules = RULES._replace(pausing={"customer": frozenset({"first"})})
        clock = first(story(opened("24 09:00"), waits("24 10:00")), "24 12:00", rules)
        assert (clock.used, clock.paused, clock.due_at) == (HOUR, "customer", None)
        assert clock.left == 3 * HOUR

    def test_who_was_spoken_to_waits_for_no_first_reply(self) -> None:
        """A call that is written down has been answered; what we owe is the next word."""
        found = clocks(story(opened("24 09:00"), asked("24 09:00"), spoken=True), "24 10:00")
        assert found.first is None
        (next_word,) = found.next
        assert (next_word.started_at, next_word.due_at) == (at("24 09:00"), at("24 13:00"))

    def test_closed_without_a_word_it_is_dropped(self) -> None:
        clock = first(story(opened("24 09:00"), closed("24 10:00")), "30 10:00")
        assert (clock.state, clock.ending, clock.used) == (State.DROPPED, "closed", HOUR)

    def test_closing_doesnt_mend_a_broken_promise(self) -> None:
        clock = first(story(opened("24 09:00"), closed("24 14:00")), "30 10:00")
        assert (clock.state, clock.left) == (State.BROKEN, -HOUR)

    def test_an_undeserved_closing_is_a_pause(self) -> None:
        clock = first(
            story(opened("24 09:00"), closed("24 10:00"), reopened("24 12:00")), "24 13:00"
        )
        assert (clock.used, clock.due_at) == (2 * HOUR, at("24 15:00"))
        assert told(clock) == [
            ("24 09:00", "24 10:00", ""),
            ("24 10:00", "24 12:00", "closed"),
            ("24 12:00", "", ""),
        ]

    def test_the_first_reply_stays_the_first_after_reopening(self) -> None:
        """zammad #4516, #2579: values that were set only after an inquiry was reopened."""
        history = (opened("24 09:00"), answered("24 10:00"), closed("24 11:00"))
        before = first(story(*history), "24 12:00")
        after = first(
            story(*history, asked("25 10:00", 2), reopened("25 10:00"), answered("25 12:00", 101)),
            "25 13:00",
        )
        assert before == after

    def test_a_reply_that_came_back_has_reached_nobody(self) -> None:
        back = story(opened("24 09:00"), answered("24 10:00"), came_back("24 11:00"))
        clock = first(back, "24 12:00")
        assert (clock.state, clock.used, clock.due_at) == (State.RUNNING, 2 * HOUR, at("24 14:00"))
        assert told(clock)[1] == ("24 10:00", "24 11:00", "came_back")
        again = (answered("24 10:00"), came_back("24 11:00"), answered("24 12:00", 101))
        assert first(story(opened("24 09:00"), *again), "24 15:00").ended_at == at("24 12:00")

    def test_a_second_reply_counts_before_the_first_is_known_to_have_come_back(self) -> None:
        twice = (answered("24 10:00"), answered("24 10:30", 101), came_back("24 12:00"))
        clock = first(story(opened("24 09:00"), *twice), "24 15:00")
        assert (clock.ended_at, clock.used) == (at("24 10:30"), HOUR)

    def test_junk_breaks_nothing(self) -> None:
        clock = first(story(opened("24 09:00"), turn("24 10:00", Turned.JUNKED)), "30 10:00")
        assert (clock.state, clock.ending) == (State.DROPPED, "junk")
        back = (turn("24 10:00", Turned.JUNKED), turn("24 12:00", Turned.UNJUNKED))
        clock = first(story(opened("24 09:00"), *back), "24 13:00")
        assert (clock.used, clock.due_at) == (2 * HOUR, at("24 15:00"))


class TestNextWord:
    BEGIN = (opened("24 09:00"), asked("24 09:00", 1), answered("24 10:00", 100))

    def test_it_counts_from_the_oldest_word_without_an_answer(self) -> None:
        writes = (asked("24 11:00", 2), asked("24 12:00", 3), asked("24 13:00", 4))
        (clock,) = clocks(story(*self.BEGIN, *writes), "24 14:00").next
        assert (clock.started_at, clock.due_at) == (at("24 11:00"), at("24 15:00"))

    def test_our_own_word_starts_nothing(self) -> None:
        """zammad #3140: an agent's own reply started a breach."""
        again = (answered("24 11:00", 101), answered("24 12:00", 102))
        found = clocks(story(*self.BEGIN, *again), "27 18:00")
        assert found.next == ()
        assert most_pressing(found) == found.solved

    def test_there_is_none_before_the_first_reply(self) -> None:
        """zammad #5177: a shorter promise for the next word overruled the one for the first."""
        rules = Rules(OFFICE, (Promise("first", 240), Promise("next", 30)), PAUSING)
        found = clocks(
            story(opened("24 09:00"), asked("24 09:00"), asked("24 09:10", 2)), "24 10:00", rules
        )
        assert found.next == ()
        assert found.first is not None
        assert found.first.due_at == at("24 13:00")

    def test_each_wait_is_a_clock_of_its_own(self) -> None:
        rounds = (
            asked("24 11:00", 2),
            answered("24 12:00", 101),
            asked("25 09:00", 3),
            answered("25 15:00", 102),
            asked("26 09:00", 4),
        )
        found = clocks(story(*self.BEGIN, *rounds), "26 10:00").next
        assert [clock.state for clock in found] == [State.MET, State.BROKEN, State.RUNNING]
        assert [clock.used for clock in found] == [HOUR, 6 * HOUR, HOUR]

    def test_waiting_for_the_customer_moves_it_by_working_time(self) -> None:
        """frappe #2449: the time of a hold was added to the clock on the wall."""
        held = (asked("24 11:00", 2), waits("24 12:00"), resumed("25 10:00"))
        (clock,) = clocks(story(*self.BEGIN, *held), "25 11:00").next
        assert (clock.used, clock.due_at) == (2 * HOUR, at("25 13:00"))

    def test_two_pauses_on_one_day_both_count(self) -> None:
        """zammad's breaks, kept by their minute, overwrote one another."""
        held = (
            asked("24 11:00", 2),
            waits("24 11:30"),
            resumed("24 12:00"),
            waits("24 12:30", "date", "24 18:00"),
            resumed("24 13:00"),
        )
        (clock,) = clocks(story(*self.BEGIN, *held), "24 14:00").next
        assert (clock.used, clock.due_at) == (2 * HOUR, at("24 16:00"))
        assert [why for _from, _to, why in told(clock)] == ["", "customer", "", "date", ""]

    def test_waiting_for_colleagues_is_our_own_delay(self) -> None:
        held = (asked("24 11:00", 2), waits("24 12:00", "internal"))
        (clock,) = clocks(story(*self.BEGIN, *held), "24 14:00").next
        assert (clock.used, clock.paused) == (3 * HOUR, "")

    def test_it_wakes_by_itself_and_is_due_when_that_is_foreseen(self) -> None:
        held = (asked("24 11:00", 2), waits("24 12:00", "date", "26 09:00"))
        (asleep,) = clocks(story(*self.BEGIN, *held), "25 12:00").next
        assert (asleep.state, asleep.due_at, asleep.left) == (
            State.PAUSED,
            at("26 12:00"),
            3 * HOUR,
        )
        (awake,) = clocks(story(*self.BEGIN, *held), "26 10:00").next
        assert (awake.state, awake.due_at, awake.used) == (State.RUNNING, at("26 12:00"), 2 * HOUR)

    def test_a_second_wait_replaces_the_first(self) -> None:
        held = (
            asked("24 11:00", 2),
            waits("24 12:00", "date", "24 13:00"),
            waits("24 12:30", "date", "24 15:00"),
        )
        (clock,) = clocks(story(*self.BEGIN, *held), "24 16:00").next
        assert clock.used == 2 * HOUR

    def test_thanks_need_no_answer(self) -> None:
        """freescout #3584: a mere "thanks" woke what was asleep."""
        (clock,) = clocks(
            story(*self.BEGIN, asked("24 11:00", 2), excused("24 11:05", 2)), "27 18:00"
        ).next
        assert (clock.state, clock.ending) == (State.DROPPED, "excused")

    def test_what_was_asked_beside_the_thanks_still_does(self) -> None:
        both = (asked("24 11:00", 2), asked("24 11:30", 3), excused("24 12:00", 2))
        (clock,) = clocks(story(*self.BEGIN, *both), "24 13:00").next
        assert (clock.ended_at, clock.started_at) == (None, at("24 11:00"))

    def test_thanks_that_reopen_and_are_closed_again_break_nothing(self) -> None:
        thanks = (
            closed("24 12:00"),
            asked("25 10:00", 2),
            reopened("25 10:00"),
            closed("25 10:30"),
        )
        (clock,) = clocks(story(*self.BEGIN, *thanks), "30 12:00").next
        assert (clock.state, clock.used) == (State.DROPPED, 0.5 * HOUR)

    def test_a_reply_that_came_back_has_answered_nothing(self) -> None:
        back = (asked("24 11:00", 2), answered("24 12:00", 101), came_back("24 12:30", 101))
        (clock,) = clocks(story(*self.BEGIN, *back), "24 14:00").next
        assert (clock.ended_at, clock.used) == (None, 2.5 * HOUR)

    def test_a_late_answer_is_broken_and_the_next_one_starts_afresh(self) -> None:
        late = (asked("24 11:00", 2), answered("24 16:00", 101), asked("24 17:00", 3))
        broken, going = clocks(story(*self.BEGIN, *late), "24 17:30").next
        assert (broken.state, going.state) == (State.BROKEN, State.RUNNING)


class TestSolved:
    def test_it_ends_when_the_inquiry_is_closed(self) -> None:
        clock = clocks(story(opened("24 09:00"), closed("25 10:00")), "30 10:00").solved
        assert (clock.state, clock.used, clock.ending) == (State.MET, 10 * HOUR, "solved")

    def test_reopened_it_goes_on_and_the_time_between_doesnt_count(self) -> None:
        history = (opened("24 09:00"), closed("24 10:00"), reopened("27 09:00"))
        clock = clocks(story(*history), "27 11:00").solved
        assert (clock.state, clock.used) == (State.RUNNING, 3 * HOUR)
        again = clocks(story(*history, closed("27 12:00")), "30 12:00").solved
        assert (again.used, again.ended_at) == (4 * HOUR, at("27 12:00"))

    def test_waiting_for_a_date_is_no_time_of_ours(self) -> None:
        held = (waits("24 10:00", "date", "26 09:00"), closed("26 10:00"))
        clock = clocks(story(opened("24 09:00"), *held), "30 10:00").solved
        assert clock.used == 2 * HOUR

    def test_without_a_promise_it_only_tells(self) -> None:
        rules = Rules(OFFICE)
        clock = clocks(story(opened("24 09:00"), closed("24 10:00")), "25 09:00", rules).solved
        assert (clock.state, clock.due_at, clock.left) == (State.DONE, None, None)


class TestPromises:
    URGENT = Promise("first", 30, urgencies=frozenset({Urgency.URGENT}))
    ANY = Promise("first", 240)
    BOTH = Rules(OFFICE, (ANY, URGENT), PAUSING)

    def test_of_those_that_fit_the_strictest_holds(self) -> None:
        clock = first(
            story(opened("24 09:00"), traits={"24 09:00": urgent()}), "24 09:10", self.BOTH
        )
        assert (clock.promise, clock.due_at) == (self.URGENT, at("24 09:30"))
        clock = first(story(opened("24 09:00")), "24 09:10", self.BOTH)
        assert clock.promise == self.ANY

    def test_raising_the_urgency_counts_from_then_on(self) -> None:
        """Who raises it must not break a promise by that, or nobody would."""
        raised = {"24 09:00": Traits(), "24 11:00": urgent()}
        clock = first(story(opened("24 09:00"), traits=raised), "24 11:10", self.BOTH)
        assert (clock.promise, clock.counts_from) == (self.URGENT, at("24 11:00"))
        assert (clock.due_at, clock.left) == (at("24 11:30"), 20 * MINUTE)

    def test_late_in_its_time_raising_it_changes_nothing(self) -> None:
        raised = {"24 09:00": Traits(), "24 12:50": urgent()}
        clock = first(story(opened("24 09:00"), traits=raised), "24 12:55", self.BOTH)
        assert (clock.promise, clock.due_at) == (self.ANY, at("24 13:00"))

    def test_lowering_it_takes_the_promise_away_and_not_its_breach(self) -> None:
        in_time = {"24 09:00": urgent(), "24 09:20": Traits()}
        clock = first(story(opened("24 09:00"), traits=in_time), "24 12:00", self.BOTH)
        assert (clock.promise, clock.due_at) == (self.ANY, at("24 13:00"))
        too_late = {"24 09:00": urgent(), "24 09:40": Traits()}
        clock = first(story(opened("24 09:00"), traits=too_late), "24 12:00", self.BOTH)
        assert (clock.promise, clock.state) == (self.URGENT, State.OVERDUE)

    def test_what_is_raised_after_the_answer_breaks_nothing(self) -> None:
        raised = {"24 09:00": Traits(), "24 15:00": urgent()}
        answered_first = story(opened("24 09:00"), answered("24 12:00"), traits=raised)
        clock = first(answered_first, "24 18:00", self.BOTH)
        assert (clock.promise, clock.state) == (self.ANY, State.MET)

    def test_a_changed_promise_remembers_the_pauses(self) -> None:
        """glpi #6902: the deadline of a changed agreement forgot them."""
        held = story(opened("24 09:00"), closed("24 10:00"), reopened("24 12:00"))
        for minutes, due in ((240, "24 15:00"), (300, "24 16:00"), (60, "24 10:00")):
            rules = Rules(OFFICE, (Promise("first", minutes),), PAUSING)
            assert first(held, "24 12:30", rules).due_at == at(due)

    def test_by_tag_and_mailbox(self) -> None:
        rules = Rules(
            OFFICE,
            (
                Promise("first", 60, tags=frozenset({"pay"})),
                Promise("first", 30, mailboxes=frozenset({"vip@example.jp"})),
            ),
        )
        paying = {"24 09:00": Traits(tags=frozenset({"pay", "login"}))}
        assert first(story(opened("24 09:00"), traits=paying), "24 09:00", rules).left == HOUR
        to_vip = {"24 09:00": Traits(mailbox="vip@example.jp")}
        assert first(story(opened("24 09:00"), traits=to_vip), "24 09:00", rules).left == HOUR / 2
        assert first(story(opened("24 09:00")), "24 09:00", rules).promise is None

    def test_a_calendar_without_an_open_hour_promises_no_time(self) -> None:
        """osTicket #4807: it looked for one for ever."""
        never = Rules(Calendar(zone="Asia/Tokyo", week=(CLOSED,) * 7), (self.ANY,), PAUSING)
        clock = first(story(opened("24 09:00")), "30 09:00", never)
        assert (clock.due_at, clock.left, clock.state) == (None, 4 * HOUR, State.RUNNING)


class TestMerged:
    OTHER = 1050

    def test_the_whole_counts_from_the_first_of_them(self) -> None:
        both = (
            turn("24 09:00", Turned.OPENED, number=self.OTHER),
            opened("24 10:00"),
            turn("24 11:00", Turned.MERGED, number=self.OTHER),
        )
        assert first(story(*both), "24 12:00").due_at == at("24 13:00")

    def test_a_word_in_either_is_a_word(self) -> None:
        both = (
            turn("24 09:00", Turned.OPENED, number=self.OTHER),
            turn("24 09:30", Turned.ANSWERED, 100, number=self.OTHER),
            opened("24 10:00"),
            turn("24 11:00", Turned.MERGED, number=self.OTHER),
        )
        assert first(story(*both), "24 12:00").ended_at == at("24 09:30")

    def test_one_that_was_closed_long_ago_adds_no_time(self) -> None:
        both = (
            turn("02 09:00", Turned.OPENED, number=self.OTHER),
            turn("02 09:30", Turned.ANSWERED, 100, number=self.OTHER),
            turn("02 10:00", Turned.CLOSED, number=self.OTHER),
            opened("24 10:00"),
            turn("24 11:00", Turned.MERGED, number=self.OTHER),
        )
        clock = clocks(story(*both), "24 12:00").solved
        assert clock.used == 3 * HOUR
        assert [why for _from, _to, why in told(clock)] == ["", "closed", ""]

    def test_what_waits_is_the_one_that_goes_on(self) -> None:
        both = (
            turn("24 09:00", Turned.OPENED, number=self.OTHER),
            turn("24 09:00", Turned.WAITS, number=self.OTHER, for_whom="customer"),
            opened("24 10:00"),
            turn("24 11:00", Turned.MERGED, number=self.OTHER),
        )
        clock = clocks(story(*both), "24 12:00").solved
        assert clock.used == 2 * HOUR


def test_the_most_pressing_is_what_the_card_shows() -> None:
    history = (opened("24 09:00"), asked("24 09:00"), answered("24 10:00"), asked("25 09:00", 2))
    found = clocks(story(*history), "25 10:00")
    pressing = most_pressing(found)
    assert pressing is not None
    assert (pressing.which, pressing.left) == ("next", 3 * HOUR)
    assert most_pressing(clocks(story(*history, closed("25 10:00")), "25 11:00")) is None


@pytest.mark.parametrize("now", ["24 09:00", "24 12:00", "24 12:30", "25 09:00"])
def test_spans_follow_one_another_without_a_gap(now: str) -> None:
    held = (opened("24 09:00"), closed("24 10:00"), reopened("24 12:00"))
    until_now = tuple(one for one in held if one.at <= at(now))
    clock = clocks(story(*until_now), now).solved
    assert clock.spans[0].start == clock.started_at
    assert all(a.end == b.start for a, b in zip(clock.spans, clock.spans[1:], strict=False))
    assert clock.spans[-1].end == clock.ended_at
