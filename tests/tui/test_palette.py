"""The palette: everything by its name, in both languages, and only what can be done now."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim
from csboard.domain.records import Actor
from csboard.i18n import use_language
from csboard.tui.keys import ACTIONS
from csboard.tui.offers import matching, offer
from csboard.tui.screens.activity import ActivityScreen
from csboard.tui.screens.palette import PaletteScreen
from csboard.tui.synonyms import SYNONYMS
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit


async def asked(seat: Seat, words: str) -> str:
    """Open the palette, type, and return what it shows first."""
    await seat.press("ctrl+p")
    await seat.until(lambda: isinstance(seat.app.screen, PaletteScreen))
    await seat.press(*words)
    return next((line for line in seat.text().splitlines() if "│ >" in line), "")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("words", ["take the", "自分が担当", "ﾀｽｸを自分", "Take"])
async def test_acts_are_found_by_the_words_of_either_language(
    board: Board, sit: Sit, language: str, words: str
) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    use_language(language)
    async with sit("sato", size=(80, 24)) as seat:
        assert "│ >a " in await asked(seat, words)
        await seat.press("enter")
        await seat.settle()
        assert board.card(task).owner == "sato"


async def test_it_shows_keys_and_explains(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        line = await asked(seat, "activity")
        assert "g a" in line
        assert "See what happened" in line
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, ActivityScreen))


async def test_what_makes_no_sense_now_is_not_offered(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        assert "Give back" not in await asked(seat, "give back")
        await seat.press("escape")
        board.execute(Claim(task=task), sato)
        await seat.settle()
        assert "Give back" in await asked(seat, "give back")


async def test_who_looks_for_the_hold_learns_why_a_colleagues_card_has_none(
    board: Board, sit: Sit
) -> None:
    enter(board, "suzuki", "Suzuki")
    enter(board, "sato", "Sato")
    board.execute(Claim(task=open_inquiry(board)), Actor("suzuki"))
    async with sit("sato") as seat:
        line = await asked(seat, "for whom, for what")
        assert "│ >w " in line
        assert "choose it to hear why" in line
        await seat.press("enter")
        await seat.until(lambda: "Suzuki has #1001" in seat.text())


@pytest.mark.parametrize(
    ("typed", "act"),
    [("もどす", "undo"), ("おわる", "quit"), ("とじる", "quit"), ("ほりゅう", "wait")],
)
def test_kana_find_acts_as_well(typed: str, act: str) -> None:
    offers = [offer(name, lambda: None, synonyms=words) for name, words in SYNONYMS.items()]
    assert act in [found.name for found in matching(offers, typed)]


async def test_a_number_leads_to_its_inquiry(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    open_inquiry(board, "two")
    async with sit("sato") as seat:
        assert "Go to #1002" in await asked(seat, "＃１００２")
        await seat.press("enter")
        await seat.settle()
        assert seat.card == "1002"


async def test_a_theme_is_put_on(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        await asked(seat, "theme light")
        await seat.press("enter")
        await seat.until(lambda: "light" in seat.app.theme)


async def test_letters_typed_ahead_go_into_its_line(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.type_at_once("ctrl+p", "a", "a")
        await seat.until(lambda: isinstance(seat.app.screen, PaletteScreen))
        await seat.settle()
        assert board.card(task).owner is None


async def test_the_acts_of_the_screen_in_front_are_offered(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: "#1001" in seat.text())
        assert "│ >z " in await asked(seat, "quotes")
        await seat.press("escape")
        assert "│ >G " in (await asked(seat, "bottom")).replace("End", "G  ")


async def test_words_that_fit_nothing_say_so(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        await asked(seat, "ぬぬぬぬ")
        assert "No action has that name." in seat.text()
        await seat.press("enter", "escape")
        assert seat.app.screen is seat.screen


def test_letters_here_and_there_count_less_in_a_long_name() -> None:
    offers = [offer("Theme: {name}", print, name="atom-one-dark"), offer("Tray", print)]
    assert [found.name for found in matching(offers, "ty")] == ["Tray"]
    assert next(found.name for found in matching(offers, "ta")) == "Tray"


def test_a_name_counts_more_than_its_explanation() -> None:
    offers = [offer("Undo", print, "Take back your last act"), offer("Take", print, "It is yours")]
    assert [found.name for found in matching(offers, "take")] == ["Take", "Undo"]
    assert matching(offers, "") == offers


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("assign", ">a "),
        ("担当にする", ">a "),
        ("取り消", ">u "),
        ("もとにもどす", ">u "),
        ("search", ">g / "),
        ("検索", ">g / "),
        ("narrow", ">/ "),
        ("language", ">g , "),
        ("言語", ">g , "),
    ],
)
async def test_other_words_lead_to_an_act_and_are_not_shown(
    board: Board, sit: Sit, words: str, key: str
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato", size=(120, 40)) as seat:
        line = await asked(seat, words)
        assert key in line
        assert words not in line


@pytest.mark.parametrize("words", ["done", "close", "finish", "完了", "閉じる", "終わらせる"])
async def test_a_task_is_finished_by_name(board: Board, sit: Sit, words: str) -> None:
    sato = enter(board, "sato", "Sato")
    task = open_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("sato", size=(120, 40)) as seat:
        assert "Move to Done" in await asked(seat, words)
        await seat.press("enter")
        await seat.settle()
        assert board.card(task).stage == "done"


async def test_a_task_is_finished_by_name_where_it_is_read_and_with_all_marked(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    tasks = [open_inquiry(board) for _each in range(3)]
    for task in tasks:
        board.execute(Claim(task=task), sato)
    async with sit("sato", size=(120, 40)) as seat:
        await seat.press("enter")
        await seat.settle()
        await asked(seat, "close")
        await seat.press("enter")
        await seat.settle()
        assert [board.card(task).stage for task in tasks].count("done") == 1
        await seat.press("escape", "left", "left", "home", "x", "x")
        await seat.settle()
        await asked(seat, "close")
        await seat.press("enter")
        await seat.settle()
        assert {board.card(task).stage for task in tasks} == {"done"}


def test_synonyms_are_of_actions_that_exist() -> None:
    assert set(SYNONYMS) <= {action.name for action in ACTIONS}


@pytest.mark.parametrize("words", ["merge", "統合", "combine"])
async def test_what_acts_elsewhere_is_found_and_says_where(
    board: Board, sit: Sit, words: str
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato", size=(120, 40)) as seat:
        assert "For an inquiry: enter on its card opens it." in await asked(seat, words)
        await seat.press("enter")
        await seat.until(lambda: not isinstance(seat.app.screen, PaletteScreen))
        await seat.until(lambda: "For an inquiry" in seat.text())


async def test_a_number_is_offered_with_its_subject(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "PDF won't open")
    async with sit("sato") as seat:
        line = await asked(seat, "1001")
        assert "Go to #1001" in line
        assert "PDF won't open" in line
