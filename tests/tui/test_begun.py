"""What somebody was writing in a box when their program ended: kept, offered, and dropped again."""

from __future__ import annotations

import json
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, EditInquiry, EraseInquiry, Move
from csboard.domain.records import Actor, InquiryFields, Outcome, TaskRef
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import RecordSent
from csboard.tui import begun
from csboard.tui.app import CsboardApp
from csboard.tui.begun_files import LIFETIME, MOST_BYTES, MOST_FILES, Begun, BegunFiles
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.screens.edit import EditDialog
from csboard.tui.screens.new_inquiry import NewInquiryDialog
from csboard.tui.screens.note import NoteDialog
from csboard.tui.screens.remark import RemarkDialog
from csboard.tui.screens.success import SuccessDialog
from csboard.tui.screens.template import TemplateDialog
from csboard.tui.screens.writing import WritingScreen
from tests.support.desk import enter, open_inquiry
from tests.support.templates import prepared
from tests.tui.conftest import Seat
from tests.tui.test_draft_screen import asked, drafted, opened

__all__ = ["asked"]

Again = Callable[..., AbstractAsyncContextManager[Seat]]


@pytest.fixture(autouse=True)
def _kept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(begun, "KEEP_AFTER", 0.01)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "begun"


@pytest.fixture
def again(board: Board, tmp_path: Path) -> Again:
    """The board opened for a login, with a directory of their own."""
    (tmp_path / "first-steps-done").touch()

    @asynccontextmanager
    async def opened(login: str, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Seat]:
        app = CsboardApp(board, Actor(login), state_file=tmp_path / "state.toml")
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield Seat(app, pilot)

    return opened


def box_of(seat: Seat) -> WritingScreen[object]:
    assert isinstance(seat.app.screen, WritingScreen)
    return seat.app.screen


def says(seat: Seat) -> str:
    return str(box_of(seat).query_one("#problem", Plain).content)


async def test_a_note_that_was_cut_off_comes_back_and_is_gone_once_saved(
    board: Board, again: Again, directory: Path
) -> None:
    enter(board, "sato")
    number = open_inquiry(board).number
    async with again("sato") as seat:
        await seat.press("m", *"half a note")
        await seat.until(lambda: len(list(directory.glob("*.json"))) == 1)
    async with again("sato") as seat:
        await seat.until(lambda: "note on #1001 (m)" in seat.told)
        await seat.press("m")
        await seat.until(lambda: isinstance(seat.app.screen, NoteDialog))
        assert box_of(seat).query_one(TextEditor).text == "half a note"
        assert "it was kept" in says(seat)
        await seat.press(*" and more", "ctrl+s")
        await seat.until(lambda: bool(board.inquiry(number).messages))
        assert board.inquiry(number).messages[-1].text == "half a note and more"
        await seat.until(lambda: not list(directory.iterdir()))
        await seat.press("m")
        assert box_of(seat).query_one(TextEditor).text == ""


async def test_a_template_that_was_cut_off_comes_back_where_it_was_begun(
    board: Board, again: Again, directory: Path
) -> None:
    sato = enter(board, "sato")
    prepared(board, sato, "Hello", name="Greeting", language="en")
    async with again("sato") as seat:
        await seat.press("g", "p")
        await seat.until(lambda: "Greeting" in seat.text())
        await seat.press("e", *" there")
        await seat.until(lambda: len(list(directory.glob("*.json"))) == 1)
    async with again("sato") as seat:
        await seat.until(lambda: "template (g p)" in seat.told)
        await seat.press("g", "p")
        await seat.until(lambda: "Greeting" in seat.text())
        await seat.press("n")
        await seat.until(lambda: isinstance(seat.app.screen, TemplateDialog))
        assert box_of(seat).query_one(TextEditor).text == ""
        await seat.press("escape", "e")
        await seat.until(lambda: "it was kept" in says(seat))
        await seat.press("f2")
        await seat.until(lambda: "the former wording is kept" in seat.text())
        assert board.template(1).text == "Hello there"
        await seat.until(lambda: not list(directory.iterdir()))


async def test_the_words_of_the_last_moment_are_kept_when_the_program_is_left(
    board: Board, again: Again, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begun, "KEEP_AFTER", 60)
    enter(board, "sato")
    open_inquiry(board)
    async with again("sato") as seat:
        await seat.press("m", *"all of it")
        assert not directory.exists()
    [file] = directory.glob("*.json")
    assert json.loads(file.read_text())["typed"] == {"text": "all of it"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


async def test_what_is_thrown_away_or_taken_back_is_not_kept(
    board: Board, again: Again, directory: Path
) -> None:
    enter(board, "sato")
    open_inquiry(board)
    async with again("sato") as seat:
        await seat.press("m", *"ab")
        await seat.until(lambda: bool(list(directory.glob("*.json"))))
        await seat.press("backspace", "backspace")
        await seat.until(lambda: not list(directory.iterdir()))
        await seat.press("c")
        await seat.until(lambda: bool(list(directory.glob("*.json"))))
        await seat.press("escape", "escape", "y")
        await seat.until(lambda: not list(directory.iterdir()))


async def test_what_another_program_of_the_same_person_is_writing_is_not_offered(
    board: Board, again: Again, directory: Path
) -> None:
    enter(board, "sato")
    open_inquiry(board)
    async with again("sato") as one, again("sato") as other:
        await one.press("m", *"mine")
        await one.until(lambda: bool(list(directory.glob("*.json"))))
        await other.press("m")
        assert box_of(other).query_one(TextEditor).text == ""


async def test_an_edit_comes_back_and_says_when_others_were_there(
    board: Board, again: Again, directory: Path
) -> None:
    tanaka = enter(board, "tanaka")
    enter(board, "sato")
    number = open_inquiry(board).number
    async with again("sato") as seat:
        await seat.press("e")
        await seat.until(lambda: isinstance(seat.app.screen, EditDialog))
        await seat.press(*" again", "tab", *"Mr. A")
        await seat.until(lambda: bool(list(directory.glob("*.json"))))
    board.execute(EditInquiry(number=number, fields=InquiryFields(subject="Theirs")), tanaka)
    async with again("sato") as seat:
        await seat.until(lambda: "changes to #1001 (e)" in seat.told)
        await seat.press("e")
        await seat.until(lambda: isinstance(seat.app.screen, EditDialog))
        assert "Others have changed" in says(seat)
        assert box_of(seat).written()["subject"].endswith(" again")
        assert box_of(seat).written()["customer_name"].endswith("Mr. A")


async def test_a_new_inquiry_comes_back_with_all_its_fields(board: Board, again: Again) -> None:
    enter(board, "sato")
    async with again("sato") as seat:
        await seat.press("i", *"Mori", "tab", "tab", *"Print", "tab", "2", "tab", "4")
        before = box_of(seat).written()
    async with again("sato") as seat:
        await seat.until(lambda: "new inquiry (i)" in seat.told)
        await seat.press("i")
        await seat.until(lambda: isinstance(seat.app.screen, NewInquiryDialog))
        assert box_of(seat).written() == before
        assert (before["who"], before["channel"], before["urgency"]) == ("Mori", "1", "3")


async def test_a_note_for_several_is_offered_on_any_of_them(board: Board, again: Again) -> None:
    enter(board, "sato")
    open_inquiry(board)
    open_inquiry(board)
    async with again("sato") as seat:
        await seat.press("x", "down", "x", "m", *"both")
        assert isinstance(seat.app.screen, NoteDialog)
    async with again("sato") as seat:
        await seat.until(lambda: "#1001, #1002" in seat.told)
        await seat.press("m")
        assert box_of(seat).query_one(TextEditor).text == "both"
        assert "It was for #1001, #1002." in says(seat)


async def test_a_comment_on_a_message_comes_back_in_its_inquiry(
    board: Board, again: Again, suzuki: Actor, asked: TaskRef
) -> None:
    async with again("suzuki") as seat:
        await seat.press("enter", "c")
        await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
        await seat.press(*"Kind")
    async with again("suzuki") as seat:
        await seat.until(lambda: "comment on a message of #1001 (c)" in seat.told)
        await seat.press("enter", "c")
        await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
        assert box_of(seat).query_one("#text", TextEditor).text == "Kind"


async def test_a_comment_in_the_reading_round_comes_back_there(
    board: Board, again: Again, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    draft = drafted(board, asked, sato)
    board.execute(
        RecordSent(draft_id=draft.id, digest=digest_of_draft(draft), seen=draft.seen), sato
    )
    for typed in ("", "Warm"):
        async with again("suzuki") as seat:
            await seat.press("g", "v")
            await seat.until(lambda: "Reading round 1/1" in seat.text())
            await seat.press("c")
            await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
            assert box_of(seat).query_one("#text", TextEditor).text == typed
            await seat.press(*"Warm"[len(typed) :])


async def test_a_comment_comes_back_where_the_same_words_stand(
    board: Board, again: Again, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with again("suzuki") as seat:
        await opened(seat, asked)
        await seat.press("j", "j", "space", "j", "c")
        await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
        await seat.press(*"When")
    async with again("suzuki") as seat:
        await seat.until(lambda: "comment on the reply to #1001 (r)" in seat.told)
        await opened(seat, asked)
        await seat.press("c")
        await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
        assert box_of(seat).query_one("#text", TextEditor).text == "", "of other lines"
        await seat.press("escape", "j", "j", "space", "j", "c")
        await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
        assert box_of(seat).query_one("#text", TextEditor).text == "When"


async def test_what_was_begun_on_an_inquiry_that_was_erased_is_dropped_at_the_next_start(
    board: Board, again: Again, directory: Path
) -> None:
    lead = enter(board, "sato")
    ref = open_inquiry(board)
    async with again("sato") as seat:
        await seat.press("m", *"what she said")
    assert len(list(directory.iterdir())) == 1
    board.execute(Claim(task=ref), lead)
    board.execute(
        EditInquiry(number=ref.number, fields=InquiryFields(outcome=Outcome.SATISFIED)), lead
    )
    board.execute(Move(task=ref, stage="done"), lead)
    board.execute(EraseInquiry(number=ref.number, why="request"), lead)
    async with again("sato") as seat:
        await seat.until(lambda: not list(directory.iterdir()))
        assert "Begun and kept" not in seat.told


# the files by themselves


def begun_at(board: Board, days: int = 0, text: str = "words") -> Begun:
    return Begun("note", (1001,), {"text": text}, {}, board.clock.now() - timedelta(days))


@pytest.fixture
def files(directory: Path, board: Board) -> BegunFiles:
    return BegunFiles(directory, board.url, "sato")


def test_the_latest_of_two_comes_first_and_the_other_after_it(
    files: BegunFiles, board: Board
) -> None:
    now = board.clock.now()
    for days in (2, 1):
        file = files.new()
        file.write(begun_at(board, days, f"{days} days old"))
        file.leave()
    for expected in ("1 days old", "2 days old"):
        taken = files.take("note", (1001,), now)
        assert taken is not None
        assert taken[1].typed == {"text": expected}
    assert files.take("note", (1001,), now) is None


def test_only_ones_own_of_this_board_is_found(
    files: BegunFiles, board: Board, directory: Path
) -> None:
    file = files.new()
    file.write(begun_at(board))
    file.leave()
    now = board.clock.now()
    assert files.take("edit", (1001,), now) is None
    assert files.take("note", (1002,), now) is None
    assert BegunFiles(directory, board.url, "tanaka").take("note", (1001,), now) is None
    assert BegunFiles(directory, "sqlite:////else", "sato").take("note", (1001,), now) is None
    assert files.take("note", (1001,), now) is not None


def test_what_is_too_old_or_too_many_is_dropped(
    files: BegunFiles, board: Board, directory: Path
) -> None:
    for days in (LIFETIME.days + 1, *[1] * (MOST_FILES + 2)):
        file = files.new()
        file.write(begun_at(board, days))
        file.leave()
    left = files.left(board.clock.now())
    assert len(left) == len(list(directory.iterdir())) == MOST_FILES


def test_a_text_too_long_is_refused_and_leaves_nothing(
    files: BegunFiles, board: Board, directory: Path
) -> None:
    with pytest.raises(OSError, match="large"):
        files.new().write(begun_at(board, text="x" * MOST_BYTES))
    assert not directory.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"box": 1}', b"\xff", b"[" * 100_000])
def test_a_broken_file_is_passed_over(
    files: BegunFiles, board: Board, directory: Path, content: bytes
) -> None:
    file = files.new()
    file.write(begun_at(board))
    file.leave()
    [path] = directory.iterdir()
    path.write_bytes(content)
    assert files.left(board.clock.now()) == []
    assert path.exists(), "it may be another version's"


def test_a_link_in_place_of_a_file_is_not_followed(
    files: BegunFiles, board: Board, directory: Path, tmp_path: Path
) -> None:
    file = files.new()
    file.write(begun_at(board))
    file.leave()
    [path] = directory.iterdir()
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert files.left(board.clock.now()) == []


async def test_a_case_that_was_cut_off_comes_back_with_all_its_fields(
    board: Board, again: Again, directory: Path
) -> None:
    """A new one, and changes to one that is on the sheet."""
    sato = enter(board, "sato", "Sato")
    number = open_inquiry(board, "A call", channel="phone").number
    async with again("sato") as seat:
        await seat.press("W")
        await seat.until(lambda: isinstance(seat.app.screen, SuccessDialog))
        await seat.press(*"kind words", "shift+tab", "shift+tab", "shift+tab", *"We pay back.")
        await seat.until(lambda: len(list(directory.glob("*.json"))) == 1)
    async with again("sato") as seat:
        await seat.until(lambda: "case of #1001 (W)" in seat.told)
        await seat.press("W")
        await seat.until(lambda: isinstance(seat.app.screen, SuccessDialog))
        assert "it was kept" in says(seat)
        await seat.press("f2")
        await seat.until(lambda: len(board.sheet().rows) == 1)
        await seat.until(lambda: not list(directory.iterdir()))
    success = board.success(1).success
    assert (success.why, success.passage) == ("kind words", "We pay back.")
    assert sato.login == success.author
    async with again("sato") as seat:
        await seat.press("g", "c")
        await seat.until(lambda: "1 case" in seat.text())
        await seat.press("e")
        await seat.until(lambda: isinstance(seat.app.screen, SuccessDialog))
        await seat.press("end", *" again")
        await seat.until(lambda: len(list(directory.glob("*.json"))) == 1)
    async with again("sato") as seat:
        await seat.until(lambda: "changes to the case of #1001 (g c)" in seat.told)
        await seat.press("g", "c")
        await seat.until(lambda: "1 case" in seat.text())
        await seat.press("e")
        await seat.until(lambda: isinstance(seat.app.screen, SuccessDialog))
        await seat.press("f2")
        await seat.until(lambda: board.success(1).success.title == "A call again")
    assert number == success.number
