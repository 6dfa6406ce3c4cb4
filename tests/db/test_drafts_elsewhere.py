"""What becomes of drafts when their inquiry is merged, divided or junk; on both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import (
    ApplySettings,
    Divide,
    FileAsJunk,
    Merge,
    Move,
    Reopen,
    Undo,
)
from csboard.domain.draft_commands import BeginDraft, DiscardDraft, SaveDraft
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import Draft
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import Send, StopSending
from csboard.domain.settings import TeamSettings
from tests.support.desk import inquiry, open_inquiry, refusal


@pytest.fixture
def other(board: Board, lead: Actor) -> TaskRef:
    """Another inquiry of the same customer's."""
    team = TeamSettings(own_addresses=("support@example.com",), quoting="none")
    board.execute(ApplySettings(settings=team), lead)
    return open_inquiry(board, "別件", customer_email="yamada@example.jp", body="もう一つ")


def written(board: Board, ref: TaskRef, actor: Actor, text: str) -> Draft:
    event = board.execute(BeginDraft(number=ref.number, session="s"), actor)
    draft = board.draft(int(str(event.detail["draft"])))
    return saved(board, draft, actor, text)


def saved(board: Board, draft: Draft, actor: Actor, text: str) -> Draft:
    words = draft.words._replace(text=text)
    save = SaveDraft(draft_id=draft.id, session="s", seen_version=draft.version, words=words)
    board.keep(save, actor)
    return board.draft(draft.id)


def test_a_leftover_of_the_source_leaves_the_target_as_it_is(
    board: Board, sato: Actor, mine: TaskRef, other: TaskRef
) -> None:
    """A draft on the merged inquiry is shown, and disturbs nothing of the other."""
    left_over = written(board, other, sato, "残り")
    before = inquiry(board, mine)
    board.execute(Merge(number=other.number, into=mine.number), sato)
    assert inquiry(board, mine)._replace(version=before.version) == before
    assert board.replies(mine.number).drafts == (left_over,)
    assert board.replies(other.number).drafts == (left_over,)
    assert refusal(board, BeginDraft(number=mine.number), sato).code == "drafted"
    board.execute(DiscardDraft(draft_id=left_over.id), sato)
    own = written(board, mine, sato, "本文")
    assert board.replies(mine.number).drafts == (own,)


def test_a_draft_begun_in_the_whole_stays_there_when_the_merge_is_taken_back(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, other: TaskRef
) -> None:
    board.execute(Merge(number=other.number, into=mine.number), sato)
    draft = written(board, mine, tanaka, "統合先で書いた")
    assert draft.number == mine.number
    board.execute(Undo(), sato)
    assert inquiry(board, other).merged_into is None
    assert board.replies(mine.number).drafts == (draft,)
    assert board.replies(other.number).drafts == ()
    assert saved(board, draft, tanaka, "続き").words.text == "続き"


def test_a_draft_stays_when_the_message_it_answers_is_taken_out(
    board: Board, sato: Actor, mine: TaskRef, other: TaskRef
) -> None:
    draft = written(board, other, sato, "返事")
    board.execute(Merge(number=mine.number, into=other.number), sato)
    more = open_inquiry(board, "三つ目", customer_email="yamada@example.jp", body="三")
    board.execute(Merge(number=more.number, into=other.number), sato)
    assert draft.answers is not None
    event = board.execute(Divide(number=other.number, message_id=draft.answers), sato)
    assert event.number is not None
    assert board.replies(other.number).drafts == (draft,)
    assert board.replies(event.number).drafts == ()
    again = saved(board, draft, sato, "続き")
    board.execute(Undo(), sato)
    assert board.replies(other.number).drafts == (again,)


def test_a_draft_in_what_was_filed_as_junk_comes_back_with_it(
    board: Board, sato: Actor, other: TaskRef
) -> None:
    draft = written(board, other, sato, "返事")
    board.execute(FileAsJunk(number=other.number), sato)
    assert refusal(board, BeginDraft(number=other.number), sato).code == "junk"
    draft = saved(board, draft, sato, "打ちかけの言葉")  # nothing that is typed is lost
    board.execute(Reopen(number=other.number), sato)
    assert board.replies(other.number).drafts == (draft,)


def test_what_answers_is_no_junk_until_it_is_stopped(
    board: Board, sato: Actor, other: TaskRef
) -> None:
    draft = written(board, other, sato, "返事")
    send = Send(draft_id=draft.id, digest=digest_of_draft(draft), seen=draft.seen, way="smtp")
    board.execute(send, sato)
    assert refusal(board, FileAsJunk(number=other.number), sato).code == "on_its_way"
    board.execute(StopSending(draft_id=draft.id), sato)
    board.execute(FileAsJunk(number=other.number), sato)


def test_a_closed_inquiry_can_be_answered(board: Board, sato: Actor, mine: TaskRef) -> None:
    board.execute(Move(task=mine, stage="done"), sato)
    draft = written(board, mine, sato, "お詫び")
    assert inquiry(board, mine).closed_at is not None
    assert board.replies(mine.number).drafts == (draft,)
