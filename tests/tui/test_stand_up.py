"""The stand-up on the screen: turns, notes, a quiet timer, and the summary at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from weakref import ref as weakly

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.demo.pretending import PretendedTransport
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import AddNote, ApplySettings, Claim, Command, Move
from csboard.domain.records import Actor, Direction, Event, TaskRef
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.errors import Unavailable
from csboard.mail.transport import Delivery, Give
from csboard.tui import stand_up_files
from csboard.tui.fence import Plain
from csboard.tui.screens.confirm import ConfirmDialog
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.note import NoteDialog
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.stand_up import StandUpScreen
from csboard.tui.widgets.listing import Listing
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.tui.conftest import Seat, Sit, has_gone

MINUTE = timedelta(minutes=1)


@pytest.fixture
def done(board: Board, suzuki: Actor) -> TaskRef:
    ref = open_inquiry(board, "Where is my parcel?")
    board.execute(Claim(task=ref), suzuki)
    board.execute(Move(task=ref, stage="done"), suzuki)
    return ref


def line(seat: Seat, number: int) -> str:
    return seat.text().splitlines()[number].strip()


async def standing(seat: Seat) -> StandUpScreen:
    await seat.press("g", "s")
    await seat.until(lambda: isinstance(seat.app.screen, StandUpScreen))
    await seat.until(lambda: "since" in line(seat, 0))
    screen = seat.app.screen
    assert isinstance(screen, StandUpScreen)
    return screen


async def end(seat: Seat) -> None:
    """End it, saying yes to what is asked."""
    await seat.press("E")
    await seat.until(lambda: isinstance(seat.app.screen, ConfirmDialog))
    await seat.press("y")
    await seat.until(lambda: isinstance(seat.app.screen, PickDialog))


async def test_it_walks_by_columns_from_the_right_and_by_people(
    board: Board, sit: Sit, done: TaskRef
) -> None:
    open_inquiry(board, "Free one")
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        assert line(seat, 1).startswith("1/3  Done  moved 1")
        assert line(seat, 2) == f">#{done} Where is my parcel?  Suzuki"
        assert "Suzuki moved #1001 from ToDo to Done, Mon Nov 23 09:30 (and 2 more)" in line(
            seat, 3
        )
        await seat.press("n")
        assert line(seat, 1).startswith("2/3  Doing  nothing to say")
        await seat.press("right", "right")
        await seat.until(lambda: "That was the last turn." in line(seat, -1))
        assert line(seat, 1).startswith("3/3  ToDo")
        await seat.press("tab")
        assert "That was" not in line(seat, -1), "the keys are back at once"
        await seat.press("p")
        await seat.until(lambda: "This is the first turn." in line(seat, -1))
        await seat.press("tab", "tab")
        assert line(seat, 1).startswith("1/3  Sato  nothing to say")
        await seat.press("n")
        assert line(seat, 1).startswith("2/3  Suzuki  moved 1")
        await seat.press("n")
        assert line(seat, 1).startswith("3/3  Nobody's  moved 1, need somebody 1")
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))


async def test_a_note_taken_there_lands_on_the_card_and_in_the_summary(
    board: Board,
    sit: Sit,
    sato: Actor,
    done: TaskRef,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stand_up_files, "default_directory", lambda: tmp_path)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        await seat.press("s")
        await seat.until(lambda: "0 min, begun by Sato" in line(seat, 0))
        await seat.press("m")
        await seat.until(lambda: isinstance(seat.app.screen, NoteDialog))
        await seat.press(*"Ask them", "f2")
        await seat.until(lambda: isinstance(seat.app.screen, StandUpScreen))
        await seat.until(lambda: len(board.stand_up().found.notes) == 1)
        notes = [one for one in board.inquiry(done.number).messages if one.author == "sato"]
        assert [(one.direction, one.text) for one in notes] == [(Direction.NOTE, "Ask them")]
        await seat.until(lambda: "moved 1" in line(seat, 1) and "(and 3 more)" in line(seat, 3))
        assert lines_of(seat.app.screen.query_one("#told", Plain))[0] == (
            "Note by Sato, Mon Nov 23 09:30: Ask them"
        )
        await end(seat)
        assert board.stand_up().found.stand_up is None
        await seat.press("down", "enter")
        await seat.until(lambda: bool(list(tmp_path.glob("*.md"))))
        await seat.until(lambda: "Stand-up over" in line(seat, 0))
    (saved,) = tmp_path.glob("*.md")
    text = saved.read_text("utf-8")
    assert "Sato: Ask them" in text
    assert "took 0 min, begun by Sato" in text
    assert "Suzuki moved" in text


async def test_whoever_joins_sees_the_same_one_and_its_minutes_pass_quietly(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock
) -> None:
    board.execute(BeginStandUp(), suzuki)
    clock.advance(3 * MINUTE)
    async with sit("sato", size=(80, 24)) as seat:
        screen = await standing(seat)
        assert "3 min, begun by Suzuki  since" in line(seat, 0)
        assert not screen.can("begin")
        await seat.press("n")
        clock.advance(2 * MINUTE)
        seat.app.tick()
        await seat.until(lambda: "5 min, begun by Suzuki  this turn 2 min" in line(seat, 0))
        found = board.stand_up().found.stand_up
        assert found is not None
        await seat.press("escape")
        assert board.stand_up().found.stand_up == found, "leaving the screen ends nothing"


async def test_when_another_ends_it_what_was_told_stays(
    board: Board, sit: Sit, suzuki: Actor, done: TaskRef
) -> None:
    begun = board.execute(BeginStandUp(), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        await seat.until(lambda: "begun by" in line(seat, 0))
        number = begun.detail["stand_up"]
        assert isinstance(number, int)
        board.execute(EndStandUp(stand_up_id=number), suzuki)
        await seat.app.live.look()
        await seat.until(lambda: "Stand-up over  took 0 min, begun by Suzuki" in line(seat, 0))
        await seat.until(lambda: "Suzuki ended the stand-up: it is over for all." in seat.text())
        assert "moved 1" in line(seat, 1)
        await seat.press("s")
        await seat.until(lambda: "0 min, begun by Sato" in line(seat, 0))


async def test_its_end_is_asked_for_once_and_names_what_it_does(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock
) -> None:
    board.execute(BeginStandUp(), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        screen = await standing(seat)
        await seat.press("E")
        await seat.until(lambda: isinstance(seat.app.screen, ConfirmDialog))
        assert "It is over for everybody who is in it" in one_line(seat.text())
        await seat.press("n")
        await seat.until(lambda: seat.app.screen is screen)
        assert board.stand_up().found.stand_up is not None
        await end(seat)
        await seat.press("escape")
        await seat.until(lambda: "took 0 min, begun by Suzuki, ended by Sato" in line(seat, 0))
        assert board.stand_up().found.stand_up is None
        await seat.press("E")
        await seat.until(lambda: "No stand-up goes on: s begins one." in seat.text())


async def test_one_that_is_over_took_as_long_as_it_did_whenever_it_is_noticed(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock
) -> None:
    number = board.execute(BeginStandUp(), suzuki).detail["stand_up"]
    assert isinstance(number, int)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        await seat.until(lambda: "begun by" in line(seat, 0))
        clock.advance(12 * MINUTE)
        board.execute(EndStandUp(stand_up_id=number), suzuki)
        clock.advance(45 * MINUTE)  # the line was down for as long
        await seat.app.live.look()
        await seat.until(lambda: "Stand-up over  took 12 min, begun by Suzuki" in line(seat, 0))


async def test_what_one_ends_oneself_took_until_it_was_written(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Minutes may pass until the answer is here, as when a line is opened anew."""
    board.execute(BeginStandUp(), suzuki)
    execute = Board.execute

    def slowly(self: Board, command: Command, actor: Actor) -> Event:
        event = execute(self, command, actor)
        clock.advance(30 * MINUTE)
        return event

    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        await seat.until(lambda: "begun by" in line(seat, 0))
        clock.advance(12 * MINUTE)
        monkeypatch.setattr(Board, "execute", slowly)
        await end(seat)
        await seat.press("escape")
        await seat.until(lambda: "Stand-up over  took 12 min, begun by Suzuki" in line(seat, 0))


async def test_a_beginning_that_fails_leaves_the_one_that_is_over_as_it_was(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It isn't going on again, offers no end, and took as long as it took."""
    number = board.execute(BeginStandUp(), suzuki).detail["stand_up"]
    assert isinstance(number, int)
    over = "Stand-up over  took 3 min, begun by Suzuki"
    async with sit("sato", size=(80, 24)) as seat:
        screen = await standing(seat)
        await seat.press("n")
        clock.advance(3 * MINUTE)
        board.execute(EndStandUp(stand_up_id=number), suzuki)
        await seat.app.live.look()
        await seat.until(lambda: over in line(seat, 0))

        def away(_board: Board, _command: Command, _actor: Actor) -> Event:
            raise Unavailable("busy", "The board is away.")

        with monkeypatch.context() as patch:
            patch.setattr(Board, "execute", away)
            await seat.press("s")
            await seat.until(lambda: "The board is away." in seat.text())
        clock.advance(20 * MINUTE)
        assert (screen.can("begin"), screen.can("end")) == (True, False)
        open_inquiry(board)
        await seat.app.live.look()
        await seat.press("n")
        await seat.until(lambda: line(seat, 1).startswith("3/3"))
        assert over in line(seat, 0), "the turn it was at stays, too"


async def test_who_may_only_look_begins_none(board: Board, sit: Sit, sato: Actor) -> None:
    make_viewer(board, "guest", sato)
    async with sit("guest", size=(80, 24)) as seat:
        screen = await standing(seat)
        assert not any(map(screen.can, ("begin", "end", "note")))
        await seat.press("s")
        assert board.stand_up().found.stand_up is None


async def test_it_is_mailed_where_a_way_and_addresses_are_there(
    board: Board, sit: Sit, sato: Actor, done: TaskRef
) -> None:
    alarms = replace(board.settings().alarms, mail_to=("team@shop.example",))
    changed = replace(board.settings(), alarms=alarms, own_addresses=("support@shop.example",))
    board.execute(ApplySettings(settings=changed), sato)
    taken: list[Delivery] = []

    class Sink(PretendedTransport):
        @contextmanager
        def offered(self, delivery: Delivery) -> Iterator[Give]:
            yield lambda: taken.append(delivery)

    async with sit("sato", size=(80, 24), pretended=Sink()) as seat:
        await standing(seat)
        await seat.press("y")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        assert "Mail it to team@shop.example" in seat.text()
        await seat.press("end", "enter")
        await seat.until(lambda: "Mailed to team@shop.example." in seat.text())
    (delivery,) = taken
    assert delivery.recipients == ("team@shop.example",)
    assert b"parcel" not in delivery.data


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40), (200, 60)])
async def test_all_of_the_card_under_the_cursor_is_told_with_nothing_cut(
    board: Board, sit: Sit, columns: int, lines: int
) -> None:
    name = "Hanako Yamada of the desk in Osaka"
    hanako = enter(board, "hanako", name)
    ref = open_inquiry(board, "届かない荷物")
    board.execute(Claim(task=ref), hanako)
    board.execute(Move(task=ref, stage="doing"), hanako)
    board.execute(AddNote(number=ref.number, text="x"), hanako)
    moved = f"{name} moved #1001 from ToDo to Doing"
    async with sit("sato", size=(columns, lines)) as seat:
        await standing(seat)
        await seat.press("n")
        told = seat.app.screen.query_one("#told", Plain)
        await seat.until(lambda: told.is_attached and name in shown(told))
        is_cut = columns == 80
        assert (f"{moved}, Mon Nov 23 09:30 (and 3 more)" in line(seat, 3)) is not is_cut
        assert "…" not in shown(told)
        newest_first = [moved] * is_cut + ["took #1001", "#1001 came in"]
        places = [shown(told).find(one) for one in ("wrote a note on", *newest_first)]
        assert -1 not in places, shown(told)
        assert places == sorted(places), shown(told)
        assert (moved in shown(told)) is is_cut, "what the row says is not said again"


async def test_what_is_told_takes_the_room_that_the_list_leaves(
    board: Board, sit: Sit, done: TaskRef, suzuki: Actor
) -> None:
    for number in range(12):
        board.execute(AddNote(number=done.number, text=f"Note {number}"), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        told = seat.app.screen.query_one("#told", Plain)
        await seat.until(lambda: "(and 14 more)" in line(seat, 3))
        assert len(lines_of(told)) == 14
        assert "came in" in lines_of(told)[-1]


async def test_what_there_is_no_room_for_is_counted(
    board: Board, sit: Sit, done: TaskRef, sato: Actor, suzuki: Actor
) -> None:
    for number in range(12):
        ref = open_inquiry(board, f"Another {number}")
        board.execute(Claim(task=ref), sato)
        board.execute(Move(task=ref, stage="done"), sato)
        board.execute(AddNote(number=done.number, text="x"), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        told = seat.app.screen.query_one("#told", Plain)
        await seat.until(lambda: "(and 14 more)" in line(seat, 3))
        first, second, more = lines_of(told)
        assert all("wrote a note" in one for one in (first, second))
        assert more == "12 more: enter opens the inquiry"


async def test_one_that_another_has_begun_is_told_and_the_last_turn_names_its_end(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock
) -> None:
    begun = board.execute(BeginStandUp(), suzuki)
    clock.advance(3 * MINUTE)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        await seat.until(lambda: "begun by Suzuki" in line(seat, 0))
        await seat.press("s")
        await seat.until(
            lambda: "The stand-up goes on already, begun by Suzuki 3 min" in one_line(seat.text())
        )
        found = board.stand_up().found.stand_up
        assert found is not None
        assert found.id == begun.detail["stand_up"]
        await seat.press("n", "n", "n")
        await seat.until(lambda: "the last turn: E ends the stand-up." in line(seat, -1))


def one_line(text: str) -> str:
    return " ".join(text.split())


async def test_what_the_row_tells_is_not_told_again_below_it(
    board: Board, sit: Sit, sato: Actor
) -> None:
    open_inquiry(board, "Short")
    open_inquiry(board, "Also short")
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        await seat.press("n", "n")
        told = seat.app.screen.query_one("#told", Plain)
        assert (line(seat, 1), told.display) == ("3/3  ToDo  moved 2, need somebody 2", False)
        long = open_inquiry(board, "A subject that no window of eighty cells has room for " * 2)
        await seat.until(lambda: "moved 3" in line(seat, 1))
        assert (told.display, shown(told)) == (True, "")
        await seat.press("end")
        await seat.until(lambda: f"#{long}" in shown(told))
        assert shown(told).count("A subject that no window") == 2
        assert "came in" not in shown(told)


def shown(told: Plain) -> str:
    return " ".join(lines_of(told))


def lines_of(told: Plain) -> list[str]:
    return [one.strip() for one in str(told.render()).splitlines() if one.strip()]


async def test_a_turn_begins_when_one_comes_to_it(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock
) -> None:
    board.execute(BeginStandUp(), suzuki)
    clock.advance(9 * MINUTE)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        await seat.until(lambda: "9 min, begun by Suzuki  since" in line(seat, 0))
        clock.advance(MINUTE)
        seat.app.tick()
        await seat.until(lambda: "10 min, begun by Suzuki  this turn 1 min" in line(seat, 0))


async def test_a_closed_one_is_kept_by_no_timer(board: Board, sit: Sit, done: TaskRef) -> None:
    async with sit("sato") as seat:
        closed = weakly(await standing(seat))
        await seat.press("escape")
        await seat.until(lambda: has_gone(closed), 5)


async def test_in_their_turn_an_absence_stands_in_one_line(
    board: Board, sit: Sit, suzuki: Actor, clock: FixedClock
) -> None:
    day = clock.now().date() + timedelta(days=2)
    board.execute(EnterAbsence(login="suzuki", first=day, last=day), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        assert seat.text().count("Soon away: Suzuki") == 1
        await seat.press("tab", "n")
        assert line(seat, 1).endswith("Soon away: Suzuki Wed Nov 25")
        assert seat.text().count("Soon away") == 1
        await seat.press("n")
        assert seat.text().count("Soon away: Suzuki") == 1


async def test_a_turn_begins_with_its_first_card(board: Board, sit: Sit, sato: Actor) -> None:
    refs = [open_inquiry(board, subject) for subject in ("First", "Second")]
    for ref in refs:
        board.execute(Claim(task=ref), sato)
        board.execute(Move(task=ref, stage="done"), sato)
    async with sit("sato", size=(80, 24)) as seat:
        screen = await standing(seat)
        await seat.press("down")
        assert screen.query_one(Listing).cursor == 1
        await seat.press("tab")
        assert line(seat, 1).startswith("1/2  Sato  moved 2")
        assert line(seat, 2).startswith(">")


async def test_a_note_that_a_colleague_takes_is_seen_at_once_and_stands_in_what_is_copied(
    board: Board, sit: Sit, suzuki: Actor, done: TaskRef
) -> None:
    board.execute(BeginStandUp(), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await standing(seat)
        await seat.until(lambda: "(and 2 more)" in line(seat, 3))
        board.execute(AddNote(number=done.number, text="返金を確かめる"), suzuki)
        await seat.until(lambda: "(and 3 more)" in line(seat, 3))
        await end(seat)
        await seat.press("enter")
        await seat.until(lambda: "Suzuki: 返金を確かめる" in seat.app.clipboard)
        assert "took 0 min, begun by Suzuki" in seat.app.clipboard
