"""The last line offers what the rules would let in, whoever looks at whatever."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.commands import ChangeMember, Claim, Move
from csboard.domain.records import Role, TaskRef
from csboard.tui.keys import ACTIONS
from csboard.tui.permitted import CHANGES
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
        "nobody's": ["claim", "reply", "note", "edit", "side", "help", "back"],
        "mine": ["move_right", "reply", "note", "edit", "side", "help", "back"],
        "theirs": ["take_over", "reply", "note", "edit", "side", "help", "back"],
        "done": ["reopen", "reply", "note", "edit", "side", "help", "back"],
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
        assert seat.text().splitlines()[-1].startswith(" You may look")
        await opened(seat, refs["mine"].number)
        assert offered(seat) == ["side", "help", "back"]
        assert seat.text().splitlines()[-1].startswith(" You may look")


REASON = "You may look but not change"


async def test_no_key_of_a_change_opens_a_box_for_a_viewer(board: Board, sit: Sit) -> None:
    refs = cards_of_each_kind(board)
    newest = board.newest()
    async with sit("guest") as seat:
        await seat.press("home")
        for key in ("a", "i", "m", "e", "w", "s", "T", "A", "L", "H", "u", "f4"):
            await seat.press(key)
            await seat.until(lambda: REASON in seat.text())
            assert seat.app.screen is seat.screen, key
            seat.screen.hint()
        screen = await opened(seat, refs["mine"].number)
        for key in ("m", "e", "E", "M", "D", "R", "number_sign", "ampersand", "B"):
            await seat.press(key)
            assert seat.app.screen is screen, key
        await seat.until(lambda: REASON in seat.text())
    assert board.newest() == newest


async def test_help_and_palette_leave_out_what_a_viewer_may_not_and_say_why(
    board: Board, sit: Sit
) -> None:
    lead = enter(board, "tanaka")
    make_viewer(board, "guest", lead)
    async with sit("guest", (120, 60)) as seat:
        await seat.press("question_mark")
        await seat.until(lambda: REASON in seat.text())
        assert "Take the task" not in seat.text()
        assert "Go to the unassigned task" in seat.text()
        await seat.press("escape", "ctrl+p")
        await seat.until(lambda: "Do by name" in seat.text() and REASON in seat.text())
        assert "Take the task" not in seat.text()


async def test_who_becomes_a_member_is_offered_the_acts_at_once(board: Board, sit: Sit) -> None:
    lead = enter(board, "tanaka")
    make_viewer(board, "guest", lead)
    async with sit("guest") as seat:
        assert "new" not in offered(seat)
        board.execute(ChangeMember(login="guest", role=Role.MEMBER), lead)
        await seat.until(lambda: "new" in offered(seat))
        await seat.until(lambda: "You may look" not in seat.text())


LOOKS = {
    "board": "open why reply next filter copy all mine nobodys review waiting mark unmark order"
    " preview up down left right page_up page_down first last clear help quit",
    "inquiry": "reply fold files clock side copy task others similar more before after help back",
    "tray": "read inquiry copy help back",
    "original": "inquiry copy help back",
    "draft": "pane pane_before comment_before comment_after compare known copy fold other similar"
    " help back",
    "similar": "open words further nearer help back",
    "round": "after before fold open help back",
    "sheet": "open filter content symptom emotion faded retired pick export inquiry help back",
    "case": "inquiry help back",
    "templates": "open filter retired help back",
    "map": "open explain growth left right help back",
    "alarms": "open reply help back",
    "objectives": "open again help back",
    "leave_check": "open days person explain help back",
    "vocabulary": "filter kind kind_before inquiries help back",
    "times": "before after open help back",
    "stand_up": "after before other open summary help back",
    "digest": "open further nearer help back",
    "absences": "check help back",
    "hand_offs": "open inquiry copy help back",
}
"""What changes nothing on the board, by place."""


def test_every_action_is_a_change_or_a_look() -> None:
    """Whoever adds an action says here what it is, so that no viewer is offered it in vain."""
    looks = {f"{place}.{name}" for place, names in LOOKS.items() for name in names.split()}
    there = {action.id for action in ACTIONS if action.id.partition(".")[0] in LOOKS}
    assert there == looks | CHANGES
    assert not looks & CHANGES


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
        assert offered(seat) == ["change", "part", "help", "back"]
        assert "enter Read" in seat.text(), "which is all that enter does here"
