"""Sending with a database role for each: the intake's login and a member's can, nobody forges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from csboard.clock import FixedClock
from csboard.domain.records import Actor, TaskRef
from csboard.domain.sending_commands import (
    HoldLease,
    NoteFailed,
    NoteHanding,
    NoteSent,
    ParkUnknown,
    PutBack,
    StopSending,
    TakeEntry,
)
from tests.conftest import MONDAY
from tests.db.test_whose_reply import write
from tests.support.desk import INTAKE
from tests.support.replying import agree, begin_draft, draft_of, press_send
from tests.support.roles import Desk, roled_board

FORBIDDEN = "42501"
REF = TaskRef(1001)
FORGED = (
    "INSERT INTO message (inquiry_id, direction, at, author_id, message_id, text)"
    " SELECT 1001, 'out', now(), id, %s, 'forged' FROM member WHERE login = %s"
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def desk(postgres_url: str, clock: FixedClock) -> Iterator[Desk]:
    """A reply that suzuki wrote and sato let go, due."""
    with roled_board(postgres_url) as made:
        lead = made.board("suzuki", clock)
        agree(lead, made.actor("suzuki"))
        draft = begin_draft(lead, REF, made.actor("suzuki"))
        lead.disconnect()
        press_send(made.board("sato", clock), draft, made.actor("sato"))
        clock.advance(timedelta(minutes=1))
        yield made


def actor_of(desk: Desk, who: str) -> Actor:
    return INTAKE if who == "intake" else desk.actor(who)


@pytest.mark.parametrize("who", ["intake", "sato"])
def test_it_goes_out(desk: Desk, who: str, clock: FixedClock) -> None:
    board, me = desk.board(who, clock), actor_of(desk, who)
    board.keep(HoldLease(name="x", holder="h", seconds=9), me)
    (due,) = board.due()
    assert board.parcel(due.id).entry == due
    board.keep(TakeEntry(entry_id=due.id, holder="h", seconds=60), me)
    board.keep(PutBack(entry_id=due.id, holder="h", code="451"), me)
    clock.advance(timedelta(minutes=2))
    board.keep(TakeEntry(entry_id=due.id, holder="h", seconds=60), me)
    board.keep(NoteHanding(entry_id=due.id, holder="h", digest=due.digest), me)
    board.execute(ParkUnknown(entry_id=due.id, holder="h"), me)
    event = board.execute(NoteSent(entry_id=due.id, holder="h"), me)
    assert (event.actor, event.detail["login"]) == (me.login, desk.login("suzuki"))


def test_what_sato_wrote_anew_goes_out_as_sato_s(desk: Desk, clock: FixedClock) -> None:
    sato = desk.board("sato", clock)
    (due,) = sato.due()
    sato.execute(StopSending(draft_id=due.draft_id), desk.actor("sato"))
    write(sato, REF, desk.actor("sato"), "We sent it.\n")
    press_send(sato, draft_of(sato, REF), desk.actor("sato"))
    sato.disconnect()
    clock.advance(timedelta(minutes=1))
    board, me = desk.board("intake", clock), INTAKE
    (due,) = board.due()
    board.keep(TakeEntry(entry_id=due.id, holder="h", seconds=60), me)
    board.keep(NoteHanding(entry_id=due.id, holder="h", digest=due.digest), me)
    board.execute(NoteSent(entry_id=due.id, holder="h"), me)
    board.disconnect()
    sato = desk.board("sato", clock)
    (out,) = [one for one in sato.replies(REF.number).messages if one.direction == "out"]
    assert out.author == desk.login("sato")


@pytest.mark.parametrize("who", ["intake", "sato"])
def test_it_fails(desk: Desk, who: str, clock: FixedClock) -> None:
    board, me = desk.board(who, clock), actor_of(desk, who)
    (due,) = board.due()
    board.keep(TakeEntry(entry_id=due.id, holder="h", seconds=60), me)
    assert board.execute(NoteFailed(entry_id=due.id, holder="h", code="550"), me).number == 1001


@pytest.mark.parametrize("who", ["intake", "sato"])
def test_nobody_puts_words_into_anothers_mouth(desk: Desk, who: str, clock: FixedClock) -> None:
    board = desk.board("sato", clock)
    (due,) = board.due()
    suzuki = desk.login("suzuki")
    assert desk.refused(who, FORGED, "<other@example.jp>", suzuki) == FORBIDDEN
    assert desk.refused(who, FORGED, due.message_id, suzuki) == FORBIDDEN
