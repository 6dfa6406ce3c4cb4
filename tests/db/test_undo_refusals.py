"""Taking back reaches over nothing that stays; the same on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import (
    ApplySettings,
    ChangeMember,
    Claim,
    Command,
    EraseInquiry,
    FileAsJunk,
    Move,
    Reopen,
    Undo,
)
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.draft_commands import LeaveWords
from csboard.domain.history import _SENTENCES
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import Draft
from csboard.domain.sending_commands import StopSending
from csboard.domain.settings import TeamSettings
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.domain.success_commands import PutIn
from csboard.domain.undo import ACTS
from csboard.domain.undo_refusals import STAYS
from tests.support.desk import enter, open_inquiry, refusal, task
from tests.support.replying import agree, begin_draft, press_send
from tests.support.templates import prepared

TODAY = date(2026, 11, 23)
DONE: dict[str, tuple[list[Command], str]] = {
    "digest_read": ([ReadDigest(absence_id=1)], "csboard absence digest 1 tells it again."),
    "stand_up_begun": ([BeginStandUp()], "csboard standup --end"),
    "stand_up_ended": ([BeginStandUp(), EndStandUp(stand_up_id=1)], "begin another one"),
    "settings_changed": ([ApplySettings(settings=TeamSettings())], "csboard team edit"),
    "member_changed": ([ChangeMember(login="lead", name="Lead")], "csboard team edit"),
    "erased": (
        [
            Claim(task=TaskRef(1002)),
            Move(task=TaskRef(1002), stage="done"),
            EraseInquiry(number=1002, why="request"),
        ],
        "doesn't come back",
    ),
    "unjunked": (
        [FileAsJunk(number=1002), Reopen(number=1002)],
        "brought #1002 back from the junk",
    ),
}


def _sent_and_stopped(board: Board, lead: Actor, draft: Draft) -> None:
    press_send(board, draft, lead)
    board.execute(StopSending(draft_id=draft.id), lead)


REPLYING: dict[str, tuple[Callable[[Board, Actor, Draft], object], str]] = {
    "send_stopped": (
        _sent_and_stopped,
        "stopped the reply to #1002 on its way: send it again",
    ),
    "put_in": (
        lambda board, lead, draft: board.execute(
            PutIn(draft_id=draft.id, text="言葉", template_id=prepared(board, lead).id), lead
        ),
        "put words into the reply to #1002",
    ),
    "words_left": (
        lambda board, lead, draft: board.execute(
            LeaveWords(draft_id=draft.id, words=draft.words._replace(text="別の言葉")), lead
        ),
        "left words beside the reply to #1002",
    ),
}
"""What is done to a reply."""

ELSEWHERE = {"customer_erased", "reread", *REPLYING}
"""Those that need more than a wish or two."""

NO_ACTS = {
    *(
        "entered",
        "alarms_told",
        "timer_lost",
        "send_failed",
        "send_unknown",
    ),  # happen by themselves
    *("held", "filed"),  # come of a mail's arrival
    "pen_taken",  # comes of writing, and ends with it
}


@pytest.fixture
def lead(board: Board, clock: FixedClock) -> Actor:
    """They have taken #1001, and are back from an absence."""
    lead = enter(board, "lead")
    board.execute(Claim(task=open_inquiry(board)), lead)
    open_inquiry(board)
    agree(board, lead, zone="Asia/Tokyo")
    board.execute(EnterAbsence(login="lead", first=TODAY, last=TODAY), lead)
    clock.advance(timedelta(days=2))
    return lead


@pytest.mark.parametrize("kind", DONE)
def test_the_last_act_is_told_to_stay_and_none_before_it_is_taken_back(
    board: Board, lead: Actor, kind: str
) -> None:
    wishes, told = DONE[kind]
    events = [board.execute(wish, lead) for wish in wishes]
    assert events[-1].kind == kind
    _is_told_to_stay(board, lead, told)


@pytest.mark.parametrize("kind", REPLYING)
def test_what_was_done_to_a_reply_is_told_to_stay(board: Board, lead: Actor, kind: str) -> None:
    do, told = REPLYING[kind]
    do(board, lead, begin_draft(board, TaskRef(1002), lead))
    assert board.history(1002)[-1].kind == kind
    _is_told_to_stay(board, lead, told)


def _is_told_to_stay(board: Board, lead: Actor, told: str) -> None:
    """And none before it is taken back, unless by its number it is meant."""
    refused = refusal(board, Undo(), lead)
    assert (refused.code, told in refused.sentence) == ("not_undoable", True), refused.sentence
    assert task(board, TaskRef(1001)).owner == lead.login
    board.execute(Undo(number=1001), lead)
    assert task(board, TaskRef(1001)).owner is None


def test_each_is_tried() -> None:
    assert set(DONE) | ELSEWHERE == set(STAYS)
    assert not set(DONE) & ELSEWHERE


def test_every_kind_of_event_is_an_act_or_known_to_be_none() -> None:
    known = Counter([*ACTS, *STAYS, *NO_ACTS])
    assert set(known) == set(_SENTENCES)
    assert {kind for kind, times in known.items() if times > 1} == set()


def test_who_may_change_only_their_own_name_is_sent_to_a_lead(board: Board, lead: Actor) -> None:
    member = enter(board, "sato")
    board.execute(ChangeMember(login="sato", name="佐藤"), member)
    told = refusal(board, Undo(), member).sentence
    assert "a lead can change it back" in told
    assert "change them back" not in told
    board.execute(ChangeMember(login="sato", name="Sato"), lead)
    assert "change them back" in refusal(board, Undo(), lead).sentence
