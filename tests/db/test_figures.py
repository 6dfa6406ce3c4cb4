"""Figures out of the history that a real board has written."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db import matters
from csboard.db.models import InquiryRow
from csboard.domain.commands import (
    Claim,
    Divide,
    EditInquiry,
    FileAsJunk,
    Merge,
    Move,
    OpenInquiry,
    Reopen,
    Undo,
)
from csboard.domain.figures import Figures, Period
from csboard.domain.inverses import id_of
from csboard.domain.knowledge_commands import RenameTag
from csboard.domain.periods import Length, days_around, today
from csboard.domain.records import Actor, Channel, InquiryFields, Outcome, Tags, TaskRef
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.domain.time_commands import DropTime, EnterTime
from csboard.errors import Stopped
from tests.db.test_card_clocks import promise
from tests.db.test_clock_story import closes, replies
from tests.support.desk import INTAKE, open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import ANSWER, arrives
from tests.support.replying import begin_draft, seen_of, team

SATO, TANAKA = Actor("sato"), Actor("tanaka")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def start(board: Board, clock: FixedClock) -> datetime:
    """A Tuesday at half past nine, of a team with promises."""
    clock.advance(DAY)
    team(board, "sato", "tanaka")
    promise(board)
    return clock.now()


def mail(board: Board, subject: str = "件名") -> TaskRef:
    return open_inquiry(board, subject, body="本文", channel=Channel.MAIL)


def of_all(board: Board, *, since: datetime) -> Figures:
    return board.figures(Period(since, board.clock.now() + DAY))


def test_a_day_of_a_desk(board: Board, clock: FixedClock, start: datetime) -> None:
    one, two, three, spam = (mail(board) for _ in range(4))
    board.execute(
        EditInquiry(
            number=one.number,
            fields=InquiryFields(tags=Tags(content=("決済",), emotion=("怒り",))),
        ),
        SATO,
    )
    board.execute(FileAsJunk(number=spam.number), SATO)
    clock.advance(HOUR)
    board.execute(Claim(task=one), SATO)
    clock.advance(HOUR)
    replies(board, one)
    board.execute(
        EditInquiry(number=one.number, fields=InquiryFields(outcome=Outcome.SATISFIED)), SATO
    )
    closes(board, one)
    clock.advance(4 * HOUR)
    replies(board, two)
    found = of_all(board, since=start)
    assert found.arrived == (one.number, two.number, three.number, spam.number)
    assert (found.departed, found.junked) == ((one.number,), (spam.number,))
    assert found.open_after == (two.number, three.number)
    assert found.first_reply[:3] == (4 * HOUR, 6 * HOUR, (two.number, one.number))
    assert (found.cycle.times, found.cycle.numbers) == ((HOUR,), (one.number,))
    assert found.solved.times == (2 * HOUR,)
    assert found.kept["first"].yes == (one.number,)
    assert found.kept["first"].no == (two.number, three.number)
    assert found.first_contact.yes == (one.number,)
    assert found.outcomes == {Outcome.SATISFIED: (one.number,)}
    assert found.tags == {("content", "決済"): (one.number,), ("emotion", "怒り"): (one.number,)}


def test_a_renamed_tag_counts_as_what_it_is_called_now(board: Board, start: datetime) -> None:
    ref = mail(board)
    fields = InquiryFields(tags=Tags(content=("決済",)))
    board.execute(EditInquiry(number=ref.number, fields=fields), SATO)
    (tag,) = board.settings().vocabulary.tags
    board.execute(RenameTag(tag_id=tag.id, word="支払い"), SATO)
    assert of_all(board, since=start).tags == {("content", "支払い"): (ref.number,)}


def test_changed_rules_count_anew(board: Board, clock: FixedClock, start: datetime) -> None:
    ref = mail(board)
    clock.advance(3 * HOUR)
    replies(board, ref)
    assert of_all(board, since=start).kept["first"].yes == (ref.number,)
    promise(board, promises={"first": ("2h",)})
    assert of_all(board, since=start).kept["first"].no == (ref.number,)
    lunch = {day: ("9:00-10:00", "12:00-18:00") for day in ("mon", "tue", "wed", "thu", "fri")}
    promise(board, promises={"first": ("2h",)}, hours=lunch)
    found = of_all(board, since=start)
    assert (found.kept["first"].yes, found.first_reply.median) == ((ref.number,), HOUR)


def lived(board: Board, clock: FixedClock) -> None:
    """A fortnight in which everything happens that moves an inquiry in time."""
    refs = []
    for index in range(10):
        refs.append(mail(board, f"件名{index}"))
        clock.advance(7 * HOUR)
    closes(board, refs[0])
    clock.advance(2 * DAY)
    replies(board, refs[0])  # after it was closed
    board.execute(Merge(number=refs[1].number, into=refs[9].number), SATO)
    closes(board, refs[2])
    clock.advance(HOUR)
    board.execute(Undo(number=refs[2].number), SATO)
    closes(board, refs[3])
    board.execute(FileAsJunk(number=refs[4].number), SATO)
    clock.advance(DAY)
    board.execute(Merge(number=refs[5].number, into=refs[3].number), SATO)
    board.execute(Reopen(number=refs[4].number), SATO)
    clock.advance(DAY)
    closes(board, refs[3])
    closes(board, refs[9])
    number = arrives(board, FIRST).number
    assert number is not None
    message = id_of(arrives(board, ANSWER).detail["message"])
    clock.advance(DAY)
    board.execute(Divide(number=number, message_id=message), SATO)
    board.execute(Move(task=TaskRef(number), stage="done"), SATO)


def test_what_is_left_out_would_change_nothing(
    board: Board, clock: FixedClock, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what was open in a period is read, and that is all that counts in it."""
    lived(board, clock)
    days = (clock.now() - start) // DAY + 2
    lengths = (timedelta(hours=13), 3 * DAY)
    periods = [
        Period(begin := start + index * 11 * HOUR, begin + length)
        for index in range(days * 2)
        for length in lengths
    ]
    read: set[int] = set()
    found = [board.figures(period, lambda _done, of: read.add(of)) for period in periods]
    every = [row.number for row in InquiryRow.select().where(InquiryRow.merged_into.is_null())]
    assert min(read) < len(every)
    monkeypatch.setattr(matters, "touched", lambda *_period: every)
    assert [board.figures(period) for period in periods] == found


def test_several_periods_at_once(board: Board, clock: FixedClock, start: datetime) -> None:
    lived(board, clock)
    week = Period(start, start + 7 * DAY)
    after = Period(week.end, week.end + 7 * DAY)
    assert board.figures_of((week, after)) == (board.figures(week), board.figures(after))


def test_others_write_meanwhile_and_count_in_none(
    board: Board, clock: FixedClock, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of a report is of one moment, and nobody waits for it."""
    refs = [mail(board) for _ in range(4)]
    clock.advance(HOUR)
    monkeypatch.setattr(matters, "MOST_AT_ONCE", 1)
    monkeypatch.setattr("csboard.db.stories.MOST_AT_ONCE", 1)
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        if done == 1:
            colleague = threading.Thread(target=_closes_and_opens, args=(board, refs[3]))
            colleague.start()
            colleague.join()

    found = board.figures(Period(start, start + DAY), progress)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert (len(found.arrived), found.departed) == (4, ())
    after = board.figures(Period(start, start + DAY))
    assert (len(after.arrived), after.departed) == (5, (refs[3].number,))


def _closes_and_opens(board: Board, ref: TaskRef) -> None:
    board.connect()
    closes(board, ref)
    board.execute(OpenInquiry(subject="もう一つ"), INTAKE)
    board.disconnect()


def test_it_can_be_stopped(board: Board, clock: FixedClock, start: datetime) -> None:
    mail(board)
    with pytest.raises(Stopped):
        board.figures(Period(start, start + DAY), stop=lambda: True)
    assert board.figures(Period(start, start + DAY), stop=lambda: False).arrived


def test_who_answered_is_known(board: Board, clock: FixedClock, start: datetime) -> None:
    one, two = mail(board), mail(board)
    for ref, actor in ((one, SATO), (one, SATO), (two, SATO), (two, TANAKA)):
        clock.advance(HOUR)
        answers(board, ref, actor)
    for ref in (one, two):
        closes(board, ref)
    found = of_all(board, since=start).first_contact
    assert (found.yes, found.no) == ((one.number,), (two.number,))


def answers(board: Board, ref: TaskRef, actor: Actor) -> None:
    draft = begin_draft(board, ref, actor)
    sent = RecordSent(
        draft_id=draft.id, digest=digest_of_draft(draft), seen=seen_of(board, ref), anyway=True
    )
    board.execute(sent, actor)


def test_time_worked_on_what_was_merged(board: Board, clock: FixedClock, start: datetime) -> None:
    """It counts where the inquiry goes on, with its tags; of whom, only they are told."""
    one, two = mail(board), mail(board)
    fields = InquiryFields(tags=Tags(content=("決済",)))
    board.execute(EditInquiry(number=two.number, fields=fields), SATO)
    clock.advance(2 * HOUR)
    worked = EnterTime(login="sato", task=one, started_at=start, ended_at=start + HOUR)
    board.execute(worked, SATO)
    meeting = EnterTime(login="tanaka", work="meeting", started_at=start, ended_at=start + HOUR / 2)
    entry = board.execute(meeting, TANAKA).detail["entry"]
    board.execute(Merge(number=one.number, into=two.number), SATO)
    day = days_around(Length.DAY, today(start, "Asia/Tokyo"))
    found = board.counted(day, "tanaka")
    assert found.worked.inquiries == {two.number: HOUR}
    assert found.worked.topics == {("content", "決済"): HOUR}
    assert found.worked.otherwise == found.own.otherwise == {"meeting": HOUR / 2}
    assert found.own.inquiries == {}
    board.execute(DropTime(entry_id=id_of(entry)), TANAKA)
    after = board.counted(day)
    assert (after.worked.total, after.basis.corrected) == (HOUR, 1)


def test_a_report_names_what_changed_since_its_days_began(
    board: Board, clock: FixedClock, start: datetime
) -> None:
    mail(board)
    promise(board, promises={"first": ("2h",)})
    clock.advance(2 * DAY)
    promise(board, promises={"first": ("3h",)})
    day = days_around(Length.DAY, today(start, "Asia/Tokyo"))
    changes = board.counted(day.moved(1)).basis.changes
    assert [one.at for one in changes] == [clock.now()]
    assert len(board.counted(day).basis.changes) == 3


def test_an_unfinished_day_is_held_against_as_much_of_the_one_before(
    board: Board, clock: FixedClock, start: datetime
) -> None:
    mail(board)
    clock.advance(3 * HOUR)
    mail(board)
    clock.advance(DAY - 2 * HOUR)
    found = board.counted(days_around(Length.DAY, today(clock.now(), "Asia/Tokyo")))
    assert found.is_unfinished
    assert len(found.before.arrived) == 1
    clock.advance(DAY)
    assert len(board.counted(found.days).before.arrived) == 2
