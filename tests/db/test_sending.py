"""The outbox: into it once, out of it once, and every way between; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.models import EventRow
from csboard.db.reply_models import AskRow, InboxRow, OutboxRow
from csboard.db.writing import put
from csboard.domain.commands import AddNote, Command, SortLetter, Undo
from csboard.domain.letters import Report
from csboard.domain.records import Actor, Direction, Event, TaskRef
from csboard.domain.replies import Draft, OutboxEntry, OutboxState, VerdictWord
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import (
    HoldLease,
    NoteFailed,
    NoteHanding,
    NoteSent,
    ParkUnknown,
    PutBack,
    RecordSent,
    Send,
    SettleUnknown,
    StopSending,
    TakeEntry,
)
from csboard.errors import Conflict, Refused
from tests.support.desk import INTAKE, inquiry, open_inquiry
from tests.support.letters import FIRST
from tests.support.replying import (
    OWN,
    agree,
    begin_draft,
    draft_of,
    judge,
    press_send,
    rewrite,
    seen_of,
    team,
)

SATO, TANAKA = Actor("sato"), Actor("tanaka")
ME = "sender-1"


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """An inquiry that came by mail, with a reply of Sato's that is ready."""
    team(board, "sato", "tanaka")
    receipt = board.receive(b"raw", "pipe")
    letter = replace(FIRST, message_id="<first@example.jp>")
    event = board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)
    assert event.number is not None
    begin_draft(board, TaskRef(event.number), SATO)
    return TaskRef(event.number)


def entry(board: Board, ref: TaskRef) -> OutboxEntry:
    (found,) = board.replies(ref.number).outbox
    return found


def state(board: Board, ref: TaskRef) -> str:
    return str(entry(board, ref).state)


def refused(board: Board, command: Command, actor: Actor = INTAKE) -> str:
    """The code of the refusal, of a quiet command too."""
    quiet = isinstance(command, TakeEntry | NoteHanding | PutBack | HoldLease)
    with pytest.raises(Refused) as refusal:
        (board.keep if quiet else board.execute)(command, actor)
    return refusal.value.code


def comes_due(clock: FixedClock, seconds: float = 15) -> None:
    clock.advance(timedelta(seconds=seconds))


def take(board: Board, ref: TaskRef, holder: str = ME, seconds: int = 60) -> int:
    entry_id = entry(board, ref).id
    board.keep(TakeEntry(entry_id=entry_id, holder=holder, seconds=seconds), INTAKE)
    return entry_id


def hand(board: Board, ref: TaskRef, clock: FixedClock) -> int:
    """As far as the text's beginning."""
    comes_due(clock)
    entry_id = take(board, ref)
    digest = entry(board, ref).digest
    board.keep(NoteHanding(entry_id=entry_id, holder=ME, digest=digest), INTAKE)
    return entry_id


def test_a_reply_goes_out(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    draft = draft_of(board, ref)
    put(AskRow, {"draft_id": draft.id, "at": clock.now(), "by_id": 2, "topic": ""})
    press_send(board, draft, TANAKA)
    assert state(board, ref) == "queued"
    assert board.due() == ()
    comes_due(clock)
    (due,) = board.due()
    hand_id = take(board, ref)
    assert hand_id == due.id
    board.keep(NoteHanding(entry_id=due.id, holder=ME, digest=due.digest), INTAKE)
    event = board.execute(NoteSent(entry_id=due.id, holder=ME), INTAKE)
    assert (event.kind, event.number, event.detail["login"]) == ("sent", ref.number, "sato")
    view = board.replies(ref.number)
    (out,) = [one for one in view.messages if one.direction is Direction.OUT]
    assert (out.author, out.sender_email, out.text) == ("sato", OWN, draft.words.text)
    assert out.id == event.detail["message"]
    assert (view.draft, view.asks, board.outbox()) == (None, (), ())
    assert inquiry(board, ref).first_reply_at == clock.now()


def test_the_id_is_stored_before_and_random(board: Board, ref: TaskRef) -> None:
    press_send(board, draft_of(board, ref), SATO)
    number, draft, token = entry(board, ref).message_id.strip("<>").split("@")[0].split(".")[1:]
    assert (int(number), int(draft)) == (ref.number, draft_of(board, ref).id)
    assert len(token) >= 16


def test_the_second_is_told_who_was_first(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, SATO)
    comes_due(clock, 5)
    with pytest.raises(Conflict, match="sato sent the reply to #1001 5 seconds ago") as late:
        press_send(board, draft, TANAKA)
    assert late.value.code == "sent"
    assert OutboxRow.select().count() == 1


def test_other_words_than_were_seen_are_not_sent(board: Board, ref: TaskRef) -> None:
    draft = draft_of(board, ref)
    rewrite(board, draft, "別の言葉")
    with pytest.raises(Conflict) as refusal:
        press_send(board, draft, SATO)
    assert refusal.value.code == "changed"


def test_words_changed_on_the_way_are_not_sent(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, SATO)
    rewrite(board, draft, "別の言葉")
    comes_due(clock)
    command = TakeEntry(entry_id=entry(board, ref).id, holder=ME, seconds=60)
    assert refused(board, command) == "edited"
    board.execute(NoteFailed(entry_id=command.entry_id, holder=ME, code="edited"), INTAKE)
    assert (state(board, ref), entry(board, ref).code) == ("stopped", "edited")
    press_send(board, draft_of(board, ref), SATO)
    assert state(board, ref) == "queued"


def test_the_last_look_compares_what_is_given_away(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, SATO)
    comes_due(clock)
    entry_id = take(board, ref)
    assert refused(board, NoteHanding(entry_id=entry_id, holder=ME, digest="x" * 64)) == "edited"
    rewrite(board, draft, "別の言葉")
    digest = entry(board, ref).digest
    assert refused(board, NoteHanding(entry_id=entry_id, holder=ME, digest=digest)) == "edited"


@pytest.mark.parametrize("when", ["queued", "claimed"])
def test_it_can_be_stopped_until_it_is_handed_over(
    board: Board, ref: TaskRef, clock: FixedClock, when: str
) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, SATO)
    if when == "claimed":
        comes_due(clock)
        take(board, ref)
    event = board.execute(StopSending(draft_id=draft.id), TANAKA)
    assert (event.kind, state(board, ref)) == ("send_stopped", "stopped")
    assert draft_of(board, ref).id == draft.id
    if when == "claimed":
        digest = entry(board, ref).digest
        command = NoteHanding(entry_id=entry(board, ref).id, holder=ME, digest=digest)
        assert refused(board, command) == "taken"


def test_undo_stops_it_in_the_window_only(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    press_send(board, draft_of(board, ref), SATO)
    assert board.execute(Undo(number=ref.number), SATO).kind == "undone"
    assert state(board, ref) == "stopped"
    press_send(board, draft_of(board, ref), SATO)
    hand(board, ref, clock)
    with pytest.raises(Refused, match="can't be stopped any more: is being handed over") as late:
        board.execute(Undo(number=ref.number), SATO)
    assert late.value.code == "too_late"


def test_only_one_takes_it(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    press_send(board, draft_of(board, ref), SATO)
    entry_id = entry(board, ref).id
    assert refused(board, TakeEntry(entry_id=entry_id, holder=ME, seconds=60)) == "taken"  # not due
    comes_due(clock)
    take(board, ref)
    assert refused(board, TakeEntry(entry_id=entry_id, holder="other", seconds=60)) == "taken"
    digest = entry(board, ref).digest
    stranger = NoteHanding(entry_id=entry_id, holder="other", digest=digest)
    assert refused(board, stranger) == "taken"
    assert board.due() == ()
    comes_due(clock, 61)
    assert [one.id for one in board.due()] == [entry_id]
    take(board, ref, "other")  # whoever had it has died: nothing was given away
    assert entry(board, ref).holder == "other"


def test_later_is_tried_after_1_5_30_and_120_minutes(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    press_send(board, draft_of(board, ref), SATO)
    comes_due(clock)
    for minutes in (1, 5, 30, 120):
        entry_id = take(board, ref)
        board.keep(PutBack(entry_id=entry_id, holder=ME, code="451 4.7.1"), INTAKE)
        assert board.due() == ()
        comes_due(clock, 60 * minutes)
        assert [one.id for one in board.due()] == [entry_id]
    entry_id = take(board, ref)
    command = PutBack(entry_id=entry_id, holder=ME, code="451 4.7.1")
    assert refused(board, command) == "exhausted"
    board.execute(NoteFailed(entry_id=entry_id, holder=ME, code="451 4.7.1"), INTAKE)
    assert (state(board, ref), entry(board, ref).code) == ("failed", "451 4.7.1")
    kinds = {(row.kind, row.member_id) for row in InboxRow.select()}
    assert kinds == {("failed", board.members()["sato"].id)}
    assert draft_of(board, ref)  # to be mended and sent again
    press_send(board, draft_of(board, ref), SATO)
    assert (state(board, ref), entry(board, ref).attempt) == ("queued", 0)


def test_a_crash_while_handing_over_is_never_sent_again_by_itself(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, TANAKA)
    entry_id = hand(board, ref, clock)
    assert refused(board, ParkUnknown(entry_id=entry_id)) == "taken"  # still at it
    comes_due(clock, 3600)
    assert [one.state for one in board.due()] == [OutboxState.HANDING]
    assert refused(board, TakeEntry(entry_id=entry_id, holder="other", seconds=60)) == "taken"
    assert board.execute(ParkUnknown(entry_id=entry_id), INTAKE).kind == "send_unknown"
    assert (board.due(), state(board, ref)) == ((), "unknown")
    wanted = {row.member_id for row in InboxRow.select() if row.kind == "unknown"}
    assert wanted == {board.members()[login].id for login in ("sato", "tanaka")}
    with pytest.raises(Refused) as refusal:
        press_send(board, draft, SATO)
    assert refusal.value.code == "unknown"


@pytest.mark.parametrize("was_sent", [True, False])
def test_a_person_settles_it(board: Board, ref: TaskRef, clock: FixedClock, was_sent: bool) -> None:
    press_send(board, draft_of(board, ref), SATO)
    entry_id = hand(board, ref, clock)
    board.execute(ParkUnknown(entry_id=entry_id, holder=ME, code="lost"), INTAKE)
    message_id = entry(board, ref).message_id
    event = board.execute(SettleUnknown(entry_id=entry_id, was_sent=was_sent), TANAKA)
    assert (event.kind, event.actor) == ("sent" if was_sent else "queued", "tanaka")
    assert entry(board, ref).message_id == message_id
    assert [one.id for one in board.due()] == ([] if was_sent else [entry_id])
    assert (board.replies(ref.number).draft is None) is was_sent
    assert refused(board, SettleUnknown(entry_id=entry_id, was_sent=True), SATO) == "settled"


def test_whoever_handed_it_over_may_still_know(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    press_send(board, draft_of(board, ref), SATO)
    entry_id = hand(board, ref, clock)
    comes_due(clock, 3600)
    board.execute(ParkUnknown(entry_id=entry_id), INTAKE)
    board.execute(NoteSent(entry_id=entry_id, holder=ME), INTAKE)
    assert state(board, ref) == "sent"


def test_by_hand(board: Board, ref: TaskRef) -> None:
    draft = draft_of(board, ref)
    command = RecordSent(draft_id=draft.id, digest=digest_of_draft(draft), seen=seen_of(board, ref))
    event = board.execute(command, TANAKA)
    assert (event.kind, event.actor, event.detail["way"]) == ("sent", "tanaka", "hand")
    assert inquiry(board, ref).first_reply_at is not None
    assert board.replies(ref.number).draft is None
    again = RecordSent(draft_id=draft.id, digest=command.digest, seen=command.seen)
    assert refused(board, again, SATO) == "sent"


def test_a_newer_mail_holds_it_and_anyway_lets_it_go(board: Board, ref: TaskRef) -> None:
    draft = draft_of(board, ref)
    seen = seen_of(board, ref)
    board.execute(AddNote(number=ref.number, text="待って"), TANAKA)
    with pytest.raises(Refused, match="tanaka has noted something") as hold:
        press_send(board, draft, SATO, seen=seen)
    assert hold.value.code == "moved"
    press_send(board, draft, SATO, seen=seen, anyway=True)
    assert state(board, ref) == "queued"


def write_again(board: Board, ref: TaskRef) -> Event:
    receipt = board.receive(b"again", "pipe")
    letter = replace(FIRST, message_id="<2@example.jp>", in_reply_to=("<first@example.jp>",),
                     digest="d2")  # fmt: skip
    return board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)


def test_a_mail_in_the_window_holds_what_waits(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, SATO)
    comes_due(clock, 5)
    assert write_again(board, ref).kind == "joined"
    comes_due(clock)
    entry_id = entry(board, ref).id
    assert refused(board, TakeEntry(entry_id=entry_id, holder=ME, seconds=60)) == "moved"
    board.execute(NoteFailed(entry_id=entry_id, holder=ME, code="moved"), INTAKE)
    assert state(board, ref) == "stopped"
    press_send(board, draft, SATO)
    comes_due(clock)
    take(board, ref)


def test_a_change_asked_for_in_the_window_holds_it(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, SATO)
    comes_due(clock, 5)
    judge(board, draft, TANAKA, VerdictWord.CHANGE)
    comes_due(clock)
    command = TakeEntry(entry_id=entry(board, ref).id, holder=ME, seconds=60)
    assert refused(board, command) == "change"


def test_nothing_overtook_what_is_not_overtaken(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    press_send(board, draft_of(board, ref), SATO)
    comes_due(clock)
    command = NoteFailed(entry_id=entry(board, ref).id, holder=ME, code="moved")
    assert refused(board, command) == "taken"


def test_the_teams_rule_asks_for_an_approval(board: Board, ref: TaskRef) -> None:
    agree(board, SATO, approval_for=("always",))
    draft = draft_of(board, ref)
    for word in (VerdictWord.COMMENT, VerdictWord.CHANGE):
        judge(board, draft, TANAKA, word)
        with pytest.raises(Refused) as hold:
            press_send(board, draft, SATO, anyway=True)
        assert hold.value.code in ("unapproved", "change")
    judge(board, draft, TANAKA, VerdictWord.APPROVE)
    press_send(board, draft, SATO)
    assert state(board, ref) == "queued"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " \n"}, "empty"),
        ({"recipients": {"to": []}}, "no_recipient"),
        ({"recipients": {"to": [{"name": "", "email": "a@b.jp, c@d.jp"}]}}, "address"),
        ({"sender": "other@shop.example"}, "no_sender"),
        ({"sender": ""}, "no_sender"),
    ],
)
def test_what_no_mail_can_be_made_of(
    board: Board, ref: TaskRef, change: dict[str, object], code: str
) -> None:
    from csboard.db.reply_models import DraftRow

    draft = draft_of(board, ref)
    DraftRow.update(**change).where(DraftRow.id == draft.id).execute()
    with pytest.raises(Refused) as refusal:
        press_send(board, draft_of(board, ref), SATO)
    assert refusal.value.code == code


def bounces(board: Board, message_id: str, name: str = "bounce") -> Event:
    receipt = board.receive(name.encode(), "pipe")
    letter = replace(
        FIRST,
        message_id=f"<{name}@mx.example>",
        digest=name,
        mentioned_ids=(message_id,),
        report=Report("bounce", "yamada@example.jp", "5.1.1"),
    )
    return board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)


def test_a_bounce_names_it_in_any_domain(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    press_send(board, draft_of(board, ref), TANAKA)
    hand(board, ref, clock)
    local = entry(board, ref).message_id.partition("@")[0]
    token = local.rpartition(".")[2]
    for name in (f"{local}x", f"<csb.1001.9999999999.{token}", "<csb.1."):
        assert bounces(board, f"{name}@mx.example", name.strip("<")).number is None
    assert bounces(board, f"{local}@mx.example").number == ref.number
    assert state(board, ref) == "bounced"


@pytest.mark.parametrize("known", [True, False], ids=["known as sent", "before we know"])
def test_a_bounce_is_an_alarm(board: Board, ref: TaskRef, clock: FixedClock, known: bool) -> None:
    draft = draft_of(board, ref)
    press_send(board, draft, TANAKA)
    entry_id = hand(board, ref, clock)
    if known:
        board.execute(NoteSent(entry_id=entry_id, holder=ME), INTAKE)
    event = bounces(board, entry(board, ref).message_id)
    assert (event.kind, event.number, event.detail["draft"]) == ("filed", ref.number, draft.id)
    assert (state(board, ref), entry(board, ref).code) == ("bounced", "5.1.1")
    assert [one.state for one in board.outbox()] == [OutboxState.BOUNCED]
    wanted = {row.member_id for row in InboxRow.select() if row.kind == "bounced"}
    assert wanted == {board.members()[login].id for login in ("sato", "tanaka")}
    directions = [one.direction for one in board.replies(ref.number).messages]
    assert directions.count(Direction.OUT) == directions.count(Direction.AUTO) == 1


def test_our_own_copy_settles_what_is_uncertain(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    press_send(board, draft_of(board, ref), SATO)
    entry_id = hand(board, ref, clock)
    board.execute(ParkUnknown(entry_id=entry_id, holder=ME), INTAKE)
    receipt = board.receive(b"copy", "pipe")
    letter = replace(FIRST, message_id=entry(board, ref).message_id, loop_mark="shop.example",
                     digest="copy")  # fmt: skip
    event = board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)
    assert (event.kind, event.detail["reason"]) == ("filed", "loop")
    assert state(board, ref) == "sent"
    assert board.replies(ref.number).draft is None


def test_an_answer_joins_before_we_know_it_was_sent(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    press_send(board, draft_of(board, ref), SATO)
    hand(board, ref, clock)
    receipt = board.receive(b"answer", "pipe")
    letter = replace(FIRST, message_id="<3@example.jp>", digest="d3",
                     in_reply_to=(entry(board, ref).message_id,))  # fmt: skip
    event = board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)
    assert (event.kind, event.number) == ("joined", ref.number)


def test_one_program_holds_a_lease(board: Board, clock: FixedClock) -> None:
    team(board, "sato")
    board.keep(HoldLease(name="intake", holder="a", seconds=60), INTAKE)
    assert refused(board, HoldLease(name="intake", holder="b", seconds=60)) == "leased"
    board.keep(HoldLease(name="intake", holder="a", seconds=60), INTAKE)
    board.keep(HoldLease(name="other", holder="b", seconds=60), INTAKE)
    comes_due(clock, 60)
    board.keep(HoldLease(name="intake", holder="b", seconds=60), INTAKE)


def test_a_parcel_has_all_that_its_mail_is_made_of(board: Board, ref: TaskRef) -> None:
    draft: Draft = draft_of(board, ref)
    press_send(board, draft, SATO)
    parcel = board.parcel(entry(board, ref).id)
    assert parcel.revision.words == draft.words
    assert parcel.thread == ("<first@example.jp>",)


def test_events_hold_no_words(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    press_send(board, draft_of(board, ref), SATO)
    board.execute(NoteSent(entry_id=hand(board, ref, clock), holder=ME), INTAKE)
    for row in EventRow.select().where(EventRow.kind.in_(("queued", "sent"))):
        assert "お世話" not in str(row.detail)
        assert "yamada" not in str(row.detail)


def test_a_merged_inquirys_reply_goes_out_in_the_whole(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    from csboard.domain.commands import Merge

    target = open_inquiry(board, "別件")
    press_send(board, draft_of(board, ref), SATO)
    board.execute(Merge(number=ref.number, into=target.number), SATO)
    event = board.execute(NoteSent(entry_id=hand(board, target, clock), holder=ME), INTAKE)
    assert event.number == target.number
    assert inquiry(board, target).first_reply_at is not None


def test_send_says_no_more_than_it_must(board: Board, ref: TaskRef) -> None:
    """A draft that is not there is a sentence."""
    command = Send(draft_id=999, digest="x", seen=0, way="smtp")
    assert refused(board, command, SATO) == "no_such_draft"
