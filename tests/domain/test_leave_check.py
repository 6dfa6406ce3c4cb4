"""Whether somebody can go: what stands in the way, the worst first, and the score."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.absences import Absence, OnMail, TaskRule, span_of
from csboard.domain.card_clocks import CardClocks, Ticking
from csboard.domain.hand_off_records import HandOff, Severity, Sheet
from csboard.domain.holders import Deed, Done, KnowledgeMap, Topic, Work, knowledge_map
from csboard.domain.leave_check import leave_check, order
from csboard.domain.leave_check_words import PARTS, explanation, verdict
from csboard.domain.leave_findings import HEAVY, MENDS, MOST, POINTS, Kind, Mend, Part
from csboard.domain.leave_situation import AskedReview, LoneCustomer, OwnDraft, Situation
from csboard.domain.promises import FIRST, NEXT
from csboard.domain.records import (
    Card,
    Channel,
    Member,
    Role,
    Tags,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.time_records import Running
from tests.domain.clock_builders import OFFICE, TOKYO, at

ME, OTHER, THIRD = "suzuki", "sato", "tanaka"
PEOPLE = {
    login: Member(place, login, login.title(), Role.MEMBER)
    for place, login in enumerate((ME, OTHER, THIRD), start=2)
}
PEOPLE["yamada"] = Member(8, "yamada", "Yamada", Role.MEMBER, active=False)
NOW = at("20 10:00")
SHEET = Sheet(Severity.STABLE, "x", "x", "x", "x")
LOGIN = Topic("認証", "ログイン不可")


def absence(
    login: str = ME, first: int = 24, last: int = 27, stand_in: str | None = None, **more: Any
) -> Absence:
    days = (date(2026, 11, first), date(2026, 11, last))
    on_mail = OnMail.STAND_IN if stand_in else OnMail.POOL
    return Absence([*PEOPLE, "nobody"].index(login), login, *days, on_mail, stand_in)._replace(
        **more
    )


AWAY = span_of(absence(), TOKYO)


def card(number: int = 1042, **more: Any) -> Card:
    given: dict[str, Any] = {
        "task_id": number * 10,
        "ref": TaskRef(number),
        "version": 1,
        "title": "ログインできない",
        "customer_name": "山田",
        "customer_email": "yamada@example.jp",
        "channel": Channel.MAIL,
        "stage": "doing",
        "urgency": Urgency.NORMAL,
        "owner": ME,
        "owner_name": "Suzuki",
        "owner_since": NOW,
        "opened_at": NOW - timedelta(hours=1),
    }
    return Card(**{**given, **more})


def due(when: datetime | None, which: str = NEXT) -> CardClocks:
    return CardClocks(NOW, (Ticking(which, NOW, timedelta(hours=1), when),))


def hand_off(number: int = 1042, **more: Any) -> HandOff:
    given: dict[str, Any] = {"giver": ME, "receiver": OTHER, "sheet": SHEET, "written_at": NOW}
    made = HandOff(**{"id": number, "task_id": number * 10, "task": TaskRef(number), **given})
    return made._replace(**more)


def did(login: str, deed: Deed = Deed.HANDLED) -> Done:
    return Done(LOGIN, login, deed, 1, 1.0)


def about(**more: Any) -> Situation:
    return Situation(ME, AWAY, NOW, OFFICE, PEOPLE)._replace(**more)


def kinds(**more: Any) -> list[Kind]:
    return [line.kind for line in leave_check(about(**more)).lines]


def map_of(*done: Done, **arrivals: int) -> KnowledgeMap:
    members = tuple(PEOPLE.values())
    return knowledge_map(done, {LOGIN: arrivals.get("login", 0)}, members, 180)


OFFERED: dict[str, Any] = {"offered_at": NOW}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"tasks": [card()]}, Kind.NOBODY),
        ({"tasks": [card()], "hand_offs": [hand_off()]}, Kind.SHEET),
        ({"tasks": [card()], "hand_offs": [hand_off(**OFFERED)]}, Kind.OFFERED),
        ({"tasks": [card()], "hand_offs": [hand_off(receiver=None, **OFFERED)]}, Kind.OFFERED),
        # What was withdrawn, and a sheet of another task, changes nothing.
        ({"tasks": [card()], "hand_offs": [hand_off(**OFFERED, ended_at=NOW)]}, Kind.NOBODY),
        ({"tasks": [card()], "hand_offs": [hand_off(1043, **OFFERED)]}, Kind.NOBODY),
        # Who is away themselves, or has left, can't take it.
        (
            {
                "tasks": [card()],
                "hand_offs": [hand_off(**OFFERED)],
                "absences": [absence(OTHER, 24, 30)],
            },
            Kind.NOBODY,
        ),
        (
            {
                "tasks": [card()],
                "hand_offs": [hand_off(**OFFERED)],
                "absences": [absence(OTHER, 20, 20)],
            },
            Kind.NOBODY,
        ),
        # Who is there now can take it, though away on some of the days.
        (
            {
                "tasks": [card()],
                "hand_offs": [hand_off(**OFFERED)],
                "absences": [absence(OTHER, 27, 30)],
            },
            Kind.OFFERED,
        ),
        (
            {"tasks": [card()], "hand_offs": [hand_off(receiver="yamada", **OFFERED)]},
            Kind.NOBODY,
        ),
        ({"tasks": [card()], "absences": [absence(stand_in=OTHER)]}, Kind.STAND_IN),
        ({"tasks": [card()], "absences": [absence(first=1, last=2, stand_in=OTHER)]}, Kind.NOBODY),
        # A chain of stand-ins is followed; a circle ends with nobody.
        (
            {
                "tasks": [card()],
                "absences": [absence(stand_in=OTHER), absence(OTHER, stand_in=THIRD)],
            },
            Kind.STAND_IN,
        ),
        (
            {
                "tasks": [card()],
                "absences": [
                    absence(stand_in=OTHER, tasks={10420: TaskRule(OnMail.KEEP)}),
                ],
            },
            Kind.NOBODY,
        ),
        # A sheet that is begun is no less than what was there before.
        (
            {
                "tasks": [card()],
                "hand_offs": [hand_off()],
                "absences": [absence(stand_in=OTHER)],
            },
            Kind.STAND_IN,
        ),
    ],
)
def test_an_open_task_needs_somebody_who_goes_on_with_it(
    given: dict[str, Any], found: Kind
) -> None:
    assert kinds(**given) == [found]


def test_a_circle_of_stand_ins_leaves_the_task_with_nobody() -> None:
    circle = [absence(stand_in=OTHER), absence(OTHER, stand_in=ME)]
    assert kinds(tasks=[card()], absences=circle) == [Kind.NOBODY, Kind.STANDS_IN]


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("19 17:00", Kind.OVERDUE),
        ("20 17:00", None),  # they are still here then
        ("24 00:00", Kind.DUE),
        ("27 17:59", Kind.DUE),
        # They are back on Monday the 30th: the first hour of business time counts too.
        ("30 09:59", Kind.DUE),
        ("30 10:00", None),
    ],
)
def test_a_promise_counts_that_falls_due_meanwhile(when: str, found: Kind | None) -> None:
    found_kinds = kinds(tasks=[card(clocks=due(at(when)))])
    assert [kind for kind in found_kinds if kind is not Kind.NOBODY] == ([found] if found else [])


def test_the_earliest_promise_of_a_reply_counts_and_those_of_other_tasks_do_not() -> None:
    both = CardClocks(
        NOW,
        (
            Ticking(FIRST, NOW, timedelta(hours=9), at("26 10:00")),
            Ticking(NEXT, NOW, timedelta(hours=1), at("25 10:00")),
            Ticking("solved", NOW, timedelta(hours=1), None, "customer"),
        ),
    )
    lines = leave_check(about(tasks=[card(clocks=both)])).lines
    assert [(line.kind, line.about, line.at) for line in lines][1:] == [
        (Kind.DUE, NEXT, at("25 10:00"))
    ]
    drafts = [OwnDraft(1, 1042, "件名", NOW, asked_of=OTHER)]
    (_task, promise, draft) = leave_check(about(tasks=[card(clocks=both)], drafts=drafts)).lines
    assert (promise.mend, draft.mend, promise.who) == (Mend.SEND, Mend.SEND, OTHER)
    sent = [OwnDraft(1, 1042, "件名", NOW, "way", NOW)]
    (_task, promise, _way) = leave_check(about(tasks=[card(clocks=both)], drafts=sent)).lines
    assert (promise.mend, promise.has_draft) == (Mend.REPLY, False)
    split_off = card(clocks=both, ref=TaskRef(1042, 2))
    assert kinds(tasks=[split_off]) == [Kind.NOBODY]


@pytest.mark.parametrize(
    ("until", "is_named"),
    [("23 10:00", False), ("24 09:00", True), ("27 23:59", True), ("28 00:00", False)],
)
def test_a_task_on_hold_until_a_date_that_falls_in(until: str, is_named: bool) -> None:
    waiting = Waiting("date", "", at(until))
    assert (Kind.WAKES in kinds(tasks=[card(waiting=waiting)])) is is_named
    assert Kind.WAKES not in kinds(tasks=[card(waiting=Waiting("customer"))])


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"drafts": [OwnDraft(1, 1042, "件名", NOW)]}, [Kind.DRAFT]),
        ({"drafts": [OwnDraft(1, 1042, "件名", NOW, "way", NOW)]}, [Kind.ON_ITS_WAY]),
        ({"drafts": [OwnDraft(1, 1042, "件名", NOW, "failed")]}, [Kind.NOT_SENT]),
        ({"reviews": [AskedReview(1, 1042, "件名", NOW, OTHER)]}, [Kind.REVIEW]),
        ({"hand_offs": [hand_off(giver=OTHER, receiver=ME, offered_at=NOW)]}, [Kind.UNTAKEN]),
        ({"hand_offs": [hand_off(giver=OTHER, receiver=ME)]}, []),
        # An erased sheet, of which the line is gone, too.
        ({"hand_offs": [hand_off(taken_at=NOW, taken_by=OTHER)]}, []),
        ({"hand_offs": [hand_off(taken_at=NOW, taken_by=OTHER, read_back="了解")]}, []),
        ({"absences": [absence(OTHER, 27, 30, stand_in=ME)]}, [Kind.STANDS_IN]),
        ({"absences": [absence(OTHER, 28, 30, stand_in=ME)]}, []),
        # Of my own stand-in somebody is there for them too.
        ({"absences": [absence(OTHER, stand_in=ME), absence(stand_in=THIRD)]}, []),
        ({"customers": [LoneCustomer(1, "山田", 1042, NOW)]}, [Kind.CUSTOMER]),
        ({"timer": Running(1, ME, NOW, TaskRef(1042), "", False)}, [Kind.TIMER]),
        ({"knowledge": map_of(did(ME), login=1)}, [Kind.TOPIC]),
        ({"knowledge": map_of(did(ME), login=0)}, []),
        ({"knowledge": map_of(did(ME), did(OTHER), login=1)}, []),
        ({"knowledge": map_of(did(ME), did(ME, Deed.WROTE), login=1)}, []),
        ({"knowledge": map_of(did(OTHER), login=1)}, []),
        (
            {"knowledge": map_of(did(ME), did(OTHER), login=1), "absences": [absence(OTHER)]},
            [Kind.TOPIC],
        ),
    ],
)
def test_what_else_stands_in_the_way(given: dict[str, Any], found: list[Kind]) -> None:
    assert kinds(**given) == found


def test_a_topic_of_which_a_task_is_at_hand_counts_though_nothing_arrived_lately() -> None:
    tasks = [card(tags=Tags(("認証",), ("ログイン不可",)))]
    assert kinds(tasks=tasks, knowledge=map_of(did(ME))) == [Kind.NOBODY, Kind.TOPIC]


def test_the_score_is_a_hundred_less_what_each_part_takes_up_to_its_most() -> None:
    assert sum(MOST.values()) == 100
    assert set(MOST) == set(Part) == set(PARTS)
    assert set(POINTS) == set(MENDS) == set(Kind)
    assert all(points <= MOST[part] for part, points in POINTS.values())
    tasks = [
        card(1, clocks=due(at("19 10:00"))),
        card(2, clocks=due(at("25 10:00"))),
        card(3, waiting=Waiting("date", "", at("25 10:00"))),
    ]
    check = leave_check(
        about(
            tasks=tasks,
            hand_offs=[hand_off(2, offered_at=NOW), hand_off(3)],
            drafts=[OwnDraft(1, 1, "", NOW), OwnDraft(2, 2, "", NOW), OwnDraft(3, 3, "", NOW)],
            customers=[LoneCustomer(1, "山田", 1, NOW)],
            timer=Running(1, ME, NOW, None, "meeting", False),
        )
    )
    taken = {one.part: (one.lines, one.taken) for one in check.parts}
    assert taken == {
        Part.TASKS: (3, 8 + 3 + 7),
        Part.PROMISES: (2, 8 + 6),
        Part.REPLIES: (3, 9),
        Part.COLLEAGUES: (0, 0),
        Part.WAITING: (1, 3),
        Part.CUSTOMERS: (1, 1),
        Part.TOPICS: (0, 0),
        Part.TIMER: (1, 2),
    }
    assert check.score == 100 - 18 - 14 - 9 - 3 - 1 - 2 == 53
    assert (check.heavy, check.can_go) == (9, False)
    assert verdict(check, PEOPLE) == "Suzuki can't go yet: 9 things stand in the way."


def test_whoever_has_only_small_things_left_can_go() -> None:
    nothing = leave_check(about())
    assert (nothing.score, nothing.can_go) == (100, True)
    assert verdict(nothing, PEOPLE) == "Suzuki can go: nothing stands in the way."
    small = leave_check(about(timer=Running(1, ME, NOW, None, "meeting", False)))
    assert (small.score, small.can_go) == (98, True)
    assert verdict(small, PEOPLE) == "Suzuki can go; 1 small thing is worth seeing to."
    assert all(POINTS[kind][1] >= HEAVY for kind in (Kind.NOBODY, Kind.OFFERED, Kind.WAKES))


def test_the_explanation_names_every_number() -> None:
    told = list(explanation())
    assert len(told) == 2 + len(Part)
    assert told[2].startswith("Tasks without a receiver, 50 at most: 8 for a task")


def test_work_is_spread_over_those_who_could_take_it() -> None:
    """Each proposal counts as work of whoever it names, so that one doesn't get all of it."""
    work = Work(load={OTHER: 0, THIRD: 1})
    knowledge = map_of()._replace(work=work)
    tasks = [card(number) for number in (1, 2, 3)]
    check = leave_check(about(tasks=tasks, knowledge=knowledge))
    proposed = [check.receivers[line.own_id].login for line in check.lines]
    assert proposed == [OTHER, OTHER, THIRD]
    away_too = about(tasks=tasks, knowledge=knowledge, absences=[absence(OTHER)])
    assert {one.login for one in leave_check(away_too).receivers.values()} == {THIRD}
    away_now = about(tasks=tasks, knowledge=knowledge, absences=[absence(OTHER, 20, 20)])
    assert {one.login for one in leave_check(away_now).receivers.values()} == {THIRD}


def test_a_proposal_tells_how_many_tasks_somebody_really_has() -> None:
    knowledge = map_of()._replace(work=Work(load={OTHER: 0, THIRD: 9}))
    check = leave_check(about(tasks=[card(1), card(2)], knowledge=knowledge))
    assert [(one.login, one.load) for one in check.receivers.values()] == [(OTHER, 0)] * 2


# ---- whatever the records are -----------------------------------------------------------

HOURS = st.integers(-72, 400).map(lambda hours: NOW + timedelta(hours=hours))
LOGINS = st.sampled_from([*PEOPLE, "nobody"])
CARDS = st.builds(
    lambda number, seq, when, waits, tagged: card(
        number,
        task_id=number * 10 + seq,
        ref=TaskRef(number, seq),
        clocks=due(when) if when else None,
        waiting=Waiting("date", "", waits) if waits else None,
        tags=Tags(("認証",), ("ログイン不可",)) if tagged else Tags(),
    ),
    st.integers(1, 6),
    st.integers(1, 2),
    st.none() | HOURS,
    st.none() | HOURS,
    st.booleans(),
)
TASKS = st.lists(CARDS, max_size=8, unique_by=lambda one: one.task_id)
ABSENCES = st.lists(
    st.builds(
        lambda login, first, days, stand_in, keeps: absence(
            login, first, min(first + days, 30), stand_in, **keeps
        ),
        LOGINS,
        st.integers(1, 30),
        st.integers(0, 9),
        st.none() | LOGINS,
        st.sampled_from([{}, {"on_mail": OnMail.KEEP}]),
    ),
    max_size=4,
    unique_by=lambda one: one.login,
)


@st.composite
def hand_offs(draw: st.DrawFn, tasks: list[Card]) -> list[HandOff]:
    """At most one that is open of each task, and some of others."""
    found = []
    for task in tasks:
        how = draw(st.sampled_from(["none", "sheet", "offered"]))
        if how != "none":
            offered_at = NOW if how == "offered" else None
            receiver = draw(st.none() | LOGINS)
            one = hand_off(task.ref.number, id=task.task_id, task_id=task.task_id, task=task.ref)
            found.append(one._replace(receiver=receiver, offered_at=offered_at))
    if draw(st.booleans()):
        found.append(hand_off(77, giver=OTHER, receiver=ME, offered_at=NOW))
    if draw(st.booleans()):
        found.append(hand_off(78, taken_at=NOW, taken_by=OTHER))
    return found


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    tasks = draw(TASKS)
    numbers = st.integers(1, 6)
    ids = st.integers(1, 5)
    drafts = st.builds(
        lambda own, number, at, sending: OwnDraft(own, number, "件名", at, sending),
        ids,
        numbers,
        HOURS,
        st.sampled_from(["", "way", "failed"]),
    )
    reviews = st.builds(
        lambda own, number, at, by: AskedReview(own, number, "件名", at, by),
        ids,
        numbers,
        HOURS,
        LOGINS,
    )
    customers = st.builds(
        lambda own, number, at: LoneCustomer(own, "山田", number, at), ids, numbers, HOURS
    )
    done = draw(st.lists(st.builds(did, st.sampled_from([ME, OTHER]), st.sampled_from(Deed))))
    return about(
        tasks=tasks,
        hand_offs=draw(hand_offs(tasks)),
        absences=draw(ABSENCES),
        drafts=draw(st.lists(drafts, max_size=3, unique_by=lambda one: one.id)),
        reviews=draw(st.lists(reviews, max_size=3, unique_by=lambda one: one.id)),
        customers=draw(st.lists(customers, max_size=3, unique_by=lambda one: one.id)),
        knowledge=map_of(*done, login=draw(st.integers(0, 1))),
        timer=draw(st.none() | st.just(Running(1, ME, NOW, TaskRef(1), "", False))),
    )


@given(situations(), CARDS)
def test_one_more_open_task_never_makes_the_score_higher(one: Situation, task: Card) -> None:
    if task.task_id in {card.task_id for card in one.tasks}:
        return
    more = one._replace(tasks=[*one.tasks, task])
    assert leave_check(more).score <= leave_check(one).score


@given(situations(), st.data())
def test_a_hand_off_never_makes_it_lower_at_any_of_its_steps(
    one: Situation, data: st.DataObject
) -> None:
    if not one.tasks:
        return
    task = data.draw(st.sampled_from(list(one.tasks)))
    receiver = data.draw(st.sampled_from([None, OTHER, THIRD]))
    others = [sheet for sheet in one.hand_offs if sheet.task_id != task.task_id]
    rest = [card for card in one.tasks if card is not task]
    written = hand_off(
        task.ref.number, id=task.task_id, task_id=task.task_id, task=task.ref, receiver=receiver
    )
    offered = written._replace(offered_at=NOW)
    taken = offered._replace(taken_at=NOW, taken_by=receiver or OTHER, read_back="了解")
    steps = [
        one._replace(hand_offs=others),
        one._replace(hand_offs=[*others, written]),
        one._replace(hand_offs=[*others, offered]),
        one._replace(hand_offs=[*others, taken], tasks=rest),
    ]
    if receiver in {away.login for away in one.absences}:
        del steps[2]  # it is refused
    scores = [leave_check(step).score for step in steps]
    assert scores == sorted(scores)
    assert leave_check(steps[-1]).score >= leave_check(one).score


@given(situations(), st.integers(0, 2**16))
def test_the_order_is_total_and_the_same_whatever_order_the_records_come_in(
    one: Situation, seed: int
) -> None:
    lines = leave_check(one).lines
    keys = [order(line) for line in lines]
    assert len(set(keys)) == len(keys)
    assert [line.points for line in lines] == sorted((line.points for line in lines), reverse=True)
    chance = random.Random(seed)
    names = ("tasks", "hand_offs", "absences", "drafts", "reviews", "customers")
    given: dict[str, Any] = {
        name: chance.sample(list(getattr(one, name)), len(getattr(one, name))) for name in names
    }
    shuffled = one._replace(**given)
    assert leave_check(shuffled) == leave_check(one)
    assert 0 <= leave_check(one).score <= 100
