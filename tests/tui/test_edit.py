"""Writing down what is known of an inquiry, and moving on when a stage asks for it."""

from __future__ import annotations

import dataclasses

import pytest

from csboard.board import Board
from csboard.domain.commands import AddNote, ApplySettings, ChangeMember, Claim, EditInquiry, Merge
from csboard.domain.editing import present
from csboard.domain.records import Actor, InquiryFields, Outcome, Role, Tags, TaskRef, Urgency
from csboard.domain.tag import Dimension
from csboard.tui.editor import TextEditor
from csboard.tui.fields import ImeInput
from csboard.tui.knowledge import changed, merged, theirs
from csboard.tui.screens.edit import FIELDS, EditDialog
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.widgets.pager import Pager
from csboard.tui.widgets.tag_field import TagField, offered, split_tags
from tests.support.desk import enter
from tests.support.words import vocabulary_of
from tests.tui.conftest import Seat, Sit
from tests.tui.test_inquiry import an_inquiry, opened, told
from tests.tui.test_writing_screens import AskingApp, asked

WORDS = Tags(("billing", "login"), ("charged twice",), ("angry", "afraid"))


def with_words_and_needs(board: Board, lead: Actor, *needs: str) -> None:
    """The team tags by `WORDS`, and asks for `needs` at the last stage."""
    settings = board.settings()
    *first, last = settings.stages
    stages = (*first, dataclasses.replace(last, needs=needs, definition_of_done="All answered"))
    board.execute(
        ApplySettings(settings=dataclasses.replace(settings, stages=stages), words=WORDS),
        lead,
    )


def inquiry_of(board: Board, task: TaskRef) -> InquiryFields:
    return present(board.inquiry(task.number).inquiry)


async def in_the_box(seat: Seat) -> EditDialog:
    await seat.until(lambda: isinstance(seat.app.screen, EditDialog))
    screen = seat.app.screen
    assert isinstance(screen, EditDialog)
    await seat.until(lambda: screen.focused is not None)
    return screen


async def out_of_the_box(seat: Seat) -> None:
    await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
    await seat.settle()


async def test_everything_known_is_written_down_in_one_box(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("e", *" of May", "tab", "tab", *"Sato Ltd", "tab", "right", "tab")
        await seat.press(
            "right", "tab", *"Refund", "enter", *"and call", "tab", *"Paid", "enter", *"twice"
        )
        await seat.press("tab", *"cross", "tab", *"billing, pdf", "tab", *"double", "f2")
        await seat.until(lambda: "#1001 is more urgent" in seat.text())
        await seat.press(*"boss", "enter")
        await out_of_the_box(seat)
        assert "Written down on #1001" in told(seat)
    assert inquiry_of(board, task) == InquiryFields(
        subject="Invoice of May",
        urgency=Urgency.HIGH,
        policy="Refund\nand call",
        fact="Paid\ntwice",
        emotion="cross",
        outcome=Outcome.SATISFIED,
        tags=Tags(("billing", "pdf"), ("double",), ()),
        customer_name="Hanako Sato",
        organisation="Sato Ltd",
    )


async def test_only_what_was_changed_is_sent_and_nothing_when_nothing_was(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("e")
        await in_the_box(seat)
        await seat.press("f2")
        await out_of_the_box(seat)
        assert "Nothing is different" in told(seat)
        await seat.press("e", "x", "f2")
        await out_of_the_box(seat)
    last = board.history(task.number)[-1]
    assert (last.kind, last.detail["fields"]) == ("edited", ["subject"])


async def test_what_somebody_else_wrote_meanwhile_is_told_and_not_overwritten(
    board: Board, sit: Sit
) -> None:
    sato, tanaka = enter(board, "sato", "Sato"), enter(board, "tanaka", "Tanaka")
    task = an_inquiry(board)
    board.execute(EditInquiry(number=1001, fields=InquiryFields(policy="old")), sato)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("e")
        box = await in_the_box(seat)
        box.query_one("#policy", TextEditor).focus()
        await seat.press(*" mine")
        theirs = InquiryFields(policy="Tanaka's way", fact="Two mails", urgency=Urgency.URGENT)
        board.execute(EditInquiry(number=1001, fields=theirs, reason="why"), tanaka)
        await seat.settle()
        await seat.press("f2")
        await seat.until(lambda: "Tanaka" in seat.text() and "Now it says" in seat.text())
        box = await in_the_box(seat)
        assert box.focused is box.query_one("#policy")
        assert box.query_one("#policy", TextEditor).words == "old mine"
        assert box.query_one("#fact", TextEditor).words == "Two mails"
        assert inquiry_of(board, task).policy == "Tanaka's way"
        await seat.press("f2")
        await out_of_the_box(seat)
    now = inquiry_of(board, task)
    assert (now.policy, now.fact, now.urgency) == ("old mine", "Two mails", Urgency.URGENT)


async def test_a_box_whose_inquiry_is_merged_meanwhile_says_so_and_writes_nothing_unasked(
    board: Board, sit: Sit
) -> None:
    sato, tanaka = enter(board, "sato", "Sato"), enter(board, "tanaka", "Tanaka")
    task, other = an_inquiry(board), an_inquiry(board)
    board.execute(EditInquiry(number=other.number, fields=InquiryFields(fact="Theirs")), sato)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("e")
        box = await in_the_box(seat)
        box.query_one("#policy", TextEditor).focus()
        await seat.press(*"mine")
        board.execute(Merge(number=task.number, into=other.number), tanaka)
        await seat.settle()
        await seat.press("f2")
        await seat.until(lambda: "#1001 was merged into #1002" in seat.text())
        box = await in_the_box(seat)
        assert "What is known of #1002" in seat.text()
        assert "saving writes it there" in box._problem
        assert box.query_one("#policy", TextEditor).words == "mine"
        assert box.query_one("#fact", TextEditor).words == "Theirs"
        assert inquiry_of(board, other).policy == ""
        await seat.press("f2")
        await out_of_the_box(seat)
        assert inquiry_of(board, other) == inquiry_of(board, task)
        assert (inquiry_of(board, other).policy, inquiry_of(board, other).fact) == (
            "mine",
            "Theirs",
        )


async def test_a_note_on_what_was_merged_meanwhile_says_where_it_is(board: Board, sit: Sit) -> None:
    _sato, tanaka = enter(board, "sato", "Sato"), enter(board, "tanaka", "Tanaka")
    task, other = an_inquiry(board), an_inquiry(board)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("m", *"called")
        board.execute(Merge(number=task.number, into=other.number), tanaka)
        await seat.settle()
        await seat.until(lambda: "#1002" in seat.text().splitlines()[0])
        await seat.press("f2")
        await out_of_the_box(seat)
        await seat.until(lambda: told(seat) == "Noted on #1002.")


async def test_a_box_that_fails_comes_back_with_everything_typed(board: Board, sit: Sit) -> None:
    lead = enter(board, "tanaka", "Tanaka")
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("e", *" of May")
        board.execute(ChangeMember(login="sato", role=Role.VIEWER), lead)
        await seat.press("f2")
        await seat.until(lambda: "look but not change" in seat.text())
        assert "Invoice of May" in seat.text()


async def test_others_changes_leave_text_selection_and_the_readers_place_alone(
    board: Board, sit: Sit
) -> None:
    sato, tanaka = enter(board, "sato", "Sato"), enter(board, "tanaka", "Tanaka")
    task = an_inquiry(board)
    for number in range(40):
        board.execute(AddNote(number=task.number, text=f"note {number}"), sato)
    async with sit("sato", (80, 24)) as seat:
        screen = await opened(seat, task.number)
        await seat.press("home", "pagedown", "j")
        pager = screen.query_one("#conversation", Pager)
        top = pager.render_line(0).text
        await seat.press("e")
        box = await in_the_box(seat)
        policy = box.query_one("#policy", TextEditor)
        policy.focus()
        await seat.press(*"some words", "shift+left", "shift+left")
        board.execute(Claim(task=task), tanaka)
        board.execute(AddNote(number=task.number, text="one more"), tanaka)
        board.execute(
            EditInquiry(number=task.number, fields=InquiryFields(subject="Theirs")), tanaka
        )
        await seat.settle()
        await seat.until(lambda: screen.view is not None and len(screen.view.messages) == 42)
        assert (policy.text, policy.selected_text) == ("some words", "ds")
        assert box.focused is policy
        assert box.query_one("#subject", ImeInput).text == "Invoice"
        await seat.press("escape", "escape", "y")
        await out_of_the_box(seat)
        assert pager.render_line(0).text == top
        await seat.press("m", *"half a")
        board.execute(AddNote(number=task.number, text="another"), tanaka)
        await seat.settle()
        editor = seat.app.screen.query_one(TextEditor)
        assert editor.text == "half a"
        assert editor.has_focus


async def test_from_the_details_the_field_that_is_read_is_edited(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(EditInquiry(number=1001, fields=InquiryFields(policy="a\n" * 30, fact="b")), sato)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("v", "J", "e")
        assert (await in_the_box(seat)).focused.id == "policy"  # type: ignore[union-attr]


async def test_a_move_that_lacks_something_opens_the_box_there_and_is_done_when_it_is_saved(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    with_words_and_needs(board, sato, "fact", "symptom")
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("v")
        await seat.until(lambda: "missing  the fact" in seat.text())
        assert "All answered" in seat.text()
        await seat.press("L")
        await seat.until(lambda: board.card(task).stage == "doing")
        await seat.settle()
        await seat.press("L")
        box = await in_the_box(seat)
        await seat.until(lambda: "still missing: the fact, a symptom tag" in seat.text())
        await seat.until(lambda: box.focused is box.query_one("#fact"))
        await seat.press(*"Paid twice", "f2")
        await seat.until(lambda: "still missing: a symptom tag" in seat.text())
        box = await in_the_box(seat)
        await seat.until(lambda: box.focused is box.query_one("#symptom"))
        await seat.press(*"ch", "right", "f2")
        await out_of_the_box(seat)
        await seat.until(lambda: board.card(task).stage == "done")
    assert inquiry_of(board, task).tags is not None
    assert board.inquiry(1001).inquiry.tags.symptom == ("charged twice",)


async def test_a_move_from_the_board_asks_in_the_same_way_and_can_be_given_up(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    with_words_and_needs(board, sato, "fact")
    board.execute(Claim(task=task), sato)
    async with sit("sato", (80, 24)) as seat:
        await seat.press("L", "L")
        await in_the_box(seat)
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is seat.screen)
    assert board.card(task).stage == "doing"


async def test_a_first_reply_can_only_be_told(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    with_words_and_needs(board, sato, "reply")
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("L")
        await seat.until(lambda: board.card(task).stage == "doing")
        await seat.settle()
        await seat.press("L")
        await seat.until(lambda: "the first reply" in told(seat))
    assert board.card(task).stage == "doing"


def test_tags_are_parted_by_any_comma() -> None:
    assert split_tags("a, b、c，d;e；f,, a") == ("a", "b", "c", "d", "e", "f")
    assert split_tags("two words,\x1b") == ("two words", "␛")


def test_the_teams_words_are_offered_by_reading_too_and_each_once() -> None:
    known = vocabulary_of(Tags((), ("ログイン", "API", "決済")), {"決済": "けっさい"})

    def offers(text: str) -> list[str]:
        return offered(text, known, Dimension.SYMPTOM)

    assert offers("") == ["ログイン", "API", "決済"]
    assert offers("決済、ろぐ") == ["ログイン"]
    assert offers("ａｐ") == ["API"]
    assert offers("決済、") == ["ログイン", "API"]
    assert offers("決済") == []
    assert offers("API、けっ") == offers("API, kess") == offers("kessai") == ["決済"]
    assert offers("kessai、rog") == ["ログイン"]


async def test_the_offered_words_go_in_by_keys() -> None:
    nothing = InquiryFields(subject="x", urgency=Urgency.NORMAL, tags=Tags(), outcome="")
    box = EditDialog("#1042", nothing, nothing, vocabulary=vocabulary_of(WORDS), at="feeling")
    async with asked(box) as (app, pilot):
        field = app.box.query_one("#feeling", TagField)
        assert app.focused is field
        await pilot.press("down")
        assert field.tags == ("angry",)
        await pilot.press("down")
        assert field.tags == ("afraid",)
        await pilot.press("comma", "space", "up", "f2")
    assert app.answer.tags == Tags((), (), ("afraid", "angry"))


def fields(**values: object) -> InquiryFields:
    empty = InquiryFields("s", Urgency.LOW, "", "", "", "", Tags(), "n", "o")
    return empty._replace(**values)  # type: ignore[arg-type]


def test_only_differences_are_meant() -> None:
    assert changed(fields(policy="p"), fields()) == InquiryFields(policy="p")
    assert changed(fields(outcome=""), fields(outcome=Outcome.SETTLED)).outcome == ""


def test_two_who_write_at_once_keep_what_each_wrote() -> None:
    before, mine, now = fields(), fields(policy="mine"), fields(policy="other", fact="other")
    assert merged(mine, before, now) == fields(policy="mine", fact="other")
    assert theirs(changed(mine, before), before, now) == (
        "policy",
        "Now it says: other (F2 puts yours in its place)",
    )
    tags = Tags(("a",))
    at, words = theirs(InquiryFields(tags=tags), before, fields(tags=Tags(("b",))))
    assert at == "content"
    assert "the tags" in words


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 60)])
async def test_every_field_can_be_reached_and_is_seen(size: tuple[int, int]) -> None:
    app = AskingApp(EditDialog("#1042", fields(), fields(), vocabulary=vocabulary_of(WORDS)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for name in FIELDS:
            assert app.focused is not None
            assert app.focused.id == name
            frame = app.box.query_one("#fields").region
            assert frame.contains_region(app.focused.region)
            await pilot.press("tab")
            await pilot.pause()


async def test_on_the_board_too_it_is_written_down_and_split_off(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato", (80, 24)) as seat:
        await seat.press("e")
        await in_the_box(seat)
        await seat.press(*" of May", "f2")
        await seat.until(lambda: board.card(task).title == "Invoice of May")
        await seat.until(lambda: seat.app.screen is seat.screen)
        await seat.type_at_once("s", *"Refund", "enter")
        await seat.until(lambda: len(board.inquiry(1001).tasks) == 2)
        await seat.until(lambda: seat.app.screen is seat.screen)
        await seat.settle()
        await seat.press("x", "e")
        assert "one card" in seat.told


async def test_letters_typed_ahead_of_a_box_that_a_move_opens_go_into_it(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    with_words_and_needs(board, sato, "fact")
    board.execute(Claim(task=task), sato)
    async with sit("sato", (80, 24)) as seat:
        await seat.press("L")
        await seat.until(lambda: board.card(task).stage == "doing")
        await seat.settle()
        await seat.type_at_once("L", *"Paid twice", "f2")
        await seat.until(lambda: board.card(task).stage == "done")
    assert board.inquiry(1001).inquiry.fact == "Paid twice"


async def test_each_field_names_its_own_keys(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato", (100, 30)) as seat:
        await opened(seat, task.number)
        await seat.press("e")
        box = await in_the_box(seat)
        for field, keys in (("#urgency", "Left Right Choose"), ("#policy", "tab Next field")):
            box.query_one(field).focus()
            await seat.settle()
            assert keys in seat.text()


async def test_every_outcome_fits_a_window_of_80_columns(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("e")
        await in_the_box(seat)
        assert "against their wish  no answer " in seat.text()
