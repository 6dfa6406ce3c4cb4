"""Where comments stand beside the lines they speak of, when there is not room for all of them.

Pure. The one in question stands at its line; the others as near to theirs as it leaves them room.
"""

from __future__ import annotations

from collections.abc import Callable

from csboard.named import NamedTuple


class Placed(NamedTuple):
    """A block, and the row of the view in which it begins; it may begin above the view."""

    block: int
    row: int


def placed(
    count: int,
    chosen: int,
    height_of: Callable[[int], int],
    wanted_of: Callable[[int], int],
    height: int,
) -> list[Placed]:
    """Those of `count` blocks that are seen in `height` rows, from top to bottom.

    Blocks keep their order and never overlap. `wanted_of` says in which row a block would like
    to begin; only blocks that may be seen are asked for. A chosen block that is not higher than
    the view is seen whole.
    """
    if not count or height <= 0:
        return []
    chosen = max(0, min(chosen, count - 1))
    tall = height_of(chosen)
    row = max(0, min(wanted_of(chosen), height - tall))
    above = _above(chosen, row, height_of, wanted_of)
    below = _below(chosen, row + tall, count, height_of, wanted_of, height)
    return [*reversed(above), Placed(chosen, row), *below]


def _above(
    chosen: int, bottom: int, height_of: Callable[[int], int], wanted_of: Callable[[int], int]
) -> list[Placed]:
    found: list[Placed] = []
    index = chosen - 1
    while index >= 0 and bottom > 0:
        tall = height_of(index)
        bottom = min(wanted_of(index), bottom - tall)
        if bottom + tall > 0:
            found.append(Placed(index, bottom))
        index -= 1
    return found


def _below(
    chosen: int,
    top: int,
    count: int,
    height_of: Callable[[int], int],
    wanted_of: Callable[[int], int],
    height: int,
) -> list[Placed]:
    found: list[Placed] = []
    for index in range(chosen + 1, count):
        top = max(top, wanted_of(index))
        if top >= height:
            break
        found.append(Placed(index, top))
        top += height_of(index)
    return found
