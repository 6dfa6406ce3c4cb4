"""Drafts on a PostgreSQL with a role for each: what each login can do, by the door and by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csboard.board import Board
from csboard.domain.draft_commands import BeginDraft, LeaveWords, SaveDraft, TakePen
from csboard.domain.records import Actor
from csboard.domain.replies import Draft
from csboard.errors import Refused, Unavailable
from tests.support.roles import Desk, roled_board

FORBIDDEN = "42501"


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    with roled_board(postgres_url) as made:
        yield made


def begun(board: Board, actor: Actor) -> Draft:
    board.execute(BeginDraft(number=1001, session="a"), actor)
    draft = board.replies(1001).draft
    assert draft is not None
    words = draft.words._replace(text="言葉")
    board.keep(SaveDraft(draft_id=draft.id, session="a", seen_version=1, words=words), actor)
    return board.draft(draft.id)


@pytest.mark.parametrize(("one", "other"), [("sato", "suzuki"), ("suzuki", "sato")])
def test_a_pen_goes_from_one_to_the_other(desk: Desk, one: str, other: str) -> None:
    board = desk.board(one)
    draft = begun(board, desk.actor(one))
    board, me = desk.board(other), desk.actor(other)
    board.execute(TakePen(draft_id=draft.id, session="b"), me)
    (kept,) = board.replies(1001).revisions
    assert (kept.author, kept.words) == (desk.login(one), draft.words)
    words = draft.words._replace(text="別の言葉")
    save = SaveDraft(draft_id=draft.id, session="b", seen_version=draft.version, words=words)
    board.keep(save, me)
    left = LeaveWords(draft_id=draft.id, words=words._replace(text="残す言葉"))
    board.execute(left, me)
    assert board.draft(draft.id).writer == desk.login(other)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE draft SET text = 'forged'",
        "UPDATE draft SET writer_id = (SELECT id FROM member WHERE login = session_user),"
        " author_id = writer_id",
        "UPDATE draft SET begun_at = now()",
        "DELETE FROM draft",
        "UPDATE revision SET text = 'forged'",
        "INSERT INTO revision (draft_id, seq, at, author_id, recipients, files, digest, text)"
        " SELECT id, 7, now(), writer_id, recipients, '[]', 'x', 'forged' FROM draft",
        "INSERT INTO revision (draft_id, seq, at, author_id, kind, recipients, files, digest,"
        " subject, text) SELECT id, 7, now(), writer_id, 'left', recipients, '[]', 'x', subject,"
        " text FROM draft",
        "INSERT INTO draft (inquiry_id, author_id, writer_id, begun_at, saved_at, recipients)"
        " SELECT 1002, author_id, writer_id, now(), now(), '{}' FROM draft",
    ],
)
def test_a_member_forges_no_words_of_anothers(desk: Desk, statement: str) -> None:
    begun(desk.board("suzuki"), desk.actor("suzuki"))
    desk.board("suzuki").execute(TakePen(draft_id=1, session="b"), desk.actor("suzuki"))
    assert desk.refused("sato", statement) == FORBIDDEN


def test_who_only_looks_writes_in_no_draft(desk: Desk) -> None:
    begun(desk.board("sato"), desk.actor("sato"))
    guest = desk.board("guest")
    assert guest.replies(1001).drafts
    with pytest.raises((Refused, Unavailable)):
        guest.execute(TakePen(draft_id=1, session="g"), desk.actor("guest"))
    for who in ("guest", "left"):
        assert desk.refused(who, "UPDATE draft SET pen_session = 'x'") == FORBIDDEN
