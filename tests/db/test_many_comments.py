"""Two hundred comments over fifty revisions of one reply cost no more queries than one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.reply_models import CommentRow, RevisionRow
from csboard.domain.anchoring import places
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import Draft
from csboard.domain.review_commands import AddComment, ResolveComment
from csboard.domain.revisions import digest_of
from tests.support.replies import said, written

REVISIONS, COMMENTS = 50, 200
LINES = [f"{number} 行目です。" if number % 3 else "" for number in range(60)]


def queries(board: Board, act: Callable[[], object]) -> int:
    counted: list[str] = []
    database = board._store.engine.database
    hook = lambda event: counted.append(event.sql)  # noqa: E731
    database.query_hooks.append(hook)
    act()
    database.query_hooks.remove(hook)
    return len([sql for sql in counted if not sql.startswith(("BEGIN", "COMMIT"))])


def measured(board: Board, draft: Draft, tanaka: Actor) -> tuple[int, ...]:
    made = said(board, draft, tanaka, first=1)
    return (
        queries(board, lambda: board.replies(draft.number)),
        queries(board, lambda: board.inbox("sato")),
        queries(board, lambda: board.inbox_count("sato")),
        queries(
            board, lambda: board.execute(AddComment(draft_id=draft.id, text="x", first=1), tanaka)
        ),
        queries(board, lambda: board.execute(ResolveComment(comment_id=made.id), tanaka)),
    )


def fill(board: Board, draft: Draft, clock: FixedClock) -> None:
    """Older states of the draft, each a line shorter, with comments on lines all over them."""
    ids = {login: member.id for login, member in board.members().items()}
    rows = {"sender": "", "recipients": {}, "subject": "", "files": []}
    for seq in range(1, REVISIONS):
        text = "\n".join(LINES[seq % 7 :])
        words = draft.words._replace(text=text)
        revision = RevisionRow.create(
            draft=draft.id,
            seq=1_000 + seq,
            at=clock.now() - timedelta(hours=1),
            author=ids["sato"],
            text=text,
            digest=digest_of(words, ()),
            **rows,
        )
        lines = text.split("\n")
        for count in range(COMMENTS // REVISIONS):
            at = (seq * 5 + count * 11) % (len(lines) - 1)
            CommentRow.create(
                inquiry=draft.number,
                draft=draft.id,
                revision=revision.id,
                author=ids["tanaka"],
                at=clock.now(),
                text="x",
                first=at,
                last=at + count % 2,
                quote="\n".join(lines[at : at + 1 + count % 2]),
            )


def test_the_queries_are_as_many_as_for_one(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    draft = written(board, mine.number, sato, "\n".join(LINES))
    few = measured(board, draft, tanaka)
    board._store.engine.write(lambda: fill(board, draft, clock))
    assert measured(board, draft, tanaka) == few
    view = board.replies(mine.number)
    assert len(view.comments) >= COMMENTS - COMMENTS // REVISIONS
    assert len(view.revisions) == REVISIONS
    found = places(view.comments, view.revisions, draft.words.text)
    for comment in view.comments:
        place = found[comment.id]
        if comment.quote.strip():
            assert place is not None
            lines = LINES[place.first : place.last + 1]
            assert "\n".join(lines) == comment.quote
            assert place.first - (comment.first or 0) in range(7)
