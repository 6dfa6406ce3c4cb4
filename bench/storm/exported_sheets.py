"""T20: cases that would like to be formulas, tags or links, exported and opened by others.

The table is opened by LibreOffice, where there is one, and saved with what it made of each cell;
the page is parsed by the standard library, Markdown by markdown-it.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.storm.field import Storm
from csboard.domain.sheet_export import Form, export
from csboard.i18n import LANGUAGES, use_language
from tests.support.hostile_cells import (
    FORMULAS,
    HARMLESS,
    MARKUP,
    foreign_blocks,
    foreign_tags,
    selection_of,
)

PATIENCE = 120
"""Seconds for LibreOffice."""


def run(storm: Storm) -> Iterator[Figure]:
    for language in LANGUAGES:
        use_language(language)
        try:
            yield from _formulas(storm, language)
            yield from _tags(language)
        finally:
            use_language("en")


def _formulas(storm: Storm, language: str) -> Iterator[Figure]:
    texts = FORMULAS[::9] if storm.short else FORMULAS
    data = export(selection_of(*texts), Form.TABLE, bom=True)
    where = f"{len(texts)} cases, {language}"
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    bare = sum(bool(re.match(r"[=+@＝＋－＠-]", cell.strip())) for cell in cells)
    yield Figure("T20", "cells that begin a formula", where, bare, "", 0, counted=True)
    if shutil.which("soffice") is None:
        return
    unprotected = io.StringIO()
    csv.writer(unprotected, quoting=csv.QUOTE_ALL).writerows([text] for text in texts)
    if not _opened(storm.directory, unprotected.getvalue().encode("utf-8", "replace")):
        raise RuntimeError("LibreOffice takes nothing for a formula: this test can't fail")
    found = _opened(storm.directory, data)
    yield Figure("T20", "formulas in LibreOffice", where, found, "", 0, counted=True)


def _opened(directory: Path, data: bytes) -> int:
    """How many formulas LibreOffice reads in a table."""
    table, home = directory / "sheet.csv", directory / "office"
    table.write_bytes(data)
    subprocess.run(
        [
            *("soffice", "--headless", "--norestore", f"-env:UserInstallation={home.as_uri()}"),
            *("--convert-to", "fods", "--infilter=CSV:44,34,76,1"),
            *("--outdir", str(directory), str(table)),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    return table.with_suffix(".fods").read_text(encoding="utf-8").count("table:formula=")


def _tags(language: str) -> Iterator[Figure]:
    pages = markdowns = 0
    harmless = selection_of(HARMLESS), selection_of(f"{HARMLESS}\nmore")
    page = export(harmless[0], Form.PAGE).decode()
    markdown = export(harmless[1], Form.MARKDOWN).decode()
    for text in (*MARKUP, *FORMULAS):
        selection = selection_of(text, name=text)
        pages += foreign_tags(export(selection, Form.PAGE).decode(), page)
        markdowns += foreign_blocks(export(selection, Form.MARKDOWN).decode(), markdown)
    where = f"{len(MARKUP) + len(FORMULAS)} cases, {language}"
    yield Figure("T20", "tags of strangers in a page", where, pages, "", 0, counted=True)
    yield Figure("T20", "signs of strangers in Markdown", where, markdowns, "", 0, counted=True)
