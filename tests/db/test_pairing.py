"""Taking an inquiry with a reviewer in mind; the same on both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, Release, SplitOff, TakeOver, Undo
from csboard.domain.history import describe
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import VerdictWord
from csboard.domain.review_commands import AskReview, GiveVerdict
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.errors import Held
from tests.support.desk import make_viewer, open_inquiry, refusal, task
from tests.support.replies import written
from tests.support.replying import seen_of


def kinds(board: Board, login: str) -> list[str]:
    return [item.kind for item in board.inbox(login)]


@pytest.fixture
def taken(board: Board, lead: Actor, sato: Actor) -> TaskRef:
    """An inquiry that Sato has taken, to have the reply reviewed by Suzuki."""
    ref = open_inquiry(board)
    board.execute(Claim(task=ref, reviewer="suzuki"), sato)
    return ref


def test_the_reviewer_hears_of_it_and_the_history_tells_it(
    board: Board, taken: TaskRef, lead: Actor
) -> None:
    assert (task(board, taken).owner, board.replies(taken.number).reviewer) == ("sato", "suzuki")
    assert kinds(board, "suzuki") == ["to_review"]
    event = board.history(taken.number)[-1]
    assert (event.kind, event.detail["reviewer"]) == ("claimed", "suzuki")
    settings = board.settings()
    told = describe(event, board.members(), settings.stages)
    assert told == "佐藤 took #1001, with 鈴木 to review the reply"


@pytest.mark.parametrize("way", ["undo", "release", "taken over"])
def test_it_holds_as_long_as_they_have_it(
    board: Board, taken: TaskRef, sato: Actor, tanaka: Actor, way: str
) -> None:
    if way == "undo":
        board.execute(Undo(), sato)
    elif way == "release":
        board.execute(Release(task=taken), sato)
    else:
        board.execute(TakeOver(task=taken, reason="不在のため"), tanaka)
    assert board.replies(taken.number).reviewer is None
    assert kinds(board, "suzuki") == []
    if way != "taken over":
        board.execute(Claim(task=taken), sato)
    assert board.replies(taken.number).reviewer is None


def test_the_reply_waits_for_their_word_and_goes_at_once_if_one_insists(
    board: Board, taken: TaskRef, lead: Actor, sato: Actor
) -> None:
    draft = written(board, taken.number, sato, "再設定をお試しください。")
    digest, seen = digest_of_draft(draft), seen_of(board, taken)
    send = RecordSent(draft_id=draft.id, digest=digest, seen=seen)
    with pytest.raises(Held) as held:
        board.execute(send, sato)
    assert (held.value.code, held.value.may_anyway) == ("unreviewed", True)
    board.execute(AskReview(draft_id=draft.id, of="suzuki"), sato)
    assert kinds(board, "suzuki") == ["review_asked"]
    comment = GiveVerdict(
        draft_id=draft.id, digest=digest, word=VerdictWord.COMMENT, text="よいと思います"
    )
    board.execute(comment, lead)
    assert board.execute(RecordSent(draft_id=draft.id, digest=digest, seen=seen), sato)
    other = open_inquiry(board)
    board.execute(Claim(task=other, reviewer="suzuki"), sato)
    draft = written(board, other.number, sato, "急ぎの返信です。")
    send = RecordSent(
        draft_id=draft.id, digest=digest_of_draft(draft), seen=seen_of(board, other), anyway=True
    )
    assert board.execute(send, sato)


def test_only_who_can_review_is_meant(board: Board, lead: Actor, sato: Actor) -> None:
    make_viewer(board, "visitor", lead)
    ref = open_inquiry(board)
    codes = {
        login: refusal(board, Claim(task=ref, reviewer=login), sato).code
        for login in ("sato", "visitor", "intake", "nobody")
    }
    assert codes == {
        "sato": "own",
        "visitor": "viewer",
        "intake": "no_such_member",
        "nobody": "no_such_member",
    }
    board.execute(SplitOff(number=ref.number, title="調査"), sato)
    second = Claim(task=TaskRef(ref.number, 2), reviewer="suzuki")
    assert refusal(board, second, sato).code == "no_reply"
