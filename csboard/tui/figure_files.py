"""Writing a report into a file of the person's: a page, a table, Markdown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.domain import report_words as words
from csboard.domain.report import Report, report_of
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui.confines import FILE
from csboard.tui.fence import say
from csboard.tui.saving import default_directory, directory_of, save_new
from csboard.tui.screens.pick import PickDialog

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp


async def export(app: CsboardApp, report: Report) -> None:
    """Ask what kind of file it shall be, write it where files go, and name it."""
    forms: tuple[tuple[str, str, Callable[[Report], bytes]], ...] = (
        ("html", _("A page to print (HTML)"), _page),
        ("csv", _("A table for spreadsheets (CSV)"), _table),
        ("md", _("Markdown"), _markdown),
    )
    rows = [([(f" {name}", "row")],) for _ending, name, _make in forms]
    title = _("Write the report into a file")
    picked = await app.push_screen_wait(PickDialog(title, rows, words.title(report.counted)))
    if picked is None:
        return
    ending, _name, make = forms[picked.row]
    try:
        path = await asyncio.to_thread(_save, app, report, ending, make)
    except CsboardError as failure:
        say(app, failure.sentence, "warning")
    else:
        say(app, _("Saved as {path}.").format(path=path))


def _page(report: Report) -> bytes:
    from csboard.domain.report_page import page

    return page(report, numbers=False).encode("utf-8", "replace")


def _table(report: Report) -> bytes:
    """With everything in it, and the mark by which Excel knows UTF-8."""
    from csboard.domain.report_table import table

    return ("\ufeff" + table(report, numbers=True)).encode("utf-8", "replace")


def _markdown(report: Report) -> bytes:
    from csboard.domain.report_markdown import markdown

    return markdown(report, numbers=False).encode("utf-8", "replace")


def _save(app: CsboardApp, report: Report, ending: str, make: Callable[[Report], bytes]) -> Path:
    """Blocks. A new file, never over one that is there; CsboardError says why not.

    What one worked oneself is nothing for a file that others read.
    """
    data = make(report_of(report.counted, everything=ending == "csv"))
    days = report.counted.days
    name = f"{_('report')}-{days.first}-{days.last}.{ending}"
    if app.confines is not None:
        return save_new(app.confines.folder(), name, data, mode=FILE)
    usual = (app.config and app.config.export) or str(default_directory())
    return save_new(directory_of(usual), name, data)
