"""Absences with a database role for each: a mail goes by them under the login of the intake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence, WithdrawAbsence
from csboard.domain.absences import OnMail
from csboard.domain.commands import ApplySettings, Claim, SortLetter
from csboard.domain.letters import Letter
from csboard.domain.records import Event, TaskRef
from tests.conftest import MONDAY
from tests.support.desk import INTAKE
from tests.support.letters import FIRST
from tests.support.roles import Desk, roled_board

TODAY = MONDAY.date()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def desk(postgres_url: str, clock: FixedClock) -> Iterator[Desk]:
    with roled_board(postgres_url) as made:
        lead = made.board("suzuki", clock)
        own = ("support@csboard.example",)
        settings = replace(lead.settings(), own_addresses=own, mail_domain="csboard.example")
        lead.execute(ApplySettings(settings=settings), made.actor("suzuki"))
        lead.disconnect()
        yield made


@pytest.mark.parametrize("on_mail", [OnMail.STAND_IN, OnMail.POOL])
def test_the_intakes_login_sends_a_mail_where_the_absence_says(
    desk: Desk, clock: FixedClock, on_mail: OnMail
) -> None:
    me, stand_in = desk.actor("sato"), desk.login("suzuki")
    number = comes_in(desk, clock, FIRST).number
    assert number is not None
    sato = desk.board("sato", clock)
    sato.execute(Claim(task=TaskRef(number)), me)
    command = EnterAbsence(
        login=me.login,
        first=TODAY,
        last=TODAY + timedelta(days=7),
        stand_in=stand_in,
        on_mail=on_mail,
    )
    sato.execute(command, me)
    sato.disconnect()
    answer = replace(FIRST, message_id="<2@b>", in_reply_to=(FIRST.message_id,), digest="d2")
    event = comes_in(desk, clock, answer)
    to = stand_in if on_mail is OnMail.STAND_IN else None
    assert event.detail["absent"] == {"login": me.login, "to": to}
    sato = desk.board("sato", clock)
    assert sato.card(TaskRef(number)).owner == to
    kinds = [item.kind for item in sato.inbox(stand_in)]
    assert kinds == (["stood_in"] if to else [])
    sato.execute(WithdrawAbsence(absence_id=sato.absences()[0].id), me)


def comes_in(desk: Desk, clock: FixedClock, letter: Letter) -> Event:
    """A mail by the login of the intake, which can do nothing else."""
    board = desk.board("intake", clock)
    mail = board.receive(letter.digest.encode(), "pipe")
    event = board.execute(SortLetter(receipt_id=mail.id, letter=letter), INTAKE)
    board.disconnect()
    return event
