"""Templates: looked through, written, worded anew, picked for a reply and filled in."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import cast

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import EditInquiry
from csboard.domain.records import Actor, InquiryFields, Tags, TaskRef
from csboard.domain.template_commands import WriteTemplate
from csboard.tui.editor import TextEditor
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.sending import SendDialog
from csboard.tui.screens.sheet import SheetScreen
from csboard.tui.screens.template import TemplateDialog
from csboard.tui.screens.template_pick import TemplatePick
from csboard.tui.screens.templates import TemplatesScreen
from csboard.tui.widgets.draft_editor import DraftEditor
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.successes import answered, made
from tests.support.templates import prepared, reply_with
from tests.tui.conftest import Seat, Sit

TOPIC = Tags(("billing",), ("charged twice",))
TEXT = "Dear {customer},\nwe refund order {?order number} by {date+3}.\n{member}"


def asked(board: Board, by: Actor, subject: str = "Charged twice") -> TaskRef:
    ref = open_inquiry(
        board, subject, body="Twice!", customer_name="Anna Lee", customer_email="anna@b.example"
    )
    board.execute(EditInquiry(number=ref.number, fields=InquiryFields(tags=TOPIC)), by)
    return ref


async def shown(seat: Seat, kind: type[object]) -> None:
    await seat.until(lambda: isinstance(seat.app.screen, kind))


def editor(seat: Seat) -> DraftEditor:
    return cast(DraftScreen, seat.app.screen).query_one(DraftEditor)


async def test_one_is_picked_for_a_reply_and_what_it_asks_for_is_typed(
    board: Board, sit: Sit, sato: Actor
) -> None:
    asked(board, sato)
    prepared(board, sato, "Hello.", name="Greeting", language="en")
    refund = prepared(board, sato, TEXT, name="Refund", language="en", tags=TOPIC)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("r")
        await shown(seat, DraftScreen)
        await seat.until(lambda: editor(seat).has_focus)
        await seat.press("f3")
        await shown(seat, TemplatePick)
        await seat.until(lambda: "Dear Anna Lee" in seat.text())
        await seat.press(*"gree")
        await seat.until(lambda: "Dear Anna Lee" not in seat.text())
        await seat.press(*["backspace"] * 4, "enter")
        await shown(seat, DraftScreen)
        await seat.until(lambda: editor(seat).selected_text == "[[?order number]]")
        await seat.until(lambda: "To fill in: order number" in seat.text())
        (row,) = [one for one in board.templates().rows if one.template.id == refund.id]
        assert row.use.uses == 1
        await seat.press("escape", "S")
        await seat.until(lambda: "something to fill in: [[?order number]]" in seat.text())
        footer = seat.text().splitlines()
        assert not any(word in line for line in footer for word in ("Copy", "into a file"))
        await seat.press("y", "f")
        assert isinstance(seat.app.screen, SendDialog)
        draft = board.replies(1001).draft
        await seat.press("e")
        await seat.until(lambda: editor(seat).selected_text == "[[?order number]]")
        assert draft is not None
        assert "we refund order [[?order number]] by November 26." in draft.words.text


async def test_typing_fills_in_what_is_selected(board: Board, sit: Sit, sato: Actor) -> None:
    asked(board, sato)
    prepared(board, sato, TEXT, name="Refund", language="en")
    async with sit("sato", size=(120, 40)) as seat:
        await seat.press("r")
        await shown(seat, DraftScreen)
        await seat.until(lambda: editor(seat).has_focus)
        await seat.press("f3")
        await shown(seat, TemplatePick)
        await seat.press("enter")
        await shown(seat, DraftScreen)
        await seat.until(lambda: bool(editor(seat).selected_text))
        await seat.press("A", "minus", "1", "f2")
        await seat.until(lambda: "Saved." in seat.text())
        assert "A-1 by November 26" in (_text(board) or "")


def _is_in_draft(board: Board, words: str) -> bool:
    return words in (_text(board) or "")


def _text(board: Board) -> str | None:
    draft = board.replies(1001).draft
    return draft.words.text if draft else None


async def test_the_list_shows_what_became_of_each(board: Board, sit: Sit, sato: Actor) -> None:
    ref = asked(board, sato)
    template = prepared(board, sato, "Hello {customer}.", name="Greeting", language="en")
    reply_with(board, template, ref.number, sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "p")
        await shown(seat, TemplatesScreen)
        await seat.until(lambda: "Greeting" in seat.text())
        (row,) = [line for line in seat.text().splitlines() if "Greeting" in line]
        assert row.split()[1:] == ["Greeting", "en", "1", "-", "Nov", "23"]
        assert "Hello {customer}." in seat.text()
        assert "Put in" not in seat.text()
        await seat.press("n")
        await shown(seat, TemplateDialog)
        await seat.press(*"Bye", "tab", "tab", "tab", "tab", "tab", *"See {you}", "f2")
        await seat.until(lambda: "Line 1, column 5: there is no {you}" in seat.text())
        assert seat.app.screen.query_one(TextEditor).cursor_location == (0, 4)
        await seat.press(*["delete"] * 5, *"you", "f2")
        await shown(seat, TemplatesScreen)
        await seat.until(lambda: "2 templates" in seat.text())
        await seat.press("slash", *"bye", "enter")
        await seat.until(lambda: "1 template  of 2" in seat.text())
        await seat.press("R")
        await seat.until(lambda: "offered no more" in seat.text())
        await seat.press("v")
        await seat.until(lambda: "Retired templates" in seat.text() and "Bye" in seat.text())
        await seat.press("R")
        await seat.until(lambda: "Bye is offered again." in seat.text())
        await seat.press("v", "u")
        await seat.until(lambda: "Undone: bringing a template back" in seat.text())
        await seat.press("u")
        await seat.until(lambda: "Undone: retiring a template" in seat.text())
        assert len(board.templates().rows) == 2


async def test_nothing_but_an_act_on_templates_is_taken_back(
    board: Board, sit: Sit, sato: Actor
) -> None:
    asked(board, sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "p")
        await shown(seat, TemplatesScreen)
        await seat.press("u")
        await seat.until(lambda: "There is nothing of yours to take back." in seat.text())
    assert board.inquiry(1001).inquiry.tags == TOPIC


async def test_words_of_both_are_seen_when_two_word_one_anew(
    board: Board, sit: Sit, sato: Actor
) -> None:
    tanaka = enter(board, "tanaka", "Tanaka")
    first = prepared(board, sato, "Hello", name="Greeting", language="en")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "p")
        await seat.until(lambda: "Greeting" in seat.text())
        await seat.press("e")
        await shown(seat, TemplateDialog)
        await seat.press(*"!")
        changed = WriteTemplate(name="Greeting", language="en", text="Good day", replaces=first.id)
        board.execute(changed, tanaka)
        await seat.press("f2")
        await seat.until(lambda: "Tanaka worded this template anew" in seat.text())
        assert "Saving puts yours" in " ".join(seat.text().replace("│", "").split())
        await seat.press("f2")
        await shown(seat, TemplatesScreen)
        await seat.until(lambda: "the former wording is kept" in seat.text())
        assert board.template(first.id).text == "Hello!"


async def test_what_repeats_gets_one_with_one_key(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    refs = [asked(board, sato) for _each in range(5)]
    answered(board, refs[0], sato, "Dear Anna Lee,\nwe refund it.")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "p")
        told = "5 like this in 30 days, no template: make one  billing/charged twice"
        await seat.until(lambda: told in seat.text())
        await seat.press("enter")
        await shown(seat, TemplateDialog)
        await seat.until(lambda: "Dear {customer}," in seat.text())
        await seat.press("f2")
        await shown(seat, TemplatesScreen)
        await seat.until(lambda: "billing/charged twice" in seat.text())
        await seat.until(lambda: told not in seat.text())
        assert board.templates().rows[0].template.tags == TOPIC


async def test_one_is_made_of_the_reply_in_view_and_of_a_case(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    ref = asked(board, sato)
    answered(board, ref, sato, "Dear Anna,\nmail to anna@b.example.")
    made(board, ref, sato, passage="It helped.", title="Refunded")
    clock.advance(timedelta(minutes=1))
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("enter")
        await shown(seat, InquiryScreen)
        await seat.until(lambda: "mail to anna" in seat.text())
        await seat.press("P")
        await shown(seat, TemplateDialog)
        await seat.until(lambda: "mail to {?the mail address}." in seat.text())
        await seat.press("f2")
        await seat.until(lambda: "The template is written (g p)" in seat.text())
        await seat.press("g", "c")
        await shown(seat, SheetScreen)
        await seat.until(lambda: "Refunded" in seat.text())
        await seat.press("t")
        await shown(seat, TemplateDialog)
        await seat.press("f2")
        await seat.until(lambda: "The template is written (g p)" in seat.text())
        assert len(board.templates().rows) == 2


async def test_from_an_inquiry_one_goes_into_its_reply(board: Board, sit: Sit, sato: Actor) -> None:
    asked(board, sato)
    prepared(board, sato, "Hello {customer}.", name="Greeting", language="en")
    async with sit("sato", size=(120, 40)) as seat:
        await seat.press("enter")
        await shown(seat, InquiryScreen)
        await seat.press("g", "p")
        await seat.until(lambda: "Greeting" in seat.text())
        await seat.press("p")
        await shown(seat, DraftScreen)
        await seat.until(lambda: "The template is in the reply" in seat.text())
        assert "Hello Anna Lee." in editor(seat).text
        await seat.until(lambda: board.templates().rows[0].use.uses == 1)


async def test_a_viewer_looks_at_them_only(board: Board, sit: Sit, sato: Actor) -> None:
    make_viewer(board, "guest", sato)
    prepared(board, sato, "Hello", name="Greeting", language="en")
    async with sit("guest", size=(80, 24)) as seat:
        await seat.press("g", "p")
        await seat.until(lambda: "Greeting" in seat.text())
        assert "New" not in seat.text().splitlines()[-1]
        await seat.press("n")
        await seat.until(lambda: "may look" in seat.text())
        assert isinstance(seat.app.screen, TemplatesScreen)


LONG = "\n\n".join(f"Paragraph {n} of the first.\nIts other line." for n in range(12))


async def test_what_was_put_in_is_seen_from_its_beginning_and_stays_in_one_piece(
    board: Board, sit: Sit, sato: Actor
) -> None:
    asked(board, sato)
    prepared(board, sato, LONG, name="First", language="en")
    prepared(board, sato, "All of the second.", name="Second", language="en")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("r")
        await shown(seat, DraftScreen)
        await seat.until(lambda: editor(seat).has_focus)
        for name in ("first", "second"):
            await seat.press("f3")
            await shown(seat, TemplatePick)
            await seat.press(*name, "enter")
            await shown(seat, DraftScreen)
            await seat.until(partial(_is_in_draft, board, f"of the {name}"))
            await seat.settle()
            assert (f"Paragraph 0 of the {name}" if name == "first" else "All of") in seat.text()
        assert (_text(board) or "").startswith(LONG + "\n")
        await seat.press("escape", "T")
        await shown(seat, TemplatePick)
        await seat.press(*"second", "enter")
        await seat.until(lambda: (_text(board) or "").count("All of the second.") == 2)
        await seat.settle()
        assert LONG in (_text(board) or "")


async def test_from_reading_it_comes_below_the_paragraph_of_the_cursor(
    board: Board, sit: Sit, sato: Actor
) -> None:
    asked(board, sato)
    prepared(board, sato, "Put in.", name="First", language="en")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("r")
        await shown(seat, DraftScreen)
        await seat.until(lambda: editor(seat).has_focus)
        await seat.press(*"one", "enter", *"two", "enter", "enter", *"three", "up", "up", "up")
        await seat.press("escape", "T")
        await shown(seat, TemplatePick)
        await seat.press("enter")
        await seat.until(lambda: "Put in." in (_text(board) or ""))
        await seat.settle()
        assert "one\ntwo\nPut in.\n\nthree" in (_text(board) or "")
