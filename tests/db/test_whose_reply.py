"""Whose a sent reply is when one began it and another sent it; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import Claim, SortLetter, TakeOver
from csboard.domain.draft_commands import SaveDraft, TakePen
from csboard.domain.records import Actor, Direction, TaskRef
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from tests.support.desk import INTAKE
from tests.support.letters import FIRST
from tests.support.replying import begin_draft, draft_of, seen_of, team

SATO, TANAKA = Actor("sato"), Actor("tanaka")


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """A customer's inquiry that is Tanaka's now, with a reply that Sato began and is away."""
    team(board, "sato", "tanaka")
    receipt = board.receive(b"raw", "pipe")
    number = board.execute(SortLetter(receipt_id=receipt.id, letter=FIRST), INTAKE).number
    assert number is not None
    ref = TaskRef(number)
    board.execute(Claim(task=ref), SATO)
    begin_draft(board, ref, SATO)
    days = {"first": date(2026, 11, 23), "last": date(2026, 11, 27)}
    board.execute(EnterAbsence(login="sato", **days), SATO)  # type: ignore[arg-type]
    board.execute(TakeOver(task=ref, reason="away"), TANAKA)
    return ref


def write(board: Board, ref: TaskRef, by: Actor, text: str) -> None:
    session = f"of-{by.login}"
    board.execute(TakePen(draft_id=draft_of(board, ref).id, session=session), by)
    draft = draft_of(board, ref)
    words = draft.words._replace(text=text)
    save = SaveDraft(draft_id=draft.id, session=session, seen_version=draft.version, words=words)
    board.keep(save, by)


def goes_out(board: Board, ref: TaskRef, by: Actor, clock: FixedClock) -> str | None:
    """The author of the reply that `by` sends by hand."""
    clock.advance(timedelta(hours=1))
    draft = draft_of(board, ref)
    sent = RecordSent(draft_id=draft.id, digest=digest_of_draft(draft), seen=seen_of(board, ref))
    board.execute(sent, by)
    replies = board.replies(ref.number).messages
    (out,) = [one for one in replies if one.direction is Direction.OUT]
    return out.author


def answered_by(board: Board, ref: TaskRef) -> list[str]:
    """Who answered, as the digest tells Sato."""
    found = board.digest("sato")
    (item,) = [one for one in found.items if one.task.ref == ref]
    return [one.name for one in item.answered]


def test_it_is_theirs_who_wrote_and_sent_it(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    write(board, ref, TANAKA, "We sent it.\n")
    assert goes_out(board, ref, TANAKA, clock) == "tanaka"
    assert answered_by(board, ref) == ["tanaka"]


def test_the_digest_names_who_sent_what_another_wrote(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    assert goes_out(board, ref, TANAKA, clock) == "sato", "nothing of it is Tanaka's"
    assert answered_by(board, ref) == ["tanaka"]


def test_whoever_corrects_a_text_does_not_make_it_theirs(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    write(board, ref, TANAKA, "We have sent it.\n")
    assert goes_out(board, ref, SATO, clock) == "sato"
