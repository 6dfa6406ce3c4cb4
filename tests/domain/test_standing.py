"""How a reply stands: approved for its very words, a change asked for, waiting, held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.domain.records import Direction, Message
from csboard.domain.replies import Draft, Revision, Verdict, VerdictWord
from csboard.domain.reviewing import Standing, newest_word, standing
from tests.domain.builders import NOW
from tests.domain.reply_builders import DRAFT, ask, revision, saying, verdict

A, C, W = VerdictWord.APPROVE, VerdictWord.CHANGE, VerdictWord.COMMENT
FIRST = revision()
EDITED = saying("一\n二番\n三")
SECOND = revision(EDITED, 2)
BEFORE = DRAFT.saved_at - timedelta(minutes=1)


def stands(draft: Draft, *verdicts: Verdict, revisions: tuple[Revision, ...] = ()) -> Standing:
    return standing(draft, revisions or (FIRST, SECOND), verdicts, (), 100)


def v(word: VerdictWord, login: str, of: Revision = FIRST, verdict_id: int = 1) -> Verdict:
    at = of.at + timedelta(seconds=verdict_id)
    return verdict(word, login, of, verdict_id, at)


@pytest.mark.parametrize(
    ("draft", "verdicts", "approved", "asked"),
    [
        (DRAFT, (), (), ()),
        (DRAFT, (v(A, "suzuki"),), ("suzuki",), ()),
        (DRAFT, (v(W, "suzuki"),), (), ()),
        (DRAFT, (v(A, "sato"),), (), ()),
        (EDITED, (v(A, "suzuki"),), (), ()),
        (EDITED, (v(A, "suzuki", SECOND),), ("suzuki",), ()),
        (DRAFT, (v(C, "suzuki"),), (), ("suzuki",)),
        (EDITED, (v(C, "suzuki"),), (), ()),
        (DRAFT, (v(C, "suzuki"), v(A, "suzuki", FIRST, 2)), ("suzuki",), ()),
        (DRAFT, (v(A, "suzuki"), v(C, "suzuki", FIRST, 2)), (), ("suzuki",)),
        (DRAFT, (v(C, "suzuki"), v(A, "tanaka", FIRST, 2)), ("tanaka",), ()),
        (DRAFT, (v(A, "tanaka"), v(C, "suzuki", FIRST, 2)), ("tanaka",), ("suzuki",)),
        (DRAFT, (v(C, "suzuki"), v(W, "suzuki", FIRST, 2)), (), ("suzuki",)),
        (DRAFT, (v(A, "tanaka"), v(A, "suzuki", FIRST, 2)), ("tanaka", "suzuki"), ()),
    ],
)
def test_by_its_verdicts(
    draft: Draft, verdicts: tuple[Verdict, ...], approved: object, asked: object
) -> None:
    found = stands(draft, *verdicts)
    assert (found.approved_by, found.change_asked_by) == (approved, asked)
    assert found.held == (("change",) if asked else ())


def test_a_change_asked_for_after_the_words_were_saved_holds_them_too() -> None:
    """Of whoever had an older state before their eyes when they asked."""
    late = v(C, "suzuki")._replace(at=EDITED.saved_at + timedelta(seconds=5))
    assert stands(EDITED, late).change_asked_by == ("suzuki",)


def test_words_that_come_back_are_approved_as_they_were() -> None:
    again = saying(DRAFT.words.text, EDITED)
    assert stands(again, v(A, "suzuki")).approved_by == ("suzuki",)


def test_nobody_approves_words_of_their_own() -> None:
    """Tanaka wrote in Sato's draft: neither of the two has it approved."""
    written = saying("田中の言葉", by="tanaka")
    own = revision(written, 2)
    verdicts = (v(A, "tanaka", own), v(A, "sato", own, 2), v(A, "suzuki", own, 3))
    assert stands(written, *verdicts, revisions=(FIRST, own)).approved_by == ("suzuki",)


def test_other_drafts_do_not_count() -> None:
    other = DRAFT._replace(id=6)
    theirs = revision(other, 1)
    assert standing(DRAFT, (theirs,), (v(A, "suzuki", theirs),), (), 100) == Standing()
    asked = ask()._replace(draft_id=6)
    assert standing(DRAFT, (), (), (asked, ask("suzuki", 2)), 100).waits_for == (ask("suzuki", 2),)


def test_a_message_that_was_not_seen_holds_it() -> None:
    approval = v(A, "suzuki")
    found = standing(DRAFT, (FIRST,), (approval,), (), 101)
    assert (found.approved_by, found.held) == (("suzuki",), ("moved_on",))
    change = v(C, "tanaka", FIRST, 2)
    assert standing(DRAFT, (FIRST,), (approval, change), (), 101).held == ("moved_on", "change")


def test_notes_and_automatic_messages_move_nothing_on() -> None:
    def message(message_id: int, direction: Direction) -> Message:
        return Message(message_id, direction, NOW, "", "", "", "")

    said = [
        message(2, Direction.IN),
        message(4, Direction.OUT),
        message(7, Direction.NOTE),
        message(9, Direction.AUTO),
    ]
    assert newest_word(said) == 4
    assert newest_word(said[2:]) == 0
