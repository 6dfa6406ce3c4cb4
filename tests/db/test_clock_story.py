"""What the clocks of an inquiry go by, out of the history that a real board has written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.models import InquiryRow
from csboard.domain.clock_story import Story, Turned, story_of
from csboard.domain.clocks import Clocks, State, clocks_of
from csboard.domain.commands import (
    Claim,
    Divide,
    EditInquiry,
    EndWaiting,
    FileAsJunk,
    Merge,
    Move,
    Release,
    Reopen,
    SortLetter,
    SplitOff,
    Undo,
    Wait,
)
from csboard.domain.inverses import id_of
from csboard.domain.letters import Report
from csboard.domain.records import (
    Actor,
    Channel,
    Event,
    InquiryFields,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import NoteHanding, NoteSent, RecordSent, TakeEntry
from tests.domain.clock_builders import HOUR, RULES
from tests.support.desk import INTAKE, open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import ANSWER, arrives
from tests.support.replying import begin_draft, press_send, seen_of, team

SATO, TANAKA = Actor("sato"), Actor("tanaka")


@pytest.fixture
def ref(board: Board, clock: FixedClock) -> TaskRef:
    """An inquiry that came by mail, on a Tuesday at half past nine."""
    clock.advance(24 * HOUR)
    team(board, "sato", "tanaka")
    event = arrives(board, FIRST)
    assert event.number is not None
    return TaskRef(event.number)


def told(board: Board, ref: TaskRef) -> Story:
    view = board.inquiry(ref.number)
    return story_of(view.inquiry, view.messages, view.events, merged=view.merged)


def kinds(board: Board, ref: TaskRef) -> list[str]:
    return [turn.kind.value for turn in told(board, ref).turns]


def clocks(board: Board, ref: TaskRef) -> Clocks:
    return clocks_of(told(board, ref), RULES, board.clock.now())


def is_over(board: Board, ref: TaskRef) -> bool:
    return clocks(board, ref).solved.ended_at is not None


def replies(board: Board, ref: TaskRef) -> Event:
    draft = begin_draft(board, ref, SATO)
    digest = digest_of_draft(draft)
    return board.execute(
        RecordSent(draft_id=draft.id, digest=digest, seen=seen_of(board, ref), anyway=True), SATO
    )


def closes(board: Board, ref: TaskRef) -> Event:
    return board.execute(Move(task=ref, stage="done"), SATO)


def test_a_mail_opens_it_and_a_reply_is_the_first(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    clock.advance(HOUR)
    replies(board, ref)
    assert kinds(board, ref) == ["opened", "asked", "answered"]
    first = clocks(board, ref).first
    assert first is not None
    assert first.ended_at == board.inquiry(ref.number).inquiry.first_reply_at
    assert first.used == HOUR


def test_a_draft_and_its_window_are_no_reply(board: Board, ref: TaskRef) -> None:
    press_send(board, begin_draft(board, ref, SATO), SATO)
    assert kinds(board, ref) == ["opened", "asked"]


def test_a_machines_answer_counts_for_nothing(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    """zammad #6187: a vacation notice stopped the clock of the first reply."""
    replies(board, ref)
    clock.advance(HOUR)
    arrives(board, replace(ANSWER, automatic="auto-replied"))
    assert kinds(board, ref) == ["opened", "asked", "answered"]
    assert clocks(board, ref).next == ()


def test_a_bounce_takes_the_first_reply_back(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    draft = begin_draft(board, ref, SATO)
    press_send(board, draft, SATO)
    (entry,) = board.replies(ref.number).outbox
    report = Report("bounce", "yamada@example.jp", "5.1.1")
    clock.advance(HOUR)
    _hand_over(board, ref)
    clock.advance(HOUR)
    arrives(
        board,
        replace(
            FIRST,
            message_id="<b@mx.example>",
            digest="b",
            report=report,
            mentioned_ids=(entry.message_id,),
        ),
    )
    assert kinds(board, ref) == ["opened", "asked", "answered", "came_back"]
    first = clocks(board, ref).first
    assert first is not None
    assert first.ended_at is None


def _hand_over(board: Board, ref: TaskRef) -> None:
    (entry,) = board.replies(ref.number).outbox
    board.keep(TakeEntry(entry_id=entry.id, holder="me", seconds=60), INTAKE)
    board.keep(NoteHanding(entry_id=entry.id, holder="me", digest=entry.digest), INTAKE)
    board.execute(NoteSent(entry_id=entry.id, holder="me"), INTAKE)


def test_closing_and_reopening(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    closes(board, ref)
    assert is_over(board, ref)
    clock.advance(HOUR)
    board.execute(Reopen(number=ref.number), SATO)
    assert kinds(board, ref) == ["opened", "asked", "closed", "reopened"]
    assert not is_over(board, ref)


def test_a_mail_reopens_from_when_it_came(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    closes(board, ref)
    clock.advance(HOUR)
    arrived = clock.now()
    receipt = board.receive(b"again", "pipe")
    clock.advance(HOUR)  # until somebody's program sorts it
    board.execute(SortLetter(receipt_id=receipt.id, letter=ANSWER), INTAKE)
    turns = told(board, ref).turns
    assert [turn.at for turn in turns if turn.kind is Turned.REOPENED] == [arrived]


def test_closing_that_was_undone_never_was(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    closes(board, ref)
    clock.advance(HOUR)
    board.execute(Undo(number=ref.number), SATO)
    assert kinds(board, ref) == ["opened", "asked"]


def test_an_inquiry_is_over_when_all_its_tasks_are(board: Board, ref: TaskRef) -> None:
    board.execute(SplitOff(number=ref.number, title="調べる"), SATO)
    closes(board, ref)
    assert not is_over(board, ref)
    board.execute(Move(task=TaskRef(ref.number, 2), stage="done"), SATO)
    assert is_over(board, ref)


def test_undoing_the_last_open_task_closes_it(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    """No event says so; the inquiry's own word does."""
    board.execute(SplitOff(number=ref.number, title="調べる"), TANAKA)
    closes(board, ref)
    clock.advance(HOUR)
    board.execute(Undo(number=ref.number), TANAKA)
    inquiry = board.inquiry(ref.number).inquiry
    assert inquiry.closed_at is not None
    assert clocks(board, ref).solved.ended_at == inquiry.closed_at


def test_waiting_and_what_ends_it(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    wait = Wait(task=ref, waiting=Waiting("customer"))
    board.execute(Move(task=ref, stage="doing"), SATO)
    board.execute(wait, SATO)
    clock.advance(HOUR)
    board.execute(EndWaiting(task=ref), SATO)
    board.execute(wait.replaced(op_id="again"), SATO)
    clock.advance(HOUR)
    board.execute(Release(task=ref), SATO)
    board.execute(Claim(task=ref), SATO)
    board.execute(wait.replaced(op_id="third"), SATO)
    clock.advance(HOUR)
    arrives(board, ANSWER)
    found = [kind for kind in kinds(board, ref) if kind in ("waits", "resumed")]
    assert found == ["waits", "resumed"] * 3
    assert clocks(board, ref).solved.used == timedelta()


def test_a_task_split_off_that_waits_stops_nothing(board: Board, ref: TaskRef) -> None:
    board.execute(SplitOff(number=ref.number, title="調べる"), SATO)
    board.execute(Claim(task=TaskRef(ref.number, 2)), SATO)
    board.execute(Wait(task=TaskRef(ref.number, 2), waiting=Waiting("customer")), SATO)
    assert "waits" not in kinds(board, ref)


def test_junk_and_back(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    board.execute(FileAsJunk(number=ref.number), SATO)
    first = clocks(board, ref).first
    assert first is not None
    assert first.state is State.DROPPED
    clock.advance(HOUR)
    board.execute(Reopen(number=ref.number), SATO)
    assert kinds(board, ref) == ["opened", "asked", "junked", "unjunked"]
    first = clocks(board, ref).first
    assert first is not None
    assert first.ended_at is None


def test_merged_it_counts_from_the_first_and_back_again_from_its_own(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    clock.advance(HOUR)
    other = open_inquiry(board, "もう一度", body="まだです", channel=Channel.MAIL)
    before = told(board, other)
    board.execute(Merge(number=ref.number, into=other.number), SATO)
    merged = told(board, ref)
    assert (merged.number, merged.opened_at) == (other.number, before.opened_at - HOUR)
    assert not is_over(board, ref)
    board.execute(Undo(number=other.number), SATO)
    assert told(board, other) == before


def test_a_message_taken_out_counts_from_when_it_came(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    clock.advance(HOUR)
    came = clock.now()
    message = id_of(arrives(board, ANSWER).detail["message"])
    clock.advance(HOUR)
    event = board.execute(Divide(number=ref.number, message_id=message), SATO)
    assert event.number is not None
    taken_out = TaskRef(event.number)
    assert told(board, taken_out).opened_at == came
    assert kinds(board, taken_out) == ["opened", "asked"]
    assert kinds(board, ref) == ["opened", "asked"]


def test_a_call_needs_no_first_reply(board: Board, ref: TaskRef) -> None:
    call = open_inquiry(board, "電話", channel=Channel.PHONE)
    assert clocks(board, call).first is None
    assert len(clocks(board, call).next) == 1


def test_urgency_over_time(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    clock.advance(HOUR)
    raised_at = clock.now()
    fields = InquiryFields(urgency=Urgency.URGENT)
    edit = EditInquiry(number=ref.number, fields=fields, reason="why")
    board.execute(edit, SATO)
    traits = told(board, ref).traits
    assert [(since, one.urgency) for since, one in traits] == [
        (raised_at - HOUR, Urgency.NORMAL),
        (raised_at, Urgency.URGENT),
    ]
    clock.advance(HOUR)
    board.execute(Undo(number=ref.number), SATO)
    assert [one.urgency for _since, one in told(board, ref).traits] == [Urgency.NORMAL]


def test_a_merge_raises_the_urgency_from_then_on(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    urgent = open_inquiry(board, "至急", urgency=Urgency.URGENT)
    clock.advance(HOUR)
    board.execute(Merge(number=urgent.number, into=ref.number), SATO)
    traits = told(board, ref).traits
    assert [one.urgency for _since, one in traits] == [Urgency.NORMAL, Urgency.URGENT]
    assert traits[1][0] == clock.now()


def test_the_end_is_the_inquirys_own(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    """Whatever was done: over for the clocks means closed on the board."""
    closes(board, ref)
    assert InquiryRow.get_by_id(ref.number).closed_at == clocks(board, ref).solved.ended_at
