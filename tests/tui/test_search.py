"""The search screen: answers as one types, marked in their sentences, read and come back from."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from textual import events

from csboard.board import Board
from csboard.domain.commands import FileAsJunk, OpenInquiry
from csboard.domain.knowledge import SuccessFields
from csboard.domain.records import Actor, Channel, Tags
from csboard.domain.success_commands import MakeSuccess
from csboard.tui.fields import ImeInput
from csboard.tui.screens.case import CaseScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.search import SearchScreen
from tests.support.desk import enter
from tests.tui.conftest import Sit

LABELLED = tomllib.loads((Path(__file__).parents[1] / "search" / "labelled.toml").read_text())


@pytest.fixture
def sato(board: Board) -> Actor:
    """A board with the labelled inquiries; numbers as they stand there, from 1001."""
    actor = enter(board, "sato", "Sato")
    for subject, text, *tags in LABELLED["inquiries"].values():
        content, symptom, emotion = (((word,) if word else ()) for word in tags)
        opening = OpenInquiry(
            subject=subject, body=text, customer_name="山田", tags=Tags(content, symptom, emotion)
        )
        board.execute(opening, actor)
    return actor


async def test_answers_come_as_one_types_and_lead_to_the_inquiry_and_back(
    sit: Sit, sato: Actor
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash")
        await seat.until(lambda: "Type words" in seat.text())
        await seat.press(*"884213")
        await seat.until(lambda: "Refund not received" in seat.text())
        lines = seat.text().splitlines()
        assert lines[1].strip() == "1 inquiry"
        assert lines[2].startswith(">#1036  Refund not received")
        assert "Order 884213." in lines[3]
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("escape")
        await seat.until(lambda: isinstance(seat.app.screen, SearchScreen))
        assert "Refund not received" in seat.text()


async def test_what_was_searched_for_is_there_again(sit: Sit, sato: Actor) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash", *"webhook")
        await seat.until(lambda: "Webhook signature" in seat.text())
        await seat.press("enter", "escape", "escape", "escape")
        await seat.until(lambda: seat.app.screen is seat.screen)
        seat.app.searched = "webhook"
        await seat.press("g", "slash")
        await seat.until(lambda: "Webhook signature" in seat.text())
        assert seat.app.screen.query_one(ImeInput).value == "webhook"


async def test_tab_completes_keys_and_values(sit: Sit, sato: Actor) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash", "o", "w")
        await seat.until(lambda: "owner: who has it" in seat.text())
        await seat.press("tab")
        await seat.until(lambda: "me   sato" in seat.text())
        await seat.press("s", "tab")
        await seat.until(lambda: seat.app.screen.query_one(ImeInput).value == "owner:sato ")
        await seat.until(lambda: "Nothing was found." in seat.text())


async def test_what_cannot_be_asked_is_said_and_nothing_is_lost(sit: Sit, sato: Actor) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash", *"before:soon")
        await seat.until(lambda: "write a day as 2026-11-23" in seat.text())
        assert seat.app.screen.query_one(ImeInput).value == "before:soon"


async def test_junk_is_shown_only_when_asked_for(board: Board, sit: Sit, sato: Actor) -> None:
    board.execute(FileAsJunk(number=1034), sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash")
        seat.app.screen.query_one(ImeInput).value = "養蜂箱"
        await seat.until(lambda: "Nothing was found." in seat.text())
        seat.app.screen.query_one(ImeInput).value = "養蜂箱 is:junk "
        await seat.until(lambda: "養蜂箱の在庫" in seat.text())
        assert "junk" in seat.text()


async def test_marks_are_seen_without_colour_on_the_row_of_the_cursor_too(
    sit: Sit, sato: Actor
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash")
        seat.app.screen.query_one(ImeInput).value = "返金"
        await seat.until(lambda: "返金はいつ頃" in seat.text())
        listing = seat.app.screen.query_one("FoundList")
        for y in (0, 2):
            segments = listing.render_line(y)
            found = [one for one in segments if one.text == "返金"]
            assert found
            assert all(one.style and one.style.underline for one in found)


async def test_a_case_that_says_it_stands_above_the_inquiries(
    board: Board, sit: Sit, sato: Actor
) -> None:
    command = OpenInquiry(subject="A call", channel=Channel.PHONE)
    number = board.execute(command, sato).number
    assert number is not None
    fields = SuccessFields(title="Refund by phone", passage="The refund arrives on Friday.")
    board.execute(MakeSuccess(number=number, fields=fields), sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash", *"refund")
        await seat.until(lambda: "Refund by phone" in seat.text())
        lines = seat.text().splitlines()
        assert lines[1].strip().startswith("1 successful case, ")
        assert lines[2].startswith(">Case  Refund by phone")
        assert "The refund arrives" in lines[3]
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, CaseScreen))
        await seat.press("escape")
        await seat.until(lambda: isinstance(seat.app.screen, SearchScreen))
        await seat.press("down", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("escape")
        await seat.press(*" nowhere-at-all")
        await seat.until(lambda: "Refund by phone" not in seat.text())


async def test_what_was_looked_for_instead_is_named_behind_the_count(sit: Sit, sato: Actor) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash")
        seat.app.screen.query_one(ImeInput).value = "返金できない"
        await seat.until(lambda: "Not found as written: looked for 返金." in seat.text())
        told = seat.text().splitlines()[1]
        assert "inquiries. Not found" in told


async def test_every_row_in_view_has_its_sentence(board: Board, sit: Sit, sato: Actor) -> None:
    for number in range(24):
        board.execute(OpenInquiry(subject=f"Kiln {number}", body="The kiln is cold."), sato)
    async with sit("sato", size=(80, 50)) as seat:
        await seat.press("g", "slash", *"kiln")
        await seat.until(lambda: seat.text().count("The kiln is cold.") >= 22)


async def test_a_paste_that_is_too_long_is_told_the_limit(sit: Sit, sato: Actor) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "slash")
        seat.app.post_message(events.Paste("あ" * 10_000))
        await seat.until(
            lambda: (
                "10,000 characters are too much to search for: 1,000 at most."
                in seat.text().splitlines()[1]
            )
        )
        assert "Nothing was found." not in seat.text()
        seat.app.screen.query_one(ImeInput).value = "webhook"
        await seat.until(lambda: "Webhook signature" in seat.text())
        assert "at most" not in seat.text()
