"""Saving an attachment: which one, and into which directory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from csboard.domain.records import AttachmentInfo
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.confines import FILE
from csboard.tui.conversation import size_text
from csboard.tui.fence import Plain, entitle, say
from csboard.tui.fields import ImeInput
from csboard.tui.saving import default_directory, directory_of, save_new
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing


class SavableFile(NamedTuple):
    """An attachment and the original that holds its bytes."""

    info: AttachmentInfo
    receipt_id: int


class FilesDialog(ModalScreen[None]):
    """A list of attachments above the directory into which enter saves."""

    CSS_PATH = "files.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("files")
    AUTO_FOCUS = "Listing"

    def __init__(self, files: Sequence[SavableFile]) -> None:
        super().__init__()
        self._files = tuple(files)

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, _("Save an attachment"))
            yield Listing(row_height=1)
            yield Plain(_("Into the directory"), classes="label")
            yield self._place()
            yield Plain(id="problem")
            yield Footer()

    def _place(self) -> Widget:
        """Where files go: a field, or on a locked board the one directory there is."""
        app = app_of(self)
        if app.confines is not None:
            return Plain(str(app.confines.export or _("none")))
        usual = (app.config and app.config.export) or str(default_directory())
        return ImeInput(usual, max_length=1000, id="directory")

    def _saver(self) -> Callable[[str, bytes], Path]:
        """What writes a file where it is to go; CsboardError when there is no such place."""
        if (confines := app_of(self).confines) is not None:
            return partial(save_new, confines.folder(), mode=FILE)
        return partial(save_new, directory_of(self.query_one("#directory", ImeInput).text))

    def on_mount(self) -> None:
        rows = [[[(f" {_row(file.info)}", "row")]] for file in self._files]
        listing = self.query_one(Listing)
        listing.show(rows)
        listing.styles.height = min(len(rows), 12)
        self.query_one("#problem").display = False
        self.query_one(Footer).show(keys.footer_of("files"))

    def action_directory(self) -> None:
        self.focus_next()

    @on(Listing.Chosen)
    @on(ImeInput.Submitted)
    def action_save(self) -> None:
        self.run_worker(self._save(), group="save", exclusive=True)

    async def _save(self) -> None:
        file = self._files[self.query_one(Listing).cursor]
        try:
            save = self._saver()
            raw = await station_of(self).read(lambda board: board.raw(file.receipt_id))
            path = await asyncio.to_thread(_save_part, raw, file.info, save)
        except CsboardError as failure:
            problem = self.query_one("#problem", Plain)
            problem.show(failure.sentence)
            problem.display = True
        else:
            self.dismiss()
            say(self.app, _("Saved as {path}.").format(path=path))

    def action_leave(self) -> None:
        self.dismiss()

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)


def _row(file: AttachmentInfo) -> str:
    return f"{file.name}  {size_text(file.size)}  {file.type}"


def _save_part(raw: bytes, file: AttachmentInfo, save: Callable[[str, bytes], Path]) -> Path:
    from csboard.mail.reading import attachment

    try:
        data = attachment(raw, file.part)
    except LookupError:
        raise CsboardError(_("The original no longer shows this attachment.")) from None
    return save(file.name, data)
