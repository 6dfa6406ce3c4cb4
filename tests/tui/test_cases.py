"""The successful-cases sheet: made with W, read, narrowed, spoken of, put into a reply."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import EditInquiry
from csboard.domain.knowledge import Finding, SuccessFields
from csboard.domain.records import Actor, InquiryFields, Tags, TaskRef
from csboard.domain.success_commands import EditSuccess
from csboard.tui import sheet_files
from csboard.tui.screens.case import CaseScreen
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.passage import PassageScreen
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.sheet import SheetScreen
from csboard.tui.screens.success import SuccessDialog
from tests.support.desk import make_viewer, open_inquiry
from tests.support.successes import answered, found, made
from tests.tui.conftest import Sit

REPLY = "Sorry for the trouble.\nPlease open the reset page.\nIt takes a minute."


def asked(board: Board, subject: str, by: Actor, **tags: tuple[str, ...]) -> TaskRef:
    ref = open_inquiry(board, subject, body=f"{subject}!\nPlease help.", channel="mail")
    fields = InquiryFields(tags=Tags(**tags), fact="The link was old")
    board.execute(EditInquiry(number=ref.number, fields=fields), by)
    return ref


async def test_a_case_is_made_of_the_lines_that_are_chosen(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    ref = asked(board, "Cannot log in", suzuki, content=("login",))
    answered(board, ref, suzuki, REPLY)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.until(lambda: "reset page" in seat.text())
        await seat.press("W")
        await seat.until(lambda: isinstance(seat.app.screen, PassageScreen))
        await seat.press("down", "space", "down", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, SuccessDialog))
        await seat.press(*"polite", "f2")
        await seat.until(lambda: "on the sheet" in seat.text())
        (row,) = board.sheet().rows
        success = row.success
        assert success.passage == "Please open the reset page.\nIt takes a minute."
        assert (success.title, success.why) == ("Cannot log in", "polite")
        assert (success.fact, success.was) == ("The link was old", "Cannot log in!\nPlease help.")
        assert success.tags.content == ("login",)


async def test_what_nobody_has_answered_is_no_case(board: Board, sit: Sit, sato: Actor) -> None:
    asked(board, "Cannot log in", sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("W")
        await seat.until(lambda: "no reply that went out" in seat.text())
        assert seat.app.screen is seat.screen


async def test_a_call_is_a_case_written_by_hand(board: Board, sit: Sit, sato: Actor) -> None:
    open_inquiry(board, "A call", channel="phone")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("W")
        await seat.until(lambda: isinstance(seat.app.screen, SuccessDialog))
        await seat.press("f2")
        await seat.until(lambda: "as they were said" in seat.text())
        await seat.press(*"sorry", "f2")
        await seat.until(lambda: bool(board.sheet().rows))
        assert board.sheet().rows[0].success.passage == "sorry"


@pytest.fixture
def cases(board: Board, sato: Actor, suzuki: Actor, clock: FixedClock) -> list[int]:
    """Three, of which the oldest has faded; the second was used."""
    clock.advance(timedelta(days=-300))
    keys = []
    for subject, content, days in (
        ("Old export", "export", 290),
        ("Paid twice", "payment", 5),
        ("Cannot log in", "login", 5),
    ):
        ref = asked(board, subject, suzuki, content=(content,), emotion=("upset",))
        answered(board, ref, suzuki, REPLY)
        success = made(board, ref, suzuki, passage=REPLY, was="Angry words", became="Thank you")
        keys.append(success.id)
        clock.advance(timedelta(days=days))
    found(board, board.success(2).success, sato, Finding.USED)
    return keys


async def test_the_sheet_is_narrowed_by_facets_and_words(
    board: Board, sit: Sit, cases: list[int]
) -> None:
    async with sit("sato", size=(120, 40)) as seat:
        await seat.press("g", "c")
        await seat.until(lambda: "3 cases" in seat.text())
        lines = seat.text().splitlines()
        assert "This week's case: " in lines[1]
        order = [seat.text().index(one) for one in ("Paid twice", "Cannot log in", "faded")]
        assert order == sorted(order)
        assert "Angry words => Thank you" in seat.text()
        await seat.press("f")
        await seat.until(lambda: "2 cases" in seat.text())
        await seat.press("f")
        await seat.until(lambda: "1 case " in seat.text())
        await seat.press("f", "c")
        await seat.until(lambda: "Which content?" in seat.text())
        await seat.press("down", "enter")
        await seat.until(lambda: "Content: export" in seat.text())
        await seat.press("c", "home", "enter")
        await seat.until(lambda: "3 cases" in seat.text())
        await seat.press("slash", *"paid")
        await seat.until(lambda: "1 case " in seat.text())
        await seat.press("enter", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, CaseScreen))
        await seat.until(lambda: "1 finding" in seat.text())
        await seat.press("escape", "slash", "escape")
        await seat.until(lambda: "3 cases" in seat.text())


async def test_findings_are_told_edited_and_taken_back(
    board: Board, sit: Sit, cases: list[int], suzuki: Actor
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "c", "enter")
        await seat.until(lambda: "The words that helped" in seat.text())
        await seat.press("equals_sign")
        await seat.until(lambda: "still true 1" in seat.text())
        await seat.press("minus")
        await seat.until(lambda: "why?" in seat.text())
        await seat.press(*"too long", "f2")
        await seat.until(lambda: "did not work 1" in seat.text())
        assert board.success(2).words[0].note == "too long"
        await seat.press("u")
        await seat.until(lambda: "did not work 0" in seat.text())
        await seat.press("e")
        await seat.until(lambda: isinstance(seat.app.screen, SuccessDialog))
        await seat.press("end", *" again")
        theirs = EditSuccess(success_id=2, fields=SuccessFields(title="Otherwise", why="because"))
        board.execute(theirs, suzuki)
        await seat.press("f2")
        await seat.until(lambda: "Suzuki changed the title" in seat.text())
        await seat.press("f2")
        await seat.until(lambda: board.success(2).success.title == "Paid twice again")
        assert board.success(2).success.why == "because"
        await seat.until(lambda: isinstance(seat.app.screen, CaseScreen))
        await seat.press("R")
        await seat.until(lambda: "Taken off the sheet" in seat.text())


async def test_its_words_go_into_the_reply_one_comes_from(
    board: Board, sit: Sit, cases: list[int]
) -> None:
    """What was typed stays, and the reuse is counted."""
    ref = open_inquiry(board, "Me too", channel="mail", customer_email="me@example.com")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", *str(ref.number), "enter", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("r")
        await seat.until(lambda: isinstance(seat.app.screen, DraftScreen))
        draft = seat.app.screen
        assert isinstance(draft, DraftScreen)
        await seat.until(lambda: draft.is_writing)
        await seat.press(*"typed", "enter", "escape")
        await seat.until(lambda: not draft.is_writing)
        await seat.press("g", "c")
        await seat.until(lambda: "3 cases" in seat.text())
        await seat.press("p")
        await seat.until(lambda: seat.app.screen == draft)
        await seat.until(lambda: "Please open the reset page." in draft.text)
        await seat.until(lambda: "make them fit" in seat.text())
        stored = board.draft(1 + 3).words.text
        assert "typed" in stored
        assert REPLY in stored


async def test_a_reply_is_begun_with_its_words(board: Board, sit: Sit, cases: list[int]) -> None:
    ref = open_inquiry(board, "Me too", channel="mail", customer_email="me@example.com")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", *str(ref.number), "enter", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("g", "c")
        await seat.until(lambda: "3 cases" in seat.text())
        await seat.press("enter", "p")
        await seat.until(lambda: "make them fit" in seat.text())
        draft = seat.app.screen
        assert isinstance(draft, DraftScreen)
        assert board.draft(4).words.text.startswith(REPLY)
        assert draft.is_writing


async def test_who_only_looks_reads_the_sheet(
    board: Board, sit: Sit, cases: list[int], sato: Actor
) -> None:
    make_viewer(board, "mori", sato)
    async with sit("mori", size=(80, 24)) as seat:
        await seat.press("g", "c")
        await seat.until(lambda: "You may look" in seat.text())
        await seat.press("plus")
        await seat.until(lambda: "3 cases" in seat.text())
        assert len(board.success(2).words) == 1
        assert isinstance(seat.app.screen, SheetScreen)


async def test_what_is_shown_goes_into_a_new_file(
    board: Board, sit: Sit, cases: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_files, "default_directory", lambda: tmp_path)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "c")
        await seat.until(lambda: "3 cases" in seat.text())
        await seat.press("slash", *"paid", "enter")
        await seat.until(lambda: "1 case" in seat.text())
        for _again in range(2):
            await seat.press("X")
            await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
            await seat.press("down", "down", "enter")
            await seat.until(lambda: isinstance(seat.app.screen, SheetScreen))
            await seat.until(lambda: "Saved as" in seat.text() + seat.told)
    files = sorted(tmp_path.glob("successful-cases-*.md"))
    assert len(files) == 2
    assert "Paid twice" in files[0].read_text()
    assert "Cannot log in" not in files[0].read_text()


async def test_words_are_looked_for_as_a_search_does(
    board: Board, sit: Sit, cases: list[int]
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "c")
        await seat.until(lambda: "3 cases" in seat.text())
        await seat.press("slash", *"-twice reset")
        await seat.until(lambda: "2 cases  of 3" in seat.text())
        await seat.press("escape")
        await seat.until(lambda: "of 3" not in seat.text())


async def test_a_wide_window_shows_the_case_beside_its_row(
    board: Board, sit: Sit, cases: list[int]
) -> None:
    async with sit("sato", size=(200, 60)) as seat:
        await seat.press("g", "c")
        await seat.until(lambda: "The words that helped" in seat.text())
        first = seat.text()
        await seat.press("down")
        await seat.until(lambda: seat.text() != first and "The words that helped" in seat.text())


async def test_the_case_of_the_week_is_one_key_away(
    board: Board, sit: Sit, cases: list[int]
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "c")
        await seat.until(lambda: "This week's case" in seat.text())
        await seat.press("P")
        await seat.until(lambda: isinstance(seat.app.screen, CaseScreen))


async def test_the_sheet_stays_at_the_case_that_was_retired_and_brought_back_in_it(
    board: Board, sit: Sit, cases: list[int]
) -> None:
    async with sit("sato", size=(120, 40)) as seat:
        await seat.press("g", "c")
        await seat.until(lambda: isinstance(seat.app.screen, SheetScreen))
        await seat.settle()
        sheet = cast(SheetScreen, seat.app.screen)
        before = sheet.chosen
        assert before is not None
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, CaseScreen))
        await seat.settle()
        await seat.press("R")
        await seat.until(lambda: "Taken off the sheet" in seat.text())
        await seat.press("u")
        await seat.until(lambda: "Taken off the sheet" not in seat.text())
        await seat.settle()
        await seat.press("escape")
        await seat.settle()
        assert sheet.chosen is not None
        assert sheet.chosen.success.id == before.success.id
