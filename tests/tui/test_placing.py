"""Where comments stand beside lines: each at its own, as far as there is room."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from csboard.tui.placing import placed


def rows(heights: list[int], wanted: list[int], chosen: int, height: int) -> list[tuple[int, int]]:
    found = placed(len(heights), chosen, heights.__getitem__, wanted.__getitem__, height)
    return [(one.block, one.row) for one in found]


def test_each_stands_at_its_line_when_there_is_room() -> None:
    assert rows([2, 2, 2], [0, 5, 9], 0, 20) == [(0, 0), (1, 5), (2, 9)]


def test_the_chosen_one_stands_at_its_line_and_pushes_the_others_away() -> None:
    assert rows([3, 3, 3], [4, 4, 4], 1, 20) == [(0, 1), (1, 4), (2, 7)]


def test_what_is_out_of_view_is_left_out() -> None:
    assert rows([3, 3, 3], [2, 2, 2], 2, 5) == [(1, -1), (2, 2)]


def test_the_chosen_one_is_seen_whole_wherever_its_line_is() -> None:
    assert rows([4], [30], 0, 10) == [(0, 6)]
    assert rows([4], [-1], 0, 10) == [(0, 0)]


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[int], list[int], int, int]:
    heights = draw(st.lists(st.integers(1, 6), min_size=1, max_size=12))
    wanted = sorted(draw(st.lists(st.integers(-5, 40), min_size=len(heights), max_size=12)))
    wanted = (wanted + [40] * len(heights))[: len(heights)]
    return heights, wanted, draw(st.integers(0, len(heights) - 1)), draw(st.integers(1, 30))


@given(columns())
def test_blocks_keep_their_order_never_overlap_and_the_chosen_one_is_there(
    column: tuple[list[int], list[int], int, int],
) -> None:
    heights, wanted, chosen, height = column
    found = rows(heights, wanted, chosen, height)
    assert [block for block, _row in found] == sorted(block for block, _row in found)
    for (block, row), (_next, below) in pairwise(found):
        assert row + heights[block] <= below
    assert all(row < height and row + heights[block] > 0 for block, row in found)
    at = dict(found)[chosen]
    assert at >= 0
    assert at + heights[chosen] <= height or at == 0
