"""The words for tags on their own screen: looked through, renamed, merged, retired, taken back."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import AddNote, ChangeMember
from csboard.domain.knowledge_commands import MergeTags, RenameTag, RetireTag, SetReading
from csboard.domain.records import Actor, Role, Tags
from csboard.domain.tag import Tag
from csboard.tui.fields import ImeInput
from csboard.tui.screens.confirm import ConfirmDialog
from csboard.tui.screens.search import SearchScreen
from csboard.tui.screens.settings import SettingsScreen
from csboard.tui.screens.vocabulary import VocabularyScreen
from csboard.tui.screens.word_boxes import MergeDialog, WordDialog
from csboard.tui.widgets.listing import Listing
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit

READINGS = {"決済": "けっさい", "返品": "へんぴん", "怒り": "いかり"}


@pytest.fixture
def sato(board: Board) -> Actor:
    """Two inquiries about 決済, one about 返品 and one about 配送."""
    sato = enter(board, "sato", "佐藤")
    for content in ("決済", "決済", "返品", "配送"):
        open_inquiry(board, content, tags=Tags((content,), (), ("怒り",)))
    for word, reading in READINGS.items():
        board.execute(SetReading(tag_id=tag(board, word).id, reading=reading), sato)
    return sato


def tag(board: Board, word: str) -> Tag:
    return next(one for one in board.settings().vocabulary.tags if one.word == word)


async def screen(seat: Seat) -> VocabularyScreen:
    """By the settings of the team."""
    await seat.press("g", "comma")
    await seat.until(lambda: isinstance(seat.app.screen, SettingsScreen))
    await seat.press("tab")
    await seat.until(lambda: "Words for tags" in seat.text())
    rows = [one.name for one in seat.app.screen._rows]  # type: ignore[attr-defined]
    await seat.press("home", *["down"] * rows.index("words for tags"), "enter")
    await seat.until(lambda: isinstance(seat.app.screen, VocabularyScreen))
    await seat.until(lambda: bool(words(seat)))
    found = seat.app.screen
    assert isinstance(found, VocabularyScreen)
    return found


def words(seat: Seat) -> list[str]:
    """Those that are listed, by one."""
    there = [one for one in seat.app.screen_stack if isinstance(one, VocabularyScreen)]
    return [one.word for one in there[-1]._shown]


def chosen(seat: Seat) -> str:
    there = seat.app.screen
    assert isinstance(there, VocabularyScreen)
    return there.chosen.word if there.chosen else ""


async def box(seat: Seat, kind: type) -> None:
    await seat.until(lambda: isinstance(seat.app.screen, kind))
    await seat.settle()


async def test_words_stand_by_kind_with_reading_and_use(
    board: Board, sit: Sit, sato: Actor
) -> None:
    board.execute(RetireTag(tag_id=tag(board, "返品").id), sato)
    board.execute(RenameTag(tag_id=tag(board, "配送").id, word="お届け"), sato)
    async with sit("sato", (80, 24)) as seat:
        await screen(seat)
        assert words(seat) == ["決済", "お届け", "返品"]
        seen = seat.text()
        assert "Words for tags: 4, 1 retired" in seen
        for told in ("けっさい", "2 uses", "retired", "配送", "Content 3", "Emotion 1"):
            assert told in seen
        await seat.press("tab", "tab")
        assert words(seat) == ["怒り"]
        await seat.press("shift+tab")
        assert "There is no word of this kind yet" in seat.text()
        await seat.press("shift+tab")
        assert chosen(seat) == "決済"


@pytest.mark.parametrize("typed", ["ke", "けっ", "ケッサ", "決"])
async def test_the_filter_finds_by_reading(board: Board, sit: Sit, sato: Actor, typed: str) -> None:
    async with sit("sato") as seat:
        await screen(seat)
        await seat.press("slash", *typed)
        assert words(seat) == ["決済"]
        await seat.press("escape")
        assert len(words(seat)) == 3
        await seat.press("slash", *typed, "enter")
        assert words(seat) == ["決済"]
        await seat.press("escape")
        assert len(words(seat)) == 3
        assert isinstance(seat.app.screen, VocabularyScreen)


async def test_a_word_is_renamed_with_what_that_does_named_and_taken_back(
    board: Board, sit: Sit, sato: Actor
) -> None:
    async with sit("sato", (80, 24)) as seat:
        await screen(seat)
        await seat.press("enter")
        await box(seat, WordDialog)
        assert "2 inquiries show 決済 and will show the new word" in " ".join(seat.text().split())
        await seat.press("backspace", "backspace", *"返品", "f2")
        await seat.until(lambda: "merge 決済 into it instead" in " ".join(seat.text().split()))
        await box(seat, WordDialog)
        await seat.press("backspace", "backspace", *"支払い", "enter")
        await seat.press(*["backspace"] * 4, *"shiharai", "enter")
        await seat.until(lambda: "A reading is written in hiragana" in seat.text())
        await seat.press(*["backspace"] * 8, *"しはらい", "enter")
        await seat.until(lambda: chosen(seat) == "支払い")
        assert tag(board, "支払い").reading == "しはらい"
        other = open_inquiry(board, "x").number
        board.execute(AddNote(number=other, text="meanwhile"), sato)
        await seat.press("u")
        await seat.until(lambda: chosen(seat) == "決済")
        assert [one.author for one in board.inquiry(other).messages]  # the note stays
        assert tag(board, "支払い").becomes == tag(board, "決済").id


async def test_the_reading_alone_is_written(board: Board, sit: Sit, sato: Actor) -> None:
    async with sit("sato") as seat:
        await screen(seat)
        await seat.press("end")
        assert chosen(seat) == "配送"
        await seat.press("r")
        await box(seat, WordDialog)
        assert seat.app.screen.query_one("#reading", ImeInput).has_focus
        await seat.press(*"はいそう", "enter")
        await seat.until(lambda: tag(board, "配送").reading == "はいそう")
        assert tag(board, "配送").becomes is None


async def test_a_word_is_merged_into_another_that_is_found_by_its_reading(
    board: Board, sit: Sit, sato: Actor
) -> None:
    async with sit("sato", (80, 24)) as seat:
        await screen(seat)
        await seat.press("M")
        await box(seat, MergeDialog)
        await seat.press(*"xyz", "enter")
        assert "There is no such word" in seat.text()
        await seat.press(*["backspace"] * 3, *"henp")
        told = "2 inquiries that show 決済 will show 返品; both words find them."
        assert told in " ".join(seat.text().split())
        await seat.press("enter")
        await seat.until(lambda: words(seat) == ["返品", "配送"])
        await seat.until(lambda: "3 uses" in seat.text())
        assert tag(board, "決済").becomes == tag(board, "返品").id
        await seat.press("u")
        await seat.until(lambda: len(words(seat)) == 3)


async def test_retiring_asks_once_and_says_what_stays(board: Board, sit: Sit, sato: Actor) -> None:
    async with sit("sato", (80, 24)) as seat:
        await screen(seat)
        await seat.press("R")
        await box(seat, ConfirmDialog)
        assert "2 inquiries keep it and are found by it." in seat.text()
        await seat.press("n")
        await seat.until(lambda: isinstance(seat.app.screen, VocabularyScreen))
        assert tag(board, "決済").retired_at is None
        await seat.press("R")
        await box(seat, ConfirmDialog)
        await seat.press("y")
        await seat.until(lambda: words(seat)[-1] == "決済")
        assert chosen(seat) == "決済"
        await seat.press("R")
        await seat.until(lambda: words(seat)[0] == "決済")
        assert tag(board, "決済").retired_at is None


async def test_what_a_colleague_changes_never_moves_the_cursor(
    board: Board, sit: Sit, sato: Actor
) -> None:
    enter(board, "yamada")
    async with sit("yamada") as seat:
        await screen(seat)
        await seat.press("down")
        assert chosen(seat) == "返品"
        board.execute(RetireTag(tag_id=tag(board, "決済").id), sato)
        await seat.until(lambda: words(seat)[0] == "返品")
        assert chosen(seat) == "返品"
        board.execute(RenameTag(tag_id=tag(board, "返品").id, word="お返し"), sato)
        await seat.until(lambda: "お返し" in words(seat))
        assert chosen(seat) == "お返し"
        into = tag(board, "配送").id
        board.execute(MergeTags(tag_id=tag(board, "お返し").id, into=into), sato)
        await seat.until(lambda: "お返し" not in words(seat))
        assert chosen(seat) == "配送"


async def test_who_was_second_is_told_and_keeps_what_they_typed(
    board: Board, sit: Sit, sato: Actor
) -> None:
    enter(board, "yamada")
    async with sit("yamada", (80, 24)) as seat:
        await screen(seat)
        await seat.press("enter")
        await box(seat, WordDialog)
        await seat.press(*"X")
        board.execute(RenameTag(tag_id=tag(board, "決済").id, word="お金"), sato)
        await seat.press("f2")
        await seat.until(lambda: "Somebody else has changed" in " ".join(seat.text().split()))
        await box(seat, WordDialog)
        assert seat.app.screen.query_one("#word", ImeInput).value == "決済X"
        await seat.press("f2")
        await seat.until(lambda: tag(board, "お金").becomes == tag(board, "決済X").id)


async def test_who_may_only_look_changes_nothing(board: Board, sit: Sit, sato: Actor) -> None:
    enter(board, "guest")
    board.execute(ChangeMember(login="guest", role=Role.VIEWER), sato)
    async with sit("guest", (80, 24)) as seat:
        await screen(seat)
        newest = board.newest()
        for key in ("enter", "r", "M", "R", "u"):
            await seat.press(key)
            assert isinstance(seat.app.screen, VocabularyScreen)
        assert board.newest() == newest
        assert "Merge" not in seat.text()
        assert "You may look" in seat.text()


async def test_the_inquiries_of_a_word_are_searched(board: Board, sit: Sit, sato: Actor) -> None:
    async with sit("sato") as seat:
        await screen(seat)
        await seat.press("o")
        await seat.until(lambda: isinstance(seat.app.screen, SearchScreen))
        await seat.until(lambda: "#1001" in seat.text() and "#1002" in seat.text())
        assert "#1003" not in seat.text()
        await seat.press("escape", "escape")
        await seat.until(lambda: isinstance(seat.app.screen, VocabularyScreen))
        assert seat.app.screen.query_one(Listing).has_focus
