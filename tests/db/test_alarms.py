"""Alarms of a real board: found out of its rows, told once for the team, taken back when done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.alarm_commands import NoteAlarmMail, TellAlarms
from csboard.domain.alarm_settings import KINDS, AlarmSettings
from csboard.domain.commands import AddNote, ApplySettings, Claim, Move, Wait
from csboard.domain.hand_off_commands import OfferHandOff, TakeHandOff, WriteSheet
from csboard.domain.hand_off_records import Severity, Sheet
from csboard.domain.inbox_words import in_a_sentence_of
from csboard.domain.records import Actor, TaskRef, Waiting
from csboard.domain.sending_commands import NoteHanding, NoteSent, TakeEntry
from csboard.errors import Refused
from csboard.mail.intake import INTAKE
from tests.db.test_many_comments import queries
from tests.db.test_sending import ME as HOLDER
from tests.db.test_sending import bounces, entry, hand
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import arrives
from tests.support.replying import begin_draft, draft_of, press_send, team

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ALL = AlarmSettings(on=KINDS)


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato", "Sato")


@pytest.fixture
def suzuki(board: Board, sato: Actor) -> Actor:
    return enter(board, "suzuki", "Suzuki")


def agree(board: Board, lead: Actor, **changes: Any) -> None:
    board.execute(ApplySettings(settings=replace(board.settings(), **changes)), lead)


def standing(board: Board) -> list[tuple[str, str]]:
    return [(one.alarm.kind, str(one.alarm.ref or one.alarm.login)) for one in board.alarms().shown]


def inbox(board: Board, login: str) -> list[tuple[str, int, int]]:
    return [(item.kind, item.number, item.more) for item in board.inbox(login)]


def test_who_has_set_nothing_hears_of_nothing(board: Board, sato: Actor, clock: FixedClock) -> None:
    """A board that is behind must not drown its team on the day of an upgrade."""
    for subject in "abc":
        open_inquiry(board, subject)
    clock.advance(30 * 24 * HOUR)
    assert board.alarms() == ((), (), None)


def test_each_kind_out_of_rows(board: Board, sato: Actor, suzuki: Actor, clock: FixedClock) -> None:
    agree(board, sato, alarms=replace(ALL, in_hand=1), promises={"solved": ("1h",)})
    taken, free = open_inquiry(board, "taken"), open_inquiry(board, "free")
    resting = open_inquiry(board, "resting")
    for ref in (taken, resting):
        board.execute(Claim(task=ref), suzuki)
    until = clock.now() + 20 * MINUTE
    board.execute(Wait(task=resting, waiting=Waiting("date", "", until)), suzuki)
    clock.advance(15 * MINUTE)
    assert standing(board) == []
    assert board.alarms().next_look == until
    clock.advance(5 * MINUTE)
    assert standing(board) == [("overslept", str(resting)), ("laden", "suzuki")]
    clock.advance(10 * MINUTE)
    assert ("soon", str(free)) in standing(board)
    clock.advance(31 * MINUTE)
    found = standing(board)
    assert [one for one in found if one[0] == "broken"] == [
        ("broken", str(ref)) for ref in (taken, free)
    ]
    assert ("unowned", str(free)) in found
    assert [one for one in found if one[0] == "soon"] == [("soon", str(resting))], "it rested"
    clock.advance(3 * 24 * HOUR)
    assert ("stuck", str(taken)) in standing(board)
    board.execute(AddNote(number=taken.number, text="Asked the makers"), sato)
    assert ("stuck", str(taken)) not in standing(board)


def test_told_once_for_the_team_and_again_when_it_comes_again(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    agree(board, sato, alarms=ALL)
    viewer = make_viewer(board, "guest", sato)
    ref = open_inquiry(board, "one")
    clock.advance(HOUR)
    event = board.execute(TellAlarms(), INTAKE)
    assert (event.kind, event.number, event.detail) == (
        "alarms_told",
        None,
        {"kinds": {"unowned": 1}},
    )
    with pytest.raises(Refused) as refusal:
        board.execute(TellAlarms(), suzuki)
    assert refusal.value.code == "told"
    assert board.alarms().untold == ()
    assert inbox(board, "sato") == inbox(board, "suzuki") == [("alarm_unowned", ref.number, 0)]
    assert inbox(board, viewer.login) == []
    assert board.inbox_count("suzuki") == 1
    board.execute(Claim(task=ref), suzuki)
    assert inbox(board, "sato") == [], "somebody has taken it"


def test_whom_it_reaches(board: Board, sato: Actor, suzuki: Actor, clock: FixedClock) -> None:
    kato = enter(board, "kato", "Kato")
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), suzuki)
    clock.advance(3 * 24 * HOUR)
    agree(board, sato, alarms=ALL)
    board.execute(TellAlarms(), kato)
    assert (inbox(board, "sato"), inbox(board, "kato")) == ([], [])
    assert inbox(board, "suzuki") == [("alarm_stuck", ref.number, 0)]
    board.execute(AddNote(number=ref.number, text="Still waiting"), suzuki)
    clock.advance(4 * 24 * HOUR)  # over the weekend
    agree(board, sato, alarms=replace(ALL, tell=("leads",)))
    board.execute(TellAlarms(), kato)
    assert inbox(board, "sato") == [("alarm_stuck", ref.number, 0)]
    assert (len(inbox(board, "suzuki")), inbox(board, "kato")) == (1, [])


def test_two_promises_of_one_inquiry_are_told_by_their_clocks(
    board: Board, clock: FixedClock
) -> None:
    (sato,) = team(board, "sato")
    promises = {"first": ("1h",), "solved": ("4h",)}
    agree(board, sato, alarms=replace(ALL, on=("broken",)), promises=promises)
    number = arrives(board, FIRST).number
    assert number is not None
    begin_draft(board, TaskRef(number), sato)
    clock.advance(61 * MINUTE)
    board.execute(TellAlarms(), INTAKE)
    press_send(board, draft_of(board, TaskRef(number)), sato)
    entry_id = hand(board, TaskRef(number), clock)
    board.execute(NoteSent(entry_id=entry_id, holder=HOLDER), INTAKE)
    clock.advance(5 * HOUR)
    board.execute(TellAlarms(), INTAKE)
    told = [in_a_sentence_of(one, board.members()) for one in board.inbox("sato")]
    about = f"The promise to the customer of #{number} is broken"
    assert told == [f"{about} (solved)", f"{about} (first reply)"]


def test_many_of_a_kind_are_one_line(board: Board, sato: Actor, clock: FixedClock) -> None:
    agree(board, sato, alarms=ALL)
    refs = [open_inquiry(board, f"{n}") for n in range(5)]
    clock.advance(HOUR)
    board.execute(TellAlarms(), INTAKE)
    (item,) = board.inbox("sato")
    assert (item.number, item.more) == (refs[0].number, 4)
    told = in_a_sentence_of(item, board.members())
    assert told == f"Nobody has taken #{refs[0].number} and 4 more for too long"


def test_nobody_is_told_at_night_and_everybody_in_the_morning(
    board: Board, sato: Actor, clock: FixedClock
) -> None:
    agree(board, sato, alarms=ALL)
    open_inquiry(board, "one")
    passed = open_inquiry(board, "two")
    clock.advance(10 * HOUR)  # half past seven in the evening
    assert len(standing(board)) == 2
    with pytest.raises(Refused):
        board.execute(TellAlarms(), INTAKE)
    look = board.alarms().next_look
    assert look is not None
    board.execute(Claim(task=passed), sato)
    clock.advance(look - clock.now())
    assert clock.now().hour == 0, "nine in the morning in Tokyo"
    board.execute(TellAlarms(), INTAKE)
    assert [number for _kind, number, _more in inbox(board, "sato")] == [1001]


def test_too_much_in_one_hand_names_whose(board: Board, sato: Actor, suzuki: Actor) -> None:
    agree(board, sato, alarms=replace(ALL, in_hand=1, tell=("owner", "leads")))
    for subject in "ab":
        board.execute(Claim(task=open_inquiry(board, subject)), suzuki)
    board.execute(TellAlarms(), INTAKE)
    for login in ("sato", "suzuki"):
        (item,) = board.inbox(login)
        told = in_a_sentence_of(item, board.members())
        assert (item.about, told) == ("suzuki", "Suzuki has too much in hand: 2 open")
    with pytest.raises(Refused):
        board.execute(TellAlarms(), INTAKE)


def test_what_is_to_be_mailed_is_due_until_somebody_says_what_became_of_it(
    board: Board, sato: Actor, clock: FixedClock
) -> None:
    agree(
        board,
        sato,
        own_addresses=("support@example.jp",),
        alarms=replace(ALL, mail=("unowned",), mail_to=("boss@example.com",)),
    )
    ref = open_inquiry(board, "one")
    clock.advance(HOUR)
    assert board.alarms_to_mail() == ()
    board.execute(TellAlarms(), INTAKE)
    (due,) = board.alarms_to_mail()
    assert (due.alarm.kind, due.alarm.ref) == ("unowned", ref)
    for _time in range(2):
        board.keep(NoteAlarmMail(ids=(due.id,), became="sent"), INTAKE)
    assert board.alarms_to_mail() == ()


def test_done_is_no_alarm(board: Board, sato: Actor, clock: FixedClock) -> None:
    agree(board, sato, alarms=ALL)
    ref = open_inquiry(board, "one")
    clock.advance(HOUR)
    board.execute(TellAlarms(), INTAKE)
    board.execute(Claim(task=ref), sato)
    board.execute(Move(task=ref, stage="done"), sato)
    assert (standing(board), inbox(board, "sato")) == ([], [])


def test_a_reply_that_came_back_stands_until_another_goes_out(
    board: Board, clock: FixedClock
) -> None:
    """The bounce itself has told the writer: no second line of it reaches an inbox."""
    (sato,) = team(board, "sato")
    event = arrives(board, FIRST)
    assert event.number is not None
    ref = TaskRef(event.number)
    begin_draft(board, ref, sato)
    press_send(board, draft_of(board, ref), sato)
    entry_id = hand(board, ref, clock)
    clock.advance(MINUTE)
    board.execute(NoteSent(entry_id=entry_id, holder=HOLDER), INTAKE)
    clock.advance(MINUTE)
    bounces(board, entry(board, ref).message_id)
    assert standing(board) == [("bounced", str(ref))]
    board.execute(TellAlarms(), INTAKE)
    assert [kind for kind, _number, _more in inbox(board, "sato")] == ["bounced"]
    assert board.alarms().untold == ()
    clock.advance(MINUTE)
    again = begin_draft(board, ref, sato)
    press_send(board, again, sato)
    clock.advance(MINUTE)
    (due,) = board.due()
    board.keep(TakeEntry(entry_id=due.id, holder=HOLDER, seconds=60), INTAKE)
    board.keep(NoteHanding(entry_id=due.id, holder=HOLDER, digest=due.digest), INTAKE)
    board.execute(NoteSent(entry_id=due.id, holder=HOLDER), INTAKE)
    assert standing(board) == []


def test_reading_takes_as_many_queries_for_many_cards_as_for_few(
    board: Board, sato: Actor, clock: FixedClock
) -> None:
    agree(board, sato, alarms=ALL)
    counts = []
    for _round in range(2):
        for n in range(20):
            open_inquiry(board, str(n))
        clock.advance(HOUR)
        counts.append(queries(board, board.alarms))
    assert counts == [4, 4]


def test_what_is_offered_rings_before_its_giver_leaves_until_it_is_taken(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    agree(board, sato, alarms=replace(ALL, on=("untaken",)), zone="Asia/Tokyo")
    ref = open_inquiry(board)
    board.execute(Claim(task=ref), suzuki)
    sheet = Sheet(Severity.WATCH, "x", "x", "x", "x")
    board.execute(WriteSheet(task=ref, sheet=sheet), suzuki)
    board.execute(OfferHandOff(task=ref), suzuki)
    assert standing(board) == []
    leaves = clock.now().date() + timedelta(days=3)
    board.execute(EnterAbsence(login="suzuki", first=leaves, last=leaves), suzuki)
    assert standing(board) == []
    day_before = datetime.combine(leaves - timedelta(days=1), time(), ZoneInfo("Asia/Tokyo"))
    clock.advance(day_before - MINUTE - clock.now())
    assert "untaken" not in [kind for kind, _what in standing(board)]
    assert board.alarms().next_look == day_before
    clock.advance(12 * HOUR)
    assert ("untaken", str(ref)) in standing(board)
    board.execute(TellAlarms(), sato)
    assert ("alarm_untaken", ref.number, 0) in inbox(board, "suzuki")
    line, members = board.inbox("suzuki")[0], board.members()
    told = {login: in_a_sentence_of(line, members, login) for login in ("suzuki", "sato")}
    assert told["suzuki"] == f"You leave soon, and nobody has taken #{ref}, which you offered"
    assert told["sato"] == f"Nobody has taken #{ref}, whose owner leaves soon"
    board.execute(TakeHandOff(task=ref, read_back="x"), sato)
    assert ("untaken", str(ref)) not in standing(board)
    assert "alarm_untaken" not in [kind for kind, _number, _more in inbox(board, "suzuki")]
