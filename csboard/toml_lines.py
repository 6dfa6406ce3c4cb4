"""On which line of a TOML file a key stands, so that a mistake can be shown where it is.

Python's TOML reader keeps no places. Text that it has read is walked through once more: tables,
arrays of tables, arrays and inline tables, each entry with its number, counted from 0.
"""

from __future__ import annotations

import re
from collections import Counter

from csboard.named import NamedTuple

# Long strings first, or their first two quotes would be an empty one.
_TOKEN = re.compile(
    r'#[^\n]*|"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'" + r"|[\[\]{},=\n]|[^\s\[\]{},=#\"']+",
    re.DOTALL,
)
_ENDS_VALUE = ("\n", ",", "]", "}")
_BARE = re.compile(r"[\w-]+")


class _Token(NamedTuple):
    text: str
    line: int


def lines_of_keys(text: str) -> dict[str, int]:
    """The line of each dotted key, table and entry of an array, as `stages[1].names.en`.

    What is in arrays is also named without the numbers: the line of the first of that name.
    """
    walk = _Walk(text)
    walk.all()
    return walk.lines


def line_of(text: str, key: str) -> int | None:
    """The line of a key; where it stands in no line of its own, of what it is in. None if neither.

    What can't be told from the text, as the `[...]` of a table's entry, counts as not there.
    """
    lines = lines_of_keys(text)
    while key and key not in lines:
        key = key[: key.rindex("[")] if key.endswith("]") else key.rpartition(".")[0]
    return lines.get(key)


class _Walk:
    """Goes through the text of a file once."""

    def __init__(self, text: str) -> None:
        self.lines: dict[str, int] = {}
        self._tokens = _tokens(text)
        self._at = 0
        self._tables: Counter[str] = Counter()
        """How many entries each array of tables has so far, by its numbered name."""

    def all(self) -> None:
        table = ""
        while (token := self._next()) is not None:
            if token.text == "[":
                table = self._header(token)
            elif token.text not in (*_ENDS_VALUE, "="):
                self._entry(table, token)

    def _header(self, opening: _Token) -> str:
        is_array = self._peek() == "["
        if is_array:
            self._next()
        parts: list[str] = []
        while (token := self._next()) is not None and token.text not in ("]", "\n"):
            parts += _parts(token.text)
        if is_array and self._peek() == "]":
            self._next()
        name = self._numbered(parts[:-1])
        name = f"{name}.{parts[-1]}" if name else "".join(parts[-1:])
        if is_array:
            self._tables[name] += 1
            self._note(name, opening.line)
            name = f"{name}[{self._tables[name] - 1}]"
        elif self._tables[name]:
            name = f"{name}[{self._tables[name] - 1}]"
        self._note(name, opening.line)
        return name

    def _numbered(self, parts: list[str]) -> str:
        """The name of a table within others, in the latest entry of those that are arrays."""
        name = ""
        for part in parts:
            name = f"{name}.{part}" if name else part
            if self._tables[name]:
                name = f"{name}[{self._tables[name] - 1}]"
        return name

    def _entry(self, table: str, first: _Token) -> None:
        parts = _parts(first.text)
        while (token := self._next()) is not None and token.text not in ("=", "\n"):
            parts += _parts(token.text)
        path = ".".join(filter(None, [table, *parts]))
        self._note(path, first.line)
        self._value(path)

    def _value(self, path: str) -> None:
        token = self._next()
        if token is None:
            return
        if token.text == "[":
            self._array(path)
        elif token.text == "{":
            self._inline(path)
        else:
            while self._peek() not in (*_ENDS_VALUE, None):
                self._next()

    def _array(self, path: str) -> None:
        count = 0
        while (token := self._peek()) not in ("]", None):
            if token in ("\n", ","):
                self._next()
                continue
            self._note(f"{path}[{count}]", self._tokens[self._at].line)
            self._value(f"{path}[{count}]")
            count += 1
        self._next()

    def _inline(self, path: str) -> None:
        while (token := self._next()) is not None and token.text != "}":
            if token.text not in ("\n", ","):
                self._entry(path, token)

    def _note(self, path: str, line: int) -> None:
        self.lines.setdefault(path, line)
        self.lines.setdefault(re.sub(r"\[\d+\]", "", path), line)

    def _peek(self) -> str | None:
        return self._tokens[self._at].text if self._at < len(self._tokens) else None

    def _next(self) -> _Token | None:
        if self._at >= len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]


def _tokens(text: str) -> list[_Token]:
    found, line, end = [], 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", end, match.start())
        if not match[0].startswith("#"):
            found.append(_Token(match[0], line))
        line += match[0].count("\n")
        end = match.end()
    return found


def _parts(token: str) -> list[str]:
    """The names that one token of a key gives."""
    if token[0] in "\"'":
        return [token[1:-1]]
    return _BARE.findall(token)
