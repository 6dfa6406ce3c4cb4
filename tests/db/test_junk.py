"""Blocked senders, junk and floods: filed with the reason, and nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    ApplySettings,
    BlockSender,
    Claim,
    DropFromTray,
    FileAsJunk,
    Merge,
    Move,
    OpenFromTray,
    Reopen,
    Reread,
    SortLetter,
    SplitOff,
    UnblockSender,
    Undo,
)
from csboard.domain.letters import Letter
from csboard.domain.reasons import explained
from csboard.domain.records import Actor, Direction, Event, TaskRef
from csboard.domain.settings import TeamSettings
from tests.support.desk import INTAKE, enter, open_inquiry, refusal
from tests.support.letters import FIRST

LEAD, SATO = Actor("lead"), Actor("sato")
ANSWER = replace(
    FIRST,
    in_reply_to=(FIRST.message_id,),
    message_id="<2@example.jp>",
    digest="d2",
    text="もしもし",
)


@pytest.fixture
def team(board: Board) -> Board:
    enter(board, "lead", "鈴木")
    enter(board, "sato", "佐藤")
    own = TeamSettings(
        own_addresses=("support@csboard.example",), form_senders=("form@shop.example",)
    )
    board.execute(ApplySettings(settings=own), LEAD)
    return board


def arrive(board: Board, letter: Letter, source: str = "pipe") -> Event:
    receipt = board.receive(letter.digest.encode(), source)
    return board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)


def fate(event: Event) -> tuple[str, object]:
    return event.kind, event.detail.get("reason", "")


@pytest.mark.parametrize("pattern", ["yamada@example.jp", " <YAMADA@Example.JP> ", "@example.jp"])
def test_a_blocked_sender_opens_no_card_until_unblocked(team: Board, pattern: str) -> None:
    team.execute(BlockSender(pattern=pattern, why="広告"), LEAD)
    assert fate(arrive(team, FIRST)) == ("filed", "blocked")
    (filed,) = team.tray()
    told = explained(filed, team.members(), lambda moment: moment.date().isoformat())
    assert "鈴木 on 2026-11-23" in told
    assert team.snapshot().cards == ()
    again = Reread(receipt_id=filed.id, letter=FIRST, reader=2)
    assert refusal(team, again, SATO).code == "unchanged"
    team.execute(UnblockSender(pattern=pattern), LEAD)
    assert team.execute(again, SATO).kind == "opened"
    assert team.blocks() == ()


def test_who_may_block_whom(team: Board) -> None:
    assert refusal(team, BlockSender(pattern="@example.jp"), SATO).code == "role"
    team.execute(BlockSender(pattern="a@example.jp"), SATO)
    assert refusal(team, BlockSender(pattern="A@example.jp"), LEAD).code == "blocked"
    assert refusal(team, UnblockSender(pattern="@example.jp"), SATO).code == "role"
    assert refusal(team, UnblockSender(pattern="@example.jp"), LEAD).code == "not_blocked"
    for own in ("Support@csboard.example", "@csboard.example", "form@shop.example"):
        assert refusal(team, BlockSender(pattern=own), LEAD).code == "own_address"
    for nonsense in ("", "abc", "a b@c", "@", "a@b\n@c@", "x" * 400 + "@b"):
        assert refusal(team, BlockSender(pattern=nonsense), LEAD).code == "bad_address"
    (block,) = team.blocks()
    assert (block.pattern, block.by, block.why) == ("a@example.jp", "sato", "")


def test_a_domain_does_not_stand_for_those_below_it(team: Board) -> None:
    team.execute(BlockSender(pattern="@jp"), LEAD)
    assert arrive(team, FIRST).kind == "opened"


def test_an_answer_of_a_blocked_customer_is_a_line_in_the_inquiry(team: Board) -> None:
    number = arrive(team, FIRST).number
    assert number is not None
    team.execute(Claim(task=TaskRef(number)), SATO)
    team.execute(Move(task=TaskRef(number), stage="done"), SATO)
    team.execute(BlockSender(pattern="yamada@example.jp"), SATO)
    event = arrive(team, ANSWER)
    assert (fate(event), event.number) == (("filed", "blocked"), number)
    line = team.inquiry(number).messages[-1]
    assert (line.direction, line.kind, line.text) == (Direction.AUTO, "blocked", ANSWER.text)
    assert team.card(TaskRef(number)).stage == "done", "it reopens nothing"


def test_blocking_is_undone_and_so_is_unblocking(team: Board) -> None:
    rev = team.newest()
    team.execute(BlockSender(pattern="a@b.jp"), SATO)
    team.execute(Undo(), SATO)
    assert team.blocks() == ()
    team.execute(BlockSender(pattern="a@b.jp"), SATO)
    team.execute(UnblockSender(pattern="a@b.jp"), SATO)
    team.execute(Undo(), SATO)
    assert [one.pattern for one in team.blocks()] == ["a@b.jp"]
    told = team.delta(rev)
    assert told is not None
    assert "a@b.jp" not in str(told.events), "history keeps no address"


def test_an_inquiry_filed_as_junk_leaves_the_board_and_comes_back(team: Board) -> None:
    number = arrive(team, FIRST).number
    assert number is not None
    ref = TaskRef(number)
    team.execute(SplitOff(number=number, title="調べる"), SATO)
    team.execute(Claim(task=ref), SATO)
    before = team.inquiry(number)
    rev = team.newest()
    team.execute(FileAsJunk(number=number), SATO)
    assert team.snapshot().cards == ()
    delta = team.delta(rev)
    assert delta is not None
    assert len(delta.gone) == 2
    (filed,) = team.tray()
    assert (filed.state, filed.reason, filed.number) == ("filed", "junk", number)
    assert len(team.inquiry(number).tasks) == 2, "it can still be read"
    for act in (Claim(task=ref), FileAsJunk(number=number), SplitOff(number=number, title="x")):
        assert refusal(team, act, LEAD).code == "junk"
    answer = arrive(team, ANSWER)
    assert (fate(answer), answer.number) == (("filed", "junk"), number), "and stays away"
    team.execute(Undo(number=number), SATO)
    after = team.inquiry(number)
    assert [(t.stage, t.owner, t.closed_at) for t in after.tasks] == [
        (t.stage, t.owner, t.closed_at) for t in before.tasks
    ]
    assert after.inquiry.closed_at is None
    assert team.receipt(filed.id).state == "opened"
    team.execute(FileAsJunk(number=number), SATO)
    assert team.execute(Reopen(number=number), LEAD).kind == "unjunked"
    assert len(team.snapshot().cards) == 2


def test_a_colleagues_inquiry_is_not_filed_as_junk(team: Board) -> None:
    number = arrive(team, FIRST).number
    assert number is not None
    team.execute(Claim(task=TaskRef(number)), LEAD)
    assert refusal(team, FileAsJunk(number=number), SATO).code == "not_yours"


def test_nothing_is_merged_into_junk_or_out_of_it(team: Board) -> None:
    """An open inquiry would leave the board with it, and nobody would answer."""
    junk, other = open_inquiry(team).number, open_inquiry(team).number
    team.execute(FileAsJunk(number=junk), SATO)
    assert refusal(team, Merge(number=other, into=junk), SATO).code == "junk"
    assert refusal(team, Merge(number=junk, into=other), SATO).code == "junk"
    assert [card.ref.number for card in team.snapshot().cards] == [other]


def test_a_merge_into_what_was_filed_as_junk_since_is_not_taken_back(team: Board) -> None:
    source, target = (open_inquiry(team, subject).number for subject in ("a", "b"))
    assert source is not None
    assert target is not None
    team.execute(Merge(number=source, into=target), SATO)
    team.execute(FileAsJunk(number=target), LEAD)
    assert refusal(team, Undo(), SATO).code == "junk"
    team.execute(Reopen(number=target), LEAD)
    assert team.execute(Undo(), SATO).detail["kind"] == "merged"


def test_a_mail_of_the_tray_filed_as_junk_goes_back_by_an_undo(team: Board) -> None:
    arrive(team, replace(FIRST, automatic="auto-submitted"))
    (mail,) = team.tray()
    team.execute(DropFromTray(receipt_id=mail.id, junk=True), SATO)
    assert team.receipt(mail.id).reason == "junk"
    team.execute(Undo(), SATO)
    assert (team.receipt(mail.id).state, team.receipt(mail.id).reason) == ("filed", "auto-reply")


def letter(number: int, **more: object) -> Letter:
    return replace(FIRST, digest=f"f{number}", message_id=f"<{number}@b>", **more)  # type: ignore[arg-type]


def test_a_flood_leaves_one_mail_to_sort_that_tells_how_many(
    team: Board, clock: FixedClock
) -> None:
    settings = replace(team.settings(), flood_mails=3, flood_minutes=10)
    team.execute(ApplySettings(settings=settings), LEAD)
    fates = [fate(arrive(team, letter(n))) for n in range(7)]
    assert fates == [("opened", "")] * 3 + [("held", "flood")] + [("filed", "flood")] * 3
    held = next(one for one in team.tray() if one.state == "held")
    told = explained(held, {}, str, team.flooding(held))
    assert "mail 4 of yamada@example.jp within 10 minutes; more than 3" in told
    assert "3 more are filed" in told
    other = replace(letter(8), from_=replace(FIRST.from_, email="b@example.jp"))
    assert arrive(team, other).kind == "opened"
    clock.advance(timedelta(minutes=11))
    assert arrive(team, letter(9)).kind == "opened", "afterwards they come in as ever"
    team.execute(OpenFromTray(receipt_id=held.id, letter=letter(3)), SATO)


def test_the_mail_that_stands_for_a_flood_waits_on_when_it_is_read_again(team: Board) -> None:
    settings = replace(team.settings(), flood_mails=1)
    team.execute(ApplySettings(settings=settings), LEAD)
    fates = [fate(arrive(team, letter(n))) for n in range(3)]
    assert fates == [("opened", ""), ("held", "flood"), ("filed", "flood")]
    mails = {receipt.state: receipt.id for receipt in team.tray()}
    for state, number in (("held", 1), ("filed", 2)):
        again = Reread(receipt_id=mails[state], letter=letter(number), reader=2)
        assert refusal(team, again, SATO).code == "unchanged", state
    assert team.receipt(mails["held"]).state == "held"


def test_an_old_mailbox_is_no_flood(team: Board, clock: FixedClock) -> None:
    """Its mails arrive at once, but were written over years."""
    settings = replace(team.settings(), flood_mails=1)
    team.execute(ApplySettings(settings=settings), LEAD)
    days = [clock.now() - timedelta(days=n) for n in range(1, 5)]
    fates = [arrive(team, letter(n, sent_at=day), "mbox").kind for n, day in enumerate(days)]
    assert fates == ["opened"] * 4


@pytest.mark.parametrize(
    "changes", [{"flood_mails": 0}, {"form_senders": ("yamada@example.jp",)}], ids=str
)
def test_who_is_never_a_flood(team: Board, changes: dict[str, Any]) -> None:
    settings = replace(team.settings(), **{"flood_mails": 1, **changes})
    team.execute(ApplySettings(settings=settings), LEAD)
    assert [arrive(team, letter(n)).kind for n in range(4)] == ["opened"] * 4
