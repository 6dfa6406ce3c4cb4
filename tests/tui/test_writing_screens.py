"""Writing a note, a reason, an inquiry: by keys alone, and nothing written is ever lost."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import ModalScreen

from csboard.domain.commands import OpenInquiry
from csboard.domain.records import Channel, Urgency
from csboard.errors import CsboardError
from csboard.text import NEVER_FIRST
from csboard.tui.base import BaseApp
from csboard.tui.editor import MAX_PASTE, TextEditor
from csboard.tui.elsewhere import editor_command
from csboard.tui.fence import Plain, say
from csboard.tui.fields import ImeInput
from csboard.tui.layout import cell_len
from csboard.tui.screens.new_inquiry import NewInquiryDialog
from csboard.tui.screens.note import NoteDialog
from csboard.tui.screens.reason import ReasonDialog
from csboard.tui.screens.remark import Remark, RemarkDialog
from csboard.tui.widgets.choice import Choice
from csboard.tui.widgets.footer import Footer
from tests.support.recording import record, seen, strangers_bytes

OPEN = object()
"""The answer of a box that is still open."""


class AskingApp(BaseApp):
    """Opens one box at once and keeps its answer."""

    def __init__(self, box: ModalScreen[Any]) -> None:
        super().__init__()
        self.box = box
        self.answer: Any = OPEN

    def compose(self) -> ComposeResult:
        yield Plain("behind")

    def on_mount(self) -> None:
        self.push_screen(self.box, self._answered)

    def _answered(self, answer: Any) -> None:
        self.answer = answer


@asynccontextmanager
async def asked(box: ModalScreen[Any]) -> AsyncIterator[tuple[AskingApp, Pilot[Any]]]:
    app = AskingApp(box)
    async with app.run_test() as pilot:
        await pilot.pause()
        yield app, pilot


def problem(app: AskingApp) -> str:
    shown = app.box.query_one("#problem", Plain)
    return str(shown.content) if shown.display else ""


async def test_a_note_is_typed_and_saved() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press(*"na j", "enter", "k", "ctrl+s")
        assert app.answer == "na j\nk"


async def test_esc_closes_an_empty_note_at_once() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press("escape")
        assert app.answer is None


async def test_esc_never_loses_a_note() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press("a", *["escape"] * 9)
        assert app.answer is OPEN
        assert isinstance(app.box.focused, TextEditor), "three lead back to where one wrote"
        await pilot.press("b", "escape", "s")
        assert app.answer == "ab"


@pytest.mark.parametrize("key", ["n", "escape", "e"])
async def test_the_question_names_the_keys_and_keeping_goes_back_to_writing(key: str) -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press("a", "escape", "escape")
        footer = app.box.query_one(Footer)
        assert [shown[0] for shown in footer._keys] == ["y", "n esc"]
        await pilot.press(key, "b", "f2")
        assert app.answer == "ab"


@pytest.mark.parametrize("key", ["f2", "ctrl+s"])
async def test_while_it_is_asked_whether_to_throw_it_away_nothing_is_saved(key: str) -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press("a", "escape", "escape", key)
        assert app.answer is OPEN
        assert "Throw away" in problem(app)
        await pilot.press("n", key)
        assert app.answer == "a"


async def test_a_note_is_thrown_away_only_when_asked_twice_and_confirmed() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press("a", "escape", "y")
        assert app.answer is OPEN
        await pilot.press("escape")
        assert "Throw away" in problem(app)
        await pilot.press("y")
        assert app.answer is None


async def test_an_empty_note_is_not_saved_but_told_so() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press("space", "ctrl+s")
        assert app.answer is OPEN
        assert "nothing" in problem(app)


async def test_a_note_that_could_not_be_saved_comes_back_with_the_problem() -> None:
    async with asked(NoteDialog("#1042", "kept", "The database is gone.")) as (app, pilot):
        assert problem(app) == "The database is gone."
        await pilot.press("ctrl+s")
        assert app.answer == "kept"


async def test_keys_in_the_footer_can_be_clicked() -> None:
    async with asked(NoteDialog("#1042", "kept")) as (app, pilot):
        await pilot.click(Footer, offset=(2, 0))
        assert app.answer == "kept"


async def test_enter_ends_a_reason_and_esc_an_empty_one() -> None:
    async with asked(ReasonDialog("take over")) as (app, pilot):
        await pilot.press("enter")
        assert app.answer is OPEN
        await pilot.press(*"leave", "enter")
        assert app.answer == "leave"
    async with asked(ReasonDialog("take over")) as (app, pilot):
        await pilot.press("escape")
        assert app.answer is None


async def test_a_call_is_written_down_in_one_go() -> None:
    async with asked(NewInquiryDialog()) as (app, pilot):
        await pilot.press(*"Yamada", "enter", *"03-1234-5678", "enter", *"Cannot log in", "enter")
        await pilot.press("right", "enter", "right", "right", "enter", *"since today", "ctrl+s")
    assert isinstance(app.answer, OpenInquiry)
    assert app.answer.customer_name == "Yamada"
    assert app.answer.customer_email == ""
    assert app.answer.subject == "Cannot log in"
    assert app.answer.body == "Phone: 03-1234-5678\n\nsince today"
    assert app.answer.channel is Channel.COUNTER
    assert app.answer.urgency is Urgency.URGENT


async def test_what_was_said_is_enough() -> None:
    async with asked(NewInquiryDialog()) as (app, pilot):
        app.box.query_one("#words", TextEditor).focus()
        await pilot.press(*"It broke", "enter", *"again", "f2")
    assert app.answer.subject == "It broke"
    assert app.answer.body == "It broke\nagain"
    assert app.answer.channel is Channel.PHONE


@pytest.mark.parametrize(
    ("contact", "told"), [("a@", "no mail address"), ("a b@c.example", "no mail address"), ("", "")]
)
async def test_what_lacks_is_told_in_place_and_nothing_is_lost(contact: str, told: str) -> None:
    async with asked(NewInquiryDialog()) as (app, pilot):
        await pilot.press(*"Yamada", "enter", *contact, "ctrl+s")
        assert app.answer is OPEN
        assert (told or "subject") in problem(app)
        assert app.box.query_one("#who", ImeInput).text == "Yamada"
        assert app.focused is app.box.query_one("#contact" if told else "#subject")


async def test_the_same_wish_keeps_its_id_when_it_is_tried_again() -> None:
    first = OpenInquiry(subject="x", customer_email="a@b.example", urgency=Urgency.HIGH)
    async with asked(NewInquiryDialog(first, "busy")) as (app, pilot):
        await pilot.press("ctrl+s")
    assert vars(app.answer) == vars(first)


@pytest.mark.parametrize("columns", [60, 80, 120])
async def test_each_row_of_a_quotation_has_its_sign_in_every_window(columns: int) -> None:
    quote = (
        "I fell out with my best friend, and it was my fault that we did, in every way there is."
    )
    async with asked(RemarkDialog("Comment", quote, Remark(""))) as (app, pilot):
        await pilot.resize_terminal(columns, 24)
        await pilot.pause()
        shown = app.box.query_one(".quote", Plain)
        rows = [strip.text.rstrip() for strip in shown.render_lines(shown.region.reset_offset)]
        assert [row[:2] for row in rows] == ["> "] * len(rows)
        assert " ".join(row[2:] for row in rows) == quote


async def test_pasted_text_is_cleaned() -> None:
    async with asked(NewInquiryDialog()) as (app, pilot):
        app.post_message(events.Paste("Ya\x1b[31m\nmada\u202e"))
        await pilot.pause()
        assert app.box.query_one("#who", ImeInput).text == "Ya␛[31m mada\ufffd"
        editor = app.box.query_one("#words", TextEditor)
        editor.focus()
        await pilot.pause()
        app.post_message(events.Paste("one\r\ntwo\x9b"))
        await pilot.pause()
        assert editor.words == "one\ntwo\ufffd"


async def test_a_paste_that_would_freeze_the_screen_is_refused_and_told() -> None:
    async with asked(NoteDialog("#1042", "kept")) as (app, pilot):
        app.post_message(events.Paste("x" * (MAX_PASTE + 1)))
        await pilot.pause()
        assert app.box.query_one(TextEditor).words == "kept"
        assert len(app._notifications) == 1


@pytest.mark.parametrize("hostile", ["\x1b]0;t\x07[/]", "[bold]件名[/b]", "\u202egnp.exe\ud800"])
@pytest.mark.parametrize("make", [NoteDialog, ReasonDialog])
async def test_no_box_lets_anything_through(
    make: type[NoteDialog | ReasonDialog], hostile: str
) -> None:
    async def nothing(pilot: Pilot[Any]) -> None:
        await pilot.press("a")

    assert strangers_bytes(await record(AskingApp(make(hostile, hostile, hostile)), nothing)) == []


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)])
async def test_all_of_a_box_is_seen_on_the_smallest_terminal_too(size: tuple[int, int]) -> None:
    async def nothing(pilot: Pilot[Any]) -> None:
        pass

    screen = seen(await record(AskingApp(NewInquiryDialog()), nothing, size), size)
    for word in ("New inquiry", "Customer", "Subject", "Urgency", "Save", "Next field"):
        assert word in screen


async def test_ctrl_q_does_not_leave_with_words_unsaved() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press("a", "ctrl+q", "b", "ctrl+s")
        assert app.answer == "ab"


async def test_the_chosen_option_is_marked_not_only_coloured() -> None:
    async def to_the_counter(pilot: Pilot[Any]) -> None:
        await pilot.press("tab", "tab", "tab", "right")

    screen = seen(await record(AskingApp(NewInquiryDialog()), to_the_counter))
    assert " phone  [counter]  mail" in screen
    assert "[normal]" in screen


async def test_the_line_of_keys_offers_a_key_no_terminal_holds_back() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        footer = app.box.query_one(Footer)
        assert [key for key, label, _action in footer._keys if label == "Save"] == ["F2"]
        await pilot.press("a", "escape")
        assert "Close" in [label for _key, label, _action in footer._keys]
        await pilot.press("e", "f2")
        assert app.answer == "a"


async def test_without_room_for_a_file_the_editor_is_not_opened_and_the_text_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_more: object, **_named: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    monkeypatch.setenv("VISUAL", "true")
    async with asked(NoteDialog("#1042", "kept")) as (app, pilot):
        await pilot.press("f4")
        await app.workers.wait_for_complete()
        assert "No space left" in problem(app)
        await pilot.press("ctrl+s")
        assert app.answer == "kept"


async def test_where_nothing_can_be_suspended_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "true")
    async with asked(ReasonDialog("take over", "kept")) as (app, pilot):
        await pilot.press("f4")
        assert "several lines" in problem(app)
    async with asked(NoteDialog("#1042", "kept")) as (app, pilot):
        await pilot.press("f4")
        await app.workers.wait_for_complete()
        assert "No editor can be opened" in problem(app)


async def test_of_a_paste_that_is_too_long_the_beginning_stays_and_that_is_told() -> None:
    async with asked(NewInquiryDialog()) as (app, pilot):
        await pilot.press("a")
        app.post_message(events.Paste("件" * 520))
        await pilot.pause()
        assert app.box.query_one("#who", ImeInput).text == "a" + "件" * 499
        assert "500" in problem(app)
        app.box.query_one("#who", ImeInput).action_delete_left()
        await pilot.pause()
        assert problem(app) == ""


async def test_a_complaint_goes_when_what_it_is_about_was_changed() -> None:
    async with asked(NewInquiryDialog()) as (app, pilot):
        await pilot.press("tab", *"a@", "f2")
        assert "no mail address" in problem(app)
        await pilot.press("b")
        assert problem(app) == ""


async def test_a_problem_from_outside_stays_until_something_is_written() -> None:
    async with asked(NoteDialog("#1042", "kept", "The database is gone.")) as (app, pilot):
        await pilot.pause()
        assert problem(app) == "The database is gone."
        await pilot.press("x")
        assert problem(app) == ""


async def test_outside_the_fields_only_the_key_that_is_shown_saves() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        await pilot.press("a", "escape", "enter")
        assert app.answer is OPEN


async def test_esc_is_called_by_what_it_does() -> None:
    def esc() -> str:
        shown = app.box.query_one(Footer)._keys
        return next(label for key, label, _action in shown if key == "esc")

    async with asked(NoteDialog("#1042")) as (app, pilot):
        assert esc() == "Close"
        await pilot.press("a")
        assert esc() == "Leave"
        await pilot.press("backspace")
        assert esc() == "Close"


async def test_a_digit_chooses_and_stays_in_the_row() -> None:
    async with asked(NewInquiryDialog()) as (app, pilot):
        row = app.box.query_one("#channel", Choice)
        row.focus()
        await pilot.press("3", "2", "9", "/")
        assert row.chosen == 1
        assert app.focused is row


async def test_sentences_in_boxes_are_broken_as_japanese_is() -> None:
    sentence = "'昨日'は日時として読めません。「11/24」や「明日」のように書いてください。" * 2
    async with asked(ReasonDialog("x", "y", sentence)) as (app, _pilot):
        shown = app.box.query_one("#problem", Plain)
        lines = [strip.text.rstrip() for strip in shown.render_lines(shown.region.reset_offset)]
        assert "".join(lines) == sentence
        assert len(lines) == shown.size.height > 1
        assert cell_len(lines[0]) > shown.size.width - 6
        assert not {line[0] for line in lines} & NEVER_FIRST


async def test_sentences_in_toasts_are_broken_as_japanese_is() -> None:
    async with asked(NoteDialog("#1042")) as (app, pilot):
        say(app, "設定「board.claim」の「L」は使えません。ほかのキーを書いてください。" * 2)
        await pilot.pause()
        [toast] = app._notifications
        first, second = toast.message.splitlines()
        assert cell_len(first) > 30
        assert second[0] not in NEVER_FIRST


def test_the_editor_of_the_settings_that_is_missing_is_not_blamed_on_the_shell() -> None:
    with pytest.raises(CsboardError, match="There is no program nonexist-ed"):
        editor_command("nonexist-ed", {})


async def test_one_goes_on_writing_at_the_end_of_what_stands_there() -> None:
    async with asked(NoteDialog("#1042", "one\ntwo")) as (app, pilot):
        await pilot.press("x", "f2")
        assert app.answer == "one\ntwox"
