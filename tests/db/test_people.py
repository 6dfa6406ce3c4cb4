"""Who is where, what each has read, and thanks for replies; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db import reply_models
from csboard.domain.commands import ChangeMember, Merge, Undo
from csboard.domain.presence import is_unread
from csboard.domain.presence_commands import BePresent, GiveThanks, MarkRead, ReadInbox
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Refused
from tests.support.desk import open_inquiry, refusal
from tests.support.people import sent


def seen(board: Board) -> list[tuple[str, int | None, str]]:
    return [(one.login, one.number, one.doing) for one in board.present()]


def test_members_stand_in_the_order_in_which_they_came(
    board: Board, sato: Actor, tanaka: Actor
) -> None:
    came = [*board.members()]
    for _again in range(3):  # PostgreSQL puts a changed row behind the others
        board.execute(ChangeMember(login="sato", name="Somebody else"), sato)
        board.execute(ChangeMember(login="sato", name="Sato"), sato)
    assert [*board.members()] == came


def test_who_is_where_is_seen_for_45_seconds(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    newest = board.newest()
    board.keep(BePresent(session="a", number=mine.number, doing="looks"), sato)
    clock.advance(timedelta(seconds=15))
    board.keep(BePresent(session="b", number=mine.number, doing="writes"), tanaka)
    assert seen(board) == [("tanaka", mine.number, "writes"), ("sato", mine.number, "looks")]
    clock.advance(timedelta(seconds=31))
    assert seen(board) == [("tanaka", mine.number, "writes")]
    board.keep(BePresent(session="b"), tanaka)
    assert seen(board) == []
    assert board.newest() == newest, "it leaves no events"


def test_a_board_that_can_send_is_seen_wherever_it_is(board: Board, sato: Actor) -> None:
    board.keep(BePresent(session="a", sends=True), sato)
    (there,) = board.present()
    assert (there.login, there.number, there.sends) == ("sato", None, True)


def test_rows_of_boards_long_gone_are_used_again(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    board.keep(BePresent(session="a", number=mine.number, doing="looks"), sato)
    clock.advance(timedelta(minutes=59))
    board.keep(BePresent(session="b", number=mine.number, doing="looks"), tanaka)
    assert reply_models.PresenceRow.select().count() == 2
    clock.advance(timedelta(minutes=2))
    board.keep(BePresent(session="c", number=mine.number, doing="writes"), tanaka)
    assert reply_models.PresenceRow.select().count() == 2
    assert seen(board) == [("tanaka", mine.number, "writes")]
    board.keep(BePresent(session="a", number=mine.number, doing="looks"), sato)
    assert len(seen(board)) == 2, "whose row was taken has another"


def test_presence_in_a_merged_inquiry_is_where_it_goes_on(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    other = open_inquiry(board)
    board.execute(Merge(number=other.number, into=mine.number), sato)
    board.keep(BePresent(session="a", number=other.number, doing="looks"), sato)
    assert seen(board) == [("sato", mine.number, "looks")]
    with pytest.raises(Refused) as no:
        board.keep(BePresent(session="a", number=999, doing="looks"), sato)
    assert no.value.code == "no_such_inquiry"


def test_reading_is_marked_up_to_a_moment_and_never_back(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    now = clock.now()
    board.keep(MarkRead(number=mine.number, at=now + timedelta(days=1)), sato)
    assert board.surroundings("sato").read == {mine.number: now}, "nothing to come was read"
    clock.advance(timedelta(minutes=5))
    board.keep(MarkRead(number=mine.number, at=clock.now()), sato)
    board.keep(MarkRead(number=mine.number, at=now), sato)
    assert board.surroundings("sato").read == {mine.number: clock.now()}
    assert board.surroundings("tanaka").read == {}
    assert board.surroundings("nobody").read == {}


def test_what_the_customer_wrote_is_unread_for_its_owner_and_for_who_read_it_before(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    card = board.card(mine)
    assert card.last_in_at is not None

    def unread(login: str) -> bool:
        return is_unread(card, board.surroundings(login).read, login)

    assert not unread("sato"), "what they took with it in it"
    card = card._replace(last_in_at=clock.now() + timedelta(minutes=1))
    assert unread("sato")
    assert not unread("tanaka"), "news to everybody"
    board.keep(MarkRead(number=mine.number, at=clock.now()), tanaka)
    assert unread("tanaka")
    clock.advance(timedelta(minutes=1))
    board.keep(MarkRead(number=mine.number, at=clock.now()), tanaka)
    assert not unread("tanaka")
    assert not is_unread(card._replace(closed_at=clock.now()), {}, "sato")


def test_thanks_for_a_reply_reach_its_author_once(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    message = sent(board, mine, sato)
    event = board.execute(GiveThanks(message_id=message), tanaka)
    assert (event.kind, event.number, event.detail["login"]) == ("thanked", mine.number, "sato")
    (item,) = board.inbox("sato")
    assert (item.kind, item.actor, item.message_id) == ("thanked", "tanaka", message)
    assert board.surroundings("sato").unread == 1
    (thanks,) = board.replies(mine.number).thanks
    assert (thanks.login, thanks.message_id) == ("tanaka", message)
    assert refusal(board, GiveThanks(message_id=message), tanaka).code == "thanked"
    assert refusal(board, GiveThanks(message_id=message), sato).code == "own"
    assert refusal(board, GiveThanks(message_id=message + 99), sato).code == "no_such_reply"


def test_a_customers_mail_is_no_reply_to_thank_for(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    ref = open_inquiry(board, body="困っています")
    (mail,) = board.inquiry(ref.number).messages
    assert refusal(board, GiveThanks(message_id=mail.id), sato).code == "no_such_reply"


def test_thanks_taken_back_are_gone_from_the_inbox_and_can_be_given_again(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    message = sent(board, mine, sato)
    board.execute(GiveThanks(message_id=message), tanaka)
    event = board.execute(Undo(), tanaka)
    assert event.detail["kind"] == "thanked"
    assert board.inbox("sato") == ()
    assert board.surroundings("sato").unread == 0
    assert board.replies(mine.number).thanks == ()
    clock.advance(timedelta(minutes=1))
    board.execute(GiveThanks(message_id=message), tanaka)
    assert len(board.inbox("sato")) == 1


def test_an_inbox_is_read_by_its_owner_alone(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    board.execute(GiveThanks(message_id=sent(board, mine, sato)), tanaka)
    (item,) = board.inbox("sato")
    board.keep(ReadInbox(ids=(item.id,)), tanaka)
    assert board.surroundings("sato").unread == 1
    newest = board.newest()
    board.keep(ReadInbox(ids=(item.id, 10**6)), sato)
    read_at = clock.now()
    clock.advance(timedelta(minutes=1))
    board.keep(ReadInbox(ids=(item.id,)), sato)
    (item,) = board.inbox("sato")
    assert item.read_at == read_at
    assert board.surroundings("sato").unread == 0
    assert board.newest() == newest


def test_replies_sent_lately_are_those_of_others(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    sent(board, mine, sato, "先週の返信")
    clock.advance(timedelta(days=6))
    first = sent(board, mine, sato, "佐藤の返信")
    clock.advance(timedelta(days=2))
    sent(board, mine, tanaka, "田中の返信")
    assert [one.message.id for one in board.sent_lately("tanaka")] == [first]
    board.execute(GiveThanks(message_id=first), tanaka)
    newest, earlier = board.sent_lately("suzuki")
    assert (newest.message.author, earlier.message.author) == ("tanaka", "sato")
    assert [one.login for one in earlier.thanks] == ["tanaka"]
    assert (earlier.task, newest.thanks, newest.comments) == (mine, (), ())
    assert [one.message.text for one in board.sent_lately("suzuki", days=9)][-1] == "先週の返信"
    assert len(board.sent_lately("suzuki", limit=1)) == 1
