"""Comments of colleagues on a reply, from the first to what becomes of it; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.anchoring import Place, places, places_in
from csboard.domain.commands import AddNote, Merge, Undo
from csboard.domain.draft_commands import DiscardDraft, HoldPen
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import Comment, Draft
from csboard.domain.review_commands import (
    AcceptProposal,
    AddComment,
    ReopenComment,
    ResolveComment,
)
from csboard.domain.revisions import digest_of_draft
from tests.support.desk import enter, open_inquiry, refusal
from tests.support.replies import comment, rewritten, said, written

TEXT = "山田様\n\n三営業日以内に返金いたします。\nよろしくお願いいたします。"


@pytest.fixture
def draft(board: Board, sato: Actor, mine: TaskRef) -> Draft:
    return written(board, mine.number, sato, TEXT)


def place_of(board: Board, draft: Draft, which: Comment) -> Place | None:
    view = board.replies(draft.number)
    return places(view.comments, view.revisions, board.draft(draft.id).words.text)[which.id]


def test_a_comment_quotes_exactly_its_lines(board: Board, draft: Draft, tanaka: Actor) -> None:
    made = said(board, draft, tanaka, " 本当に？\x1b ", first=2, last=3)
    assert (made.text, made.author, made.draft_id) == ("本当に？␛", "tanaka", draft.id)
    assert (made.first, made.last, made.quote) == (2, 3, "\n".join(TEXT.split("\n")[2:]))
    (revision,) = board.replies(draft.number).revisions
    assert (revision.id, revision.words) == (made.revision_id, draft.words)
    event = board.history(draft.number)[-1]
    assert (event.kind, event.detail["place"]) == ("commented", "here")
    assert "本当" not in str(event.detail)
    assert said(board, draft, tanaka).revision_id == revision.id, "one revision for one state"


def test_it_moves_along_with_its_words(board: Board, draft: Draft, sato: Actor) -> None:
    made = said(board, draft, sato, first=2)
    rewritten(board, draft, sato, f"前文\n{TEXT}")
    assert place_of(board, draft, made) == Place(3, 3)
    rewritten(board, draft, sato, "すべて書き直しました。")
    assert place_of(board, draft, made) is None
    assert comment(board, draft.number, made.id).quote == TEXT.split("\n")[2]


def test_what_was_said_of_an_earlier_state_is_kept_on_it(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor
) -> None:
    """Tanaka still has a state before their eyes that somebody has commented on."""
    first = said(board, draft, tanaka, first=2)
    rewritten(board, draft, sato, f"前文\n{TEXT}")
    made = said(board, draft, tanaka, first=2)
    assert made.revision_id == first.revision_id
    assert made.quote == TEXT.split("\n")[2]
    assert board.history(draft.number)[-1].detail["place"] == "earlier"
    assert place_of(board, draft, made) == Place(3, 3)


@pytest.mark.parametrize(
    ("now", "place", "lines"),
    [(f"前文\n{TEXT}", "found", (3, 3)), ("すべて書き直しました。", "lost", (None, None))],
)
def test_what_was_said_of_a_state_nobody_kept_is_not_lost(
    board: Board,
    draft: Draft,
    sato: Actor,
    tanaka: Actor,
    now: str,
    place: str,
    lines: tuple[int, int],
) -> None:
    rewritten(board, draft, sato, now)
    quote = TEXT.split("\n")[2]
    made = said(board, draft, tanaka, first=2, quote=quote)
    assert board.history(draft.number)[-1].detail["place"] == place
    assert ((made.first, made.last), made.quote) == (lines, quote)
    found = place_of(board, draft, made)
    assert found == (None if place == "lost" else Place(3, 3))


def test_answers_are_one_deep(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor, lead: Actor
) -> None:
    made = said(board, draft, tanaka, first=0)
    answer = said(board, draft, sato, "直します", parent=made.id)
    again = said(board, draft, lead, "お願いします", parent=answer.id)
    assert (answer.parent, again.parent) == (made.id, made.id)
    assert (answer.first, answer.revision_id) == (None, made.revision_id)
    command = AddComment(draft_id=draft.id, text="x", parent=made.id, first=1)
    assert refusal(board, command, sato).code == "lines"


def test_resolved_and_open_again(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor, clock: FixedClock
) -> None:
    made = said(board, draft, tanaka, first=0)
    answer = said(board, draft, sato, "直しました", parent=made.id)
    board.execute(ResolveComment(comment_id=answer.id), sato)
    resolved = comment(board, draft.number, made.id)
    assert (resolved.resolved_at, resolved.resolved_by) == (clock.now(), "sato")
    assert "佐藤" in refusal(board, ResolveComment(comment_id=made.id), tanaka).sentence
    board.execute(ReopenComment(comment_id=made.id), tanaka)
    assert comment(board, draft.number, made.id).resolved_at is None
    assert refusal(board, ReopenComment(comment_id=made.id), sato).code == "open_comment"
    board.execute(Undo(), tanaka)
    assert comment(board, draft.number, made.id).resolved_by == "sato"
    board.execute(Undo(), sato)
    assert comment(board, draft.number, made.id).resolved_at is None


def test_a_proposed_wording_is_accepted_with_one_word(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor
) -> None:
    made = said(
        board, draft, tanaka, "短すぎます", first=2, proposal="五営業日以内に\n返金します。"
    )
    moved = rewritten(board, draft, sato, f"前文\n{TEXT}")
    accept = AcceptProposal(comment_id=made.id, session="a", seen_version=moved.version)
    board.execute(accept, sato)
    after = board.draft(draft.id)
    lines = TEXT.split("\n")
    expected = ["前文", *lines[:2], "五営業日以内に", "返金します。", lines[3]]
    assert after.words.text == "\n".join(expected)
    assert (after.version, after.writer, after.author) == (moved.version + 1, "sato", "sato")
    done = comment(board, draft.number, made.id)
    assert done.accepted_at is not None
    assert done.resolved_by == "sato"
    again = AcceptProposal(comment_id=made.id, session="a", seen_version=after.version)
    assert refusal(board, again, sato).code == "accepted"
    assert board.replies(draft.number).revisions[-1].words == moved.words, "as it was before"
    board.execute(Undo(), sato)
    assert board.draft(draft.id).words == moved.words
    assert comment(board, draft.number, made.id)._replace(version=1) == made
    again = AcceptProposal(comment_id=made.id, session="a", seen_version=after.version + 1)
    assert board.execute(again, tanaka), "it is there to be accepted again"


def test_an_answer_may_bring_the_wording(board: Board, draft: Draft, sato: Actor) -> None:
    made = said(board, draft, sato, first=3)
    answer = said(board, draft, sato, "", parent=made.id, proposal="")
    board.execute(
        AcceptProposal(comment_id=answer.id, session="a", seen_version=draft.version), sato
    )
    assert board.draft(draft.id).words.text == "\n".join(TEXT.split("\n")[:3])
    assert comment(board, draft.number, made.id).resolved_at is not None
    assert comment(board, draft.number, answer.id).accepted_at is not None
    board.execute(Undo(), sato)
    assert board.draft(draft.id).words.text == TEXT
    assert comment(board, draft.number, made.id).resolved_at is None
    assert comment(board, draft.number, answer.id).accepted_at is None


def test_what_cannot_be_put_in_is_refused_and_nothing_changes(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor, clock: FixedClock
) -> None:
    made = said(board, draft, tanaka, "短い", first=2, proposal="五営業日以内に返金します。")
    plain = said(board, draft, tanaka, first=0)

    def accept(which: Comment, version: int) -> AcceptProposal:
        return AcceptProposal(comment_id=which.id, session="t", seen_version=version)

    assert refusal(board, accept(plain, draft.version), tanaka).code == "no_proposal"
    board.keep(HoldPen(draft_id=draft.id, session="a"), sato)
    refused = refusal(board, accept(made, draft.version), tanaka)
    assert (refused.code, "佐藤" in refused.sentence) == ("pen", True)
    clock.advance(timedelta(seconds=46))
    assert refusal(board, accept(made, draft.version - 1), tanaka).code == "written"
    edited = rewritten(board, draft, sato, TEXT.replace("返金いたします", "必ず返金いたします"))
    assert refusal(board, accept(made, edited.version), tanaka).code == "outdated"
    assert place_of(board, draft, made) == Place(2, 2), "though it is shown there"
    board.execute(DiscardDraft(draft_id=draft.id), sato)
    assert refusal(board, accept(made, edited.version), tanaka).code == "ended"
    assert board.draft(draft.id).words == edited.words


def test_a_comment_on_a_message_and_on_no_line_there_is(
    board: Board, sato: Actor, tanaka: Actor
) -> None:
    ref = open_inquiry(board, body="一行目\n二行目")
    message = board.inquiry(ref.number).messages[0]
    made = board.execute(AddComment(message_id=message.id, text="ここ", first=1), tanaka)
    (one,) = board.replies(ref.number).comments
    assert (one.message_id, one.draft_id, one.quote) == (message.id, None, "二行目")
    assert made.detail["message"] == message.id
    for first, last in ((2, None), (1, 2), (-1, 0), (1, 0)):
        command = AddComment(message_id=message.id, text="x", first=first, last=last)
        assert "1 to 2" in refusal(board, command, tanaka).sentence
    wording = AddComment(message_id=message.id, text="x", first=0, proposal="別の文")
    assert refusal(board, wording, tanaka).code == "no_lines"
    board.execute(AddNote(number=ref.number, text="メモ"), sato)
    note = board.inquiry(ref.number).messages[-1]
    assert refusal(board, AddComment(message_id=note.id, text="x"), sato).code == "note"


def test_words_that_say_nothing_or_too_much_are_refused(
    board: Board, draft: Draft, tanaka: Actor
) -> None:
    def on(text: str, **more: object) -> AddComment:
        return AddComment(draft_id=draft.id, text=text, **more)  # type: ignore[arg-type]

    assert refusal(board, on(" \n"), tanaka).code == "empty"
    assert refusal(board, on("長" * 20_001), tanaka).code == "too_long"
    assert refusal(board, on("x", first=0, proposal="長" * 20_001), tanaka).code == "too_long"
    assert refusal(board, on("x", proposal="y"), tanaka).code == "no_lines"
    assert refusal(board, AddComment(draft_id=99, text="x"), tanaka).code == "no_such_draft"
    assert refusal(board, AddComment(message_id=99, text="x"), tanaka).code == "no_such_message"
    assert refusal(board, on("x", parent=99), tanaka).code == "no_such_comment"


def test_a_draft_that_has_ended_takes_no_comment(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor
) -> None:
    board.execute(DiscardDraft(draft_id=draft.id), sato)
    refused = refusal(board, AddComment(draft_id=draft.id, text="x"), tanaka)
    assert (refused.code, "discarded" in refused.sentence) == ("ended", True)


def test_taking_a_comment_back(board: Board, draft: Draft, sato: Actor, tanaka: Actor) -> None:
    made = said(board, draft, tanaka)
    board.execute(Undo(), tanaka)
    assert board.replies(draft.number).comments == ()
    assert board.inbox("sato") == ()
    assert refusal(board, ResolveComment(comment_id=made.id), sato).code == "no_such_comment"
    answered = said(board, draft, tanaka)
    said(board, draft, sato, "答え", parent=answered.id)
    refused = refusal(board, Undo(), tanaka)
    assert refused.code == "built_upon"
    assert refused.sentence == "#1001 can't be undone: 佐藤 has answered the comment."
    board.execute(Undo(), sato)
    board.execute(ResolveComment(comment_id=answered.id), sato)
    refused = refusal(board, Undo(), tanaka)
    assert refused.code == "built_upon"
    assert refused.sentence == "#1001 can't be undone: 佐藤 has resolved the comment."


def test_comments_go_along_with_a_merge(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor
) -> None:
    other = open_inquiry(board)
    board.execute(Merge(number=draft.number, into=other.number), sato)
    made = said(board, draft, tanaka, first=0)
    assert board.replies(other.number).comments == (made,)
    (item,) = board.inbox("sato")
    assert item.number == other.number


def test_two_replies_of_a_merged_inquiry_keep_their_own_comments(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor
) -> None:
    other = open_inquiry(board)
    second = written(board, other.number, sato, f"別の返信\n{TEXT}")
    one, two = said(board, draft, tanaka, first=2), said(board, second, tanaka, first=3)
    board.execute(Merge(number=draft.number, into=other.number), sato)
    rewritten(board, second, sato, f"前文\n別の返信\n{TEXT}")
    view = board.replies(other.number)
    assert [one.id for one in view.drafts] == [second.id, draft.id]
    assert places_in(view) == {one.id: Place(2, 2), two.id: Place(4, 4)}


# ---- whom it reaches --------------------------------------------------------------------------


def kinds(board: Board, login: str) -> list[tuple[str, str]]:
    return [(item.kind, item.actor) for item in board.inbox(login)]


def test_whom_a_comment_reaches(
    board: Board, draft: Draft, sato: Actor, tanaka: Actor, lead: Actor
) -> None:
    made = said(board, draft, tanaka, "@鈴木さん @sato @tanaka どう？ @鈴木", first=0)
    assert kinds(board, "sato") == [("mention", "tanaka")]
    assert kinds(board, "suzuki") == [("mention", "tanaka")]
    assert kinds(board, "tanaka") == []
    said(board, draft, lead, "いいと思います", parent=made.id)
    assert kinds(board, "tanaka") == [("answered", "suzuki")]
    assert kinds(board, "sato")[0] == ("commented", "suzuki")
    (item,) = board.inbox("tanaka")
    assert (item.draft_id, item.number) == (draft.id, draft.number)
    assert board.inbox_count("sato") == 2
    assert board.inbox("sato", limit=1)[0].kind == "commented"
    assert (board.inbox("nobody"), board.inbox_count("nobody")) == ((), 0)


def test_a_note_reaches_whom_it_names_until_it_is_taken_back(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    visitor = enter(board, "visitor", "見学")
    board.execute(AddNote(number=mine.number, text="@見学さん、@佐藤 見て"), tanaka)
    (item,) = board.inbox(visitor.login)
    note = board.inquiry(mine.number).messages[-1]
    assert (item.kind, item.message_id, item.subject) == (
        "mention",
        note.id,
        "ログインできません",
    )
    assert board.inbox_count("sato") == 1
    board.execute(Undo(), tanaka)
    assert (board.inbox("visitor"), board.inbox_count("sato")) == ((), 0)


def test_nothing_is_told_twice_of_one_wish(board: Board, draft: Draft, tanaka: Actor) -> None:
    command = AddComment(draft_id=draft.id, digest=digest_of_draft(draft), text="@sato")
    assert board.execute(command, tanaka) == board.execute(command, tanaka)
    assert len(board.inbox("sato")) == len(board.replies(draft.number).comments) == 1
