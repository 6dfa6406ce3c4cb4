"""A sheet that nobody took before its task went to somebody otherwise: its words stay with the
task, and whoever looks for the offer hears why it ended. The same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.absences import OnMail
from csboard.domain.card_clocks import Pressing
from csboard.domain.commands import (
    Claim,
    Command,
    Move,
    Release,
    Reopen,
    SortLetter,
    TakeOver,
    Undo,
)
from csboard.domain.digest_words import sections
from csboard.domain.draft_commands import BeginDraft
from csboard.domain.hand_off_commands import (
    DropSheet,
    OfferHandOff,
    TakeBack,
    TakeHandOff,
    WithdrawHandOff,
    WriteSheet,
)
from csboard.domain.hand_off_page import Page, as_text
from csboard.domain.hand_off_records import HandOff, Severity, Sheet
from csboard.domain.history import describe
from csboard.domain.inbox_words import in_a_sentence_of
from csboard.domain.records import Actor, Event, TaskRef
from csboard.domain.review_commands import AskReview
from tests.conftest import MONDAY
from tests.support.desk import INTAKE, refusal
from tests.support.leaving import AGAIN, SHEET, mori_answers

REF = TaskRef(1001)
DAY = timedelta(days=1)
LEAD, MORI, SATO, TANAKA = (Actor(login) for login in ("lead", "mori", "sato", "tanaka"))


@pytest.fixture
def team(board: Board) -> Board:
    """Mori answers an inquiry, and has written its sheet."""
    mori_answers(board)
    board.execute(WriteSheet(task=REF, sheet=SHEET), MORI)
    return board


def offered(board: Board, to: str | None = "tanaka") -> None:
    board.execute(OfferHandOff(task=REF, receiver=to), MORI)


def goes(board: Board, clock: FixedClock, on_mail: OnMail = OnMail.STAND_IN) -> Event:
    """Mori is away from now on, and the customer writes."""
    today = MONDAY.date()
    stand_in = "sato" if on_mail is OnMail.STAND_IN else None
    board.execute(
        EnterAbsence(
            login="mori", first=today, last=today + 7 * DAY, stand_in=stand_in, on_mail=on_mail
        ),
        LEAD,
    )
    clock.advance(timedelta(minutes=5))
    receipt = board.receive(b"again", "pipe")
    return board.execute(SortLetter(receipt_id=receipt.id, letter=AGAIN), INTAKE)


ENDED_OTHERWISE: dict[str, tuple[list[tuple[Command, Actor]], str]] = {
    "withdrawn": (
        [(WithdrawHandOff(task=REF), MORI)],
        "森 withdrew the offer of #1001 1 second ago. 森 has it now.",
    ),
    "withdrawn by a lead": (
        [(WithdrawHandOff(task=REF), LEAD)],
        "鈴木 withdrew the offer of #1001 1 second ago. 森 has it now.",
    ),
    "undone": (
        [(Undo(), MORI)],
        "森 withdrew the offer of #1001 1 second ago. 森 has it now.",
    ),
    "dropped": (
        [(WithdrawHandOff(task=REF), MORI), (DropSheet(task=REF), MORI)],
        "森 threw away the sheet of #1001 1 second ago. 森 has it now.",
    ),
    "for another": (
        [(OfferHandOff(task=REF, receiver="sato"), MORI)],
        "#1001 is offered to 佐藤: ask 森 to offer it to you.",
    ),
    "taken by another": (
        [
            (OfferHandOff(task=REF, receiver=None), MORI),
            (TakeHandOff(task=REF, read_back="x"), SATO),
        ],
        "佐藤 took #1001 1 second ago.",
    ),
    "taken by another and gone on": (
        [
            (OfferHandOff(task=REF, receiver=None), MORI),
            (TakeHandOff(task=REF, read_back="x"), SATO),
            (TakeOver(task=REF, reason="urgent"), LEAD),
        ],
        "佐藤 took #1001 1 second ago. 鈴木 has it now.",
    ),
    "taken back": (
        [
            (OfferHandOff(task=REF, receiver=None), MORI),
            (TakeHandOff(task=REF, read_back="x"), SATO),
            (TakeBack(task=REF), MORI),
        ],
        "森 took #1001 back 1 second ago. 森 has it now.",
    ),
}


@pytest.mark.parametrize(("acts", "told"), ENDED_OTHERWISE.values(), ids=ENDED_OTHERWISE)
def test_who_comes_too_late_hears_who_did_what_and_whose_it_is(
    team: Board, acts: list[tuple[Command, Actor]], told: str
) -> None:
    offered(team)
    for command, actor in acts:
        team.execute(command, actor)
    assert refusal(team, TakeHandOff(task=REF, read_back="x"), TANAKA).sentence == told


def printed(board: Board) -> str:
    """All that is listed, as it is printed."""
    some = (*board.hand_offs(), *board.hand_offs_left())
    titles = board.task_titles([one.task_id for one in some])
    since, settings = board.since_written(some), board.settings()
    page = Page(board.members(), titles, "UTC", board.clock.now(), since, settings.stages)
    return "\n".join(as_text(some, page))


def told(board: Board, event: Event) -> str:
    return describe(event, board.members(), board.settings().stages)


@pytest.mark.parametrize("is_offered", [True, False])
def test_what_a_customers_word_takes_along_opens_with_the_givers_words(
    team: Board, clock: FixedClock, is_offered: bool
) -> None:
    if is_offered:
        offered(team)
    goes(team, clock)
    desk = team.hand_off_desk(REF)
    assert (desk.card.owner, desk.open, desk.sheet) == ("sato", None, SHEET)
    assert desk.left is not None
    assert (desk.left.giver, desk.since.mails) == ("mori", 1)
    shown = printed(team)
    assert "森 wrote it Mon Nov 23 00:30, not taken; 佐藤 has the task now" in shown
    assert ("since it was written: 1 mail" in shown, SHEET.story in shown) == (True, True)
    assert team.hand_offs() == (), "it is nothing that Sato has to do"


def test_it_is_the_new_owners_to_go_on_with(team: Board, clock: FixedClock) -> None:
    goes(team, clock)
    words = team.hand_off_desk(REF).sheet
    team.execute(WriteSheet(task=REF, sheet=words._replace(steps="電話する"), seen=0), SATO)
    assert team.hand_offs_left() == ()
    assert team.hand_off_desk(REF).sheet.steps == "電話する"
    team.execute(DropSheet(task=REF), SATO)
    assert team.hand_off_desk(REF).sheet == SHEET, "what Mori wrote is still with the task"
    assert [one.giver for one in team.hand_offs_left()] == ["mori"]


@pytest.mark.parametrize("way", ["pool", "over", "released"])
def test_it_stays_with_the_task_whichever_way_it_goes(
    team: Board, clock: FixedClock, way: str
) -> None:
    if way == "pool":
        goes(team, clock, OnMail.POOL)
    elif way == "released":
        team.execute(Release(task=REF), MORI)
    if way != "over":
        assert "not taken; nobody has the task now" in printed(team)
        assert team.hand_off_desk(REF).left is not None
    clock.advance(timedelta(minutes=1))
    team.execute(TakeOver(task=REF, reason="急ぎ") if way == "over" else Claim(task=REF), SATO)
    assert team.hand_off_desk(REF).sheet == SHEET
    assert "佐藤 has the task now" in printed(team)
    team.execute(Move(task=REF, stage="done"), SATO)
    assert team.hand_offs_left() == (), "done, it is nobody's to read"


def test_what_ended_as_the_task_was_done_is_no_beginning_of_a_new_one(
    team: Board, clock: FixedClock
) -> None:
    clock.advance(timedelta(minutes=5))
    team.execute(Move(task=REF, stage="done"), MORI)
    team.execute(Reopen(number=REF.number), MORI)
    desk = team.hand_off_desk(REF)
    assert (desk.left, team.hand_offs_left()) == (None, ())
    assert desk.sheet != SHEET


def test_the_history_says_that_the_offer_ended(team: Board, clock: FixedClock) -> None:
    offered(team)
    event = goes(team, clock)
    sentence = "A mail came in to #1001 (森 is away: it went to 佐藤)"
    assert told(team, event) == f"{sentence} (the offer to 田中 ended untaken)"


def test_an_undone_take_over_lets_the_offer_stand_again(team: Board) -> None:
    offered(team, None)
    event = team.execute(TakeOver(task=REF, reason="急ぎ"), SATO)
    assert told(team, event).endswith("(the offer to whoever takes it ended untaken)")
    assert len(team.hand_offs_left()) == 1
    team.execute(Undo(), SATO)
    assert (team.hand_offs_left(), team.hand_offs()[0].is_offered) == ((), True)
    event = team.execute(TakeHandOff(task=REF, read_back="x"), SATO)
    assert "untaken" not in told(team, event)


def test_whom_it_was_offered_to_hears_who_has_it_and_why(team: Board, clock: FixedClock) -> None:
    offered(team)
    goes(team, clock)
    found = refusal(team, TakeHandOff(task=REF, read_back="x"), TANAKA)
    assert found.code == "went_on"
    assert found.sentence == (
        "#1001 is not offered any more: the customer wrote while 森 was away. 佐藤 has it now."
    )
    assert refusal(team, WithdrawHandOff(task=REF), MORI).sentence == found.sentence


@pytest.mark.parametrize(
    ("act", "by", "why"),
    [
        (Release(task=REF), MORI, "森 gave it back. Nobody has it now: it is free for anybody."),
        (TakeOver(task=REF, reason="急ぎ"), SATO, "佐藤 took it over. 佐藤 has it now."),
        (Move(task=REF, stage="done"), MORI, "森 closed it."),
    ],
)
def test_each_way_an_offer_ends_is_told(
    team: Board, act: Release | TakeOver | Move, by: Actor, why: str
) -> None:
    offered(team)
    team.execute(act, by)
    found = refusal(team, TakeHandOff(task=REF, read_back="x"), TANAKA)
    assert found.sentence == f"#1001 is not offered any more: {why}"


def test_what_was_never_offered_is_not_said_to_have_ended(team: Board, clock: FixedClock) -> None:
    goes(team, clock)
    assert refusal(team, TakeHandOff(task=REF, read_back="x"), TANAKA).code == "not_offered"


def test_the_newest_sheet_is_shown_with_how_it_stands(team: Board, clock: FixedClock) -> None:
    offered(team)
    team.execute(TakeHandOff(task=REF, read_back="x"), TANAKA)
    other = Sheet(Severity.STABLE, "二枚目", "次", "なし", "なし")
    team.execute(WriteSheet(task=REF, sheet=other), TANAKA)
    clock.advance(timedelta(minutes=5))
    team.execute(TakeOver(task=REF, reason="急ぎ"), SATO)
    found = team.hand_off_desk(REF).hand_off
    assert found is not None
    assert (found.sheet, found.was_left) == (other, True)


def test_an_author_who_is_away_is_asked_for_no_review_and_told_of_as_away(
    team: Board, clock: FixedClock
) -> None:
    draft = team.execute(BeginDraft(number=1001, session="a"), MORI).detail["draft"]
    assert isinstance(draft, int)
    wish = AskReview(draft_id=draft, of="mori")
    assert refusal(team, wish, TANAKA).code == "own"
    goes(team, clock)
    found = refusal(team, wish, TANAKA)
    assert (found.code, found.sentence.endswith(": 佐藤 stands in.")) == ("away", True)
    assert "森 is away until" in found.sentence


def test_the_digest_tells_what_was_promised_line_by_line_and_what_is_due_once(
    team: Board, clock: FixedClock
) -> None:
    due = clock.now() + DAY
    lines = "first reply by Tue Nov 24 09:30\n金曜に  連絡\n\n返金の額を知らせる"
    team.execute(WriteSheet(task=REF, sheet=SHEET._replace(promises=lines)), MORI)
    offered(team)
    team.execute(TakeHandOff(task=REF, read_back="x"), TANAKA)
    today = MONDAY.date()
    command = EnterAbsence(login="mori", first=today, last=today + DAY, on_mail=OnMail.KEEP)
    team.execute(command, LEAD)
    told = team.digest("mori")
    (item,) = told.items
    promise = Pressing("first", clock.now(), DAY, due)
    shown = item._replace(task=item.task._replace(promise=promise, hand_off=given(team)))
    parts = {one.title: one.lines for one in sections(shown, told.found)}
    above, *rest = parts["What was promised"]
    assert above.endswith("due Tue Nov 24 09:30")
    assert rest == ["金曜に 連絡", "返金の額を知らせる"]


def given(board: Board) -> HandOff:
    (found,) = board.hand_offs_of(REF.number)
    return found


@pytest.mark.parametrize(
    ("act", "by", "told"),
    [
        (Release(task=REF), MORI, "森 gave #1001 back, which was offered to you"),
        (TakeOver(task=REF, reason="急ぎ"), SATO, "佐藤 took #1001 over, which was offered to you"),
        (Move(task=REF, stage="done"), MORI, "森 closed #1001, which was offered to you"),
        (WithdrawHandOff(task=REF), MORI, "森 withdrew the offer of #1001 to you"),
    ],
)
def test_whom_it_was_offered_to_finds_in_the_inbox_how_that_ended(
    team: Board, act: Command, by: Actor, told: str
) -> None:
    offered(team, "tanaka")
    team.execute(act, by)
    assert in_inbox(team, "tanaka") == [told]
    team.execute(Undo(number=1001), by)
    assert [one.kind for one in team.inbox("tanaka")] == ["hand_off"]


def test_an_offer_ended_by_mail_is_told_as_that(team: Board, clock: FixedClock) -> None:
    offered(team, "tanaka")
    goes(team, clock)
    assert in_inbox(team, "tanaka") == [
        "The customer wrote and #1001, which was offered to you, went on"
    ]


def test_an_offer_that_goes_to_somebody_else_is_told_as_withdrawn(team: Board) -> None:
    offered(team, "tanaka")
    offered(team, "sato")
    assert in_inbox(team, "tanaka") == ["森 withdrew the offer of #1001 to you"]
    team.execute(Undo(number=1001), MORI)
    assert [one.kind for one in team.inbox("tanaka")] == ["hand_off"]


def in_inbox(board: Board, login: str) -> list[str]:
    return [in_a_sentence_of(one, board.members()) for one in board.inbox(login)]
