"""To whom a reply goes whose owner is away: never to somebody who is away, whatever stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.absences import Absence, OnMail, TaskRule, away_at, can_stand_in, span_of
from csboard.domain.absent_owner import passed_on, passed_values
from csboard.domain.records import (
    Channel,
    Customer,
    Inquiry,
    Member,
    Role,
    Task,
    TaskRef,
    Urgency,
)
from csboard.domain.settings import TeamSettings
from csboard.domain.states import InquiryState

ZONES = ("Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo")
"""With and without times that are changed, at midnight too and by half an hour."""
LOGINS = ("a", "b", "c", "d", "e")
INTAKE = Member(99, "intake", "", Role.MEMBER)
FIRST = date(2026, 10, 25)

PEOPLE = st.fixed_dictionaries(
    {
        login: st.builds(
            Member,
            st.just(place),
            st.just(login),
            st.just(""),
            st.sampled_from([Role.MEMBER, Role.MEMBER, Role.LEAD, Role.VIEWER]),
            active=st.sampled_from([True, True, True, False]),
        )
        for place, login in enumerate(LOGINS, start=1)
    }
)
DAYS = st.integers(0, 10).map(lambda days: FIRST + timedelta(days=days))
NAMED = st.sampled_from([None, *LOGINS])
RULES = st.builds(TaskRule, st.sampled_from(OnMail), NAMED)
ABSENCES = st.lists(
    st.builds(
        lambda login, first, length, on_mail, stand_in, halves, rule: Absence(
            1,
            login,
            first,
            first + timedelta(days=length),
            on_mail,
            stand_in,
            halves[0] and length > 0,
            halves[1],
            {} if rule is None else {1: rule},
        ),
        st.sampled_from(LOGINS),
        DAYS,
        st.integers(0, 9),
        st.sampled_from(OnMail),
        NAMED,
        st.tuples(st.booleans(), st.booleans()),
        st.none() | RULES,
    ),
    max_size=8,
).map(tuple)
MOMENTS = st.integers(0, 14 * 24 * 60).map(
    lambda minutes: datetime(2026, 10, 24, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(PEOPLE, ABSENCES, MOMENTS, st.sampled_from(ZONES), st.booleans())
def test_whoever_it_goes_to_is_there(
    members: dict[str, Member],
    absences: tuple[Absence, ...],
    now: datetime,
    zone: str,
    is_closed: bool,
) -> None:
    reply = Task(1, TaskRef(1), "", "doing", "a", now, 1, now, now if is_closed else None)
    customer = Customer(1, "", "")
    inquiry = Inquiry(1, Channel.MAIL, "", Urgency.NORMAL, customer, now, 1)
    state = InquiryState(INTAKE, TeamSettings(zone=zone), inquiry, (reply,), members, absences)
    passed = passed_on(state, now)
    away = away_at(absences, now, ZoneInfo(zone))
    if passed is None:
        kept = "a" not in away or away["a"].rule_for(1).on_mail is OnMail.KEEP
        assert kept or (is_closed and not members["a"].active)
        return
    assert passed.absent == "a"
    assert "a" in away
    values = passed_values(passed, state, now)
    if passed.to is None:
        assert values["owner_id"] is None
        assert values["stage"] == "todo"
    else:
        assert passed.to not in away
        assert can_stand_in(members[passed.to])
        assert values["owner_id"] == members[passed.to].id


@given(ABSENCES, MOMENTS, st.sampled_from(ZONES))
def test_who_is_away_is_so_from_turn_to_turn(
    absences: tuple[Absence, ...], now: datetime, zone: str
) -> None:
    """Also on days that are shorter and longer than others."""
    there = ZoneInfo(zone)
    away = away_at(absences, now, there)
    for absence in absences:
        span = span_of(absence, there)
        is_away = span.start <= now < span.end
        assert not is_away or absence.login in away
    for login, absence in away.items():
        assert span_of(absence, there).holds(now)
        assert absence.login == login
