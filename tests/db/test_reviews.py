"""Reviews asked for and given on a reply, by three people; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import ChangeMember, Undo
from csboard.domain.draft_commands import DiscardDraft
from csboard.domain.records import Actor, Role, TaskRef
from csboard.domain.replies import Draft, VerdictWord
from csboard.domain.review_commands import AskReview, GiveVerdict
from csboard.domain.reviewing import Standing, newest_word, standing
from csboard.domain.revisions import digest_of_draft
from csboard.errors import Conflict, Refused
from tests.support.desk import enter, refusal
from tests.support.replies import comment, id_in, rewritten, said, written

A, C, W = VerdictWord.APPROVE, VerdictWord.CHANGE, VerdictWord.COMMENT


@pytest.fixture
def draft(board: Board, sato: Actor, mine: TaskRef) -> Draft:
    return written(board, mine.number, sato, "一\n二")


def verdict(draft: Draft, word: VerdictWord, text: str = "") -> GiveVerdict:
    return GiveVerdict(draft_id=draft.id, digest=digest_of_draft(draft), word=word, text=text)


def stands(board: Board, draft: Draft) -> Standing:
    view = board.replies(draft.number)
    (open_draft,) = view.drafts
    newest = newest_word(view.messages)
    return standing(open_draft, view.revisions, view.verdicts, view.asks, newest)


def kinds(board: Board, login: str) -> list[tuple[str, str]]:
    return [(item.kind, item.actor) for item in board.inbox(login)]


def test_an_approval_counts_for_the_words_it_was_given_on(
    board: Board, draft: Draft, sato: Actor, lead: Actor, clock: FixedClock
) -> None:
    event = board.execute(verdict(draft, A), lead)
    assert (event.kind, event.detail["word"]) == ("reviewed", "approve")
    assert stands(board, draft).approved_by == ("suzuki",)
    assert kinds(board, "sato") == [("approve", "suzuki")]
    assert refusal(board, verdict(draft, A), lead).code == "approved"
    clock.advance(timedelta(minutes=1))
    edited = rewritten(board, draft, sato, "一\n二\n三")
    assert stands(board, draft).approved_by == ()
    board.execute(verdict(edited, A), lead)
    assert stands(board, draft).approved_by == ("suzuki",)
    board.execute(Undo(), lead)
    assert stands(board, draft).approved_by == ()
    assert kinds(board, "sato") == [("approve", "suzuki")], "of two the one that stands"


def test_nobody_approves_their_own(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor, lead: Actor
) -> None:
    assert refusal(board, verdict(draft, A), sato).code == "own"
    theirs = rewritten(board, draft, tanaka, "田中の言葉")
    assert refusal(board, verdict(theirs, A), sato).code == "own"
    assert refusal(board, verdict(theirs, A), tanaka).code == "own"
    said(board, theirs, lead, "いいですね")
    assert refusal(board, verdict(theirs, A), tanaka).code == "own", "nor once it is a revision"
    board.execute(verdict(theirs, C), tanaka)
    board.execute(verdict(theirs, A), lead)
    assert stands(board, draft).approved_by == ("suzuki",)


def test_words_that_were_changed_since_are_looked_at_again(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor, lead: Actor
) -> None:
    said(board, draft, tanaka)
    rewritten(board, draft, sato, "別の言葉")
    with pytest.raises(Conflict, match="佐藤") as refused:
        board.execute(verdict(draft, A), lead)
    assert refused.value.code == "written"
    event = board.execute(verdict(draft, C, "古い方の話"), lead)
    (first, *_rest) = board.replies(draft.number).revisions
    assert event.detail["revision"] == first.id, "on the state that was seen"
    unknown = GiveVerdict(draft_id=draft.id, digest="0" * 64, word=C)
    with pytest.raises(Conflict):
        board.execute(unknown, tanaka)


def test_please_change_holds_it_and_says_why(
    board: Board, draft: Draft, tanaka: Actor, lead: Actor
) -> None:
    board.execute(verdict(draft, A), lead)
    event = board.execute(verdict(draft, C, "@suzuki 金額が違います"), tanaka)
    found = stands(board, draft)
    assert (found.change_asked_by, found.held) == (("tanaka",), ("change",))
    said_with = comment(board, draft.number, id_in(event.detail["comment"]))
    assert (said_with.text, said_with.first) == ("@suzuki 金額が違います", None)
    assert kinds(board, "suzuki") == [("mention", "tanaka")]
    assert kinds(board, "sato")[0] == ("change", "tanaka")
    board.execute(Undo(), tanaka)
    assert stands(board, draft).held == ()
    assert board.replies(draft.number).comments == ()
    assert refusal(board, verdict(draft, W, " "), tanaka).code == "empty"


def test_asks_end_by_a_verdict_of_whom_they_asked(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor, lead: Actor
) -> None:
    board.execute(AskReview(draft_id=draft.id, of="suzuki"), sato)
    board.execute(AskReview(draft_id=draft.id), sato)
    board.execute(AskReview(draft_id=draft.id, topic=" 決済 "), sato)
    assert kinds(board, "suzuki") == [("review_asked", "sato")]
    wishes = stands(board, draft).waits_for
    assert [(ask.of, ask.topic, ask.by) for ask in wishes] == [
        ("suzuki", "", "sato"),
        (None, "", "sato"),
        (None, "決済", "sato"),
    ]
    board.execute(verdict(draft, W, "自分のメモ"), sato)
    assert len(stands(board, draft).waits_for) == 3, "not by one's own words"
    board.execute(verdict(draft, W, "見ました"), tanaka)
    assert [ask.of for ask in stands(board, draft).waits_for] == ["suzuki"]
    board.execute(Undo(), tanaka)
    assert len(stands(board, draft).waits_for) == 3
    board.execute(verdict(draft, A), lead)
    assert stands(board, draft).waits_for == ()
    assert kinds(board, "suzuki") == [], "it is no longer wanted"


def test_whoever_asked_for_another_hears_of_it_too(
    board: Board, draft: Draft, tanaka: Actor, lead: Actor
) -> None:
    board.execute(AskReview(draft_id=draft.id, of="suzuki"), tanaka)
    board.execute(verdict(draft, A), lead)
    assert kinds(board, "tanaka") == kinds(board, "sato") == [("approve", "suzuki")]


def test_who_can_be_asked(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor, lead: Actor
) -> None:
    enter(board, "visitor", "見学")
    board.execute(ChangeMember(login="visitor", role=Role.VIEWER), lead)
    enter(board, "gone")
    board.execute(ChangeMember(login="gone", active=False), lead)
    for login, code in (
        ("nobody", "no_such_member"),
        ("gone", "no_such_member"),
        ("intake", "no_such_member"),
        ("visitor", "viewer"),
        ("sato", "own"),
    ):
        assert refusal(board, AskReview(draft_id=draft.id, of=login), tanaka).code == code
    board.execute(AskReview(draft_id=draft.id, of="suzuki"), sato)
    assert refusal(board, AskReview(draft_id=draft.id, of="suzuki"), tanaka).code == "asked"
    long_topic = AskReview(draft_id=draft.id, topic="長" * 61)
    assert refusal(board, long_topic, tanaka).code == "too_long"


def test_an_ask_is_taken_back_until_it_is_fulfilled(
    board: Board, draft: Draft, sato: Actor, lead: Actor
) -> None:
    board.execute(AskReview(draft_id=draft.id, of="suzuki"), sato)
    board.execute(Undo(), sato)
    assert stands(board, draft).waits_for == ()
    assert board.inbox("suzuki") == ()
    board.execute(AskReview(draft_id=draft.id, of="suzuki"), sato)
    board.execute(verdict(draft, A), lead)
    assert refusal(board, Undo(), sato).code == "built_upon"


def test_of_a_draft_that_has_ended_nothing_is_asked(
    board: Board, draft: Draft, sato: Actor, lead: Actor
) -> None:
    board.execute(verdict(draft, C), lead)
    board.execute(DiscardDraft(draft_id=draft.id), sato)
    for command in (verdict(draft, C), AskReview(draft_id=draft.id, of="suzuki")):
        with pytest.raises(Refused) as refused:
            board.execute(command, lead)
        assert refused.value.code == "ended"
    assert refusal(board, Undo(), lead).code == "ended"
