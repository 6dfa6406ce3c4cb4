"""The draft screen under one pair of hands and under several: what is typed is never lost."""

from __future__ import annotations

from datetime import timedelta
from weakref import ref as weakly

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.directories import state_directory
from csboard.domain.commands import EditInquiry
from csboard.domain.draft_commands import BeginDraft, DiscardDraft, HoldPen, SaveDraft, TakePen
from csboard.domain.records import Actor, Channel, InquiryFields, TaskRef
from csboard.domain.replies import Draft
from csboard.domain.revisions import digest_of_draft
from csboard.domain.sending_commands import Send
from csboard.errors import Unavailable
from csboard.tui import draft_keeper
from csboard.tui.screens import draft_reading
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.widgets.draft_editor import DraftEditor
from csboard.tui.widgets.footer import Footer
from tests.support.desk import open_inquiry
from tests.support.replying import agree
from tests.tui.conftest import Seat, Sit, has_gone

CUSTOMERS_WORDS = "The invoice does not open.\nWhat can I do?"
TEXT = "Dear Ms Sato,\n\nPlease try again.\nIt is mended.\n\nYours\nCS"


@pytest.fixture
def asked(board: Board, sato: Actor) -> TaskRef:
    return open_inquiry(
        board,
        "Invoice",
        customer_name="Hanako Sato",
        customer_email="hanako@example.com",
        body=CUSTOMERS_WORDS,
        channel=Channel.MAIL,
    )


def drafted(board: Board, ref: TaskRef, actor: Actor, text: str = TEXT) -> Draft:
    """A draft that nobody writes in at the moment."""
    board.execute(BeginDraft(number=ref.number, session="elsewhere"), actor)
    draft = open_draft(board, ref)
    write(board, draft, text, actor)
    board.keep(HoldPen(draft_id=draft.id, session="elsewhere", leave=True), actor)
    return open_draft(board, ref)


def write(board: Board, draft: Draft, text: str, actor: Actor) -> None:
    words = draft.words._replace(text=text)
    version = board.draft(draft.id).version
    board.keep(
        SaveDraft(draft_id=draft.id, session="elsewhere", seen_version=version, words=words), actor
    )


def open_draft(board: Board, ref: TaskRef) -> Draft:
    draft = board.replies(ref.number).draft
    assert draft is not None
    return draft


async def opened(seat: Seat, ref: TaskRef, *, begin: bool = True) -> DraftScreen:
    screen = DraftScreen(ref.number, begin=begin)
    seat.app.push_screen(screen)
    await seat.until(lambda: screen.draft is not None)
    await seat.settle()
    return screen


def told(seat: Seat) -> str:
    """What the last line of the screen in front says."""
    return seat.app.screen.query_one(Footer).said


def editor(screen: DraftScreen) -> DraftEditor:
    return screen.query_one(DraftEditor)


async def test_r_on_a_card_begins_the_reply_and_typing_saves_it_by_itself(
    board: Board, sit: Sit, asked: TaskRef
) -> None:
    async with sit("sato") as seat:
        await seat.press("r")
        await seat.until(lambda: getattr(seat.app.screen, "is_writing", False))
        text = seat.text()
        assert "Hanako Sato <hanako@example.com>" in text
        assert "Re: Invoice" in text or "Invoice" in text
        assert "The invoice does not open." in text
        await seat.press("D", "e", "a", "r", "space", "S")
        await seat.until(lambda: open_draft(board, asked).words.text.startswith("Dear S"), 5)
        assert open_draft(board, asked).pen is not None


async def test_typed_words_are_saved_within_two_seconds_however_long_one_types(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    """Not after a rest: somebody who never stops typing loses no more than that either."""
    assert draft_keeper.SAVE_AFTER <= 1.0
    drafted(board, asked, sato, "")
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)
        await seat.press("a")
        due = screen.keeper and screen.keeper._due
        assert due is not None
        await seat.press("b")
        assert screen.keeper is not None
        assert screen.keeper._due is due, "a second key puts nothing off"


async def test_esc_goes_to_reading_and_lays_the_pen_down(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)
        assert open_draft(board, asked).pen is not None
        await seat.press("!", "escape")
        await seat.until(lambda: open_draft(board, asked).pen is None)
        assert open_draft(board, asked).words.text.startswith("Dear Ms Sato,!")
        await seat.press("c")  # acts by now, and types nothing
        assert "cDear" not in screen.text


async def test_leaving_saves_and_a_draft_in_which_nothing_was_written_is_not_kept(
    board: Board, sit: Sit, asked: TaskRef
) -> None:
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.until(lambda: screen.is_writing)
        await seat.press("escape", "escape")
        await seat.until(lambda: board.replies(asked.number).draft is None)
        screen = await opened(seat, asked)
        await seat.until(lambda: screen.is_writing)
        await seat.press("x", "escape", "escape")
        await seat.until(lambda: seat.app.screen is not screen)
        assert open_draft(board, asked).words.text.startswith("x")


async def test_quitting_in_the_midst_of_a_word_saves_it(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato, "")
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)
        await seat.press("h", "a")
        seat.app.exit(return_code=129)
    assert open_draft(board, asked).words.text == "ha"
    assert open_draft(board, asked).pen is None


async def test_somebody_elses_words_appear_while_one_reads_and_the_cursor_stays(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    draft = drafted(board, asked, sato)
    async with sit("suzuki") as seat:
        screen = await opened(seat, asked)
        await seat.press("j", "j", "j", "space")
        assert screen._paper.lines[screen._paper.cursor].text == "It is mended."
        board.keep(HoldPen(draft_id=draft.id, session="elsewhere"), sato)
        write(board, draft, "Good morning!\n" + TEXT, sato)
        screen._look()
        await seat.until(lambda: "Good morning!" in seat.text())
        assert "Sato is writing" in seat.text()
        assert screen._paper.lines[screen._paper.cursor].text == "It is mended."
        assert screen._paper.is_selecting


async def test_the_pen_is_taken_after_one_question_and_nothing_typed_is_lost(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    draft = drafted(board, asked, sato)
    board.keep(HoldPen(draft_id=draft.id, session="elsewhere"), sato)
    async with sit("suzuki") as seat:
        screen = await opened(seat, asked)
        await seat.press("e")
        await seat.until(lambda: "Take the pen?" in seat.text())
        assert not screen.is_writing
        await seat.press("y")
        await seat.until(lambda: screen.is_writing)
        pen = open_draft(board, asked).pen
        assert pen is not None
        assert pen.login == "suzuki"


async def test_whose_pen_is_taken_reads_on_and_finds_what_they_typed_beside(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    draft = drafted(board, asked, sato)
    async with sit("sato", size=(120, 40)) as seat:
        screen = await opened(seat, asked)
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)
        await seat.press("Z")
        board.execute(TakePen(draft_id=draft.id, session="elsewhere"), suzuki)
        seat.app.live.wake()
        await seat.until(lambda: not screen.is_writing)
        await seat.until(lambda: len(board.replies(asked.number).revisions) == 2)
        left = board.replies(asked.number).revisions[-1]
        assert left.kind == "left"
        assert "Dear Ms Sato,Z" in left.words.text
        assert open_draft(board, asked).words.text == TEXT
        await seat.until(lambda: screen.text == TEXT)
        await seat.until(lambda: len(screen.view.revisions) == 2 if screen.view else False)
        await seat.press("d")
        await seat.until(lambda: "- Dear Ms Sato,Z" in seat.text())
        assert "+ Dear Ms Sato," in seat.text()


async def test_what_cannot_be_saved_is_shown_and_saved_later(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(board, asked, sato, "")
    monkeypatch.setattr(draft_keeper, "AGAIN_AFTER", 0.05)
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)
        keep = seat.app.station.keep

        async def fail(_command: object) -> None:
            raise Unavailable("full", "The disk is full: make room.")

        monkeypatch.setattr(seat.app.station, "keep", fail)
        await seat.press("a", "f2")
        await seat.until(lambda: "The disk is full: make room." in seat.text())
        assert "NOT SAVED" in seat.text()
        await seat.press("escape", "escape")
        await seat.until(lambda: not screen.is_writing)
        assert seat.app.screen is screen, "nobody leaves what is not saved"
        monkeypatch.setattr(seat.app.station, "keep", keep)
        await seat.until(lambda: open_draft(board, asked).words.text == "a")
        await seat.until(lambda: "NOT SAVED" not in seat.text())


async def test_a_draft_that_is_discarded_elsewhere_says_so(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, asked: TaskRef
) -> None:
    draft = drafted(board, asked, sato)
    async with sit("suzuki") as seat:
        screen = await opened(seat, asked)
        board.execute(DiscardDraft(draft_id=draft.id), sato)
        seat.app.live.wake()
        await seat.until(lambda: seat.app.screen is not screen)


async def test_a_narrow_terminal_shows_one_pane_at_a_time(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("sato", size=(80, 24)) as seat:
        await opened(seat, asked)
        assert "It is mended." in seat.text()
        assert "The invoice does not open." not in seat.text()
        await seat.press("tab")
        assert "No comments yet." in seat.text()
        assert "It is mended." not in seat.text()
        await seat.press("tab")
        assert "The invoice does not open." in seat.text()
        await seat.resize(120, 40)
        for shown in ("The invoice does not open.", "It is mended.", "No comments yet."):
            assert shown in seat.text()


async def test_recipients_and_subject_are_edited_in_a_box(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("h")
        await seat.until(lambda: "Several addresses" in seat.text())
        await seat.press("enter", *"boss@example.com", "f2")
        await seat.until(lambda: bool(open_draft(board, asked).words.recipients.cc))
        assert open_draft(board, asked).words.recipients.cc[0].email == "boss@example.com"
        await seat.until(lambda: "boss@example.com" in seat.text())
        assert open_draft(board, asked).pen is None


async def test_the_draft_is_discarded_and_undo_brings_it_back(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("D")
        await seat.until(lambda: board.replies(asked.number).draft is None)
        await seat.press("u")
        await seat.until(lambda: board.replies(asked.number).draft is not None)
        assert open_draft(board, asked).words.text == TEXT


async def test_who_may_only_look_reads_and_is_told_so(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    from tests.support.desk import make_viewer

    make_viewer(board, "boss", sato)
    drafted(board, asked, sato)
    async with sit("boss") as seat:
        screen = await opened(seat, asked, begin=False)
        await seat.press("e")
        assert not screen.is_writing
        assert "You may look" in seat.text()


async def test_by_hand_the_reply_is_shown_once_copied_and_noted_as_sent(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(board, asked, sato)
    copied: list[str] = []
    async with sit("sato") as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        await opened(seat, asked)
        await seat.press("S")
        await seat.until(lambda: "Send by hand" in seat.text())
        assert "Hanako Sato <hanako@example.com>" in seat.text()
        await seat.press("enter")
        assert board.replies(asked.number).draft is not None, "enter alone sends nothing"
        await seat.press("y")
        await seat.until(lambda: bool(copied))
        assert copied[0].startswith("To: Hanako Sato <hanako@example.com>")
        assert f"[CS#{asked.number}]" in copied[0]
        assert copied[0].endswith("Yours\nCS")
        await seat.until(lambda: "Send by hand" in seat.text())
        await seat.press("S")
        await seat.until(lambda: board.replies(asked.number).draft is None)
        assert board.inquiry(asked.number).messages[-1].text == TEXT
        await seat.until(lambda: type(seat.app.screen).__name__ == "BoardScreen")


async def test_what_holds_a_reply_is_told_before_it_goes(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        screen._seen = 0  # as if the customer had written since
        await seat.press("S")
        await seat.until(lambda: "Send anyway" in seat.text())
        assert "has written since you looked" in seat.text()
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)


async def test_an_empty_reply_is_not_sent_and_stays(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato, "\n")
    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("S")
        await seat.until(lambda: "Send by hand" in seat.text())
        await seat.press("S")
        await seat.until(lambda: "is empty: write it" in seat.text())
        assert board.replies(asked.number).draft is not None


async def test_while_a_reply_waits_the_last_line_counts_and_u_stops_it(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef, clock: FixedClock
) -> None:
    agree(board, sato)
    draft = drafted(board, asked, sato)
    board.execute(
        Send(
            draft_id=draft.id,
            digest=digest_of_draft(draft),
            seen=board.replies(asked.number).messages[-1].id,
            way="smtp",
        ),
        sato,
    )
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.until(lambda: "Goes out in 15 seconds. u: stop" in seat.text())
        assert "no program is there that sends it" in seat.text()
        clock.advance(timedelta(seconds=5))
        screen._countdown._tick()
        await seat.until(lambda: "Goes out in 10 seconds. u: stop" in seat.text())
        await seat.press("u")
        await seat.until(lambda: board.replies(asked.number).outbox[-1].state == "stopped")
        await seat.until(lambda: "Goes out" not in seat.text())
        assert screen._countdown._timer is None, "nothing ticks beyond the window"


async def test_a_closed_one_is_kept_by_no_timer(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef
) -> None:
    drafted(board, asked, sato)
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.press("i")
        assert screen.is_writing
        closed = weakly(screen)
        del screen
        await seat.press("escape", "escape")
        await seat.until(lambda: has_gone(closed), 8)


async def test_who_writes_keeps_the_pen_however_long_they_think(
    board: Board,
    sit: Sit,
    sato: Actor,
    asked: TaskRef,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draft_reading, "LOOK_EVERY", 0.01)
    draft = drafted(board, asked, sato)
    async with sit("sato") as seat:
        await opened(seat, asked)
        await seat.press("i")
        taken = board.draft(draft.id).pen
        assert taken is not None
        clock.advance(draft_keeper.BEAT)
        await seat.until(lambda: board.draft(draft.id).pen == taken._replace(at=clock.now()), 5)
        await seat.press("escape")
        assert board.draft(draft.id).pen is None
        clock.advance(draft_keeper.BEAT)
        await seat.press("j", "k")
        assert board.draft(draft.id).pen is None, "it was laid down"


async def test_what_no_database_takes_at_the_end_is_kept_in_a_file(
    board: Board, sit: Sit, sato: Actor, asked: TaskRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(board, asked, sato, "")
    async with sit("sato") as seat:
        screen = await opened(seat, asked)
        await seat.press("e")
        await seat.until(lambda: screen.is_writing)
        await seat.press("h", "a")

        async def fail(_command: object) -> None:
            raise Unavailable("full", "The disk is full: make room.")

        monkeypatch.setattr(seat.app.station, "keep", fail)
        seat.app.exit(return_code=129)
    kept = state_directory() / f"unsaved-{asked.number}.txt"
    assert kept.read_text() == "ha"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert seat.app.failure is not None
    assert str(kept) in seat.app.failure.sentence


async def test_what_is_known_is_read_in_full_by_a_key_while_writing_too(
    board: Board, sit: Sit, asked: TaskRef, sato: Actor
) -> None:
    fields = InquiryFields(policy="Refund it.\nThen say when it arrives.", fact="Charged twice")
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, asked)
        await seat.press("f5")
        await seat.until(lambda: "No policy, fact or emotion is written down" in seat.text())
        await seat.press("escape")
        board.execute(EditInquiry(number=asked.number, fields=fields), sato)
        await seat.press(*"Hello")
        await seat.until(lambda: "Hello" in seat.text())
        await seat.press("f5")
        await seat.until(lambda: "Then say when it arrives." in seat.text())
        assert "Charged twice" in seat.text()
        await seat.press("!")
        await seat.until(lambda: "Hello!" in seat.text())
        await seat.press("escape", "v")
        await seat.until(lambda: "Then say when it arrives." in seat.text())
