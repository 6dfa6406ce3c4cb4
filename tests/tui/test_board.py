"""What a person does on the board with keys and mouse, and what others' changes do to it."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, Move
from csboard.domain.records import Urgency
from csboard.errors import Unavailable
from csboard.tui.layout import cell_len
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit


async def test_an_empty_board_says_what_to_press_next(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        shown = seat.text()
        assert "No inquiries yet." in shown
        assert "csboard intake mbox FILE" in shown
        assert "? Help" in shown


async def test_a_key_takes_the_card_and_everybody_sees_whose_it_is(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = open_inquiry(board, "PDF does not open")
    async with sit("sato") as seat:
        assert "unassigned" in seat.text()
        await seat.press("a")
        assert board.card(task).owner == sato.login
        assert "unassigned" not in seat.text()
        assert seat.told == "#1001 is yours."


async def test_who_comes_second_is_told_who_was_first(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        board.execute(Claim(task=task), suzuki)
        await seat.press("a")
        assert "Suzuki" in seat.told
        assert board.card(task).owner == "suzuki"


async def test_others_changes_leave_the_cursor_on_its_task(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    first, second = open_inquiry(board, "one"), open_inquiry(board, "two")
    async with sit("sato") as seat:
        await seat.press("j")
        assert seat.card == str(second)
        open_inquiry(board, "urgent", urgency=Urgency.URGENT)
        board.execute(Claim(task=first), suzuki)
        await seat.settle()
        assert seat.card == str(second)
        assert "urgent" in seat.text()


async def test_when_its_card_goes_the_cursor_keeps_its_place(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    tasks = [open_inquiry(board, name) for name in ("one", "two", "three")]
    async with sit("sato") as seat:
        await seat.press("j")
        board.execute(Move(task=tasks[1], stage="doing"), suzuki)
        await seat.settle()
        assert seat.card == str(tasks[2])


async def test_another_connections_commit_shows_without_a_key(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        open_inquiry(board, "from another process")
        await seat.until(lambda: "from another process" in seat.text())


async def test_a_moved_card_takes_the_cursor_along(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("L")
        assert board.card(task).stage == "doing"
        assert seat.screen.stage_index == 1
        assert seat.card == str(task)


async def test_undo_puts_the_card_back_and_says_so(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("a", "u")
        assert board.card(task).owner is None
        assert "Undone: taking" in seat.told


async def test_typing_a_filter_narrows_with_every_letter(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "ﾊﾟｽﾜｰﾄﾞを忘れた")
    open_inquiry(board, "quarterly invoice")
    async with sit("sato") as seat:
        await seat.press("slash", *"パスワ")
        assert "quarterly" not in seat.text()
        assert "忘れた" in seat.text()
        await seat.press("escape")
        assert "quarterly" in seat.text()


async def test_letters_typed_into_the_filter_do_not_act(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board, "aqua")
    async with sit("sato") as seat:
        await seat.press("slash", "a", "q")
        assert seat.screen.view.words == "aq"
        assert board.card(task).owner is None
        await seat.press("enter", "a")
        assert board.card(task).owner == "sato"


async def test_a_narrow_terminal_shows_one_stage_and_the_others_counts(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    open_inquiry(board, "waits in the first stage")
    board.execute(Move(task=open_inquiry(board, "is being done"), stage="doing"), sato)
    async with sit("sato", size=(80, 24)) as seat:
        assert "waits in the first stage" in seat.text()
        assert "is being done" not in seat.text()
        assert "Doing 1" in seat.text()
        await seat.press("l")
        assert "is being done" in seat.text()


async def test_at_80x24_at_least_six_cards_are_seen(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    for number in range(8):
        open_inquiry(board, f"The attached document cannot be opened on my telephone {number}" * 2)
    async with sit("sato", size=(80, 24)) as seat:
        assert sum(f"#{1001 + n} " in seat.text() for n in range(8)) >= 6


async def test_clicks_choose_and_the_wheel_scrolls(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    tasks = [open_inquiry(board, f"number {n}") for n in range(40)]
    async with sit("sato") as seat:
        await seat.click(10, 5)
        assert seat.card == str(tasks[1])
        await seat.wheel_down(10, 10)
        assert "#1001 " not in seat.text()
        assert seat.card == str(tasks[1])


async def test_next_goes_through_the_unassigned_by_need(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    low = open_inquiry(board, "can wait")
    urgent = open_inquiry(board, "burns", urgency=Urgency.URGENT)
    async with sit("sato") as seat:
        await seat.press("l", "n")
        assert seat.card == str(urgent)
        await seat.press("n")
        assert seat.card == str(low)


async def test_next_goes_to_the_most_urgent_wherever_the_cursor_is(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    low = [open_inquiry(board, f"can wait {n}") for n in range(3)]
    urgent = open_inquiry(board, "burns", urgency=Urgency.URGENT)
    async with sit("sato") as seat:
        await seat.press("o", "o")  # the oldest on top
        most_in_need = str(found.ref) if (found := board.next_card()) else ""
        for start in (0, 1, 2):
            seat.screen.go_to_card(start)
            await seat.press("n")
            assert seat.card == str(urgent) == most_in_need
        await seat.press("n", "n")
        assert seat.card == str(low[1])
        await seat.press("n", "n")
        assert seat.card == str(urgent), "after the last comes the first again"


async def test_next_stays_on_the_card_most_in_need_and_says_so(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "can wait")
    urgent = open_inquiry(board, "burns", urgency=Urgency.URGENT)
    async with sit("sato") as seat:
        seat.screen.go_to_task(board.card(urgent))
        await seat.press("n")
        assert seat.card == str(urgent)
        assert seat.told == f"#{urgent} is the one most in need: a takes it."


async def test_y_copies_number_and_subject(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board, "one")
    async with sit("sato") as seat:
        await seat.press("y")
        assert seat.app.clipboard == f"#{task} one"
        assert seat.told == f"The terminal was asked to copy: #{task} one"


async def test_back_from_an_inquiry_the_old_sentence_is_gone(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    async with sit("sato") as seat:
        await seat.press("a")
        assert seat.told
        await seat.press("enter", "escape")
        assert seat.told == ""


async def test_next_does_not_deny_what_a_view_hides(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "of nobody")
    async with sit("sato") as seat:
        await seat.press("2", "n")
        assert seat.told == "Nothing shown here is unassigned; esc shows all cards."


async def test_full_width_letters_act_and_others_name_the_input_method(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    second = open_inquiry(board, "two")
    async with sit("sato") as seat:
        await seat.press("ｊ")
        assert seat.card == str(second)
        await seat.press("あ")
        assert "input method" in seat.told


async def test_mine_and_nobodys(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    board.execute(Claim(task=open_inquiry(board, "of Sato")), sato)
    open_inquiry(board, "of nobody")
    async with sit("sato") as seat:
        await seat.press("2")
        assert "of Sato" in seat.text()
        assert "of nobody" not in seat.text()
        await seat.press("3")
        assert "of Sato" not in seat.text()
        await seat.press("1")
        assert "of Sato" in seat.text()


async def test_the_end_of_done_loads_older_cards(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    for number in range(60):
        task = open_inquiry(board, f"done {number}")
        board.execute(Move(task=task, stage="done"), sato)
    async with sit("sato") as seat:
        assert len(seat.screen.all_columns[2].cards) == 50
        await seat.press("l", "l", "end")
        await seat.settle()
        assert len(seat.screen.all_columns[2].cards) == 60


async def test_a_take_over_asks_why(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    task = open_inquiry(board)
    board.execute(Claim(task=task), suzuki)
    async with sit("sato") as seat:
        await seat.press("T")
        await seat.press(*"away", "ctrl+s")
        await seat.until(lambda: board.card(task).owner == "sato")
        await seat.settle()
        assert seat.told == "#1001 is yours, taken over from Suzuki."


async def test_a_note_is_kept_while_it_cannot_be_stored(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("m", *"called")
        with monkeypatch.context() as patch:
            patch.setattr(board, "execute", _unavailable)
            await seat.press("ctrl+s")
            # Reading goes on: it is there again as soon as one could look.
            await seat.until(lambda: "The database is there again" in seat.text())
        assert "called" in seat.text()
        await seat.press("ctrl+s")
        await seat.until(lambda: "Noted" in seat.told)
    assert [message.text for message in board.inquiry(1001).messages] == ["called"]


def _unavailable(*_args: object) -> None:
    raise Unavailable("unreachable", "no line")


async def test_every_change_of_the_window_is_followed(board: Board, sit: Sit) -> None:
    open_inquiry(board, "印刷できません")
    async with sit("sato", size=(120, 40)) as seat:
        for columns, lines in ((110, 40), (111, 39), (120, 40)):
            await seat.resize(columns, lines)
            rows = seat.text().splitlines()
            assert len(rows) == lines
            assert rows[0].endswith("sato")
            assert cell_len(rows[0]) == columns - 1


@pytest.mark.parametrize("keys", [("slash", *"aqua"), ("3",)])
async def test_narrowing_leads_to_where_there_is_a_card(
    board: Board, sit: Sit, keys: tuple[str, ...]
) -> None:
    sato = enter(board, "sato", "Sato")
    open_inquiry(board, "aqua")
    board.execute(Move(task=open_inquiry(board, "other"), stage="doing"), sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("l", *keys)
        assert "aqua" in seat.text()
        assert seat.screen.stage_index == 0


async def test_at_60_columns_help_and_the_name_are_there(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato", size=(60, 20)) as seat:
        last = seat.text().splitlines()[-1]
        assert last.rstrip().endswith("? Help")
        await seat.press("o")  # which makes the header longer than the line
        first = seat.text().splitlines()[0]
        assert first.rstrip().endswith("Sato")
        assert "Newest first" in first
        await seat.resize(40, 20)
        first = seat.text().splitlines()[0]
        assert first.rstrip().endswith("Sato")
        assert "…" in first


async def test_the_cursor_is_seen_in_an_empty_stage(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("l")
        assert ">No cards here." in seat.text().splitlines()[2]


async def test_a_colleagues_card_says_which_key_takes_it_over(board: Board, sit: Sit) -> None:
    enter(board, "suzuki", "Suzuki")  # the lead, who may move anything
    enter(board, "sato", "Sato")
    tanaka = enter(board, "tanaka", "Tanaka")
    task = open_inquiry(board)
    board.execute(Claim(task=task), tanaka)
    async with sit("sato") as seat:
        for act in ("L", "w"):
            await seat.press(act)
            await seat.settle()
            assert seat.told.startswith("Tanaka has #1001")
            assert seat.told.endswith("Take it over first, with T.")
