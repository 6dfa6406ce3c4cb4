"""Wishes about absences, sensible and others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from csboard.domain import absence_commands as a
from csboard.domain.absences import OnMail
from csboard.domain.commands import Command
from tests.conftest import MONDAY
from tests.property.draws import WHICH
from tests.property.stand_up_wishes import STAND_UP_WISHES

if TYPE_CHECKING:
    from tests.property.wishes import Place

Wish = Callable[["Place"], Command]

WHO = st.sampled_from(["tanaka", "tanaka", "sato", "lead", "mori", "nobody", "intake"])
STAND_INS = st.sampled_from([None, None, "sato", "sato", "tanaka", "lead", "mori", "nobody"])
RULES = st.sampled_from(list(OnMail))


def _day(days: int) -> date:
    return MONDAY.date() + timedelta(days=days)


DAYS = st.builds(
    lambda first, length, halves: {
        "first": _day(first),
        "last": _day(first + length),
        "from_noon": halves[0],
        "until_noon": halves[1],
    },
    st.sampled_from([0, 0, -1, 1, 20, 400, 9_999]),
    st.sampled_from([0, 0, 1, 30, 900, -1]),
    st.tuples(st.booleans(), st.booleans()),
)


def _entering(login: str, days: dict[str, Any], stand_in: str | None, on_mail: OnMail) -> Wish:
    return lambda place: a.EnterAbsence(login=login, **days, stand_in=stand_in, on_mail=on_mail)


def _changing(
    which: int, days: dict[str, Any], stand_in: str | None, on_mail: OnMail, seen: int | None
) -> Wish:
    return lambda place: a.ChangeAbsence(
        absence_id=place.id("absence", which),
        **days,
        stand_in=stand_in,
        on_mail=on_mail,
        seen=seen,
    )


def _ruling(which: int, task: int, on_mail: OnMail | None, stand_in: str | None) -> Wish:
    return lambda place: a.RuleForTask(
        absence_id=place.id("absence", which),
        task=place.task(task),
        on_mail=on_mail,
        stand_in=stand_in,
    )


LEAVE_WISHES: dict[str, st.SearchStrategy[Wish]] = {
    **STAND_UP_WISHES,
    "EnterAbsence": st.builds(_entering, WHO, DAYS, STAND_INS, RULES),
    "ChangeAbsence": st.builds(
        _changing, WHICH, DAYS, STAND_INS, RULES, st.sampled_from([None, None, 1, 2])
    ),
    "WithdrawAbsence": st.builds(
        lambda which: lambda place: a.WithdrawAbsence(absence_id=place.id("absence", which)), WHICH
    ),
    "RuleForTask": st.builds(_ruling, WHICH, WHICH, st.sampled_from([None, *OnMail]), STAND_INS),
}
