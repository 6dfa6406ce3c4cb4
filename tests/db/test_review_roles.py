"""Comments and reviews on a PostgreSQL with a role for each: by the door, and by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csboard.board import Board
from csboard.domain.commands import AddNote, Undo
from csboard.domain.draft_commands import BeginDraft, HoldPen, SaveDraft
from csboard.domain.records import Actor
from csboard.domain.replies import Draft, VerdictWord
from csboard.domain.review_commands import (
    AcceptProposal,
    AddComment,
    AskReview,
    GiveVerdict,
    ReopenComment,
    ResolveComment,
)
from csboard.domain.revisions import digest_of_draft
from csboard.errors import Refused, Unavailable
from tests.support.roles import Desk, roled_board

FORBIDDEN = "42501"


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    with roled_board(postgres_url) as made:
        yield made


@pytest.fixture
def draft(desk: Desk) -> Draft:
    """A reply of Sato's, on which Suzuki has commented with a wording."""
    board, me = desk.board("sato"), desk.actor("sato")
    board.execute(BeginDraft(number=1001, session="a"), me)
    draft = board.draft(1)
    words = draft.words._replace(text="一\n二")
    board.keep(SaveDraft(draft_id=1, session="a", seen_version=1, words=words), me)
    board.keep(HoldPen(draft_id=1, session="a", leave=True), me)
    draft = board.draft(1)
    comment = AddComment(
        draft_id=1,
        digest=digest_of_draft(draft),
        text=f"@{desk.login('sato')} どう？",
        first=1,
        proposal="三",
    )
    desk.board("suzuki").execute(comment, desk.actor("suzuki"))
    return draft


def done(board: Board, me: Actor, draft: Draft) -> None:
    """Each act on reviews, and back again."""
    verdict = GiveVerdict(
        draft_id=1, digest=digest_of_draft(draft), word=VerdictWord.CHANGE, text="変えて"
    )
    for command in (
        AddComment(parent=1, text="答え"),
        AskReview(draft_id=1),
        verdict,
        AddNote(number=1001, text="@sato"),
        AcceptProposal(comment_id=1, session="x", seen_version=board.draft(1).version),
    ):
        board.execute(command, me)
        board.execute(Undo(), me)
    board.execute(ResolveComment(comment_id=1), me)
    board.execute(ReopenComment(comment_id=1), me)
    for _act in range(2):
        board.execute(Undo(), me)


@pytest.mark.parametrize("who", ["sato", "suzuki"])
def test_what_members_do_is_allowed(desk: Desk, draft: Draft, who: str) -> None:
    board = desk.board(who)
    done(board, desk.actor(who), draft)
    view = board.replies(1001)
    assert [one.text for one in view.comments] == [f"@{desk.login('sato')} どう？"]
    assert view.drafts[0].words == draft.words
    (item,) = board.inbox(desk.login("sato"))
    assert (item.kind, item.actor) == ("mention", desk.login("suzuki"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE comment SET text = 'forged'",
        "UPDATE comment SET author_id = (SELECT id FROM member WHERE login = session_user)",
        "UPDATE comment SET quote = ''",
        "DELETE FROM comment",
        "INSERT INTO comment (inquiry_id, draft_id, author_id, at, text)"
        " SELECT inquiry_id, draft_id, author_id, now(), 'forged' FROM comment",
        "INSERT INTO verdict (draft_id, revision_id, member_id, at, word)"
        " SELECT draft_id, revision_id, author_id, now(), 'approve' FROM comment",
        "UPDATE comment SET resolved_at = now(), resolved_by_id = author_id",
        "INSERT INTO ask (draft_id, by_id, at) SELECT draft_id, author_id, now() FROM comment",
        "INSERT INTO outbox (draft_id, inquiry_id, revision_id, digest, message_id, way, state,"
        " queued_at, queued_by_id, not_before) SELECT draft_id, inquiry_id, revision_id, '', '<x>',"
        " 'smtp', 'queued', now(), author_id, now() FROM comment",
        "INSERT INTO inbox (member_id, at, kind, inquiry_id, actor_id)"
        " SELECT author_id, now(), 'mention', inquiry_id, author_id FROM comment",
        "UPDATE inbox SET member_id = 1",
        "DELETE FROM ask",
    ],
)
def test_a_member_forges_nothing_of_anothers(desk: Desk, draft: Draft, statement: str) -> None:
    """Suzuki's comment stands; Sato is a member."""
    assert desk.refused("sato", statement) == FORBIDDEN


def test_a_reopening_taken_back_names_who_had_resolved_it(desk: Desk, draft: Draft) -> None:
    """Suzuki resolved it, Sato opened it again and takes that back; as nothing else than it was."""
    desk.board("suzuki").execute(ResolveComment(comment_id=1), desk.actor("suzuki"))
    board, me = desk.board("sato"), desk.actor("sato")
    board.execute(ReopenComment(comment_id=1), me)
    forged = (
        "UPDATE comment SET resolved_by_id = (SELECT id FROM member WHERE login = %s),"
        " resolved_at = {}"
    )
    of_suzuki = "(SELECT at FROM event WHERE kind = 'comment_resolved')"
    assert desk.refused("sato", forged.format("now()"), desk.login("suzuki")) == FORBIDDEN
    assert desk.refused("sato", forged.format(of_suzuki), desk.login("guest")) == FORBIDDEN
    board.execute(Undo(), me)
    (comment,) = board.replies(1001).comments
    assert comment.resolved_by == desk.login("suzuki")


def test_who_only_looks_says_nothing(desk: Desk, draft: Draft) -> None:
    guest = desk.board("guest")
    assert guest.replies(1001).comments
    with pytest.raises((Refused, Unavailable)):
        guest.execute(AddComment(draft_id=1, text="x"), desk.actor("guest"))
    for who in ("guest", "left", "reader"):
        assert desk.refused(who, "UPDATE comment SET resolved_at = now(), resolved_by_id = 1")
