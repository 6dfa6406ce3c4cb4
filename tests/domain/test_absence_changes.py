"""Entering, changing and withdrawing an absence: what is let in, and what is told instead."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from csboard.domain.absence_changes import change, enter, rule_task, withdraw
from csboard.domain.absence_commands import (
    ChangeAbsence,
    EnterAbsence,
    RuleForTask,
    WithdrawAbsence,
)
from csboard.domain.absence_days import (
    Edge,
    first_written,
    last_written,
    parse_days,
    parse_first,
    parse_last,
)
from csboard.domain.absence_states import AbsenceState
from csboard.domain.absences import Absence, OnMail, TaskRule, away_at, ended_now, span_of
from csboard.domain.records import Member, Role, Task, TaskRef
from csboard.errors import Refused, UsageError

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 26, 15, tzinfo=TOKYO)
TODAY = date(2026, 11, 26)
MEMBERS = {
    login: Member(index, login, login.title(), Role.MEMBER)
    for index, login in enumerate(("sato", "suzuki", "tanaka"), start=1)
}
MEMBERS["lead"] = Member(4, "lead", "Lead", Role.LEAD)
MEMBERS["yamada"] = Member(5, "yamada", "Yamada", Role.MEMBER, active=False)
MEMBERS["guest"] = Member(6, "guest", "Guest", Role.VIEWER)
MEMBERS["intake"] = Member(7, "intake", "", Role.MEMBER)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def absence(
    login: str = "suzuki", first: str = "11-24", last: str = "11-30", **more: Any
) -> Absence:
    return Absence(7, login, day(first), day(last), OnMail.POOL)._replace(**more)


def state(*absences: Absence, by: str = "suzuki", **more: Any) -> AbsenceState:
    return AbsenceState(MEMBERS[by], MEMBERS, TOKYO, absences)._replace(**more)


def entering(login: str = "suzuki", first: str = "11-27", last: str = "11-30", **more: Any) -> Any:
    return EnterAbsence(login=login, first=day(first), last=day(last), **more)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (entering(), ""),
        (entering(first="11-26", last="11-26"), ""),
        (entering(first="11-20"), ""),  # fell ill before anybody wrote it down
        (entering(first="11-26", last="11-26", from_noon=True), ""),
        (entering(first="11-25", last="11-25"), "past"),
        (entering(first="11-26", last="11-26", until_noon=True), "past"),
        (entering(first="11-30", last="11-27"), "order"),
        (entering(first="11-30", last="11-26"), "order"),  # swapped it would do
        (entering(first="11-30", last="11-25"), "past"),
        (entering().replaced(last=date(2020, 1, 1)), "past"),
        (entering(first="11-27", last="11-27", from_noon=True, until_noon=True), "no_days"),
        (entering().replaced(last=date(2062, 1, 1)), "too_far"),
        (entering().replaced(first=date.min), "too_far"),
        (entering().replaced(last=date.max), "too_far"),
        (entering("nobody"), "no_such_member"),
        (entering("yamada"), "no_such_member"),
        (entering("intake"), "no_such_member"),
        (entering("sato"), "not_yours"),
        (entering(stand_in="sato", on_mail=OnMail.STAND_IN), ""),
        (entering(on_mail=OnMail.STAND_IN), "nobody_stands_in"),
        *(
            (entering(stand_in=login), "bad_stand_in")
            for login in ("suzuki", "nobody", "yamada", "guest", "intake")
        ),
    ],
)
def test_what_may_be_entered(command: EnterAbsence, code: str) -> None:
    assert _refusal(lambda: enter(state(), command, NOW)) == code


def _refusal(act: Any) -> str:
    try:
        act()
    except Refused as refusal:
        return refusal.code
    return ""


def test_a_lead_enters_for_others() -> None:
    decision = enter(state(by="lead"), entering(), NOW)
    (row,) = decision.changes
    assert (row.values["member_id"], row.values["entered_by_id"]) == (2, 4)
    assert decision.event.detail["login"] == "suzuki"


def test_the_sentences_say_what_would_work() -> None:
    with pytest.raises(Refused, match=r"Name one of: Lead \(lead\), Sato \(sato\), Tanaka"):
        enter(state(), entering(stand_in="guest"), NOW)
    with pytest.raises(Refused, match=r"already \(Nov 24 - Nov 27 morning; absence 7\)"):
        enter(state(absence(last="11-27", until_noon=True)), entering(), NOW)
    with pytest.raises(Refused, match="today is 2026-11-26"):
        enter(state(), entering(first="11-20", last="11-25"), NOW)


@pytest.mark.parametrize(
    ("other", "first", "last", "overlaps"),
    [
        (absence(), {"first": "11-30"}, {"last": "12-02"}, True),
        (absence(), {"first": "12-01"}, {"last": "12-02"}, False),
        (absence(until_noon=True), {"first": "11-30", "from_noon": True}, {"last": "12-02"}, False),
        (absence(until_noon=True), {"first": "11-30"}, {"last": "12-02"}, True),
        (absence("sato"), {"first": "11-28"}, {"last": "12-02"}, False),
    ],
)
def test_absences_of_one_person_may_touch_and_not_overlap(
    other: Absence, first: dict[str, Any], last: dict[str, Any], overlaps: bool
) -> None:
    command = entering(**first, **last)
    assert _refusal(lambda: enter(state(other), command, NOW)) == ("overlaps" if overlaps else "")


def changing(first: str = "11-24", last: str = "11-30", **more: Any) -> ChangeAbsence:
    return ChangeAbsence(absence_id=7, first=day(first), last=day(last), **more)


@pytest.mark.parametrize(
    ("command", "more", "code"),
    [
        (changing(last="11-28"), {}, ""),
        (changing(), {}, "unchanged"),
        (changing(last="11-26", until_noon=True), {}, ""),  # back as of this noon
        (changing(last="11-25"), {}, "past"),
        (changing(last="11-28", seen=2), {}, "changed"),
        (changing(last="11-28", seen=1), {}, ""),
        (changing(last="11-28"), {"by": "sato"}, "not_yours"),
        (changing(last="11-28"), {"by": "lead"}, ""),
        (changing(last="11-28"), {"absence": None}, "no_such_absence"),
        (changing(last="11-28"), {"is_withdrawn": True}, "withdrawn"),
        (changing(last="11-28"), {"absence": absence(last="11-25")}, "over"),
    ],
)
def test_what_may_be_changed(command: ChangeAbsence, more: dict[str, Any], code: str) -> None:
    of = state(absence(), **{"absence": absence(), **more})
    assert _refusal(lambda: change(of, command, NOW)) == code


def test_a_change_keeps_what_was() -> None:
    decision = change(state(absence(), absence=absence()), changing(last="12-04"), NOW)
    assert decision.event.detail["was"] == {
        "first": "2026-11-24",
        "last": "2026-11-30",
        "from_noon": False,
        "until_noon": False,
        "stand_in": None,
        "on_mail": "pool",
    }


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-26T11:59", "2026-11-25"),
        ("2026-11-26T12:00", "2026-11-26am"),
        ("2026-11-24T09:00", None),
        ("2026-11-24T13:00", "2026-11-24am"),
        ("2026-11-23T13:00", None),
    ],
)
def test_whoever_is_back_early_was_away_to_the_last_half_day(now: str, left: str | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=TOKYO).astimezone(UTC)
    ended = ended_now(absence(), moment, TOKYO)
    assert (ended and last_written(ended)) == left


def test_withdrawing() -> None:
    assert _refusal(lambda: withdraw(state(), WithdrawAbsence(absence_id=9), NOW))
    to_come = absence()._replace(first=NOW.astimezone(TOKYO).date() + timedelta(days=1))
    decision = withdraw(state(absence=to_come), WithdrawAbsence(absence_id=7), NOW)
    (update,) = decision.changes
    assert update.values == {"withdrawn_at": NOW}


def test_what_has_begun_is_over_and_not_withdrawn() -> None:
    begun = absence()._replace(first=NOW.astimezone(TOKYO).date())
    decision = withdraw(state(absence=begun), WithdrawAbsence(absence_id=7), NOW)
    (update,) = decision.changes
    assert update.values["ended_at"] == NOW
    ended = begun._replace(ended_at=NOW)
    assert span_of(ended, TOKYO).end == NOW
    assert not away_at([ended], NOW, TOKYO)


def test_one_that_is_ended_keeps_what_was_of_it_and_can_be_entered_beside() -> None:
    moment = datetime(2026, 11, 26, 12, 25, tzinfo=TOKYO)
    (update,) = withdraw(state(absence=absence()), WithdrawAbsence(absence_id=7), moment).changes
    assert update.values["ended_at"] == moment
    assert (update.values["last_day"], update.values["until_noon"]) == ("2026-11-26", True)
    left = absence(last="11-26", until_noon=True, ended_at=moment)
    assert span_of(left, TOKYO).end == moment
    again = entering(first="11-26", last="11-26", from_noon=True)
    assert _refusal(lambda: enter(state(left), again, moment)) == ""
    with pytest.raises(Refused) as refusal:
        enter(state(left), entering(first="11-25"), moment)
    assert refusal.value.code == "overlaps"
    assert refusal.value.sentence == (
        "Suzuki was away then (Tue Nov 24 - Thu Nov 26 12:25; absence 7, which is over):"
        " begin with 2026-11-26pm."
    )
    later = moment + timedelta(days=9)
    with pytest.raises(Refused, match=r"\(Tue Nov 24 - .*which is over\): begin with 2026-12-01\."):
        enter(state(absence()), entering(first="11-25", last="12-20"), later)


def reply(owner: str | None = "suzuki", seq: int = 1) -> Task:
    return Task(1, TaskRef(1042, seq), "", "doing", owner, NOW, 3, NOW, None)


@pytest.mark.parametrize(
    ("task", "on_mail", "stand_in", "code"),
    [
        (reply(), OnMail.KEEP, None, ""),
        (reply(), OnMail.STAND_IN, "sato", ""),
        (reply(), OnMail.STAND_IN, None, "nobody_stands_in"),
        (reply(), OnMail.STAND_IN, "suzuki", "bad_stand_in"),
        (reply(), None, None, "unchanged"),
        (reply("sato"), OnMail.KEEP, None, "not_theirs"),
        (reply("sato"), None, None, "unchanged"),
        (reply(seq=2), OnMail.KEEP, None, "no_reply"),
    ],
)
def test_what_one_task_may_have_of_its_own(
    task: Task, on_mail: OnMail | None, stand_in: str | None, code: str
) -> None:
    of = state(absence=absence(), task=task)
    command = RuleForTask(absence_id=7, task=task.ref, on_mail=on_mail, stand_in=stand_in)
    assert _refusal(lambda: rule_task(of, command, NOW)) == code


def test_a_rule_takes_the_place_of_another() -> None:
    of = state(absence=absence(tasks={1: TaskRule(OnMail.KEEP)}), task=reply(), standing_rule=5)
    command = RuleForTask(absence_id=7, task=reply().ref, on_mail=OnMail.POOL)
    decision = rule_task(of, command, NOW)
    assert [type(change).__name__ for change in decision.changes] == ["Update", "Insert"]
    assert decision.event.detail["replaced"] == 5
    same = RuleForTask(absence_id=7, task=reply().ref, on_mail=OnMail.KEEP)
    assert _refusal(lambda: rule_task(of, same, NOW)) == "unchanged"


def test_what_is_done_has_no_way_of_its_own() -> None:
    """One that has a rule and is done since can still have it taken off."""
    done = reply()._replace(closed_at=NOW)
    command = RuleForTask(absence_id=7, task=done.ref, on_mail=OnMail.KEEP)
    of = state(absence=absence(), task=done)
    assert _refusal(lambda: rule_task(of, command, NOW)) == "done"
    ruled = of._replace(absence=absence(tasks={1: TaskRule(OnMail.KEEP)}), standing_rule=5)
    off = RuleForTask(absence_id=7, task=done.ref, on_mail=None)
    assert rule_task(ruled, off, NOW).changes


def test_a_rule_of_what_they_no_longer_have_can_be_taken_off() -> None:
    rules = {1: TaskRule(OnMail.KEEP)}
    of = state(absence=absence(tasks=rules), task=reply("sato"), standing_rule=5)
    off = RuleForTask(absence_id=7, task=TaskRef(1042), on_mail=None)
    (update,) = rule_task(of, off, NOW).changes
    assert update.values == {"withdrawn_at": NOW}


@pytest.mark.parametrize(
    ("first", "last", "meant"),
    [
        ("2026-11-24", "2026-11-30", ("2026-11-24", "2026-11-30")),
        ("2026-11-24pm", "2026-11-30 am", ("2026-11-24pm", "2026-11-30am")),
        ("2026-11-24am", "2026-11-30pm", ("2026-11-24", "2026-11-30")),
        ("１１／２４午後", "11月30日 午前", ("2026-11-24pm", "2026-11-30am")),
        ("tomorrow", "+3", ("2026-11-27", "2026-11-29")),
        ("昨日", "今日の午前", ("2026-11-25", "2026-11-26am")),
        ("yesterday", "fri", ("2026-11-25", "2026-11-27")),
        ("きのう", "きょう", ("2026-11-25", "2026-11-26")),
        ("あした午後", "あさって", ("2026-11-27pm", "2026-11-28")),
        ("来週の水曜午後", "再来週の水曜午前", ("2026-12-02pm", "2026-12-09am")),
        ("next wednesday afternoon", "the week after next", ("2026-12-02pm", "2026-12-13")),
        ("this afternoon", "next friday morning", ("2026-11-26pm", "2026-12-04am")),
    ],
)
def test_days_as_they_are_written(first: str, last: str, meant: tuple[str, str]) -> None:
    begin, end = parse_first(first, TODAY), parse_last(last, TODAY)
    found = absence(from_noon=begin.is_at_noon, until_noon=end.is_at_noon)._replace(
        first=begin.day, last=end.day
    )
    written = first_written(found), last_written(found)
    assert written == meant
    assert parse_first(written[0], TODAY) == begin
    assert parse_last(written[1], TODAY) == end


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-02-31", "the last one of that month is 2026-02-28"),
        ("2028年2月30日", "the last one of that month is 2028-02-29"),
        ("11/31pm", "the last one of that month is 11/30"),
        ("2/31", "the last one of that month is 2/28"),
        ("2026-13-01", "There is no day '2026-13-01': months go from 1 to 12"),
        ("whenever", "is no day: write one as 2026-11-26 or 11/26"),
        ("", "is no day"),
        ("来週の午後", "is no day: .* or next week for all of it"),
        ("+999999999", "There is no day"),
        ("0000-01-01", "There is no day"),
    ],
)
def test_what_is_no_day(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        parse_first(text, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "meant"),
    [
        # Today is Thursday the 26th.
        ("来週", None, ("2026-11-30", "2026-12-06")),
        ("Next  Week", None, ("2026-11-30", "2026-12-06")),
        ("今週", None, ("2026-11-23", "2026-11-29")),
        ("再来週", "", ("2026-12-07", "2026-12-13")),
        ("来月", None, ("2026-12-01", "2026-12-31")),
        ("this month", None, ("2026-11-01", "2026-11-30")),
        ("来週", "12/2", ("2026-11-30", "2026-12-02")),
        ("今日", "来週", ("2026-11-26", "2026-12-06")),
        ("来週の火曜", None, ("2026-12-01", "2026-12-01")),
        ("明日", None, ("2026-11-27", "2026-11-27")),
    ],
)
def test_a_word_for_a_week_or_a_month_means_all_of_it(
    first: str, last: str | None, meant: tuple[str, str]
) -> None:
    begin, end = parse_days(first, last, TODAY)
    assert (str(begin.day), str(end.day)) == meant


def test_the_last_day_that_was_there_stays_but_for_a_named_week() -> None:
    kept = "2026-12-24am"
    assert parse_days("12/1", None, TODAY, kept)[1] == Edge(date(2026, 12, 24), is_at_noon=True)
    assert parse_days("来週", None, TODAY, kept)[1].day == date(2026, 12, 6)
    assert parse_days("来週", "12/2", TODAY, kept)[1].day == date(2026, 12, 2)


@pytest.mark.parametrize("half", ["", "from_noon", "until_noon"])
def test_what_is_written_is_read_again(half: str) -> None:
    halves: dict[str, Any] = {half: True} if half else {}
    one = absence()._replace(**halves)
    assert parse_first(first_written(one), TODAY) == Edge(one.first, one.from_noon)
    assert parse_last(last_written(one), TODAY) == Edge(one.last, one.until_noon)
