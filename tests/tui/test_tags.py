"""Tagging by a few letters: on a card, in an inquiry, on several at once."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.commands import EditInquiry
from csboard.domain.knowledge_commands import SetReading
from csboard.domain.records import Actor, InquiryFields, Tags
from csboard.tui.fields import ImeInput
from csboard.tui.screens.tags import TagDialog
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit


def with_words(board: Board, sato: Actor) -> None:
    """An older inquiry of the same customer has 返品, 怒り; its reading is written down."""
    open_inquiry(
        board,
        "返品したい",
        customer_email="y@example.jp",
        tags=Tags(("返品", "決済"), ("初期不良",), ("怒り",)),
    )
    for tag in board.settings().vocabulary.tags:
        reading = {"返品": "へんぴん", "決済": "けっさい", "怒り": "いかり"}.get(tag.word)
        if reading:
            board.execute(SetReading(tag_id=tag.id, reading=reading), sato)


async def box(seat: Seat) -> TagDialog:
    await seat.until(lambda: isinstance(seat.app.screen, TagDialog))
    await seat.settle()
    found = seat.app.screen
    assert isinstance(found, TagDialog)
    return found


def tags_of(board: Board, number: int) -> Tags:
    return board.inquiry(number).inquiry.tags


async def test_romaji_and_kana_find_kanji_and_enter_puts_them_on(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato")
    with_words(board, sato)
    number = open_inquiry(board, "届かない").number
    async with sit("sato", (80, 24)) as seat:
        await seat.press("down", "number_sign")
        dialog = await box(seat)
        assert dialog.query_one(ImeInput).has_focus
        await seat.press(*"henp", "enter", "け", "つ", "backspace", "enter")
        await seat.press("tab", "tab", *"ika", "enter", "f2")
        await seat.until(lambda: tags_of(board, number) == Tags(("返品", "決済"), (), ("怒り",)))


async def test_what_is_suggested_is_taken_by_one_key_and_never_by_itself(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato")
    with_words(board, sato)
    open_inquiry(board, "x", tags=Tags(("配送",)))
    number = open_inquiry(board, "返品について", customer_email="y@example.jp").number
    assert {one.tag.word for one in board.suggested_tags(number)} == {
        *("返品", "決済", "初期不良", "怒り")
    }
    async with sit("sato") as seat:
        await seat.press("end", "number_sign")
        await box(seat)
        assert "1 like this one" in seat.text()
        await seat.press("escape")
        await seat.until(lambda: not isinstance(seat.app.screen, TagDialog))
        assert tags_of(board, number) == Tags()
        await seat.press("number_sign")
        await box(seat)
        await seat.press("enter", "f2")
        await seat.until(lambda: tags_of(board, number) == Tags(("返品",)))


async def test_a_new_word_is_made_and_its_reading_asked_for_where_it_has_kanji(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato")
    number = open_inquiry(board).number
    async with sit("sato") as seat:
        await seat.press("number_sign")
        await box(seat)
        await seat.press(*"交換", "enter")
        await seat.until(lambda: "How 交換 is read" in seat.text())
        await seat.press(*"koukan", "enter")
        await seat.until(lambda: "hiragana or katakana" in seat.text())
        await seat.press(*["backspace"] * 6, *"こうかん", "enter", *"Login", "enter", "f2")
        await seat.until(lambda: tags_of(board, number).content == ("交換", "Login"))
        await seat.until(lambda: board.settings().vocabulary.tags[0].reading == "こうかん")


async def test_bad_words_are_told_and_nothing_is_lost(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    number = open_inquiry(board, tags=Tags(("返品",))).number
    async with sit("sato", (80, 24)) as seat:
        await seat.press("number_sign")
        dialog = await box(seat)
        await seat.press(*"a,b", "enter")
        await seat.until(lambda: "commas part tags" in seat.text())
        assert dialog.query_one(ImeInput).value == "a,b"
        await seat.press("f2")
        await seat.settle()
        assert dialog.query_one(ImeInput).value == "a,b"
        assert "commas part tags" in seat.text()
        await seat.press(*["backspace"] * 3, *"[/b]", "f2")
        await seat.until(lambda: tags_of(board, number).content == ("返品", "[/b]"))


async def test_backspace_in_the_empty_line_takes_the_last_word_off(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    number = open_inquiry(board, tags=Tags(("返品", "決済"))).number
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: seat.app.screen.__class__.__name__ == "InquiryScreen")
        await seat.settle()
        await seat.press("number_sign")
        await box(seat)
        await seat.press("backspace", "f2")
        await seat.until(lambda: tags_of(board, number).content == ("返品",))


async def test_what_somebody_else_tagged_meanwhile_is_told(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    tanaka = enter(board, "tanaka", "Tanaka")
    number = open_inquiry(board).number
    async with sit("sato") as seat:
        await seat.press("number_sign")
        await box(seat)
        await seat.press(*"mine", "enter")
        theirs = InquiryFields(tags=Tags(("theirs",)))
        board.execute(EditInquiry(number=number, fields=theirs), tanaka)
        await seat.press("f2")
        await seat.until(lambda: "Tanaka" in seat.text())
        dialog = await box(seat)
        assert set(dialog.tags.content) == {"mine", "theirs"}
        await seat.press("f2")
        await seat.until(lambda: set(tags_of(board, number).content) == {"mine", "theirs"})


async def test_several_at_once_get_the_same_tags_beside_their_own(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    first = open_inquiry(board, tags=Tags(("返品",))).number
    second = open_inquiry(board).number
    async with sit("sato") as seat:
        await seat.press("x", "down", "x", "number_sign")
        await box(seat)
        await seat.press(*"急ぎ", "enter", "f2")
        await seat.until(lambda: tags_of(board, second).content == ("急ぎ",))
        await seat.until(lambda: tags_of(board, first).content == ("返品", "急ぎ"))


async def test_what_is_known_stands_above_the_draft_where_there_is_room(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato")
    number = open_inquiry(board, customer_email="y@example.jp").number
    fields = InquiryFields(policy="Refund\nat once", fact="Paid twice", emotion="cross")
    board.execute(EditInquiry(number=number, fields=fields), sato)
    async with sit("sato", (120, 40)) as seat:
        await seat.press("r")
        await seat.until(lambda: "Refund at once" in seat.text())
        assert "Paid twice" in seat.text()
        await seat.resize(80, 24)
        await seat.until(lambda: "Paid twice" not in seat.text())


async def test_a_word_that_is_on_says_so_and_is_taken_off_with_a_word(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato")
    for n in range(12):
        open_inquiry(board, f"x{n}", tags=Tags(("billing by invoice",), (), ("very disappointed",)))
    number = open_inquiry(board, "y", tags=Tags(("billing by invoice",))).number
    async with sit("sato", (80, 24)) as seat:
        await seat.press("end", "number_sign")
        dialog = await box(seat)
        await seat.press(*"bil")
        row = next(line for line in seat.text().splitlines() if ">billing by invoice" in line)
        assert row.strip("│┃| ").rstrip().endswith("13 uses  is on")
        assert "Take off" in seat.text()
        assert "Put on" not in seat.text()
        await seat.press("enter")
        assert "Taken off: billing by invoice." in seat.text()
        assert dialog.tags == Tags()
        await seat.press(*"very")
        row = next(line for line in seat.text().splitlines() if ">very disappointed" in line)
        assert "12 uses  Emotion" in row
        assert "Put on" in seat.text()
        await seat.press("escape", "escape", "y")
    assert tags_of(board, number).content == ("billing by invoice",)
