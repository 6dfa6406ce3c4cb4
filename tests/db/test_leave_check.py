"""What stands in the way of somebody's leave, as it is read; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.leave_models import HandOffRow
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.absences import Absence, OnMail
from csboard.domain.commands import (
    AddNote,
    ChangeMember,
    Claim,
    Merge,
    Move,
    OpenInquiry,
    SplitOff,
    Wait,
)
from csboard.domain.hand_off_commands import OfferHandOff, TakeHandOff, WriteSheet
from csboard.domain.hand_off_records import Severity, Sheet
from csboard.domain.leave_check import LeaveCheck
from csboard.domain.leave_days import days_named
from csboard.domain.leave_findings import Kind
from csboard.domain.people import how_one_joins
from csboard.domain.records import Actor, Channel, Tags, TaskRef, Waiting
from csboard.domain.review_commands import AskReview
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import Send
from csboard.domain.time_commands import StartTimer
from csboard.errors import Refused
from tests.conftest import MONDAY
from tests.db.test_card_clocks import promise
from tests.db.test_many_comments import queries
from tests.support.desk import INTAKE, enter, make_viewer, open_inquiry
from tests.support.replying import begin_draft, seen_of, team
from tests.support.successes import answered, made

SATO, TANAKA = Actor("sato"), Actor("tanaka")
SHEET = Sheet(Severity.WATCH, "x", "x", "x", "x")
LOGIN = Tags(("認証",), ("ログイン不可",))


@pytest.fixture(autouse=True)
def people(board: Board) -> None:
    """Sato leads and wants to go; Tanaka stays."""
    team(board, "sato", "tanaka")


def asked(board: Board, login: str = "sato") -> Absence:
    """Tuesday to Friday of this week, which is Monday's half past nine."""
    return days_named(login, "2026-11-24", "2026-11-27", board.clock.now(), "Asia/Tokyo")


def check(board: Board, login: str = "sato") -> LeaveCheck:
    return board.leave_check(asked(board, login))


def found(board: Board, login: str = "sato") -> list[tuple[Kind, str, str]]:
    return [(line.kind, str(line.task or ""), line.title) for line in check(board, login).lines]


def claimed(board: Board, by: Actor = SATO, **more: object) -> TaskRef:
    ref = open_inquiry(board, "件名", **more)
    board.execute(Claim(task=ref), by)
    return ref


def test_whoever_has_nothing_can_go(board: Board) -> None:
    claimed(board, TANAKA)
    assert (found(board), check(board).score) == ([], 100)


def test_open_tasks_and_the_dates_on_which_they_wake(board: Board) -> None:
    ref = claimed(board)
    board.execute(SplitOff(number=ref.number, title="送料を調べる"), SATO)
    second = TaskRef(ref.number, 2)
    board.execute(Claim(task=second), SATO)
    until = MONDAY + timedelta(days=2)
    board.execute(Wait(task=second, waiting=Waiting("date", "", until)), SATO)
    done = claimed(board)
    board.execute(Move(task=done, stage="done"), SATO)
    assert found(board) == [
        (Kind.NOBODY, "1001", "件名"),
        (Kind.NOBODY, "1001.2", "送料を調べる"),
        (Kind.WAKES, "1001.2", "送料を調べる"),
    ]
    assert {one.login for one in check(board).receivers.values()} == {"tanaka"}


def away(board: Board, login: str, first: int, last: int, stand_in: str) -> None:
    """So many days from today on, with somebody to whom customers' words go."""
    begin, end = (MONDAY.date() + timedelta(days=each) for each in (first, last))
    goes = OnMail.STAND_IN
    entered = EnterAbsence(login=login, first=begin, last=end, stand_in=stand_in, on_mail=goes)
    board.execute(entered, SATO)


def test_who_stands_in_is_told_by_the_days_where_it_changes(board: Board) -> None:
    enter(board, "suzuki")
    away(board, "sato", 1, 4, "tanaka")
    away(board, "tanaka", 3, 4, "suzuki")
    claimed(board)
    (own,) = (one for one in board.absences() if one.login == "sato")
    (line,) = board.leave_check(own).lines
    assert (line.kind, line.who) == (Kind.STAND_IN, "tanaka")
    told = [(part.days().first.day, part.days().last.day, part.acting) for part in line.stand_ins]
    assert told == [(24, 25, "tanaka"), (26, 27, "suzuki")]


def test_a_promise_that_falls_due_meanwhile(board: Board) -> None:
    promise(board, promises={"first": ("10h",)}, hours={"mon": ("09:00-18:00",)} | DAYS)
    claimed(board, body="本文", channel=Channel.MAIL)
    due = check(board).lines[1]
    assert (due.kind, due.about) == (Kind.DUE, "first")
    assert due.at == MONDAY + timedelta(days=1, hours=1)


def test_what_was_merged_is_told_by_the_subject_of_its_number(board: Board) -> None:
    whole, part = open_inquiry(board, "全体"), open_inquiry(board, "片方")
    board.execute(Claim(task=whole), TANAKA)
    draft = begin_draft(board, part, TANAKA)
    board.execute(AskReview(draft_id=draft.id, of="sato"), TANAKA)
    board.execute(Merge(number=part.number, into=whole.number), TANAKA)
    assert (Kind.REVIEW, "1001", "全体") in found(board)
    assert (Kind.DRAFT, "1001", "全体") in found(board, "tanaka")


DAYS = {day: ("09:00-18:00",) for day in ("tue", "wed", "thu", "fri")}


def test_drafts_reviews_and_replies_on_their_way(board: Board) -> None:
    ref = open_inquiry(board, "件名")
    draft = begin_draft(board, ref, SATO)
    digest = digest_of_draft(draft)
    assert found(board) == [(Kind.DRAFT, "1001", "件名")]
    board.execute(AskReview(draft_id=draft.id, of="tanaka"), SATO)
    assert check(board).lines[0].who == "tanaka"
    assert found(board, "tanaka") == [(Kind.REVIEW, "1001", "件名")]

    seen = seen_of(board, ref)
    board.execute(Send(draft_id=draft.id, digest=digest, seen=seen, way="smtp"), SATO)
    assert found(board) == [(Kind.ON_ITS_WAY, "1001", "件名")]


def test_a_reply_goes_with_its_inquiry_to_whoever_takes_it(board: Board) -> None:
    ref = claimed(board)
    draft = begin_draft(board, ref, SATO)
    board.execute(WriteSheet(task=ref, sheet=SHEET), SATO)
    board.execute(OfferHandOff(task=ref, receiver="tanaka"), SATO)
    assert (Kind.DRAFT, "1001", "件名") in found(board)
    board.execute(TakeHandOff(task=ref, read_back="了解"), TANAKA)
    assert (found(board), check(board).score) == ([], 100)
    assert (Kind.DRAFT, "1001", "件名") in found(board, "tanaka")
    # Whoever took it goes on with it: they see it through, too.
    seen, digest = seen_of(board, ref), digest_of_draft(draft)
    board.execute(Send(draft_id=draft.id, digest=digest, seen=seen, way="smtp"), TANAKA)
    assert (Kind.ON_ITS_WAY, "1001", "件名") in found(board, "tanaka")
    board.execute(ChangeMember(login="tanaka", active=False), SATO)
    assert found(board) == [(Kind.ON_ITS_WAY, "1001", "件名")]


def test_a_reply_goes_with_an_inquiry_that_was_merged(board: Board) -> None:
    mine, theirs = claimed(board), claimed(board, TANAKA)
    begin_draft(board, mine, SATO)
    board.execute(Merge(number=mine.number, into=theirs.number), SATO)
    assert found(board) == []
    assert (Kind.DRAFT, "1002", "件名") in found(board, "tanaka")


def test_hand_offs_with_what_they_are_about(board: Board) -> None:
    task_id = board.card(claimed(board, TANAKA)).task_id
    sato, tanaka = board.members()["sato"].id, board.members()["tanaka"].id
    with board._store.engine.database.atomic():
        HandOffRow.create(
            task=task_id,
            giver=tanaka,
            receiver=sato,
            state="watch",
            story="x",
            steps="x",
            contingency="x",
            promises="x",
            written_at=MONDAY,
            offered_at=MONDAY,
        )
    assert found(board) == [(Kind.UNTAKEN, "1001", "件名")]
    assert found(board, "tanaka") == [(Kind.OFFERED, "1001", "件名")]


def test_a_timer_that_runs(board: Board) -> None:
    board.execute(StartTimer(work="meeting"), SATO)
    assert [line.kind for line in check(board).lines] == [Kind.TIMER]
    assert found(board, "tanaka") == []


def test_a_topic_that_nobody_else_holds_until_a_case_tells_of_it(board: Board) -> None:
    ref = open_inquiry(board, tags=LOGIN)
    answered(board, ref, SATO)
    assert check(board).lines[-1].topic == ("認証", "ログイン不可")
    assert [line.kind for line in check(board).lines].count(Kind.TOPIC) == 1
    made(board, ref, SATO)
    assert Kind.TOPIC not in [line.kind for line in check(board).lines]


def customer(
    board: Board, by: Actor, address: str = "yamada@example.jp", times: int = 2
) -> TaskRef:
    """A customer who was answered in so many inquiries; the last one."""
    for _time in range(times):
        command = OpenInquiry(subject="件名", customer_name="山田", customer_email=address)
        event = board.execute(command, INTAKE)
        assert event.number is not None
        ref = TaskRef(event.number)
        answered(board, ref, by)
        board.execute(Claim(task=ref), by)
        board.execute(Move(task=ref, stage="done"), by)
    return ref


def customers(board: Board) -> list[str]:
    lines = check(board).lines
    return [f"{line.title} {line.task}" for line in lines if line.kind is Kind.CUSTOMER]


def test_a_customer_whom_nobody_else_has_answered(board: Board, clock: FixedClock) -> None:
    customer(board, SATO)
    customer(board, SATO, "once@example.jp", times=1)
    customer(board, TANAKA, "theirs@example.jp")
    both = customer(board, SATO, "both@example.jp")
    answered(board, both, TANAKA)
    assert customers(board) == ["山田 1002"]
    clock.advance(timedelta(hours=1))
    board.execute(AddNote(number=1002, text="折り返しは午後に"), SATO)
    assert customers(board) == []


def test_a_customer_of_long_ago_counts_no_more(board: Board, clock: FixedClock) -> None:
    customer(board, SATO)
    clock.advance(timedelta(days=31))
    now = clock.now()
    later = days_named("sato", "2026-12-24", "2026-12-27", now, "Asia/Tokyo")
    assert [line for line in board.leave_check(later).lines if line.kind is Kind.CUSTOMER] == []
    board.execute(
        OpenInquiry(subject="件名", customer_name="山田", customer_email="yamada@example.jp"),
        INTAKE,
    )
    # It is told of by the inquiry that they opened last, though nobody has answered it yet.
    (line,) = board.leave_check(later).lines
    assert (line.kind, line.task, line.at) == (Kind.CUSTOMER, TaskRef(1003), clock.now())


def test_who_has_left_no_longer_knows_a_customer(board: Board) -> None:
    both = customer(board, SATO)
    answered(board, both, TANAKA)
    assert customers(board) == []
    board.execute(ChangeMember(login="tanaka", active=False), SATO)
    assert customers(board) == ["山田 1002"]


@pytest.mark.parametrize(
    ("login", "sentence"),
    [
        ("nobody", f"There is no member 'nobody' here; there are: sato, tanaka. {how_one_joins()}"),
        ("intake", "There is no member 'intake' here; there are: sato, tanaka."),
        ("left", "left is no longer in the team; there are: sato, tanaka."),
        ("guest", "guest works on no inquiries; others do: sato, tanaka."),
    ],
)
def test_whoever_has_nothing_to_leave_is_refused(board: Board, login: str, sentence: str) -> None:
    make_viewer(board, "guest", SATO)
    board.execute(ChangeMember(login=enter(board, "left").login, active=False), SATO)
    with pytest.raises(Refused) as refused:
        check(board, login)
    assert refused.value.sentence == sentence


def test_reading_takes_as_many_queries_for_many_things_as_for_few(board: Board) -> None:
    counts = []
    for many in (1, 12):
        for _one in range(many):
            begin_draft(board, claimed(board), SATO)
        counts.append(queries(board, lambda: check(board)))
    assert counts[0] == counts[1] <= 16
