"""The knowledge map: read, explained, acted on; one's own growth; what stands behind a topic."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import AddNote, Claim
from csboard.domain.holders import Holding, KnowledgeMap, Topic, TopicRow
from csboard.domain.records import Actor, Member, Role, Tags, TaskRef
from csboard.tui import map_lines
from csboard.tui.layout import cell_len
from csboard.tui.screens import knowledge_map
from csboard.tui.screens.case import CaseScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.knowledge_map import KnowledgeMapScreen
from csboard.tui.screens.topic import TopicScreen
from tests.support.desk import enter, make_viewer, open_inquiry, task
from tests.support.successes import answered, made
from tests.tui.conftest import Seat, Sit

SUZUKI, SATO = Actor("suzuki"), Actor("sato")
LOGIN = Tags(("認証",), ("ログイン不可",))


@pytest.fixture(autouse=True)
def desk(board: Board) -> None:
    """Suzuki alone has answered logins, with a case; #1003 and #1004 of them are free."""
    enter(board, "suzuki", "鈴木")
    enter(board, "sato", "佐藤")
    for _each in range(2):
        answered(board, open_inquiry(board, "入れません", tags=LOGIN), SUZUKI)
    made(board, TaskRef(1001), SUZUKI)
    for subject in ("また入れません", "入れない"):
        open_inquiry(board, subject, tags=LOGIN)
    open_inquiry(board, "遅いです", tags=Tags(("帳票",)))
    for number in (1001, 1002):
        board.execute(Claim(task=TaskRef(number)), SUZUKI)


async def at_the_map(seat: Seat) -> KnowledgeMapScreen:
    await seat.press("g", "k")
    await seat.until(lambda: isinstance(seat.app.screen, KnowledgeMapScreen))
    screen = seat.app.screen
    assert isinstance(screen, KnowledgeMapScreen)
    await seat.until(lambda: screen.found is not None)
    await seat.settle()
    return screen


async def test_who_knows_what_and_what_would_help(board: Board, sit: Sit) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await at_the_map(seat)
        shown = seat.text()
        assert "Knowledge map: 2 topics, 2 known by fewer than two  Truck factor: 1" in shown
        row = next(line for line in shown.splitlines() if "認証/ログイン不可" in line)
        assert row.split() == [">", "認証/ログイン不可", "1.0", "4", "2", "AC"]
        assert "known by 鈴木" in shown
        assert "It would help if 佐藤 took the next one and 鈴木 reviewed the reply." in shown
        assert "a: you take #1003, 鈴木 will review the reply" in shown


async def test_one_key_takes_the_next_with_whoever_knows_it(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await at_the_map(seat)
        await seat.press("a")
        await seat.until(lambda: task(board, TaskRef(1003)).owner == "sato")
        await seat.until(lambda: "you take #1004" in seat.text())
        assert board.replies(1003).reviewer == "suzuki"
        assert [item.kind for item in board.inbox("suzuki")] == ["to_review"]
        await seat.press("u")
        await seat.until(lambda: task(board, TaskRef(1003)).owner is None)


async def test_undo_gives_back_what_was_taken_here_and_nothing_else(board: Board, sit: Sit) -> None:
    board.execute(Claim(task=TaskRef(1005)), SATO)
    async with sit("sato") as seat:
        await at_the_map(seat)
        await seat.press("u")
        await seat.until(lambda: "You have taken nothing here" in seat.text())
        await seat.press("a")
        await seat.until(lambda: task(board, TaskRef(1003)).owner == "sato")
        await seat.settle()
        await seat.press("escape")
        board.execute(AddNote(number=1003, text="x"), SATO)
        await at_the_map(seat)
        await seat.press("u")
        await seat.until(lambda: task(board, TaskRef(1003)).owner is None)
        await seat.settle()
        await seat.press("u")
        await seat.settle()
        assert task(board, TaskRef(1005)).owner == "sato"
        undone = [one for one in board.history(1003) if one.kind == "undone"]
        assert [one.detail["kind"] for one in undone] == ["claimed"]


async def test_the_cursor_stays_on_its_topic_while_growth_is_looked_at(
    board: Board, sit: Sit
) -> None:
    answered(board, TaskRef(1005), SUZUKI)
    for n in range(3):
        open_inquiry(board, f"新 {n}", tags=Tags((f"新{n}",)))
    async with sit("suzuki", size=(120, 40)) as seat:
        screen = await at_the_map(seat)
        for _row_below in range(len(screen.found.rows if screen.found else ())):
            before = screen.chosen
            await seat.press("m")
            await seat.until(lambda: "Only you see this." in seat.text())
            await seat.press("escape")
            await seat.until(lambda: "Truck factor" in seat.text())
            assert screen.chosen == before
            await seat.press("j")


async def test_what_others_do_comes_in_after_a_rest(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge_map, "REST", 0.05)
    async with sit("sato") as seat:
        await at_the_map(seat)
        answered(board, TaskRef(1005), SUZUKI)
        await seat.settle()
        await seat.until(
            lambda: "2 topics, 2 known" in seat.text() and " 1.0" in _row(seat, "帳票")
        )


def _row(seat: Seat, word: str) -> str:
    return next(line for line in seat.text().splitlines() if word in line)


async def test_who_alone_knows_it_is_told_to_leave_it(board: Board, sit: Sit) -> None:
    async with sit("suzuki") as seat:
        await at_the_map(seat)
        assert "You alone know it: leave #1003 to a colleague and review the reply." in seat.text()


async def test_who_may_only_look_is_offered_nothing(board: Board, sit: Sit) -> None:
    make_viewer(board, "visitor", SUZUKI)
    async with sit("visitor", size=(80, 24)) as seat:
        await at_the_map(seat)
        assert "you take" not in seat.text()
        await seat.press("a")
        assert task(board, TaskRef(1003)).owner is None


async def test_it_explains_how_it_is_reckoned(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await at_the_map(seat)
        await seat.press("equals_sign")
        await seat.until(lambda: "Avelino" in seat.text())
        assert "If 1 member were away, 100% of" in seat.text()
        await seat.press("escape")
        await seat.until(lambda: isinstance(seat.app.screen, KnowledgeMapScreen))


async def test_behind_a_topic_are_its_cases_and_inquiries(board: Board, sit: Sit) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await at_the_map(seat)
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, TopicScreen))
        await seat.until(lambda: "#1003" in seat.text())
        told = [line.strip("> ").split() for line in seat.text().splitlines()[1:4]]
        assert told == [["Cases"], ["#1001", "入れません", "鈴木"], ["Inquiries"]]
        await seat.press("j", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, CaseScreen))
        await seat.press("escape", "G", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))


async def test_one_s_own_growth_is_one_s_own(board: Board, sit: Sit) -> None:
    async with sit("suzuki", size=(80, 24)) as seat:
        await at_the_map(seat)
        await seat.press("m")
        await seat.until(lambda: "Only you see this." in seat.text())
        row = next(line for line in seat.text().splitlines() if "認証" in line)
        assert row.split() == [">", "認証/ログイン不可", "-", "2", "1", "3", "for", "others"]
        await seat.press("escape")
        await seat.until(lambda: "Truck factor" in seat.text())
    async with sit("sato") as seat:
        await at_the_map(seat)
        await seat.press("m")
        await seat.until(lambda: "You have answered nothing that has tags yet." in seat.text())


PEOPLE = tuple(Member(n, f"m{n}", f"担当者{n}", Role.MEMBER) for n in range(1, 15))
ROW = TopicRow(Topic("認証", "ログイン不可"), tuple(Holding(f"m{n}", 1.0, 1) for n in (1, 14)), 4)


@pytest.mark.parametrize("width", [79, 119, 199])
@pytest.mark.parametrize("first", [0, 5, 99])
def test_columns_fill_the_width_and_never_pass_it(width: int, first: int) -> None:
    at = map_lines.columns(width, PEOPLE, first)
    assert at.before + len(at.members) + at.after == len(PEOPLE)
    (line,) = map_lines.row_of(ROW, at, 1)
    assert cell_len("".join(text for text, _role in line)) <= width - 1
    assert cell_len(map_lines.heading(at)) <= width
    assert at.members[-1] == PEOPLE[-1] or first < 99


async def test_members_out_of_view_come_into_it(board: Board, sit: Sit) -> None:
    for number in range(6):
        enter(board, f"new{number}", f"新人{number}")
    async with sit("sato", size=(80, 24)) as seat:
        screen = await at_the_map(seat)
        assert isinstance(screen.found, KnowledgeMap)
        assert "新人5" not in seat.text()
        assert seat.text().splitlines()[1].split()[4] == "佐藤"  # oneself first
        await seat.press(*("right",) * 9)
        assert "新人5" in seat.text()
        await seat.press(*("left",) * 9)
        assert "佐藤" in seat.text().splitlines()[1]
