"""Writing an internal note."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from csboard.i18n import _
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain
from csboard.tui.screens.writing import Incomplete, WritingScreen


class NoteDialog(WritingScreen[str]):
    """Answers the note as written, or None when there is to be none.

    When saving failed, open it again with what was written and the problem.
    """

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "note.tcss"]  # type: ignore[assignment]

    def __init__(
        self, title: str, text: str = "", problem: str = "", *, elsewhere: bool = False
    ) -> None:
        """With `elsewhere` the person's own editor is opened at once."""
        super().__init__(title, problem)
        self._text = text
        self._elsewhere = elsewhere

    def on_mount(self) -> None:
        super().on_mount()
        if self._elsewhere:
            self.call_after_refresh(self.action_editor)

    def fields(self) -> ComposeResult:
        yield Plain(_("Internal: colleagues read it, it is never sent."), classes="label")
        yield TextEditor(self._text, id="text")

    @property
    def _editor(self) -> TextEditor:
        return self.query_one("#text", TextEditor)

    @property
    def is_empty(self) -> bool:
        return not self._editor.words

    def answer(self) -> str:
        if self.is_empty:
            raise Incomplete(_("There is nothing in the note yet."), self._editor)
        return self._editor.words
