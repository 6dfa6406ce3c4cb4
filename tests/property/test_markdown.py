"""Markdown with words from outside: read, it has the same words and nothing of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from csboard.domain.markdown import escaped, in_a_cell, lines

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = st.text(st.sampled_from(r"\`*_~[]()<>#+-=.!|&;:/{} 1a山。"), max_size=12)
PIECES = st.sampled_from(
    [
        "[a](b)",
        "[a]: b",
        "<b>",
        "&amp;",
        "---",
        "1.",
        "- [ ]",
        "**",
        "https://a.example",
        "www.a.example",
        "a_b",
        " ",
    ]
)
WORDS = SIGNS | st.lists(PIECES | SIGNS, max_size=5).map("".join)


def told(page: str) -> tuple[list[str], str]:
    """What a page is made of, and all its text."""
    kinds: list[str] = []
    text: list[str] = []
    for token in READER.parse(page):
        kinds.append(token.type)
        for inner in token.children or ():
            kinds += [inner.type] if inner.type not in ("text", "hardbreak") else []
            text.append("\n" if inner.type == "hardbreak" else inner.content)
    return kinds, "".join(text)


def as_pages(words: str) -> Iterator[tuple[str, str]]:
    """Pages that hold the words in each place there is, and the same with a harmless word."""
    for form in ("{}", "- {}", "# {}", "## #1042 {}", "*x: {}*", "x\n\n{}\n\ny"):
        yield form.format(escaped(words)), form.format("harmless")
    table = "| a | b |\n|---|---|\n| {} | c |"
    yield table.format(in_a_cell(words)), table.format("harmless")


@given(WORDS)
@example("\\")
@example("a | b")
@example("- - -")
@example("** *")
@example("x #")
def test_a_line_is_read_as_it_was_written(words: str) -> None:
    line = " ".join(words.split())
    if not line:
        return
    for page, harmless in as_pages(words):
        kinds, text = told(page)
        wanted_kinds, wanted = told(harmless)
        assert (kinds, text) == (wanted_kinds, wanted.replace("harmless", line)), page


@given(st.lists(WORDS, min_size=1, max_size=3))
@example(["a | b", "--- | ---"])
@example(["title", "==="])
@example(["[a", "](b)"])
def test_several_lines_stay_one_paragraph(words: list[str]) -> None:
    whole = [" ".join(line.split()) for line in words]
    kept = [line for line in whole if line]
    kinds, text = told(lines("\n".join(whole)))
    assert text == "\n".join(kept)
    assert kinds == (["paragraph_open", "inline", "paragraph_close"] if kept else [])


@pytest.mark.parametrize(
    "plain",
    [
        *("foo_bar", "(A-1)", "2.5 kg", "返金します。", "Nov 24 - Nov 30!", "a + b = c", "#1042 x"),
        *(
            "10:30",
            "a | b",
            "2 * 3",
            "tom & jerry",
            "1 < 2 > 0",
            "{x}",
            "x]",
            "C:\\dir",
            "-5",
            "1.5",
            "www",
            "xwww.a.example",
            "a.example/x",
            "bob@a.example",
        ),
    ],
)
def test_what_no_reader_takes_for_markup_stands_as_it_is(plain: str) -> None:
    assert escaped(plain) == plain


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("www.a.example/x", "www\\.a.example/x"),
        ("(www.a.example)", "(www\\.a.example)"),
        ("see_www.a.example", "see_www\\.a.example"),
        ("the www. And", "the www\\. And"),
        ("http://a.example", "http\\://a.example"),
        ("https://www.a.example", "https\\://www\\.a.example"),
        ("ftp://a.example", "ftp\\://a.example"),
    ],
)
def test_what_github_makes_a_link_of_is_none(address: str, told: str) -> None:
    assert escaped(address) == told
