"""What colleagues said of a message stands in its inquiry, and is answered there."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.records import Actor, TaskRef
from csboard.domain.review_commands import AddComment
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.remark import RemarkDialog
from tests.tui.conftest import Seat, Sit
from tests.tui.test_draft_screen import asked

__all__ = ["asked"]


def say_of_message(board: Board, ref: TaskRef, actor: Actor, text: str, line: int | None) -> None:
    message = board.inquiry(ref.number).messages[0]
    board.execute(
        AddComment(text=text, message_id=message.id, first=line, last=line),
        actor,
    )


async def opened_inquiry(seat: Seat) -> None:
    await seat.press("enter")
    await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
    screen = seat.app.screen
    assert isinstance(screen, InquiryScreen)
    await seat.until(lambda: screen.view is not None)


async def test_a_comment_stands_under_its_line_in_a_frame_of_its_own(
    board: Board, sit: Sit, suzuki: Actor, asked: TaskRef
) -> None:
    first, *_others = board.inquiry(asked.number).messages[0].text.splitlines()
    say_of_message(board, asked, suzuki, "That is what it is about.", 0)
    say_of_message(board, asked, suzuki, "A regular.", None)
    async with sit("sato") as seat:
        await opened_inquiry(seat)
        await seat.until(lambda: "A regular." in seat.text())
        lines = [line.split("  │")[0] for line in seat.text().splitlines()]
        at = next(at for at, line in enumerate(lines) if line.strip().startswith(first))
        assert "┌─ internal comment  Suzuki" in lines[at + 1]
        assert f"│ > {first}" in lines[at + 2]
        assert "│ That is what it is about." in lines[at + 3]


async def test_c_comments_answers_and_settles(
    board: Board, sit: Sit, suzuki: Actor, asked: TaskRef
) -> None:
    async with sit("sato") as seat:
        await opened_inquiry(seat)
        await seat.press("c")
        await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
        assert "never sent" in seat.text()
        await seat.press(*"mine", "f2")
        await seat.until(lambda: "internal comment  Sato" in seat.text())
        await seat.settle()
        await seat.press("c")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        await seat.press("down", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
        await seat.press(*"again", "f2")
        await seat.until(lambda: "- Sato" in seat.text())
        await seat.settle()
        await seat.press("c")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        await seat.press("down", "down", "enter")
        await seat.until(lambda: "internal comment  settled  Sato: mine" in seat.text())
        assert "again" not in seat.text()
        await seat.press("z")
        await seat.until(lambda: "again" in seat.text())
    said = board.inquiry(asked.number).comments
    assert [(one.text, one.parent is None) for one in said] == [("mine", True), ("again", False)]
    assert said[0].resolved_by == "sato"
