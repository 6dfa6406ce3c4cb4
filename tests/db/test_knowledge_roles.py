"""The knowledge map on a PostgreSQL with a role for each: read by all, and acted on by members."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csboard.domain.commands import Claim, EditInquiry, Undo
from csboard.domain.holders import Topic
from csboard.domain.records import InquiryFields, Tags, TaskRef
from csboard.errors import Refused, Unavailable
from tests.support.desk import open_inquiry
from tests.support.roles import Desk, roled_board
from tests.support.successes import answered

TOPIC = Topic("認証", "遅い")
LOGIN = Tags(("認証",), ("遅い",))


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    """Suzuki, who leads, has answered a tagged inquiry."""
    with roled_board(postgres_url) as made:
        board, me = made.board("suzuki"), made.actor("suzuki")
        board.execute(EditInquiry(number=1001, fields=InquiryFields(tags=LOGIN)), me)
        answered(board, TaskRef(1001), me)
        yield made


@pytest.mark.parametrize("who", ["reader", "sato", "suzuki"])
def test_everybody_who_may_look_reads_it(desk: Desk, who: str) -> None:
    board = desk.board(who)
    assert [row.topic for row in board.knowledge().rows] == [TOPIC]
    assert board.only_answerers([TOPIC]) == {TOPIC: desk.login("suzuki")}
    assert [one.inquiry.number for one in board.behind(TOPIC).inquiries] == [1001]
    assert len(board.own_growth(desk.login("suzuki"))) == 1


def test_a_member_takes_one_with_a_reviewer_and_gives_it_back(desk: Desk) -> None:
    ref, lead = open_inquiry(desk.board("intake"), tags=LOGIN), desk.login("suzuki")
    board, me = desk.board("sato"), desk.actor("sato")
    board.execute(Claim(task=ref, reviewer=lead), me)
    assert [item.kind for item in board.inbox(lead)] == ["to_review"]
    board.execute(Undo(), me)
    assert desk.board("suzuki").inbox(lead) == ()


def test_who_only_looks_takes_nothing(desk: Desk) -> None:
    with pytest.raises((Refused, Unavailable)):
        desk.board("reader").execute(
            Claim(task=TaskRef(1001), reviewer=desk.login("suzuki")), desk.actor("reader")
        )
