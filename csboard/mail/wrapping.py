"""Breaking the lines of a reply at a width, as Japanese and Western text is broken.

The text goes out as it is then (no `format=flowed`: many mail programs ignore it, and those that
don't put a blank between Japanese letters where a line ended). So no line ends in a blank but
the mark of a signature, `-- `.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SIGNATURE_MARK = "-- "

_BLANKS = " \t\u3000"
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー〜～）］｝〕〉》」』】〙〗〟’”»‐…‥％℃°′″"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "｡､｣･ｧｨｩｪｫｬｭｮｯｰﾞﾟ" + ",.:;?!)]}%"
)
"""Never at the beginning of a line (JIS X 4051)."""
_NOT_LAST = frozenset("（［｛〔〈《「『【〘〖〝‘“«｢￥＄＃" + "([{$#")
"""Never at the end of a line."""
_PIECE = re.compile(rf"[{_BLANKS}]+|[^{_BLANKS}]")


def wrapped(text: str, columns: int) -> str:
    """`text` with no line wider than `columns` cells where that can be; 0 breaks none.

    Quoted lines (`>`) stay whole, as do words and addresses of the web that are wider. Blanks
    before a line's end go, the indent of a line stays. Wrapping again changes nothing.
    """
    return "\n".join(line for whole in text.split("\n") for line in _lines(whole, columns))


def cells(text: str) -> int:
    """How many columns `text` takes; wide letters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Cf") else 1


def _lines(line: str, columns: int) -> Iterator[str]:
    if line == SIGNATURE_MARK:
        yield line
        return
    line = line.rstrip(_BLANKS)
    if not columns or line.startswith(">") or cells(line) <= columns:
        yield line
        return
    begun = ""
    for piece in _pieces(line, columns):
        if begun.strip(_BLANKS) and cells(begun + piece.rstrip(_BLANKS)) > columns:
            yield begun.rstrip(_BLANKS)
            begun = piece.lstrip(_BLANKS)
        else:
            begun += piece
    if begun.strip(_BLANKS):
        yield begun.rstrip(_BLANKS)


def _pieces(line: str, columns: int) -> Iterator[str]:
    """What is never broken inside; between two of them a line may end."""
    piece = ""
    for found in _PIECE.finditer(line):
        part = found[0]
        if piece and _may_break(piece[-1], part[0]):
            yield from _cut(piece, columns)
            piece = ""
        piece += part
    yield from _cut(piece, columns)


def _may_break(before: str, after: str) -> bool:
    if before in _BLANKS or after in _BLANKS:
        return True
    if after in _NOT_FIRST or before in _NOT_LAST or not _cells_of(after):
        return False
    return _cells_of(before) == 2 or _cells_of(after) == 2


def _cut(piece: str, columns: int) -> Iterator[str]:
    """A piece as it is; one of wide letters that no line could hold breaks against the rules."""
    if cells(piece) <= columns or not any(_cells_of(char) == 2 for char in piece):
        yield piece
        return
    begun = ""
    for char in piece:
        whole_word = begun and _cells_of(char) == 1 and _cells_of(begun[-1]) == 1
        if begun and not whole_word and cells(begun + char) > columns:
            yield begun
            begun = ""
        begun += char
    yield begun
