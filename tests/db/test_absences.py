"""Absences as they are entered, changed, read and taken back; the same on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from csboard.board import Board
from csboard.cli.absence_shapes import of_absence
from csboard.clock import FixedClock
from csboard.domain.absence_commands import (
    ChangeAbsence,
    EnterAbsence,
    RuleForTask,
    WithdrawAbsence,
)
from csboard.domain.absence_list import listed
from csboard.domain.absence_telling import listed_days
from csboard.domain.absences import Absence, OnMail, TaskRule, away_at
from csboard.domain.commands import Claim, Undo
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.digest_reading import to_read
from csboard.domain.history import describe
from csboard.domain.inbox_words import in_a_sentence_of
from csboard.domain.records import Actor, TaskRef
from csboard.domain.undo import ON_ABSENCES
from csboard.errors import Refused
from tests.conftest import MONDAY
from tests.support.desk import enter, make_viewer, open_inquiry, refusal, task

TODAY = MONDAY.date()
WEEK: dict[str, Any] = {"first": TODAY + timedelta(days=1), "last": TODAY + timedelta(days=7)}


@pytest.fixture
def mori(board: Board, lead: Actor) -> Actor:
    return enter(board, "mori", "森")


def only(board: Board) -> Absence:
    (absence,) = board.absences()
    return absence


def test_one_is_entered_changed_and_withdrawn(board: Board, mori: Actor, sato: Actor) -> None:
    event = board.execute(EnterAbsence(login="mori", **WEEK, stand_in="sato"), mori)
    first = only(board)
    assert (first.id, first.version) == (event.detail["absence"], 1)
    assert (first.login, first.first, first.last, first.stand_in, first.on_mail) == (
        "mori",
        *WEEK.values(),
        "sato",
        OnMail.POOL,
    )
    board.execute(
        ChangeAbsence(
            absence_id=first.id,
            first=WEEK["first"],
            last=TODAY + timedelta(days=2),
            from_noon=True,
            on_mail=OnMail.KEEP,
        ),
        mori,
    )
    second = only(board)
    assert (second.last, second.from_noon, second.stand_in, second.on_mail, second.version) == (
        TODAY + timedelta(days=2),
        True,
        None,
        OnMail.KEEP,
        2,
    )
    board.execute(WithdrawAbsence(absence_id=first.id), mori)
    assert board.absences() == ()
    assert refusal(board, WithdrawAbsence(absence_id=first.id), mori).code == "withdrawn"
    told = [board.execute(Undo(), mori).detail["kind"]]
    assert only(board)._replace(version=2) == second
    told.append(board.execute(Undo(), mori).detail["kind"])
    assert only(board)._replace(version=1) == first
    assert told == ["absence_withdrawn", "absence_changed"]


@pytest.mark.parametrize("first_moment", [timedelta(0), timedelta(hours=2)])
def test_who_is_back_in_the_first_half_day_reads_what_happened(
    board: Board, mori: Actor, sato: Actor, clock: FixedClock, first_moment: timedelta
) -> None:
    """9:30 in Tokyo: a whole day that has begun at midnight, or the afternoon from noon on."""
    from csboard.domain.commands import AddNote, Claim

    ref = open_inquiry(board)
    board.execute(Claim(task=ref), mori)
    is_whole = not first_moment
    days = {"first": TODAY, "last": WEEK["last"], "from_noon": not is_whole}
    board.execute(EnterAbsence(login="mori", **days), mori)
    clock.advance(timedelta(minutes=5) if is_whole else timedelta(hours=3))
    board.execute(AddNote(number=ref.number, text="meanwhile"), sato)
    before = only(board)
    event = board.execute(WithdrawAbsence(absence_id=before.id), mori)
    told = describe(event, board.members(), board.settings().stages)
    assert told.startswith("森 is back from an absence: ")
    zone = ZoneInfo(board.settings().zone)
    now, after = clock.now(), only(board)
    assert (after.ended_at, away_at([after], now, zone)) == (now, {})
    assert to_read([after], "mori", now, zone) == after
    assert [item.task.ref for item in board.digest("mori").items] == [ref]
    assert [one.kind for one in board.digest("mori").items[0].events][-1] == "noted"
    board.execute(ReadDigest(absence_id=after.id), mori)
    assert refusal(board, WithdrawAbsence(absence_id=after.id), mori).code == "over"
    board.execute(Undo(kinds=ON_ABSENCES), mori)  # as among the absences: what was read stays
    assert only(board)._replace(version=before.version) == before
    board.execute(WithdrawAbsence(absence_id=after.id), mori)
    board.execute(EnterAbsence(login="mori", **days), mori)
    assert list(away_at(board.absences(), now, zone)) == ["mori"], "ill again"
    assert refusal(board, Undo(kinds=("absence_withdrawn",)), mori).code == "overlaps"


@pytest.mark.parametrize(
    ("from_noon", "days", "told", "last"),
    [
        (False, 0, "Mon Nov 23 - 15:45", "2026-11-23"),
        (True, 0, "Mon Nov 23 afternoon - 15:45", "2026-11-23"),
        (True, 1, "Mon Nov 23 afternoon - Tue Nov 24 15:45", "2026-11-24"),
    ],
)
def test_one_that_was_ended_is_told_until_the_minute(
    board: Board, mori: Actor, clock: FixedClock, from_noon: bool, days: int, told: str, last: str
) -> None:
    first = date(2026, 11, 23)
    command = EnterAbsence(login="mori", first=first, last=date(2026, 11, 27), from_noon=from_noon)
    board.execute(command, mori)
    clock.advance(timedelta(days=days, hours=6, minutes=15))
    event = board.execute(WithdrawAbsence(absence_id=only(board).id), mori)
    calendar = board.rules().calendar
    (one,) = listed(board.absences(), board.members(), calendar, clock.now(), {})
    assert listed_days(one, clock.now().date()) == told
    shape = of_absence(one)
    assert (shape["to"], shape["ended_at"]) == (last, f"{last}T06:45:00Z")
    entered = describe(event, board.members(), board.settings().stages)
    assert entered.endswith(" - Fri Nov 27"), "which one it was"


def test_an_entry_is_taken_back(board: Board, mori: Actor) -> None:
    board.execute(EnterAbsence(login="mori", **WEEK), mori)
    board.execute(Undo(), mori)
    assert board.absences() == ()


def test_nothing_is_taken_back_that_others_have_changed(
    board: Board, mori: Actor, lead: Actor
) -> None:
    board.execute(EnterAbsence(login="mori", **WEEK), mori)
    board.execute(
        ChangeAbsence(absence_id=only(board).id, first=WEEK["first"], last=date(2026, 12, 24)),
        lead,
    )
    assert refusal(board, Undo(), mori).code == "built_upon"
    board.execute(WithdrawAbsence(absence_id=only(board).id), lead)
    board.execute(EnterAbsence(login="mori", **WEEK), mori)
    assert refusal(board, Undo(), lead).code == "overlaps"


def test_a_task_has_a_rule_of_its_own(board: Board, mori: Actor, sato: Actor) -> None:
    from csboard.domain.commands import Claim

    ref = open_inquiry(board)
    board.execute(Claim(task=ref), mori)
    board.execute(EnterAbsence(login="mori", **WEEK), mori)
    absence_id, task_id = only(board).id, task(board, ref).id

    def rule(on_mail: OnMail | None, stand_in: str | None = None) -> RuleForTask:
        return RuleForTask(absence_id=absence_id, task=ref, on_mail=on_mail, stand_in=stand_in)

    board.execute(rule(OnMail.KEEP), mori)
    assert only(board).tasks == {task_id: TaskRule(OnMail.KEEP)}
    board.execute(rule(OnMail.STAND_IN, "sato"), mori)
    assert only(board).rule_for(task_id) == TaskRule(OnMail.STAND_IN, "sato")
    board.execute(Undo(), mori)
    assert only(board).tasks == {task_id: TaskRule(OnMail.KEEP)}
    board.execute(rule(None), mori)
    assert only(board).tasks == {}
    board.execute(Undo(number=ref.number), mori)
    assert only(board).tasks == {task_id: TaskRule(OnMail.KEEP)}
    assert refusal(board, rule(OnMail.KEEP), sato).code == "not_yours"
    with pytest.raises(Refused, match="#1009"):
        board.execute(
            RuleForTask(absence_id=absence_id, task=TaskRef(1009), on_mail=OnMail.POOL), mori
        )


def test_who_may_not(board: Board, mori: Actor, sato: Actor, lead: Actor) -> None:
    viewer = make_viewer(board, "wall", lead)
    assert refusal(board, EnterAbsence(login="mori", **WEEK), sato).code == "not_yours"
    assert refusal(board, EnterAbsence(login="wall", **WEEK), viewer).code == "role"
    board.execute(EnterAbsence(login="mori", **WEEK), lead)
    assert only(board).login == "mori"


def test_every_open_board_hears_of_it(board: Board, mori: Actor) -> None:
    since = board.newest()
    board.execute(EnterAbsence(login="mori", **WEEK), mori)
    delta = board.delta(since)
    assert delta is not None
    assert [one.login for one in delta.absences] == ["mori"]


def test_the_history_tells_of_it(board: Board, mori: Actor, lead: Actor) -> None:
    own = board.execute(EnterAbsence(login="mori", **WEEK, from_noon=True, until_noon=True), mori)
    by_lead = board.execute(WithdrawAbsence(absence_id=only(board).id), lead)
    board.execute(Undo(), lead)
    undone = board.execute(Undo(), mori)
    members, stages = board.members(), board.settings().stages
    assert [describe(event, members, stages) for event in (own, by_lead, undone)] == [
        "森 entered an absence: Tue Nov 24 afternoon - Mon Nov 30 morning",
        "鈴木 withdrew an absence of 森: Tue Nov 24 afternoon - Mon Nov 30 morning",
        "森 undid: entering an absence",
    ]


def test_one_that_is_over_stays_as_it_was(board: Board, mori: Actor, clock: FixedClock) -> None:
    board.execute(EnterAbsence(login="mori", **WEEK), mori)
    clock.advance(timedelta(days=30))
    assert refusal(board, WithdrawAbsence(absence_id=only(board).id), mori).code == "over"


def test_what_a_lead_does_to_it_is_told_to_whose_it_is_and_named_at_their_undoing(
    board: Board, lead: Actor, mori: Actor
) -> None:
    ref = open_inquiry(board)
    board.execute(Claim(task=ref), mori)
    board.execute(EnterAbsence(login="mori", **WEEK), mori)
    (number,) = (one.id for one in board.absences())
    longer = {**WEEK, "last": WEEK["last"] + timedelta(days=1)}
    board.execute(ChangeAbsence(absence_id=number, **longer), lead)
    board.execute(WithdrawAbsence(absence_id=number), lead)
    told = [in_a_sentence_of(one, board.members()) for one in board.inbox("mori")]
    assert sorted(told) == [
        "鈴木 changed an absence of yours",
        "鈴木 withdrew an absence of yours",
    ]
    why = refusal(board, Undo(kinds=ON_ABSENCES), mori)
    assert why.code == "built_upon"
    assert "鈴木 changed an absence of 森" in why.sentence
    board.execute(Undo(), lead)
    assert refusal(board, Undo(kinds=ON_ABSENCES), mori).sentence == why.sentence
    told = [in_a_sentence_of(one, board.members()) for one in board.inbox("mori")]
    assert told == ["鈴木 changed an absence of yours"], "it stands again"


def test_one_that_is_ended_by_a_lead_says_that_they_count_as_back(
    board: Board, lead: Actor, mori: Actor
) -> None:
    board.execute(Claim(task=open_inquiry(board)), mori)
    event = board.execute(EnterAbsence(login="mori", first=TODAY, last=WEEK["last"]), lead)
    board.execute(WithdrawAbsence(absence_id=event.detail["absence"]), lead)  # type: ignore[arg-type]
    (line,) = board.inbox("mori")
    assert (line.kind, line.number) == ("absence_ended", 1001)
    board.execute(Undo(), lead)
    assert board.inbox("mori") == ()
