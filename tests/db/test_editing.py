"""What is written down of an inquiry; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    EditInquiry,
    Move,
    Undo,
)
from csboard.domain.records import (
    Actor,
    InquiryFields,
    Outcome,
    Tags,
    TaskRef,
    Urgency,
)
from csboard.errors import Conflict
from csboard.tui.state import BoardState
from tests.support.desk import inquiry, open_inquiry, refusal

WISHES = InquiryFields(
    subject="請求が二重",
    urgency=Urgency.URGENT,
    policy="一行目\n二行目",
    fact="二度引き落とされた",
    emotion="困っている",
    outcome=Outcome.SETTLED,
    tags=Tags(content=("決済", " 決済 "), symptom=("二重請求",)),
    customer_name="山田花子",
    organisation="山田商店",
)


def test_everything_can_be_written_down_and_taken_back(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    before = inquiry(board, mine)
    number = mine.number
    wish = EditInquiry(number=number, fields=WISHES, reason="急ぎ")
    event = board.execute(wish, sato)
    after = inquiry(board, mine)
    assert (after.subject, after.policy, after.outcome) == (
        "請求が二重",
        "一行目\n二行目",
        Outcome.SETTLED,
    )
    assert after.tags == Tags(("決済",), ("二重請求",))
    assert (after.customer.name, after.customer.organisation) == ("山田花子", "山田商店")
    assert after.version == before.version + 1
    assert event.detail["urgency"] == {"from": "normal", "to": "urgent"}
    assert not [word for word in ("請求", "山田", "困") if word in str(dict(event.detail))]
    assert refusal(board, EditInquiry(number=number, fields=WISHES), sato).code == "unchanged"
    board.execute(Undo(), sato)
    assert inquiry(board, mine)._replace(version=before.version) == before


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    was = InquiryFields(fact="", policy="")
    board.execute(EditInquiry(number=mine.number, fields=InquiryFields(fact="鍵が違う")), lead)
    clock.advance(timedelta(minutes=3))
    late = EditInquiry(number=mine.number, fields=InquiryFields(fact="鍵", policy="返金"), was=was)
    conflict = refusal(board, late, sato)
    assert isinstance(conflict, Conflict)
    assert conflict.sentence == "鈴木 changed the fact of #1001 3 min ago: look again."
    assert inquiry(board, mine).policy == "", "all of it or nothing"
    same = EditInquiry(
        number=mine.number, fields=InquiryFields(fact="鍵が違う", policy="返金"), was=was
    )
    assert board.execute(same, sato).detail["fields"] == ["policy"]


def test_an_edit_is_taken_back_as_long_as_it_still_stands(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef
) -> None:
    def fact(text: str, who: Actor) -> None:
        board.execute(EditInquiry(number=mine.number, fields=InquiryFields(fact=text)), who)

    fact("一", sato)
    fact("二", lead)
    assert "鈴木 has changed the fact" in refusal(board, Undo(), sato).sentence
    board.execute(Undo(), lead)
    board.execute(AddNote(number=mine.number, text="別の話"), lead)
    board.execute(Undo(), sato)
    assert inquiry(board, mine).fact == ""


def test_a_customers_new_name_reaches_all_their_cards(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    address = {"customer_email": "yamada@example.jp"}
    second, third = open_inquiry(board, **address), open_inquiry(board, **address)
    board.execute(Move(task=third, stage="done"), sato)
    stranger = open_inquiry(board, customer_name="山田")
    shown = BoardState.of(board.snapshot())
    rename = EditInquiry(number=mine.number, fields=InquiryFields(customer_name="山田花子"))
    for command, name in ((rename, "山田花子"), (Undo(), "山田")):
        board.execute(command, sato)
        delta = board.delta(shown.rev)
        assert delta is not None
        assert {card.ref for card in delta.cards} == {mine, second, third}
        shown = shown.after(delta)
        assert {card.customer_name for card in delta.cards} == {name}
        assert shown.cards == {card.task_id: card for card in board.snapshot().cards}
    assert board.card(stranger).customer_name == "山田"


def test_a_customer_with_more_inquiries_than_a_delta_holds_means_reading_whole(
    board: Board, sato: Actor, mine: TaskRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csboard.db.card_queries.MOST_AT_ONCE", 2)
    for _ in range(3):
        open_inquiry(board, customer_email="yamada@example.jp")
    since = board.newest()
    rename = EditInquiry(number=mine.number, fields=InquiryFields(customer_name="山田花子"))
    board.execute(rename, sato)
    assert board.delta(since) is None
