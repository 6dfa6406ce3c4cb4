"""Inquiries linked and taken apart, with the same body on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    Divide,
    Link,
    Merge,
    Undo,
    Unlink,
)
from csboard.domain.records import (
    TaskRef,
)
from tests.support.desk import open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import (
    ANSWER,
    LEAD,
    SATO,
    TANAKA,
    arrives,
    everything,
    refused,
    related,
    team_with_two,
    texts,
)


@pytest.fixture
def team(board: Board) -> Board:
    return team_with_two(board)


# ---- links ---------------------------------------------------------------------------------


def test_a_link_shows_on_both_sides(team: Board) -> None:
    event = team.execute(Link(number=1002, other=1001), SATO)
    assert (event.kind, event.number, event.other) == ("linked", 1002, 1001)
    assert (related(team, 1001), related(team, 1002)) == ([1002], [1001])
    assert team.history(1001)[-1] == team.history(1002)[-1] == event
    team.execute(Unlink(number=1001, other=1002), TANAKA)
    assert (related(team, 1001), related(team, 1002)) == ([], [])


def test_links_that_make_no_sense_are_refused(team: Board) -> None:
    assert refused(team, Link(number=1001, other=1001), SATO) == "itself"
    assert refused(team, Link(number=1001, other=9999), SATO) == "no_such_inquiry"
    assert refused(team, Unlink(number=1001, other=1002), SATO) == "not_linked"
    team.execute(Link(number=1001, other=1002), SATO)
    assert refused(team, Link(number=1002, other=1001), SATO) == "linked"


def test_links_are_undone_both_ways(team: Board) -> None:
    team.execute(Link(number=1001, other=1002), SATO)
    team.execute(Undo(), SATO)
    assert related(team, 1001) == []
    team.execute(Link(number=1001, other=1002), SATO)
    team.execute(Unlink(number=1001, other=1002), SATO)
    team.execute(Undo(), SATO)
    assert related(team, 1002) == [1001]
    team.execute(Unlink(number=1001, other=1002), TANAKA)
    assert refused(team, Undo(), SATO) == "built_upon"
    team.execute(Link(number=1001, other=1002), LEAD)
    assert refused(team, Undo(), TANAKA) == "built_upon"


def test_links_move_along_and_none_is_there_twice(team: Board) -> None:
    for subject in "ab":
        open_inquiry(team, subject)
    for number, other in ((1001, 1002), (1001, 1003), (1001, 1004), (1002, 1004)):
        team.execute(Link(number=number, other=other), TANAKA)
    before = everything(team, 1001, 1002, 1003, 1004)
    team.execute(Merge(number=1001, into=1002), SATO)
    assert related(team, 1002) == [1003, 1004]
    assert related(team, 1003) == related(team, 1004) == [1002]
    team.execute(Undo(), SATO)
    assert everything(team, 1001, 1002, 1003, 1004) == before
    assert related(team, 1001) == [1002, 1003, 1004]


def test_a_link_to_a_merged_number_is_one_to_where_it_goes_on(team: Board) -> None:
    open_inquiry(team, "三つ目")
    team.execute(Merge(number=1001, into=1002), SATO)
    assert refused(team, Link(number=1001, other=1002), SATO) == "itself"
    event = team.execute(Link(number=1003, other=1001), SATO)
    assert (event.number, event.other) == (1003, 1002)
    assert related(team, 1003) == [1002]


# ---- the customer's other inquiries --------------------------------------------------------


def test_the_customers_other_inquiries_come_latest_first(team: Board, clock: FixedClock) -> None:
    for index in range(24):
        clock.advance(timedelta(minutes=1))
        open_inquiry(team, str(index), customer_email="Yamada@example.jp")
    open_inquiry(team, "別人", customer_email="other@example.jp")
    view = team.inquiry(1001)
    assert view.customer_total == 26
    assert [brief.number for brief in view.others] == list(range(1026, 1006, -1))
    team.execute(Merge(number=1026, into=1002), SATO)
    view = team.inquiry(1001)
    assert (view.customer_total, view.others[0].number) == (25, 1025)
    assert team.inquiry(1027).others == ()


# ---- dividing ------------------------------------------------------------------------------


def test_a_message_becomes_an_inquiry_of_its_own(team: Board) -> None:
    arrives(team, ANSWER)
    message = team.inquiry(1001).messages[-1]
    event = team.execute(Divide(number=1001, message_id=message.id), SATO)
    assert (event.kind, event.number, event.task, event.other) == (
        "divided",
        1003,
        TaskRef(1003),
        1001,
    )
    view = team.inquiry(1003)
    assert (view.inquiry.subject, view.inquiry.customer) == (
        FIRST.subject,
        team.inquiry(1001).inquiry.customer,
    )
    assert texts(team, 1003) == [(1003, "続きです")]
    assert texts(team, 1001) == [(1001, "助けてください")]
    assert related(team, 1003) == [1001]
    assert team.receipt(message.receipt_id or 0).number == 1003
    later = replace(FIRST, message_id="<x@y>", in_reply_to=(ANSWER.message_id,), digest="d9")
    assert arrives(team, later).number == 1003


def test_a_division_is_taken_back_by_merging(team: Board) -> None:
    team.execute(AddNote(number=1002, text="もう一件の話"), SATO)
    note = team.inquiry(1002).messages[-1]
    team.execute(Divide(number=1002, message_id=note.id, subject="別件"), SATO)
    assert team.inquiry(1003).inquiry.subject == "別件"
    team.execute(Undo(), SATO)
    view = team.inquiry(1003)
    assert (view.inquiry.number, view.merged, view.related) == (1002, (1003,), ())
    assert texts(team, 1002) == [(1002, "電話の内容"), (1002, "もう一件の話")], "where it was"
    assert sorted(card.ref.number for card in team.snapshot().cards) == [1001, 1002]


def test_a_division_that_somebody_works_on_stays(team: Board) -> None:
    arrives(team, ANSWER)
    message = team.inquiry(1001).messages[-1]
    team.execute(Divide(number=1001, message_id=message.id), SATO)
    team.execute(AddNote(number=1003, text="引き受けます"), TANAKA)
    assert refused(team, Undo(), SATO) == "built_upon"


def test_what_cannot_be_divided(team: Board) -> None:
    (only,) = team.inquiry(1001).messages
    (other,) = team.inquiry(1002).messages
    assert refused(team, Divide(number=1001, message_id=only.id), SATO) == "only_message"
    assert refused(team, Divide(number=1001, message_id=other.id), SATO) == "no_such_message"
    tagged = replace(ANSWER, automatic="Auto-Submitted")
    arrives(team, tagged)
    line = team.inquiry(1001).messages[-1]
    assert refused(team, Divide(number=1001, message_id=line.id), SATO) == "not_divisible"


def test_dividing_and_merging_again_round_and_round(team: Board) -> None:
    """The inquiry that a message was taken into is merged on; the message stays with it."""
    arrives(team, ANSWER)
    message = team.inquiry(1001).messages[-1]
    team.execute(Divide(number=1001, message_id=message.id), SATO)
    team.execute(Merge(number=1003, into=1002), SATO)
    assert related(team, 1002) == [1001]
    assert texts(team, 1001) == [(1001, "助けてください")]
    assert (1003, "続きです") in texts(team, 1002)
    team.execute(Undo(), SATO)
    team.execute(Undo(), SATO)
    assert len(texts(team, 1001)) == 2
    assert related(team, 1001) == []
