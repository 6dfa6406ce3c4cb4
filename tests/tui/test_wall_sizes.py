"""No word is cut on the wall, and no two touch, in windows of every size and in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest

from csboard.domain.records import Member, Role
from csboard.domain.wall import Aside
from csboard.domain.wall_pages import PAGES, page
from csboard.domain.wall_parts import Page, Tile
from csboard.i18n import _, current_language, use_language
from csboard.tui.layout import cell_len
from csboard.tui.wall.layout import Frame, lines
from csboard.tui.wall.lines import Line
from csboard.tui.wall.tiles import DIGIT
from tests.domain.test_wall_pages import CASE, STANDING
from tests.support.walls import MEMBERS, NOW, absence, card, due, view, wall

HOUR = timedelta(hours=1)
WIDTHS = (*range(20, 66), *range(66, 130, 4), 160, 200, 240)
HEIGHTS = (6, 9, 11, 12, 15, 20, 24, 40, 67)
SIZES = [(width, height) for width in WIDTHS for height in HEIGHTS[width % 2 :: 2]]
NAMES = {
    **MEMBERS,
    "tanaka": Member(3, "tanaka", "Bartholomew Featherstonehaugh", Role.MEMBER),
    "takahashi": Member(7, "takahashi", "髙橋みのり", Role.MEMBER),
}
BUSY = view(
    wall(
        *(
            card(str(number), title="返金 の件", customer_name="山田")
            for number in range(1000, 1080)
        ),
        *(card(str(number), "tanaka") for number in range(2000, 2300)),
        card("1100.2", "sato", clocks=due(NOW - HOUR, -HOUR), title="Order has not arrived"),
        members=NAMES,
        absences=(absence("takahashi", "2026-11-24", "2026-12-24", stand_in="tanaka"),),
        done=123,
    ),
    aside=Aside(
        CASE._replace(title="Wedding invitations: can you ship by the 21st?"),
        STANDING,
        at=NOW - 10 * HOUR,
    ),
)
QUIET = view(wall())
REASONS = {
    "en": ("[STOPPED for 12 min]", "The disk of board.db is full: make room, then try again."),
    "ja": ("【更新停止 12分】", "board.db のディスクがいっぱいです。空きを作ってください。"),
}
DAYS = {"en": ("Tue Nov 24", "as of 11:00:00"), "ja": ("11/24(火)", "最終更新 11:00:00")}
MORE = r"(?:\+\d+ more|他 \d+ 件)"
"""How many rows have no room."""
LEAST = {"en": "The window is too small", "ja": "小さすぎ"}


@pytest.fixture(params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = current_language()
    use_language(request.param)
    yield request.param
    use_language(before)


def frames(language: str) -> tuple[Frame, ...]:
    day, read = DAYS[language]
    plain = Frame("Support 窓口", day, "11:00:00", read, named="勤労感謝の日", place="2/6")
    stale, why = REASONS[language]
    return plain, plain._replace(stays="held", shift=(1, 1)), plain._replace(stale=stale, why=why)


def words_of(told: Page, frame: Frame) -> set[str]:
    """Every word that may stand there, whole."""
    tiles = [*told.tiles, *(lane.tile for lane in told.lanes)]
    rows = [*told.rows, *(row for lane in told.lanes for row in lane.rows)]
    texts = [text for text in frame if isinstance(text, str)]
    texts += [told.title, told.warning, *told.notes]
    texts += [text for tile in tiles for text in (tile.label, tile.value, tile.word, tile.below)]
    texts += [text for row in rows for text in (*row.cells, row.brief)]
    words = {word for text in texts for word in text.split()}
    return words | {word.rstrip(",、。:;") for word in words}


def is_whole(word: str, words: set[str]) -> bool:
    """Letters that are wide may stand on two lines, and before a mark; brackets never."""
    if word in words or re.fullmatch(r"\+\d+|…", word):
        return True
    part = word.removesuffix("…")
    if part in words or part.count("【") != part.count("】"):
        return part in words
    wide = [one for one in words if part in one]
    return any(_may_end_within(one, part) for one in wide)


def _may_end_within(whole: str, part: str) -> bool:
    before, after = whole.split(part, 1)
    ends = [before[-1:] + part[:1], part[-1:] + after[:1]]
    return all(len(pair) < 2 or cell_len(pair) > 2 for pair in ends)


@pytest.mark.parametrize("name", PAGES)
def test_every_word_is_whole_and_apart_from_the_next(language: str, name: str) -> None:
    for one in (BUSY, QUIET):
        told = page(name, one)
        for number, (width, height) in enumerate(SIZES):
            frame = frames(language)[number % 3]
            drawn = lines(told, frame, width, height)
            whole = _text(drawn)
            assert {cell_len(line) for line in whole.split("\n")} == {width}
            assert len(drawn) == height
            words = words_of(told, frame)
            assert [word for word in _words(drawn) if not is_whole(word, words)] == [], whole
            head = "".join(whole.split("\n")[:4]).replace(" ", "")
            assert told.title.replace(" ", "") in head, whole


def test_what_is_left_out_is_counted(language: str) -> None:
    """Rows that stand there and those that are told to be more are as many as there are."""
    for width, height in SIZES:
        for name, total in (("oldest", 80), ("people", 3)):
            drawn = _text(lines(page(name, BUSY), frames(language)[0], width, height))
            more = re.search(rf"^ *{MORE} *$", drawn, re.MULTILINE)
            count = int("".join(filter(str.isdigit, more[0]))) if more else 0
            assert _rows(name, drawn) + count == total, drawn


def _rows(name: str, drawn: str) -> int:
    if name == "oldest":
        return len(re.findall(r"#10\d\d", drawn))
    return sum(one in drawn for one in ("佐藤", "鈴木", "Bartholomew"))


def _words(drawn: Sequence[Line]) -> list[str]:
    """All but the points of digits, and but how many are left out."""
    plain = [
        [(" " * len(text) if role.startswith(DIGIT) else text, role) for text, role in line]
        for line in drawn
    ]
    return re.sub(MORE, " ", _text(plain)).split()


def _text(drawn: Sequence[Line]) -> str:
    return "\n".join("".join(text for text, _role in line) for line in drawn)


def test_states_stand_with_their_figures(language: str) -> None:
    """All six with their words, or the worst of them and how many more there are."""
    told = page("figures", BUSY)
    for size in SIZES:
        drawn = _text(lines(told, frames(language)[0], *size))
        shown = [tile for tile in told.tiles if tile.label in drawn]
        states = sum(drawn.count(word) for word in {tile.word for tile in told.tiles})
        assert states == len(shown), drawn
        if len(shown) < 6:
            assert "overdue" in {tile.role for tile in shown}
            assert re.search(rf"(?:\+|他 ){6 - len(shown)}\b", drawn), drawn


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (240, 67)])
def test_figures_keep_their_places_when_they_grow(language: str, size: tuple[int, int]) -> None:
    """People learn places."""
    told = page("figures", BUSY)
    places = []
    for values in ("0", "0:00"), ("12", "9:59"), ("888", "12:34"):
        tiles = tuple(
            tile._replace(value=values[":" in tile.value], word="", below="") for tile in told.tiles
        )
        drawn = _text(lines(told._replace(tiles=tiles), frames(language)[0], *size)).split("\n")
        places.append(
            {
                tile.label: next(
                    (number, line.find(tile.label))
                    for number, line in enumerate(drawn)
                    if tile.label in line
                )
                for tile in tiles
            }
        )
    assert places[0] == places[1] == places[2]


def test_the_reason_why_data_is_old_is_whole_in_an_ordinary_window(language: str) -> None:
    stale = frames(language)[2]
    for size in ((40, 12), (60, 20), (80, 24), (120, 40), (240, 67)):
        for name in PAGES:
            drawn = lines(page(name, BUSY), stale, *size)
            foot = "".join("".join(t for t, _role in line).strip() + " " for line in drawn)
            assert stale.why.replace(" ", "") in foot.replace(" ", ""), _text(drawn)


def test_below_the_floor_a_sentence_says_so(language: str) -> None:
    for size in ((19, 40), (12, 12), (200, 5), (60, 1)):
        found = _text(lines(page("figures", BUSY), frames(language)[0], *size))
        assert LEAST[language].replace(" ", "") in "".join(found.split())


def test_a_stage_with_a_long_name_keeps_it(language: str) -> None:
    stages = tuple(
        page("board", BUSY).lanes[0]._replace(tile=Tile(f"Waiting for somebody else {n}", "12"))
        for n in range(6)
    )
    told = Page("board", "The board", lanes=stages)
    for width in WIDTHS:
        words = words_of(told, frames(language)[0]) | {"12"}
        drawn = lines(told, frames(language)[0], width, 30)
        assert all(is_whole(word, words) for word in _words(drawn)), _text(drawn)


def test_what_nobody_has_says_so_where_a_stage_has_room_for_the_word(language: str) -> None:
    word = _("unassigned")
    for size, is_told in (((240, 67), True), ((120, 40), True), ((60, 24), False)):
        drawn = _text(lines(page("board", BUSY), frames(language)[0], *size))
        found = re.findall(rf"#1\d\d\d +({word}|-)", drawn)
        assert set(found) == {word if is_told else "-"}, drawn


def test_a_case_keeps_its_title_in_a_narrow_window() -> None:
    drawn = _text(lines(page("success", BUSY), frames("en")[0], 50, 24))
    assert "Wedding invitations: can you ship by" in drawn
    assert "the 21st?" in drawn
