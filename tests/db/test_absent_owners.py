"""The word of a customer whose owner is away goes where the absence says; nothing is given to
whoever is away. The same on both databases."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import ChangeAbsence, EnterAbsence, RuleForTask
from csboard.domain.absences import OnMail
from csboard.domain.commands import (
    ChangeMember,
    Claim,
    ExcuseMessage,
    FileAsJunk,
    JoinFromTray,
    Merge,
    Move,
    Reopen,
    Reread,
    SortLetter,
    TakeOver,
    Undo,
    Wait,
)
from csboard.domain.draft_commands import BeginDraft
from csboard.domain.hand_off_commands import OfferHandOff, TakeBack, TakeHandOff, WriteSheet
from csboard.domain.history import describe
from csboard.domain.inbox_words import in_a_sentence_of
from csboard.domain.records import Actor, Card, Event, TaskRef, Waiting
from csboard.domain.review_commands import AskReview
from tests.conftest import MONDAY
from tests.support.desk import INTAKE, refusal
from tests.support.leaving import SHEET, mori_answers
from tests.support.letters import FIRST

TODAY = MONDAY.date()
REF = TaskRef(1001)
LEAD, MORI, SATO, TANAKA = (Actor(login) for login in ("lead", "mori", "sato", "tanaka"))
_count = itertools.count()


@pytest.fixture
def team(board: Board) -> Board:
    """Mori answers an inquiry, in Doing."""
    mori_answers(board)
    board.execute(Move(task=REF, stage="doing"), MORI)
    return board


def away(
    board: Board,
    login: str = "mori",
    stand_in: str | None = None,
    on_mail: OnMail = OnMail.STAND_IN,
    *,
    first: date = TODAY,
    last: date = TODAY + timedelta(days=7),
    **more: Any,
) -> int:
    """That somebody is away; the id of the absence."""
    command = EnterAbsence(
        login=login, first=first, last=last, stand_in=stand_in, on_mail=on_mail, **more
    )
    absence_id = board.execute(command, LEAD).detail["absence"]
    assert isinstance(absence_id, int)
    return absence_id


def writes(board: Board) -> Event:
    """The customer writes again."""
    receipt = board.receive(f"raw {next(_count)}".encode(), "pipe")
    return board.execute(SortLetter(receipt_id=receipt.id, letter=_answer()), INTAKE)


def _answer() -> Any:
    number = next(_count)
    return replace(
        FIRST,
        message_id=f"<again{number}@example.jp>",
        in_reply_to=(FIRST.message_id,),
        digest=f"again {number}",
        text="まだです",
    )


def another(board: Board) -> int:
    """The number of another inquiry of the customer."""
    receipt = board.receive(b"other", "pipe")
    other = replace(FIRST, message_id="<other@example.jp>", digest="other")
    number = board.execute(SortLetter(receipt_id=receipt.id, letter=other), INTAKE).number
    assert number is not None
    return number


def card(board: Board) -> Card:
    return board.card(REF)


def where(board: Board) -> tuple[str | None, str]:
    found = card(board)
    return found.owner, found.stage


def told(board: Board, event: Event) -> str:
    return describe(event, board.members(), board.settings().stages)


def inbox(board: Board, login: str) -> list[str]:
    members = board.members()
    return [in_a_sentence_of(one, members) for one in board.inbox(login)]


class TestMail:
    def test_goes_to_the_stand_in_in_its_stage(self, team: Board, clock: FixedClock) -> None:
        away(team, stand_in="sato")
        clock.advance(timedelta(minutes=5))
        event = writes(team)
        assert event.detail["absent"] == {"login": "mori", "to": "sato"}
        assert where(team) == ("sato", "doing")
        assert card(team).owner_since == clock.now()
        assert told(team, event) == "A mail came in to #1001 (森 is away: it went to 佐藤)"
        assert inbox(team, "sato") == ["森 is away and the customer wrote: #1001 is yours now"]
        assert writes(team).detail.get("absent") is None, "it is Sato's now, who is here"

    def test_goes_back_to_nobody(self, team: Board, clock: FixedClock) -> None:
        team.execute(Wait(task=REF, waiting=Waiting("customer", "返事", None)), MORI)
        away(team, on_mail=OnMail.POOL)
        event = writes(team)
        assert event.detail["absent"] == {"login": "mori", "to": None}
        found = card(team)
        assert (found.owner, found.stage, found.waiting) == (None, "todo", None)
        assert (found.free_since, found.woke_at) == (clock.now(), clock.now())
        assert told(team, event) == "A mail came in to #1001 (森 is away: it is free for anybody)"
        team.execute(Claim(task=REF), SATO)

    @pytest.mark.parametrize("stand_in", [None, "sato"])
    def test_stays_where_it_is_to_wait(self, team: Board, stand_in: str | None) -> None:
        away(team, stand_in=stand_in, on_mail=OnMail.KEEP)
        assert "absent" not in writes(team).detail
        assert where(team) == ("mori", "doing")

    @pytest.mark.parametrize("for_whom", ["internal", "date"])
    def test_ends_what_it_waited_for_otherwise(self, team: Board, for_whom: str) -> None:
        until = MONDAY + timedelta(days=2)
        team.execute(Wait(task=REF, waiting=Waiting(for_whom, "倉庫", until)), MORI)
        away(team, on_mail=OnMail.POOL)
        assert writes(team).detail["resumed"] == ["1001"]
        found = card(team)
        assert (found.owner, found.waiting, found.woke_at) == (None, None, None)

    def test_lets_sleep_what_was_to_sleep(self, team: Board) -> None:
        until = MONDAY + timedelta(days=2)
        waiting = Waiting("customer", "発売日", until, sleeps=True)
        team.execute(Wait(task=REF, waiting=waiting), MORI)
        away(team, on_mail=OnMail.POOL)
        assert "absent" not in writes(team).detail
        assert (card(team).owner, card(team).waiting) == ("mori", waiting)

    def test_by_the_rule_of_its_own_task(self, team: Board) -> None:
        absence = away(team, stand_in="sato")
        team.execute(
            RuleForTask(absence_id=absence, task=REF, on_mail=OnMail.STAND_IN, stand_in="tanaka"),
            MORI,
        )
        writes(team)
        assert where(team) == ("tanaka", "doing")

    def test_before_and_after_it_is_as_ever(self, team: Board, clock: FixedClock) -> None:
        away(team, stand_in="sato", first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=1))
        midnight = timedelta(hours=14, minutes=30)
        clock.advance(midnight - timedelta(seconds=1))
        assert "absent" not in writes(team).detail, "23:59:59 in Tokyo"
        clock.advance(timedelta(seconds=1))
        assert writes(team).detail["absent"] == {"login": "mori", "to": "sato"}
        team.execute(TakeOver(task=REF, reason="戻りました"), MORI)
        clock.advance(timedelta(days=1))
        assert "absent" not in writes(team).detail
        assert where(team) == ("mori", "doing")

    def test_follows_stand_ins_who_are_away_themselves(self, team: Board) -> None:
        away(team, stand_in="sato")
        away(team, "sato", stand_in="tanaka")
        writes(team)
        assert where(team) == ("tanaka", "doing")

    def test_ends_a_circle_with_nobody(self, team: Board) -> None:
        away(team, stand_in="sato")
        away(team, "sato", stand_in="tanaka")
        away(team, "tanaka", stand_in="mori")
        assert writes(team).detail["absent"] == {"login": "mori", "to": None}
        assert where(team) == (None, "todo")

    def test_whose_stand_in_goes_away_after_it_was_passed_on(self, team: Board) -> None:
        away(team, stand_in="sato")
        writes(team)
        away(team, "sato", stand_in="tanaka")
        assert writes(team).detail["absent"] == {"login": "sato", "to": "tanaka"}

    def test_of_people_who_left(self, team: Board) -> None:
        away(team, stand_in="sato")
        team.execute(ChangeMember(login="sato", active=False), LEAD)
        assert writes(team).detail["absent"] == {"login": "mori", "to": None}
        away(team, "tanaka", stand_in="lead")
        team.execute(Claim(task=REF), TANAKA)
        team.execute(ChangeMember(login="tanaka", active=False), LEAD)
        assert writes(team).detail["absent"] == {"login": "tanaka", "to": "lead"}

    def test_of_two_absences_the_one_that_ends_last_counts(self, team: Board) -> None:
        first = away(team, stand_in="sato", last=TODAY + timedelta(days=1))
        away(
            team,
            stand_in="tanaka",
            first=TODAY + timedelta(days=2),
            last=TODAY + timedelta(days=3),
        )
        assert (
            refusal(
                team,
                ChangeAbsence(absence_id=first, first=TODAY, last=TODAY + timedelta(days=2)),
                MORI,
            ).code
            == "overlaps"
        )

    def test_on_an_excused_message_nothing_goes_on_waiting(self, team: Board) -> None:
        team.execute(Wait(task=REF, waiting=Waiting("customer", "返事", None)), MORI)
        away(team, on_mail=OnMail.POOL)
        message = writes(team).detail["message"]
        team.execute(ExcuseMessage(number=1001, message_id=message), SATO)  # type: ignore[arg-type]
        assert (card(team).owner, card(team).waiting) == (None, None)

    def test_is_not_undone_behind_it(self, team: Board) -> None:
        away(team, stand_in="sato")
        writes(team)
        assert refusal(team, Undo(number=1001), MORI).code == "built_upon"


class TestReopened:
    @pytest.fixture
    def closed(self, team: Board) -> Board:
        team.execute(Move(task=REF, stage="done"), MORI)
        return team

    @pytest.mark.parametrize(
        ("on_mail", "stand_in", "now"),
        [
            (OnMail.STAND_IN, "sato", ("sato", "doing")),
            (OnMail.POOL, None, (None, "todo")),
            (OnMail.KEEP, None, ("mori", "doing")),
        ],
    )
    def test_by_mail(
        self, closed: Board, on_mail: OnMail, stand_in: str | None, now: tuple[str, str]
    ) -> None:
        away(closed, stand_in=stand_in, on_mail=on_mail)
        assert writes(closed).detail["reopened"] is True
        assert where(closed) == now

    def test_by_hand_and_back(self, closed: Board) -> None:
        away(closed, stand_in="sato")
        before = card(closed)
        event = closed.execute(Reopen(number=1001), TANAKA)
        assert told(closed, event) == "田中 reopened #1001 (森 is away: it went to 佐藤)"
        assert where(closed) == ("sato", "doing")
        assert len(inbox(closed, "sato")) == 1
        closed.execute(Undo(), TANAKA)
        assert card(closed)._replace(version=0) == before._replace(version=0)
        assert inbox(closed, "sato") == []

    @pytest.mark.parametrize(
        ("on_mail", "stand_in", "now"),
        [
            (OnMail.STAND_IN, "sato", ("sato", "doing")),
            (OnMail.POOL, None, (None, "todo")),
            (OnMail.KEEP, None, ("mori", "doing")),
        ],
    )
    def test_as_another_is_merged_into_it_and_back(
        self, closed: Board, on_mail: OnMail, stand_in: str | None, now: tuple[str | None, str]
    ) -> None:
        away(closed, stand_in=stand_in, on_mail=on_mail)
        before = card(closed)
        event = closed.execute(Merge(number=another(closed), into=1001), TANAKA)
        assert where(closed) == now
        passed = None if on_mail is OnMail.KEEP else {"login": "mori", "to": stand_in}
        assert event.detail.get("absent") == passed
        assert len(inbox(closed, "sato")) == (stand_in == "sato")
        if stand_in:
            sentence = "田中 merged #1002 into #1001, which is open again"
            assert told(closed, event) == f"{sentence} (森 is away: it went to 佐藤)"
        closed.execute(Undo(), TANAKA)
        assert card(closed)._replace(version=0) == before._replace(version=0)

    @pytest.mark.parametrize("by", [TANAKA, Actor("mori", via="lead")])
    def test_from_the_junk(self, team: Board, clock: FixedClock, by: Actor) -> None:
        team.execute(FileAsJunk(number=1001), MORI)
        away(team, stand_in="sato")
        clock.advance(timedelta(hours=1))
        event = team.execute(Reopen(number=1001), by)
        assert event.detail["absent"] == {"login": "mori", "to": "sato"}
        assert where(team) == ("sato", "doing")
        assert len(inbox(team, "sato")) == 1
        if by is TANAKA:
            sentence = "田中 brought #1001 back from the junk"
            assert told(team, event) == f"{sentence} (森 is away: it went to 佐藤)"

    def test_from_the_junk_for_anybody(self, team: Board, clock: FixedClock) -> None:
        team.execute(FileAsJunk(number=1001), MORI)
        away(team, on_mail=OnMail.POOL)
        clock.advance(timedelta(hours=1))
        team.execute(Reopen(number=1001), TANAKA)
        assert where(team) == (None, "todo")
        assert card(team).free_since == clock.now()

    def test_from_the_junk_done_as_it_was(self, closed: Board, clock: FixedClock) -> None:
        clock.advance(timedelta(hours=1))
        closed.execute(FileAsJunk(number=1001), MORI)
        away(closed, stand_in="sato")
        event = closed.execute(Reopen(number=1001), TANAKA)
        assert (event.detail, where(closed)) == ({}, ("mori", "done"))

    def test_in_their_name(self, closed: Board) -> None:
        away(closed, stand_in="sato")
        event = closed.execute(Reopen(number=1001), Actor("mori", via="lead"))
        assert event.detail["absent"] == {"login": "mori", "to": "sato"}
        assert where(closed) == ("sato", "doing")

    def test_by_themselves(self, closed: Board) -> None:
        away(closed, stand_in="sato")
        closed.execute(Reopen(number=1001), MORI)
        assert where(closed) == ("mori", "doing")


class TestOfTheTray:
    def in_tray(self, board: Board) -> int:
        receipt = board.receive(f"raw {next(_count)}".encode(), "pipe")
        board.execute(SortLetter(receipt_id=receipt.id, letter=None), INTAKE)
        return receipt.id

    @pytest.mark.parametrize("waits", [True, False])
    def test_put_in_by_hand_and_taken_back(
        self, team: Board, clock: FixedClock, waits: bool
    ) -> None:
        if waits:
            team.execute(Wait(task=REF, waiting=Waiting("customer", "返事", None)), MORI)
        away(team, on_mail=OnMail.POOL)
        before, mail = card(team), self.in_tray(team)
        clock.advance(timedelta(hours=1))
        join = JoinFromTray(receipt_id=mail, letter=_answer(), number=1001)
        team.execute(join, SATO)
        assert where(team) == (None, "todo")
        team.execute(Undo(), SATO)
        after = card(team)._replace(version=0, woke_at=None)
        assert after == before._replace(version=0)

    def test_put_in_in_their_name(self, team: Board) -> None:
        away(team, stand_in="sato")
        join = JoinFromTray(receipt_id=self.in_tray(team), letter=_answer(), number=1001)
        team.execute(join, Actor("mori", via="lead"))
        assert where(team) == ("sato", "doing")

    def test_put_in_by_who_came_in_after_all(self, team: Board) -> None:
        away(team, stand_in="sato")
        join = JoinFromTray(receipt_id=self.in_tray(team), letter=_answer(), number=1001)
        team.execute(join, MORI)
        assert where(team) == ("mori", "doing")

    def test_read_again(self, team: Board) -> None:
        away(team, stand_in="sato")
        before, mail = card(team), self.in_tray(team)
        event = team.execute(Reread(receipt_id=mail, letter=_answer(), reader=2), TANAKA)
        assert event.detail["absent"] == {"login": "mori", "to": "sato"}
        assert where(team) == ("sato", "doing")
        team.execute(Undo(), TANAKA)
        assert card(team)._replace(version=0) == before._replace(version=0)


class TestNothingIsGivenToThem:
    FOR_MORI = Actor("mori", via="lead")

    @pytest.fixture
    def free(self, team: Board) -> Board:
        team.execute(Undo(), MORI)
        team.execute(Undo(), MORI)
        away(team, stand_in="sato")
        return team

    def test_no_task_by_another_in_their_name(self, free: Board) -> None:
        wishes: Mapping[str, Any] = {
            "claim": Claim(task=REF),
            "move": Move(task=REF, stage="doing"),
        }
        for wish in wishes.values():
            refused = refusal(free, wish, self.FOR_MORI)
            assert refused.code == "away"
            assert str(refused) == (
                "森 is away until Nov 30: 佐藤 stands in."
                " If they are back, end the absence first: csboard absence end 1"
            )
        free.execute(Claim(task=REF), SATO)
        take = TakeOver(task=REF, reason="担当")
        assert refusal(free, take, self.FOR_MORI).code == "away"
        free.execute(take, MORI)
        assert where(free) == ("mori", "todo")

    def test_what_was_theirs_comes_back_to_them_in_their_name(self, team: Board) -> None:
        team.execute(WriteSheet(task=REF, sheet=SHEET), MORI)
        team.execute(OfferHandOff(task=REF, receiver="sato"), MORI)
        team.execute(TakeHandOff(task=REF, read_back="鍵を送る"), SATO)
        away(team, stand_in="sato")
        team.execute(TakeBack(task=REF), self.FOR_MORI)
        assert where(team)[0] == "mori"
        team.execute(Undo(), self.FOR_MORI)
        team.execute(Undo(), SATO)
        assert where(team)[0] == "mori", "whoever took it gives it back"

    def test_no_review_by_name(self, free: Board) -> None:
        claim = Claim(task=REF, reviewer="mori")
        assert refusal(free, claim, SATO).code == "away"
        free.execute(Claim(task=REF, reviewer="tanaka"), SATO)
        draft = free.execute(BeginDraft(number=1001, session="a"), SATO).detail["draft"]
        assert isinstance(draft, int)
        assert refusal(free, AskReview(draft_id=draft, of="mori"), SATO).code == "away"

    def test_what_was_taken_from_them_goes_back(self, team: Board) -> None:
        away(team, stand_in="sato")
        team.execute(TakeOver(task=REF, reason="不在のため"), SATO)
        team.execute(Undo(), SATO)
        assert where(team) == ("mori", "doing")

    def test_what_was_taken_from_them_stays_once_the_customer_has_written(
        self, team: Board
    ) -> None:
        away(team, stand_in="sato", on_mail=OnMail.KEEP)
        team.execute(TakeOver(task=REF, reason="不在のため"), TANAKA)
        writes(team)
        refused = refusal(team, Undo(), TANAKA)
        assert (refused.code, str(refused)) == (
            "away",
            "#1001 can't be undone: 森 is away until Nov 30. Release it instead,"
            " or hand it off to 佐藤, who stands in.",
        )
        assert where(team) == ("tanaka", "doing")

    def test_what_was_taken_stays_once_they_have_gone(self, team: Board, clock: FixedClock) -> None:
        away(team, first=TODAY + timedelta(days=1), on_mail=OnMail.KEEP)
        team.execute(TakeOver(task=REF, reason="先に"), TANAKA)
        clock.advance(timedelta(days=1))
        refused = refusal(team, Undo(), TANAKA)
        assert str(refused).endswith("森 is away until Nov 30. Release it instead.")
        assert where(team) == ("tanaka", "doing")

    def test_no_merged_inquiry(self, team: Board) -> None:
        other = another(team)
        away(team, stand_in="sato")
        team.execute(Merge(number=1001, into=other), SATO)
        assert team.card(TaskRef(other)).owner is None


def test_whoever_a_task_is_taken_over_from_finds_who_did_and_why(team: Board) -> None:
    away(team, stand_in="sato")
    writes(team)
    team.execute(TakeOver(task=REF, reason="戻りました"), MORI)
    (told,) = [one for one in team.inbox("sato") if one.kind == "taken_over"]
    sentence = in_a_sentence_of(told, team.members())
    assert (sentence, told.words) == ("森 took #1001 over from you", "戻りました")
    assert inbox(team, "mori") == []
    team.execute(Undo(number=1001), MORI)
    assert "taken_over" not in [one.kind for one in team.inbox("sato")]
