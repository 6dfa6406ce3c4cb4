"""The last line offers what the rules would let in, whoever looks at whatever."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.commands import Claim, Move
from csboard.domain.records import TaskRef
from csboard.tui.widgets.footer import Footer
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.tui.conftest import Seat, Sit
from tests.tui.test_inquiry import opened


def offered(seat: Seat) -> list[str]:
    """The names of the actions in the last line of the screen in front."""
    return [action for _key, _label, action in seat.app.screen.query_one(Footer)._keys]


def cards_of_each_kind(board: Board) -> dict[str, TaskRef]:
    """Nobody's, sato's, a colleague's, and one that is done; sato is a member, tanaka leads."""
    lead, colleague = enter(board, "tanaka", "Tanaka"), enter(board, "suzuki", "Suzuki")
    me = enter(board, "sato", "Sato")
    refs = {name: open_inquiry(board, name) for name in ("nobody's", "mine", "theirs", "done")}
    board.execute(Claim(task=refs["mine"]), me)
    board.execute(Claim(task=refs["theirs"]), colleague)
    board.execute(Claim(task=refs["done"]), me)
    board.execute(Move(task=refs["done"], stage="done"), me)
    make_viewer(board, "guest", lead)
    return refs


async def test_the_board_offers_what_fits_the_card(board: Board, sit: Sit) -> None:
    refs = cards_of_each_kind(board)
    slot = {"nobody's": "claim", "mine": "move_right", "theirs": "take_over"}
    async with sit("sato") as seat:
        for name, ref in refs.items():
            assert seat.screen.go_to_task(board.card(ref))
            expected = ["open", *filter(None, [slot.get(name)]), "next", "new", "filter", "help"]
            assert offered(seat) == expected


async def test_the_offer_goes_along_with_what_is_done(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        assert "claim" in offered(seat)
        await seat.press("a")
        assert "claim" not in offered(seat)
        assert "move_right" in offered(seat)


async def test_an_inquiry_offers_what_fits_it(board: Board, sit: Sit) -> None:
    refs = cards_of_each_kind(board)
    expected = {
        "nobody's": ["claim", "note", "edit", "side", "help", "back"],
        "mine": ["move_right", "note", "edit", "wait", "side", "help", "back"],
        "theirs": ["take_over", "note", "edit", "side", "help", "back"],
        "done": ["reopen", "note", "edit", "side", "help", "back"],
    }
    async with sit("sato") as seat:
        for name, ref in refs.items():
            await opened(seat, ref.number)
            assert offered(seat) == expected[name], name
            await seat.press("escape")


async def test_a_viewer_is_offered_what_is_to_be_seen(board: Board, sit: Sit) -> None:
    refs = cards_of_each_kind(board)
    async with sit("guest") as seat:
        assert offered(seat) == ["open", "next", "filter", "help"]
        await opened(seat, refs["mine"].number)
        assert offered(seat) == ["side", "help", "back"]


async def test_an_empty_tray_and_the_teams_settings_offer_nothing_in_vain(
    board: Board, sit: Sit
) -> None:
    cards_of_each_kind(board)
    async with sit("sato") as seat:
        await seat.press("g", "t")
        await seat.until(lambda: "The tray is empty" in seat.text())
        assert offered(seat) == ["help", "back"]
        await seat.press("escape", "g", "comma")
        await seat.until(lambda: "Theme" in seat.text())
        assert offered(seat) == ["change", "part", "help", "back"]
        await seat.press("tab")
        await seat.until(lambda: "Stage 1" in seat.text())
        assert offered(seat) == ["part", "help", "back"]
