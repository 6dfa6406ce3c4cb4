"""Back from an absence: a quiet offer, what happened to each task, and keys for whose it is now."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.absences import OnMail
from csboard.domain.commands import AddNote, Claim, Move, TakeOver
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.hand_off_commands import (
    LeaveWithThem,
    OfferHandOff,
    TakeHandOff,
    WriteSheet,
)
from csboard.domain.records import Actor, TaskRef
from csboard.tui.screens.digest import DigestScreen
from csboard.tui.screens.reason import ReasonDialog
from tests.support.desk import open_inquiry
from tests.support.leaving import AGAIN, SHEET
from tests.support.letters import FIRST
from tests.support.merging import arrives
from tests.tui.conftest import Seat, Sit

DAY = timedelta(days=1)


@pytest.fixture
def away(board: Board, sato: Actor, suzuki: Actor, clock: FixedClock) -> dict[str, TaskRef]:
    """Three tasks of Suzuki's: handed off, taken over, kept; who is back on Saturday."""
    tasks = {name: open_inquiry(board, name) for name in ("handed", "over", "kept")}
    for ref in tasks.values():
        board.execute(Claim(task=ref), suzuki)
    first, last = date(2026, 11, 24), date(2026, 11, 27)
    board.execute(EnterAbsence(login="suzuki", first=first, last=last, on_mail=OnMail.KEEP), suzuki)
    board.execute(WriteSheet(task=tasks["handed"], sheet=SHEET), suzuki)
    board.execute(OfferHandOff(task=tasks["handed"], receiver="sato"), suzuki)
    board.execute(TakeHandOff(task=tasks["handed"], read_back="運送会社に聞く"), sato)
    clock.advance(DAY)
    board.execute(TakeOver(task=tasks["over"], reason="urgent"), sato)
    board.execute(AddNote(number=tasks["kept"].number, text="x"), sato)
    clock.advance(4 * DAY)
    return tasks


def header(seat: Seat) -> str:
    return seat.text().splitlines()[0]


async def digest(seat: Seat) -> None:
    await seat.press("g", "d")
    await seat.until(lambda: isinstance(seat.app.screen, DigestScreen))
    await seat.until(lambda: "Nov 24" in header(seat))


def refs_of(seat: Seat) -> list[str]:
    """The numbers of the rows, as they stand."""
    return re.findall(r"^[> ]#([0-9.]+) ", seat.text(), re.MULTILINE)


async def go_to(seat: Seat, ref: TaskRef) -> None:
    await seat.press("home")
    for _row in range(3):
        if any(line.startswith(f">#{ref} ") for line in seat.text().splitlines()):
            return
        await seat.press("down")
    raise AssertionError(f"{ref} is not in the list")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_is_offered_quietly_until_it_was_read(
    board: Board, sit: Sit, away: dict[str, TaskRef], size: tuple[int, int]
) -> None:
    async with sit("suzuki", size=size) as seat:
        await seat.until(lambda: "Welcome back. What happened meanwhile: g d" in seat.text())
        await seat.until(lambda: "g d" in header(seat))
        await seat.press("down", "2")
        assert len(seat.app.screen_stack) == 1, "no key was taken"
        await digest(seat)
        await seat.press("d")
        await seat.until(lambda: board.absences()[0].digested_at is not None)
        await seat.press("escape")
        await seat.until(lambda: "g d" not in header(seat))
    async with sit("sato", size=size) as seat:
        await seat.settle()
        assert "g d" not in header(seat)


async def test_the_list_says_how_each_fared_and_below_everything_of_one(
    sit: Sit, away: dict[str, TaskRef]
) -> None:
    async with sit("suzuki", size=(80, 30)) as seat:
        await digest(seat)
        await go_to(seat, away["handed"])
        shown = seat.text()
        assert (
            f">#{away['handed']} handed  handed off to Sato\n    ToDo, Sato  nothing happened"
            in shown
        )
        await seat.until(lambda: "What was promised" in seat.text())
        assert "金曜に連絡" in seat.text()
        await go_to(seat, away["kept"])
        assert "ToDo, yours  1 event" in seat.text()
        await seat.until(lambda: "Sato wrote a note on #1003" in seat.text())


async def test_b_takes_back_by_the_sheet_and_else_by_a_reason_that_stands_there(
    board: Board, sit: Sit, away: dict[str, TaskRef]
) -> None:
    async with sit("suzuki", size=(80, 30)) as seat:
        await digest(seat)
        await go_to(seat, away["handed"])
        await seat.press("b")
        await seat.until(lambda: board.card(away["handed"]).owner == "suzuki")
        assert board.history(away["handed"].number)[-1].kind == "taken_back"
        await seat.until(lambda: "#1001 is yours again, taken back from Sato." in seat.text())
        await seat.until(lambda: "handed  handed off to Sato, taken back" in seat.text())
        await go_to(seat, away["over"])
        await seat.press("b")
        await seat.until(lambda: isinstance(seat.app.screen, ReasonDialog))
        assert "Back from my absence" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: board.card(away["over"]).owner == "suzuki")
        await seat.until(lambda: "#1002 is yours, taken over from Sato." in seat.text())
        notes = board.inquiry(away["over"].number).messages
        assert notes[-1].text == "Back from my absence"
        await go_to(seat, away["kept"])
        screen = seat.app.screen
        assert isinstance(screen, DigestScreen)
        assert not screen.can("back_to_me")


@pytest.mark.parametrize(
    ("receiver", "told"),
    [
        (None, "(your sheet, offered to nobody, stands)"),
        ("", "(your offer to whoever takes it stands)"),
        ("sato", "(your offer to Sato stands)"),
    ],
)
async def test_what_nobody_took_is_told_to_whoever_offered_it(
    board: Board,
    sit: Sit,
    suzuki: Actor,
    away: dict[str, TaskRef],
    receiver: str | None,
    told: str,
) -> None:
    board.execute(WriteSheet(task=away["kept"], sheet=SHEET), suzuki)
    if receiver is not None:
        board.execute(OfferHandOff(task=away["kept"], receiver=receiver or None), suzuki)
    async with sit("suzuki", size=(100, 30)) as seat:
        await digest(seat)
        assert f"kept  stayed yours {told}" in seat.text()
        assert f"over  taken over by Sato {told}" not in seat.text()


async def test_what_was_left_with_whoever_took_it_says_so(
    board: Board, sit: Sit, suzuki: Actor, away: dict[str, TaskRef]
) -> None:
    board.execute(LeaveWithThem(task=away["handed"]), suzuki)
    async with sit("suzuki", size=(100, 30)) as seat:
        await digest(seat)
        assert "handed  handed off to Sato, left with them" in seat.text()


async def test_what_is_done_moves_no_row_and_not_the_cursor(
    board: Board, sit: Sit, sato: Actor, away: dict[str, TaskRef]
) -> None:
    async with sit("suzuki", size=(80, 30)) as seat:
        await digest(seat)
        before = refs_of(seat)
        for _note in range(5):
            board.execute(AddNote(number=int(before[-1]), text="x"), sato)
        await seat.until(lambda: "5 events" in seat.text() or "6 events" in seat.text())
        assert refs_of(seat) == before


async def test_what_has_no_room_is_counted_and_its_key_named(
    board: Board, sit: Sit, sato: Actor, away: dict[str, TaskRef]
) -> None:
    for _note in range(12):
        board.execute(AddNote(number=away["kept"].number, text="x"), sato)
    async with sit("suzuki", size=(80, 24)) as seat:
        await digest(seat)
        await go_to(seat, away["kept"])
        told = re.compile(r"\[space\] \d+ more below")
        await seat.until(lambda: told.search(seat.text()) is not None)
        await seat.press("space", "space", "space")
        await seat.until(lambda: told.search(seat.text()) is None)


async def test_while_one_is_away_nothing_is_offered_to_be_marked_as_read(
    board: Board, sit: Sit, away: dict[str, TaskRef], clock: FixedClock, suzuki: Actor
) -> None:
    today = clock.now().date()
    board.execute(ReadDigest(absence_id=board.absences()[0].id), suzuki)
    board.execute(EnterAbsence(login="suzuki", first=today, last=today + DAY), suzuki)
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("g", "d")
        await seat.until(lambda: "While you were away: " in header(seat))
        screen = seat.app.screen
        assert isinstance(screen, DigestScreen)
        assert not screen.can("read")
        assert screen.can("undo")


async def test_l_leaves_it_with_whoever_has_it(
    board: Board, sit: Sit, away: dict[str, TaskRef]
) -> None:
    async with sit("suzuki", size=(80, 30)) as seat:
        await digest(seat)
        await go_to(seat, away["handed"])
        await seat.press("L")
        await seat.until(lambda: board.hand_offs_of(away["handed"].number)[0].ending == "kept")
        assert board.card(away["handed"]).owner == "sato"


async def test_u_takes_back_what_was_done_here_last_or_says_that_it_stays(
    board: Board, sit: Sit, away: dict[str, TaskRef]
) -> None:
    async with sit("suzuki", size=(140, 30)) as seat:
        await digest(seat)
        await go_to(seat, away["handed"])
        await seat.press("b")
        await seat.until(lambda: board.card(away["handed"]).owner == "suzuki")
        await seat.press("u")
        await seat.until(lambda: board.card(away["handed"]).owner == "sato")
        await seat.until(lambda: "Take back" in seat.text().splitlines()[-1])
        await seat.press("b")
        await seat.until(lambda: board.card(away["handed"]).owner == "suzuki")
        await seat.press("d")
        await seat.until(lambda: board.absences()[0].digested_at is not None)
        await seat.press("u")
        await seat.until(lambda: "that stays" in seat.text())
        assert board.card(away["handed"]).owner == "suzuki"


async def test_u_takes_back_nothing_that_was_done_elsewhere(
    board: Board, sit: Sit, away: dict[str, TaskRef]
) -> None:
    elsewhere = open_inquiry(board)
    board.execute(Claim(task=elsewhere), Actor("suzuki"))
    board.execute(AddNote(number=away["kept"].number, text="x"), Actor("suzuki"))
    async with sit("suzuki", size=(140, 30)) as seat:
        await digest(seat)
        await seat.press("u")
        await seat.until(lambda: "You have done nothing here" in seat.text())
        await go_to(seat, away["over"])
        await seat.press("b")
        await seat.until(lambda: isinstance(seat.app.screen, ReasonDialog))
        await seat.press("enter")
        await seat.until(lambda: board.card(away["over"]).owner == "suzuki")
        await seat.press("u")
        await seat.until(lambda: board.card(away["over"]).owner == "sato")
        await seat.until(lambda: "Undone: taking over" in seat.text())
        await seat.press("u")
        await seat.until(lambda: "You have done nothing here" in seat.text())
    assert board.card(elsewhere).owner == "suzuki"


@pytest.mark.parametrize(
    ("name", "key", "told"),
    [
        ("kept", "b", "is yours already."),
        ("kept", "L", "is yours: there is nobody to leave it with."),
        ("over", "L", "stays with Sato without your saying so."),
        ("closed", "b", "done Sat Nov 28 09:30. There is nothing to take back."),
        ("closed", "L", "done Sat Nov 28 09:30. There is nothing to leave."),
    ],
)
async def test_where_nothing_is_to_be_done_the_keys_say_what_is_the_case(
    board: Board, sit: Sit, sato: Actor, away: dict[str, TaskRef], name: str, key: str, told: str
) -> None:
    refs = {**away, "closed": away["handed"]}
    if name == "closed":
        board.execute(Move(task=refs[name], stage="done"), sato)
    before = board.history(refs[name].number)
    async with sit("suzuki", size=(100, 30)) as seat:
        await digest(seat)
        await go_to(seat, refs[name])
        label = {"b": "Take back", "L": "Leave it"}[key]
        await seat.until(lambda: label not in seat.text().splitlines()[-1])
        await seat.press(key)
        await seat.until(lambda: f"#{refs[name]}" in seat.text().splitlines()[-1])
        assert told in seat.text().splitlines()[-1]
    assert board.history(refs[name].number) == before


async def test_while_away_mine_has_nothing_that_others_have(
    board: Board, sit: Sit, away: dict[str, TaskRef], clock: FixedClock
) -> None:
    clock.advance(-3 * DAY)
    async with sit("suzuki", size=(120, 40)) as seat:
        await seat.press("2")
        await seat.until(lambda: _numbers(seat) == {"#1003"})
        board.execute(TakeOver(task=away["kept"], reason="urgent"), Actor("sato"))
        await seat.until(lambda: _numbers(seat) == set())


async def test_what_its_customer_moved_leaves_mine_at_once(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock
) -> None:
    event = arrives(board, FIRST)
    assert event.number is not None
    board.execute(Claim(task=TaskRef(event.number)), suzuki)
    day = date(2026, 11, 24)
    board.execute(
        EnterAbsence(login="suzuki", first=day, last=day, on_mail=OnMail.STAND_IN, stand_in="sato"),
        suzuki,
    )
    clock.advance(DAY)
    async with sit("suzuki", size=(120, 40)) as seat:
        await seat.press("2")
        await seat.until(lambda: _numbers(seat) == {"#1001"})
        arrives(board, AGAIN)
        await seat.until(lambda: _numbers(seat) == set())


def _numbers(seat: Seat) -> set[str]:
    """Of the cards that stand in the columns."""
    return set(re.findall(r"#100\d", "\n".join(seat.text().splitlines()[1:-1])))
