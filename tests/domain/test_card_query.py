"""What the board's filter says of what there isn't, in the words in which it was asked."""

from __future__ import annotations

from datetime import date

import pytest

from csboard.domain.card_query import Asker, card_filter
from csboard.domain.query_completion import choices
from csboard.domain.records import Member, Role
from csboard.domain.settings import default_stages

MEMBERS = tuple(Member(id, login, "", Role.MEMBER) for id, login in ((1, "sato"), (2, "suzuki")))
ASKER = Asker("sato", date(2026, 11, 26), members=MEMBERS, stages=default_stages())


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("owner:me", ""),
        ("担当:私", ""),
        ("担当:自分", ""),
        ("owner:su", ""),
        ("担当:ito", "'担当:ito' is not known; there are: sato, suzuki."),
        ("owner:", "There are: me, sato, suzuki."),
        ("担当：", "There are: 自分, sato, suzuki."),
        ("has:", "There are: file, reply, case."),
        ("緊急度:", "There are: 至急, 高, 普通, 低."),
        ("緊急度:並", "'緊急度:並' is not known; there are: 至急, 高, 普通, 低."),
        ("状態:未担当", ""),
        ("stage:todo", ""),
        ("stage:xyz", "'stage:xyz' is not known; there are: ToDo, Doing, Done."),
        ("before:soon", "'before:soon': write a day as 2026-11-23, 11/23, yesterday or 7d."),
        ("あ" * 2_000, "2,000 characters are too much to search for: 1,000 at most."),
    ],
)
def test_what_there_is_not_is_told(typed: str, problem: str) -> None:
    assert card_filter(typed, ASKER).problem == problem


def test_a_value_is_completed_in_the_language_of_its_key() -> None:
    values = {"owner": ("me", "sato")}
    assert [one.text for one in choices("状態:未", values)] == ["状態:未担当 ", "状態:未完了 "]
    assert [one.text for one in choices("is:un", values)] == ["is:unowned "]
    assert [one.name for one in choices("担当:", values)] == ["自分", "sato"]
    assert [one.text for one in choices("状", values)] == ["状態:"]
