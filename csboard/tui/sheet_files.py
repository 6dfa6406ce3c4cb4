"""Writing the successful-cases sheet into a file of the person's: a page, a table, Markdown."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.domain.sheet_export import Form, Selection, file_name
from csboard.domain.sheet_export import export as exported
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui.confines import FILE
from csboard.tui.fence import say
from csboard.tui.saving import default_directory, directory_of, save_new
from csboard.tui.screens.pick import PickDialog

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp


async def export(app: CsboardApp, selection: Selection) -> None:
    """Ask what kind of file it shall be, write it where files go, and name it."""
    forms = (
        (Form.PAGE, _("A page to print (HTML)")),
        (Form.TABLE, _("A table for spreadsheets (CSV)")),
        (Form.MARKDOWN, _("Markdown")),
    )
    rows = [([(f" {name}", "row")],) for _form, name in forms]
    title = _("Write the sheet into a file")
    picked = await app.push_screen_wait(PickDialog(title, rows, selection.about))
    if picked is None:
        return
    form = forms[picked.row][0]
    try:
        path = await asyncio.to_thread(_save, app, selection, form)
    except CsboardError as failure:
        say(app, failure.sentence, "warning")
    else:
        say(app, _("Saved as {path}.").format(path=path))


def _save(app: CsboardApp, selection: Selection, form: Form) -> Path:
    """Blocks. A new file, never over one that is there; CsboardError says why not."""
    data = exported(selection, form, bom=form is Form.TABLE)
    name = file_name(selection, form)
    if app.confines is not None:
        return save_new(app.confines.folder(), name, data, mode=FILE)
    usual = (app.config and app.config.export) or str(default_directory())
    return save_new(directory_of(usual), name, data)
