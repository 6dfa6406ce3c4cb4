"""Exported sheets: whatever cases say, they stay words in tables, pages and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from csboard.domain.sheet_export import Form, Selection, export, file_name
from csboard.domain.spreadsheets import safe
from csboard.i18n import LANGUAGES, use_language
from csboard.text import clean
from tests.support.hostile_cells import (
    FORMULAS,
    HARMLESS,
    MARKUP,
    Structure,
    foreign_blocks,
    foreign_tags,
    selection_of,
)


@pytest.fixture(params=LANGUAGES, autouse=True)
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    use_language(request.param)
    yield
    use_language("en")


def text_of(selection: Selection, form: Form) -> str:
    return export(selection, form).decode()


def test_what_could_begin_a_formula_is_text_and_stays_readable() -> None:
    for formula in FORMULAS:
        assert safe(formula).startswith("'")
        assert safe(formula)[1:] == clean(formula, multiline=True)


@pytest.mark.parametrize("text", ["", "返金します", "a=b", "1-2", "'quoted'", "ー長音", "(=1)"])
def test_other_words_stand_as_they_are(text: str) -> None:
    assert safe(text) == text


def test_a_table_is_read_back_cell_by_cell_and_line_by_line() -> None:
    texts = [*FORMULAS[::7], *MARKUP, 'say "x"', "two\nlines", "a,b;c\td"]
    data = text_of(selection_of(*texts, name="=evil"), Form.TABLE)
    assert data.count("\r\n") == len(texts) + 1
    head, *rows = csv.reader(io.StringIO(data, newline=""), strict=True)
    for text, row in zip(texts, rows, strict=True):
        cells = dict(zip(head, row, strict=True))
        assert row.count(safe(text)) == 11, "title, eight fields, two tags"
        assert "'=evil" in cells.values()
        assert row[:2] == [row[0], str(1000 + int(row[0]))]


def test_a_page_has_no_tag_of_strangers_and_all_their_words() -> None:
    harmless = text_of(selection_of(HARMLESS), Form.PAGE)
    for markup in MARKUP:
        page = text_of(selection_of(markup, name=markup), Form.PAGE)
        assert foreign_tags(page, harmless) == 0
        assert clean(markup, multiline=True) in Structure(page).text
    assert "http" not in harmless.replace("http-equiv", "")


def test_markdown_has_no_sign_of_strangers() -> None:
    harmless = text_of(selection_of(f"{HARMLESS}\nmore"), Form.MARKDOWN)
    for markup in MARKUP:
        markdown = text_of(selection_of(markup, name=markup), Form.MARKDOWN)
        assert foreign_blocks(markdown, harmless) == 0, markdown


def test_a_file_is_named_by_the_teams_day() -> None:
    assert file_name(selection_of(HARMLESS), Form.PAGE).endswith("-2026-11-24.html")
    assert export(selection_of(), Form.TABLE, bom=True).startswith(b"\xef\xbb\xbf")
