"""Letters of two cells at the edge of what is painted again."""

from __future__ import annotations

from collections.abc import Iterator

from textual._compositor import ChopsUpdate


def paint_whole_letters(update: ChopsUpdate) -> None:
    """Let no stretch of `update` end inside a letter.

    Textual cuts such a letter and paints a blank for its first half: where a box shrinks or goes,
    the letter at its right edge would be lost until something else paints it.
    """
    update.spans = list(_widened(update))


def _widened(update: ChopsUpdate) -> Iterator[tuple[int, int, int]]:
    for y, start, end in update.spans:
        for column, strip in update.chops[y].items():
            if strip is not None and column < end < column + strip.cell_length:
                before = strip.crop(0, end - column).text
                if not strip.text.startswith(before):  # a blank stands for half a letter
                    end += 1
                break
        yield y, start, end
