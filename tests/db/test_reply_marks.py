"""What cards and inquiries say of their reply, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csboard.board import Board
from csboard.domain.commands import Merge, Move
from csboard.domain.draft_commands import BeginDraft, DiscardDraft
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import VerdictWord
from csboard.domain.reply_mark import ReplyMark, ReplyState, mark_of
from csboard.domain.review_commands import AddComment, AskReview, GiveVerdict
from csboard.domain.revisions import digest_of_draft
from tests.support.desk import open_inquiry
from tests.support.replying import begin_draft, press_send, team


@pytest.fixture
def people(board: Board) -> tuple[Actor, ...]:
    return team(board, "sato", "suzuki")


def on_card(board: Board, ref: TaskRef) -> ReplyMark | None:
    return next(card.reply for card in board.snapshot().cards if card.ref == ref)


def on_inquiry(board: Board, ref: TaskRef) -> ReplyMark | None:
    return board.inquiry(ref.number).reply


READINGS = (on_card, on_inquiry)


@pytest.mark.parametrize("mark", READINGS)
def test_a_mark_goes_with_what_is_done_to_the_reply(
    board: Board, people: tuple[Actor, ...], mark: Callable[[Board, TaskRef], ReplyMark | None]
) -> None:
    sato, suzuki = people
    ref = open_inquiry(board)
    assert mark(board, ref) is None
    draft = begin_draft(board, ref, sato)
    assert mark(board, ref) == ReplyMark(ReplyState.DRAFT, "sato")
    board.execute(AddComment(text="x", draft_id=draft.id), suzuki)
    board.execute(AskReview(draft_id=draft.id), sato)
    assert mark(board, ref) == ReplyMark(ReplyState.REVIEW, "sato", comments=1, asks=1)
    judge(board, draft.id, suzuki, VerdictWord.APPROVE)
    approved = mark(board, ref)
    assert approved is not None
    assert approved.state is ReplyState.APPROVED
    judge(board, draft.id, suzuki, VerdictWord.CHANGE, "no")
    changed = mark(board, ref)
    assert changed is not None
    assert changed.state is ReplyState.CHANGE
    board.execute(DiscardDraft(draft_id=draft.id), sato)
    assert mark(board, ref) is None


@pytest.mark.parametrize("mark", READINGS)
def test_a_reply_on_its_way_says_so(
    board: Board, people: tuple[Actor, ...], mark: Callable[[Board, TaskRef], ReplyMark | None]
) -> None:
    ref = open_inquiry(board)
    draft = begin_draft(board, ref, people[0])
    press_send(board, draft, people[0])
    queued = mark(board, ref)
    assert queued is not None
    assert queued.state is ReplyState.QUEUED


def judge(board: Board, draft_id: int, by: Actor, word: VerdictWord, text: str = "") -> None:
    digest = digest_of_draft(board.draft(draft_id))
    board.execute(GiveVerdict(draft_id=draft_id, digest=digest, word=word, text=text), by)


def test_a_refresh_brings_the_mark_of_what_was_touched(
    board: Board, people: tuple[Actor, ...]
) -> None:
    ref = open_inquiry(board)
    other = open_inquiry(board)
    since = board.newest()
    board.execute(BeginDraft(number=ref.number), people[0])
    delta = board.delta(since)
    assert delta is not None
    assert {card.ref: card.reply for card in delta.cards} == {
        ref: ReplyMark(ReplyState.DRAFT, "sato")
    }
    since = board.newest()
    board.execute(Move(task=other, stage="doing"), people[0])
    delta = board.delta(since)
    assert delta is not None
    assert [card.reply for card in delta.cards] == [None]


def test_of_two_drafts_after_a_merge_the_inquirys_own_is_told(
    board: Board, people: tuple[Actor, ...]
) -> None:
    sato, suzuki = people
    into, merged = open_inquiry(board), open_inquiry(board)
    begin_draft(board, merged, suzuki)
    board.execute(Merge(number=merged.number, into=into.number), sato)
    for mark in READINGS:
        assert mark(board, into) == ReplyMark(ReplyState.DRAFT, "suzuki")
    begun = mark_of("suzuki", None, 0, 0, 0, 0)
    assert on_card(board, into) == begun


@pytest.mark.parametrize(
    ("outbox", "asks", "approved", "change", "state"),
    [
        (None, 0, 0, 0, ReplyState.DRAFT),
        (None, 2, 0, 0, ReplyState.REVIEW),
        (None, 2, 3, 0, ReplyState.APPROVED),
        (None, 2, 3, 4, ReplyState.CHANGE),
        (None, 0, 5, 4, ReplyState.APPROVED),
        ("queued", 2, 3, 4, ReplyState.QUEUED),
        ("failed", 0, 3, 0, ReplyState.FAILED),
        ("unknown", 0, 3, 0, ReplyState.FAILED),
        ("stopped", 0, 3, 0, ReplyState.APPROVED),
    ],
)
def test_what_is_told_first(
    outbox: str | None, asks: int, approved: int, change: int, state: ReplyState
) -> None:
    assert mark_of("sato", outbox, 0, asks, approved, change).state is state
