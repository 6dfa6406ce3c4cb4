"""A page of the wall in windows of every size."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from csboard.domain.records import Card, Waiting
from csboard.domain.wall import Aside
from csboard.domain.wall_pages import PAGES, page
from csboard.domain.wall_parts import Page
from csboard.i18n import LANGUAGES, _, use_language
from csboard.tui.layout import cell_len
from csboard.tui.wall.app import help_page
from csboard.tui.wall.digits import Scale, drawn, fitting
from csboard.tui.wall.layout import Frame, lines
from csboard.tui.wall.lines import Line
from csboard.tui.wall.view import WallView
from tests.domain.test_wall_pages import CASE
from tests.support.walls import NOW, absence, card, due, view, wall

HOUR = timedelta(hours=1)
FRAME = Frame("サポートチーム", "11/24(火)", "11:00:00", "as of 11:00:00", place="2/6")
STALE = FRAME._replace(stale="[STOPPED for 12 min]", why="It can't be reached.")
SIZES = [(80, 24), (120, 40), (240, 67), (40, 10), (39, 9), (20, 5), (3, 2), (1, 1), (200, 3)]
FULL = view(
    wall(
        *(card(str(number), opened_at=NOW - number % 40 * HOUR) for number in range(1000, 1040)),
        card("1100", "sato", clocks=due(NOW - HOUR, -HOUR), title="返金の件" * 20),
        card("1101.2", "suzuki"),
        absences=(absence("tanaka", "2026-11-24", "2026-12-24", stand_in="sato"),),
        done=123,
        came=4,
    ),
    aside=Aside(CASE._replace(title="とても長い題名" * 20), lacks=("長い文" * 60,)),
)
EMPTY = view(wall())


def text(line: Line) -> str:
    return "".join(run for run, _role in line)


def shown(name: str, frame: Frame = FRAME, size: tuple[int, int] = (120, 40)) -> str:
    return drawn_text(page(name, FULL), size, frame)


def drawn_text(told: Page, size: tuple[int, int], frame: Frame = FRAME) -> str:
    return "\n".join(map(text, lines(told, frame, *size)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("frame", [FRAME, STALE, FRAME._replace(shift=(1, 1), is_dim=True)])
def test_every_page_fills_every_window_exactly(
    size: tuple[int, int], name: str, frame: Frame
) -> None:
    width, height = size
    for one in (FULL, EMPTY):
        found = lines(page(name, one), frame, width, height)
        assert len(found) == height
        assert {cell_len(text(line)) for line in found} == {width}
        roles = {role for line in found for _run, role in line}
        assert roles <= {"", *WallView.INKS}


@pytest.mark.parametrize("size", SIZES)
def test_old_data_says_so_in_every_window(size: tuple[int, int]) -> None:
    for name in PAGES:
        found = lines(page(name, FULL), STALE, *size)
        assert any(role == "stale" and run.strip() for line in found for run, role in line)
        kept = {role for line in found for _run, role in line} - {"stale"}
        assert kept <= {"muted", "digit-muted"}, "its numbers are dim"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_stand_whole_in_a_small_window(language: str) -> None:
    """How to end the display too, and that no key changes anything."""
    use_language(language)
    try:
        told = drawn_text(help_page(), (40, 12))
        sentence = _("This display only reads: no key changes anything.")
        assert _("Quit") in told
        assert "…" not in told
        assert "".join(sentence.split()) in "".join(told.split())
    finally:
        use_language("en")


def test_what_is_in_hand_is_told_where_no_key_gives_way_to_it() -> None:
    keys = {row.cells[1] for row in help_page().rows}
    for size in ((w, h) for w in range(20, 130) for h in range(6, 26)):
        beside, alone = (
            drawn_text(told, size) for told in (help_page(), help_page()._replace(notes=()))
        )
        assert [one in beside for one in keys] == [one in alone for one in keys], beside
    told = drawn_text(help_page(), (80, 24))
    assert "In hand: tasks that somebody has and that aren't on hold, at any stage." in told


def test_the_frame_of_old_data_goes_all_round() -> None:
    found = lines(page("figures", FULL), STALE, 120, 40)
    assert [line[0][1] for line in found] == ["stale"] * 40
    assert [line[-1][1] for line in found] == ["stale"] * 40
    assert (len(found[0]), len(found[-2])) == (1, 1)


def test_a_small_window_shows_the_worst_first() -> None:
    found = shown("figures", size=(30, 6)).splitlines()
    assert found[0].startswith("How it stands")
    assert found[1].startswith("Unassigned    40     [URGENT]")
    assert found[-1].startswith("+2 more")


def test_who_has_what_is_overdue_is_said_before_that_it_rests() -> None:
    both = card("1001", "suzuki", waiting=Waiting("customer"), clocks=due(NOW - HOUR, -HOUR))
    told = page("board", view(wall(both)))
    assert "#1001 鈴木 overdue" in " ".join(drawn_text(told, (80, 24)).split())
    assert "on hold" not in drawn_text(told, (66, 24))
    assert "#1001 鈴木 overdue on hold" in " ".join(drawn_text(told, (120, 40)).split())


def test_a_window_that_is_too_small_says_so() -> None:
    assert shown("figures", size=(60, 5)).startswith("The window is too small: 20x6 at least.")
    assert " ".join(shown("figures", size=(19, 9)).split()) == (
        "The window is too small: 20x6 at least."
    )
    assert shown("figures", STALE, (30, 1)).startswith("[STOPPED for 12 min]")
    stale = shown("figures", STALE, (60, 2)).splitlines()
    assert [line.rstrip() for line in stale] == [
        "[STOPPED for 12 min]", "The window is too small: 20x6 at least.",
    ]  # fmt: skip


def test_every_word_of_the_figures_stands_in_an_ordinary_window() -> None:
    found = shown("figures", size=(80, 24))
    for word in ("Unassigned  [URGENT]", "Longest wait", "target up to 2:00", "サポートチーム"):
        assert word in found
    assert "as of 11:00:00" in found
    assert "2/6" in found


def test_the_board_says_how_many_more_there_are() -> None:
    assert "+31 more" in shown("board", size=(80, 24))
    assert "#1101.2" in shown("board", size=(80, 24))


def test_rows_stand_apart_where_there_is_room_though_there_are_more() -> None:
    found = shown("oldest", size=(240, 67)).splitlines()
    numbers = [number for number, line in enumerate(found) if "#10" in line]
    (step,) = {after - before for before, after in pairwise(numbers)}
    assert step == 8
    assert numbers[-1] > 67 // 2, "the lower half isn't empty"
    assert "+35 more" in "".join(found)


def test_lanes_spread_their_rows_alike_where_all_have_room() -> None:
    def steps(*cards: Card) -> set[int]:
        told = page("board", view(wall(*cards)))
        found = drawn_text(told, (240, 67)).splitlines()
        places = [number for number, line in enumerate(found) if re.search(r"#1\d{3}", line)]
        return {after - before for before, after in pairwise(places)}

    some = [card(str(1000 + n)) for n in range(9)]
    assert steps(*some, card("1500", "sato"), card("1501", "sato")) == {4}
    assert steps(*some, *(card(str(1100 + n)) for n in range(40))) == {1}
    assert steps(*(card(str(1000 + n), "sato") for n in range(90)), *some) == {1}


def test_everything_moves_by_a_cell_and_nothing_is_lost() -> None:
    straight = lines(page("figures", FULL), FRAME, 120, 40)
    moved = lines(page("figures", FULL), FRAME._replace(shift=(1, 1)), 120, 40)
    assert [f" {text(line)}"[:-1] for line in straight[:-1]] == [text(one) for one in moved[1:]]


def test_at_night_only_what_is_urgent_keeps_its_light() -> None:
    found = lines(page("figures", FULL), FRAME._replace(is_dim=True), 120, 40)
    roles = {role for line in found for _run, role in line}
    assert roles == {"head", "muted", "digit-muted", "overdue", "digit-overdue"}


@pytest.mark.parametrize(
    ("value", "width", "height", "scale"),
    [
        ("8", 6, 5, Scale(2, 1)),
        ("8", 3, 5, Scale(1, 1)),
        ("12", 14, 10, Scale(2, 2)),
        ("12", 28, 10, Scale(4, 2)),
        ("3:40", 12, 5, None),
        ("3:40", 13, 5, Scale(1, 1)),
        ("8", 100, 4, None),
        ("?", 100, 100, None),
    ],
)
def test_digits_are_as_large_as_there_is_room(
    value: str, width: int, height: int, scale: Scale | None
) -> None:
    assert fitting([value], width, height) == ([scale] if scale else [])


def test_digits_of_one_page_are_of_one_height() -> None:
    assert fitting(["8", "12:34"], 40, 10) == [Scale(4, 2), Scale(2, 2)]


def test_a_digit_is_drawn_in_points() -> None:
    assert drawn("7:", Scale(2, 1)) == [
        "######    ",
        "    ##  ##",
        "    ##    ",
        "  ##    ##",
        "  ##      ",
    ]


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (60, "#1001 Alexandri…"),
        (80, "#1001 Alexandriafeathe…"),
        (120, "#1001  Alexandriafeatherstonehaugh"),
    ],
)
def test_a_long_name_loses_letters_before_it_is_left_out(width: int, told: str) -> None:
    named = card("1001", "sato", owner_name="Alexandriafeatherstonehaugh")
    assert told in drawn_text(page("board", view(wall(named))), (width, 20))


def test_no_row_goes_without_a_name_because_another_says_more() -> None:
    held = Waiting("customer")
    name = "Alexandriafeatherstonehaugh"
    one = view(
        wall(
            card("1001", "sato", owner_name=name, clocks=due(NOW - HOUR, -HOUR)),
            card("1002", "sato", owner_name=name),
            card("1003.12", "suzuki"),
            card("1004", "sato", owner_name=name, waiting=held),
        )
    )
    drawn = drawn_text(page("board", one), (60, 20))
    for told in ("#1001    overdue", "#1002    Alexan…", "#1003.12 鈴木", "#1004    on hold"):
        assert told in drawn
    assert "#1001    Alexa… overdue" in drawn_text(page("board", one), (80, 24))
