"""Absences with a database role for each: one's own only; a mail goes by them as the intake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence, RuleForTask, WithdrawAbsence
from csboard.domain.absences import OnMail
from csboard.domain.commands import ApplySettings, Claim, SortLetter, Undo
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


NOT_ALLOWED = "42501"
"""SQLSTATE insufficient_privilege."""
ANOTHERS = (
    "INSERT INTO absence (member_id, first_day, last_day, on_mail, entered_at, entered_by_id)"
    " SELECT id, '2026-12-01', '2026-12-02', 'pool', now(), id FROM member"
    " WHERE login LIKE 'suzuki%'",
    "UPDATE absence SET withdrawn_at = now()",
    "UPDATE absence SET last_day = '2027-12-31'",
    "UPDATE absence SET member_id = (SELECT id FROM member WHERE login = session_user)",
    "INSERT INTO absence_task (absence_id, task_id, on_mail) SELECT absence.id, task.id, 'keep'"
    " FROM absence, task",
    "UPDATE absence_task SET withdrawn_at = now()",
)


@pytest.fixture
def leads(desk: Desk, clock: FixedClock) -> Desk:
    """An absence of the lead's, in which one task has a rule of its own."""
    lead, me = desk.board("suzuki", clock), desk.actor("suzuki")
    lead.execute(Claim(task=TaskRef(1001)), me)
    lead.execute(EnterAbsence(login=me.login, first=TODAY, last=TODAY), me)
    absence = lead.absences()[0].id
    lead.execute(RuleForTask(absence_id=absence, task=TaskRef(1001), on_mail=OnMail.KEEP), me)
    lead.disconnect()
    return desk


def test_a_member_is_away_for_themselves_only(leads: Desk) -> None:
    refused = {one: leads.refused("sato", one) for one in ANOTHERS}
    assert refused == dict.fromkeys(ANOTHERS, NOT_ALLOWED)


def test_one_rules_on_ones_own_absence_and_a_lead_on_anothers(
    desk: Desk, clock: FixedClock
) -> None:
    sato, me = desk.board("sato", clock), desk.actor("sato")
    sato.execute(Claim(task=TaskRef(1001)), me)
    sato.execute(EnterAbsence(login=me.login, first=TODAY, last=TODAY), me)
    absence = sato.absences()[0].id
    kept: dict[str, Any] = {"task": TaskRef(1001), "on_mail": OnMail.KEEP}
    sato.execute(RuleForTask(absence_id=absence, **kept), me)
    sato.execute(Undo(), me)
    sato.execute(RuleForTask(absence_id=absence, **kept), me)
    lead = desk.board("suzuki", clock)
    assert lead.absences()[0].tasks
    off = RuleForTask(absence_id=absence, task=TaskRef(1001), on_mail=None)
    lead.execute(off, desk.actor("suzuki"))
    lead.execute(WithdrawAbsence(absence_id=absence), desk.actor("suzuki"))
    assert [one.ended_at for one in sato.absences()] == [clock.now()], "it had begun"


def comes_in(desk: Desk, clock: FixedClock, letter: Letter) -> Event:
    """A mail by the login of the intake, which can do nothing else."""
    board = desk.board("intake", clock)
    mail = board.receive(letter.digest.encode(), "pipe")
    event = board.execute(SortLetter(receipt_id=mail.id, letter=letter), INTAKE)
    board.disconnect()
    return event
