"""Hand-offs as they are written, read, undone and erased; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.leave_models import HandOffRow
from csboard.db.models import EventRow
from csboard.db.writing import put
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import (
    ChangeMember,
    Claim,
    Command,
    EditInquiry,
    EraseInquiry,
    FileAsJunk,
    Merge,
    Move,
    Release,
    Reopen,
    TakeOver,
    Undo,
)
from csboard.domain.hand_off_commands import (
    DropSheet,
    LeaveWithThem,
    OfferHandOff,
    TakeBack,
    TakeHandOff,
    WithdrawHandOff,
    WriteSheet,
)
from csboard.domain.hand_off_records import HandOff, Severity, Sheet
from csboard.domain.hand_off_since import NOTHING
from csboard.domain.history import describe
from csboard.domain.inbox_words import in_a_sentence_of
from csboard.domain.records import Actor, InquiryFields, Offer, TaskRef, Urgency
from csboard.domain.time_commands import StartTimer
from csboard.errors import Conflict
from tests.conftest import MONDAY
from tests.db.test_many_comments import queries
from tests.support.desk import enter, make_viewer, open_inquiry, refusal, task

SHEET = Sheet(Severity.WATCH, "二重に請求した", "返金の完了を待つ", "なし", "11/27までに連絡")


@pytest.fixture
def tanaka(board: Board, sato: Actor) -> Actor:
    return enter(board, "tanaka", "田中")


def one_of(board: Board, ref: TaskRef) -> HandOff:
    (found,) = board.hand_offs_of(ref.number)
    return found


def offered(board: Board, ref: TaskRef, giver: Actor, to: str | None = "tanaka") -> HandOff:
    offered_on(board, ref, giver, to)
    return one_of(board, ref)


def offered_on(board: Board, ref: TaskRef, giver: Actor, to: str | None = None) -> None:
    board.execute(WriteSheet(task=ref, sheet=SHEET), giver)
    board.execute(OfferHandOff(task=ref, receiver=to), giver)


def offer_on_card(board: Board, ref: TaskRef) -> Offer | None:
    return next(card.offer for card in board.snapshot().cards if card.ref == ref)


def kinds_in_inbox(board: Board, login: str) -> list[str]:
    return [item.kind for item in board.inbox(login)]


def test_what_was_saved_since_one_looked_is_not_written_over(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    """Neither where there was no sheet yet, nor where there was one."""
    board.execute(WriteSheet(task=mine, sheet=SHEET, seen=0), sato)
    other = WriteSheet(task=mine, sheet=SHEET._replace(story="別の話"), seen=0)
    assert refusal(board, other, sato).code == "changed"
    board.execute(other.replaced(seen=board.hand_off_desk(mine).version), sato)
    assert refusal(board, WriteSheet(task=mine, sheet=SHEET, seen=1), sato).code == "changed"
    assert one_of(board, mine).sheet.story == "別の話"


def test_from_the_sheet_to_the_receiver(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    before = task(board, mine)
    board.execute(WriteSheet(task=mine, sheet=SHEET._replace(state=None)), sato)
    assert one_of(board, mine).sheet.missing == ("state",)
    board.execute(WriteSheet(task=mine, sheet=SHEET, seen=1), sato)
    since = board.newest()
    board.execute(OfferHandOff(task=mine, receiver="tanaka"), sato)
    assert offer_on_card(board, mine) == Offer("tanaka", "田中")
    delta = board.delta(since)
    assert delta is not None
    assert [card.offer for card in delta.cards] == [Offer("tanaka", "田中")]
    assert kinds_in_inbox(board, "tanaka") == ["hand_off"]
    assert task(board, mine).owner == "sato"
    clock.advance(timedelta(hours=1))
    board.execute(TakeHandOff(task=mine, read_back="返金を待ち、\n27日までに連絡"), tanaka)
    now = task(board, mine)
    assert (now.owner, now.stage) == ("tanaka", before.stage)
    found = one_of(board, mine)
    assert (found.taken_by, found.read_back) == ("tanaka", "返金を待ち、 27日までに連絡")
    assert offer_on_card(board, mine) is None
    assert kinds_in_inbox(board, "tanaka") == []
    assert kinds_in_inbox(board, "sato") == ["handed_over"]
    told = board.inquiry(mine.number).events
    assert {"sheet_written", "hand_off_offered", "handed_over"} <= {event.kind for event in told}
    assert "二重" not in str([event.detail for event in told])
    assert "佐藤" in describe(told[-1], board.snapshot().members, ())


def test_what_was_taken_comes_back_or_stays(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    offered(board, mine, sato)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    assert one_of(board, mine) in board.hand_offs()
    board.execute(TakeBack(task=mine), sato)
    assert task(board, mine).owner == "sato"
    assert kinds_in_inbox(board, "tanaka") == ["taken_back"]
    board.execute(Undo(), sato)
    assert task(board, mine).owner == "tanaka"
    assert kinds_in_inbox(board, "tanaka") == []
    board.execute(LeaveWithThem(task=mine), sato)
    assert board.hand_offs() == ()
    board.execute(Undo(), sato)
    assert [one.ending for one in board.hand_offs()] == [""]


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        (lambda ref: Move(task=ref, stage="done"), "offer_closed"),
        (lambda ref: Release(task=ref), "offer_released"),
        (lambda ref: FileAsJunk(number=ref.number), "offer_over"),
        (lambda ref: Merge(number=ref.number, into=ref.number + 1), "offer_merged"),
    ],
)
def test_what_happens_to_the_task_ends_the_offer_and_undone_it_stands_again(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, ending: object, told: str
) -> None:
    open_inquiry(board)
    before = offered(board, mine, sato)
    command: Command = ending(mine)  # type: ignore[operator]
    board.execute(command, sato)
    assert board.hand_offs() == ()
    assert kinds_in_inbox(board, "tanaka") == [told]
    board.execute(Undo(), sato)
    assert [one._replace(version=1) for one in board.hand_offs()] == [before._replace(version=1)]
    assert kinds_in_inbox(board, "tanaka") == ["hand_off"]


def test_whom_it_was_offered_to_hears_what_it_was_merged_into(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    into = open_inquiry(board).number
    offered(board, mine, sato)
    board.execute(Merge(number=mine.number, into=into), sato)
    (item,) = board.inbox("tanaka")
    told = f"merged #{mine.number}, which was offered to you, into #{into}"
    assert told in in_a_sentence_of(item, board.members())


def test_who_offered_it_hears_that_a_colleague_merged_it(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, lead: Actor
) -> None:
    into = open_inquiry(board).number
    offered(board, mine, sato)
    board.execute(Merge(number=mine.number, into=into), lead)
    (item,) = board.inbox("sato")
    told = f"merged #{mine.number}, which you offered, into #{into}"
    assert told in in_a_sentence_of(item, board.members())
    refused = refusal(board, TakeHandOff(task=mine, read_back="x"), tanaka)
    assert f"#{mine.number} was merged: it goes on in #{into}." in refused.sentence
    board.execute(Undo(), lead)
    assert board.inbox("sato") == ()


@pytest.mark.parametrize(
    "ending",
    [
        lambda ref: Move(task=ref, stage="done"),
        lambda ref: Release(task=ref),
        lambda ref: FileAsJunk(number=ref.number),
        lambda ref: Merge(number=ref.number, into=ref.number + 1),
        lambda ref: TakeOver(task=ref, reason="急ぎ"),
    ],
)
def test_what_was_taken_ends_as_the_task_leaves_its_taker_and_undone_it_stands_again(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, ending: object
) -> None:
    open_inquiry(board)
    offered(board, mine, sato)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    before, command = one_of(board, mine), ending(mine)  # type: ignore[operator]
    by = sato if isinstance(command, TakeOver) else tanaka
    board.execute(command, by)
    assert board.hand_offs() == ()
    assert board.hand_offs_of(mine.number)[0].ending == "overtaken"
    board.execute(Undo(), by)
    assert [one._replace(version=1) for one in board.hand_offs()] == [before._replace(version=1)]
    board.execute(TakeBack(task=mine), sato)
    assert task(board, mine).owner == "sato"


def test_what_was_taken_and_closed_does_not_come_back_without_a_word(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    offered(board, mine, sato)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    board.execute(Move(task=mine, stage="done"), tanaka)
    assert refusal(board, TakeBack(task=mine), sato).code == "closed"
    board.execute(Reopen(number=mine.number), tanaka)
    assert refusal(board, TakeBack(task=mine), sato).code == "went_on"


def test_what_was_handed_on_is_no_longer_out(
    board: Board, sato: Actor, tanaka: Actor, lead: Actor, mine: TaskRef
) -> None:
    offered(board, mine, sato)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    offered_on(board, mine, tanaka)
    board.execute(TakeHandOff(task=mine, read_back="y"), lead)
    first, second = board.hand_offs_of(mine.number)
    assert (first.ending, second.ending) == ("overtaken", "")
    assert refusal(board, TakeBack(task=mine), sato).code == "went_on"
    board.execute(Undo(), lead)
    first, second = board.hand_offs_of(mine.number)
    assert (first.ending, second.is_offered) == ("", True)


def test_the_list_asks_as_often_however_much_is_handed_off(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    def laid_out() -> None:
        found = board.hand_offs()
        assert len(board.task_titles([one.task_id for one in found])) == count
        assert len(board.since_written(found)) == count

    offered(board, mine, sato)
    count = 1
    laid_out()
    few = queries(board, laid_out)
    for _each in range(5):
        ref = open_inquiry(board)
        board.execute(Claim(task=ref), sato)
        offered(board, ref, sato)
    count = 6
    assert queries(board, laid_out) == few


def test_a_take_over_ends_it_and_hears_of_no_offer_more(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    offered(board, mine, sato)
    board.execute(TakeOver(task=mine, reason="急ぎ"), tanaka)
    assert one_of(board, mine).ending == "overtaken"
    assert refusal(board, TakeHandOff(task=mine, read_back="x"), tanaka).code == "not_offered"


def test_what_a_giver_has_offered_who_left_the_team_can_be_taken(
    board: Board, lead: Actor, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    offered(board, mine, sato)
    board.execute(ChangeMember(login="sato", active=False), lead)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    assert task(board, mine).owner == "tanaka"
    assert refusal(board, Undo(), tanaka).code == "inactive"


def test_each_step_is_undone(board: Board, sato: Actor, tanaka: Actor, mine: TaskRef) -> None:
    board.execute(WriteSheet(task=mine, sheet=SHEET), sato)
    first = one_of(board, mine)
    board.execute(WriteSheet(task=mine, sheet=SHEET._replace(story="別の話")), sato)
    board.execute(Undo(), sato)
    assert one_of(board, mine) == first._replace(version=3)
    board.execute(OfferHandOff(task=mine), sato)
    board.execute(OfferHandOff(task=mine, receiver="tanaka"), sato)
    board.execute(Undo(), sato)
    assert offer_on_card(board, mine) == Offer(None)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    board.execute(Undo(), tanaka)
    assert (task(board, mine).owner, one_of(board, mine).is_offered) == ("sato", True)
    assert kinds_in_inbox(board, "sato") == []
    board.execute(WithdrawHandOff(task=mine), sato)
    board.execute(DropSheet(task=mine), sato)
    assert board.hand_offs() == ()
    board.execute(Undo(), sato)
    assert offer_on_card(board, mine) is None
    board.execute(Undo(), sato)
    assert offer_on_card(board, mine) == Offer(None)
    board.execute(Undo(), sato)  # the offer
    assert one_of(board, mine).is_open
    assert not one_of(board, mine).is_offered
    board.execute(Undo(), sato)
    assert one_of(board, mine).ending == "withdrawn"


def test_what_is_withdrawn_stays_written_and_goes_to_somebody_else(
    board: Board, sato: Actor, tanaka: Actor, lead: Actor, mine: TaskRef
) -> None:
    before = offered(board, mine, sato)
    board.execute(WithdrawHandOff(task=mine), sato)
    found = one_of(board, mine)
    assert (found.sheet, found.is_open, found.is_offered) == (before.sheet, True, False)
    assert (found.receiver, kinds_in_inbox(board, "tanaka")) == (None, ["offer_withdrawn"])
    assert refusal(board, TakeHandOff(task=mine, read_back="x"), tanaka).code == "not_offered"
    board.execute(OfferHandOff(task=mine, receiver=lead.login), sato)
    board.execute(TakeHandOff(task=mine, read_back="x"), lead)
    assert task(board, mine).owner == lead.login


@pytest.mark.parametrize("kind", ["hand_off_withdrawn", "hand_off_offered"])
def test_undone_it_is_offered_to_nobody_who_has_left(
    board: Board, sato: Actor, tanaka: Actor, lead: Actor, mine: TaskRef, kind: str
) -> None:
    offered(board, mine, sato)
    wish = WithdrawHandOff(task=mine)
    board.execute(wish if kind == "hand_off_withdrawn" else OfferHandOff(task=mine), sato)
    before = one_of(board, mine)
    board.execute(ChangeMember(login="tanaka", active=False), lead)
    told = refusal(board, Undo(), sato)
    assert (told.code, "田中 can't take it any more" in told.sentence) == ("inactive", True)
    assert one_of(board, mine) == before


def test_a_withdrawal_that_ended_its_sheet_is_undone_too(
    board: Board, sato: Actor, tanaka: Actor, lead: Actor, mine: TaskRef
) -> None:
    before = offered(board, mine, sato)
    _withdrawn_with_its_sheet(before, sato, board)
    board.execute(Undo(), sato)
    assert one_of(board, mine) == before._replace(version=before.version + 2)
    _withdrawn_with_its_sheet(one_of(board, mine), sato, board)
    board.execute(ChangeMember(login="tanaka", active=False), lead)
    assert refusal(board, Undo(), sato).code == "inactive"


def _withdrawn_with_its_sheet(one: HandOff, by: Actor, board: Board) -> None:
    """As withdrawing was told before it kept the sheet: by an event that names only the row."""
    now, row = board.clock.now(), HandOffRow
    ended = row.update(ended_at=now, ending="withdrawn", version=row.version + 1)
    ended.where(row.id == one.id).execute()
    values = {
        "at": now,
        "actor_id": board.members()[by.login].id,
        "kind": "hand_off_withdrawn",
        "inquiry": one.task.number,
        "seq": one.task.seq,
        "op_id": f"withdrawn-{one.version}",
        "detail": {"hand_off": one.id},
    }
    put(EventRow, values)


def test_what_has_happened_since_a_sheet_was_written_is_known_until_it_is_written_anew(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    offered(board, mine, sato)
    assert board.hand_off_desk(mine).since == NOTHING
    board.execute(Move(task=mine, stage="doing"), sato)
    board.execute(
        EditInquiry(number=mine.number, fields=InquiryFields(urgency=Urgency.HIGH), reason="急ぎ"),
        tanaka,
    )
    found = board.hand_off_desk(mine).since
    assert (found.urgency, found.stage) == (("normal", "high"), ("todo", "doing"))
    assert board.since_written(board.hand_offs()) == {one_of(board, mine).id: found}
    board.execute(WriteSheet(task=mine, sheet=SHEET._replace(story="別の話")), sato)
    assert board.hand_off_desk(mine).since == NOTHING
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    assert board.since_written(board.hand_offs()) == {}


def test_what_was_built_on_it_keeps_it(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    offered(board, mine, sato)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    board.execute(Move(task=mine, stage="done"), tanaka)
    kinds = ("handed_over",)
    assert refusal(board, Undo(kinds=kinds), tanaka).code == "built_upon"
    assert refusal(board, Undo(), sato).code == "built_upon"


def test_a_timer_of_the_givers_ends_as_it_is_taken(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    board.execute(StartTimer(task=mine), sato)
    offered(board, mine, sato)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    assert board.timers() == ()


def test_an_offer_to_whoever_takes_it_reaches_all_who_could(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, lead: Actor
) -> None:
    """Not who only looks, nor who is away; and nobody any more once it was taken."""
    make_viewer(board, "viewer", lead)
    ito = enter(board, "ito")
    today = MONDAY.date()
    board.execute(EnterAbsence(login="ito", first=today, last=today), ito)
    offered(board, mine, sato, None)
    reached = [login for login in board.members() if kinds_in_inbox(board, login)]
    assert sorted(reached) == ["suzuki", "tanaka"]
    assert kinds_in_inbox(board, "tanaka") == ["hand_off_to_all"]
    board.execute(OfferHandOff(task=mine, receiver="tanaka"), sato)
    assert kinds_in_inbox(board, "tanaka") == ["hand_off"]
    assert kinds_in_inbox(board, "suzuki") == []


def test_the_second_who_takes_hears_who_was_first(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, lead: Actor
) -> None:
    offered(board, mine, sato, None)
    board.execute(TakeHandOff(task=mine, read_back="x"), tanaka)
    found = refusal(board, TakeHandOff(task=mine, read_back="y"), lead)
    assert isinstance(found, Conflict)
    assert "田中" in found.sentence


def test_erased_with_its_inquiry(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, lead: Actor
) -> None:
    board.execute(WriteSheet(task=mine, sheet=SHEET), sato)
    board.execute(WriteSheet(task=mine, sheet=SHEET._replace(story="別の話")), sato)
    board.execute(OfferHandOff(task=mine, receiver="tanaka"), sato)
    board.execute(TakeHandOff(task=mine, read_back="返金待ち"), tanaka)
    board.execute(Move(task=mine, stage="done"), tanaka)
    board.execute(EraseInquiry(number=mine.number, why="request"), lead)
    found = one_of(board, mine)
    assert found.sheet == Sheet(Severity.WATCH)
    assert (found.read_back, found.taken_by) == ("", "tanaka")
    assert refusal(board, Undo(kinds=("sheet_written",)), sato).code == "erased"


def test_what_is_missing_on_a_sheet_is_named_in_its_order() -> None:
    assert Sheet(story="x", promises="y").missing == ("state", "steps", "contingency")


def test_only_who_has_the_task_hands_it_off(
    board: Board, sato: Actor, tanaka: Actor, lead: Actor
) -> None:
    free = open_inquiry(board)
    assert refusal(board, WriteSheet(task=free, sheet=SHEET), sato).code == "unowned"
    board.execute(Claim(task=free), sato)
    assert refusal(board, WriteSheet(task=free, sheet=SHEET), lead).code == "not_yours"
    assert refusal(board, WriteSheet(task=TaskRef(9999), sheet=SHEET), sato).code == "no_such_task"
    offered(board, free, sato)
    board.execute(WithdrawHandOff(task=free), lead)
    board.execute(DropSheet(task=free), lead)
    assert one_of(board, free).ending == "withdrawn"
