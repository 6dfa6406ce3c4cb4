"""What colleagues do on the draft screen: speak of lines, propose words, judge, ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.geometry import Region

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import Comment, VerdictWord
from csboard.domain.reply_mark import ReplyState
from csboard.domain.review_commands import AddComment, AskReview, GiveVerdict
from csboard.domain.revisions import digest_of_draft
from csboard.tui.screens.compare import CompareScreen
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.widgets.comments import CommentPane
from csboard.tui.widgets.difference_pager import DifferencePager
from tests.tui.conftest import Seat, Sit
from tests.tui.test_draft_screen import (
    TEXT,
    asked,
    drafted,
    open_draft,
    opened,
    write,
)

__all__ = ["asked"]


def comments(board: Board, ref: TaskRef) -> tuple[Comment, ...]:
    return board.replies(ref.number).comments


def speak(board: Board, ref: TaskRef, actor: Actor, text: str, at: int, **more: object) -> int:
    """A comment on a line of the open draft; its id."""
    draft = open_draft(board, ref)
    quote = draft.words.text.split("\n")[at]
    event = board.execute(
        AddComment(
            text=text,
            draft_id=draft.id,
            digest=digest_of_draft(draft),
            first=at,
            last=at,
            quote=quote,
            **more,  # type: ignore[arg-type]
        ),
        actor,
    )
    comment_id = event.detail["comment"]
    assert isinstance(comment_id, int)
    return comment_id


async def woken(seat: Seat, shown: str) -> None:
    """Wait until what others did is shown."""
    seat.app.live.wake()
    await seat.until(lambda: shown in seat.text())


async def test_a_comment_on_selected_lines_quotes_exactly_them(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("suzuki") as seat:
        await opened(seat, asked)
        await seat.press("j", "j", "space", "j", "c")
        await seat.until(lambda: "> Please try again." in seat.text())
        await seat.press(*"When", "f2")
        await seat.until(lambda: bool(comments(board, asked)))
        [said] = comments(board, asked)
        assert (said.quote, said.first, said.last) == ("Please try again.\nIt is mended.", 2, 3)
        assert said.text == "When"
        await seat.until(lambda: "1 Suzuki" in seat.text())
        assert not seat.app.screen.query_one("#text").is_selecting  # type: ignore[attr-defined]


async def test_who_is_asked_for_a_review_is_offered_to_approve(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("suzuki", size=(80, 24)) as seat:
        await opened(seat, asked)
        assert "p Propose" in seat.text()
        draft = open_draft(board, asked)
        board.execute(AskReview(draft_id=draft.id, of="suzuki"), sato)
        await woken(seat, "review asked of Suzuki")
        assert "A Approve" in seat.text()
        assert "p Propose" not in seat.text()


async def test_a_comment_stands_at_its_line_and_follows_it(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    draft = drafted(board, asked, sato)
    speak(board, asked, suzuki, "When?", 3)

    def line_of(words: str) -> int:
        return next(at for at, line in enumerate(seat.text().splitlines()) if words in line)

    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("j", "j", "j")
        assert line_of("It is mended.") == line_of("1 Suzuki")
        write(board, draft, "Good morning!\n\n" + TEXT, sato)
        seat.app.screen._look()  # type: ignore[attr-defined]
        await seat.until(lambda: "Good morning!" in seat.text())
        assert line_of("It is mended.") == line_of("1 Suzuki")
        write(board, draft, "All is new.", sato)
        seat.app.screen._look()  # type: ignore[attr-defined]
        await seat.until(lambda: "words are gone" in seat.text())
        assert "> It is mended." in seat.text(), "its old words are told"


async def test_others_comments_come_live_and_move_nothing_under_the_cursor(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)
        await seat.press("down", "down", "down", "X")
        place = screen._editor.cursor_location
        speak(board, asked, suzuki, "Kindly put.", 2)
        await woken(seat, "Kindly put.")
        assert screen.is_writing
        assert screen._editor.cursor_location == place
        await seat.press("Y")
        assert "XY" in screen.text


async def test_a_proposal_is_made_and_accepted_with_one_key(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("suzuki") as seat:
        await opened(seat, asked)
        await seat.press("j", "j", "j", "p")
        await seat.until(lambda: "In place of these words" in seat.text())
        await seat.press(*" today", "f2")
        await seat.until(lambda: bool(comments(board, asked)))
        assert comments(board, asked)[0].proposal == "It is mended. today"
    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("j", "j", "j", "t")
        await seat.until(lambda: "mended. today" in open_draft(board, asked).words.text)
        await seat.until(lambda: "It is mended. today" in seat.text())
        assert comments(board, asked)[0].resolved_at is not None


async def test_comments_are_answered_settled_folded_and_opened_again(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    speak(board, asked, suzuki, "When?", 3)
    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("a")
        await seat.until(lambda: "Answer to Suzuki" in seat.text())
        await seat.press(*"Now", "f2")
        await seat.until(lambda: len(comments(board, asked)) == 2)
        await seat.until(lambda: "- Sato" in seat.text())
        await seat.press("x")
        await seat.until(lambda: "1 settled  Suzuki: When?" in seat.text())
        await seat.press("x")
        await seat.until(lambda: "1 settled" not in seat.text())
        assert comments(board, asked)[0].resolved_at is None


async def test_a_comment_on_the_customers_words(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("suzuki") as seat:
        await opened(seat, asked)
        await seat.press("shift+tab", "c")
        await seat.until(lambda: "> The invoice does not open." in seat.text())
        await seat.press(*"Which", "f2")
        await seat.until(lambda: bool(comments(board, asked)))
        [said] = comments(board, asked)
        assert said.message_id == board.inquiry(asked.number).messages[0].id
        assert said.quote == "The invoice does not open."


async def test_reviews_are_asked_for_and_given(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("w")
        await seat.until(lambda: "Who should look at it" in seat.text())
        await seat.press("j", "enter")
        await seat.until(lambda: bool(board.replies(asked.number).asks))
        assert board.replies(asked.number).asks[0].of == "suzuki"
        await seat.until(lambda: "review asked of Suzuki" in seat.text())
        await seat.press("A")
        assert not board.replies(asked.number).verdicts, "nobody approves their own draft"
    async with sit("suzuki") as seat:
        await seat.press("4")
        assert seat.card == str(asked), "the view of reviews shows it"
        assert "review wanted" in seat.text()
        await opened(seat, asked)
        await seat.press("A")
        await seat.until(lambda: bool(board.replies(asked.number).verdicts))
        assert board.replies(asked.number).verdicts[0].word is VerdictWord.APPROVE
        await seat.until(lambda: "approved by Suzuki" in seat.text())
        await seat.press("C")
        await seat.until(lambda: "Ask for a change" in seat.text())
        await seat.press(*"No", "f2")
        await seat.until(lambda: "change asked by Suzuki" in seat.text())


async def test_the_card_says_how_its_reply_stands(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    async with sit("sato") as seat:
        draft = drafted(board, asked, sato)
        await woken(seat, "reply begun")
        board.execute(AskReview(draft_id=draft.id), sato)
        await woken(seat, "review wanted")
        board.execute(
            GiveVerdict(draft_id=draft.id, digest=digest_of_draft(draft), word=VerdictWord.APPROVE),
            suzuki,
        )
        await woken(seat, "reply approved")


async def test_two_revisions_are_compared(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    draft = drafted(board, asked, sato)
    speak(board, asked, suzuki, "When?", 3)
    write(board, draft, TEXT.replace("mended", "mended today"), sato)
    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("d")
        await seat.until(lambda: isinstance(seat.app.screen, CompareScreen))
        text = seat.text()
        assert "- It is mended." in text
        assert "+ It is mended today." in text
        lines = seat.app.screen.query_one(DifferencePager).render_lines(Region(0, 0, 80, 12))
        pieces = [piece for line in lines for piece in line]
        assert [one.text for one in pieces if one.style and one.style.underline] == [" today"]
        await seat.press("tab", "left_square_bracket")
        await seat.until(lambda: "There is no difference." in seat.text())


@pytest.mark.parametrize("many", [1, 200])
async def test_the_cost_of_a_key_does_not_go_with_the_number_of_comments(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef, many: int
) -> None:
    """Rows are made for what is seen only, and nothing is looked for anew."""
    drafted(board, asked, sato)
    for number in range(many):
        speak(board, asked, suzuki, f"word {number}", number % 7)
    async with sit("sato") as seat:
        await opened(seat, asked)
        pane = seat.app.screen.query_one(CommentPane)
        screen = seat.app.screen
        assert isinstance(screen, DraftScreen)
        threads = screen._threads
        before = len(pane._rows)
        await seat.press("j")
        assert len(pane._rows) - before <= 40
        assert screen._threads is threads


async def test_words_that_differ_take_the_approval_off_the_card_at_once(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef, clock: FixedClock
) -> None:
    draft = drafted(board, asked, sato)
    verdict = GiveVerdict(
        draft_id=draft.id, digest=digest_of_draft(draft), word=VerdictWord.APPROVE
    )
    board.execute(verdict, suzuki)

    def mark(seat: Seat) -> ReplyState | None:
        card = seat.app.state.card(asked)
        return card.reply.state if card and card.reply else None

    async with sit("sato") as seat:
        assert mark(seat) is ReplyState.APPROVED
        screen = await opened(seat, asked)
        clock.advance(timedelta(seconds=1))
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)
        await seat.press("x", "ctrl+s")
        await seat.until(lambda: mark(seat) is ReplyState.DRAFT)
